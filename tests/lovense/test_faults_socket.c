/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Every fault of the socket, with what the user is told. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "fault_tables.h"

static void socket_faults_are_told_and_mended(void **state)
{
	(void)state;
	struct rig *rig = rig_start(NULL);
	rig->timing.open_ms = 700;
	rig->timing.join_ms = 700;
	faults_run(rig, FAULT_AT_RECONNECT, &fault_table_socket);
	rig_stop(rig);
}

static void a_refused_upgrade_waits_as_long_as_the_server_wants(void **state)
{
	(void)state;
	struct rig *rig = rig_start(NULL);
	rig_post(rig, "/faults", "{s:i,s:s}", "upgrade_status", 503, "upgrade_retry_after", "120");
	rig_open_into_long_pause(rig, LOVENSE_REASON_RATE_LIMITED);
	rig_stop(rig);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(socket_faults_are_told_and_mended),
		cmocka_unit_test(a_refused_upgrade_waits_as_long_as_the_server_wants),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
