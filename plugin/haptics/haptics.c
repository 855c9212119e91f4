/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "haptics/haptics.h"

#include <limits.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "haptics/core.h"

double core_random(struct haptics *haptics)
{
	/* splitmix64: the whole state is one seed, so that every run can be repeated */
	uint64_t z = haptics->random += UINT64_C(0x9e3779b97f4a7c15);
	z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
	z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
	return (double)((z ^ (z >> 31)) >> 11) * 0x1.0p-53;
}

static int within(int value, int min, int max)
{
	if (value < min)
		return min;
	return value < max ? value : max;
}

static void take_limits(struct haptics *haptics, const struct haptics_limits *limits)
{
	haptics->limits = *limits;
	haptics->limits.master_ceiling = limits->master_ceiling > 0 ? fmin(limits->master_ceiling, 1) : 0;
	haptics->limits.lease_ms = within(limits->lease_ms, 2000, 10000);
	haptics->limits.min_gap_ms = within(limits->min_gap_ms, 50, 1000);
	haptics->limits.global_per_second =
		limits->global_per_second > 0 ? within(limits->global_per_second, 1, 20) : CORE_GLOBAL_PER_SECOND;
	haptics->gate.master_ceiling = haptics->limits.master_ceiling;
	haptics->gate.lease_ms = haptics->limits.lease_ms;
}

struct plan_base core_base(const struct haptics *haptics)
{
	return (struct plan_base){
		.gate = &haptics->gate,
		.toys = haptics->toys,
		.toy_count = haptics->toy_count,
		.is_online = haptics->is_online,
		.now_ms = haptics->time.now_ms,
	};
}

struct haptics *haptics_create(const struct haptics_config *config)
{
	struct haptics *haptics = calloc(1, sizeof(*haptics));
	if (!haptics)
		return NULL;
	gate_set_functions(&haptics->gate, config->functions, config->function_count);
	haptics->gate.is_armed = config->is_armed;
	take_limits(haptics, &config->limits);
	haptics->are_tips_allowed = config->limits.are_tips_allowed;
	haptics->goal = rule_viewers_default.goal;
	haptics->random = config->random_seed;
	haptics->time.minute_of_week = -1;
	haptics->next_ms = CORE_NEVER;
	haptics->once_ms = CORE_LONG_AGO_MS;
	haptics->tokens = haptics->limits.global_per_second;
	for (size_t slot = 0; slot < HAPTICS_MAX_TOYS; slot++)
		haptics->leases[slot].sent_ms = CORE_LONG_AGO_MS;
	return haptics;
}

void haptics_destroy(struct haptics *haptics)
{
	if (!haptics)
		return;
	haptics_rules_release(haptics->rules);
	haptics_rules_release(haptics->tested);
	free(haptics->slots);
	free(haptics->refs);
	free(haptics);
}

/* --- time --- */

/* What happened meanwhile is over; only rules that want to start on what is true already may begin now. */
void core_end_pause(struct haptics *haptics)
{
	if (haptics->gate.paused_until_ms == 0 || gate_is_paused(&haptics->gate, haptics->time.now_ms))
		return;
	haptics->gate.paused_until_ms = 0;
	if (haptics->gate.is_panic || !haptics->gate.is_armed || gate_is_resting(&haptics->gate, haptics->time.now_ms))
		return;
	journal_add(haptics, HAPTICS_RESUMED, -1, NULL);
	triggers_fire_active(haptics);
}

void core_advance(struct haptics *haptics, struct haptics_time time)
{
	int64_t before_ms = haptics->time.now_ms;
	int before_minute = haptics->time.minute_of_week;
	bool had_time = haptics->has_time;
	if (had_time && time.now_ms < before_ms)
		time.now_ms = before_ms;
	haptics->time = time;
	haptics->has_time = true;
	haptics->next_ms = time.now_ms; /* whoever lets time pass polls next */
	bool has_slept = had_time && time.now_ms - before_ms > CORE_SUSPEND_GAP_MS;
	if (has_slept && run_any(haptics))
		core_halt(haptics, HAPTICS_HALT_SUSPEND);
	bool has_passed = !had_time || time.now_ms != before_ms || time.minute_of_week != before_minute;
	/* What came true in its sleep does not move a toy when the computer wakes up. */
	if (has_passed)
		triggers_update(haptics, had_time && !has_slept ? EDGES_FIRE : EDGES_ARE_INITIAL);
	budget_advance(haptics);
	run_advance(haptics);
	core_end_pause(haptics);
	start_pending(haptics);
	queue_advance(haptics);
	triggers_run_timers(haptics);
}

static int64_t next_event_ms(struct haptics *haptics)
{
	int64_t next_ms = core_earlier(triggers_next_ms(haptics), queue_next_ms(haptics));
	next_ms = core_earlier(next_ms, budget_next_ms(haptics));
	if (haptics->gate.paused_until_ms != 0)
		next_ms = core_earlier(next_ms, haptics->gate.paused_until_ms);
	for (size_t i = 0; i < run_count(haptics); i++) {
		const struct run *run = run_at(haptics, i);
		if (run->is_active)
			next_ms = core_earlier(next_ms, run_next_ms(haptics, run));
	}
	return run_any(haptics) ? core_earlier(next_ms, haptics->time.now_ms + CORE_HEARTBEAT_MS) : next_ms;
}

size_t haptics_poll(struct haptics *haptics, struct haptics_time now, struct haptics_command *commands, size_t capacity)
{
	core_advance(haptics, now);
	size_t count = lease_poll(haptics, commands, capacity);
	budget_note(haptics);
	haptics->next_ms = core_earlier(haptics->next_ms, next_event_ms(haptics));
	return count;
}

int64_t haptics_next_ms(const struct haptics *haptics)
{
	return haptics->next_ms;
}

/* --- safety --- */

void core_still(struct haptics *haptics, enum haptics_halt_cause cause)
{
	run_end_all(haptics, HAPTICS_STOPPED);
	haptics->is_stop_due = true;
	journal_add(haptics, HAPTICS_HALTED, -1, &(struct haptics_record){.cause = cause});
}

/* The same without a word. */
static void drop_all(struct haptics *haptics)
{
	run_end_all(haptics, HAPTICS_STOPPED);
	queue_empty(haptics, HAPTICS_IGNORED_STOPPED);
	haptics->is_stop_due = true;
}

static void note_cause(struct haptics *haptics, enum haptics_halt_cause cause)
{
	bool is_other_mode = cause == HAPTICS_HALT_OFF || cause == HAPTICS_HALT_MODE;
	if (is_other_mode)
		haptics->gate.is_armed = false;
	if (is_other_mode || cause == HAPTICS_HALT_SETTINGS)
		haptics->is_link_leaving = haptics->is_online;
}

void core_halt(struct haptics *haptics, enum haptics_halt_cause cause)
{
	core_still(haptics, cause);
	queue_empty(haptics, HAPTICS_IGNORED_STOPPED);
	note_cause(haptics, cause);
	if (cause != HAPTICS_HALT_COLLECTION)
		return;
	/* The old collection is no base for edges: what is true in the new one was so before anybody looked. */
	facts_forget_collection(haptics);
	triggers_update(haptics, EDGES_ARE_INITIAL);
}

void core_set_armed(struct haptics *haptics, bool is_armed)
{
	bool was_armed = haptics->gate.is_armed;
	haptics->gate.is_armed = is_armed;
	if (!is_armed)
		drop_all(haptics);
	if (was_armed != is_armed)
		journal_add(haptics, is_armed ? HAPTICS_ARMED : HAPTICS_DISARMED, -1, NULL);
	if (is_armed && !was_armed)
		triggers_fire_active(haptics);
}

void haptics_set_limits(struct haptics *haptics, const struct haptics_limits *limits, struct haptics_time now)
{
	core_advance(haptics, now);
	take_limits(haptics, limits);
	tip_set_allowed(haptics, limits->are_tips_allowed);
}

void haptics_set_online(struct haptics *haptics, bool is_online, struct haptics_time now)
{
	core_advance(haptics, now);
	if (is_online == haptics->is_online)
		return;
	if (is_online)
		haptics->is_stop_due = true; /* the app may still play what was sent before */
	else if (haptics->is_link_leaving)
		drop_all(haptics);
	else
		core_halt(haptics, HAPTICS_HALT_LINK);
	haptics->is_link_leaving = false;
	haptics->is_online = is_online;
	reports_forget(haptics, UINT32_MAX);
	/* Toys that return with the app did not come online: only rules that start on what is already true may start.
	 */
	triggers_update(haptics, is_online ? EDGES_ARE_INITIAL : EDGES_FIRE);
	if (is_online)
		triggers_fire_active(haptics);
}

/* --- toys --- */

static void take_toy(struct haptics *haptics, size_t slot, const struct haptics_toy *toy)
{
	struct haptics_toy *known = &haptics->toys[slot];
	bool is_same = known->is_online && toy->is_online && strcmp(known->alias, toy->alias) == 0;
	*known = *toy;
	known->alias[sizeof(known->alias) - 1] = '\0';
	known->type[sizeof(known->type) - 1] = '\0';
	gate_set_toy(&haptics->gate, slot, known);
	if (is_same)
		return;
	run_drop_toys(haptics, UINT32_C(1) << slot, INT_MAX);
	reports_forget(haptics, UINT32_C(1) << slot);
	lease_forget_toy(haptics, slot);
	if (toy->is_online) /* whatever it did before it came here, it begins still */
		haptics->stop_mask |= UINT32_C(1) << slot;
}

void haptics_set_toys(struct haptics *haptics, const struct haptics_toy *toys, size_t count, struct haptics_time now)
{
	static const struct haptics_toy no_toy;
	core_advance(haptics, now);
	if (count > HAPTICS_MAX_TOYS)
		count = HAPTICS_MAX_TOYS;
	for (size_t slot = 0; slot < HAPTICS_MAX_TOYS; slot++)
		take_toy(haptics, slot, slot < count ? &toys[slot] : &no_toy);
	haptics->toy_count = count;
	triggers_update(haptics, EDGES_FIRE);
}
