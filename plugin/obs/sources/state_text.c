/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "obs/sources/state_text.h"

#include <stdio.h>

#include <obs-module.h>

static const char *const keys[] = {
	[ENGINE_OFF] = "State.Off",
	[ENGINE_SIGNING_IN] = "State.SigningIn",
	[ENGINE_CONNECTING] = "State.Connecting",
	[ENGINE_WAITING_FOR_SCAN] = "State.WaitingForScan",
	[ENGINE_APP_OFFLINE] = "State.AppOffline",
	[ENGINE_NO_TOY] = "State.NoToy",
	[ENGINE_READY] = "State.Ready",
	[ENGINE_RETRYING] = "State.TryingAgain",
	[ENGINE_NEEDS_YOU] = "State.ActionNeeded",
};
_Static_assert(sizeof(keys) / sizeof(keys[0]) == ENGINE_NEEDS_YOU + 1, "every state has a text");

const char *state_text_key(enum engine_state state)
{
	bool is_known = (size_t)state < sizeof(keys) / sizeof(keys[0]) && keys[state];
	return is_known ? keys[state] : "";
}

void state_text(const struct engine_snapshot *snapshot, char *text, size_t size)
{
	const char *key = state_text_key(snapshot->state);
	if (snapshot->is_panic)
		key = "State.Stopped";
	else if (snapshot->paused_until_ms != 0)
		key = "State.Paused";
	snprintf(text, size, "%s", obs_module_text(key));
}
