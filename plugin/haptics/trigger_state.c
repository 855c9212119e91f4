/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Whether a trigger or condition of a rule is true now. */
#include "haptics/core.h"

enum { DAY_MINUTES = 24 * 60 };

static bool is_scene_on(const struct ref_state *state, const struct facts *facts, bool is_at_transition_start)
{
	if (!facts->has_next)
		return state->is_program;
	if (is_at_transition_start)
		return state->is_next;
	return state->is_program && state->is_next; /* it is left when the transition away begins */
}

static bool is_output_on(const struct facts *facts, uint32_t wanted)
{
	const uint32_t paused = UINT32_C(1) << HAPTICS_OUTPUT_RECORD_PAUSED;
	uint32_t running = facts->outputs;
	if (running & paused)
		running &= ~(UINT32_C(1) << HAPTICS_OUTPUT_RECORD);
	return (running & wanted) != 0;
}

static bool is_day(const struct rule_trigger *trigger, int day)
{
	return (trigger->days >> day) & 1;
}

static bool is_clock_on(const struct rule_trigger *trigger, int minute_of_week, bool was_on)
{
	if (minute_of_week < 0)
		return was_on;
	int day = minute_of_week / DAY_MINUTES % 7;
	int minute = minute_of_week % DAY_MINUTES;
	if (trigger->from_minute < trigger->to_minute)
		return is_day(trigger, day) && minute >= trigger->from_minute && minute < trigger->to_minute;
	if (minute >= trigger->from_minute)
		return is_day(trigger, day);
	return minute < trigger->to_minute && is_day(trigger, (day + 6) % 7);
}

static bool is_toy_on(const struct haptics *haptics, const struct rule_trigger *trigger, bool was_on)
{
	struct plan_base base = core_base(haptics);
	for (size_t slot = 0; slot < haptics->toy_count; slot++) {
		const struct haptics_toy *toy = &haptics->toys[slot];
		if (!plan_is_online(&base, slot) || !toy_is_named(toy, &trigger->toys))
			continue;
		if (trigger->toy_event == RULE_TOY_ONLINE || reports_is_on(haptics, trigger, slot, was_on) ||
		    (trigger->toy_event == RULE_TOY_BATTERY_BELOW && toy->battery > 0 &&
		     toy->battery < trigger->battery_below))
			return true;
	}
	return false;
}

static bool is_audio_on(const struct haptics *haptics, const struct rule_trigger *trigger, struct trigger_state *state)
{
	double level_db = facts_level_db(haptics, trigger->ref, trigger->is_off_air);
	bool is_turning = state->is_on ? level_db < trigger->off_db : level_db >= trigger->on_db;
	int hold_ms = state->is_on ? trigger->release_ms : trigger->attack_ms;
	if (!is_turning) {
		state->since_ms = CORE_NEVER;
		return state->is_on;
	}
	if (state->since_ms == CORE_NEVER)
		state->since_ms = haptics->time.now_ms;
	if (haptics->time.now_ms - state->since_ms < hold_ms)
		return state->is_on;
	state->since_ms = CORE_NEVER;
	return !state->is_on;
}

static bool is_on(const struct haptics *haptics, const struct rule_trigger *trigger, struct trigger_state *state)
{
	static const struct ref_state nowhere;
	const struct ref_state *ref = trigger->ref >= 0 ? &haptics->refs[trigger->ref] : &nowhere;
	switch (trigger->type) {
	case HAPTICS_TRIGGER_SCENE:
		return is_scene_on(ref, &haptics->facts, trigger->is_at_transition_start);
	case HAPTICS_TRIGGER_SOURCE:
		return (ref->flags & (trigger->is_shown ? FACT_SHOWN : FACT_ACTIVE)) != 0;
	case HAPTICS_TRIGGER_MEDIA:
		return (ref->flags & FACT_PLAYING) && facts_are_heard(haptics, trigger->ref, trigger->is_off_air);
	case HAPTICS_TRIGGER_OUTPUT:
		return is_output_on(&haptics->facts, trigger->outputs);
	case HAPTICS_TRIGGER_STUDIO_MODE:
		return haptics->facts.is_studio_mode;
	case HAPTICS_TRIGGER_AUDIO:
		return is_audio_on(haptics, trigger, state);
	case HAPTICS_TRIGGER_CLOCK:
		return is_clock_on(trigger, haptics->time.minute_of_week, state->is_on);
	case HAPTICS_TRIGGER_TOY:
		return is_toy_on(haptics, trigger, state->is_on);
	default: /* hotkeys and requests are reported, timers and replays only have edges */
		return state->is_on;
	}
}

bool trigger_state_update(const struct haptics *haptics, const struct rule_trigger *trigger,
			  struct trigger_state *state)
{
	return state->is_on = is_on(haptics, trigger, state);
}

int64_t trigger_state_next_ms(const struct haptics *haptics, const struct rule_trigger *trigger,
			      const struct trigger_state *state)
{
	if (trigger->type == HAPTICS_TRIGGER_CLOCK)
		return haptics->time.now_ms + CORE_CLOCK_CHECK_MS;
	if (trigger->type == HAPTICS_TRIGGER_TOY)
		return reports_next_ms(haptics, trigger);
	if (trigger->type != HAPTICS_TRIGGER_AUDIO)
		return CORE_NEVER;
	if (state->since_ms != CORE_NEVER)
		return state->since_ms + (state->is_on ? trigger->release_ms : trigger->attack_ms);
	int64_t stale_ms = haptics->refs[trigger->ref].level_ms + CORE_AUDIO_STALE_MS;
	return state->is_on && stale_ms > haptics->time.now_ms ? stale_ms : CORE_NEVER;
}
