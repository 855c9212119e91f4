/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "runs.h"

#include <string.h>

enum { REQUEST_MAX_MS = 60000, KEY_MAX_MS = 30000, TEST_MS = 2000, PULSE_MS = 250 };

static const struct rule_run no_run = {.since_ms = -1, .over_ms = INT64_MAX};

static int64_t earlier(int64_t a, int64_t b)
{
	return a < b ? a : b;
}

static int64_t later(int64_t a, int64_t b)
{
	return a > b ? a : b;
}

void runs_begin(struct runs *runs, const struct program *program)
{
	*runs = (struct runs){.program = program, .are_scenes_known = true};
	for (size_t i = 0; i < PROGRAM_MAX_RULES; i++)
		runs->rules[i] = no_run;
}

int runs_rule(const struct runs *runs, const char *id)
{
	for (size_t i = 0; i < runs->program->rule_count; i++)
		if (strcmp(runs->program->rules[i].id, id) == 0)
			return (int)i;
	return -1;
}

static const struct haptics_intent *intent_of(const struct runs *runs)
{
	return runs->step->kind == STEP_INTENT ? &runs->step->intent : NULL;
}

/* --- requests --- */

static void drop_toys(struct runs *runs, uint32_t toys)
{
	for (size_t i = 0; i < runs->asked_count; i++)
		runs->asked[i].toys &= ~toys;
}

void runs_forget_toy(struct runs *runs, size_t toy)
{
	drop_toys(runs, UINT32_C(1) << toy);
}

static struct asked *find_asked(struct runs *runs, const struct haptics_intent *intent, int64_t now_ms)
{
	for (size_t i = 0; i < runs->asked_count; i++) {
		struct asked *asked = &runs->asked[i];
		if (asked->kind == HAPTICS_INTENT_START_KEY && intent->kind == asked->kind && asked->end_ms > now_ms &&
		    strcmp(asked->key, intent->key) == 0)
			return asked;
	}
	return NULL;
}

static struct asked *free_asked(struct runs *runs, int64_t now_ms)
{
	for (size_t i = 0; i < runs->asked_count; i++)
		if (runs->asked[i].end_ms <= now_ms)
			return &runs->asked[i];
	return &runs->asked[runs->asked_count++];
}

static int64_t asked_length_ms(const struct haptics_intent *intent)
{
	switch (intent->kind) {
	case HAPTICS_INTENT_RUN_LEVEL:
		return intent->duration_ms > 0 ? intent->duration_ms : 3000;
	case HAPTICS_INTENT_START_KEY:
		return intent->duration_ms > 0 ? earlier(intent->duration_ms, KEY_MAX_MS) : KEY_MAX_MS;
	case HAPTICS_INTENT_TEST_RULE:
		return intent->duration_ms;
	default:
		return TEST_MS;
	}
}

bool runs_lets_itself_through(const struct haptics_intent *intent)
{
	return intent->kind == HAPTICS_INTENT_TEST_TOY && intent->on;
}

bool runs_has_own_leave(const struct runs *runs, size_t toy, int64_t now_ms)
{
	for (size_t i = 0; i < runs->asked_count; i++) {
		const struct asked *asked = &runs->asked[i];
		if (asked->has_own_leave && ((asked->toys >> toy) & 1) && asked->end_ms > now_ms)
			return true;
	}
	return false;
}

bool runs_has_test(const struct runs *runs, size_t toy, int64_t now_ms)
{
	for (size_t i = 0; i < runs->asked_count; i++) {
		const struct asked *asked = &runs->asked[i];
		bool is_test = asked->kind == HAPTICS_INTENT_TEST_TOY || asked->kind == HAPTICS_INTENT_TEST_RULE;
		if (is_test && ((asked->toys >> toy) & 1) && asked->end_ms > now_ms)
			return true;
	}
	return false;
}

static bool is_acceptable(const struct haptics_intent *intent)
{
	bool has_shape = intent->extra.step_count > 0 || intent->extra.preset != HAPTICS_PRESET_INVALID;
	bool is_level = has_shape || (intent->value >= 0 && intent->value <= 1);
	if (intent->kind == HAPTICS_INTENT_TEST_TOY)
		return intent->duration_ms >= 0;
	return is_level && intent->duration_ms >= 0 && (intent->functions >> FUNCTION_COUNT) == 0;
}

static void note_asked(struct runs *runs, const struct haptics_intent *intent, int64_t now_ms)
{
	struct asked *asked = find_asked(runs, intent, now_ms);
	bool is_new = !asked;
	if (is_new)
		asked = free_asked(runs, now_ms);
	int64_t deadline_ms = is_new ? now_ms + REQUEST_MAX_MS : asked->deadline_ms;
	runs->changed = asked;
	runs->before = is_new ? (struct asked){0} : *asked;
	*asked = (struct asked){.kind = intent->kind,
				.toys = intent->toys ? intent->toys : ~UINT32_C(0),
				.has_own_leave = runs_lets_itself_through(intent),
				.start_ms = now_ms,
				.end_ms = earlier(now_ms + asked_length_ms(intent), deadline_ms),
				.deadline_ms = deadline_ms};
	memcpy(asked->key, intent->key, sizeof(asked->key));
}

/* One at a time, and none through a change of the rules. */
static void end_rule_test(struct runs *runs, int64_t now_ms)
{
	for (size_t i = 0; i < runs->asked_count; i++)
		if (runs->asked[i].kind == HAPTICS_INTENT_TEST_RULE)
			runs->asked[i].end_ms = earlier(runs->asked[i].end_ms, now_ms);
}

static void end_asked(struct runs *runs)
{
	runs->asked_count = 0;
}

/* --- rules that are held --- */

static void let_go(const struct runs *runs, struct rule_run *run, int64_t now_ms)
{
	int rule = (int)(run - runs->rules);
	run->is_held = false;
	run->key[0] = '\0';
	if (run->since_ms >= 0)
		run->over_ms = earlier(run->over_ms, now_ms + later(runs->program->rules[rule].fade_out_ms, PULSE_MS));
}

static void release_hotkey(struct runs *runs, int rule, int64_t now_ms)
{
	struct rule_run *run = &runs->rules[rule];
	if (run->is_held)
		let_go(runs, run, now_ms);
	run->is_taken_back = run->is_taken_back || run->is_waiting;
	run->is_waiting = false;
}

static void note_hotkey(struct runs *runs, const struct haptics_intent *intent, int64_t now_ms)
{
	int rule = runs_rule(runs, intent->id);
	if (rule < 0 || !runs->program->rules[rule].is_hotkey_held)
		return;
	if (intent->on)
		runs->rules[rule].is_taken_back = false;
	else
		release_hotkey(runs, rule, now_ms);
}

static void stop_key(struct runs *runs, const char *key, int64_t now_ms)
{
	for (size_t i = 0; i < runs->asked_count; i++) {
		struct asked *asked = &runs->asked[i];
		if (asked->kind == HAPTICS_INTENT_START_KEY && (!key[0] || strcmp(asked->key, key) == 0))
			asked->end_ms = earlier(asked->end_ms, later(now_ms, asked->start_ms + PULSE_MS));
	}
	for (size_t i = 0; i < PROGRAM_MAX_RULES; i++) {
		struct rule_run *run = &runs->rules[i];
		if (run->key[0] && (!key[0] || strcmp(run->key, key) == 0))
			let_go(runs, run, now_ms);
	}
}

static void leave_scenes(struct runs *runs, const struct haptics_intent *intent, int64_t now_ms)
{
	for (size_t i = 0; i < runs->program->rule_count; i++) {
		const char *scene = runs->program->rules[i].scene;
		if (scene[0] && runs->rules[i].is_held && strcmp(scene, intent->ref.name) != 0)
			let_go(runs, &runs->rules[i], now_ms);
	}
}

/* Something made scenes come and go that is not followed here. */
static void forget_scenes(struct runs *runs)
{
	for (size_t i = 0; i < runs->program->rule_count; i++)
		if (runs->program->rules[i].scene[0])
			runs->rules[i].is_held = false;
}

/* --- steps --- */

static void note_rule_request(struct runs *runs, const struct haptics_intent *intent)
{
	int rule = runs_rule(runs, intent->id);
	if (rule >= 0)
		runs->rules[rule].is_taken_back = false;
}

static void note_fact(struct runs *runs, const struct haptics_intent *intent, int64_t now_ms)
{
	switch (intent->kind) {
	case HAPTICS_INTENT_SCENE_STARTED:
	case HAPTICS_INTENT_SCENE_ENTERED:
		leave_scenes(runs, intent, now_ms);
		break;
	case HAPTICS_INTENT_REF_RENAMED:
		runs->are_scenes_known = false;
		forget_scenes(runs);
		break;
	case HAPTICS_INTENT_REF_EXISTS:
		forget_scenes(runs);
		break;
	default:
		break;
	}
}

static void note_request(struct runs *runs, const struct haptics_intent *intent, bool may_start, int64_t now_ms)
{
	bool is_for_rule = intent->kind == HAPTICS_INTENT_RUN_RULE || intent->id[0];
	if (is_for_rule)
		note_rule_request(runs, intent);
	else if (may_start && is_acceptable(intent))
		note_asked(runs, intent, now_ms);
}

static void note_intent(struct runs *runs, const struct haptics_intent *intent, bool may_start, int64_t now_ms)
{
	switch (intent->kind) {
	case HAPTICS_INTENT_STOP_ALL:
	case HAPTICS_INTENT_HALT:
	case HAPTICS_INTENT_PAUSE:
		end_asked(runs);
		break;
	case HAPTICS_INTENT_SET_ARMED:
		if (!intent->on)
			end_asked(runs);
		break;
	case HAPTICS_INTENT_STOP_TOY:
		drop_toys(runs, intent->toys ? intent->toys : ~UINT32_C(0));
		break;
	case HAPTICS_INTENT_STOP_KEY:
		stop_key(runs, intent->key, now_ms);
		break;
	case HAPTICS_INTENT_HOTKEY:
		note_hotkey(runs, intent, now_ms);
		break;
	case HAPTICS_INTENT_RUN_RULE:
	case HAPTICS_INTENT_RUN_LEVEL:
	case HAPTICS_INTENT_START_KEY:
	case HAPTICS_INTENT_TEST_TOY:
		note_request(runs, intent, may_start, now_ms);
		break;
	default:
		note_fact(runs, intent, now_ms);
		break;
	}
}

void runs_note_step(struct runs *runs, const struct step *step, bool may_start, int64_t now_ms)
{
	runs->step = step;
	runs->has_record = false;
	runs->changed = NULL;
	switch (step->kind) {
	case STEP_INTENT:
		note_intent(runs, &step->intent, may_start, now_ms);
		break;
	case STEP_ONLINE:
		if (!step->on)
			end_asked(runs);
		break;
	case STEP_TEST:
		end_rule_test(runs, now_ms);
		if (may_start)
			note_asked(runs,
				   &(struct haptics_intent){.kind = HAPTICS_INTENT_TEST_RULE,
							    .duration_ms = (int32_t)step->ms},
				   now_ms);
		break;
	case STEP_RULES:
		end_rule_test(runs, now_ms);
		for (size_t i = 0; i < PROGRAM_MAX_RULES; i++)
			runs->rules[i].is_taken_back = false;
		break;
	default:
		break;
	}
}

/* --- records --- */

static void note_begun_request(struct runs *runs, const struct haptics_record *record)
{
	const struct haptics_intent *intent = intent_of(runs);
	bool is_key = intent && intent->kind == HAPTICS_INTENT_START_KEY && !intent->id[0];
	struct asked *asked = is_key ? find_asked(runs, intent, record->time_ms) : NULL;
	if (!asked) /* only a key that goes on keeps its maximum */
		return;
	asked->deadline_ms = record->time_ms + REQUEST_MAX_MS;
	asked->end_ms = record->time_ms + asked_length_ms(intent);
}

/* Whether the step is what the rule's trigger waits for. */
static bool is_own_trigger(const struct runs *runs, int rule)
{
	const struct program_rule *it = &runs->program->rules[rule];
	const struct haptics_intent *intent = intent_of(runs);
	if (!intent)
		return false;
	if (intent->kind == HAPTICS_INTENT_HOTKEY)
		return it->is_hotkey_held && intent->on && strcmp(intent->id, it->id) == 0;
	bool is_scene = intent->kind == HAPTICS_INTENT_SCENE_STARTED || intent->kind == HAPTICS_INTENT_SCENE_ENTERED;
	return is_scene && runs->are_scenes_known && it->scene[0] && strcmp(it->scene, intent->ref.name) == 0;
}

static const char *note_begun_rule(struct runs *runs, int rule, const struct haptics_record *record)
{
	const struct haptics_intent *intent = intent_of(runs);
	struct rule_run *run = &runs->rules[rule];
	bool is_key = intent && intent->kind == HAPTICS_INTENT_START_KEY;
	bool keeps_holders = runs->program->rules[rule].has_no_conditions;
	if (run->is_taken_back)
		return "starts though its key was let go in the delay";
	if (run->since_ms < 0)
		run->since_ms = record->time_ms;
	run->over_ms = INT64_MAX;
	run->is_held = is_own_trigger(runs, rule) || run->is_waiting || (run->is_held && keeps_holders);
	run->is_waiting = false;
	if (is_key)
		memcpy(run->key, intent->key, sizeof(run->key));
	else if (!keeps_holders || !runs->program->rules[rule].is_told)
		run->key[0] = '\0';
	return NULL;
}

const char *runs_note_record(struct runs *runs, const struct haptics_record *record)
{
	int rule = runs_rule(runs, record->rule_id);
	bool is_begun = record->outcome == HAPTICS_FIRED || record->outcome == HAPTICS_CAPPED;
	if (rule < 0) {
		if (is_begun)
			note_begun_request(runs, record);
		else if (haptics_outcome_is_refusal(record->outcome) && runs->changed)
			*runs->changed = runs->before;
		return NULL;
	}
	const struct haptics_intent *intent = intent_of(runs);
	runs->has_record = runs->has_record || (intent && strcmp(intent->id, record->rule_id) == 0);
	if (record->outcome == HAPTICS_ENDED || record->outcome == HAPTICS_ENDED_LONGEST ||
	    record->outcome == HAPTICS_STOPPED || record->outcome == HAPTICS_IGNORED_SKIPPED) {
		bool is_taken_back = runs->rules[rule].is_taken_back;
		runs->rules[rule] = no_run;
		runs->rules[rule].is_taken_back = is_taken_back;
		return NULL;
	}
	if (is_begun || record->outcome == HAPTICS_EXTENDED)
		return note_begun_rule(runs, rule, record);
	runs->rules[rule].is_waiting = false;
	return NULL;
}

void runs_settled(struct runs *runs)
{
	const struct haptics_intent *intent = intent_of(runs);
	int rule = intent && intent->kind == HAPTICS_INTENT_HOTKEY && intent->on ? runs_rule(runs, intent->id) : -1;
	if (rule < 0 || runs->has_record || !runs->program->rules[rule].is_hotkey_held)
		return;
	runs->rules[rule].is_waiting = runs->program->rules[rule].delay_ms > 0;
}

int64_t runs_deadline_ms(const struct runs *runs, size_t toy, int64_t now_ms)
{
	int64_t deadline_ms = INT64_MIN;
	for (size_t i = 0; i < runs->asked_count; i++)
		if (((runs->asked[i].toys >> toy) & 1) && runs->asked[i].end_ms > now_ms)
			deadline_ms = later(deadline_ms, runs->asked[i].deadline_ms);
	for (size_t i = 0; i < runs->program->rule_count; i++)
		if (runs->rules[i].since_ms >= 0)
			deadline_ms = later(deadline_ms, runs->rules[i].since_ms + runs->program->rules[i].max_run_ms);
	return deadline_ms;
}
