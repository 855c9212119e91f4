/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What comes of each intent. */
#include "haptics/intent.h"

#include <limits.h>
#include <math.h>

#include "haptics/core.h"

static struct haptics_verdict told(enum haptics_outcome outcome)
{
	return (struct haptics_verdict){.outcome = outcome};
}

struct haptics_verdict core_refuse(struct haptics *haptics, enum haptics_outcome outcome)
{
	struct plan plan = {.outcome = outcome};
	return start_refuse(haptics, -1, &plan, 0, NULL);
}

static struct haptics_verdict stop_all(struct haptics *haptics, const struct haptics_intent *intent)
{
	haptics->gate.is_panic = true;
	haptics->gate.is_persons_panic = haptics->gate.is_persons_panic || !intent->is_request;
	run_end_all(haptics, HAPTICS_STOPPED);
	haptics->is_stop_due = true;
	queue_empty(haptics, HAPTICS_IGNORED_STOPPED);
	journal_add(haptics, HAPTICS_PANIC, -1, NULL);
	return told(HAPTICS_PANIC);
}

static struct haptics_verdict resume(struct haptics *haptics, const struct haptics_intent *intent)
{
	struct plan_base base = core_base(haptics);
	enum haptics_outcome refusal = plan_resume_refusal(&base, intent);
	struct haptics_verdict verdict = {.outcome = HAPTICS_RESUMED, .wait_ms = plan_pause_left_ms(&base)};
	if (refusal != HAPTICS_DONE) {
		verdict.outcome = refusal;
		journal_add(haptics, refusal, -1, &(struct haptics_record){.wait_ms = verdict.wait_ms});
		notice_rejected(haptics, refusal, -1, 0, NULL);
		return verdict;
	}
	if (haptics->gate.is_panic)
		journal_add(haptics, HAPTICS_RESUMED, -1, NULL);
	haptics->gate.is_panic = false;
	haptics->gate.is_persons_panic = false;
	return verdict;
}

static struct haptics_verdict halt(struct haptics *haptics, const struct haptics_intent *intent)
{
	core_halt(haptics, intent->cause == HAPTICS_HALT_INVALID ? HAPTICS_HALT_REQUEST : intent->cause);
	return told(HAPTICS_HALTED);
}

static void prolong(int64_t *end_ms, int64_t until_ms)
{
	if (until_ms > *end_ms)
		*end_ms = until_ms;
}

static struct haptics_verdict pause_output(struct haptics *haptics, const struct haptics_intent *intent)
{
	int64_t length_ms =
		intent->duration_ms > 0 ? core_earlier(intent->duration_ms, CORE_PAUSE_MAX_MS) : HAPTICS_PAUSE_MS;
	int64_t until_ms = haptics->time.now_ms + length_ms;
	prolong(&haptics->gate.paused_until_ms, until_ms);
	if (!intent->is_request)
		prolong(&haptics->gate.persons_pause_ms, until_ms);
	core_still(haptics, HAPTICS_HALT_PAUSE);
	return told(HAPTICS_HALTED);
}

static struct haptics_verdict end_pause(struct haptics *haptics, const struct haptics_intent *intent)
{
	struct plan_base base = core_base(haptics);
	enum haptics_outcome refusal = plan_end_pause_refusal(&base, intent);
	if (refusal != HAPTICS_DONE)
		return core_refuse(haptics, refusal);
	bool was_resting = gate_is_resting(&haptics->gate, haptics->time.now_ms);
	budget_end_rest(haptics);
	haptics->gate.persons_pause_ms = 0;
	if (gate_is_paused(&haptics->gate, haptics->time.now_ms))
		haptics->gate.paused_until_ms = haptics->time.now_ms;
	/* After a rest only a new edge starts something. */
	if (was_resting)
		haptics->gate.paused_until_ms = 0;
	core_end_pause(haptics);
	return told(HAPTICS_DONE);
}

static struct haptics_verdict set_armed(struct haptics *haptics, const struct haptics_intent *intent)
{
	bool is_toggle = intent->kind == HAPTICS_INTENT_TOGGLE_ARMED;
	core_set_armed(haptics, is_toggle ? !haptics->gate.is_armed : intent->on);
	return told(haptics->gate.is_armed ? HAPTICS_ARMED : HAPTICS_DISARMED);
}

static struct haptics_verdict set_ceiling(struct haptics *haptics, const struct haptics_intent *intent)
{
	double value = intent->value;
	if (intent->kind == HAPTICS_INTENT_STEP_CEILING && !isnan(value))
		value = fmin(fmax(haptics->limits.master_ceiling + value, 0), 1);
	enum haptics_outcome refusal = plan_ceiling_refusal(&haptics->gate, intent->kind, value);
	if (refusal != HAPTICS_DONE)
		return core_refuse(haptics, refusal);
	haptics->limits.master_ceiling = value;
	haptics->gate.master_ceiling = value;
	return told(HAPTICS_DONE);
}

static struct haptics_verdict stop_toy(struct haptics *haptics, const struct haptics_intent *intent)
{
	run_drop_toys(haptics, intent->toys ? intent->toys : ~UINT32_C(0), INT_MAX);
	queue_empty(haptics, HAPTICS_IGNORED_STOPPED); /* or the next one would move it at once */
	return told(HAPTICS_DONE);
}

static struct haptics_verdict enable_rule(struct haptics *haptics, const struct haptics_intent *intent)
{
	enum haptics_outcome refusal = plan_switch_refusal(haptics->rules, intent);
	if (refusal != HAPTICS_DONE)
		return core_refuse(haptics, refusal);
	int index = haptics_rules_find_called(haptics->rules, intent->id);
	haptics->slots[index].is_enabled = intent->on;
	if (intent->on)
		return told(HAPTICS_DONE);
	queue_drop_rule(haptics, (size_t)index);
	start_cancel(haptics, (size_t)index, HAPTICS_STOPPED);
	run_end(haptics, &haptics->slots[index].run, HAPTICS_STOPPED);
	return told(HAPTICS_DONE);
}

static bool has_stream(const struct haptics *haptics)
{
	return (haptics->facts.outputs >> HAPTICS_OUTPUT_STREAM) & 1;
}

/* The first scene that is reported is where we begin, not a change; a new name is no change either. */
static enum edge_policy policy_of(const struct haptics *haptics, const struct haptics_intent *intent)
{
	bool is_scene = intent->kind == HAPTICS_INTENT_SCENE_ENTERED || intent->kind == HAPTICS_INTENT_SCENE_STARTED;
	bool is_initial = intent->is_initial || intent->kind == HAPTICS_INTENT_REF_RENAMED ||
			  (is_scene && !haptics->facts.has_program);
	return is_initial ? EDGES_ARE_INITIAL : EDGES_FIRE;
}

static struct haptics_verdict apply_fact(struct haptics *haptics, const struct haptics_intent *intent)
{
	enum edge_policy policy = policy_of(haptics, intent);
	bool was_streaming = has_stream(haptics);
	if (!facts_apply(haptics, intent))
		return told(HAPTICS_OUTCOME_INVALID);
	if (was_streaming && !has_stream(haptics) && haptics->limits.stop_when_stream_ends)
		core_halt(haptics, HAPTICS_HALT_STREAM_END);
	triggers_update(haptics, policy);
	run_advance(haptics); /* a condition may be gone */
	return told(HAPTICS_DONE);
}

struct haptics_verdict haptics_apply(struct haptics *haptics, const struct haptics_intent *intent,
				     struct haptics_time now)
{
	static struct haptics_verdict (*const handlers[])(struct haptics *, const struct haptics_intent *) = {
		[HAPTICS_INTENT_STOP_ALL] = stop_all,
		[HAPTICS_INTENT_RESUME] = resume,
		[HAPTICS_INTENT_HALT] = halt,
		[HAPTICS_INTENT_PAUSE] = pause_output,
		[HAPTICS_INTENT_END_PAUSE] = end_pause,
		[HAPTICS_INTENT_SET_ARMED] = set_armed,
		[HAPTICS_INTENT_TOGGLE_ARMED] = set_armed,
		[HAPTICS_INTENT_SET_CEILING] = set_ceiling,
		[HAPTICS_INTENT_LOWER_CEILING] = set_ceiling,
		[HAPTICS_INTENT_STEP_CEILING] = set_ceiling,
		[HAPTICS_INTENT_REPLAY_SAVED] = triggers_replay,
		[HAPTICS_INTENT_HOTKEY] = triggers_hotkey,
		[HAPTICS_INTENT_RUN_RULE] = request_run_rule,
		[HAPTICS_INTENT_RUN_LEVEL] = request_level,
		[HAPTICS_INTENT_START_KEY] = request_key,
		[HAPTICS_INTENT_STOP_KEY] = request_stop_key,
		[HAPTICS_INTENT_TEST_TOY] = request_test_toy,
		[HAPTICS_INTENT_STOP_TOY] = stop_toy,
		[HAPTICS_INTENT_RULE_ENABLED] = enable_rule,
		[HAPTICS_INTENT_TIP] = tip_take,
		[HAPTICS_INTENT_CANCEL_RUN] = queue_cancel_run,
		[HAPTICS_INTENT_SKIP_CURRENT] = queue_skip,
		[HAPTICS_INTENT_CLEAR_QUEUE] = queue_clear,
		[HAPTICS_INTENT_PAUSE_QUEUE] = queue_pause,
		[HAPTICS_INTENT_TOGGLE_QUEUE] = queue_pause,
		[HAPTICS_INTENT_SET_TIPS_ALLOWED] = tip_allow,
		[HAPTICS_INTENT_TOGGLE_TIPS] = tip_allow,
		[HAPTICS_INTENT_SET_GOAL] = goal_change,
		[HAPTICS_INTENT_ADD_TO_GOAL] = goal_change,
		[HAPTICS_INTENT_RESET_GOAL] = goal_change,
	};
	bool has_handler = (size_t)intent->kind < sizeof(handlers) / sizeof(handlers[0]) && handlers[intent->kind];
	core_advance(haptics, now);
	return (has_handler ? handlers[intent->kind] : apply_fact)(haptics, intent);
}
