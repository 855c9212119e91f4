/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the haptics core yields becomes an API command without a change in value. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "engine/command_map.h"

static const char ids[HAPTICS_MAX_TOYS][LOVENSE_TOY_ID_SIZE] = {"aa", "bb"};

static void expect_json(const struct haptics_command *command, const char *expected)
{
	struct lovense_command wire;
	char error[128] = "";
	assert_true(command_map(command, ids, &wire));
	json_t *json = lovense_command_encode(&wire, error, sizeof(error));
	if (!json)
		fail_msg("%s", error);
	char *text = json_dumps(json, JSON_COMPACT);
	assert_string_equal(text, expected);
	free(text);
	json_decref(json);
}

static struct haptics_command levels(uint32_t toys)
{
	struct haptics_command command = {.kind = HAPTICS_COMMAND_LEVELS, .toys = toys, .duration_ms = 3000};
	for (size_t f = 0; f < HAPTICS_MAX_FUNCTIONS; f++)
		command.level[f] = -1;
	return command;
}

static void levels_name_their_functions_and_toy(void **state)
{
	(void)state;
	struct haptics_command command = levels(1 << 1);
	command.level[LOVENSE_VIBRATE] = 8;
	command.level[LOVENSE_ROTATE] = 0;
	expect_json(&command,
		    "{\"command\":\"Function\",\"action\":\"Vibrate:8,Rotate:0\",\"timeSec\":3,\"toy\":\"bb\","
		    "\"apiVer\":1}");
}

static void all_toys_need_no_toy_field(void **state)
{
	(void)state;
	struct haptics_command command = levels(0);
	command.level[LOVENSE_VIBRATE] = 4;
	expect_json(&command, "{\"command\":\"Function\",\"action\":\"Vibrate:4\",\"timeSec\":3,\"apiVer\":1}");
}

static void a_pattern_keeps_its_steps(void **state)
{
	(void)state;
	struct haptics_command command = {
		.kind = HAPTICS_COMMAND_PATTERN,
		.toys = 1,
		.functions = LOVENSE_BIT(LOVENSE_VIBRATE),
		.step_ms = 250,
		.step_count = 3,
		.steps = {0, 6, 3},
		.duration_ms = 2000,
	};
	expect_json(&command,
		    "{\"command\":\"Pattern\",\"rule\":\"V:1;F:v;S:250#\",\"strength\":\"0;6;3\",\"timeSec\":2,"
		    "\"toy\":\"aa\",\"apiVer\":2}");
	struct lovense_command wire;
	assert_true(command_map(&command, ids, &wire));
	assert_false(wire.may_be_curve);
	command.is_whole = true;
	assert_true(command_map(&command, ids, &wire));
	assert_true(wire.may_be_curve);
}

static void a_preset_keeps_its_name(void **state)
{
	(void)state;
	struct haptics_command command = {.kind = HAPTICS_COMMAND_PRESET, .preset = HAPTICS_WAVE, .duration_ms = 4500};
	expect_json(&command, "{\"command\":\"Preset\",\"name\":\"wave\",\"timeSec\":4.5,\"apiVer\":1}");
}

static void a_stop_is_the_only_one_with_time_zero(void **state)
{
	(void)state;
	struct haptics_command command = {.kind = HAPTICS_COMMAND_STOP, .toys = 1};
	expect_json(&command,
		    "{\"command\":\"Function\",\"action\":\"Stop\",\"timeSec\":0,\"toy\":\"aa\",\"apiVer\":1}");
}

static void a_slot_without_a_toy_is_refused(void **state)
{
	(void)state;
	struct haptics_command command = levels(1 << 5);
	struct lovense_command wire;
	command.level[LOVENSE_VIBRATE] = 4;
	assert_false(command_map(&command, ids, &wire));
}

static void the_function_table_is_the_one_of_the_api(void **state)
{
	(void)state;
	struct haptics_function functions[LOVENSE_FUNCTION_COUNT];
	command_map_functions(functions);
	assert_string_equal(functions[LOVENSE_PUMP].name, "Pump");
	assert_int_equal(functions[LOVENSE_PUMP].steps, 3);
	assert_true(functions[LOVENSE_PUMP].is_automatic);
	assert_false(functions[LOVENSE_STROKE].is_automatic);
	for (int f = 0; f < LOVENSE_FUNCTION_COUNT; f++)
		assert_int_equal(functions[f].drives, f == LOVENSE_VIBRATE ? LOVENSE_BIT(LOVENSE_VIBRATE1) |
										     LOVENSE_BIT(LOVENSE_VIBRATE2) |
										     LOVENSE_BIT(LOVENSE_VIBRATE3)
									   : 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(levels_name_their_functions_and_toy),
		cmocka_unit_test(all_toys_need_no_toy_field),
		cmocka_unit_test(a_pattern_keeps_its_steps),
		cmocka_unit_test(a_preset_keeps_its_name),
		cmocka_unit_test(a_stop_is_the_only_one_with_time_zero),
		cmocka_unit_test(a_slot_without_a_toy_is_refused),
		cmocka_unit_test(the_function_table_is_the_one_of_the_api),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
