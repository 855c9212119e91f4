/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Websockets over TLS, and through proxies. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "net/loop.h"
#include "recorder.h"
#include "support/certificates.h"
#include "support/child.h"
#include "support/run_until.h"

struct fixture {
	char folder[256];
	char ca_file[512];
	char keys_file[512];
	struct child *server;
	json_t *ports;
	struct loop *loop; /* trusts our CA */
	struct recorder client;
};

static int start(void **state)
{
	struct fixture *fixture = calloc(1, sizeof(*fixture));
	certificates_make(fixture->folder, sizeof(fixture->folder));
	snprintf(fixture->ca_file, sizeof(fixture->ca_file), "%s/ca.pem", fixture->folder);
	const char *arguments[] = {fixture->folder, NULL};
	fixture->server = child_start_node("socketio/tls_server.mjs", arguments);
	fixture->ports = child_read_json(fixture->server, PATIENCE_MS);
	assert_non_null(fixture->ports);
	/* libwebsockets looks at it when a loop is made. */
	snprintf(fixture->keys_file, sizeof(fixture->keys_file), "%s/keys.log", fixture->folder);
#ifndef _WIN32
	setenv("SSLKEYLOGFILE", fixture->keys_file, 1);
#endif
	fixture->loop = new_test_loop(fixture->ca_file);
	*state = fixture;
	return 0;
}

static int finish(void **state)
{
	struct fixture *fixture = *state;
	loop_destroy(fixture->loop);
	child_stop(fixture->server);
	json_decref(fixture->ports);
	certificates_remove(fixture->folder);
	free(fixture);
	return 0;
}

static int port_of(const struct fixture *fixture, const char *name)
{
	return (int)json_integer_value(json_object_get(fixture->ports, name));
}

static int tls_port(const struct fixture *fixture, const char *name)
{
	return (int)json_integer_value(json_object_get(json_object_get(fixture->ports, "tls"), name));
}

static struct recorder *open_on(struct fixture *fixture, struct loop *loop, const char *host, int port)
{
	char url[128];
	snprintf(url, sizeof(url), "https://%s:%d", host, port);
	struct sio_options options = {.url = url, .max_message_bytes = 2000000, .connect_timeout_ms = PATIENCE_MS};
	memset(&fixture->client, 0, sizeof(fixture->client));
	recorder_open(&fixture->client, loop, &options);
	return &fixture->client;
}

static void good_certificates_are_taken(void **state)
{
	struct fixture *fixture = *state;
	static const char *const hosts[] = {"localhost", "127.0.0.1"};
	for (size_t i = 0; i < sizeof(hosts) / sizeof(hosts[0]); i++) {
		struct recorder *client = open_on(fixture, fixture->loop, hosts[i], tls_port(fixture, "good"));
		recorder_wait_connected(client);
		recorder_emit(client, "echo", "1");
		recorder_wait_event(client, "echo");
		sio_client_close(client->client, 5000);
		recorder_wait_closed(client);
		assert_int_equal(client->close.reason, SIO_CLOSE_BY_US);
		recorder_free(client);
	}
}

static void expect_tls_error(struct fixture *fixture, struct loop *loop, int port, const char *detail)
{
	struct recorder *client = open_on(fixture, loop, "localhost", port);
	recorder_wait_closed(client);
	print_message("%s\n", client->close.detail);
	assert_int_equal(client->close.reason, SIO_CLOSE_TLS);
	assert_non_null(strstr(client->close.detail, detail));
	assert_int_equal(client->connected, 0);
	recorder_free(client);
}

static void bad_certificates_are_refused(void **state)
{
	struct fixture *fixture = *state;
	expect_tls_error(fixture, fixture->loop, tls_port(fixture, "wrong-name"), "mismatch");
	expect_tls_error(fixture, fixture->loop, tls_port(fixture, "other"), "issuer");
	expect_tls_error(fixture, fixture->loop, tls_port(fixture, "expired"), "expired");
	expect_tls_error(fixture, fixture->loop, tls_port(fixture, "self-signed"), "self");
	struct loop *system_only = new_test_loop(NULL);
	expect_tls_error(fixture, system_only, tls_port(fixture, "good"), "issuer");
	loop_destroy(system_only);
}

static void a_server_that_stops_in_the_handshake_times_out(void **state)
{
	struct fixture *fixture = *state;
	char url[64];
	snprintf(url, sizeof(url), "https://127.0.0.1:%d", port_of(fixture, "silent"));
	struct sio_options options = {.url = url, .connect_timeout_ms = 300};
	memset(&fixture->client, 0, sizeof(fixture->client));
	recorder_open(&fixture->client, fixture->loop, &options);
	recorder_wait_closed(&fixture->client);
	assert_int_equal(fixture->client.close.reason, SIO_CLOSE_TLS);
	recorder_free(&fixture->client);
}

/* TLS records hold more than one read takes: what libwebsockets has buffered must not wait for the next packet. */
static void a_burst_over_tls_arrives_whole(void **state)
{
	struct fixture *fixture = *state;
	struct recorder *client = open_on(fixture, fixture->loop, "localhost", tls_port(fixture, "good"));
	recorder_wait_connected(client);
	recorder_emit(client, "burst", NULL);
	recorder_wait_events(client, 1021);
	int next = 0;
	for (size_t i = 0; i < json_array_size(client->log); i++) {
		const json_t *entry = json_array_get(client->log, i);
		if (strcmp(json_string_value(json_array_get(entry, 0)), "number") == 0)
			assert_int_equal(json_integer_value(json_array_get(entry, 1)), next++);
	}
	assert_int_equal(next, 1020);
	recorder_free(client);
}

static struct loop *new_proxied_loop(struct fixture *fixture, const char *proxy_format, int port)
{
	char proxy[256];
	enum loop_error error = LOOP_OK;
	if (strcmp(proxy_format, "socks") == 0)
		snprintf(proxy, sizeof(proxy), "socks5://127.0.0.1:%d", port);
	else
		snprintf(proxy, sizeof(proxy), "http://%slocalhost:%d", proxy_format, port);
	struct loop_config config = {.proxy = proxy, .ca_file = fixture->ca_file};
	struct loop *loop = loop_create(&config, &error);
	assert_non_null(loop);
	return loop;
}

static void a_proxy_is_used_for_the_cloud(void **state)
{
	struct fixture *fixture = *state;
	struct loop *loop = new_proxied_loop(fixture, "user:word@", port_of(fixture, "proxy"));
	/* Only the proxy can resolve this name. */
	struct recorder *client = open_on(fixture, loop, "good.test", tls_port(fixture, "good"));
	recorder_wait_connected(client);
	recorder_emit(client, "tunnels", NULL);
	const json_t *tunnels = json_array_get(recorder_wait_event(client, "tunnels"), 1);
	const json_t *last = json_array_get(tunnels, json_array_size(tunnels) - 1);
	char target[64];
	snprintf(target, sizeof(target), "good.test:%d", tls_port(fixture, "good"));
	assert_string_equal(json_string_value(json_object_get(last, "target")), target);
	/* the name of a scheme may be written in any case */
	assert_string_equal(json_string_value(json_object_get(last, "authorization")) + 1, "asic dXNlcjp3b3Jk");
	size_t before = json_array_size(tunnels);
	recorder_free(client);
	client = open_on(fixture, loop, "localhost", tls_port(fixture, "good"));
	recorder_wait_connected(client);
	recorder_emit(client, "tunnels", NULL);
	assert_int_equal(json_array_size(json_array_get(recorder_wait_event(client, "tunnels"), 1)), before);
	recorder_free(client);
	loop_destroy(loop);
}

/* The longest that the route lets through: libwebsockets takes it, and the proxy gets all of it. */
static void the_longest_credentials_reach_the_proxy(void **state)
{
	struct fixture *fixture = *state;
	char credentials[LOOP_MAX_PROXY_CREDENTIALS + 2];
	memset(credentials, 'a', LOOP_MAX_PROXY_CREDENTIALS);
	credentials[40] = ':';
	memcpy(credentials + LOOP_MAX_PROXY_CREDENTIALS, "@", 2);
	struct loop *loop = new_proxied_loop(fixture, credentials, port_of(fixture, "proxy"));
	struct recorder *client = open_on(fixture, loop, "good.test", tls_port(fixture, "good"));
	recorder_wait_connected(client);
	recorder_emit(client, "tunnels", NULL);
	const json_t *tunnels = json_array_get(recorder_wait_event(client, "tunnels"), 1);
	const json_t *last = json_array_get(tunnels, json_array_size(tunnels) - 1);
	const char *seen = json_string_value(json_object_get(last, "authorization"));
	assert_int_equal(strlen(seen), strlen("Basic ") + (LOOP_MAX_PROXY_CREDENTIALS + 2) / 3 * 4);
	recorder_free(client);
	loop_destroy(loop);
}

/* Only a person can mend it, so it is no failure to connect, and certainly no lack of memory. */
static void a_proxy_that_cannot_be_used_is_told_so(void **state)
{
	struct fixture *fixture = *state;
	char credentials[LOOP_MAX_PROXY_CREDENTIALS + 3];
	memset(credentials, 'a', LOOP_MAX_PROXY_CREDENTIALS + 1);
	credentials[40] = ':';
	memcpy(credentials + LOOP_MAX_PROXY_CREDENTIALS + 1, "@", 2);
	const char *const formats[] = {"socks", credentials};
	for (size_t i = 0; i < sizeof(formats) / sizeof(formats[0]); i++) {
		struct loop *loop = new_proxied_loop(fixture, formats[i], port_of(fixture, "proxy"));
		struct recorder *client = open_on(fixture, loop, "good.test", tls_port(fixture, "good"));
		recorder_wait_closed(client);
		assert_int_equal(client->close.reason, SIO_CLOSE_BAD_PROXY);
		assert_non_null(strstr(client->close.detail, "92 bytes"));
		recorder_free(client);
		loop_destroy(loop);
	}
}

static void the_name_is_checked_behind_a_proxy_too(void **state)
{
	struct fixture *fixture = *state;
	struct loop *loop = new_proxied_loop(fixture, "", port_of(fixture, "proxy"));
	struct recorder *client = open_on(fixture, loop, "good.test", tls_port(fixture, "wrong-name"));
	recorder_wait_closed(client);
	assert_int_equal(client->close.reason, SIO_CLOSE_TLS);
	recorder_free(client);
	loop_destroy(loop);
}

static void a_proxy_that_cannot_help_is_a_connect_error(void **state)
{
	struct fixture *fixture = *state;
	static const struct {
		const char *format;
		const char *port;
	} proxies[] = {{"", "refusing_proxy"}, {"", NULL}};
	for (size_t i = 0; i < sizeof(proxies) / sizeof(proxies[0]); i++) {
		int port = proxies[i].port ? port_of(fixture, proxies[i].port) : 1;
		struct loop *loop = new_proxied_loop(fixture, proxies[i].format, port);
		struct recorder *client = open_on(fixture, loop, "good.test", tls_port(fixture, "good"));
		recorder_wait_closed(client);
		print_message("%s\n", client->close.detail);
		assert_int_equal(client->close.reason, SIO_CLOSE_CONNECT);
		recorder_free(client);
		loop_destroy(loop);
	}
}

/* It takes the connection and never says a word: nothing is wrong with anybody's certificate. */
static void a_proxy_that_does_not_answer_is_a_connect_error(void **state)
{
	struct fixture *fixture = *state;
	struct loop *loop = new_proxied_loop(fixture, "", port_of(fixture, "silent"));
	struct sio_options options = {.url = "https://good.test", .connect_timeout_ms = 1000};
	memset(&fixture->client, 0, sizeof(fixture->client));
	recorder_open(&fixture->client, loop, &options);
	recorder_wait_closed(&fixture->client);
	assert_int_equal(fixture->client.close.reason, SIO_CLOSE_CONNECT);
	assert_non_null(strstr(fixture->client.close.detail, "proxy did not make the connection"));
	recorder_free(&fixture->client);
	loop_destroy(loop);
}

/* With them whoever recorded a connection can read it. */
static void keys_of_tls_are_written_nowhere(void **state)
{
	struct fixture *fixture = *state;
	struct recorder *client = open_on(fixture, fixture->loop, "localhost", tls_port(fixture, "good"));
	char kept[8] = "";
	recorder_wait_connected(client);
	recorder_free(client);
	FILE *keys = fopen(fixture->keys_file, "r");
	bool is_empty = !keys || !fgets(kept, sizeof(kept), keys);
	if (keys)
		fclose(keys);
	assert_true(is_empty);
}

/* Between heartbeats nothing may turn the loop: a turn that nobody asked for would return early. */
static void an_idle_connection_leaves_the_loop_asleep(void **state)
{
	struct fixture *fixture = *state;
	struct recorder *client = open_on(fixture, fixture->loop, "localhost", tls_port(fixture, "good"));
	recorder_wait_connected(client);
	recorder_emit(client, "echo", "1");
	recorder_wait_event(client, "echo");
	run_for(fixture->loop, 200); /* what TLS still has to say */
	int64_t before_ms = loop_now_ms(fixture->loop);
	assert_true(loop_run_once(fixture->loop, 1000));
	assert_true(loop_now_ms(fixture->loop) - before_ms >= 999);
	recorder_free(client);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(good_certificates_are_taken),
		cmocka_unit_test(bad_certificates_are_refused),
		cmocka_unit_test(a_server_that_stops_in_the_handshake_times_out),
		cmocka_unit_test(a_burst_over_tls_arrives_whole),
		cmocka_unit_test(a_proxy_is_used_for_the_cloud),
		cmocka_unit_test(the_longest_credentials_reach_the_proxy),
		cmocka_unit_test(a_proxy_that_cannot_be_used_is_told_so),
		cmocka_unit_test(keys_of_tls_are_written_nowhere),
		cmocka_unit_test(the_name_is_checked_behind_a_proxy_too),
		cmocka_unit_test(a_proxy_that_cannot_help_is_a_connect_error),
		cmocka_unit_test(a_proxy_that_does_not_answer_is_a_connect_error),
		cmocka_unit_test(an_idle_connection_leaves_the_loop_asleep),
	};
	return cmocka_run_group_tests(tests, start, finish);
}
