/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Changes that were chosen, as JSON, so that OBS's undo can keep them; no secret, no toy id:
 *
 *   { "rules": [ rule, ... ], "remove": [ id, ... ], "beside": { key beside the rules: value or null, ... },
 *     "ceilings", "options", "keys": as in the file (transfer_plan.h) }
 *
 * Pure; any thread. */
#pragma once

#include "obs/stores/transfer/transfer_plan.h"

#ifdef __cplusplus
extern "C" {
#endif

/* New reference: what takes the patch back, from what was here before. */
json_t *transfer_patch_inverse(const json_t *patch, const struct transfer_here *before);
/* New reference: the patch without what would give a permission, raise a ceiling or weaken a protection of now. For an
 * undo: it must not raise anything that a person has lowered. */
json_t *transfer_patch_tame(const json_t *patch, const struct transfer_here *now);
/* New reference: a copy of the set with the patch in it. Rules that are there already stay as they are; those that come
 * are off. */
json_t *transfer_patch_set(const json_t *patch, const json_t *set);
/* Puts options and ceilings into settings; those of toys that are not here, or have no room, are left out. */
void transfer_patch_settings(const json_t *patch, const struct transfer_here *here, struct engine_settings *settings);

#ifdef __cplusplus
}
#endif
