/* SPDX-License-Identifier: GPL-2.0-or-later */
/* No secret gets through, whether known by value or by its shape; ordinary sentences stay readable. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "lovense/redact.h"

static void known_secrets_are_masked_by_value(void **state)
{
	(void)state;
	struct redact redact = {0};
	redact_set(&redact, REDACT_DEVELOPER_TOKEN, "opensesame");
	redact_set(&redact, REDACT_UID, "mallory");
	redact_set(&redact, REDACT_TOY + 3, "abcd");
	char out[160];
	redact_text(&redact, "bad OpenSesame for mallory/abcd, opensesam", out, sizeof(out));
	assert_string_equal(out, "bad [...] for [...]/[...], opensesam");
	redact_clear(&redact);
}

static void the_value_before_is_still_masked(void **state)
{
	(void)state;
	struct redact redact = {0};
	char out[160];
	redact_set(&redact, REDACT_AUTH_TOKEN, "first");
	redact_set(&redact, REDACT_AUTH_TOKEN, "second");
	redact_text(&redact, "first second", out, sizeof(out));
	assert_string_equal(out, "[...] [...]");
	redact_set(&redact, REDACT_AUTH_TOKEN, NULL);
	redact_text(&redact, "second", out, sizeof(out));
	assert_string_equal(out, "[...]");
	redact_clear(&redact);
	redact_text(&redact, "second", out, sizeof(out));
	assert_string_equal(out, "second");
}

static void the_longest_of_two_overlapping_secrets_is_masked(void **state)
{
	(void)state;
	struct redact redact = {0};
	char out[160];
	redact_set(&redact, REDACT_QR_CODE, "abcd");
	redact_set(&redact, REDACT_NTOKEN, "abcdefgh");
	redact_text(&redact, "abcdefgh", out, sizeof(out));
	assert_string_equal(out, "[...]");
	redact_clear(&redact);
}

struct shape {
	const char *text;
	const char *cleaned;
};

static const struct shape shapes[] = {
	{"", ""},
	{"Developer information not found", "Developer information not found"},
	{"Invalid token (501)", "Invalid token (501)"},
	{"HTTP 503 from developerio.lovense-api.com", "HTTP 503 from developerio.lovense-api.com"},
	{"at 192.168.1.44 port", "at [...] port"},
	{"192-168-1-44.lovense.club", "[...].lovense.club"},
	{"id a1b2c3d4e5f6 gone", "id [...] gone"},
	{"uid 3f2504e0-4f89-11d3-9a0c-0305e82c3301.", "uid [...]."},
	{"code 482913!", "code [...]!"},
	{"mac 01:23:45:67:89:ab and fe80::1", "mac [...] and [...]"},
	{"jane.doe@example.com is not allowed", "[...] is not allowed"},
	{"wss://h.example/developer.io/?ntoken=x&EIO=3 failed", "wss://h.example/developer.io/?[...] failed"},
	{"token=ab rejected", "token=[...] rejected"},
	{"Authorization: Bearer abc", "Authorization: Bearer [...]"},
	{"gENV+ab/cd=0123456789", "[...]"},
	{"abcdefghijklmnopqrstuvwxyzabcdefgh", "[...]"},
	{"line\r\nbreak\ttab\x1b[31m", "line  break tab [31m"},
	{"caf\xc3\xa9 \xff", "caf\xc3\xa9 ?"},
};

static void what_looks_like_a_secret_is_masked(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(shapes) / sizeof(shapes[0]); i++) {
		char out[160];
		redact_text(NULL, shapes[i].text, out, sizeof(out));
		assert_string_equal(out, shapes[i].cleaned);
	}
	char out[16];
	redact_text(NULL, NULL, out, sizeof(out));
	assert_string_equal(out, "");
}

static void a_secret_at_the_cut_is_not_half_shown(void **state)
{
	(void)state;
	struct redact redact = {0};
	char out[12];
	redact_set(&redact, REDACT_UTOKEN, "topsecret");
	redact_text(&redact, "12345 topsecret", out, sizeof(out));
	assert_null(strstr(out, "top"));
	redact_clear(&redact);
}

static void very_long_text_is_cut(void **state)
{
	(void)state;
	static char text[10000];
	memset(text, 'a', sizeof(text) - 1);
	char out[64];
	redact_text(NULL, text, out, sizeof(out));
	assert_true(strlen(out) < sizeof(out));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(known_secrets_are_masked_by_value),
		cmocka_unit_test(the_value_before_is_still_masked),
		cmocka_unit_test(the_longest_of_two_overlapping_secrets_is_masked),
		cmocka_unit_test(what_looks_like_a_secret_is_masked),
		cmocka_unit_test(a_secret_at_the_cut_is_not_half_shown),
		cmocka_unit_test(very_long_text_is_cut),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
