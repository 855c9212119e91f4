/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A small world for tests of the core: some toys, a clock that only moves when told, and a record of every command. The
 * toys here keep time themselves, so that a test can ask what moves now. */
#pragma once

#include "haptics/haptics.h"
#include "haptics/journal.h"
#include "haptics/rules/rule.h"

#include "functions.h"

#define BIT(function) (UINT32_C(1) << (function))
enum { WORLD_LOG_SIZE = 4096, WORLD_START_MS = 1000000 };

struct sent {
	int64_t time_ms;
	struct haptics_command command;
};

struct world {
	struct haptics *core;
	struct haptics_toy toys[HAPTICS_MAX_TOYS];
	size_t toy_count;
	struct haptics_time time;
	struct sent log[WORLD_LOG_SIZE];
	size_t log_count;
	struct sent playing[HAPTICS_MAX_TOYS]; /* kind INVALID: still */
};

extern const struct haptics_function world_functions[FUNCTION_COUNT];
struct haptics_config world_config(void); /* armed, ceilings 100 %, lease 3 s, gap 250 ms */

/* One or more toys, ended by NULL: "lush" (Vibrate), "edge" (Vibrate, Vibrate1, Vibrate2), "nora" (Vibrate, Rotate),
 * "max" (Vibrate, Pump), "solace" (Thrusting, Depth, Stroke). Online, armed, at WORLD_START_MS, the first Stop behind
 * it. What was open before is closed. */
void world_open(struct world *world, const char *toy, ...);
void world_open_with(struct world *world, const struct haptics_config *config, const char *toy, ...);
void world_close(struct world *world);

void world_rules(struct world *world, const char *json);
/* JSON of the parts of a rule; NULL: its key, {}, no condition, 50 %, {}. */
struct rule_text {
	const char *when;
	const char *run;
	const char *only_if;
	const char *action;
	const char *limit;
};
/* One rule of id "r". */
void world_one_rule(struct world *world, struct rule_text rule);
/* A file of tests/haptics/rules. */
void world_rules_file(struct world *world, const char *name);
void world_set_toys(struct world *world);
/* Applies it now and sends what is due. */
void world_do(struct world *world, const struct haptics_intent *intent);
void world_poll(struct world *world);
/* Lets the time pass, polling whenever the core asks for it. */
void world_wait(struct world *world, int64_t ms);
/* Moves the clock without polling in between. */
void world_sleep(struct world *world, int64_t ms);

/* Commands from now on are counted anew. */
void world_mark(struct world *world);
size_t world_count(const struct world *world, enum haptics_command_kind kind);
const struct haptics_command *world_last(const struct world *world);

/* What a toy does now, 0..1. */
double world_level(const struct world *world, size_t toy, int function);
bool world_is_still(const struct world *world);

/* Newest record, and whether there is one of that outcome (for the rule, NULL: any). */
struct haptics_record world_record(const struct world *world);
bool world_has_record(const struct world *world, enum haptics_outcome outcome, const char *rule_id);
struct haptics_rule_status world_rule(const struct world *world, const char *id);

/* Intents in short. */
void world_press(struct world *world, const char *rule);
void world_release(struct world *world, const char *rule);
void world_scene(struct world *world, const char *name); /* a cut: entered at once */
void world_fact(struct world *world, enum haptics_intent_kind kind, const char *name, bool on);
void world_output(struct world *world, enum haptics_output output, bool on);
void world_audio(struct world *world, const char *name, double db);
/* The meter says db every 20 ms for so long. */
void world_audio_for(struct world *world, const char *name, double db, int64_t ms);
void world_kind(struct world *world, enum haptics_intent_kind kind);
void world_value(struct world *world, enum haptics_intent_kind kind, double value);
void world_level_request(struct world *world, double level, int duration_ms);
void world_arm(struct world *world, bool on);

#define assert_level(world, toy, function, expected)                                                                   \
	assert_float_equal(world_level((world), (toy), (function)), (expected), 0.001)
