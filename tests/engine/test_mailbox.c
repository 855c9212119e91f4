/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What other threads leave for the worker: order, bounds, merging, and that a stop is never lost. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "engine/mailbox/mailbox.h"
#include "haptics/haptics.h"
#include "haptics/rules/rule.h"

static int setup(void **state)
{
	*state = mailbox_create();
	return *state ? 0 : -1;
}

static int teardown(void **state)
{
	mailbox_destroy(*state);
	return 0;
}

static struct haptics_intent audio(const char *source, double db)
{
	struct haptics_intent intent = {.kind = HAPTICS_INTENT_AUDIO, .value = db};
	snprintf(intent.ref.name, sizeof(intent.ref.name), "%s", source);
	return intent;
}

static void fill(struct mailbox *mailbox)
{
	struct haptics_intent intent = {.kind = HAPTICS_INTENT_STUDIO_MODE};
	for (int i = 0; i < MAILBOX_CAPACITY; i++)
		assert_true(mailbox_push(mailbox, &intent));
}

static bool pop(struct mailbox *mailbox, struct haptics_intent *intent)
{
	struct mailbox_entry entry;
	if (!mailbox_pop(mailbox, &entry))
		return false;
	assert_null(entry.question);
	*intent = entry.intent;
	return true;
}

static void intents_come_out_in_order(void **state)
{
	struct haptics_intent intent = {.kind = HAPTICS_INTENT_STEP_CEILING};
	for (int i = 0; i < 3 * MAILBOX_CAPACITY; i++) {
		intent.value = i;
		assert_true(mailbox_push(*state, &intent));
		if (i % 2 == 0)
			continue;
		for (int k = i - 1; k <= i; k++) {
			struct haptics_intent out;
			assert_true(pop(*state, &out));
			assert_int_equal((int)out.value, k);
		}
	}
	assert_false(pop(*state, &intent));
}

static void a_full_mailbox_refuses(void **state)
{
	struct haptics_intent intent = {.kind = HAPTICS_INTENT_STUDIO_MODE};
	fill(*state);
	assert_false(mailbox_push(*state, &intent));
}

static void a_full_mailbox_still_takes_a_stop(void **state)
{
	struct haptics_intent stop = {.kind = HAPTICS_INTENT_STOP_ALL};
	struct haptics_intent out = {0};
	fill(*state);
	assert_true(mailbox_push(*state, &stop));
	assert_true(pop(*state, &out));
	assert_int_equal(out.kind, HAPTICS_INTENT_STOP_ALL);
	for (int i = 0; i < MAILBOX_CAPACITY; i++) {
		assert_true(pop(*state, &out));
		assert_int_equal(out.kind, HAPTICS_INTENT_STUDIO_MODE);
	}
	assert_false(pop(*state, &out));
}

static void stop_all_overtakes_what_waits(void **state)
{
	struct haptics_intent stop = {.kind = HAPTICS_INTENT_STOP_ALL, .is_request = true};
	struct haptics_intent resume = {.kind = HAPTICS_INTENT_RESUME};
	struct haptics_intent key = {.kind = HAPTICS_INTENT_STOP_KEY, .key = "boost"};
	struct haptics_intent out = {0};
	assert_true(mailbox_push(*state, &resume));
	assert_true(mailbox_push(*state, &key));
	assert_true(mailbox_push(*state, &stop));
	assert_true(mailbox_push(*state, &resume));
	assert_true(pop(*state, &out));
	assert_int_equal(out.kind, HAPTICS_INTENT_STOP_ALL);
	assert_true(out.is_request);
	assert_true(pop(*state, &out)); /* a resume from before the stop lifts nothing: it is gone */
	assert_int_equal(out.kind, HAPTICS_INTENT_STOP_KEY);
	assert_true(pop(*state, &out));
	assert_int_equal(out.kind, HAPTICS_INTENT_RESUME);
	assert_false(pop(*state, &out));
}

static void a_persons_stop_stays_a_persons(void **state)
{
	struct haptics_intent person = {.kind = HAPTICS_INTENT_STOP_ALL};
	struct haptics_intent request = {.kind = HAPTICS_INTENT_STOP_ALL, .is_request = true};
	struct haptics_intent out = {0};
	assert_true(mailbox_push(*state, &request));
	assert_true(mailbox_push(*state, &person));
	assert_true(mailbox_push(*state, &request));
	assert_true(pop(*state, &out));
	assert_false(out.is_request);
	assert_false(pop(*state, &out));
}

static const struct haptics_intent stops[] = {
	{.kind = HAPTICS_INTENT_HALT, .cause = HAPTICS_HALT_REQUEST},
	{.kind = HAPTICS_INTENT_SET_ARMED, .on = false},
	{.kind = HAPTICS_INTENT_PAUSE, .duration_ms = 5000},
	{.kind = HAPTICS_INTENT_STOP_KEY, .key = "boost"},
	{.kind = HAPTICS_INTENT_STOP_TOY, .toys = 2},
	{.kind = HAPTICS_INTENT_HOTKEY, .on = false, .id = "rule"},
	{.kind = HAPTICS_INTENT_RULE_ENABLED, .on = false, .id = "rule"},
	{.kind = HAPTICS_INTENT_LOWER_CEILING, .value = 0.4},
	{.kind = HAPTICS_INTENT_STEP_CEILING, .value = -0.1},
};
enum { STOPS = sizeof(stops) / sizeof(stops[0]) };

static void pop_the_others(struct mailbox *mailbox)
{
	struct haptics_intent out;
	for (int i = 0; i < MAILBOX_CAPACITY; i++) {
		assert_true(pop(mailbox, &out));
		assert_int_equal(out.kind, HAPTICS_INTENT_STUDIO_MODE);
	}
}

static void a_full_mailbox_takes_what_only_stops_in_order(void **state)
{
	struct haptics_intent out;
	fill(*state);
	for (int i = 0; i < STOPS; i++)
		assert_true(mailbox_push(*state, &stops[i]));
	pop_the_others(*state);
	for (int i = 0; i < STOPS; i++) {
		assert_true(pop(*state, &out));
		assert_memory_equal(&out, &stops[i], sizeof(out));
	}
	assert_false(pop(*state, &out));
}

static void what_moves_or_arms_has_no_place_in_a_full_mailbox(void **state)
{
	static const struct haptics_intent moves[] = {
		{.kind = HAPTICS_INTENT_SET_ARMED, .on = true},
		{.kind = HAPTICS_INTENT_TOGGLE_ARMED},
		{.kind = HAPTICS_INTENT_RESUME},
		{.kind = HAPTICS_INTENT_HOTKEY, .on = true},
		{.kind = HAPTICS_INTENT_RULE_ENABLED, .on = true},
		{.kind = HAPTICS_INTENT_STEP_CEILING, .value = 1},
		{.kind = HAPTICS_INTENT_RUN_LEVEL},
	};
	fill(*state);
	for (size_t i = 0; i < sizeof(moves) / sizeof(moves[0]); i++)
		assert_false(mailbox_push(*state, &moves[i]));
}

static void fill_the_reserve(struct mailbox *mailbox)
{
	struct haptics_intent key = {.kind = HAPTICS_INTENT_STOP_KEY};
	fill(mailbox);
	for (int i = 0; i < MAILBOX_RESERVE; i++) {
		snprintf(key.key, sizeof(key.key), "key%d", i);
		assert_true(mailbox_push(mailbox, &key));
		assert_true(mailbox_push(mailbox, &key)); /* said already: takes no place */
	}
}

/* Nothing is lost even then: what there is no place for becomes a stop of everything. */
static void a_full_reserve_merges_on_the_side_of_stopping_more(void **state)
{
	static const enum haptics_intent_kind merged[] = {HAPTICS_INTENT_HALT, HAPTICS_INTENT_PAUSE,
							  HAPTICS_INTENT_SET_ARMED, HAPTICS_INTENT_LOWER_CEILING,
							  HAPTICS_INTENT_STEP_CEILING};
	struct haptics_intent long_pause = {.kind = HAPTICS_INTENT_PAUSE, .duration_ms = 9000};
	struct haptics_intent out, level = {.kind = HAPTICS_INTENT_RUN_LEVEL};
	fill_the_reserve(*state);
	assert_true(mailbox_push(*state, &long_pause));
	for (int i = 0; i < STOPS; i++)
		assert_int_equal(mailbox_push(*state, &stops[i]), stops[i].kind != HAPTICS_INTENT_RULE_ENABLED);
	pop_the_others(*state);
	/* There is room again, but nothing may overtake those stops. */
	assert_false(mailbox_push(*state, &level));
	for (int i = 0; i < MAILBOX_RESERVE; i++)
		assert_true(pop(*state, &out));
	for (size_t i = 0; i < sizeof(merged) / sizeof(merged[0]); i++) {
		assert_true(pop(*state, &out));
		assert_int_equal(out.kind, merged[i]);
		assert_false(out.on);
		if (out.kind == HAPTICS_INTENT_PAUSE)
			assert_int_equal(out.duration_ms, 9000);
	}
	assert_false(pop(*state, &out));
	assert_true(mailbox_push(*state, &level));
}

static bool push_stop(struct mailbox *mailbox, const char *key, int64_t seq)
{
	struct haptics_intent stop = {.kind = HAPTICS_INTENT_STOP_KEY, .has_seq = seq >= 0, .seq = seq};
	snprintf(stop.key, sizeof(stop.key), "%s", key);
	return mailbox_push(mailbox, &stop);
}

/* Else a Start from before that Stop, which comes later, would begin something. */
static void the_highest_seq_of_a_stop_is_kept_when_even_the_reserve_is_full(void **state)
{
	struct haptics_intent out;
	int64_t seq[3] = {-1, -1, -1};
	fill_the_reserve(*state);
	assert_true(push_stop(*state, "a", 7));
	assert_true(push_stop(*state, "b", 9));
	assert_true(push_stop(*state, "a", 5));
	assert_true(push_stop(*state, "b", 12));
	assert_true(push_stop(*state, "c", -1));
	for (int i = 0; i < MAILBOX_CAPACITY + MAILBOX_RESERVE; i++)
		assert_true(pop(*state, &out));
	while (pop(*state, &out) && out.kind == HAPTICS_INTENT_STOP_KEY && out.has_seq)
		seq[out.key[0] - 'a'] = out.seq;
	assert_int_equal(seq[0], 7);
	assert_int_equal(seq[1], 12);
	assert_int_equal(seq[2], -1);
	assert_int_equal(out.kind, HAPTICS_INTENT_HALT);
	assert_false(pop(*state, &out));
}

static void of_more_stopped_keys_than_the_core_remembers_the_newest_are_kept(void **state)
{
	struct haptics_intent out;
	char key[16];
	bool is_kept[2 * HAPTICS_MAX_ORDERS] = {false};
	fill_the_reserve(*state);
	for (int i = 0; i < 2 * HAPTICS_MAX_ORDERS; i++) {
		snprintf(key, sizeof(key), "k%d", i);
		assert_true(push_stop(*state, key, i));
	}
	for (int i = 0; i < MAILBOX_CAPACITY + MAILBOX_RESERVE; i++)
		assert_true(pop(*state, &out));
	while (pop(*state, &out) && out.kind == HAPTICS_INTENT_STOP_KEY)
		is_kept[out.seq] = true;
	for (int i = 0; i < 2 * HAPTICS_MAX_ORDERS; i++)
		assert_int_equal(is_kept[i], i >= HAPTICS_MAX_ORDERS);
}

static void assert_next(struct mailbox *mailbox, enum haptics_intent_kind kind, double value)
{
	struct haptics_intent out;
	assert_true(pop(mailbox, &out));
	assert_int_equal(out.kind, kind);
	assert_true(out.value == value);
}

static bool push_value(struct mailbox *mailbox, enum haptics_intent_kind kind, double value)
{
	struct haptics_intent intent = {.kind = kind, .value = value};
	return mailbox_push(mailbox, &intent);
}

static void a_ceiling_that_finds_it_full_may_lower_and_never_raise(void **state)
{
	fill(*state);
	assert_true(push_value(*state, HAPTICS_INTENT_SET_CEILING, 0.2));
	assert_true(push_value(*state, HAPTICS_INTENT_SET_CEILING, 0.9));
	pop_the_others(*state);
	assert_true(push_value(*state, HAPTICS_INTENT_SET_CEILING, 0.7));
	assert_next(*state, HAPTICS_INTENT_LOWER_CEILING, 0.2);
	assert_next(*state, HAPTICS_INTENT_LOWER_CEILING, 0.9);
	assert_next(*state, HAPTICS_INTENT_SET_CEILING, 0.7);
}

static void lowered_ceilings_merge_into_the_lowest_when_even_the_reserve_is_full(void **state)
{
	static const double no_ceilings[] = {-0.5, 1.5, NAN, -INFINITY};
	struct haptics_intent out;
	fill_the_reserve(*state);
	for (size_t i = 0; i < sizeof(no_ceilings) / sizeof(no_ceilings[0]); i++)
		assert_false(push_value(*state, HAPTICS_INTENT_LOWER_CEILING, no_ceilings[i]));
	assert_true(push_value(*state, HAPTICS_INTENT_LOWER_CEILING, 0.5));
	assert_true(push_value(*state, HAPTICS_INTENT_SET_CEILING, 0.25));
	assert_true(push_value(*state, HAPTICS_INTENT_LOWER_CEILING, 0.75));
	for (int i = 0; i < MAILBOX_CAPACITY + MAILBOX_RESERVE; i++)
		assert_true(pop(*state, &out));
	assert_next(*state, HAPTICS_INTENT_LOWER_CEILING, 0.25);
	assert_false(pop(*state, &out));
}

static const struct haptics_rules *parse(const char *text)
{
	const struct haptics_rules *rules = haptics_rules_parse_text(text);
	assert_non_null(rules);
	return rules;
}

static void the_latest_test_of_a_rule_waits_in_its_order(void **state)
{
	const struct haptics_rules *older = parse("{\"version\":1,\"rules\":[]}");
	const struct haptics_rules *newer = parse("{\"version\":1,\"rules\":[]}");
	struct haptics_intent halt = {.kind = HAPTICS_INTENT_HALT};
	struct mailbox_entry entry;
	mailbox_push_test(*state, older, 1, 1000);
	assert_true(mailbox_push(*state, &halt));
	mailbox_push_test(*state, haptics_rules_retain(newer), 3, 3000);
	assert_true(mailbox_pop(*state, &entry));
	assert_int_equal(entry.intent.kind, HAPTICS_INTENT_HALT);
	assert_null(entry.rules);
	assert_true(mailbox_pop(*state, &entry));
	assert_int_equal(entry.intent.kind, HAPTICS_INTENT_TEST_RULE);
	assert_int_equal(entry.intent.run, 3);
	assert_int_equal(entry.intent.duration_ms, 3000);
	assert_ptr_equal(entry.rules, newer);
	haptics_rules_release(entry.rules);
	assert_false(mailbox_pop(*state, &entry));
	mailbox_push_test(*state, newer, 5, 3000); /* what is left is freed with the mailbox */
}

static void a_test_that_finds_it_full_is_dropped_with_its_rules(void **state)
{
	struct haptics_intent out;
	fill(*state);
	mailbox_push_test(*state, parse("{\"version\":1,\"rules\":[]}"), 1, 1000);
	pop_the_others(*state);
	assert_false(pop(*state, &out));
}

static void after_the_end_only_stop_all_is_taken(void **state)
{
	struct haptics_intent halt = {.kind = HAPTICS_INTENT_HALT}, stop = {.kind = HAPTICS_INTENT_STOP_ALL};
	assert_true(mailbox_push(*state, &halt));
	mailbox_end(*state);
	assert_false(mailbox_push(*state, &halt));
	assert_true(mailbox_push(*state, &stop));
	assert_next(*state, HAPTICS_INTENT_STOP_ALL, 0);
	assert_next(*state, HAPTICS_INTENT_HALT, 0);
}

static void audio_levels_of_one_source_are_merged(void **state)
{
	struct haptics_intent quiet = audio("Mic", -50.0), loud = audio("Mic", -3.0), other = audio("Game", -20.0);
	struct haptics_intent out;
	assert_true(mailbox_push(*state, &quiet));
	assert_true(mailbox_push(*state, &other));
	assert_true(mailbox_push(*state, &loud));
	assert_true(pop(*state, &out));
	assert_string_equal(out.ref.name, "Mic");
	assert_true(out.value == -3.0);
	assert_true(pop(*state, &out));
	assert_string_equal(out.ref.name, "Game");
	assert_false(pop(*state, &out));
}

static void latest_settings_win(void **state)
{
	struct engine_settings settings, out;
	engine_settings_default(&settings);
	settings.lease_ms = 4000;
	assert_true(mailbox_put_settings(*state, &settings));
	settings.lease_ms = 5000;
	assert_true(mailbox_put_settings(*state, &settings));
	assert_true(mailbox_take_settings(*state, &out));
	assert_int_equal(out.lease_ms, 5000);
	assert_false(mailbox_take_settings(*state, &out));
}

static void a_restart_survives_merging_of_rule_sets(void **state)
{
	const struct haptics_rules *rules = NULL;
	bool is_restart = false;
	mailbox_put_rules(*state, NULL, true);
	mailbox_put_rules(*state, NULL, false);
	assert_true(mailbox_take_rules(*state, &rules, &is_restart));
	assert_true(is_restart);
	assert_false(mailbox_take_rules(*state, &rules, &is_restart));
	mailbox_put_rules(*state, NULL, false);
	assert_true(mailbox_take_rules(*state, &rules, &is_restart));
	assert_false(is_restart);
}

static void requests_are_merged_and_the_last_app_switch_counts(void **state)
{
	mailbox_request(*state, MAILBOX_NEW_QR);
	mailbox_request(*state, MAILBOX_APP_OFFLINE);
	mailbox_request(*state, MAILBOX_APP_ONLINE);
	assert_int_equal(mailbox_take_requests(*state), MAILBOX_NEW_QR | MAILBOX_APP_ONLINE);
	assert_int_equal(mailbox_take_requests(*state), 0);
}

static void simulated_toys_are_switched_one_by_one(void **state)
{
	bool is_connected = true;
	mailbox_request_toy(*state, 1, false);
	mailbox_request_toy(*state, MAILBOX_MAX_SIMULATED_TOYS, true); /* out of range: ignored */
	assert_false(mailbox_take_toy(*state, 0, &is_connected));
	assert_true(mailbox_take_toy(*state, 1, &is_connected));
	assert_false(is_connected);
	assert_false(mailbox_take_toy(*state, 1, &is_connected));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(intents_come_out_in_order, setup, teardown),
		cmocka_unit_test_setup_teardown(a_full_mailbox_refuses, setup, teardown),
		cmocka_unit_test_setup_teardown(a_full_mailbox_still_takes_a_stop, setup, teardown),
		cmocka_unit_test_setup_teardown(stop_all_overtakes_what_waits, setup, teardown),
		cmocka_unit_test_setup_teardown(a_persons_stop_stays_a_persons, setup, teardown),
		cmocka_unit_test_setup_teardown(a_full_mailbox_takes_what_only_stops_in_order, setup, teardown),
		cmocka_unit_test_setup_teardown(what_moves_or_arms_has_no_place_in_a_full_mailbox, setup, teardown),
		cmocka_unit_test_setup_teardown(a_full_reserve_merges_on_the_side_of_stopping_more, setup, teardown),
		cmocka_unit_test_setup_teardown(the_highest_seq_of_a_stop_is_kept_when_even_the_reserve_is_full, setup,
						teardown),
		cmocka_unit_test_setup_teardown(of_more_stopped_keys_than_the_core_remembers_the_newest_are_kept, setup,
						teardown),
		cmocka_unit_test_setup_teardown(a_ceiling_that_finds_it_full_may_lower_and_never_raise, setup,
						teardown),
		cmocka_unit_test_setup_teardown(lowered_ceilings_merge_into_the_lowest_when_even_the_reserve_is_full,
						setup, teardown),
		cmocka_unit_test_setup_teardown(the_latest_test_of_a_rule_waits_in_its_order, setup, teardown),
		cmocka_unit_test_setup_teardown(a_test_that_finds_it_full_is_dropped_with_its_rules, setup, teardown),
		cmocka_unit_test_setup_teardown(after_the_end_only_stop_all_is_taken, setup, teardown),
		cmocka_unit_test_setup_teardown(audio_levels_of_one_source_are_merged, setup, teardown),
		cmocka_unit_test_setup_teardown(latest_settings_win, setup, teardown),
		cmocka_unit_test_setup_teardown(a_restart_survives_merging_of_rule_sets, setup, teardown),
		cmocka_unit_test_setup_teardown(requests_are_merged_and_the_last_app_switch_counts, setup, teardown),
		cmocka_unit_test_setup_teardown(simulated_toys_are_switched_one_by_one, setup, teardown),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
