/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What is known of OBS, as its intents state it. */
#include <math.h>
#include <string.h>

#include "haptics/core.h"

static uint32_t output_bit(enum haptics_output output)
{
	return UINT32_C(1) << output;
}

static double level_db(const struct haptics *haptics, const struct ref_state *state)
{
	bool is_stale = haptics->time.now_ms - state->level_ms >= CORE_AUDIO_STALE_MS;
	return is_stale ? -INFINITY : state->level_db;
}

bool facts_are_heard(const struct haptics *haptics, int ref, bool is_off_air)
{
	return is_off_air || (haptics->refs[ref].flags & FACT_ACTIVE);
}

double facts_level_db(const struct haptics *haptics, int ref, bool is_off_air)
{
	return facts_are_heard(haptics, ref, is_off_air) ? level_db(haptics, &haptics->refs[ref]) : -INFINITY;
}

double facts_followed_db(const struct haptics *haptics, const struct run *run)
{
	const struct rule_follow *follow = &run_action(haptics, run)->follow;
	/* Who tries a rule wants to feel it, on air or not. */
	if (run->kind == RUN_TEST_RULE)
		return level_db(haptics, &haptics->tested_ref);
	return facts_level_db(haptics, follow->ref, follow->is_off_air);
}

static struct fact *find_source(struct facts *facts, const struct haptics_ref *ref)
{
	for (size_t i = 0; i < CORE_MAX_FACTS; i++)
		if (facts->sources[i].flags && haptics_ref_is_same_source(&facts->sources[i].ref, ref))
			return &facts->sources[i];
	return NULL;
}

/* What is there matters more than what is not. */
static struct fact *free_source(struct facts *facts, uint32_t flag)
{
	for (size_t i = 0; i < CORE_MAX_FACTS; i++)
		if (!facts->sources[i].flags)
			return &facts->sources[i];
	for (size_t i = 0; i < CORE_MAX_FACTS && flag != FACT_MISSING; i++)
		if (facts->sources[i].flags == FACT_MISSING)
			return &facts->sources[i];
	return NULL;
}

/* Rules that come later may ask, so facts about sources that no rule names yet are kept too, while there is room. */
static void remember_source(struct facts *facts, const struct haptics_ref *ref, uint32_t flag, bool is_on)
{
	struct fact *fact = find_source(facts, ref);
	if (!fact && is_on) {
		fact = free_source(facts, flag);
		if (fact)
			*fact = (struct fact){.ref = *ref};
	}
	if (!fact)
		return;
	fact->flags = is_on ? fact->flags | flag : fact->flags & ~flag;
	if (is_on)
		fact->flags &= flag == FACT_MISSING ? FACT_MISSING : ~(uint32_t)FACT_MISSING;
}

static size_t ref_count(const struct haptics *haptics)
{
	return haptics->rules ? haptics->rules->ref_count : 0;
}

static void reset(struct ref_state *state, bool is_missing)
{
	*state = (struct ref_state){.ref = state->ref, .is_missing = is_missing, .level_db = -INFINITY};
}

static void set_source(struct haptics *haptics, const struct haptics_intent *intent)
{
	static const uint32_t flags[] = {
		[HAPTICS_INTENT_SOURCE_ACTIVE] = FACT_ACTIVE,
		[HAPTICS_INTENT_SOURCE_SHOWN] = FACT_SHOWN,
		[HAPTICS_INTENT_MEDIA] = FACT_PLAYING,
	};
	uint32_t flag = flags[intent->kind];
	remember_source(&haptics->facts, &intent->ref, flag, intent->on);
	for (size_t i = 0; i < ref_count(haptics); i++) {
		struct ref_state *state = &haptics->refs[i];
		if (!haptics_ref_is_same_source(&haptics->refs[i].ref, &intent->ref))
			continue;
		state->flags = intent->on ? state->flags | flag : state->flags & ~flag;
		state->is_missing = state->is_missing && !intent->on;
	}
}

static void mark_scenes(struct haptics *haptics)
{
	const struct facts *facts = &haptics->facts;
	for (size_t i = 0; i < ref_count(haptics); i++) {
		struct ref_state *state = &haptics->refs[i];
		const struct haptics_ref *ref = &haptics->refs[i].ref;
		state->is_program = facts->has_program && haptics_ref_is_same_source(ref, &facts->program);
		state->is_next = facts->has_next && haptics_ref_is_same_source(ref, &facts->next);
		state->is_missing = state->is_missing && !state->is_program && !state->is_next;
	}
}

static void set_scene(struct haptics *haptics, const struct haptics_intent *intent)
{
	struct facts *facts = &haptics->facts;
	facts->has_next = intent->kind == HAPTICS_INTENT_SCENE_STARTED;
	if (facts->has_next) {
		facts->next = intent->ref;
	} else {
		facts->program = intent->ref;
		facts->has_program = true;
	}
	mark_scenes(haptics);
}

static void set_output(struct haptics *haptics, const struct haptics_intent *intent)
{
	uint32_t *outputs = &haptics->facts.outputs;
	if (intent->output < HAPTICS_OUTPUT_STREAM || intent->output > HAPTICS_OUTPUT_VIRTUAL_CAMERA)
		return;
	uint32_t bits = output_bit(intent->output);
	if (intent->output == HAPTICS_OUTPUT_RECORD && !intent->on)
		bits |= output_bit(HAPTICS_OUTPUT_RECORD_PAUSED);
	*outputs = intent->on ? *outputs | bits : *outputs & ~bits;
}

static void set_studio_mode(struct haptics *haptics, const struct haptics_intent *intent)
{
	haptics->facts.is_studio_mode = intent->on;
}

static void set_level_of(const struct haptics *haptics, struct ref_state *state, const struct haptics_intent *intent)
{
	if (!haptics_ref_is_same_source(&state->ref, &intent->ref))
		return;
	state->level_db = isnan(intent->value) ? -INFINITY : intent->value;
	state->level_ms = haptics->time.now_ms;
	state->is_missing = false;
}

static void set_level(struct haptics *haptics, const struct haptics_intent *intent)
{
	for (size_t i = 0; i < ref_count(haptics); i++)
		set_level_of(haptics, &haptics->refs[i], intent);
	set_level_of(haptics, &haptics->tested_ref, intent);
}

static void set_exists(struct haptics *haptics, const struct haptics_intent *intent)
{
	remember_source(&haptics->facts, &intent->ref, FACT_MISSING, !intent->on);
	for (size_t i = 0; i < ref_count(haptics); i++) {
		if (!haptics_ref_is_same_source(&haptics->refs[i].ref, &intent->ref))
			continue;
		haptics->refs[i].is_missing = !intent->on;
		if (!intent->on)
			reset(&haptics->refs[i], true);
	}
}

static void rename_one(struct haptics_ref *ref, const struct haptics_intent *intent)
{
	if (haptics_ref_is_same_source(ref, &intent->ref))
		haptics_copy_text(ref->name, sizeof(ref->name), intent->new_name);
}

static void rename_ref(struct haptics *haptics, const struct haptics_intent *intent)
{
	rename_one(&haptics->facts.program, intent);
	rename_one(&haptics->facts.next, intent);
	for (size_t i = 0; i < CORE_MAX_FACTS; i++) {
		struct fact *fact = &haptics->facts.sources[i];
		if (fact->flags == FACT_MISSING && strcmp(fact->ref.name, intent->new_name) == 0)
			fact->flags = 0; /* now it is there */
		rename_one(&fact->ref, intent);
	}
	for (size_t i = 0; i < ref_count(haptics); i++)
		rename_one(&haptics->refs[i].ref, intent);
	facts_bind(haptics); /* a rule may have waited for the new name */
}

bool facts_apply(struct haptics *haptics, const struct haptics_intent *intent)
{
	static void (*const handlers[])(struct haptics *, const struct haptics_intent *) = {
		[HAPTICS_INTENT_SCENE_STARTED] = set_scene,
		[HAPTICS_INTENT_SCENE_ENTERED] = set_scene,
		[HAPTICS_INTENT_SOURCE_ACTIVE] = set_source,
		[HAPTICS_INTENT_SOURCE_SHOWN] = set_source,
		[HAPTICS_INTENT_MEDIA] = set_source,
		[HAPTICS_INTENT_OUTPUT] = set_output,
		[HAPTICS_INTENT_STUDIO_MODE] = set_studio_mode,
		[HAPTICS_INTENT_AUDIO] = set_level,
		[HAPTICS_INTENT_TOY_REPORT] = reports_take,
		[HAPTICS_INTENT_REF_RENAMED] = rename_ref,
		[HAPTICS_INTENT_REF_EXISTS] = set_exists,
	};
	if ((size_t)intent->kind >= sizeof(handlers) / sizeof(handlers[0]) || !handlers[intent->kind])
		return false;
	handlers[intent->kind](haptics, intent);
	return true;
}

void facts_bind(struct haptics *haptics)
{
	for (size_t i = 0; i < ref_count(haptics); i++) {
		const struct fact *fact = find_source(&haptics->facts, &haptics->refs[i].ref);
		if (!fact)
			continue;
		haptics->refs[i].flags = fact->flags & ~(uint32_t)FACT_MISSING;
		haptics->refs[i].is_missing = fact->flags & FACT_MISSING;
	}
	mark_scenes(haptics);
}

void facts_forget_collection(struct haptics *haptics)
{
	struct facts *facts = &haptics->facts;
	facts->has_program = false;
	facts->has_next = false;
	memset(facts->sources, 0, sizeof(facts->sources));
	for (size_t i = 0; i < ref_count(haptics); i++)
		reset(&haptics->refs[i], false);
}
