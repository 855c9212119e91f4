/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "obs/sources/state_text.h"

#include <stdio.h>

#include <obs-module.h>

#include "engine/engine.h"

void state_text(const struct engine_snapshot *snapshot, char *text, size_t size)
{
	char key[64];
	if (snapshot->is_panic)
		snprintf(key, sizeof(key), "State.panic");
	else if (snapshot->paused_until_ms != 0)
		snprintf(key, sizeof(key), "State.paused");
	else
		snprintf(key, sizeof(key), "State.%s", engine_state_name(snapshot->state));
	snprintf(text, size, "%s", obs_module_text(key));
}
