/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The queue: one run at a time of all rules that say so, by priority and then arrival. Bounded in length, in seconds
 * and in age. What is next goes the way of every other start. */
#include <string.h>

#include "haptics/core.h"

/* --- what runs of it --- */

static bool is_current(const struct haptics *haptics, size_t index)
{
	const struct rule_slot *slot = &haptics->slots[index];
	return rule_is_queued(&haptics->rules->rules[index]) && (slot->run.is_active || slot->pending_ms != CORE_NEVER);
}

/* -1: nothing does. */
static int current(const struct haptics *haptics)
{
	for (size_t i = 0; i < core_rule_count(haptics); i++)
		if (is_current(haptics, i))
			return (int)i;
	return -1;
}

static int64_t bounded_ms(const struct haptics *haptics, size_t index, const struct start *start)
{
	const struct rule *rule = &haptics->rules->rules[index];
	int64_t length_ms = core_earlier(start_length_ms(rule, start), rule->max_run_ms);
	return core_earlier(length_ms, core_viewers(haptics)->queue.max_ms);
}

static int64_t current_end_ms(const struct haptics *haptics, int index)
{
	if (index < 0)
		return haptics->time.now_ms;
	const struct rule_slot *slot = &haptics->slots[index];
	if (slot->run.is_active)
		return slot->run.end_ms;
	return slot->pending_ms + bounded_ms(haptics, (size_t)index, &slot->pending);
}

/* The delay of a rule is no time of the queue. */
static int64_t current_left_ms(const struct haptics *haptics, int index)
{
	int64_t end_ms = current_end_ms(haptics, index);
	int64_t begin_ms = haptics->time.now_ms;
	if (index >= 0 && !haptics->slots[index].run.is_active && haptics->slots[index].pending_ms > begin_ms)
		begin_ms = haptics->slots[index].pending_ms;
	return end_ms > begin_ms ? end_ms - begin_ms : 0;
}

static int64_t waiting_ms(const struct haptics *haptics)
{
	int64_t sum_ms = 0;
	for (size_t i = 0; i < haptics->queue.count; i++)
		sum_ms += haptics->queue.entries[i].start.duration_ms;
	return sum_ms;
}

static int64_t total_ms(const struct haptics *haptics)
{
	return waiting_ms(haptics) + current_left_ms(haptics, current(haptics));
}

int64_t queue_room_ms(const struct haptics *haptics)
{
	int64_t room_ms = core_viewers(haptics)->queue.max_ms - waiting_ms(haptics);
	return room_ms > 1 ? room_ms : 1;
}

struct haptics_queue_status haptics_queue(const struct haptics *haptics)
{
	int index = current(haptics);
	struct haptics_queue_status status = {
		.count = haptics->queue.count,
		.is_paused = haptics->queue.is_paused,
		.is_persons_pause = haptics->queue.is_persons_pause,
		.waiting_ms = waiting_ms(haptics),
	};
	if (index < 0)
		return status;
	const struct rule_slot *slot = &haptics->slots[index];
	status.running = slot->run.is_active ? slot->run.id : slot->pending.run;
	status.ends_ms = current_end_ms(haptics, index);
	return status;
}

/* --- leaving --- */

static void remove_at(struct queue *queue, size_t place)
{
	queue->count--;
	memmove(&queue->entries[place], &queue->entries[place + 1], (queue->count - place) * sizeof(queue->entries[0]));
}

static void drop(struct haptics *haptics, size_t place, enum haptics_outcome outcome)
{
	const struct queue_entry *entry = &haptics->queue.entries[place];
	journal_add(haptics, outcome, entry->rule, &(struct haptics_record){.run = entry->start.run});
	notice_rejected(haptics, outcome, entry->rule, entry->start.run, &entry->credit);
	remove_at(&haptics->queue, place);
}

void queue_empty(struct haptics *haptics, enum haptics_outcome outcome)
{
	while (haptics->queue.count > 0)
		drop(haptics, 0, outcome);
}

void queue_drop_tips(struct haptics *haptics)
{
	for (size_t i = haptics->queue.count; i > 0; i--)
		if (haptics->queue.entries[i - 1].start.is_tip)
			drop(haptics, i - 1, HAPTICS_IGNORED_NOT_ALLOWED);
}

void queue_drop_rule(struct haptics *haptics, size_t index)
{
	for (size_t i = haptics->queue.count; i > 0; i--)
		if (haptics->queue.entries[i - 1].rule == (int)index)
			drop(haptics, i - 1, HAPTICS_IGNORED_STOPPED);
}

bool queue_drop_run(struct haptics *haptics, uint32_t run)
{
	for (size_t i = 0; i < haptics->queue.count; i++)
		if (haptics->queue.entries[i].start.run == run) {
			drop(haptics, i, HAPTICS_IGNORED_CLEARED);
			return true;
		}
	return false;
}

/* --- other rules --- */

/* Its place among the new rules; -1: it is not there as it was. */
static int moved(const struct haptics *haptics, const struct queue_entry *entry, const struct haptics_rules *rules)
{
	const struct rule *rule = &haptics->rules->rules[entry->rule];
	int index = rules ? haptics_rules_find(rules, rule->id) : -1;
	bool is_same = index >= 0 && json_equal(rule->json, rules->rules[index].json);
	return is_same ? index : -1;
}

void queue_leave_rules(struct haptics *haptics, const struct haptics_rules *rules, bool restart)
{
	struct queue *queue = &haptics->queue;
	for (size_t i = queue->count; i > 0; i--)
		if (restart || moved(haptics, &queue->entries[i - 1], rules) < 0)
			drop(haptics, i - 1, HAPTICS_IGNORED_STOPPED);
	for (size_t i = 0; i < queue->count; i++)
		queue->entries[i].rule = moved(haptics, &queue->entries[i], rules);
}

void queue_keep_bounds(struct haptics *haptics)
{
	while (haptics->queue.count > 0 && total_ms(haptics) > core_viewers(haptics)->queue.max_ms)
		drop(haptics, haptics->queue.count - 1, HAPTICS_IGNORED_QUEUE_FULL);
}

/* --- coming --- */

static int priority_of(const struct haptics *haptics, const struct queue_entry *entry)
{
	return haptics->rules->rules[entry->rule].priority;
}

/* The one of no higher priority that has waited for the longest time; count: none. */
static size_t oldest(const struct haptics *haptics, int priority)
{
	const struct queue *queue = &haptics->queue;
	size_t found = queue->count;
	for (size_t i = 0; i < queue->count; i++) {
		bool may_go = priority_of(haptics, &queue->entries[i]) <= priority;
		if (may_go && (found == queue->count || queue->entries[i].serial < queue->entries[found].serial))
			found = i;
	}
	return found;
}

static bool fits(const struct haptics *haptics, int64_t length_ms)
{
	return haptics->queue.count < HAPTICS_QUEUE_MAX &&
	       total_ms(haptics) + length_ms <= core_viewers(haptics)->queue.max_ms;
}

/* Nobody goes in vain. */
static bool can_make_room(const struct haptics *haptics, int priority, int64_t length_ms)
{
	int64_t kept_ms = total_ms(haptics);
	size_t kept = haptics->queue.count;
	for (size_t i = 0; i < haptics->queue.count; i++) {
		const struct queue_entry *entry = &haptics->queue.entries[i];
		if (priority_of(haptics, entry) > priority)
			continue;
		kept_ms -= entry->start.duration_ms;
		kept--;
	}
	return kept < HAPTICS_QUEUE_MAX && kept_ms + length_ms <= core_viewers(haptics)->queue.max_ms;
}

static bool drop_oldest(struct haptics *haptics, int priority, int64_t length_ms)
{
	if (!can_make_room(haptics, priority, length_ms))
		return false;
	while (!fits(haptics, length_ms))
		drop(haptics, oldest(haptics, priority), HAPTICS_IGNORED_QUEUE_FULL);
	return true;
}

static bool shorten(const struct haptics *haptics, int64_t *length_ms)
{
	int64_t room_ms = core_viewers(haptics)->queue.max_ms - total_ms(haptics);
	if (haptics->queue.count >= HAPTICS_QUEUE_MAX || room_ms < TIPS_LEAST_MS)
		return false;
	*length_ms = core_earlier(*length_ms, room_ms);
	return true;
}

static bool make_room(struct haptics *haptics, int priority, int64_t *length_ms)
{
	if (fits(haptics, *length_ms))
		return true;
	switch (core_viewers(haptics)->queue.overflow) {
	case RULE_OVERFLOW_OLDEST:
		return drop_oldest(haptics, priority, *length_ms);
	case RULE_OVERFLOW_SHORTEN:
		return shorten(haptics, length_ms);
	default:
		return false;
	}
}

/* Returns its place. */
static size_t insert(struct haptics *haptics, size_t index, const struct start *start, int64_t length_ms)
{
	struct queue *queue = &haptics->queue;
	int priority = haptics->rules->rules[index].priority;
	size_t place = queue->count;
	while (place > 0 && priority_of(haptics, &queue->entries[place - 1]) < priority)
		place--;
	memmove(&queue->entries[place + 1], &queue->entries[place], (queue->count - place) * sizeof(queue->entries[0]));
	queue->count++;
	struct queue_entry *entry = &queue->entries[place];
	*entry = (struct queue_entry){.start = *start, .rule = (int)index, .arrived_ms = haptics->time.now_ms};
	entry->serial = ++haptics->serial;
	if (start->credit)
		entry->credit = *start->credit;
	entry->start.credit = NULL;
	entry->start.duration_ms = (int32_t)length_ms;
	return place;
}

/* --- its turn --- */

/* Whatever keeps it from starting for a while is waited for; everything else is said when its turn comes. */
static bool may_begin(const struct haptics *haptics, size_t place, struct plan *plan)
{
	const struct queue_entry *entry = &haptics->queue.entries[place];
	start_plan(haptics, (size_t)entry->rule, &entry->start, plan);
	return plan->outcome != HAPTICS_IGNORED_COOLDOWN && plan->outcome != HAPTICS_IGNORED_PAUSED;
}

static size_t next_ready(const struct haptics *haptics, struct plan *plan)
{
	size_t place = 0;
	while (place < haptics->queue.count && !may_begin(haptics, place, plan))
		place++;
	return place;
}

/* Begins the next one, or says why not; false: it is nobody's turn. */
static bool begin_next(struct haptics *haptics, uint32_t awaited, struct haptics_verdict *verdict)
{
	struct plan plan;
	if (haptics->queue.count == 0 || haptics->queue.is_paused || current(haptics) >= 0)
		return false;
	size_t place = next_ready(haptics, &plan);
	if (place == haptics->queue.count)
		return false;
	struct queue_entry entry = haptics->queue.entries[place];
	struct haptics_verdict begun;
	remove_at(&haptics->queue, place);
	entry.start.credit = &entry.credit;
	if (haptics_outcome_is_refusal(plan.outcome))
		begun = start_refuse(haptics, entry.rule, &plan, entry.start.run, &entry.credit);
	else
		begun = start_now(haptics, (size_t)entry.rule, &entry.start, &plan);
	if (entry.start.run == awaited)
		*verdict = begun;
	return true;
}

static void expire(struct haptics *haptics)
{
	int64_t max_age_ms = core_viewers(haptics)->queue.max_age_ms;
	for (size_t i = haptics->queue.count; i > 0; i--)
		if (haptics->time.now_ms - haptics->queue.entries[i - 1].arrived_ms >= max_age_ms)
			drop(haptics, i - 1, HAPTICS_IGNORED_EXPIRED);
}

void queue_advance(struct haptics *haptics)
{
	struct haptics_verdict unused;
	expire(haptics);
	while (begin_next(haptics, 0, &unused)) {
	}
}

int64_t queue_next_ms(const struct haptics *haptics)
{
	const struct queue *queue = &haptics->queue;
	int64_t next_ms = CORE_NEVER;
	bool is_idle = !queue->is_paused && queue->count > 0 && current(haptics) < 0;
	for (size_t i = 0; i < queue->count; i++) {
		struct haptics_rule_status status;
		next_ms = core_earlier(next_ms, queue->entries[i].arrived_ms + core_viewers(haptics)->queue.max_age_ms);
		if (!is_idle)
			continue;
		haptics_rule_status(haptics, (size_t)queue->entries[i].rule, &status);
		if (status.ready_ms > haptics->time.now_ms)
			next_ms = core_earlier(next_ms, status.ready_ms);
	}
	return next_ms;
}

static struct haptics_verdict refuse(struct haptics *haptics, size_t index, const struct start *start,
				     enum haptics_outcome outcome)
{
	struct plan plan = {.outcome = outcome};
	return start_refuse(haptics, (int)index, &plan, start->run, start->credit);
}

/* Who holds a key wants it now, and may be gone when its turn comes. */
static bool is_too_late_for_key(const struct haptics *haptics, const struct start *start)
{
	bool is_busy = current(haptics) >= 0 || haptics->queue.count > 0 || haptics->queue.is_paused;
	return start->by.hold == HOLD_KEY && is_busy;
}

struct haptics_verdict queue_take(struct haptics *haptics, size_t index, const struct start *start,
				  const struct plan *plan)
{
	struct start numbered = *start;
	int64_t length_ms = bounded_ms(haptics, index, start);
	if (is_too_late_for_key(haptics, start))
		return refuse(haptics, index, start, HAPTICS_IGNORED_RUNNING);
	if (!make_room(haptics, haptics->rules->rules[index].priority, &length_ms))
		return refuse(haptics, index, start, HAPTICS_IGNORED_QUEUE_FULL);
	numbered.run = start_number(haptics, start->run);
	size_t place = insert(haptics, index, &numbered, length_ms);
	struct haptics_verdict verdict = start_estimate(haptics, index, &numbered, plan);
	verdict.outcome = HAPTICS_QUEUED;
	verdict.queued = (int)place + 1;
	while (begin_next(haptics, numbered.run, &verdict)) {
	}
	if (verdict.outcome == HAPTICS_QUEUED)
		journal_add(haptics, HAPTICS_QUEUED, (int)index, &(struct haptics_record){.run = numbered.run});
	return verdict;
}
