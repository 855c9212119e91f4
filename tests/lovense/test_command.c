/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Commands against the documented samples, byte for byte, and every range at its edges. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "lovense/commands/command.h"

static const struct lovense_action_point points[] = {{0, 10}, {100, 100}, {200, 10}};

struct golden {
	const char *json;
	struct lovense_command command;
};

#define TOY .toy_count = 1, .toys = {"a1b2c3d4e5f6"}

static const struct golden goldens[] = {
	{"{\"command\":\"Function\",\"action\":\"Vibrate:16\",\"timeSec\":20,"
	 "\"toy\":\"a1b2c3d4e5f6\",\"apiVer\":1}",
	 {.kind = LOVENSE_COMMAND_FUNCTION,
	  TOY,
	  .time_s = 20,
	  .has_level[LOVENSE_VIBRATE] = true,
	  .level[LOVENSE_VIBRATE] = 16}},
	{"{\"command\":\"Function\",\"action\":\"Vibrate:16\",\"timeSec\":20,\"apiVer\":1}",
	 {.kind = LOVENSE_COMMAND_FUNCTION,
	  .time_s = 20,
	  .has_level[LOVENSE_VIBRATE] = true,
	  .level[LOVENSE_VIBRATE] = 16}},
	{"{\"command\":\"Function\",\"action\":\"Stroke:0-20,Thrusting:10\",\"timeSec\":20,\"apiVer\":1}",
	 {.kind = LOVENSE_COMMAND_FUNCTION,
	  .time_s = 20,
	  .has_level[LOVENSE_THRUSTING] = true,
	  .level[LOVENSE_THRUSTING] = 10,
	  .has_level[LOVENSE_STROKE] = true,
	  .stroke_max = 20}},
	{"{\"command\":\"Function\",\"action\":\"Vibrate:2\",\"timeSec\":2.5,\"toy\":\"a1b2c3d4e5f6\","
	 "\"apiVer\":1}",
	 {.kind = LOVENSE_COMMAND_FUNCTION,
	  TOY,
	  .time_s = 2.5,
	  .has_level[LOVENSE_VIBRATE] = true,
	  .level[LOVENSE_VIBRATE] = 2}},
	{"{\"command\":\"Function\",\"action\":\"Vibrate1:20,Vibrate2:0,Vibrate3:7,Rotate:20,Pump:3,Fingering:1,"
	 "Suction:2,Depth:3,Oscillate:20\",\"timeSec\":1,\"apiVer\":1}",
	 {.kind = LOVENSE_COMMAND_FUNCTION,
	  .time_s = 1,
	  .has_level = {[LOVENSE_VIBRATE1] = true,
			[LOVENSE_VIBRATE2] = true,
			[LOVENSE_VIBRATE3] = true,
			[LOVENSE_ROTATE] = true,
			[LOVENSE_PUMP] = true,
			[LOVENSE_FINGERING] = true,
			[LOVENSE_SUCTION] = true,
			[LOVENSE_DEPTH] = true,
			[LOVENSE_OSCILLATE] = true},
	  .level = {[LOVENSE_VIBRATE1] = 20,
		    [LOVENSE_VIBRATE3] = 7,
		    [LOVENSE_ROTATE] = 20,
		    [LOVENSE_PUMP] = 3,
		    [LOVENSE_FINGERING] = 1,
		    [LOVENSE_SUCTION] = 2,
		    [LOVENSE_DEPTH] = 3,
		    [LOVENSE_OSCILLATE] = 20}}},
	{"{\"command\":\"Function\",\"action\":\"Stop\",\"timeSec\":0,\"apiVer\":1}", {.kind = LOVENSE_COMMAND_STOP}},
	{"{\"command\":\"Function\",\"action\":\"Stop\",\"timeSec\":0,\"toy\":[\"aa\",\"bb\"],\"apiVer\":1}",
	 {.kind = LOVENSE_COMMAND_STOP, .toy_count = 2, .toys = {"aa", "bb"}}},
	{"{\"command\":\"Pattern\",\"rule\":\"V:1;F:v,r,p;S:1000#\",\"strength\":\"20;20;5;20;10\",\"timeSec\":9,"
	 "\"toy\":\"a1b2c3d4e5f6\",\"apiVer\":2}",
	 {.kind = LOVENSE_COMMAND_PATTERN,
	  TOY,
	  .time_s = 9,
	  .pattern_functions = LOVENSE_BIT(LOVENSE_VIBRATE) | LOVENSE_BIT(LOVENSE_ROTATE) | LOVENSE_BIT(LOVENSE_PUMP),
	  .pattern_interval_ms = 1000,
	  .pattern_count = 5,
	  .pattern = {20, 20, 5, 20, 10}}},
	{"{\"command\":\"Pattern\",\"rule\":\"V:1;F:;S:100#\",\"strength\":\"1\",\"timeSec\":5,\"apiVer\":2}",
	 {.kind = LOVENSE_COMMAND_PATTERN,
	  .time_s = 5,
	  .pattern_interval_ms = 100,
	  .pattern_count = 1,
	  .pattern = {1}}},
	{"{\"command\":\"Pattern\",\"rule\":\"V:1;F:v,o;S:150#\",\"strength\":\"0;1\",\"timeSec\":5,\"apiVer\":2}",
	 {.kind = LOVENSE_COMMAND_PATTERN,
	  .time_s = 5,
	  .pattern_functions =
		  LOVENSE_BIT(LOVENSE_VIBRATE1) | LOVENSE_BIT(LOVENSE_VIBRATE2) | LOVENSE_BIT(LOVENSE_OSCILLATE),
	  .pattern_interval_ms = 150,
	  .pattern_count = 2,
	  .pattern = {0, 1}}},
	{"{\"command\":\"Preset\",\"name\":\"pulse\",\"timeSec\":9,\"toy\":\"a1b2c3d4e5f6\",\"apiVer\":1}",
	 {.kind = LOVENSE_COMMAND_PRESET, TOY, .time_s = 9, .preset = LOVENSE_PULSE}},
	{"{\"command\":\"Preset\",\"name\":\"wave\",\"timeSec\":1.5,\"apiVer\":1}",
	 {.kind = LOVENSE_COMMAND_PRESET, .time_s = 1.5, .preset = LOVENSE_WAVE}},
	{"{\"command\":\"Preset\",\"name\":\"fireworks\",\"timeSec\":6000,\"apiVer\":1}",
	 {.kind = LOVENSE_COMMAND_PRESET, .time_s = 6000, .preset = LOVENSE_FIREWORKS}},
	{"{\"command\":\"Preset\",\"name\":\"earthquake\",\"timeSec\":9,\"apiVer\":1}",
	 {.kind = LOVENSE_COMMAND_PRESET, .time_s = 9, .preset = LOVENSE_EARTHQUAKE}},
	{"{\"command\":\"Position\",\"value\":\"38\",\"toy\":\"a1b2c3d4e5f6\",\"apiVer\":1}",
	 {.kind = LOVENSE_COMMAND_POSITION, TOY, .position = 38}},
	{"{\"command\":\"PatternV2\",\"type\":\"Setup\",\"actions\":[{\"ts\":0,\"pos\":10},{\"ts\":100,\"pos\":100},"
	 "{\"ts\":200,\"pos\":10}],\"apiVer\":1}",
	 {.kind = LOVENSE_COMMAND_PATTERN_V2_SETUP, .points = points, .point_count = 3}},
	{"{\"command\":\"PatternV2\",\"type\":\"Play\",\"toy\":\"a1b2c3d4e5f6\",\"startTime\":100,\"offsetTime\":300,"
	 "\"timeMs\":5000,\"apiVer\":1}",
	 {.kind = LOVENSE_COMMAND_PATTERN_V2_PLAY, TOY, .start_ms = 100, .offset_ms = 300, .total_ms = 5000}},
	{"{\"command\":\"PatternV2\",\"type\":\"InitPlay\",\"actions\":[{\"ts\":0,\"pos\":10},{\"ts\":100,\"pos\":100}]"
	 ","
	 "\"startTime\":0,\"offsetTime\":0,\"toy\":\"a1b2c3d4e5f6\",\"stopPrevious\":1,\"apiVer\":1}",
	 {.kind = LOVENSE_COMMAND_PATTERN_V2_INIT_PLAY, TOY, .points = points, .point_count = 2}},
	{"{\"command\":\"PatternV2\",\"type\":\"InitPlay\",\"actions\":[{\"ts\":0,\"pos\":10}],\"startTime\":7,"
	 "\"offsetTime\":8,\"toy\":[\"aa\",\"bb\"],\"stopPrevious\":0,\"apiVer\":1}",
	 {.kind = LOVENSE_COMMAND_PATTERN_V2_INIT_PLAY,
	  .toy_count = 2,
	  .toys = {"aa", "bb"},
	  .points = points,
	  .point_count = 1,
	  .start_ms = 7,
	  .offset_ms = 8,
	  .is_queued = true}},
	{"{\"command\":\"PatternV2\",\"type\":\"Stop\",\"toy\":\"a1b2c3d4e5f6\",\"apiVer\":1}",
	 {.kind = LOVENSE_COMMAND_PATTERN_V2_STOP, TOY}},
	{"{\"command\":\"PatternV2\",\"type\":\"SyncTime\",\"apiVer\":1}",
	 {.kind = LOVENSE_COMMAND_PATTERN_V2_SYNC_TIME}},
	{"{\"command\":\"GetToys\"}", {.kind = LOVENSE_COMMAND_GET_TOYS}},
};

static void commands_match_the_documented_samples(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(goldens) / sizeof(goldens[0]); i++) {
		char error[160] = "";
		json_t *json = lovense_command_encode(&goldens[i].command, error, sizeof(error));
		char *text = json_dumps(json, JSON_COMPACT);
		assert_string_equal(error, "");
		assert_non_null(text);
		assert_string_equal(text, goldens[i].json);
		free(text);
		json_decref(json);
	}
}

struct refusal {
	const char *words; /* the error must name these */
	struct lovense_command command;
};

static const struct lovense_action_point falling[] = {{0, 10}, {100, 20}, {100, 30}};
static const struct lovense_action_point late[] = {{7200001, 10}};
static const struct lovense_action_point far_out[] = {{0, 101}};

#define VIBRATE(n) .has_level[LOVENSE_VIBRATE] = true, .level[LOVENSE_VIBRATE] = (n)
#define FUNCTION .kind = LOVENSE_COMMAND_FUNCTION
#define PATTERN .kind = LOVENSE_COMMAND_PATTERN
#define PLAY .kind = LOVENSE_COMMAND_PATTERN_V2_PLAY
#define SETUP .kind = LOVENSE_COMMAND_PATTERN_V2_SETUP

static const struct refusal refusals[] = {
	{"kind", {.kind = LOVENSE_COMMAND_INVALID}},
	{"kind", {.kind = (enum lovense_command_kind)99}},
	{"timeSec is 0, it must be 1 to 6000", {FUNCTION, VIBRATE(1)}},
	{"timeSec is 0.9", {FUNCTION, VIBRATE(1), .time_s = 0.9}},
	{"timeSec is -1", {FUNCTION, VIBRATE(1), .time_s = -1}},
	{"timeSec is 6001", {FUNCTION, VIBRATE(1), .time_s = 6001}},
	{"timeSec", {FUNCTION, VIBRATE(1), .time_s = NAN}},
	{"timeSec", {FUNCTION, VIBRATE(1), .time_s = INFINITY}},
	{"Vibrate is 21, it must be 0 to 20", {FUNCTION, VIBRATE(21), .time_s = 2}},
	{"Vibrate is -1", {FUNCTION, VIBRATE(-1), .time_s = 2}},
	{"Pump is 4, it must be 0 to 3",
	 {FUNCTION, .has_level[LOVENSE_PUMP] = true, .level[LOVENSE_PUMP] = 4, .time_s = 2}},
	{"no function", {FUNCTION, .time_s = 2}},
	{"Stroke needs Thrusting", {FUNCTION, .has_level[LOVENSE_STROKE] = true, .stroke_max = 50, .time_s = 2}},
	{"span at least 20",
	 {FUNCTION, .has_level = {[LOVENSE_STROKE] = true, [LOVENSE_THRUSTING] = true}, .stroke_min = 10,
	  .stroke_max = 29, .time_s = 2}},
	{"Stroke maximum is 101",
	 {FUNCTION, .has_level = {[LOVENSE_STROKE] = true, [LOVENSE_THRUSTING] = true}, .stroke_max = 101,
	  .time_s = 2}},
	{"toy names 17", {.kind = LOVENSE_COMMAND_STOP, .toy_count = 17}},
	{"toy number 2", {.kind = LOVENSE_COMMAND_STOP, .toy_count = 2, .toys = {"aa"}}},
	{"UTF-8", {.kind = LOVENSE_COMMAND_STOP, .toy_count = 1, .toys = {"\xff\xfe"}}},
	{"strength count is 0", {PATTERN, .time_s = 2, .pattern_interval_ms = 100}},
	{"strength count is 51", {PATTERN, .time_s = 2, .pattern_interval_ms = 100, .pattern_count = 51}},
	{"strength is 21", {PATTERN, .time_s = 2, .pattern_interval_ms = 100, .pattern_count = 1, .pattern = {21}}},
	{"S is 99", {PATTERN, .time_s = 2, .pattern_interval_ms = 99, .pattern_count = 1}},
	{"timeSec is 0", {PATTERN, .pattern_interval_ms = 100, .pattern_count = 1}},
	{"Stroke",
	 {PATTERN, .time_s = 2, .pattern_interval_ms = 100, .pattern_count = 1,
	  .pattern_functions = LOVENSE_BIT(LOVENSE_STROKE)}},
	{"does not exist",
	 {PATTERN, .time_s = 2, .pattern_interval_ms = 100, .pattern_count = 1,
	  .pattern_functions = LOVENSE_BIT(LOVENSE_FUNCTION_COUNT)}},
	{"preset", {.kind = LOVENSE_COMMAND_PRESET, .time_s = 2}},
	{"timeSec is 0", {.kind = LOVENSE_COMMAND_PRESET, .preset = LOVENSE_WAVE}},
	{"value is 101", {.kind = LOVENSE_COMMAND_POSITION, .position = 101}},
	{"value is -1", {.kind = LOVENSE_COMMAND_POSITION, .position = -1}},
	{"no points", {SETUP}},
	{"actions count is 0", {SETUP, .points = points}},
	{"actions count is 501", {SETUP, .points = points, .point_count = 501}},
	{"must rise", {SETUP, .points = falling, .point_count = 3}},
	{"actions ts is 7.2e+06", {SETUP, .points = late, .point_count = 1}},
	{"actions pos is 101", {SETUP, .points = far_out, .point_count = 1}},
	{"timeMs is 100", {PLAY, .total_ms = 100}},
	{"startTime is -1", {PLAY, .start_ms = -1, .total_ms = 500}},
	{"offsetTime is 15001", {PLAY, .offset_ms = 15001, .total_ms = 500}},
};

static void bad_values_are_refused_with_field_value_and_range(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(refusals) / sizeof(refusals[0]); i++) {
		char error[160] = "";
		json_t *json = lovense_command_encode(&refusals[i].command, error, sizeof(error));
		if (json || !strstr(error, refusals[i].words))
			fail_msg("case %zu: wanted \"%s\", got \"%s\"", i, refusals[i].words, error);
	}
}

static void a_small_or_missing_error_buffer_is_fine(void **state)
{
	(void)state;
	const struct lovense_command bad = {.kind = LOVENSE_COMMAND_POSITION, .position = 101};
	char error[8] = "";
	assert_null(lovense_command_encode(&bad, error, sizeof(error)));
	assert_string_equal(error, "value i");
	assert_null(lovense_command_encode(&bad, NULL, 0));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(commands_match_the_documented_samples),
		cmocka_unit_test(bad_values_are_refused_with_field_value_and_range),
		cmocka_unit_test(a_small_or_missing_error_buffer_is_fine),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
