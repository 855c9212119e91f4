/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What comes of each intent. */
#include "haptics/intent.h"

#include <math.h>

#include "haptics/core.h"

static void stop_all(struct haptics *haptics, bool is_request)
{
	haptics->gate.is_panic = true;
	haptics->gate.is_persons_panic = haptics->gate.is_persons_panic || !is_request;
	run_end_all(haptics, HAPTICS_STOPPED);
	lease_stop_everything(haptics, CORE_STOP_BURST);
	journal_add(haptics, HAPTICS_PANIC, -1, NULL);
}

static void resume(struct haptics *haptics, bool is_request)
{
	if (is_request && haptics->gate.is_persons_panic) {
		journal_add(haptics, HAPTICS_IGNORED_PANIC, -1, NULL);
		return;
	}
	if (haptics->gate.is_panic)
		journal_add(haptics, HAPTICS_RESUMED, -1, NULL);
	haptics->gate.is_panic = false;
	haptics->gate.is_persons_panic = false;
}

static void pause_output(struct haptics *haptics, int32_t duration_ms)
{
	int64_t length_ms = duration_ms > 0 ? core_earlier(duration_ms, CORE_PAUSE_MAX_MS) : HAPTICS_PAUSE_MS;
	int64_t until_ms = haptics->time.now_ms + length_ms;
	if (until_ms > haptics->gate.paused_until_ms)
		haptics->gate.paused_until_ms = until_ms;
	core_halt(haptics, HAPTICS_HALT_PAUSE);
}

static void set_ceiling(struct haptics *haptics, double value)
{
	if (!(value >= 0 && value <= 1)) {
		journal_add(haptics, HAPTICS_IGNORED_BAD_VALUE, -1, NULL);
		return;
	}
	haptics->limits.master_ceiling = value;
	haptics->gate.master_ceiling = value;
}

static void step_ceiling(struct haptics *haptics, double step)
{
	double value = haptics->limits.master_ceiling + step;
	set_ceiling(haptics, isnan(value) ? value : fmin(fmax(value, 0), 1));
}

static void stop_toy(struct haptics *haptics, uint32_t toys)
{
	uint32_t mask = toys ? toys : ~UINT32_C(0);
	for (size_t i = 0; i < run_count(haptics); i++) {
		struct run *run = run_at(haptics, i);
		if (run->is_active)
			run_drop_toys(haptics, run, mask);
	}
	haptics->stop_mask |= mask;
}

static void enable_rule(struct haptics *haptics, const struct haptics_intent *intent)
{
	int index = haptics_rules_find(haptics->rules, intent->id);
	if (index < 0) {
		journal_add(haptics, HAPTICS_IGNORED_UNKNOWN_RULE, -1, NULL);
		return;
	}
	haptics->slots[index].is_enabled = intent->on;
	if (intent->on)
		return;
	start_cancel(haptics, (size_t)index, HAPTICS_STOPPED);
	run_end(haptics, &haptics->slots[index].run, HAPTICS_STOPPED);
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

static void apply_fact(struct haptics *haptics, const struct haptics_intent *intent)
{
	enum edge_policy policy = policy_of(haptics, intent);
	bool was_streaming = has_stream(haptics);
	if (!facts_apply(haptics, intent))
		return;
	if (was_streaming && !has_stream(haptics) && haptics->limits.stop_when_stream_ends)
		core_halt(haptics, HAPTICS_HALT_STREAM_END);
	triggers_update(haptics, policy);
	run_advance(haptics); /* a condition may be gone */
}

static void apply_start(struct haptics *haptics, const struct haptics_intent *intent)
{
	switch (intent->kind) {
	case HAPTICS_INTENT_HOTKEY:
		triggers_hotkey(haptics, intent);
		break;
	case HAPTICS_INTENT_RUN_RULE:
		request_run_rule(haptics, intent);
		break;
	case HAPTICS_INTENT_RUN_LEVEL:
		request_level(haptics, intent);
		break;
	case HAPTICS_INTENT_START_KEY:
		request_key(haptics, intent);
		break;
	case HAPTICS_INTENT_TEST_TOY:
		request_test(haptics, intent);
		break;
	case HAPTICS_INTENT_REPLAY_SAVED:
		triggers_replay(haptics);
		break;
	default:
		apply_fact(haptics, intent);
		break;
	}
}

void haptics_apply(struct haptics *haptics, const struct haptics_intent *intent, struct haptics_time now)
{
	core_advance(haptics, now);
	switch (intent->kind) {
	case HAPTICS_INTENT_STOP_ALL:
		stop_all(haptics, intent->is_request);
		break;
	case HAPTICS_INTENT_RESUME:
		resume(haptics, intent->is_request);
		break;
	case HAPTICS_INTENT_HALT:
		core_halt(haptics, intent->cause == HAPTICS_HALT_INVALID ? HAPTICS_HALT_REQUEST : intent->cause);
		break;
	case HAPTICS_INTENT_PAUSE:
		pause_output(haptics, intent->duration_ms);
		break;
	case HAPTICS_INTENT_SET_ARMED:
		core_set_armed(haptics, intent->on);
		break;
	case HAPTICS_INTENT_TOGGLE_ARMED:
		core_set_armed(haptics, !haptics->gate.is_armed);
		break;
	case HAPTICS_INTENT_SET_CEILING:
		set_ceiling(haptics, intent->value);
		break;
	case HAPTICS_INTENT_STEP_CEILING:
		step_ceiling(haptics, intent->value);
		break;
	case HAPTICS_INTENT_STOP_KEY:
		request_stop_key(haptics, intent->key);
		break;
	case HAPTICS_INTENT_STOP_TOY:
		stop_toy(haptics, intent->toys);
		break;
	case HAPTICS_INTENT_RULE_ENABLED:
		enable_rule(haptics, intent);
		break;
	default:
		apply_start(haptics, intent);
		break;
	}
}
