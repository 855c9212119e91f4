/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Waiting for a verdict, in one thread: the linker puts a script in the place of the wait, which does what the worker
 * and other threads would do meanwhile. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "engine/mailbox/mailbox.h"
#include "haptics/preview/verdict.h"
#include "net/platform.h"

enum { TIMEOUT_MS = 60000 };

static struct {
	struct mailbox *mailbox;
	bool (*steps[4])(void); /* one a wait; true: woken, false: the time is over, as when there is none left */
	size_t waits;
	struct mailbox_entry taken;
	struct haptics_verdict verdict; /* what the worker says */
} script;

bool __wrap_platform_condition_wait(struct platform_condition *condition, struct platform_mutex *mutex, int timeout_ms);

bool __wrap_platform_condition_wait(struct platform_condition *condition, struct platform_mutex *mutex, int timeout_ms)
{
	(void)condition;
	assert_true(timeout_ms > 0);
	size_t wait = script.waits++;
	if (wait >= sizeof(script.steps) / sizeof(script.steps[0]) || !script.steps[wait])
		return false;
	platform_mutex_unlock(mutex);
	bool is_woken = script.steps[wait]();
	platform_mutex_lock(mutex);
	return is_woken;
}

static int setup(void **state)
{
	(void)state;
	memset(&script, 0, sizeof(script));
	script.mailbox = mailbox_create();
	script.verdict = (struct haptics_verdict){.outcome = HAPTICS_CAPPED, .run = 7, .wanted = 0.5, .applied = 0.25};
	return script.mailbox ? 0 : -1;
}

static int teardown(void **state)
{
	(void)state;
	mailbox_destroy(script.mailbox);
	return 0;
}

static bool take(void)
{
	assert_true(mailbox_pop(script.mailbox, &script.taken));
	return false;
}

static bool answer(void)
{
	mailbox_answer(script.mailbox, script.taken.question, &script.verdict);
	return true;
}

static bool take_and_answer(void)
{
	take();
	return answer();
}

static bool wake_for_no_reason(void)
{
	return true;
}

static bool end(void)
{
	mailbox_end(script.mailbox);
	return true;
}

/* Asks and waits, as engine_ask() does. */
static enum engine_answer ask(const struct haptics_intent *intent, struct haptics_verdict *verdict)
{
	enum engine_answer known = ENGINE_ANSWERED;
	struct mailbox_question *question = mailbox_ask(script.mailbox, intent, &known);
	return question ? mailbox_wait_answer(script.mailbox, question, TIMEOUT_MS, verdict) : known;
}

static enum engine_answer ask_kind(enum haptics_intent_kind kind)
{
	struct haptics_intent intent = {.kind = kind};
	struct haptics_verdict verdict;
	return ask(&intent, &verdict);
}

static void post(enum haptics_intent_kind kind)
{
	struct haptics_intent intent = {.kind = kind};
	assert_true(mailbox_push(script.mailbox, &intent));
}

static void assert_next(enum haptics_intent_kind kind)
{
	struct mailbox_entry entry;
	assert_true(mailbox_pop(script.mailbox, &entry));
	assert_int_equal(entry.intent.kind, kind);
	assert_null(entry.question);
}

static void assert_empty(void)
{
	struct mailbox_entry entry;
	assert_false(mailbox_pop(script.mailbox, &entry));
}

/* No place was lost. */
static void assert_all_places_are_free(void)
{
	struct haptics_intent intent = {.kind = HAPTICS_INTENT_RUN_LEVEL};
	enum engine_answer known = ENGINE_ANSWERED;
	for (int i = 0; i < MAILBOX_QUESTIONS; i++)
		assert_non_null(mailbox_ask(script.mailbox, &intent, &known));
}

static void the_verdict_arrives(void **state)
{
	(void)state;
	struct haptics_intent intent = {.kind = HAPTICS_INTENT_RUN_LEVEL, .run = 7, .value = 0.5};
	struct haptics_verdict verdict = {0};
	script.steps[0] = take_and_answer;
	assert_int_equal(ask(&intent, &verdict), ENGINE_ANSWERED);
	assert_memory_equal(&verdict, &script.verdict, sizeof(verdict));
	assert_memory_equal(&script.taken.intent, &intent, sizeof(intent));
	assert_all_places_are_free();
}

static void who_is_woken_for_no_reason_goes_on_waiting(void **state)
{
	(void)state;
	script.steps[0] = wake_for_no_reason;
	script.steps[1] = take_and_answer;
	assert_int_equal(ask_kind(HAPTICS_INTENT_RUN_LEVEL), ENGINE_ANSWERED);
	assert_int_equal(script.waits, 2);
}

static bool another_asks_and_gives_up(void)
{
	script.steps[script.waits] = NULL;
	assert_int_equal(ask_kind(HAPTICS_INTENT_RESUME), ENGINE_BUSY);
	return false;
}

static void what_has_no_answer_in_time_is_taken_back_and_nothing_else(void **state)
{
	(void)state;
	post(HAPTICS_INTENT_HALT);
	script.steps[0] = another_asks_and_gives_up;
	assert_int_equal(ask_kind(HAPTICS_INTENT_RUN_LEVEL), ENGINE_BUSY);
	assert_int_equal(ask_kind(HAPTICS_INTENT_RUN_RULE), ENGINE_BUSY);
	post(HAPTICS_INTENT_PAUSE);
	assert_next(HAPTICS_INTENT_HALT);
	assert_next(HAPTICS_INTENT_PAUSE);
	assert_empty();
	assert_all_places_are_free();
}

static void nobody_waits_whose_time_is_zero(void **state)
{
	(void)state;
	struct haptics_intent intent = {.kind = HAPTICS_INTENT_RUN_LEVEL};
	struct haptics_verdict verdict;
	enum engine_answer known = ENGINE_ANSWERED;
	struct mailbox_question *question = mailbox_ask(script.mailbox, &intent, &known);
	assert_int_equal(mailbox_wait_answer(script.mailbox, question, 0, &verdict), ENGINE_BUSY);
	assert_int_equal(script.waits, 0);
	assert_empty();
}

static void what_stops_or_lowers_stays_when_its_time_is_over(void **state)
{
	(void)state;
	static const struct haptics_intent stops[] = {
		{.kind = HAPTICS_INTENT_STOP_ALL},
		{.kind = HAPTICS_INTENT_HALT},
		{.kind = HAPTICS_INTENT_PAUSE},
		{.kind = HAPTICS_INTENT_STOP_KEY},
		{.kind = HAPTICS_INTENT_STOP_TOY},
		{.kind = HAPTICS_INTENT_SET_ARMED, .on = false},
		{.kind = HAPTICS_INTENT_RULE_ENABLED, .on = false},
		{.kind = HAPTICS_INTENT_LOWER_CEILING, .value = 0.1},
		{.kind = HAPTICS_INTENT_STEP_CEILING, .value = -0.1},
	};
	enum { STOPS = sizeof(stops) / sizeof(stops[0]) };
	struct haptics_verdict verdict;
	for (size_t i = 0; i < STOPS; i++)
		assert_int_equal(ask(&stops[i], &verdict), ENGINE_POSTED);
	for (size_t i = 0; i < STOPS; i++)
		assert_next(stops[i].kind);
	assert_empty();
	assert_all_places_are_free();
}

static void what_the_worker_has_taken_is_waited_for(void **state)
{
	(void)state;
	script.steps[0] = take;
	script.steps[1] = answer;
	assert_int_equal(ask_kind(HAPTICS_INTENT_RUN_LEVEL), ENGINE_ANSWERED);
	assert_all_places_are_free();
}

static void a_worker_that_hangs_is_not_waited_for_and_keeps_the_place(void **state)
{
	(void)state;
	struct haptics_intent intent = {.kind = HAPTICS_INTENT_RUN_LEVEL};
	enum engine_answer known = ENGINE_ANSWERED;
	script.steps[0] = take;
	assert_int_equal(ask_kind(HAPTICS_INTENT_RUN_LEVEL), ENGINE_POSTED); /* it cannot be taken back */
	struct mailbox_entry hanging = script.taken;
	for (int i = 0; i < MAILBOX_QUESTIONS - 1; i++)
		assert_ptr_not_equal(mailbox_ask(script.mailbox, &intent, &known), hanging.question);
	mailbox_answer(script.mailbox, hanging.question, &script.verdict);
	assert_ptr_equal(mailbox_ask(script.mailbox, &intent, &known), hanging.question);
	for (int i = 0; i < MAILBOX_QUESTIONS; i++)
		take();
	assert_ptr_equal(script.taken.question, hanging.question);
	script.waits = 0;
	answer();
	assert_int_equal(mailbox_wait_answer(script.mailbox, hanging.question, TIMEOUT_MS, &script.verdict),
			 ENGINE_ANSWERED);
	assert_int_equal(script.waits, 0); /* the new asker's, and there already */
}

static void the_end_answers_who_waits_at_once(void **state)
{
	(void)state;
	static const enum haptics_intent_kind kinds[] = {HAPTICS_INTENT_RUN_LEVEL, HAPTICS_INTENT_HALT,
							 HAPTICS_INTENT_STOP_ALL};
	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++) {
		mailbox_destroy(script.mailbox);
		script.mailbox = mailbox_create();
		script.waits = 0;
		script.steps[0] = end;
		assert_int_equal(ask_kind(kinds[i]), ENGINE_ENDED);
		assert_int_equal(script.waits, 1);
		if (kinds[i] != HAPTICS_INTENT_RUN_LEVEL) /* a worker that still reads does it */
			assert_next(kinds[i]);
		assert_empty();
	}
}

static void after_the_end_nobody_waits(void **state)
{
	(void)state;
	end();
	assert_int_equal(ask_kind(HAPTICS_INTENT_RUN_LEVEL), ENGINE_ENDED);
	assert_int_equal(ask_kind(HAPTICS_INTENT_HALT), ENGINE_ENDED);
	assert_int_equal(ask_kind(HAPTICS_INTENT_STOP_ALL), ENGINE_ENDED);
	assert_int_equal(script.waits, 0);
	assert_next(HAPTICS_INTENT_STOP_ALL);
	assert_empty();
}

static void without_a_place_for_the_verdict_only_stops_are_taken(void **state)
{
	(void)state;
	assert_all_places_are_free();
	assert_int_equal(ask_kind(HAPTICS_INTENT_RUN_LEVEL), ENGINE_BUSY);
	assert_int_equal(ask_kind(HAPTICS_INTENT_SET_CEILING), ENGINE_BUSY);
	assert_int_equal(ask_kind(HAPTICS_INTENT_HALT), ENGINE_POSTED);
	assert_int_equal(ask_kind(HAPTICS_INTENT_STOP_ALL), ENGINE_POSTED);
	assert_int_equal(script.waits, 0);
	assert_next(HAPTICS_INTENT_STOP_ALL);
	for (int i = 0; i < MAILBOX_QUESTIONS; i++)
		take();
	assert_next(HAPTICS_INTENT_HALT);
	assert_empty();
}

static void a_stop_that_is_merged_needs_no_verdict(void **state)
{
	(void)state;
	struct haptics_intent key = {.kind = HAPTICS_INTENT_STOP_KEY};
	struct haptics_intent off = {.kind = HAPTICS_INTENT_RULE_ENABLED, .id = "rule"};
	struct haptics_verdict verdict;
	post(HAPTICS_INTENT_STOP_ALL);
	assert_int_equal(ask_kind(HAPTICS_INTENT_STOP_ALL), ENGINE_POSTED);
	for (int i = 0; i < MAILBOX_CAPACITY; i++)
		post(HAPTICS_INTENT_STUDIO_MODE);
	assert_int_equal(ask_kind(HAPTICS_INTENT_RUN_LEVEL), ENGINE_BUSY);
	for (int i = 0; i < MAILBOX_RESERVE; i++) {
		snprintf(key.key, sizeof(key.key), "key%d", i);
		assert_true(mailbox_push(script.mailbox, &key));
	}
	assert_int_equal(ask(&key, &verdict), ENGINE_POSTED); /* a repetition */
	assert_int_equal(ask_kind(HAPTICS_INTENT_STOP_TOY), ENGINE_POSTED);
	assert_int_equal(ask_kind(HAPTICS_INTENT_LOWER_CEILING), ENGINE_POSTED);
	assert_int_equal(ask(&off, &verdict), ENGINE_BUSY);                  /* stopped, and yet not off */
	assert_int_equal(ask_kind(HAPTICS_INTENT_SET_CEILING), ENGINE_BUSY); /* it may not rise */
	assert_int_equal(script.waits, 0);
	while (mailbox_pop(script.mailbox, &script.taken))
		assert_null(script.taken.question);
	assert_all_places_are_free();
}

static void the_first_stop_all_gets_its_verdict(void **state)
{
	(void)state;
	script.steps[0] = take_and_answer;
	post(HAPTICS_INTENT_STUDIO_MODE);
	assert_int_equal(ask_kind(HAPTICS_INTENT_STOP_ALL), ENGINE_ANSWERED);
	assert_next(HAPTICS_INTENT_STUDIO_MODE);
}

static bool empty_and_answer(void)
{
	for (int i = 0; i <= MAILBOX_CAPACITY; i++)
		take();
	assert_int_equal(script.taken.intent.kind, HAPTICS_INTENT_LOWER_CEILING);
	return answer();
}

static void a_ceiling_that_may_only_be_lowered_for_want_of_a_place_was_too_busy_to_rise(void **state)
{
	(void)state;
	static const struct {
		enum haptics_outcome outcome;
		enum engine_answer answer;
	} cases[] = {{HAPTICS_DONE, ENGINE_ANSWERED}, {HAPTICS_IGNORED_NOT_ALLOWED, ENGINE_BUSY}};
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		for (int k = 0; k < MAILBOX_CAPACITY; k++)
			post(HAPTICS_INTENT_STUDIO_MODE);
		script.waits = 0;
		script.verdict.outcome = cases[i].outcome;
		script.steps[0] = empty_and_answer;
		assert_int_equal(ask_kind(HAPTICS_INTENT_SET_CEILING), cases[i].answer);
	}
	script.steps[0] = take_and_answer; /* with a place it is the core's word again */
	script.waits = 0;
	assert_int_equal(ask_kind(HAPTICS_INTENT_LOWER_CEILING), ENGINE_ANSWERED);
}

static bool stop_all_comes(void)
{
	post(HAPTICS_INTENT_STOP_ALL);
	return true;
}

static void a_resume_from_before_a_stop_is_refused_by_it(void **state)
{
	(void)state;
	struct haptics_intent resume = {.kind = HAPTICS_INTENT_RESUME};
	struct haptics_verdict verdict = {0};
	script.steps[0] = stop_all_comes;
	assert_int_equal(ask(&resume, &verdict), ENGINE_ANSWERED);
	assert_int_equal(verdict.outcome, HAPTICS_IGNORED_PANIC);
	assert_int_equal(script.waits, 1);
	assert_next(HAPTICS_INTENT_STOP_ALL);
	assert_empty();
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(the_verdict_arrives),
		TEST(who_is_woken_for_no_reason_goes_on_waiting),
		TEST(what_has_no_answer_in_time_is_taken_back_and_nothing_else),
		TEST(nobody_waits_whose_time_is_zero),
		TEST(what_stops_or_lowers_stays_when_its_time_is_over),
		TEST(what_the_worker_has_taken_is_waited_for),
		TEST(a_worker_that_hangs_is_not_waited_for_and_keeps_the_place),
		TEST(the_end_answers_who_waits_at_once),
		TEST(after_the_end_nobody_waits),
		TEST(without_a_place_for_the_verdict_only_stops_are_taken),
		TEST(a_stop_that_is_merged_needs_no_verdict),
		TEST(the_first_stop_all_gets_its_verdict),
		TEST(a_ceiling_that_may_only_be_lowered_for_want_of_a_place_was_too_busy_to_rise),
		TEST(a_resume_from_before_a_stop_is_refused_by_it),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
