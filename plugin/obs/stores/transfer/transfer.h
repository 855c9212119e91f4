/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Rules, ceilings, options and keys in one file: out of the stores, and back into them as far as a person chose.
 * Thread: UI, for everything; may block on the disk. */
#pragma once

#include "obs/stores/transfer/transfer_file.h"
#include "obs/stores/transfer/transfer_plan.h"

#ifdef __cplusplus
extern "C" {
#endif

struct engine;
struct rules_store;
struct settings_store;

/* All borrowed. */
struct transfer_parts {
	struct engine *engine;
	struct rules_store *rules;
	struct settings_store *settings;
	/* The dock keeps this option itself: it takes TRANSFER_DISCREET out of the options of what it carries out. */
	bool is_discreet;
};

/* false with a sentence in error: the file is as it was. path is UTF-8. */
bool transfer_write(const struct transfer_parts *parts, enum transfer_extent extent, const char *path, char *error,
		    size_t error_size);
/* What the file would change. transfer_plan_destroy() it; NULL with a sentence in error. */
struct transfer_plan *transfer_read(const struct transfer_parts *parts, const char *path, char *error,
				    size_t error_size);
/* Does what a patch says (transfer_patch.h). false with a sentence in error: nothing has changed. true with a sentence:
 * it is done, but could not be saved. */
bool transfer_carry_out(const struct transfer_parts *parts, const json_t *patch, char *error, size_t error_size);
/* New reference: the patch that takes this one back, made before that is carried out. */
json_t *transfer_way_back(const struct transfer_parts *parts, const json_t *patch);
/* Carries it out again, or back, for OBS's undo: without what would give, raise or weaken anything now. */
void transfer_repeat(const struct transfer_parts *parts, const json_t *patch);

#ifdef __cplusplus
}
#endif
