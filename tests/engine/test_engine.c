/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The engine as its users see it: intents in, snapshots out, on the simulator inside the plugin. */
#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "engine/fixture.h"
#include "haptics/rules/rule.h"

static struct fixture fixture;

static int open_fixture(void **state)
{
	(void)state;
	fixture_open(&fixture);
	return 0;
}

static int close_fixture(void **state)
{
	(void)state;
	fixture_close(&fixture);
	return 0;
}

static bool is_calm(const struct engine_snapshot *snapshot, const void *ctx)
{
	return !is_panic(snapshot, ctx);
}

static bool is_disarmed(const struct engine_snapshot *snapshot, const void *ctx)
{
	(void)ctx;
	return !snapshot->is_armed;
}

static bool has_outcome(const struct engine_snapshot *snapshot, const void *ctx)
{
	for (size_t i = 0; i < snapshot->record_count; i++)
		if (snapshot->records[i].outcome == *(const enum haptics_outcome *)ctx)
			return true;
	return false;
}

static void before_the_start_it_is_off_and_disarmed(void **state)
{
	(void)state;
	const struct engine_snapshot *snapshot = engine_snapshot_get(fixture.engine);
	assert_int_equal(snapshot->state, ENGINE_OFF);
	assert_false(snapshot->is_armed);
	assert_int_equal(snapshot->toy_count, 0);
	assert_int_equal(engine_revision(fixture.engine), snapshot->revision);
	engine_snapshot_release(snapshot);
}

static void the_simulator_is_ready_with_its_toys(void **state)
{
	(void)state;
	fixture_start_simulator(&fixture, false);
	const struct engine_snapshot *snapshot = engine_snapshot_get(fixture.engine);
	assert_int_equal(snapshot->toy_count, 2);
	assert_int_equal(snapshot->route, ENGINE_VIA_SIMULATOR);
	assert_string_equal(snapshot->toys[0].alias, "t1");
	assert_true(snapshot->toys[0].is_online);
	assert_false(snapshot->is_armed);
	engine_snapshot_release(snapshot);
}

static bool takes_so_long(const struct engine_snapshot *snapshot, const void *ctx)
{
	return snapshot->state == ENGINE_READY && snapshot->round_trip_ms == *(const int *)ctx;
}

static void the_simulator_can_be_made_slow_while_it_runs(void **state)
{
	(void)state;
	struct engine_settings settings;
	fixture_start_simulator(&fixture, false);
	engine_settings_default(&settings);
	settings.mode = ENGINE_MODE_SIMULATOR;
	settings.simulator_latency_ms = 1500;
	engine_configure(fixture.engine, &settings);
	fixture_wait(&fixture, takes_so_long, &settings.simulator_latency_ms, "a slow simulator");
}

static void disarmed_nothing_moves_and_the_journal_says_why(void **state)
{
	(void)state;
	enum haptics_outcome ignored = HAPTICS_IGNORED_DISARMED;
	fixture_start_simulator(&fixture, false);
	fixture_run_level(&fixture, 0.2, 2000);
	fixture_wait(&fixture, has_outcome, &ignored, "ignored: disarmed");
	const struct engine_snapshot *snapshot = engine_snapshot_get(fixture.engine);
	assert_true(is_still(snapshot, NULL));
	engine_snapshot_release(snapshot);
}

static void a_level_runs_for_its_time_and_ends(void **state)
{
	(void)state;
	fixture_start_simulator(&fixture, true);
	fixture_run_level(&fixture, 0.2, 2000);
	fixture_wait(&fixture, is_moving, NULL, "moving");
	fixture_wait(&fixture, is_still, NULL, "still");
}

static void a_level_above_the_ceiling_is_cut(void **state)
{
	(void)state;
	fixture_start_simulator(&fixture, true);
	fixture_run_level(&fixture, 1.0, 2000);
	enum haptics_outcome capped = HAPTICS_CAPPED;
	fixture_wait(&fixture, has_outcome, &capped, "capped");
	fixture_wait(&fixture, is_moving, NULL, "moving");
	const struct engine_snapshot *snapshot = engine_snapshot_get(fixture.engine);
	assert_true(fixture_highest_level(snapshot) <= 0.30);
	engine_snapshot_release(snapshot);
}

static void stop_all_latches_until_resumed(void **state)
{
	(void)state;
	enum haptics_outcome refused = HAPTICS_IGNORED_PANIC;
	fixture_start_simulator(&fixture, true);
	fixture_run_level(&fixture, 0.2, 30000);
	fixture_wait(&fixture, is_moving, NULL, "moving");
	fixture_post(&fixture, HAPTICS_INTENT_STOP_ALL);
	fixture_wait(&fixture, is_panic, NULL, "panic");
	fixture_wait(&fixture, is_still, NULL, "still");
	fixture_run_level(&fixture, 0.2, 2000);
	fixture_wait(&fixture, has_outcome, &refused, "refused while stopped");
	fixture_post(&fixture, HAPTICS_INTENT_RESUME);
	fixture_wait(&fixture, is_calm, NULL, "resumed");
}

static void the_own_ceiling_of_a_toy_counts(void **state)
{
	(void)state;
	struct engine_settings settings;
	fixture_start_simulator(&fixture, true);
	engine_settings_default(&settings);
	settings.mode = ENGINE_MODE_SIMULATOR;
	settings.ceiling_count = 2;
	const struct engine_snapshot *snapshot = engine_snapshot_get(fixture.engine);
	for (size_t t = 0; t < 2; t++) {
		memcpy(settings.ceilings[t].toy_id, snapshot->toys[t].toy_id, sizeof(settings.ceilings[t].toy_id));
		settings.ceilings[t].all = 0.1;
		for (size_t f = 0; f < HAPTICS_MAX_FUNCTIONS; f++)
			settings.ceilings[t].function[f] = 1.0;
	}
	engine_snapshot_release(snapshot);
	engine_configure(fixture.engine, &settings);
	fixture_run_level(&fixture, 0.3, 2000);
	fixture_wait(&fixture, is_moving, NULL, "moving");
	snapshot = engine_snapshot_get(fixture.engine);
	assert_true(fixture_highest_level(snapshot) <= 0.1);
	engine_snapshot_release(snapshot);
}

/* In one line of the journal, which says what was done. */
static void assert_told_once(enum haptics_halt_cause cause)
{
	const struct engine_snapshot *snapshot = engine_snapshot_get(fixture.engine);
	int halts = 0;
	for (size_t i = 0; i < snapshot->record_count; i++) {
		const struct haptics_record *record = &snapshot->records[i];
		assert_int_not_equal(record->outcome, HAPTICS_DISARMED);
		if (record->outcome == HAPTICS_HALTED)
			assert_int_equal(record->cause, cause);
		halts += record->outcome == HAPTICS_HALTED;
	}
	engine_snapshot_release(snapshot);
	assert_int_equal(halts, 1);
}

static void another_mode_disarms(void **state)
{
	(void)state;
	struct engine_settings settings;
	fixture_start_simulator(&fixture, true);
	engine_settings_default(&settings);
	settings.mode = ENGINE_MODE_OFF;
	settings.arm_on_start = true;
	engine_configure(fixture.engine, &settings);
	fixture_wait_state(&fixture, ENGINE_OFF);
	fixture_wait(&fixture, is_disarmed, NULL, "disarmed");
	assert_told_once(HAPTICS_HALT_OFF);
}

static void toys_of_another_kind_disarm(void **state)
{
	(void)state;
	struct engine_settings settings;
	fixture_start_simulator(&fixture, true);
	engine_settings_default(&settings);
	settings.mode = ENGINE_MODE_CLOUD;
	engine_configure(fixture.engine, &settings);
	fixture_wait_state(&fixture, ENGINE_NEEDS_YOU);
	fixture_wait(&fixture, is_disarmed, NULL, "disarmed");
	assert_told_once(HAPTICS_HALT_MODE);
}

static bool has_ceiling(const struct engine_snapshot *snapshot, const void *ctx)
{
	double difference = snapshot->ceiling - *(const double *)ctx;
	return difference > -1e-9 && difference < 1e-9;
}

static void a_ceiling_moved_by_hotkey_outlives_other_settings(void **state)
{
	(void)state;
	struct engine_settings settings;
	struct haptics_intent lower = {.kind = HAPTICS_INTENT_SET_CEILING, .value = 0.1};
	double low = 0.1, high = 0.2;
	fixture_start_simulator(&fixture, false);
	assert_true(engine_post(fixture.engine, &lower));
	fixture_wait(&fixture, has_ceiling, &low, "ceiling 10 %");
	engine_settings_default(&settings);
	settings.mode = ENGINE_MODE_SIMULATOR;
	settings.lease_ms = 4000;
	engine_configure(fixture.engine, &settings);
	fixture_arm(&fixture); /* the configuration was taken before this */
	fixture_wait(&fixture, has_ceiling, &low, "still 10 %");
	settings.master_ceiling = high;
	engine_configure(fixture.engine, &settings);
	fixture_wait(&fixture, has_ceiling, &high, "ceiling 20 %");
}

static bool has_one_rule(const struct engine_snapshot *snapshot, const void *ctx)
{
	return snapshot->rule_count == 1 && strcmp(snapshot->rules[0].id, ctx) == 0;
}

static bool is_rule_active(const struct engine_snapshot *snapshot, const void *ctx)
{
	return has_one_rule(snapshot, ctx) && snapshot->rules[0].is_active;
}

static void a_rule_runs_when_its_hotkey_is_pressed(void **state)
{
	(void)state;
	static const char rules[] = "{\"version\":1,\"rules\":[{\"id\":\"boost\",\"name\":\"Boost\",\"enabled\":true,"
				    "\"when\":{\"type\":\"hotkey\"},\"run\":{\"mode\":\"while\"},"
				    "\"do\":{\"kind\":\"level\",\"level\":0.2}}]}";
	struct haptics_intent key = {.kind = HAPTICS_INTENT_HOTKEY, .on = true, .id = "boost"};
	const struct haptics_rules *parsed = haptics_rules_parse_text(rules);
	fixture_start_simulator(&fixture, true);
	engine_set_rules(fixture.engine, parsed, false);
	haptics_rules_release(parsed);
	fixture_wait(&fixture, has_one_rule, "boost", "the rule");
	assert_true(engine_post(fixture.engine, &key));
	fixture_wait(&fixture, is_rule_active, "boost", "active");
	fixture_wait(&fixture, is_moving, NULL, "moving");
	key.on = false;
	assert_true(engine_post(fixture.engine, &key));
	fixture_wait(&fixture, is_still, NULL, "still");
}

static bool is_hot_missing(const struct engine_snapshot *snapshot, const void *ctx)
{
	(void)ctx;
	return snapshot->rule_count == 1 && snapshot->rules[0].is_missing_ref && snapshot->rules[0].is_scene_missing &&
	       strcmp(snapshot->rules[0].missing_name, "Hot") == 0;
}

static void a_rule_whose_scene_is_missing_names_it(void **state)
{
	(void)state;
	static const char rules[] = "{\"version\":1,\"rules\":[{\"id\":\"hot\",\"when\":{\"type\":\"scene\",\"ref\":"
				    "{\"name\":\"Hot\"}},\"do\":{\"kind\":\"level\",\"level\":0.2}}]}";
	const struct haptics_rules *parsed = haptics_rules_parse_text(rules);
	struct haptics_intent gone = {.kind = HAPTICS_INTENT_REF_EXISTS, .ref.name = "Hot"};
	fixture_start_simulator(&fixture, true);
	engine_set_rules(fixture.engine, parsed, false);
	haptics_rules_release(parsed);
	fixture_wait(&fixture, has_one_rule, "hot", "the rule");
	assert_true(engine_post(fixture.engine, &gone));
	fixture_wait(&fixture, is_hot_missing, NULL, "the name of what is missing");
}

static void losing_the_app_while_it_runs_says_that_the_stop_is_unconfirmed(void **state)
{
	(void)state;
	fixture_start_simulator(&fixture, true);
	fixture_run_level(&fixture, 0.2, 30000);
	fixture_wait(&fixture, is_moving, NULL, "moving");
	engine_simulate_app(fixture.engine, false);
	fixture_wait_state(&fixture, ENGINE_APP_OFFLINE);
	const struct engine_snapshot *snapshot = engine_snapshot_get(fixture.engine);
	assert_true(snapshot->stop_unconfirmed);
	engine_snapshot_release(snapshot);
	engine_simulate_app(fixture.engine, true);
	fixture_wait_state(&fixture, ENGINE_READY);
	fixture_wait(&fixture, is_still, NULL, "no resumption");
}

static void a_toy_that_is_switched_off_is_shown_offline(void **state)
{
	(void)state;
	fixture_start_simulator(&fixture, false);
	engine_simulate_toy(fixture.engine, 0, false);
	engine_simulate_toy(fixture.engine, 1, false);
	fixture_wait_state(&fixture, ENGINE_NO_TOY);
	const struct engine_snapshot *snapshot = engine_snapshot_get(fixture.engine);
	assert_int_equal(snapshot->toy_count, 2);
	assert_false(snapshot->toys[0].is_online);
	engine_snapshot_release(snapshot);
}

static void a_missing_ca_file_needs_the_user_and_mends(void **state)
{
	(void)state;
	struct engine_settings settings;
	engine_settings_default(&settings);
	settings.mode = ENGINE_MODE_SIMULATOR;
	snprintf(settings.ca_file, sizeof(settings.ca_file), "%s", "no-such-file.pem");
	assert_true(engine_start(fixture.engine, &settings));
	fixture_wait_state(&fixture, ENGINE_NEEDS_YOU);
	const struct engine_snapshot *snapshot = engine_snapshot_get(fixture.engine);
	assert_int_equal(snapshot->reason, ENGINE_REASON_BAD_CA_FILE);
	assert_string_equal(engine_reason_name(snapshot->reason), "bad_settings");
	engine_snapshot_release(snapshot);
	settings.ca_file[0] = '\0';
	engine_configure(fixture.engine, &settings);
	fixture_wait_state(&fixture, ENGINE_READY);
}

static void after_the_stop_only_a_stop_is_taken_and_no_new_start(void **state)
{
	(void)state;
	struct engine_settings settings;
	struct haptics_intent arm = {.kind = HAPTICS_INTENT_SET_ARMED, .on = true};
	struct haptics_intent stop = {.kind = HAPTICS_INTENT_STOP_ALL};
	engine_settings_default(&settings);
	fixture_start_simulator(&fixture, false);
	assert_true(engine_start(fixture.engine, &settings));
	engine_request_stop(fixture.engine);
	assert_false(engine_post(fixture.engine, &arm));
	assert_true(engine_post(fixture.engine, &stop));
	assert_true(engine_join(fixture.engine, 5000));
	assert_false(engine_start(fixture.engine, &settings));
}

static void a_held_snapshot_outlives_the_engine(void **state)
{
	(void)state;
	struct fixture other;
	fixture_open(&other);
	fixture_start_simulator(&other, false);
	const struct engine_snapshot *snapshot = engine_snapshot_get(other.engine);
	fixture_close(&other);
	assert_int_equal(snapshot->state, ENGINE_READY);
	engine_snapshot_release(snapshot);
}

static void two_engines_do_not_know_each_other(void **state)
{
	(void)state;
	struct fixture other;
	fixture_open(&other);
	fixture_start_simulator(&other, false);
	fixture_start_simulator(&fixture, true);
	const struct engine_snapshot *snapshot = engine_snapshot_get(other.engine);
	assert_false(snapshot->is_armed);
	engine_snapshot_release(snapshot);
	fixture_close(&other);
}

static void *post_and_read(void *ctx)
{
	struct engine *engine = ctx;
	struct haptics_intent intent = {.kind = HAPTICS_INTENT_RUN_LEVEL, .value = 0.1};
	for (int i = 0; i < 2000; i++) {
		intent.duration_ms = 2000 + i;
		engine_post(engine, &intent);
		engine_snapshot_release(engine_snapshot_get(engine));
		const struct engine_snapshot *snapshot = engine_snapshot_try_get(engine);
		if (snapshot)
			engine_snapshot_release(snapshot);
	}
	return NULL;
}

static void many_threads_may_post_and_read(void **state)
{
	(void)state;
	pthread_t threads[4];
	fixture_start_simulator(&fixture, true);
	for (size_t i = 0; i < 4; i++)
		assert_int_equal(pthread_create(&threads[i], NULL, post_and_read, fixture.engine), 0);
	for (size_t i = 0; i < 4; i++)
		pthread_join(threads[i], NULL);
	fixture_post(&fixture, HAPTICS_INTENT_STOP_ALL);
	fixture_wait(&fixture, is_panic, NULL, "panic after a flood");
	fixture_wait(&fixture, is_still, NULL, "still");
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, open_fixture, close_fixture)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(before_the_start_it_is_off_and_disarmed),
		TEST(the_simulator_is_ready_with_its_toys),
		TEST(the_simulator_can_be_made_slow_while_it_runs),
		TEST(disarmed_nothing_moves_and_the_journal_says_why),
		TEST(a_level_runs_for_its_time_and_ends),
		TEST(a_level_above_the_ceiling_is_cut),
		TEST(stop_all_latches_until_resumed),
		TEST(the_own_ceiling_of_a_toy_counts),
		TEST(another_mode_disarms),
		TEST(toys_of_another_kind_disarm),
		TEST(a_ceiling_moved_by_hotkey_outlives_other_settings),
		TEST(a_rule_runs_when_its_hotkey_is_pressed),
		TEST(a_rule_whose_scene_is_missing_names_it),
		TEST(losing_the_app_while_it_runs_says_that_the_stop_is_unconfirmed),
		TEST(a_toy_that_is_switched_off_is_shown_offline),
		TEST(a_missing_ca_file_needs_the_user_and_mends),
		TEST(after_the_stop_only_a_stop_is_taken_and_no_new_start),
		TEST(a_held_snapshot_outlives_the_engine),
		TEST(two_engines_do_not_know_each_other),
		TEST(many_threads_may_post_and_read),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
