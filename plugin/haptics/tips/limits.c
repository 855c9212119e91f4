/* SPDX-License-Identifier: GPL-2.0-or-later */
/* How many tips count: in a minute, of one name in a minute, and the pause between two of one name. */
#include "haptics/core.h"

/* FNV-1a, 64 bits. */
uint64_t tip_name(const char *by)
{
	uint64_t number = UINT64_C(0xcbf29ce484222325);
	if (!by[0])
		return 0;
	for (; *by; by++)
		number = (number ^ (unsigned char)*by) * UINT64_C(0x100000001b3);
	return number ? number : 1;
}

static int64_t wait_until(const struct haptics *haptics, int64_t time_ms)
{
	return time_ms > haptics->time.now_ms ? time_ms - haptics->time.now_ms : 0;
}

/* Back from the newest. Until the limit-th newest of them is a minute old; name 0: of all. */
static int64_t minute_wait_ms(const struct haptics *haptics, int limit, uint64_t name)
{
	const struct tip_limits *limits = &haptics->tip_limits;
	int left = limit;
	for (size_t i = 1; limit > 0 && i <= limits->count; i++) {
		size_t place = (limits->next + TIPS_RECENT - i) % TIPS_RECENT;
		bool counts = name == 0 || limits->recent[place].name == name;
		if (counts && --left == 0)
			return wait_until(haptics, limits->recent[place].time_ms + TIPS_MINUTE_MS);
	}
	return 0;
}

static int64_t name_wait_ms(const struct haptics *haptics, uint64_t name)
{
	for (size_t i = 0; i < TIPS_NAMES; i++)
		if (haptics->tip_limits.names[i].name == name)
			return wait_until(haptics, haptics->tip_limits.names[i].time_ms +
							   core_viewers(haptics)->queue.per_name_cooldown_ms);
	return 0;
}

int64_t tip_wait_ms(const struct haptics *haptics, uint64_t name)
{
	const struct rule_queue *queue = &core_viewers(haptics)->queue;
	int64_t wait_ms = minute_wait_ms(haptics, queue->per_minute, 0);
	if (name == 0)
		return wait_ms;
	int64_t own_ms = minute_wait_ms(haptics, queue->per_name_per_minute, name);
	int64_t cooldown_ms = name_wait_ms(haptics, name);
	own_ms = own_ms > cooldown_ms ? own_ms : cooldown_ms;
	return wait_ms > own_ms ? wait_ms : own_ms;
}

/* Its own place, or that of the name which was not heard of for the longest time. */
static size_t name_place(const struct tip_limits *limits, uint64_t name)
{
	size_t oldest = 0;
	for (size_t i = 0; i < TIPS_NAMES; i++) {
		if (limits->names[i].name == name)
			return i;
		bool is_free = limits->names[i].name == 0;
		if (limits->names[oldest].name != 0 &&
		    (is_free || limits->names[i].time_ms < limits->names[oldest].time_ms))
			oldest = i;
	}
	return oldest;
}

void tip_note(struct haptics *haptics, uint64_t name)
{
	struct tip_limits *limits = &haptics->tip_limits;
	limits->recent[limits->next].time_ms = haptics->time.now_ms;
	limits->recent[limits->next].name = name;
	limits->next = (limits->next + 1) % TIPS_RECENT;
	limits->count += limits->count < TIPS_RECENT;
	if (name == 0)
		return;
	size_t place = name_place(limits, name);
	limits->names[place].name = name;
	limits->names[place].time_ms = haptics->time.now_ms;
}
