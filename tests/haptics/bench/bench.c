/* SPDX-License-Identifier: GPL-2.0-or-later */
/* How long a step takes: an event applied and the poll after it, with 100 rules and 8 toys. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "haptics/haptics.h"
#include "haptics/rules/rule.h"

enum { RULES = 100, TOYS = 8, STEPS = 200000 };

static const struct haptics_function functions[] = {
	{"Vibrate", 20, true, 0}, {"Rotate", 20, true, 0}, {"Stroke", 100, false, 0}};

static json_t *rule_of(int index)
{
	static const char *const types[] = {"hotkey", "scene", "source", "audio", "media"};
	char id[16];
	char name[32];
	const char *type = types[index % 5];
	snprintf(id, sizeof(id), "r%d", index);
	snprintf(name, sizeof(name), "name %d", index % 20);
	json_t *when = json_pack("{s:s}", "type", type);
	if (index % 5)
		json_object_set_new(when, "ref", json_pack("{s:s}", "name", name));
	return json_pack("{s:s, s:o, s:[{s:s, s:b}, {s:s, s:{s:s}, s:b}], s:{s:s}, s:{s:s, s:f}, s:{s:i, s:i}}", "id",
			 id, "when", when, "only_if", "type", "studio_mode", "not", 1, "type", "scene", "ref", "name",
			 "no such scene", "not", 1, "run", "mode", "while", "do", "kind", "level", "level",
			 0.1 + index % 9 * 0.1, "limit", "max_run_ms", 3600000, "priority", index % 3);
}

static const struct haptics_rules *rules_of(void)
{
	json_t *list = json_array();
	for (int i = 0; i < RULES; i++)
		json_array_append_new(list, rule_of(i));
	json_t *json = json_pack("{s:i, s:o}", "version", 1, "rules", list);
	return haptics_rules_parse(json);
}

static void set_toys(struct haptics *core, struct haptics_time now)
{
	struct haptics_toy toys[TOYS];
	memset(toys, 0, sizeof(toys));
	for (size_t i = 0; i < TOYS; i++) {
		toys[i] = (struct haptics_toy){
			.type = "nora", .is_online = true, .functions = 3, .ceiling = 0.2 + 0.1 * i};
		snprintf(toys[i].alias, sizeof(toys[i].alias), "t%zu", i + 1);
		toys[i].function_ceiling[0] = toys[i].function_ceiling[1] = 1;
	}
	haptics_set_toys(core, toys, TOYS, now);
}

static struct haptics_intent event_of(int step)
{
	static const enum haptics_intent_kind kinds[] = {HAPTICS_INTENT_AUDIO, HAPTICS_INTENT_HOTKEY,
							 HAPTICS_INTENT_SCENE_ENTERED, HAPTICS_INTENT_SOURCE_ACTIVE,
							 HAPTICS_INTENT_MEDIA};
	struct haptics_intent intent = {.kind = kinds[step % 5], .on = step / 5 % 2, .value = -(step % 50)};
	snprintf(intent.ref.name, sizeof(intent.ref.name), "name %d", step / 5 % 20);
	snprintf(intent.id, sizeof(intent.id), "r%d", step / 10 % 20 * 5);
	return intent;
}

static int compare(const void *a, const void *b)
{
	int64_t left = *(const int64_t *)a;
	int64_t right = *(const int64_t *)b;
	return (left > right) - (left < right);
}

static int64_t now_ns(void)
{
	struct timespec time;
	clock_gettime(CLOCK_MONOTONIC, &time);
	return (int64_t)time.tv_sec * 1000000000 + time.tv_nsec;
}

static void measure(struct haptics *core, struct haptics_time now, int64_t *took_ns)
{
	struct haptics_command commands[16];
	for (int step = 0; step < STEPS; step++) {
		struct haptics_intent intent = event_of(step);
		now.now_ms += 10;
		int64_t begin_ns = now_ns();
		haptics_apply(core, &intent, now);
		size_t count = haptics_poll(core, now, commands, 16);
		took_ns[step] = now_ns() - begin_ns;
		if (count > 16)
			abort();
	}
}

int main(void)
{
	static int64_t took_ns[STEPS];
	struct haptics_config config = {
		.functions = functions,
		.function_count = 3,
		.limits = {.master_ceiling = 1, .lease_ms = 3000, .min_gap_ms = 250},
		.is_armed = true,
	};
	struct haptics_time now = {.now_ms = 1000, .minute_of_week = 0};
	struct haptics *core = haptics_create(&config);
	const struct haptics_rules *rules = rules_of();
	if (!core || haptics_rules_count(rules) != RULES)
		return 1;
	set_toys(core, now);
	haptics_set_online(core, true, now);
	haptics_set_rules(core, rules, false, now);
	measure(core, now, took_ns);
	qsort(took_ns, STEPS, sizeof(took_ns[0]), compare);
	printf("%d rules, %d toys, %d steps (event and poll): median %.2f us, p99 %.2f us, longest %.2f us\n", RULES,
	       TOYS, STEPS, (double)took_ns[STEPS / 2] / 1000, (double)took_ns[STEPS / 100 * 99] / 1000,
	       (double)took_ns[STEPS - 1] / 1000);
	haptics_destroy(core);
	return 0;
}
