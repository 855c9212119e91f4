/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Nothing that was sent outlives its sender: not in a program that it has started, and not in the system after it was
 * killed. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <signal.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "net/http/http.h"
#include "net/loop.h"
#include "net/platform.h"
#include "support/run_until.h"
#include "support/sockets.h"

enum { BODY_BYTES = 4 << 20, LEAST_QUEUED_BYTES = 200000 };

/* A peer that accepts and then reads nothing. */
static int listen_deaf(int *port)
{
	struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
	socklen_t size = sizeof(address);
	int small = 4096;
	int listener = socket(AF_INET, SOCK_STREAM, 0);
	assert_true(listener >= 0);
	setsockopt(listener, SOL_SOCKET, SO_RCVBUF, &small, sizeof(small));
	assert_int_equal(bind(listener, (struct sockaddr *)&address, sizeof(address)), 0);
	assert_int_equal(listen(listener, 1), 0);
	assert_int_equal(getsockname(listener, (struct sockaddr *)&address, &size), 0);
	*port = ntohs(address.sin_port);
	return listener;
}

static void note_done(void *ctx, const struct http_reply *reply)
{
	(void)reply;
	++*(int *)ctx;
}

static void post(struct loop *loop, int port, const char *body, size_t size, bool may_arrive_late, int *done)
{
	char url[64];
	snprintf(url, sizeof(url), "http://127.0.0.1:%d/", port);
	struct http_options options = {
		.url = url,
		.body = body,
		.body_size = size,
		.allow_plain_http = true,
		.may_arrive_late = may_arrive_late,
		.timeout_ms = 60000,
		.done = note_done,
		.ctx = done,
	};
	assert_non_null(http_start(loop, &options));
}

static void a_connection_belongs_to_this_program_alone(void **state)
{
	(void)state;
	int port = 0;
	int done = 0;
	int socket = -1;
	int listener = listen_deaf(&port);
	struct loop *loop = new_test_loop(NULL);
	post(loop, port, "{}", 2, false, &done);
	while (sockets_to_port(port, &socket, 1) == 0)
		assert_true(loop_run_once(loop, 10));
	assert_true(socket_is_closed_on_exec(socket));
	assert_true(socket_is_reset_on_close(socket));
	loop_destroy(loop);
	close(listener);
}

/* Posts a body that the peer does not read, says so by a byte when the system holds much of it, and waits to be killed.
 */
static void send_and_wait(int port, int report)
{
	int done = 0;
	int socket = -1;
	char *body = calloc(1, BODY_BYTES);
	struct loop *loop = new_test_loop(NULL);
	post(loop, port, body, BODY_BYTES, false, &done);
	for (bool is_reported = false;;) {
		if (!loop_run_once(loop, 10))
			_exit(1);
		bool is_queued = sockets_to_port(port, &socket, 1) == 1 &&
				 platform_socket_unsent_bytes(socket) > LEAST_QUEUED_BYTES;
		if (is_queued && !is_reported && write(report, "q", 1) != 1)
			_exit(1);
		is_reported = is_reported || is_queued;
	}
}

static size_t read_to_the_end(int connection)
{
	static char bytes[65536];
	size_t total = 0;
	ssize_t size = 0;
	while ((size = read(connection, bytes, sizeof(bytes))) > 0)
		total += (size_t)size;
	return total;
}

static void what_a_killed_program_has_not_delivered_is_lost(void **state)
{
	(void)state;
	int port = 0;
	int report[2];
	char byte = 0;
	int listener = listen_deaf(&port);
	assert_int_equal(pipe(report), 0);
	pid_t sender = fork();
	if (sender == 0)
		send_and_wait(port, report[1]);
	close(report[1]);
	int connection = accept(listener, NULL, NULL);
	assert_true(connection >= 0);
	assert_int_equal(read(report[0], &byte, 1), 1);
	kill(sender, SIGKILL);
	assert_int_equal(waitpid(sender, NULL, 0), sender);
	assert_in_range(read_to_the_end(connection), 0, LEAST_QUEUED_BYTES / 2);
	close(connection);
	close(report[0]);
	close(listener);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_a_killed_program_has_not_delivered_is_lost),
		cmocka_unit_test(a_connection_belongs_to_this_program_alone),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
