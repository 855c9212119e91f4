/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Every fault and variant of the events, with what the user is told. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

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

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(pairing_code_faults_are_told_and_mended),
		cmocka_unit_test(app_event_variants_are_understood),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
