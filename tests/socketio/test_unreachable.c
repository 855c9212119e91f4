/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Servers that are not reached at all: each failure has its own reason. */
#include <arpa/inet.h>
#include <fcntl.h>
#include <poll.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cmocka.h>

#include "net/loop.h"
#include "raw_server.h"
#include "recorder.h"
#include "support/child.h"
#include "support/run_until.h"

/* How it ended. */
static struct sio_close try_to_reach(struct raw_world *fixture, const char *url, int timeout_ms)
{
	struct sio_options options = {.url = url, .allow_plain = true, .connect_timeout_ms = timeout_ms};
	memset(&fixture->client, 0, sizeof(fixture->client));
	recorder_open(&fixture->client, fixture->loop, &options);
	assert_int_equal(fixture->client.closed, 0); /* never from inside the call */
	recorder_wait_closed(&fixture->client);
	struct sio_close end = fixture->client.close;
	assert_int_equal(fixture->client.connected, 0);
	assert_false(end.was_connected);
	recorder_free(&fixture->client);
	return end;
}

static void a_reset_before_the_request_is_answered_is_reported(void **state)
{
	struct raw_world *fixture = *state;
	char url[64];
	snprintf(url, sizeof(url), "http://127.0.0.1:%d", fixture->ports.rude);
	for (int i = 0; i < 10; i++) { /* it may come before, while or after the request is sent */
		enum sio_close_reason reason = try_to_reach(fixture, url, PATIENCE_MS).reason;
		assert_true(reason == SIO_CLOSE_TRANSPORT || reason == SIO_CLOSE_CONNECT);
	}
}

static void no_port_no_connection(void **state)
{
	assert_int_equal(try_to_reach(*state, "http://127.0.0.1:1", PATIENCE_MS).reason, SIO_CLOSE_CONNECT);
}

static void a_bad_url_is_reported_from_the_loop(void **state)
{
	static const char *const urls[] = {"", "http://example.com", "ftp://h", "https://h h"};
	for (size_t i = 0; i < sizeof(urls) / sizeof(urls[0]); i++)
		assert_int_equal(try_to_reach(*state, urls[i], PATIENCE_MS).reason, SIO_CLOSE_BAD_URL);
}

static void a_name_that_does_not_exist_is_a_resolve_error(void **state)
{
	assert_int_equal(try_to_reach(*state, "https://nobody.invalid", 0).reason, SIO_CLOSE_RESOLVE);
}

enum { SILENT_SOCKETS = 8 };

static bool is_taken(int connection)
{
	struct pollfd wanted = {.fd = connection, .events = POLLOUT};
	return poll(&wanted, 1, 200) == 1;
}

/* A port that answers no one: the queue of its listener is full. sockets: to be closed by the caller. */
static int silent_port(int sockets[SILENT_SOCKETS])
{
	struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
	socklen_t size = sizeof(address);
	for (int i = 0; i < SILENT_SOCKETS; i++)
		sockets[i] = socket(AF_INET, SOCK_STREAM, 0);
	assert_int_equal(bind(sockets[0], (struct sockaddr *)&address, size), 0);
	assert_int_equal(listen(sockets[0], 0), 0);
	assert_int_equal(getsockname(sockets[0], (struct sockaddr *)&address, &size), 0);
	bool is_full = false;
	for (int i = 1; i < SILENT_SOCKETS && !is_full; i++) {
		fcntl(sockets[i], F_SETFL, O_NONBLOCK);
		connect(sockets[i], (struct sockaddr *)&address, size);
		is_full = !is_taken(sockets[i]);
	}
	assert_true(is_full);
	return ntohs(address.sin_port);
}

/* The name was found: it is no problem of names. */
static void a_host_that_does_not_answer_is_a_connect_error(void **state)
{
	static const char *const hosts[] = {"localhost", "127.0.0.1"};
	int sockets[SILENT_SOCKETS];
	int port = silent_port(sockets);
	for (size_t i = 0; i < sizeof(hosts) / sizeof(hosts[0]); i++) {
		char url[64];
		snprintf(url, sizeof(url), "https://%s:%d", hosts[i], port);
		struct sio_close end = try_to_reach(*state, url, 500);
		assert_int_equal(end.reason, SIO_CLOSE_CONNECT);
		assert_string_equal(end.detail, "The server could not be reached in time");
	}
	for (int i = 0; i < SILENT_SOCKETS; i++)
		close(sockets[i]);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_reset_before_the_request_is_answered_is_reported),
		cmocka_unit_test(no_port_no_connection),
		cmocka_unit_test(a_bad_url_is_reported_from_the_loop),
		cmocka_unit_test(a_name_that_does_not_exist_is_a_resolve_error),
		cmocka_unit_test(a_host_that_does_not_answer_is_a_connect_error),
	};
	return cmocka_run_group_tests(tests, raw_world_setup, raw_world_teardown);
}
