/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the user is told of a proxy between the plugin and the service. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <jansson.h>

#include "lovense/session/session.h"
#include "net/loop.h"
#include "support/certificates.h"
#include "support/child.h"
#include "support/run_until.h"

/* A session, and whether it has come to rest. */
struct attempt {
	struct lovense_link *link;
	bool is_over;
};

/* Looks at the state, not at how often it changed: changes that follow each other closely are told once. */
static void look(void *ctx)
{
	struct attempt *attempt = ctx;
	attempt->is_over = lovense_link_snapshot(attempt->link)->state != LOVENSE_SIGNING_IN;
}

/* Signs in through a proxy until the session has come to rest, and compares what is shown then. */
static void assert_told(int port, enum lovense_link_state state, enum lovense_reason reason, const char *words)
{
	char proxy[64];
	struct attempt attempt = {0};
	snprintf(proxy, sizeof(proxy), "http://127.0.0.1:%d", port);
	struct loop_config config = {.proxy = proxy};
	struct loop *loop = new_loop(&config);
	struct lovense_session_config session = {
		.auth = LOVENSE_AUTH_DEVELOPER_TOKEN,
		.api_url = "https://service.example",
		.platform = "Website",
		.developer_token = "token",
		.uid = "uid",
		.route = LOVENSE_CHOOSE_SERVER,
		.listener = {.changed = look, .ctx = &attempt},
	};
	attempt.link = lovense_session_create(loop, &session);
	lovense_link_start(attempt.link);
	assert_true(run_until(loop, &attempt.is_over));
	const struct lovense_snapshot *now = lovense_link_snapshot(attempt.link);
	assert_int_equal(now->state, state);
	assert_int_equal(now->reason, reason);
	assert_string_equal(now->service_words, words);
	lovense_link_destroy(attempt.link);
	loop_destroy(loop);
}

static void a_proxy_is_named_and_quoted(void **state)
{
	char folder[256];
	(void)state;
	certificates_make(folder, sizeof(folder));
	const char *arguments[] = {folder, NULL};
	struct child *server = child_start_node("net/http_server.mjs", arguments);
	json_t *ports = child_read_json(server, PATIENCE_MS);
	assert_non_null(ports);
	/* Only a person has a password, while a proxy may find its way again by itself. */
	assert_told((int)json_integer_value(json_object_get(ports, "proxy_407")), LOVENSE_NEEDS_YOU,
		    LOVENSE_REASON_PROXY_PASSWORD, "HTTP 407");
	assert_told((int)json_integer_value(json_object_get(ports, "proxy_403")), LOVENSE_RETRYING,
		    LOVENSE_REASON_PROXY_REFUSED, "HTTP 403");
	json_decref(ports);
	child_stop(server);
	certificates_remove(folder);
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(a_proxy_is_named_and_quoted)};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
