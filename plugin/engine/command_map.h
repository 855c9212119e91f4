/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Turns what the haptics core yields into API commands. Pure. Nothing is changed in value here: the gate has been
 * passed. */
#pragma once

#include "haptics/haptics.h"
#include "lovense/commands/command.h"

/* Writes the API's function table in the form the haptics core takes: index = enum lovense_function. */
void command_map_functions(struct haptics_function functions[LOVENSE_FUNCTION_COUNT]);

/* toy_ids: by slot. A STOP becomes a Function Stop; an emergency STOP to all is for lovense_link_stop_all() instead.
 * false: it names a slot without a toy. */
bool command_map(const struct haptics_command *command, const char toy_ids[][LOVENSE_TOY_ID_SIZE],
		 struct lovense_command *out);
