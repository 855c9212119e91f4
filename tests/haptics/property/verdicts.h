/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the core answers is what a preview said just before, and what the toys then do. */
#pragma once

#include "haptics/preview/preview.h"
#include "oracle.h"

/* Call right before the intent is applied, after a poll of the same moment. The situation is put together from what the
 * oracle knows, as a caller far from the core would. */
void verdicts_preview(const struct oracle *oracle, const struct haptics *core, const struct haptics_toy *toys,
		      const struct haptics_intent *intent, struct haptics_preview *preview);
/* NULL, or what is wrong. */
const char *verdicts_compare(const struct haptics_intent *intent, const struct haptics_preview *preview,
			     const struct haptics_verdict *verdict);

/* One question to a fresh core that has one rule, and everything that its toys do afterwards. false: it answered
 * something else than it did; said on stderr. */
bool verdicts_of_one(uint64_t seed);
