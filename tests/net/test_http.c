/* SPDX-License-Identifier: GPL-2.0-or-later */
/* HTTP requests on the loop: replies, limits, TLS, proxies. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <jansson.h>

#include "net/http/http.h"
#include "net/loop.h"
#include "net/url.h"
#include "support/certificates.h"
#include "support/child.h"
#include "support/run_until.h"

struct fixture {
	char folder[256];
	struct child *server;
	json_t *ports;
	struct loop *loop; /* trusts our CA */
};

/* curl looks at the environment once, when it is initialised. */
static void write_no_keys(const struct fixture *fixture)
{
#ifndef _WIN32
	setenv("SSLKEYLOGFILE", certificate_path(fixture->folder, "keys.log"), 1);
#else
	(void)fixture;
#endif
}

static int start(void **state)
{
	struct fixture *fixture = calloc(1, sizeof(*fixture));
	certificates_make(fixture->folder, sizeof(fixture->folder));
	const char *arguments[] = {fixture->folder, NULL};
	fixture->server = child_start_node("net/http_server.mjs", arguments);
	fixture->ports = child_read_json(fixture->server, PATIENCE_MS);
	assert_non_null(fixture->ports);
	write_no_keys(fixture);
	fixture->loop = new_test_loop(certificate_path(fixture->folder, "ca.pem"));
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

static int plain_port(const struct fixture *fixture)
{
	return (int)json_integer_value(json_object_get(fixture->ports, "plain"));
}

static int tls_port(const struct fixture *fixture, const char *name)
{
	return (int)json_integer_value(json_object_get(json_object_get(fixture->ports, "tls"), name));
}

struct answer {
	int count;
	struct http_reply reply;
	char body[4096];
	char location[128]; /* without its server */
};

static void keep_answer(void *ctx, const struct http_reply *reply)
{
	struct answer *answer = ctx;
	answer->count++;
	answer->reply = *reply;
	const char *path = strrchr(reply->location, '/');
	snprintf(answer->location, sizeof(answer->location), "%s", path ? path : "");
	size_t size = reply->body_size < sizeof(answer->body) ? reply->body_size : sizeof(answer->body) - 1;
	memcpy(answer->body, reply->body, size);
	answer->body[size] = '\0';
	assert_int_equal(reply->body[reply->body_size], '\0');
}

static void ask_on(struct loop *loop, const char *url, struct http_options options, struct answer *answer)
{
	options.url = url;
	options.done = keep_answer;
	options.ctx = answer;
	*answer = (struct answer){0};
	assert_non_null(http_start(loop, &options));
	assert_int_equal(answer->count, 0); /* never from inside the call */
	assert_true(run_until_count(loop, &answer->count, 1));
}

static void ask_plain(struct fixture *fixture, const char *path, struct http_options options, struct answer *answer)
{
	char url[256];
	snprintf(url, sizeof(url), "http://127.0.0.1:%d%s", plain_port(fixture), path);
	options.allow_plain_http = true;
	ask_on(fixture->loop, url, options, answer);
}

static json_t *counts(struct fixture *fixture)
{
	struct answer answer;
	ask_plain(fixture, "/counts", (struct http_options){0}, &answer);
	json_t *value = json_loads(answer.body, 0, NULL);
	assert_non_null(value);
	return value;
}

static const char *header_of(const json_t *echo, const char *name)
{
	return json_string_value(json_object_get(json_object_get(echo, "headers"), name));
}

static void a_body_is_posted_as_json(void **state)
{
	struct answer answer;
	struct http_options options = {.body = "{\"a\":1}", .body_size = 7};
	ask_plain(*state, "/echo", options, &answer);
	assert_int_equal(answer.reply.error, HTTP_OK);
	assert_int_equal(answer.reply.status, 200);
	assert_string_equal(answer.reply.detail, "");
	assert_int_equal(answer.reply.retry_after_s, -1);
	assert_true(answer.reply.total_ms >= 0);
	json_t *echo = json_loads(answer.body, 0, NULL);
	assert_string_equal(json_string_value(json_object_get(echo, "method")), "POST");
	assert_string_equal(json_string_value(json_object_get(echo, "body")), "{\"a\":1}");
	assert_string_equal(header_of(echo, "content-type"), "application/json");
	assert_null(header_of(echo, "expect"));
	json_decref(echo);
}

static void headers_are_those_that_were_given(void **state)
{
	struct answer answer;
	static const char *const headers[] = {"X-platform: test", "Content-Type: text/plain", NULL};
	struct http_options options = {.headers = headers, .body = "", .body_size = 0};
	ask_plain(*state, "/echo", options, &answer);
	json_t *echo = json_loads(answer.body, 0, NULL);
	assert_string_equal(json_string_value(json_object_get(echo, "method")), "POST");
	assert_string_equal(header_of(echo, "x-platform"), "test");
	assert_string_equal(header_of(echo, "content-type"), "text/plain");
	json_decref(echo);
	ask_plain(*state, "/echo", (struct http_options){0}, &answer);
	echo = json_loads(answer.body, 0, NULL);
	assert_string_equal(json_string_value(json_object_get(echo, "method")), "GET");
	json_decref(echo);
}

static void a_header_with_a_line_break_is_never_sent(void **state)
{
	struct answer answer;
	static const char *const bad[] = {"A: b\r\nX-Lines: 1", "A: b\n", "A: b\x7f", "A: b\t"};
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		const char *const headers[] = {"A: good", bad[i], NULL};
		struct http_options options = {.headers = headers};
		ask_plain(*state, "/echo", options, &answer);
		assert_int_equal(answer.reply.error, HTTP_ERROR_HEADER);
		assert_false(answer.reply.was_sent);
	}
}

static void a_large_body_goes_out_whole(void **state)
{
	enum { SIZE = 50000 };
	struct answer answer;
	char *body = malloc(SIZE);
	memset(body, 'y', SIZE);
	struct http_options options = {.body = body, .body_size = SIZE};
	ask_plain(*state, "/echo", options, &answer);
	free(body);
	assert_int_equal(answer.reply.error, HTTP_OK);
	assert_true(answer.reply.body_size > SIZE);
}

static void a_status_is_an_answer(void **state)
{
	struct answer answer;
	static const int statuses[] = {201, 400, 401, 403, 404, 429, 500, 503};
	for (size_t i = 0; i < sizeof(statuses) / sizeof(statuses[0]); i++) {
		char path[32];
		snprintf(path, sizeof(path), "/status/%d", statuses[i]);
		ask_plain(*state, path, (struct http_options){0}, &answer);
		assert_int_equal(answer.reply.error, HTTP_OK);
		assert_int_equal(answer.reply.status, statuses[i]);
		assert_string_equal(answer.body, "{\"error\":\"as you asked\"}");
	}
}

static void retry_after_is_read_in_both_forms(void **state)
{
	struct answer answer;
	ask_plain(*state, "/retry/7", (struct http_options){0}, &answer);
	assert_int_equal(answer.reply.retry_after_s, 7);
	ask_plain(*state, "/retry/0", (struct http_options){0}, &answer);
	assert_int_equal(answer.reply.retry_after_s, 0);
	ask_plain(*state, "/retry/99999999", (struct http_options){0}, &answer);
	assert_int_equal(answer.reply.retry_after_s, 3600);
	/* A date half an hour away by the clock of the server; that of the reader may be in the second before. */
	ask_plain(*state, "/retry/soon", (struct http_options){0}, &answer);
	assert_in_range(answer.reply.retry_after_s, 1701, 1801);
	ask_plain(*state, "/retry/Thu%2C%2001%20Jan%201970%2000%3A00%3A00%20GMT", (struct http_options){0}, &answer);
	assert_int_equal(answer.reply.retry_after_s, 0);
}

static void a_redirect_is_not_followed(void **state)
{
	struct answer answer;
	static const int codes[] = {301, 302, 303, 307, 308};
	for (size_t i = 0; i < sizeof(codes) / sizeof(codes[0]); i++) {
		char path[32];
		snprintf(path, sizeof(path), "/redirect/%d", codes[i]);
		ask_plain(*state, path, (struct http_options){0}, &answer);
		assert_int_equal(answer.reply.error, HTTP_OK);
		assert_int_equal(answer.reply.status, codes[i]);
		assert_string_equal(answer.location, "/redirected");
	}
	json_t *value = counts(*state);
	assert_int_equal(json_integer_value(json_object_get(value, "redirected")), 0);
	json_decref(value);
}

static void a_reply_has_a_limit(void **state)
{
	struct answer answer;
	struct http_options options = {.max_reply_bytes = 3000};
	ask_plain(*state, "/size/3000", options, &answer);
	assert_int_equal(answer.reply.error, HTTP_OK);
	assert_int_equal(answer.reply.body_size, 3000);
	ask_plain(*state, "/size/3001", options, &answer);
	assert_int_equal(answer.reply.error, HTTP_ERROR_TOO_LARGE);
	ask_plain(*state, "/chunked/3000", options, &answer);
	assert_int_equal(answer.reply.error, HTTP_OK);
	ask_plain(*state, "/chunked/9000000", options, &answer);
	assert_int_equal(answer.reply.error, HTTP_ERROR_TOO_LARGE);
	assert_int_equal(answer.reply.body_size, 0);
	ask_plain(*state, "/size/262144", (struct http_options){0}, &answer);
	assert_int_equal(answer.reply.error, HTTP_OK);
	ask_plain(*state, "/size/262145", (struct http_options){0}, &answer);
	assert_int_equal(answer.reply.error, HTTP_ERROR_TOO_LARGE);
}

static void time_is_limited(void **state)
{
	struct answer answer;
	struct http_options options = {.timeout_ms = 150};
	ask_plain(*state, "/never", options, &answer);
	assert_int_equal(answer.reply.error, HTTP_ERROR_TIMEOUT);
	ask_plain(*state, "/drip", options, &answer);
	assert_int_equal(answer.reply.error, HTTP_ERROR_TIMEOUT);
	assert_int_equal(answer.reply.status, 0);
}

static void broken_replies_have_their_reason(void **state)
{
	static const struct {
		const char *path;
		enum http_error error;
	} cases[] = {
		{"/cut", HTTP_ERROR_PROTOCOL},
		{"/reset", HTTP_ERROR_CONNECT},
		{"/hangup", HTTP_ERROR_CONNECT},
		{"/garbage", HTTP_ERROR_PROTOCOL},
	};
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct answer answer;
		ask_plain(*state, cases[i].path, (struct http_options){0}, &answer);
		assert_int_equal(answer.reply.error, cases[i].error);
		assert_int_equal(answer.reply.body_size, 0);
		assert_string_not_equal(answer.reply.detail, "");
		assert_null(strstr(answer.reply.detail, "127.0.0.1"));
	}
}

static void odd_replies_are_given_as_they_are(void **state)
{
	struct answer answer;
	ask_plain(*state, "/empty", (struct http_options){0}, &answer);
	assert_int_equal(answer.reply.error, HTTP_OK);
	assert_int_equal(answer.reply.body_size, 0);
	ask_plain(*state, "/nul", (struct http_options){0}, &answer);
	assert_int_equal(answer.reply.body_size, 3);
	assert_memory_equal(answer.body, "a\0b", 4);
}

static void a_closed_port_is_a_connect_error(void **state)
{
	struct fixture *fixture = *state;
	struct answer answer;
	struct http_options options = {.allow_plain_http = true};
	ask_on(fixture->loop, "http://127.0.0.1:1/", options, &answer);
	assert_int_equal(answer.reply.error, HTTP_ERROR_CONNECT);
	ask_on(fixture->loop, "https://nobody.invalid/", (struct http_options){0}, &answer);
	assert_int_equal(answer.reply.error, HTTP_ERROR_RESOLVE);
}

static void only_loopback_may_do_without_tls(void **state)
{
	struct fixture *fixture = *state;
	static const char *const refused[] = {
		"http://example.com/",
		"http://192.168.1.1/",
		"http://127.0.0.1.example/",
		"ftp://127.0.0.1/",
		"file:///etc/passwd",
		"127.0.0.1",
		"",
		"https://",
		"https://h h/",
		"http://[::1",
		"gopher://localhost/",
	};
	struct answer answer;
	for (size_t i = 0; i < sizeof(refused) / sizeof(refused[0]); i++) {
		struct http_options options = {.allow_plain_http = true};
		ask_on(fixture->loop, refused[i], options, &answer);
		assert_int_equal(answer.reply.error, HTTP_ERROR_URL);
	}
	char url[64];
	snprintf(url, sizeof(url), "http://127.0.0.1:%d/echo", plain_port(fixture));
	ask_on(fixture->loop, url, (struct http_options){0}, &answer);
	assert_int_equal(answer.reply.error, HTTP_ERROR_URL);
}

/* Settings are checked by the one, requests by the other. */
static void settings_and_requests_agree_on_addresses(void **state)
{
	struct fixture *fixture = *state;
	static const struct {
		const char *url;
		bool is_good;
	} cases[] = {
		{"http://127.0.0.2:1/", true},
		{"http://127.255.0.1:1/", true},
		{"http://localhost:1/", true},
		{"http://[::1]:1/", true},
		{"https://127.0.0.1:1/", true},
		{"http://127.1:1/", true},
		{"http://user@127.0.0.1:1/", false},
		{"https://u:p@127.0.0.1/", false},
		{"http://128.0.0.1:1/", false},
		{"http://[::2]:1/", false},
		{"127.0.0.1:1", false},
		{"", false},
		{"https://a\nb/", false},
	};
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct answer answer;
		struct http_options options = {.allow_plain_http = true};
		ask_on(fixture->loop, cases[i].url, options, &answer);
		print_message("%s\n", cases[i].url);
		assert_int_equal(answer.reply.error != HTTP_ERROR_URL, cases[i].is_good);
		assert_int_equal(url_is_secure(cases[i].url), cases[i].is_good);
	}
}

static void ask_tls(struct fixture *fixture, struct loop *loop, const char *host, const char *certificate,
		    struct answer *answer)
{
	char url[128];
	char resolve[128];
	int port = tls_port(fixture, certificate);
	snprintf(url, sizeof(url), "https://%s:%d/echo", host, port);
	snprintf(resolve, sizeof(resolve), "%s:%d:127.0.0.1", host, port);
	struct http_options options = {.resolve = resolve, .is_lan = true};
	ask_on(loop, url, options, answer);
}

static void good_certificates_are_taken(void **state)
{
	struct fixture *fixture = *state;
	static const char *const hosts[] = {"good.test", "127.0.0.1", "localhost"};
	struct answer answer;
	for (size_t i = 0; i < sizeof(hosts) / sizeof(hosts[0]); i++) {
		ask_tls(fixture, fixture->loop, hosts[i], "good", &answer);
		assert_int_equal(answer.reply.error, HTTP_OK);
	}
	struct loop *bundle = new_test_loop(certificate_path(fixture->folder, "bundle.pem"));
	ask_tls(fixture, bundle, "good.test", "good", &answer);
	assert_int_equal(answer.reply.error, HTTP_OK);
	ask_tls(fixture, bundle, "good.test", "other", &answer);
	assert_int_equal(answer.reply.error, HTTP_OK);
	loop_destroy(bundle);
}

static void bad_certificates_are_refused(void **state)
{
	struct fixture *fixture = *state;
	static const struct {
		const char *name;
		const char *detail;
	} bad[] = {
		{"wrong-name", "another name"},
		{"other", "issuer"},
		{"expired", "expired"},
		{"self-signed", "self-signed"},
	};
	struct answer answer;
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		ask_tls(fixture, fixture->loop, "good.test", bad[i].name, &answer);
		print_message("%s: %s\n", bad[i].name, answer.reply.detail);
		assert_int_equal(answer.reply.error, HTTP_ERROR_TLS);
		assert_non_null(strstr(answer.reply.detail, bad[i].detail));
		assert_int_equal(answer.reply.status, 0);
	}
	struct loop *system_only = new_test_loop(NULL);
	ask_tls(fixture, system_only, "good.test", "good", &answer);
	assert_int_equal(answer.reply.error, HTTP_ERROR_TLS);
	loop_destroy(system_only);
}

/* With them whoever recorded a connection can read it, the tokens too. */
static void keys_of_tls_are_written_nowhere(void **state)
{
	struct fixture *fixture = *state;
	struct answer answer;
	char kept[8] = "";
	ask_tls(fixture, fixture->loop, "good.test", "good", &answer);
	assert_int_equal(answer.reply.error, HTTP_OK);
	FILE *keys = fopen(certificate_path(fixture->folder, "keys.log"), "r");
	bool is_empty = !keys || !fgets(kept, sizeof(kept), keys);
	if (keys)
		fclose(keys);
	assert_true(is_empty);
}

static void a_server_without_tls_is_a_tls_error(void **state)
{
	struct fixture *fixture = *state;
	struct answer answer;
	char url[64];
	snprintf(url, sizeof(url), "https://127.0.0.1:%d/echo", plain_port(fixture));
	ask_on(fixture->loop, url, (struct http_options){0}, &answer);
	assert_int_equal(answer.reply.error, HTTP_ERROR_TLS);
}

static void connections_are_kept_and_used_again(void **state)
{
	struct fixture *fixture = *state;
	json_t *before = counts(fixture);
	struct answer answer;
	for (int i = 0; i < 5; i++)
		ask_plain(fixture, "/echo", (struct http_options){0}, &answer);
	json_t *after = counts(fixture);
	assert_int_equal(json_integer_value(json_object_get(before, "connections")),
			 json_integer_value(json_object_get(after, "connections")));
	json_decref(before);
	json_decref(after);
}

static void fail_when_called(void *ctx, const struct http_reply *reply)
{
	(void)ctx;
	(void)reply;
	abort();
}

static void a_cancelled_request_never_reports(void **state)
{
	struct fixture *fixture = *state;
	char url[64];
	snprintf(url, sizeof(url), "http://127.0.0.1:%d/never", plain_port(fixture));
	struct http_options options = {.url = url, .allow_plain_http = true, .done = fail_when_called};
	for (int turns = 0; turns < 6; turns++) {
		struct http_request *request = http_start(fixture->loop, &options);
		for (int turn = 0; turn < turns; turn++)
			assert_true(loop_run_once(fixture->loop, 0));
		http_cancel(request);
	}
	http_cancel(NULL);
	options.url = "http://example.com/";
	http_cancel(http_start(fixture->loop, &options)); /* one that only waits to be refused */
	run_for(fixture->loop, 50);
}

struct chain {
	struct fixture *fixture;
	struct http_request *doomed;
	int left;
	int done;
};

static void next_in_chain(void *ctx, const struct http_reply *reply)
{
	struct chain *chain = ctx;
	char url[64];
	assert_int_equal(reply->error, HTTP_OK);
	http_cancel(chain->doomed);
	chain->doomed = NULL;
	chain->done++;
	if (chain->left-- == 0)
		return;
	snprintf(url, sizeof(url), "http://127.0.0.1:%d/never", plain_port(chain->fixture));
	struct http_options doomed = {.url = url, .allow_plain_http = true, .done = fail_when_called};
	chain->doomed = http_start(chain->fixture->loop, &doomed);
	snprintf(url, sizeof(url), "http://127.0.0.1:%d/echo", plain_port(chain->fixture));
	struct http_options next = {.url = url, .allow_plain_http = true, .done = next_in_chain, .ctx = chain};
	assert_non_null(http_start(chain->fixture->loop, &next));
}

static void a_reply_may_start_and_cancel_requests(void **state)
{
	struct chain chain = {.fixture = *state, .left = 10};
	struct http_reply first = {.error = HTTP_OK};
	next_in_chain(&chain, &first);
	assert_true(run_until_count(chain.fixture->loop, &chain.done, 11));
}

static void requests_run_side_by_side(void **state)
{
	enum { REQUESTS = 30 };
	struct fixture *fixture = *state;
	static struct answer answers[REQUESTS];
	char url[64];
	memset(answers, 0, sizeof(answers));
	snprintf(url, sizeof(url), "http://127.0.0.1:%d/echo", plain_port(fixture));
	for (int i = 0; i < REQUESTS; i++) {
		struct http_options options = {
			.url = url, .allow_plain_http = true, .done = keep_answer, .ctx = &answers[i]};
		assert_non_null(http_start(fixture->loop, &options));
	}
	for (int i = 0; i < REQUESTS; i++) {
		assert_true(run_until_count(fixture->loop, &answers[i].count, 1));
		assert_int_equal(answers[i].reply.error, HTTP_OK);
	}
}

static struct loop *new_loop_behind(struct fixture *fixture, const char *name, const char *credentials)
{
	char proxy[512];
	static char ca_file[512];
	snprintf(proxy, sizeof(proxy), "http://%s127.0.0.1:%d", credentials,
		 (int)json_integer_value(json_object_get(fixture->ports, name)));
	snprintf(ca_file, sizeof(ca_file), "%s", certificate_path(fixture->folder, "ca.pem"));
	enum loop_error error = LOOP_OK;
	struct loop_config config = {.proxy = proxy, .ca_file = ca_file};
	struct loop *loop = loop_create(&config, &error);
	assert_non_null(loop);
	return loop;
}

static size_t tunnel_count(struct fixture *fixture, const char *last, const char *authorization)
{
	json_t *value = counts(fixture);
	json_t *tunnels = json_object_get(value, "tunnels");
	size_t count = json_array_size(tunnels);
	if (last) {
		assert_string_equal(json_string_value(json_array_get(tunnels, count - 1)), last);
		const char *seen = json_string_value(json_object_get(value, "authorization"));
		assert_string_equal(seen ? seen : "", authorization);
	}
	json_decref(value);
	return count;
}

static void the_cloud_is_reached_through_the_proxy_and_the_lan_is_not(void **state)
{
	struct fixture *fixture = *state;
	struct loop *loop = new_loop_behind(fixture, "proxy", "user:word@");
	struct answer answer;
	char url[64];
	char target[64];
	size_t before = tunnel_count(fixture, NULL, NULL);
	snprintf(url, sizeof(url), "https://good.test:%d/echo", tls_port(fixture, "good"));
	snprintf(target, sizeof(target), "good.test:%d", tls_port(fixture, "good"));
	ask_on(loop, url, (struct http_options){0}, &answer);
	assert_int_equal(answer.reply.error, HTTP_OK);
	assert_int_equal(tunnel_count(fixture, target, "Basic dXNlcjp3b3Jk"), before + 1);
	ask_tls(fixture, loop, "good.test", "good", &answer);
	assert_int_equal(answer.reply.error, HTTP_OK);
	snprintf(url, sizeof(url), "http://127.0.0.1:%d/echo", plain_port(fixture));
	struct http_options plain = {.allow_plain_http = true};
	ask_on(loop, url, plain, &answer);
	assert_int_equal(answer.reply.error, HTTP_OK);
	assert_int_equal(tunnel_count(fixture, NULL, NULL), before + 1);
	loop_destroy(loop);
}

static void what_a_proxy_refuses_is_told_as_its_answer(void **state)
{
	static const struct {
		const char *name;
		int status;
	} proxies[] = {{"proxy_407", 407}, {"proxy_403", 403}};
	struct fixture *fixture = *state;
	for (size_t i = 0; i < sizeof(proxies) / sizeof(proxies[0]); i++) {
		struct loop *loop = new_loop_behind(fixture, proxies[i].name, "");
		struct answer answer;
		ask_on(loop, "https://good.test/echo", (struct http_options){0}, &answer);
		assert_int_equal(answer.reply.error, HTTP_ERROR_PROXY);
		assert_int_equal(answer.reply.status, proxies[i].status);
		assert_non_null(strstr(answer.reply.detail, "proxy"));
		loop_destroy(loop);
	}
}

/* Longer than the socket's library takes; here curl does all of it. */
static void a_proxy_gets_long_credentials_whole(void **state)
{
	struct fixture *fixture = *state;
	char credentials[256];
	char url[64];
	memset(credentials, 'a', 200);
	memcpy(credentials + 200, ":b@", 4);
	struct loop *loop = new_loop_behind(fixture, "proxy", credentials);
	struct answer answer;
	snprintf(url, sizeof(url), "https://good.test:%d/echo", tls_port(fixture, "good"));
	ask_on(loop, url, (struct http_options){0}, &answer);
	assert_int_equal(answer.reply.error, HTTP_OK);
	json_t *value = counts(fixture);
	assert_int_equal(strlen(json_string_value(json_object_get(value, "authorization"))), strlen("Basic ") + 272);
	json_decref(value);
	loop_destroy(loop);
}

struct found {
	int count;
	struct http_address address;
};

static void keep_address(void *ctx, const struct http_address *address)
{
	struct found *found = ctx;
	found->count++;
	found->address = *address;
}

static void names_are_resolved_to_an_address_that_answers(void **state)
{
	struct fixture *fixture = *state;
	struct found found = {0};
	assert_non_null(http_resolve(fixture->loop, "localhost", plain_port(fixture), 5000, keep_address, &found));
	assert_int_equal(found.count, 0);
	assert_true(run_until_count(fixture->loop, &found.count, 1));
	assert_int_equal(found.address.error, HTTP_OK);
	assert_string_equal(found.address.ip, "127.0.0.1");
	assert_non_null(http_resolve(fixture->loop, "nobody.invalid", 443, 5000, keep_address, &found));
	assert_true(run_until_count(fixture->loop, &found.count, 2));
	assert_int_equal(found.address.error, HTTP_ERROR_RESOLVE);
	assert_false(found.address.is_found);
	assert_string_equal(found.address.ip, "");
	assert_non_null(http_resolve(fixture->loop, "localhost", 1, 5000, keep_address, &found));
	assert_true(run_until_count(fixture->loop, &found.count, 3));
	assert_int_equal(found.address.error, HTTP_ERROR_CONNECT);
	assert_true(found.address.is_found);
	char long_name[600];
	memset(long_name, 'a', sizeof(long_name) - 1);
	long_name[sizeof(long_name) - 1] = '\0';
	assert_non_null(http_resolve(fixture->loop, long_name, 1, 5000, keep_address, &found));
	assert_true(run_until_count(fixture->loop, &found.count, 4));
	assert_int_equal(found.address.error, HTTP_ERROR_URL);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_body_is_posted_as_json),
		cmocka_unit_test(headers_are_those_that_were_given),
		cmocka_unit_test(a_header_with_a_line_break_is_never_sent),
		cmocka_unit_test(a_large_body_goes_out_whole),
		cmocka_unit_test(a_status_is_an_answer),
		cmocka_unit_test(retry_after_is_read_in_both_forms),
		cmocka_unit_test(a_redirect_is_not_followed),
		cmocka_unit_test(a_reply_has_a_limit),
		cmocka_unit_test(time_is_limited),
		cmocka_unit_test(broken_replies_have_their_reason),
		cmocka_unit_test(odd_replies_are_given_as_they_are),
		cmocka_unit_test(a_closed_port_is_a_connect_error),
		cmocka_unit_test(only_loopback_may_do_without_tls),
		cmocka_unit_test(settings_and_requests_agree_on_addresses),
		cmocka_unit_test(good_certificates_are_taken),
		cmocka_unit_test(bad_certificates_are_refused),
		cmocka_unit_test(keys_of_tls_are_written_nowhere),
		cmocka_unit_test(a_server_without_tls_is_a_tls_error),
		cmocka_unit_test(connections_are_kept_and_used_again),
		cmocka_unit_test(a_cancelled_request_never_reports),
		cmocka_unit_test(a_reply_may_start_and_cancel_requests),
		cmocka_unit_test(requests_run_side_by_side),
		cmocka_unit_test(the_cloud_is_reached_through_the_proxy_and_the_lan_is_not),
		cmocka_unit_test(what_a_proxy_refuses_is_told_as_its_answer),
		cmocka_unit_test(a_proxy_gets_long_credentials_whole),
		cmocka_unit_test(names_are_resolved_to_an_address_that_answers),
	};
	return cmocka_run_group_tests(tests, start, finish);
}
