/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Asking a running engine, alone and from many threads at once. */
#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "engine/fixture.h"
#include "haptics/preview/preview.h"
#include "haptics/rules/rule.h"

enum { TIMEOUT_MS = 20000 };

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

static enum haptics_outcome outcome_of(const struct haptics_intent *intent)
{
	struct haptics_verdict verdict = {0};
	assert_int_equal(engine_ask(fixture.engine, intent, TIMEOUT_MS, &verdict), ENGINE_ANSWERED);
	return verdict.outcome;
}

static void the_core_says_what_comes_of_it(void **state)
{
	(void)state;
	struct haptics_intent level = {.kind = HAPTICS_INTENT_RUN_LEVEL, .value = 0.5, .duration_ms = 1000};
	struct haptics_intent arm = {.kind = HAPTICS_INTENT_SET_ARMED, .on = true};
	struct haptics_verdict verdict = {0};
	fixture_start_simulator(&fixture, false);
	assert_int_equal(outcome_of(&level), HAPTICS_IGNORED_DISARMED);
	assert_int_equal(outcome_of(&arm), HAPTICS_ARMED);
	level.run = engine_new_run(fixture.engine);
	assert_int_equal(engine_ask(fixture.engine, &level, TIMEOUT_MS, &verdict), ENGINE_ANSWERED);
	assert_int_equal(verdict.outcome, HAPTICS_CAPPED);
	assert_int_equal(verdict.run, level.run);
	assert_true(verdict.applied > 0.2 && verdict.applied <= 0.3 + 1e-9);
}

static void a_question_comes_after_all_that_its_thread_has_posted(void **state)
{
	(void)state;
	struct haptics_intent arm = {.kind = HAPTICS_INTENT_SET_ARMED};
	struct haptics_intent level = {.kind = HAPTICS_INTENT_RUN_LEVEL, .value = 0.1, .duration_ms = 1000};
	fixture_start_simulator(&fixture, false);
	for (int i = 0; i < 50; i++) {
		arm.on = i % 2 != 0;
		assert_true(engine_post(fixture.engine, &arm));
		assert_int_equal(outcome_of(&level), arm.on ? HAPTICS_FIRED : HAPTICS_IGNORED_DISARMED);
	}
}

static void who_has_a_verdict_finds_it_in_the_snapshot(void **state)
{
	(void)state;
	struct haptics_intent ceiling = {.kind = HAPTICS_INTENT_SET_CEILING};
	fixture_start_simulator(&fixture, false);
	for (int i = 0; i < 200; i++) {
		ceiling.value = (i % 100 + 1) / 100.0;
		assert_int_equal(outcome_of(&ceiling), HAPTICS_DONE);
		const struct engine_snapshot *snapshot = engine_snapshot_get(fixture.engine);
		assert_true(snapshot->ceiling == ceiling.value);
		engine_snapshot_release(snapshot);
	}
}

static void an_engine_that_does_not_run_carries_out_no_question_later(void **state)
{
	(void)state;
	struct haptics_intent arm = {.kind = HAPTICS_INTENT_SET_ARMED, .on = true};
	struct haptics_intent stop = {.kind = HAPTICS_INTENT_STOP_ALL};
	struct haptics_verdict verdict;
	assert_int_equal(engine_ask(fixture.engine, &arm, 1, &verdict), ENGINE_BUSY);
	assert_int_equal(engine_ask(fixture.engine, &stop, 1, &verdict), ENGINE_POSTED);
	fixture_start_simulator(&fixture, false);
	fixture_wait(&fixture, is_panic, NULL, "the stop");
	const struct engine_snapshot *snapshot = engine_snapshot_get(fixture.engine);
	assert_false(snapshot->is_armed);
	engine_snapshot_release(snapshot);
}

static void *ask_until_the_end(void *ctx)
{
	struct haptics_intent level = {.kind = HAPTICS_INTENT_RUN_LEVEL, .value = 0.1};
	struct haptics_verdict verdict;
	*(enum engine_answer *)ctx = engine_ask(fixture.engine, &level, INT32_MAX, &verdict);
	return NULL;
}

static void who_waits_is_answered_when_the_engine_ends(void **state)
{
	(void)state;
	enum engine_answer answer = ENGINE_ANSWERED;
	pthread_t thread;
	assert_int_equal(pthread_create(&thread, NULL, ask_until_the_end, &answer), 0);
	engine_request_stop(fixture.engine);
	pthread_join(thread, NULL);
	assert_int_equal(answer, ENGINE_ENDED);
}

static void the_numbers_of_runs_are_odd_and_new(void **state)
{
	(void)state;
	uint32_t last = engine_new_run(fixture.engine);
	assert_int_equal(last % 2, 1);
	for (int i = 0; i < 100; i++) {
		uint32_t run = engine_new_run(fixture.engine);
		assert_int_equal(run % 2, 1);
		assert_true(run > last);
		last = run;
	}
}

static void a_rule_is_tested_that_is_not_in_force(void **state)
{
	(void)state;
	static const char text[] = "{\"version\":1,\"rules\":[{\"id\":\"r\",\"when\":{\"type\":\"request\"},"
				   "\"do\":{\"kind\":\"level\",\"level\":0.2}}]}";
	const struct haptics_rules *rules = haptics_rules_parse_text(text);
	fixture_start_simulator(&fixture, true);
	uint32_t run = engine_test_rule(fixture.engine, rules, 30000);
	haptics_rules_release(rules);
	fixture_wait(&fixture, is_moving, NULL, "moving");
	const struct engine_snapshot *snapshot = engine_snapshot_get(fixture.engine);
	assert_int_equal(snapshot->rule_count, 0);
	assert_non_null(engine_find_run(snapshot, run));
	engine_snapshot_release(snapshot);
	assert_true(
		engine_post(fixture.engine, &(struct haptics_intent){.kind = HAPTICS_INTENT_CANCEL_RUN, .run = run}));
	fixture_wait(&fixture, is_still, NULL, "still");
}

/* --- the storm --- */

enum { ASKERS = 20, QUESTIONS = 150, RUNS = ASKERS * QUESTIONS };

static struct {
	atomic_bool is_over;
	_Atomic(const char *) fault; /* seen by a thread other than the test's */
	atomic_int answers[ENGINE_ENDED + 1];
	/* By the number of the run, halved. */
	atomic_bool was_taken_back[RUNS + 1], was_seen[RUNS + 1];
} storm;

#define EXPECT(condition)                                                                                              \
	do {                                                                                                           \
		if (!(condition))                                                                                      \
			atomic_store(&storm.fault, #condition);                                                        \
	} while (0)

struct asker {
	pthread_t thread;
	int number;
};

static struct haptics_intent question_of(int asker, int i)
{
	static const enum haptics_intent_kind kinds[] = {
		HAPTICS_INTENT_RUN_LEVEL, HAPTICS_INTENT_START_KEY,   HAPTICS_INTENT_RUN_LEVEL,
		HAPTICS_INTENT_STOP_KEY,  HAPTICS_INTENT_SET_CEILING, HAPTICS_INTENT_RUN_LEVEL,
		HAPTICS_INTENT_SET_ARMED, HAPTICS_INTENT_RUN_LEVEL,   HAPTICS_INTENT_LOWER_CEILING,
		HAPTICS_INTENT_STOP_ALL,  HAPTICS_INTENT_RESUME,
	};
	struct haptics_intent intent = {.kind = kinds[(asker + i) % (int)(sizeof(kinds) / sizeof(kinds[0]))],
					.is_request = true,
					.run = engine_new_run(fixture.engine),
					.on = i % 7 != 0,
					.duration_ms = 100 + i,
					/* differs from all others: a verdict that goes astray is found out */
					.value = (asker * QUESTIONS + i + 1) / (double)(RUNS + 1)};
	snprintf(intent.key, sizeof(intent.key), "key%d", asker % 5);
	return intent;
}

static void check(const struct haptics_intent *intent, enum engine_answer answer, const struct haptics_verdict *verdict)
{
	EXPECT(answer >= ENGINE_ANSWERED && answer <= ENGINE_BUSY);
	atomic_fetch_add(&storm.answers[answer], 1);
	if (answer == ENGINE_BUSY)
		atomic_store(&storm.was_taken_back[intent->run / 2], true);
	if (answer != ENGINE_ANSWERED)
		return;
	EXPECT(verdict->outcome != HAPTICS_OUTCOME_INVALID);
	if (intent->kind != HAPTICS_INTENT_RUN_LEVEL || !haptics_verdict_is_good(verdict))
		return;
	EXPECT(verdict->run == intent->run);
	EXPECT(verdict->wanted == intent->value);
	EXPECT(verdict->applied <= verdict->wanted + 0.05); /* a device step */
}

static void *ask_in_the_storm(void *ctx)
{
	const struct asker *asker = ctx;
	for (int i = 0; i < QUESTIONS; i++) {
		struct haptics_intent intent = question_of(asker->number, i);
		struct haptics_verdict verdict = {0};
		int timeout_ms = i % 3 == 0 ? i % 2 : TIMEOUT_MS;
		enum engine_answer answer = engine_ask(fixture.engine, &intent, timeout_ms, &verdict);
		check(&intent, answer, &verdict);
	}
	return NULL;
}

static void look_at(const struct engine_snapshot *snapshot)
{
	struct haptics_intent intent = {.kind = HAPTICS_INTENT_RUN_LEVEL, .value = 0.2};
	struct haptics_preview preview;
	engine_preview(snapshot, NULL, &intent, &preview);
	EXPECT(preview.verdict.outcome != HAPTICS_OUTCOME_INVALID);
	for (size_t i = 0; i < snapshot->record_count; i++)
		if (snapshot->records[i].run % 2 != 0)
			atomic_store(&storm.was_seen[snapshot->records[i].run / 2], true);
}

static void *look_on(void *ctx)
{
	(void)ctx;
	while (!atomic_load(&storm.is_over)) {
		const struct engine_snapshot *snapshot = engine_snapshot_get(fixture.engine);
		look_at(snapshot);
		engine_snapshot_release(snapshot);
	}
	return NULL;
}

static void run_storm(void)
{
	static struct asker askers[ASKERS];
	pthread_t onlooker;
	assert_int_equal(pthread_create(&onlooker, NULL, look_on, NULL), 0);
	for (int i = 0; i < ASKERS; i++) {
		askers[i].number = i;
		assert_int_equal(pthread_create(&askers[i].thread, NULL, ask_in_the_storm, &askers[i]), 0);
	}
	for (int i = 0; i < ASKERS; i++)
		pthread_join(askers[i].thread, NULL);
	atomic_store(&storm.is_over, true);
	pthread_join(onlooker, NULL);
}

static void in_a_storm_every_question_gets_its_answer_and_a_stop_is_the_end(void **state)
{
	(void)state;
	struct haptics_intent stop = {.kind = HAPTICS_INTENT_STOP_ALL};
	struct haptics_intent level = {.kind = HAPTICS_INTENT_RUN_LEVEL, .value = 0.2};
	fixture_start_simulator(&fixture, true);
	run_storm();
	assert_null(storm.fault);
	assert_true(storm.answers[ENGINE_ANSWERED] > 0);
	assert_int_equal(storm.answers[ENGINE_ANSWERED] + storm.answers[ENGINE_POSTED] + storm.answers[ENGINE_BUSY],
			 RUNS);
	for (int i = 0; i <= RUNS; i++)
		assert_false(storm.was_taken_back[i] && storm.was_seen[i]);
	assert_int_equal(outcome_of(&stop), HAPTICS_PANIC);
	assert_int_equal(outcome_of(&level), HAPTICS_IGNORED_PANIC);
	fixture_wait(&fixture, is_still, NULL, "still");
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, open_fixture, close_fixture)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(the_core_says_what_comes_of_it),
		TEST(a_question_comes_after_all_that_its_thread_has_posted),
		TEST(who_has_a_verdict_finds_it_in_the_snapshot),
		TEST(an_engine_that_does_not_run_carries_out_no_question_later),
		TEST(who_waits_is_answered_when_the_engine_ends),
		TEST(the_numbers_of_runs_are_odd_and_new),
		TEST(a_rule_is_tested_that_is_not_in_force),
		TEST(in_a_storm_every_question_gets_its_answer_and_a_stop_is_the_end),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
