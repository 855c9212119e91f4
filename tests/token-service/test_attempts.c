/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the upstream is asked with, when the clock jumps and when authorities are named. The clock is the test's own;
 * the upstream takes connections and never answers. */
#include "cmocka_all.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include "token-service/upstream/attempt.h"
#include "token-service/upstream/upstream.h"

enum { TIMEOUT_US = 20000 }; /* by the test's clock; timers go by the machine's and only end a wait */

/* What the wrapped functions need; cmocka hands them no state. */
static struct {
	int64_t now_us;
	long timeout_ms;
	bool did_clear_folder;
} world;

int64_t __wrap_events_now_us(void);
int64_t __wrap_events_now_us(void)
{
	return world.now_us;
}

CURLcode __real_curl_easy_setopt(CURL *easy, CURLoption option, ...);
CURLcode __wrap_curl_easy_setopt(CURL *easy, CURLoption option, ...);
CURLcode __wrap_curl_easy_setopt(CURL *easy, CURLoption option, ...)
{
	CURLcode code = CURLE_OK;
	va_list arguments;
	va_start(arguments, option);
	if (option < CURLOPTTYPE_OBJECTPOINT) {
		long number = va_arg(arguments, long);
		if (option == CURLOPT_TIMEOUT_MS)
			world.timeout_ms = number;
		code = __real_curl_easy_setopt(easy, option, number);
	} else {
		void *pointer = va_arg(arguments, void *);
		if (option == CURLOPT_CAPATH)
			world.did_clear_folder = !pointer;
		code = __real_curl_easy_setopt(easy, option, pointer);
	}
	va_end(arguments);
	return code;
}

struct silent_peer {
	int descriptor;
	char url[64];
};

static void open_silent_peer(struct silent_peer *peer)
{
	struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
	socklen_t size = sizeof(address);
	peer->descriptor = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	assert_int_equal(bind(peer->descriptor, (struct sockaddr *)&address, size), 0);
	assert_int_equal(listen(peer->descriptor, 8), 0);
	assert_int_equal(getsockname(peer->descriptor, (struct sockaddr *)&address, &size), 0);
	snprintf(peer->url, sizeof(peer->url), "http://127.0.0.1:%d", ntohs(address.sin_port));
}

struct rig {
	struct silent_peer peer;
	struct upstream_config config;
	struct events *events;
	struct upstream *upstream;
	enum problem reported;
	int report_count;
};

static int open_rig(void **state)
{
	static struct rig rig;
	rig = (struct rig){0};
	world.now_us = 1000000;
	open_silent_peer(&rig.peer);
	static char no_file[] = "";
	rig.config = (struct upstream_config){
		.url = rig.peer.url,
		.ca_file = no_file,
		.connect_timeout_ms = 3000,
		.timeout_ms = TIMEOUT_US / 1000,
		.max_connections = 1,
		.max_requests = 8,
		.breaker = {.failures_to_open = 1, .open_ms = 1000, .max_open_ms = 1000},
	};
	rig.events = events_create();
	rig.upstream = rig.events ? upstream_create(rig.events, &rig.config, "T") : NULL;
	*state = &rig;
	return rig.upstream ? 0 : -1;
}

static int close_rig(void **state)
{
	struct rig *rig = *state;
	upstream_destroy(rig->upstream);
	events_destroy(rig->events);
	close(rig->peer.descriptor);
	return 0;
}

static void report(void *ctx, const struct upstream_result *result)
{
	struct rig *rig = ctx;
	rig->reported = result->problem;
	rig->report_count++;
	assert_int_equal(result->attempts, 0);
	events_stop(rig->events);
}

static struct upstream_request *ask(struct rig *rig)
{
	enum problem problem = PROBLEM_INVALID;
	int retry_after_s = 0;
	return upstream_start(rig->upstream, "u-1", "alice", report, rig, &problem, &retry_after_s);
}

static void who_gets_a_place_too_late_gets_busy(void **state)
{
	struct rig *rig = *state;
	struct upstream_stats stats;
	struct upstream_request *first = ask(rig);
	assert_non_null(first);
	assert_non_null(ask(rig)); /* waits for the place of the first */
	world.now_us += TIMEOUT_US + 5000;
	struct upstream_request *third = ask(rig); /* has all its time */
	upstream_cancel(first);
	assert_int_equal(rig->report_count, 0); /* done is never called from inside */
	assert_true(events_run(rig->events));
	assert_int_equal(rig->report_count, 1);
	assert_int_equal(rig->reported, PROBLEM_BUSY);
	upstream_read_stats(rig->upstream, &stats);
	assert_int_equal(stats.attempts, 2); /* the first and the third */
	assert_int_equal(stats.requests, 1);
	upstream_cancel(third);
	assert_int_equal(stats.breaker, BREAKER_CLOSED); /* says nothing about the upstream */
}

static void who_gets_a_place_in_time_is_sent_with_what_is_left(void **state)
{
	struct rig *rig = *state;
	struct upstream_stats stats;
	struct upstream_request *first = ask(rig);
	struct upstream_request *second = ask(rig);
	assert_int_equal(world.timeout_ms, TIMEOUT_US / 1000 + 1);
	world.now_us += TIMEOUT_US - 2000;
	upstream_cancel(first);
	assert_int_equal(world.timeout_ms, 3);
	upstream_read_stats(rig->upstream, &stats);
	assert_int_equal(stats.attempts, 2);
	upstream_cancel(second);
	assert_int_equal(rig->report_count, 0);
}

static void unused_ended(void *ctx, CURL *easy, CURLcode code)
{
	(void)ctx;
	(void)easy;
	(void)code;
}

static void unused_idle(void *ctx)
{
	(void)ctx;
}

/* Starts one attempt by itself and drops it. */
static void start_alone(const struct rig *rig, char *ca_file, int64_t left_us)
{
	struct upstream_config config = rig->config;
	struct transfers_listener listener = {unused_ended, unused_idle, NULL};
	struct transfers *transfers = transfers_create(rig->events, 1, &listener);
	struct endpoint endpoint;
	struct attempt attempt = {0};
	assert_non_null(transfers);
	config.ca_file = ca_file;
	assert_true(endpoint_open(&endpoint, &config, "T"));
	assert_true(attempt_start(&attempt, transfers, &endpoint, "u-1", "alice", left_us, NULL));
	attempt_forget(&attempt, transfers);
	endpoint_close(&endpoint);
	transfers_destroy(transfers);
}

static void no_attempt_is_without_a_time_limit(void **state)
{
	static const int64_t left_us[] = {0, -1, -1000, -1001, -9000000};
	for (size_t i = 0; i < sizeof(left_us) / sizeof(left_us[0]); i++) {
		world.timeout_ms = 0;
		start_alone(*state, (char[]){""}, left_us[i]);
		assert_int_equal(world.timeout_ms, 1);
	}
}

static void a_ca_file_is_in_place_of_the_systems_authorities(void **state)
{
	world.did_clear_folder = false;
	start_alone(*state, (char[]){""}, TIMEOUT_US);
	assert_false(world.did_clear_folder);
	start_alone(*state, (char[]){"/some/ca.pem"}, TIMEOUT_US);
	assert_true(world.did_clear_folder);
}

int main(void)
{
#define WITH_RIG(test) cmocka_unit_test_setup_teardown(test, open_rig, close_rig)
	const struct CMUnitTest tests[] = {
		WITH_RIG(who_gets_a_place_too_late_gets_busy),
		WITH_RIG(who_gets_a_place_in_time_is_sent_with_what_is_left),
		WITH_RIG(no_attempt_is_without_a_time_limit),
		WITH_RIG(a_ca_file_is_in_place_of_the_systems_authorities),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
