/* SPDX-License-Identifier: GPL-2.0-or-later */
/* No secret reaches a log line, a file, or what a snapshot tells the world: in normal life, in failure, or when a peer
 * says it aloud. The tests of the faults, of the LAN route and of pairs of faults look for the same secrets. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "fault_tables.h"
#include "net/log.h"
#include "net/loop.h"
#include "privacy.h"

static const char *const homes[] = {"HOME", "TMPDIR", "XDG_CONFIG_HOME", "XDG_CACHE_HOME", "XDG_DATA_HOME"};

/* Whatever is written from now on without a path of its own lands in this folder. */
static void live_in(const char *folder)
{
	for (size_t i = 0; i < sizeof(homes) / sizeof(homes[0]); i++)
		assert_int_equal(setenv(homes[i], folder, 1), 0);
	assert_int_equal(chdir(folder), 0);
}

static void normal_life_tells_nothing(void **state)
{
	(void)state;
	char folder[] = "/tmp/lovense-privacy-XXXXXX";
	struct rig *rig = rig_start(NULL);
	assert_non_null(mkdtemp(folder));
	live_in(folder);
	rig->config.route = LOVENSE_CHOOSE_AUTO;
	rig_pair(rig);
	rig_await_route(rig, LOVENSE_ROUTE_LAN);
	struct lovense_command command = rig_vibrate(rig, 5, 3);
	lovense_link_send(rig->link, &command);
	rig_post(rig, "/faults", "{s:b}", "lan_listening", 0);
	command = rig_vibrate(rig, 25, 3);
	lovense_link_send(rig->link, &command);
	rig_post(rig, "/unpair", "{s:s}", "uid", RIG_UID);
	rig_await(rig, LOVENSE_WAITING_FOR_SCAN);
	rig_await_code(rig);
	rig_post(rig, "/kill", "{s:s}", "how", "reset");
	rig_await(rig, LOVENSE_RETRYING);
	privacy_check(rig);
	lovense_link_shut(rig->link, 500);
	rig_await(rig, LOVENSE_OFF);
	privacy_check(rig);
	assert_true(rig->log_used > 0);
	rig_stop(rig);
	assert_int_equal(chdir("/"), 0);
	/* Only an empty folder can be removed: no file was written. */
	assert_int_equal(rmdir(folder), 0);
}

static bool has_detail(struct rig *rig, void *ctx)
{
	(void)ctx;
	return strstr(rig_now(rig)->service_words, "refused") != NULL;
}

/* A refusal that repeats everything it was asked with. */
static void a_talkative_peer_is_masked(void **state)
{
	(void)state;
	struct rig *rig = rig_start(NULL);
	rig_post(rig, "/faults", "{s:s}", "qr_reply", "none");
	rig_open(rig);
	rig_await(rig, LOVENSE_WAITING_FOR_SCAN);
	json_t *secrets = rig_get(rig, "/secrets");
	char message[120];
	size_t index = 0;
	json_t *secret = NULL;
	json_array_foreach(secrets, index, secret)
	{
		snprintf(message, sizeof(message), "refused %s %s %s", RIG_UTOKEN, RIG_UID, json_string_value(secret));
		json_t *payload = json_pack("{s:i,s:s}", "code", 400, "message", message);
		rig_post(rig, "/send", "{s:s,s:s,s:[O]}", "uid", RIG_UID, "event", "basicapi_get_qrcode_tc", "args",
			 payload);
		json_decref(payload);
		rig_await_true(rig, has_detail, NULL, "the refusal");
		privacy_check(rig);
		rig_open(rig);
		rig_await(rig, LOVENSE_WAITING_FOR_SCAN);
	}
	json_decref(secrets);
	rig_stop(rig);
}

/* A goodbye that repeats what only the two of us know: the log says that it was said, and no more of it. */
static void a_talkative_goodbye_is_masked(void **state)
{
	(void)state;
	struct rig *rig = rig_start(NULL);
	rig_open(rig);
	rig_await(rig, LOVENSE_WAITING_FOR_SCAN);
	rig_post(rig, "/kill", "{s:s,s:i,s:s}", "how", "close", "code", 4000, "words", "bye " RIG_UTOKEN " " RIG_UID);
	rig_await_reason(rig, LOVENSE_RETRYING, LOVENSE_REASON_SOCKET_LOST);
	assert_non_null(strstr(rig->log, "socket: The server closed the connection (4000): bye "));
	privacy_check(rig);
	rig_stop(rig);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_talkative_peer_is_masked), cmocka_unit_test(a_talkative_goodbye_is_masked),
		cmocka_unit_test(normal_life_tells_nothing), /* last: the program has no home after it */
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
