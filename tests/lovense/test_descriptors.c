/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Programs that OBS starts get nothing of what the plugin has open: a connection that one of them holds does not end
 * when the plugin closes it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>
#include <fcntl.h>
#include <sys/socket.h>
#include <unistd.h>

#include "net/files/file.h"
#include "rig.h"

enum { DESCRIPTORS_MAX = 1024, LONG_S = 2000 };

static void note_open(bool *is_open)
{
	for (int fd = 0; fd < DESCRIPTORS_MAX; fd++)
		is_open[fd] = fcntl(fd, F_GETFD) >= 0;
}

/* libcurl wakes itself up through a pair, and up to 8.x neither closes it for other programs nor says which descriptors
 * they are. It leads from this process to itself: another one that has it keeps nothing open to the outside. */
static bool is_pair_without_name(int fd)
{
	struct sockaddr_storage own;
	socklen_t size = sizeof(own);
	return getsockname(fd, (struct sockaddr *)&own, &size) == 0 && own.ss_family == AF_UNIX &&
	       size == sizeof(own.ss_family);
}

static bool is_connection(int fd)
{
	struct sockaddr_storage peer;
	socklen_t size = sizeof(peer);
	return getpeername(fd, (struct sockaddr *)&peer, &size) == 0 && peer.ss_family != AF_UNIX;
}

/* Returns how many of those opened since are connections. */
static int expect_none_inherited(const bool *was_open, const char *when)
{
	int connections = 0;
	for (int fd = 0; fd < DESCRIPTORS_MAX; fd++) {
		int flags = fcntl(fd, F_GETFD);
		char link[32];
		char what[128] = "";
		if (flags < 0 || was_open[fd])
			continue;
		snprintf(link, sizeof(link), "/proc/self/fd/%d", fd);
		if (readlink(link, what, sizeof(what) - 1) < 0)
			snprintf(what, sizeof(what), "?");
		if (!(flags & FD_CLOEXEC) && !is_pair_without_name(fd))
			fail_msg("%s: descriptor %d (%s) goes to programs that this one starts", when, fd, what);
		connections += is_connection(fd);
	}
	return connections;
}

static void nothing_open_goes_to_other_programs(void **state)
{
	(void)state;
	bool was_open[DESCRIPTORS_MAX];
	note_open(was_open);
	struct rig *rig = rig_start(NULL);
	expect_none_inherited(was_open, "with a loop");
	rig->config.auth = LOVENSE_AUTH_TOKEN_SERVICE;
	rig->config.route = LOVENSE_CHOOSE_AUTO;
	rig_post(rig, "/faults", "{s:s}", "token_answer", "never");
	rig_open(rig);
	rig_run_ms(rig, 100);
	assert_true(expect_none_inherited(was_open, "while it signs in") >= 1);
	rig_post(rig, "/reset", NULL);
	rig_pair(rig);
	rig_await_route(rig, LOVENSE_ROUTE_LAN);
	int serial = rig_serial(rig);
	rig_post(rig, "/faults", "{s:i}", "lan_move_ms", 20000);
	struct lovense_command command = rig_vibrate(rig, 5, LONG_S);
	assert_int_equal(lovense_link_send(rig->link, &command), LOVENSE_SENT);
	rig_await_log(rig, "lan_arrived", serial, 1);
	/* The socket, and a request in the LAN. */
	assert_true(expect_none_inherited(was_open, "on both routes") >= 2);
	rig_stop(rig);
}

static void a_file_that_is_read_goes_to_no_other_program(void **state)
{
	(void)state;
	enum file_result result;
	FILE *file = file_open(TESTS_DIR "/lovense/test_descriptors.c", &result);
	assert_non_null(file);
	assert_true(fcntl(fileno(file), F_GETFD) & FD_CLOEXEC);
	fclose(file);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_file_that_is_read_goes_to_no_other_program),
		cmocka_unit_test(nothing_open_goes_to_other_programs),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
