/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "haptics/rules/rule_model.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

const struct haptics_rules *haptics_rules_retain(const struct haptics_rules *rules)
{
	if (rules)
		atomic_fetch_add(&((struct haptics_rules *)rules)->references, 1);
	return rules;
}

void haptics_rules_release(const struct haptics_rules *rules)
{
	struct haptics_rules *owned = (struct haptics_rules *)rules;
	if (!owned || atomic_fetch_sub(&owned->references, 1) > 1)
		return;
	json_decref(owned->json);
	free(owned->rules);
	free(owned->refs);
	free(owned->problems);
	free(owned->advice);
	free(owned);
}

const json_t *haptics_rules_json(const struct haptics_rules *rules)
{
	return rules ? rules->json : NULL;
}

const struct haptics_problem *haptics_rules_problem(const struct haptics_rules *rules, size_t index)
{
	return rules && index < rules->problem_count ? &rules->problems[index] : NULL;
}

const struct haptics_problem *haptics_rules_advice(const struct haptics_rules *rules, size_t index)
{
	return rules && index < rules->advice_count ? &rules->advice[index] : NULL;
}

bool haptics_rules_goal(const struct haptics_rules *rules, struct haptics_goal *goal)
{
	if (!rules || !rules->has_goal)
		return false;
	*goal = rules->viewers.goal;
	return true;
}

bool haptics_rules_are_waiting(const struct haptics_rules *rules)
{
	return rules && rules->is_waiting;
}

size_t haptics_rules_count(const struct haptics_rules *rules)
{
	return rules ? rules->count : 0;
}

static bool is_called(const struct rule *rule, const char *text)
{
	char name[HAPTICS_ID_SIZE];
	haptics_copy_text(name, sizeof(name), rule->name);
	return strcmp(name, text) == 0;
}

int haptics_rules_find(const struct haptics_rules *rules, const char *id)
{
	for (size_t i = 0; i < haptics_rules_count(rules); i++)
		if (strcmp(rules->rules[i].id, id) == 0)
			return (int)i;
	return -1;
}

int haptics_rules_find_called(const struct haptics_rules *rules, const char *text)
{
	int found = haptics_rules_find(rules, text);
	size_t count = 0;
	for (size_t i = 0; found < 0 && text[0] && i < haptics_rules_count(rules); i++)
		count += is_called(&rules->rules[i], text);
	for (size_t i = 0; count == 1 && i < rules->count; i++)
		if (is_called(&rules->rules[i], text))
			found = (int)i;
	return found;
}

const struct haptics_rule_ref *haptics_rules_ref(const struct haptics_rules *rules, size_t index)
{
	return rules && index < rules->ref_count ? &rules->refs[index] : NULL;
}

static const struct haptics_ref *ref_of(const struct haptics_rules *rules, int index)
{
	return index >= 0 ? &rules->refs[index].ref : NULL;
}

void haptics_rules_view(const struct haptics_rules *rules, size_t index, struct haptics_rule_view *view)
{
	const struct rule *rule = &rules->rules[index];
	*view = (struct haptics_rule_view){
		.id = rule->id,
		.name = rule->name,
		.is_enabled = rule->is_enabled_at_first,
		.is_pinned = rule->is_pinned,
		.trigger = rule->when.type,
		.mode = rule->mode,
		.ref = ref_of(rules, rule->when.ref),
		.audio_ref = ref_of(rules, rule->action.follow.ref),
		.sentence_kind = rule_action_words[rule->action.kind],
		.level = rule->action.level_max,
		.level_from = rule->action.kind == RULE_ACTION_LEVEL ? rule->action.level : rule->action.level_max,
		.amount_from = rule->when.amount_from,
		.amount_to = rule->when.amount_to,
		.has_amount_end = rule->when.has_amount_end,
		.duration_from_ms = rule->duration_ms,
		.duration_to_ms = rule->duration_max_ms,
		.is_queued = rule_is_queued(rule),
	};
}

bool haptics_ref_is_same_source(const struct haptics_ref *a, const struct haptics_ref *b)
{
	if (a->uuid[0] && b->uuid[0])
		return strcmp(a->uuid, b->uuid) == 0;
	return a->name[0] && strcmp(a->name, b->name) == 0;
}

bool haptics_ref_is_equal(const struct haptics_ref *a, const struct haptics_ref *b)
{
	return strcmp(a->uuid, b->uuid) == 0 && strcmp(a->name, b->name) == 0;
}

void haptics_copy_text(char *to, size_t size, const char *text)
{
	const char *from = text ? text : "";
	size_t length = strlen(from);
	if (size == 0)
		return;
	if (length >= size)
		for (length = size - 1; length > 0 && ((unsigned char)from[length] & 0xc0) == 0x80;)
			length--;
	memcpy(to, from, length);
	to[length] = '\0';
}

/* FNV-1a, 64 bits. */
static uint64_t number_of(const char *text)
{
	uint64_t number = UINT64_C(0xcbf29ce484222325);
	for (; *text; text++)
		number = (number ^ (unsigned char)*text) * UINT64_C(0x100000001b3);
	return number;
}

void haptics_copy_name(char to[HAPTICS_NAME_SIZE], const char *name)
{
	enum { NUMBER_LENGTH = sizeof("#0123456789abcdef") - 1 };
	const char *from = name ? name : "";
	bool is_whole = strlen(from) < HAPTICS_NAME_SIZE;
	haptics_copy_text(to, is_whole ? HAPTICS_NAME_SIZE : HAPTICS_NAME_SIZE - NUMBER_LENGTH, from);
	size_t length = strlen(to);
	if (!is_whole)
		snprintf(&to[length], HAPTICS_NAME_SIZE - length, "#%016" PRIx64, number_of(from));
}
