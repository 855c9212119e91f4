/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "obs/sources/overlay_policy.h"

#include <string.h>

enum overlay_show_when overlay_show_when_of(const char *word)
{
	if (strcmp(word, "preview_only") == 0)
		return OVERLAY_PREVIEW_ONLY;
	if (strcmp(word, "always") == 0)
		return OVERLAY_ALWAYS;
	return OVERLAY_NOT_LIVE;
}

static bool is_within_live_time(struct overlay_policy *policy, const struct overlay_moment *moment)
{
	if (policy->live_since_ns == 0 || policy->seen_requests != moment->show_requests)
		policy->live_since_ns = moment->now_ns;
	policy->seen_requests = moment->show_requests;
	long seconds = moment->show_seconds > 0 ? moment->show_seconds : OVERLAY_LIVE_SECONDS;
	return moment->now_ns - policy->live_since_ns < (uint64_t)seconds * UINT64_C(1000000000);
}

bool overlay_policy_allows(struct overlay_policy *policy, const struct overlay_moment *moment)
{
	if (!moment->is_live)
		policy->live_since_ns = 0;
	if (moment->is_virtual_camera_on && !moment->has_consent)
		return false;
	switch (policy->show_when) {
	case OVERLAY_PREVIEW_ONLY:
		return !moment->is_in_program;
	case OVERLAY_ALWAYS:
		return !moment->is_live || (moment->has_consent && is_within_live_time(policy, moment));
	case OVERLAY_NOT_LIVE:
	default:
		return !moment->is_live;
	}
}
