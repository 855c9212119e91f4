/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Every fault and variant of the events, with what the user is told. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "fault_tables.h"

static void pairing_code_faults_are_told_and_mended(void **state)
{
	(void)state;
	struct rig *rig = rig_start(NULL);
	faults_run(rig, FAULT_AT_START, &fault_table_code);
	rig_stop(rig);
}

static void app_event_variants_are_understood(void **state)
{
	(void)state;
	struct rig *rig = rig_start(NULL);
	faults_run(rig, FAULT_WHILE_SCANNING, &fault_table_app);
	faults_run(rig, FAULT_WHILE_SCANNING, &fault_table_scan);
	rig_stop(rig);
}

static bool has_logged(struct rig *rig, void *line)
{
	return strstr(rig->log, line) != NULL;
}

/* Nothing is lost without a line; and the line does not repeat what it is about. */
static void an_event_that_is_not_understood_is_named_in_the_log(void **state)
{
	(void)state;
	static const struct {
		const char *damage, *line;
	} cases[] = {
		{"broken_json", "device info was not understood: its payload is no JSON"},
		{"missing", "device info was not understood: it has no payload"},
	};
	struct rig *rig = rig_start(NULL);
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		rig_pair(rig);
		rig_post(rig, "/faults", "{s:s}", "payload_damage", cases[i].damage);
		rig_await_true(rig, has_logged, (void *)cases[i].line, cases[i].line);
		rig_close(rig);
		rig_post(rig, "/reset", NULL);
	}
	assert_null(strstr(rig->log, "lovense.club"));
	rig_stop(rig);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(pairing_code_faults_are_told_and_mended),
		cmocka_unit_test(app_event_variants_are_understood),
		cmocka_unit_test(an_event_that_is_not_understood_is_named_in_the_log),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
