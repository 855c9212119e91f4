/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A resolver that never answers must hold up nothing. In a network of its own, with a name server that is silent. */
#define _GNU_SOURCE /* mkstemp */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "net/http/http.h"
#include "net/loop.h"
#include "net/platform.h"
#include "support/own_network.h"
#include "support/run_until.h"

#ifdef __linux__
#include <arpa/inet.h>
#include <sys/mount.h>
#include <sys/socket.h>

enum { RESOLVER_PATIENCE_S = 60 };

static bool write_text(const char *path, const char *text)
{
	FILE *file = fopen(path, "w");
	bool is_written = file && fputs(text, file) >= 0;
	return file && fclose(file) == 0 && is_written;
}

/* Takes requests and keeps them. */
static bool bind_name_server(void)
{
	struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons(53)};
	address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	int server = socket(AF_INET, SOCK_DGRAM, 0);
	return server >= 0 && bind(server, (struct sockaddr *)&address, sizeof(address)) == 0;
}

static bool have_silent_resolver(void)
{
	char path[] = "/tmp/lovense-for-obs-resolv-XXXXXX";
	char text[128];
	int file = mkstemp(path);
	snprintf(text, sizeof(text), "nameserver 127.0.0.1\noptions timeout:%d attempts:1\n", RESOLVER_PATIENCE_S / 2);
	bool is_ready = file >= 0 && write_text(path, text) && own_network_start() &&
			mount(NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL) == 0 && bind_name_server() &&
			mount(path, "/etc/resolv.conf", NULL, MS_BIND, NULL) == 0;
	close(file);
	unlink(path);
	return is_ready;
}
#else
enum { RESOLVER_PATIENCE_S = 60 };

static bool have_silent_resolver(void)
{
	return false;
}
#endif

struct ticker {
	struct loop *loop;
	struct loop_timer timer;
	int ticks;
};

static void on_tick(void *ctx)
{
	struct ticker *ticker = ctx;
	ticker->ticks++;
	loop_timer_start(ticker->loop, &ticker->timer, loop_now_ms(ticker->loop) + 1);
}

static void keep_error(void *ctx, const struct http_address *address)
{
	*(enum http_error *)ctx = address->error;
	assert_false(address->is_found);
}

static void keep_reply_error(void *ctx, const struct http_reply *reply)
{
	*(enum http_error *)ctx = reply->error;
}

static void timers_go_on_while_a_name_is_looked_up(void **state)
{
	(void)state;
	struct ticker ticker = {.loop = new_test_loop(NULL), .timer = {.fire = on_tick, .ctx = &ticker}};
	enum http_error resolved = 0;
	enum http_error answered = 0;
	struct http_options options = {
		.url = "https://other.example/", .timeout_ms = PATIENCE_MS, .done = keep_reply_error, .ctx = &answered};
	struct http_request *request =
		http_resolve(ticker.loop, "slow.example", 443, PATIENCE_MS, keep_error, &resolved);
	assert_non_null(request);
	assert_non_null(http_start(ticker.loop, &options));
	loop_timer_start(ticker.loop, &ticker.timer, 0);
	assert_true(run_until_count(ticker.loop, &ticker.ticks, 20));
	/* A lookup on this thread would be over by now, after half a minute. */
	assert_int_equal(resolved, 0);
	assert_int_equal(answered, 0);
	assert_false(http_is_found(request));
	loop_timer_cancel(ticker.loop, &ticker.timer);
	loop_destroy(ticker.loop);
}

static void a_lookup_has_an_end(void **state)
{
	(void)state;
	struct loop *loop = new_test_loop(NULL);
	enum http_error resolved = 0;
	enum http_error answered = 0;
	struct http_options options = {
		.url = "https://other.example/", .timeout_ms = 300, .done = keep_reply_error, .ctx = &answered};
	assert_non_null(http_resolve(loop, "slow.example", 443, 200, keep_error, &resolved));
	assert_non_null(http_start(loop, &options));
	while (!resolved || !answered)
		assert_true(loop_run_once(loop, 100));
	assert_int_equal(resolved, HTTP_ERROR_TIMEOUT);
	assert_int_equal(answered, HTTP_ERROR_TIMEOUT);
	loop_destroy(loop);
}

static void cancelling_does_not_wait_for_the_resolver(void **state)
{
	(void)state;
	enum http_error error = 0;
	int64_t before_ms = platform_monotonic_ms();
	struct loop *loop = new_test_loop(NULL);
	struct http_request *request = http_resolve(loop, "slow.example", 443, 20000, keep_error, &error);
	assert_non_null(request);
	run_for(loop, 50);
	http_cancel(request);
	assert_non_null(http_resolve(loop, "slower.example", 443, 20000, keep_error, &error));
	run_for(loop, 50);
	loop_destroy(loop);
	assert_int_equal(error, 0);
	/* Not a measurement: waiting for the resolver would take longer than this by far. */
	assert_true(platform_monotonic_ms() - before_ms < RESOLVER_PATIENCE_S * 1000 / 3);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(timers_go_on_while_a_name_is_looked_up),
		cmocka_unit_test(a_lookup_has_an_end),
		cmocka_unit_test(cancelling_does_not_wait_for_the_resolver),
	};
	if (!have_silent_resolver())
		return own_network_missing();
	int failed = cmocka_run_group_tests(tests, NULL, NULL);
	fflush(NULL);
	_exit(failed); /* curl's resolver threads are still waiting */
}
