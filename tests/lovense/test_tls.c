/* SPDX-License-Identifier: GPL-2.0-or-later */
/* TLS: a private CA works, a certificate that is not good is refused in words, on the API, the socket and everywhere.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "fault_tables.h"
#include "net/loop.h"
#include "support/run_until.h"

static const char *const with_tls[] = {"--tls", NULL};

static void a_private_ca_is_trusted_when_it_is_given(void **state)
{
	(void)state;
	struct rig *rig = rig_start(with_tls);
	assert_memory_equal(rig->config.api_url, "https://", 8);
	rig_pair(rig);
	struct lovense_command command = rig_vibrate(rig, 5, 100);
	assert_int_equal(lovense_link_send(rig->link, &command), LOVENSE_SENT);
	rig_await_level(rig, rig_now(rig)->toys[0].id, "Vibrate", 5);
	rig_stop(rig);
}

static void bad_certificates_are_refused_and_forgiven_when_mended(void **state)
{
	(void)state;
	struct rig *rig = rig_start(with_tls);
	faults_run(rig, FAULT_AT_START, &fault_table_tls);
	faults_run(rig, FAULT_AT_RECONNECT, &fault_table_tls_reconnect);
	rig_stop(rig);
}

static void the_log_says_what_is_wrong_with_a_certificate(void **state)
{
	(void)state;
	struct rig *rig = rig_start(with_tls);
	rig_post(rig, "/faults", "{s:s}", "api_certificate", "expired");
	rig_open(rig);
	rig_await_reason(rig, LOVENSE_RETRYING, LOVENSE_REASON_TLS);
	assert_non_null(strstr(rig->log, "sign-in: TLS: certificate has expired"));
	assert_string_equal(rig_now(rig)->service_words, ""); /* these are no words of the service */
	rig_stop(rig);
}

static void an_unknown_ca_is_refused(void **state)
{
	(void)state;
	struct rig *rig = rig_start(with_tls);
	/* The same service, but nobody told the loop about its CA. */
	loop_destroy(rig->loop);
	rig->loop = new_test_loop(NULL);
	rig->config.ca_file = "";
	rig_open(rig);
	rig_await_reason(rig, LOVENSE_RETRYING, LOVENSE_REASON_TLS);
	rig_stop(rig);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_private_ca_is_trusted_when_it_is_given),
		cmocka_unit_test(bad_certificates_are_refused_and_forgiven_when_mended),
		cmocka_unit_test(the_log_says_what_is_wrong_with_a_certificate),
		cmocka_unit_test(an_unknown_ca_is_refused),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
