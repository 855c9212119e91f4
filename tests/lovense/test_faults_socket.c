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

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(socket_faults_are_told_and_mended),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
