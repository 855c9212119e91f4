/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Every value of every fault switch of the simulator stands in a table of cases, or in a test of its own. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "fault_tables.h"

static const struct fault_table *const tables[] = {
	&fault_table_token,        &fault_table_socket_url, &fault_table_token_service, &fault_table_socket,
	&fault_table_code,         &fault_table_app,        &fault_table_scan,          &fault_table_lan,
	&fault_table_lan_variants, &fault_table_tls,        &fault_table_tls_reconnect,
};

/* Switches whose effect needs more than a state to be seen, with the test that shows it. */
static const char *const tested_elsewhere[] = {
	"silence_end",              /* a_server_that_gave_up_on_us_is_joined_again */
	"device_info_when_offline", /* the_phone_goes_away_and_comes_back */
	"unpair_order",             /* removing_the_pairing_asks_for_a_new_scan */
	"lan_goes_on",              /* test_last_word.c, and so the others of how the phone works */
	"lan_move_ms",
	"lan_stop_ms",
	"lan_acts_late_ms",
	"lan_order",
	"stop_obeyed",   /* the engine's: test_toy_watch.c */
	"wss_port_form", /* test_toy_events.c, and so the others of the Toy Events websocket */
	"toy_events_status",
	"toy_events_access",
	"toy_events_game_mode",
	"toy_events_shape",
	"toy_events_pong",
	"toy_events_patience_ms",
	"toy_events_noise",
};

static bool is_tested_elsewhere(const char *name)
{
	for (size_t i = 0; i < sizeof(tested_elsewhere) / sizeof(tested_elsewhere[0]); i++) {
		if (strcmp(tested_elsewhere[i], name) == 0)
			return true;
	}
	return false;
}

/* value NULL: any. */
static bool has_case(json_t *cases, const char *name, const json_t *value)
{
	size_t index = 0;
	json_t *switches = NULL;
	json_array_foreach(cases, index, switches)
	{
		const json_t *set = json_object_get(switches, name);
		if (set && (!value || json_equal(set, value)))
			return true;
	}
	return false;
}

static json_t *all_cases(void)
{
	json_t *cases = json_array();
	for (size_t i = 0; i < sizeof(tables) / sizeof(tables[0]); i++) {
		for (size_t j = 0; j < tables[i]->count; j++)
			json_array_append_new(cases, json_loads(tables[i]->cases[j].switches, 0, NULL));
	}
	return cases;
}

/* Number of values without a case, each named. */
static int missing_of(json_t *cases, const json_t *row)
{
	const char *name = json_string_value(json_object_get(row, "name"));
	const json_t *values = json_object_get(row, "values");
	size_t index = 0;
	json_t *value = NULL;
	int missing = 0;
	if (!values && !has_case(cases, name, NULL)) {
		print_message("%s is in no table\n", name);
		missing++;
	}
	json_array_foreach(values, index, value)
	{
		if (json_equal(value, json_object_get(row, "default")) || has_case(cases, name, value))
			continue;
		print_message("%s, value number %zu, is in no table\n", name, index + 1);
		missing++;
	}
	return missing;
}

static void every_value_of_every_switch_has_a_case(void **state)
{
	(void)state;
	struct rig *rig = rig_start(NULL);
	json_t *switches = rig_get(rig, "/faults?list=1");
	json_t *cases = all_cases();
	size_t index = 0;
	json_t *row = NULL;
	int missing = 0;
	assert_true(json_array_size(switches) > 0);
	json_array_foreach(switches, index, row)
	{
		if (!is_tested_elsewhere(json_string_value(json_object_get(row, "name"))))
			missing += missing_of(cases, row);
	}
	assert_int_equal(missing, 0);
	json_decref(cases);
	json_decref(switches);
	rig_stop(rig);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_value_of_every_switch_has_a_case),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
