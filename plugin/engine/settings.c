/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "engine/engine.h"

#include <stdio.h>
#include <string.h>

#include "lovense/commands/function.h"
#include "net/platform.h"

void engine_settings_default(struct engine_settings *settings)
{
	*settings = (struct engine_settings){
		.mode = ENGINE_MODE_OFF,
		.auth = ENGINE_AUTH_DEVELOPER_TOKEN,
		.route = ENGINE_ROUTE_AUTO,
		.api_url = "https://api.lovense-api.com",
		.stop_when_stream_ends = true,
		.master_ceiling = 0.30,
		.lease_ms = 3000,
		.min_gap_ms = 250,
		.simulator_toys = {"lush", "nora"},
	};
}

void engine_settings_wipe(struct engine_settings *settings)
{
	platform_wipe(settings, sizeof(*settings));
}

int engine_function_index(const char *name)
{
	return lovense_function_find(name);
}

const char *engine_function_name(int index)
{
	return index >= 0 && index < LOVENSE_FUNCTION_COUNT ? lovense_functions[index].name : NULL;
}
