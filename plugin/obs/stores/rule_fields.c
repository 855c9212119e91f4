/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "obs/stores/rule_fields.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#define NO_BREAK_SPACE "\xc2\xa0"
#define PERCENT 100, NO_BREAK_SPACE "%"
#define SECONDS 0.001, NO_BREAK_SPACE "s"
#define MILLISECONDS 1, NO_BREAK_SPACE "ms"
#define DECIBELS 1, NO_BREAK_SPACE "dB"
#define PLAIN 1, ""

static const struct rule_field fields[] = {
	{"name", "Rule.Name", PLAIN},
	{"enabled", "Rule.Enabled", PLAIN},
	{"only_if", "Rule.Field.OnlyIf", PLAIN},
	{"when", "Rule.Field.Trigger", PLAIN},
	{"when.type", "Rule.Field.Trigger", PLAIN},
	{"when.edge", "Rule.Field.StartOrEnd", PLAIN},
	{"when.ref", "Rule.Field.Source", PLAIN},
	{"when.at", "Rule.Field.AtTransitionStart", PLAIN},
	{"when.state", "Rule.Field.SourceState", PLAIN},
	{"when.is", "Rule.Field.Output", PLAIN},
	{"when.on_db", "Rule.Field.LouderThan", DECIBELS},
	{"when.release_ms", "Rule.Field.HoldFor", SECONDS},
	{"when.off_air", "Rule.Field.OffAir", PLAIN},
	{"when.every_ms", "Rule.Field.Every", SECONDS},
	{"when.jitter_ms", "Rule.Field.Jitter", SECONDS},
	{"when.from", "Rule.Field.From", PLAIN},
	{"when.to", "Rule.Field.To", PLAIN},
	{"when.event", "Rule.Field.ToyEvent", PLAIN},
	{"when.index", "Rule.Field.ToyButton", PLAIN},
	{"when.above", "Rule.Field.Above", PERCENT},
	{"when.toys", "Rule.Field.Toys", PLAIN},
	{"do", "Rule.Field.Action", PLAIN},
	{"do.kind", "Rule.Field.Action", PLAIN},
	{"do.fn", "Rule.Field.Function", PLAIN},
	{"do.toys", "Rule.Field.Toys", PLAIN},
	{"do.level", "Toy.Level", PERCENT},
	{"do.level.from", "Toy.Level", PERCENT},
	{"do.level.to", "Toy.Level", PERCENT},
	{"do.level_max", "Toy.Level", PERCENT},
	{"do.position", "Toy.Level", PERCENT},
	{"do.steps", "Rule.Field.Steps", PERCENT},
	{"do.step_ms", "Rule.Field.StepTime", MILLISECONDS},
	{"do.preset", "Rule.Field.Preset", PLAIN},
	{"do.fade_ms", "Rule.Field.FadeIn", SECONDS},
	{"do.source", "Rule.Field.FollowedSource", PLAIN},
	{"do.lo_db", "Rule.Field.Quiet", DECIBELS},
	{"do.hi_db", "Rule.Field.Loud", DECIBELS},
	{"do.lo", "Rule.Field.LevelWhenQuiet", PERCENT},
	{"do.hi", "Rule.Field.LevelWhenLoud", PERCENT},
	{"run.mode", "Rule.Field.Mode", PLAIN},
	{"run.duration_ms", "Rule.Field.Duration", SECONDS},
	{"run.duration_ms.from", "Rule.Field.Duration", SECONDS},
	{"run.duration_ms.to", "Rule.Field.Duration", SECONDS},
	{"run.retrigger", "Rule.Field.Retrigger", PLAIN},
	{"run.delay_ms", "Rule.Field.Delay", SECONDS},
	{"limit.cooldown_ms", "Rule.Field.Cooldown", SECONDS},
	{"limit.max_run_ms", "Rule.Field.LongestRun", SECONDS},
	{"limit.priority", "Rule.Field.Priority", PLAIN},
};

const char *rule_field_key(const char *path)
{
	static const char start[] = "rules[";
	const char *end = strncmp(path, start, strlen(start)) == 0 ? strchr(path, ']') : NULL;
	return end && end[1] == '.' ? end + 2 : path;
}

/* Copies it without the places in lists; a condition is read as a trigger is. */
static void plain_key(char *out, size_t size, const char *key)
{
	static const char condition[] = "only_if[";
	bool is_condition = strncmp(key, condition, strlen(condition)) == 0;
	size_t length = 0;
	if (is_condition) {
		length = (size_t)snprintf(out, size, "when");
		key = strchr(key, ']') ? strchr(key, ']') + 1 : "";
	}
	bool is_place = false;
	for (; *key && length + 1 < size; key++) {
		is_place = *key == '[' || (is_place && *key != ']');
		if (!is_place && *key != ']')
			out[length++] = *key;
	}
	out[length] = '\0';
}

const struct rule_field *rule_field_of(const char *path)
{
	char key[160];
	if (rule_field_key(path) == path)
		return NULL;
	plain_key(key, sizeof(key), rule_field_key(path));
	for (size_t i = 0; i < sizeof(fields) / sizeof(fields[0]); i++)
		if (strcmp(fields[i].path, key) == 0)
			return &fields[i];
	return NULL;
}
