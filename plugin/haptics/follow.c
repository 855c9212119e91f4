/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Audio follow: the level of a source, mapped and smoothed; sampled for those who want it as a pattern. */
#include <math.h>
#include <string.h>

#include "haptics/core.h"

void follow_begin(const struct haptics *haptics, struct run *run)
{
	memset(&run->follow, 0, sizeof(run->follow));
	run->follow.level_ms = haptics->time.now_ms;
	run->follow.next_sample_ms = haptics->time.now_ms + CORE_FOLLOW_STEP_MS;
}

static void take_samples(struct follow *follow, int64_t now_ms)
{
	while (follow->next_sample_ms <= now_ms) {
		follow->samples[follow->sample_count++] = follow->level;
		follow->next_sample_ms += CORE_FOLLOW_STEP_MS;
		if (follow->sample_count < CORE_FOLLOW_STEPS)
			continue;
		memcpy(follow->chunk, follow->samples, sizeof(follow->chunk));
		follow->chunk_serial++;
		follow->sample_count = 0;
	}
}

void follow_advance(const struct haptics *haptics, struct run *run)
{
	const struct rule_follow *rule = &run_action(haptics, run)->follow;
	struct follow *follow = &run->follow;
	double target = plan_followed(rule, facts_followed_db(haptics, run));
	double time_ms = target > follow->level ? rule->attack_ms : rule->release_ms;
	double passed_ms = (double)(haptics->time.now_ms - follow->level_ms);
	double kept = time_ms > 0 ? exp(-passed_ms / time_ms) : 0;
	follow->level = target + (follow->level - target) * kept;
	if (target < follow->level && follow->level < 0.005) /* a fall ends; else it would come near 0 for ever */
		follow->level = 0;
	follow->level_ms = haptics->time.now_ms;
	take_samples(follow, haptics->time.now_ms);
}
