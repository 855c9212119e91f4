/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Names of scenes and sources as rules keep them. */
#pragma once

#include "haptics/intent.h"

struct obs_source;

/* Any thread that may hold the source. */
void source_ref_of(struct obs_source *source, struct haptics_ref *ref);
/* The source a reference means, by uuid, else by name: a new reference, or NULL. UI thread. */
struct obs_source *source_ref_find(const struct haptics_ref *ref);
/* The same source as it refers to itself; false: there is none. UI thread. */
bool source_ref_resolve(const struct haptics_ref *ref, struct haptics_ref *live);
