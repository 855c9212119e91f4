/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "world.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

const struct haptics_function world_functions[FUNCTION_COUNT] = TEST_FUNCTIONS;

static const struct {
	const char *type;
	uint32_t functions;
} toy_types[] = {
	{"lush", BIT(VIBRATE)},
	{"edge", BIT(VIBRATE) | BIT(VIBRATE1) | BIT(VIBRATE2)},
	{"nora", BIT(VIBRATE) | BIT(ROTATE)},
	{"max", BIT(VIBRATE) | BIT(PUMP)},
	{"solace", BIT(THRUSTING) | BIT(DEPTH) | BIT(STROKE)},
};

struct haptics_config world_config(void)
{
	return (struct haptics_config){
		.functions = world_functions,
		.function_count = FUNCTION_COUNT,
		.limits = {.master_ceiling = 1, .lease_ms = 3000, .min_gap_ms = 250, .stop_when_stream_ends = true},
		.is_armed = true,
		.random_seed = 1,
	};
}

static void add_toy(struct world *world, const char *type)
{
	struct haptics_toy *toy = &world->toys[world->toy_count++];
	*toy = (struct haptics_toy){.is_online = true, .ceiling = 1};
	snprintf(toy->alias, sizeof(toy->alias), "t%zu", world->toy_count);
	snprintf(toy->type, sizeof(toy->type), "%s", type);
	for (size_t i = 0; i < sizeof(toy_types) / sizeof(toy_types[0]); i++)
		if (strcmp(toy_types[i].type, type) == 0)
			toy->functions = toy_types[i].functions;
	for (size_t f = 0; f < HAPTICS_MAX_FUNCTIONS; f++)
		toy->function_ceiling[f] = 1;
}

void world_close(struct world *world)
{
	haptics_destroy(world->core);
	world->core = NULL;
}

static void open_world(struct world *world, const struct haptics_config *config, const char *toy, va_list toys)
{
	world_close(world);
	memset(world, 0, sizeof(*world));
	world->time = (struct haptics_time){.now_ms = WORLD_START_MS, .minute_of_week = -1};
	world->core = haptics_create(config);
	assert_non_null(world->core);
	for (; toy; toy = va_arg(toys, const char *))
		add_toy(world, toy);
	world_set_toys(world);
	haptics_set_online(world->core, true, world->time);
	world_poll(world);
	world_wait(world, 1000);
	world_mark(world);
}

void world_open(struct world *world, const char *toy, ...)
{
	struct haptics_config config = world_config();
	va_list toys;
	va_start(toys, toy);
	open_world(world, &config, toy, toys);
	va_end(toys);
}

void world_open_with(struct world *world, const struct haptics_config *config, const char *toy, ...)
{
	va_list toys;
	va_start(toys, toy);
	open_world(world, config, toy, toys);
	va_end(toys);
}

static void world_take_rules(struct world *world, const struct haptics_rules *rules)
{
	assert_non_null(rules);
	if (haptics_rules_problem(rules, 0))
		fail_msg("%s: problem %d", haptics_rules_problem(rules, 0)->path,
			 haptics_rules_problem(rules, 0)->code);
	haptics_set_rules(world->core, rules, false, world->time);
	world_poll(world);
}

void world_rules(struct world *world, const char *json)
{
	world_take_rules(world, haptics_rules_parse_text(json));
}

void world_one_rule(struct world *world, struct rule_text rule)
{
	char text[2048];
	snprintf(text, sizeof(text),
		 "{\"rules\":[{\"id\":\"r\",\"name\":\"R\",\"when\":%s,\"run\":%s,\"only_if\":%s,\"do\":%s,\"limit\":%"
		 "s}]}",
		 rule.when ? rule.when : "{\"type\":\"hotkey\"}", rule.run ? rule.run : "{}",
		 rule.only_if ? rule.only_if : "[]", rule.action ? rule.action : "{\"kind\":\"level\",\"level\":0.5}",
		 rule.limit ? rule.limit : "{}");
	world_rules(world, text);
}

void world_rules_file(struct world *world, const char *name)
{
	char path[512];
	json_error_t problem;
	snprintf(path, sizeof(path), "%s/haptics/rules/%s", TESTS_DIR, name);
	json_t *json = json_load_file(path, JSON_REJECT_DUPLICATES, &problem);
	if (!json)
		fail_msg("%s: line %d: %s", path, problem.line, problem.text);
	world_take_rules(world, haptics_rules_parse(json));
}

void world_set_toys(struct world *world)
{
	haptics_set_toys(world->core, world->toys, world->toy_count, world->time);
}

static void play(struct world *world, const struct haptics_command *command)
{
	for (size_t i = 0; i < world->toy_count; i++) {
		if (command->toys && !((command->toys >> i) & 1))
			continue;
		world->playing[i] = (struct sent){world->time.now_ms, *command};
		if (command->kind == HAPTICS_COMMAND_STOP)
			world->playing[i].command.kind = HAPTICS_COMMAND_INVALID;
	}
}

void world_poll(struct world *world)
{
	struct haptics_command commands[4];
	size_t count = 4;
	while (count == 4) {
		count = haptics_poll(world->core, world->time, commands, 4);
		for (size_t i = 0; i < count; i++) {
			assert_true(world->log_count < WORLD_LOG_SIZE);
			world->log[world->log_count++] = (struct sent){world->time.now_ms, commands[i]};
			play(world, &commands[i]);
		}
	}
}

void world_do(struct world *world, const struct haptics_intent *intent)
{
	haptics_apply(world->core, intent, world->time);
	world_poll(world);
}

void world_wait(struct world *world, int64_t ms)
{
	int64_t end_ms = world->time.now_ms + ms;
	int64_t next_ms = haptics_next_ms(world->core);
	for (; next_ms <= end_ms; next_ms = haptics_next_ms(world->core)) {
		if (next_ms > world->time.now_ms)
			world->time.now_ms = next_ms;
		world_poll(world);
		assert_true(haptics_next_ms(world->core) > world->time.now_ms);
	}
	world->time.now_ms = end_ms;
}

void world_sleep(struct world *world, int64_t ms)
{
	world->time.now_ms += ms;
}

void world_mark(struct world *world)
{
	world->log_count = 0;
}

size_t world_count(const struct world *world, enum haptics_command_kind kind)
{
	size_t count = 0;
	for (size_t i = 0; i < world->log_count; i++)
		count += world->log[i].command.kind == kind;
	return count;
}

const struct haptics_command *world_last(const struct world *world)
{
	assert_true(world->log_count > 0);
	return &world->log[world->log_count - 1].command;
}

static double level_of(const struct haptics_command *command, int function, int64_t passed_ms)
{
	switch (command->kind) {
	case HAPTICS_COMMAND_LEVELS:
		return command->level[function] > 0 ? (double)command->level[function] / world_functions[function].steps
						    : 0;
	case HAPTICS_COMMAND_PATTERN:
		if (command->functions && !(command->functions & BIT(function)))
			return 0;
		return command->steps[(size_t)(passed_ms / command->step_ms) % command->step_count] / 20.0;
	case HAPTICS_COMMAND_PRESET:
		return 1;
	case HAPTICS_COMMAND_POSITION:
		return function == STROKE ? command->position / 100.0 : 0;
	default:
		return 0;
	}
}

double world_level(const struct world *world, size_t toy, int function)
{
	const struct sent *sent = &world->playing[toy];
	int64_t passed_ms = world->time.now_ms - sent->time_ms;
	if (!(world->toys[toy].functions & BIT(function)) || passed_ms >= sent->command.duration_ms)
		return 0;
	return level_of(&sent->command, function, passed_ms);
}

bool world_is_still(const struct world *world)
{
	for (size_t toy = 0; toy < world->toy_count; toy++) {
		const struct sent *sent = &world->playing[toy];
		if (sent->command.kind != HAPTICS_COMMAND_INVALID &&
		    world->time.now_ms - sent->time_ms < sent->command.duration_ms)
			return false;
	}
	return true;
}

struct haptics_record world_record(const struct world *world)
{
	struct haptics_record record = {0};
	haptics_journal_after(world->core, haptics_journal_last(world->core) - 1, &record, 1);
	return record;
}

bool world_has_record(const struct world *world, enum haptics_outcome outcome, const char *rule_id)
{
	static struct haptics_record records[HAPTICS_JOURNAL_SIZE];
	size_t count = haptics_journal_after(world->core, 0, records, HAPTICS_JOURNAL_SIZE);
	for (size_t i = 0; i < count; i++)
		if (records[i].outcome == outcome && (!rule_id || strcmp(records[i].rule_id, rule_id) == 0))
			return true;
	return false;
}

struct haptics_rule_status world_rule(const struct world *world, const char *id)
{
	struct haptics_rule_status status;
	int index = haptics_rules_find(haptics_rules_in_force(world->core), id);
	assert_true(index >= 0);
	haptics_rule_status(world->core, (size_t)index, &status);
	return status;
}

static struct haptics_intent intent_of(enum haptics_intent_kind kind)
{
	return (struct haptics_intent){.kind = kind};
}

void world_kind(struct world *world, enum haptics_intent_kind kind)
{
	struct haptics_intent intent = intent_of(kind);
	world_do(world, &intent);
}

void world_value(struct world *world, enum haptics_intent_kind kind, double value)
{
	struct haptics_intent intent = intent_of(kind);
	intent.value = value;
	world_do(world, &intent);
}

static void hotkey(struct world *world, const char *rule, bool on)
{
	struct haptics_intent intent = intent_of(HAPTICS_INTENT_HOTKEY);
	intent.on = on;
	snprintf(intent.id, sizeof(intent.id), "%s", rule);
	world_do(world, &intent);
}

void world_press(struct world *world, const char *rule)
{
	hotkey(world, rule, true);
}

void world_release(struct world *world, const char *rule)
{
	hotkey(world, rule, false);
}

void world_fact(struct world *world, enum haptics_intent_kind kind, const char *name, bool on)
{
	struct haptics_intent intent = intent_of(kind);
	intent.on = on;
	snprintf(intent.ref.name, sizeof(intent.ref.name), "%s", name);
	world_do(world, &intent);
}

void world_scene(struct world *world, const char *name)
{
	world_fact(world, HAPTICS_INTENT_SCENE_ENTERED, name, true);
}

void world_output(struct world *world, enum haptics_output output, bool on)
{
	struct haptics_intent intent = intent_of(HAPTICS_INTENT_OUTPUT);
	intent.output = output;
	intent.on = on;
	world_do(world, &intent);
}

void world_audio(struct world *world, const char *name, double db)
{
	struct haptics_intent intent = intent_of(HAPTICS_INTENT_AUDIO);
	intent.value = db;
	snprintf(intent.ref.name, sizeof(intent.ref.name), "%s", name);
	world_do(world, &intent);
}

void world_audio_for(struct world *world, const char *name, double db, int64_t ms)
{
	for (int64_t passed_ms = 0; passed_ms < ms; passed_ms += 20) {
		world_audio(world, name, db);
		world_wait(world, 20);
	}
}

void world_level_request(struct world *world, double level, int duration_ms)
{
	struct haptics_intent intent = intent_of(HAPTICS_INTENT_RUN_LEVEL);
	intent.value = level;
	intent.duration_ms = duration_ms;
	world_do(world, &intent);
}

void world_arm(struct world *world, bool on)
{
	struct haptics_intent intent = intent_of(HAPTICS_INTENT_SET_ARMED);
	intent.on = on;
	world_do(world, &intent);
}
