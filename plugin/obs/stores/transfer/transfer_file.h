/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What goes out into a file (see transfer_plan.h). Pure; any thread. */
#pragma once

#include "obs/stores/transfer/transfer_plan.h"

#ifdef __cplusplus
extern "C" {
#endif

enum transfer_extent {
	TRANSFER_RULES_ONLY = 1, /* for somebody else: every rule is for all toys */
	TRANSFER_EVERYTHING,     /* for another computer of the same person */
};

/* New reference. Rules wait for nobody in it, and have no bindings of their own. */
json_t *transfer_file_make(const struct transfer_here *here, enum transfer_extent extent);

#ifdef __cplusplus
}
#endif
