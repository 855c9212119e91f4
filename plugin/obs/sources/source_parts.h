/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What every source type of the plugin works with; its type_data. Lives as long as the module; the parts are borrowed,
 * and a source holds on to those that may go before it. */
#pragma once

#include <stdbool.h>

struct engine;
struct pairing_permission;
struct text_pool;

struct source_parts {
	struct engine *engine;
	struct pairing_permission *permission;
	struct text_pool *text;
	const volatile bool *are_names_hidden; /* discreet mode: no names of viewers or toys; atomic */
};
