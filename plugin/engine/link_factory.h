/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Chooses and makes the link that the settings ask for. Worker thread. */
#pragma once

#include <stdbool.h>

#include "engine/engine.h"
#include "lovense/link.h"

struct loop;

/* NULL with mode off, or out of memory. */
struct lovense_link *link_create(struct loop *loop, const struct engine_settings *settings,
				 const struct lovense_listener *listener);
/* Whether going from a to b needs a new link. */
bool link_must_change(const struct engine_settings *a, const struct engine_settings *b);
