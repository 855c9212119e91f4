/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Key bindings as obs_hotkey_save() has them, read from a file that anybody may have written. Pure; any thread. */
#pragma once

#include <jansson.h>

enum { BINDINGS_MAX = 8 }; /* of one hotkey */

/* New reference: a list with nothing in it but what a binding has. NULL: it is no list of bindings. */
json_t *bindings_read(const json_t *json);
