/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "viewers.h"

#include <math.h>
#include <string.h>

#include "haptics/journal.h"

enum { LONGEST_DELAY_MS = 3000, MOST_RUNS = 64, SLEEP_MS = 5000 };

void viewers_begin(struct viewers *viewers, const struct program *program)
{
	memset(viewers, 0, sizeof(*viewers));
	viewers->program = program;
}

static int rule_of(const struct viewers *viewers, const char *id)
{
	for (size_t i = 0; i < viewers->program->rule_count; i++)
		if (strcmp(viewers->program->rules[i].id, id) == 0)
			return (int)i;
	return -1;
}

static struct viewers_entry *find(struct viewers *viewers, uint32_t run)
{
	for (size_t i = viewers->count; run && i > 0; i--)
		if (viewers->entries[i - 1].run == run)
			return &viewers->entries[i - 1];
	return NULL;
}

/* --- steps --- */

static bool empties(const struct haptics_intent *intent, const struct haptics *core)
{
	switch (intent->kind) {
	case HAPTICS_INTENT_STOP_ALL:
	case HAPTICS_INTENT_HALT:
	case HAPTICS_INTENT_STOP_TOY:
	case HAPTICS_INTENT_CLEAR_QUEUE:
		return true;
	case HAPTICS_INTENT_SET_ARMED:
		return !intent->on;
	case HAPTICS_INTENT_TOGGLE_ARMED:
		return haptics_is_armed(core);
	default:
		return false;
	}
}

/* running: whose turn it is, and which may go on; 0: nothing may. */
static void kill_all(struct viewers *viewers, uint32_t running)
{
	for (size_t i = 0; i < viewers->count; i++)
		if (viewers->entries[i].state == ENTRY_WAITS && viewers->entries[i].run != running)
			viewers->entries[i].is_dead = true;
}

void viewers_note_step(struct viewers *viewers, const struct step *step, const struct haptics *core, bool was_online)
{
	bool is_stop = false;
	if (step->kind == STEP_INTENT)
		is_stop = empties(&step->intent, core);
	else if (step->kind == STEP_ONLINE)
		is_stop = was_online && !step->on;
	else if (step->kind == STEP_RULES)
		is_stop = step->on;
	else if (step->kind == STEP_JUMP)
		is_stop = step->ms > SLEEP_MS;
	/* What runs, or waits for its delay, is not in the queue any more. */
	bool is_clear = step->kind == STEP_INTENT && (step->intent.kind == HAPTICS_INTENT_CLEAR_QUEUE ||
						      step->intent.kind == HAPTICS_INTENT_STOP_TOY);
	viewers->running = haptics_queue(core).running;
	if (is_stop)
		kill_all(viewers, is_clear ? viewers->running : 0);
	viewers->goal = haptics_goal(core).current;
	viewers->is_narrowed = step->kind == STEP_INTENT && step->intent.toys != 0;
}

/* --- the journal --- */

static const char *note_queued(struct viewers *viewers, const struct haptics_record *record)
{
	if (viewers->count == VIEWERS_MAX_ENTRIES)
		return NULL;
	if (find(viewers, record->run))
		return "one number waits twice";
	viewers->queued++;
	viewers->entries[viewers->count++] = (struct viewers_entry){.run = record->run,
								    .rule = rule_of(viewers, record->rule_id),
								    .arrived_ms = record->time_ms,
								    .state = ENTRY_WAITS};
	return NULL;
}

static bool is_always_ready(const struct viewers *viewers, int rule)
{
	return viewers->program->rules[rule].cooldown_ms == 0 && viewers->program->once_gap_ms == 0;
}

static const char *check_order(const struct viewers *viewers, const struct viewers_entry *begun)
{
	const struct program_rule *rules = viewers->program->rules;
	for (size_t i = 0; i < viewers->count; i++) {
		const struct viewers_entry *other = &viewers->entries[i];
		if (other->state != ENTRY_WAITS || other == begun || other->rule < 0 || begun->rule < 0)
			continue;
		if (other->rule == begun->rule && other < begun)
			return "somebody was overtaken by the same rule";
		bool is_turn_now = rules[begun->rule].delay_ms == 0 && is_always_ready(viewers, other->rule);
		if (is_turn_now && rules[other->rule].priority > rules[begun->rule].priority)
			return "a lower priority goes first";
	}
	return NULL;
}

/* Whoever asked for it may have meant some toys only, also before its delay. */
static bool stops_all(const struct viewers *viewers, int rule)
{
	const struct program_rule *it = &viewers->program->rules[rule];
	return it->stops_all && it->delay_ms == 0 && !viewers->is_narrowed;
}

static const char *note_record(struct viewers *viewers, const struct haptics_record *record)
{
	struct viewers_entry *entry = find(viewers, record->run);
	bool is_begun = record->outcome == HAPTICS_FIRED || record->outcome == HAPTICS_CAPPED;
	int rule = rule_of(viewers, record->rule_id);
	if (record->outcome == HAPTICS_QUEUED)
		return note_queued(viewers, record);
	if (record->outcome == HAPTICS_FIRED && rule >= 0 && stops_all(viewers, rule))
		kill_all(viewers, viewers->running);
	if (!entry)
		return NULL;
	if (is_begun && entry->state == ENTRY_WAITS) {
		entry->state = ENTRY_BEGUN;
		viewers->begun++;
		return entry->is_dead ? "what waited begins after something that stopped everything"
				      : check_order(viewers, entry);
	}
	bool is_over = record->outcome == HAPTICS_STOPPED || record->outcome == HAPTICS_ENDED ||
		       record->outcome == HAPTICS_ENDED_LONGEST || haptics_outcome_is_refusal(record->outcome);
	if (entry->state == ENTRY_GONE && (is_begun || is_over))
		return "it is told of twice";
	if (is_over)
		entry->state = ENTRY_GONE;
	return NULL;
}

static const char *read_records(struct viewers *viewers, const struct haptics *core)
{
	static struct haptics_record records[HAPTICS_JOURNAL_SIZE];
	size_t count = haptics_journal_after(core, viewers->serial, records, HAPTICS_JOURNAL_SIZE);
	const char *problem = NULL;
	for (size_t i = 0; i < count && !problem; i++) {
		viewers->serial = records[i].serial;
		problem = note_record(viewers, &records[i]);
	}
	return problem;
}

/* --- after a poll --- */

static const char *check_waiting(struct viewers *viewers, const struct haptics *core, int64_t now_ms)
{
	struct haptics_queue_status queue = haptics_queue(core);
	struct haptics_run_status run;
	size_t waiting = 0;
	for (size_t i = 0; haptics_waiting(core, i, &run); i++) {
		const struct viewers_entry *entry = find(viewers, run.run);
		if (!entry || entry->state != ENTRY_WAITS)
			return "somebody waits of whom nobody was told";
		if (entry->is_dead)
			return "somebody still waits after something that stopped everything";
		if (now_ms - entry->arrived_ms >= viewers->program->max_age_ms)
			return "somebody waits for too long";
	}
	for (size_t i = 0; i < viewers->count; i++)
		waiting += viewers->entries[i].state == ENTRY_WAITS && viewers->entries[i].run != queue.running;
	return waiting == queue.count ? NULL : "somebody is lost without a word";
}

static const char *check_bounds(const struct viewers *viewers, const struct haptics *core, int64_t now_ms)
{
	struct haptics_queue_status queue = haptics_queue(core);
	int64_t left_ms = queue.waiting_ms + (queue.ends_ms > now_ms ? queue.ends_ms - now_ms : 0);
	if (queue.count > HAPTICS_QUEUE_MAX)
		return "too many wait";
	return left_ms > viewers->program->max_queue_ms + LONGEST_DELAY_MS ? "the queue is too long" : NULL;
}

static const char *check_single(const struct haptics *core)
{
	const struct haptics_rules *rules = haptics_rules_in_force(core);
	size_t count = 0;
	for (size_t i = 0; i < haptics_rules_count(rules); i++) {
		struct haptics_rule_view view;
		struct haptics_rule_status status;
		haptics_rules_view(rules, i, &view);
		haptics_rule_status(core, i, &status);
		count += view.is_queued && (status.is_active || status.is_waiting);
	}
	return count > 1 ? "two of the queue run at a time" : NULL;
}

const char *viewers_settled(struct viewers *viewers, struct haptics *core, int64_t now_ms)
{
	struct haptics_notice notice;
	const char *problem = read_records(viewers, core);
	viewers->running = haptics_queue(core).running;
	while (haptics_next_notice(core, &notice)) {
		if (notice.serial <= viewers->notice_serial)
			return "notices are out of order";
		viewers->notice_serial = notice.serial;
	}
	if (!problem)
		problem = check_waiting(viewers, core, now_ms);
	if (!problem)
		problem = check_bounds(viewers, core, now_ms);
	return problem ? problem : check_single(core);
}

/* --- answers --- */

static bool is_running(struct haptics *core, uint32_t run)
{
	static struct haptics_run_status runs[MOST_RUNS];
	size_t count = haptics_runs(core, runs, MOST_RUNS);
	for (size_t i = 0; i < count; i++)
		if (runs[i].run == run)
			return true;
	return false;
}

static bool has_delay_or_stops(const struct haptics *core)
{
	const struct haptics_rules *rules = haptics_rules_in_force(core);
	const json_t *list = json_object_get(haptics_rules_json(rules), "rules");
	struct haptics_rule_view view;
	for (size_t i = 0; i < haptics_rules_count(rules); i++) {
		haptics_rules_view(rules, i, &view);
		const json_t *run = json_object_get(json_array_get(list, i), "run");
		if (view.trigger == HAPTICS_TRIGGER_TIP && (strcmp(view.sentence_kind, "stop") == 0 ||
							    json_integer_value(json_object_get(run, "delay_ms")) > 0))
			return true;
	}
	return false;
}

static const char *check_tip(const struct haptics_verdict *verdict, struct haptics *core)
{
	struct haptics_run_status run;
	switch (verdict->outcome) {
	case HAPTICS_QUEUED:
		if (!haptics_waiting(core, (size_t)verdict->queued - 1, &run) || run.run != verdict->run)
			return "the answer names another place";
		return fabs(run.level - verdict->applied) > 1e-9 ? "the answer names another level" : NULL;
	case HAPTICS_FIRED:
	case HAPTICS_CAPPED:
		if (verdict->queued)
			return "what runs has a place in the queue";
		if (!has_delay_or_stops(core) && !is_running(core, verdict->run))
			return "the answer says that it runs, and it does not";
		return NULL;
	default:
		return NULL;
	}
}

const char *viewers_verdict(struct viewers *viewers, const struct haptics_intent *intent,
			    const struct haptics_verdict *verdict, struct haptics *core)
{
	double counted = haptics_verdict_is_good(verdict) ? intent->value : 0;
	if (intent->kind != HAPTICS_INTENT_TIP)
		return NULL;
	viewers->tips++;
	if (fabs(haptics_goal(core).current - viewers->goal - counted) > 1e-6)
		return "the goal counts something else";
	return check_tip(verdict, core);
}
