/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "obs/sources/overlay_policy.h"
#include "obs/pairing_permission.h"

#define SECOND UINT64_C(1000000000)

static void words_are_known_and_others_are_the_safe_choice(void **state)
{
	(void)state;
	assert_int_equal(overlay_show_when_of("always"), OVERLAY_ALWAYS);
	assert_int_equal(overlay_show_when_of("preview_only"), OVERLAY_PREVIEW_ONLY);
	assert_int_equal(overlay_show_when_of("not_live"), OVERLAY_NOT_LIVE);
	assert_int_equal(overlay_show_when_of(""), OVERLAY_NOT_LIVE);
	assert_int_equal(overlay_show_when_of("ALWAYS"), OVERLAY_NOT_LIVE);
}

static void each_policy_in_each_moment(void **state)
{
	static const struct {
		enum overlay_show_when show_when;
		bool has_consent, is_live, is_virtual_camera_on, is_in_program, expect;
	} cases[] = {
		{OVERLAY_NOT_LIVE, true, false, false, true, true},
		{OVERLAY_NOT_LIVE, true, true, false, true, false},
		{OVERLAY_NOT_LIVE, true, true, false, false, false},
		{OVERLAY_NOT_LIVE, true, true, true, false, false},
		{OVERLAY_NOT_LIVE, false, true, true, false, false},
		{OVERLAY_PREVIEW_ONLY, false, false, false, false, true},
		{OVERLAY_PREVIEW_ONLY, false, true, false, false, true},
		{OVERLAY_PREVIEW_ONLY, true, false, false, true, false},
		{OVERLAY_PREVIEW_ONLY, false, true, true, false, false}, /* it may send the preview */
		{OVERLAY_PREVIEW_ONLY, true, true, true, false, true},
		{OVERLAY_PREVIEW_ONLY, true, true, true, true, false},
		{OVERLAY_ALWAYS, true, true, false, true, true},
		{OVERLAY_ALWAYS, true, true, true, false, true},
		{OVERLAY_ALWAYS, false, true, false, true, false},
		{OVERLAY_ALWAYS, false, true, true, false, false},
		{OVERLAY_ALWAYS, false, false, false, true, true},
		{0, true, true, false, true, false}, /* zeroed memory is the safe choice */
	};
	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct overlay_policy policy = {.show_when = cases[i].show_when};
		struct overlay_moment moment = {.is_live = cases[i].is_live,
						.is_virtual_camera_on = cases[i].is_virtual_camera_on,
						.has_consent = cases[i].has_consent,
						.is_in_program = cases[i].is_in_program,
						.now_ns = SECOND};
		assert_int_equal(overlay_policy_allows(&policy, &moment), cases[i].expect);
	}
}

static void on_air_it_hides_after_a_minute_until_asked_again(void **state)
{
	struct overlay_policy policy = {.show_when = OVERLAY_ALWAYS};
	struct overlay_moment moment = {.is_live = true, .has_consent = true, .now_ns = 5 * SECOND};
	(void)state;
	assert_true(overlay_policy_allows(&policy, &moment));
	moment.now_ns = 64 * SECOND;
	assert_true(overlay_policy_allows(&policy, &moment));
	moment.now_ns = 65 * SECOND;
	assert_false(overlay_policy_allows(&policy, &moment));
	moment.show_requests = 1;
	moment.show_seconds = 10;
	assert_true(overlay_policy_allows(&policy, &moment));
	moment.now_ns = 74 * SECOND;
	assert_true(overlay_policy_allows(&policy, &moment));
	moment.now_ns = 75 * SECOND;
	assert_false(overlay_policy_allows(&policy, &moment));
}

static void the_minute_begins_anew_with_the_next_broadcast(void **state)
{
	struct overlay_policy policy = {.show_when = OVERLAY_ALWAYS};
	struct overlay_moment moment = {.is_live = true, .has_consent = true, .now_ns = SECOND};
	(void)state;
	assert_true(overlay_policy_allows(&policy, &moment));
	moment.now_ns = 100 * SECOND;
	assert_false(overlay_policy_allows(&policy, &moment));
	moment.is_live = false;
	assert_true(overlay_policy_allows(&policy, &moment));
	moment.is_live = true;
	moment.now_ns = 101 * SECOND;
	assert_true(overlay_policy_allows(&policy, &moment));
}

static void a_start_that_came_to_nothing_is_forgotten(void **state)
{
	struct pairing_permission permission = {0};
	(void)state;
	assert_false(pairing_permission_is_starting(&permission, 0));
	for (int output = 0; output < PAIRING_OUTPUT_COUNT; output++) {
		uint64_t begun_ns = (uint64_t)output * 1000 * SECOND;
		pairing_permission_output_starts(&permission, (enum pairing_output)output, begun_ns);
		assert_true(pairing_permission_is_starting(&permission, begun_ns));
		assert_true(pairing_permission_is_starting(&permission,
							   begun_ns + (PAIRING_STARTING_SECONDS - 1) * SECOND));
		assert_false(pairing_permission_is_starting(&permission, begun_ns + PAIRING_STARTING_SECONDS * SECOND));
	}
	pairing_permission_output_starts(&permission, PAIRING_OUTPUT_STREAM, 9000 * SECOND);
	pairing_permission_output_settled(&permission, PAIRING_OUTPUT_RECORD);
	assert_true(pairing_permission_is_starting(&permission, 9000 * SECOND));
	pairing_permission_output_settled(&permission, PAIRING_OUTPUT_STREAM);
	assert_false(pairing_permission_is_starting(&permission, 9000 * SECOND));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(words_are_known_and_others_are_the_safe_choice),
		cmocka_unit_test(each_policy_in_each_moment),
		cmocka_unit_test(on_air_it_hides_after_a_minute_until_asked_again),
		cmocka_unit_test(the_minute_begins_anew_with_the_next_broadcast),
		cmocka_unit_test(a_start_that_came_to_nothing_is_forgotten),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
