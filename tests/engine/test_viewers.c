/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What viewers send, from an intent to the snapshot and the notices. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "engine/mailbox/mailbox.h"
#include "fixture.h"
#include "haptics/preview/preview.h"
#include "haptics/rules/rule.h"
#include "haptics/tips/viewers.h"

static struct fixture fixture;

enum { ASK_MS = 20000 };

static int set_up(void **state)
{
	(void)state;
	fixture_open(&fixture);
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	fixture_close(&fixture);
	return 0;
}

static void use_rules(const char *json)
{
	const struct haptics_rules *rules = haptics_rules_parse_text(json);
	engine_set_rules(fixture.engine, rules, true);
	haptics_rules_release(rules);
}

static void start(void)
{
	fixture_start_simulator(&fixture, true);
	use_rules("{\"rules\":[{\"id\":\"q\",\"name\":\"Queued\",\"when\":{\"type\":\"tip\",\"from\":1},\"run\":{"
		  "\"duration_ms\":30000,\"retrigger\":\"queue\"},\"do\":{\"kind\":\"level\",\"level\":0.2}}],"
		  "\"goal\":{\"label\":\"Hat\",\"target\":10}}");
}

static struct haptics_verdict ask(const struct haptics_intent *intent)
{
	struct haptics_verdict verdict = {0};
	assert_int_equal(engine_ask(fixture.engine, intent, ASK_MS, &verdict), ENGINE_ANSWERED);
	return verdict;
}

static struct haptics_verdict tip(double amount, const char *by)
{
	struct haptics_intent intent = {.kind = HAPTICS_INTENT_TIP, .value = amount, .message = "Hello\x1b there"};
	snprintf(intent.extra.by, sizeof(intent.extra.by), "%s", by);
	snprintf(intent.extra.unit, sizeof(intent.extra.unit), "bits");
	return ask(&intent);
}

static void allow(bool on)
{
	ask(&(struct haptics_intent){.kind = HAPTICS_INTENT_SET_TIPS_ALLOWED, .on = on});
}

static void the_snapshot_shows_who_runs_and_who_waits(void **state)
{
	(void)state;
	start();
	allow(true);
	struct haptics_verdict first = tip(5, "Ann");
	struct haptics_verdict second = tip(6, "B\xffob");
	assert_int_equal(second.outcome, HAPTICS_QUEUED);
	const struct engine_snapshot *snapshot = engine_snapshot_get(fixture.engine);
	assert_true(snapshot->are_tips_allowed);
	assert_int_equal(snapshot->run_count, 1);
	assert_int_equal(snapshot->runs[0].run, first.run);
	assert_string_equal(snapshot->runs[0].rule_id, "q");
	assert_string_equal(snapshot->runs[0].rule_name, "Queued");
	assert_string_equal(snapshot->runs[0].by, "Ann");
	assert_string_equal(snapshot->runs[0].message, "Hello there");
	assert_string_equal(snapshot->runs[0].unit, "bits");
	assert_float_equal(snapshot->runs[0].amount, 5, 0);
	assert_true(snapshot->runs[0].ends_ms - snapshot->runs[0].started_ms == 30000);
	assert_int_equal(snapshot->queue_running, first.run);
	assert_int_equal(snapshot->waiting_count, 1);
	assert_int_equal(snapshot->waiting[0].run, second.run);
	assert_string_equal(snapshot->waiting[0].by, "B?ob");
	assert_int_equal(snapshot->waiting[0].seconds, 30);
	assert_float_equal(snapshot->waiting[0].level, 0.2, 1e-9);
	assert_int_equal(engine_queue_seconds(snapshot, snapshot->runs[0].started_ms + 10500), 30 + 20);
	assert_ptr_equal(engine_find_run(snapshot, second.run), &snapshot->waiting[0]);
	assert_null(engine_find_run(snapshot, 0x7fffffff));
	assert_string_equal(snapshot->goal.label, "Hat");
	assert_float_equal(snapshot->goal.current, 11, 0);
	assert_float_equal(snapshot->rules[0].amount_from, 1, 0);
	assert_ptr_equal(engine_find_rule(snapshot, "Queued"), &snapshot->rules[0]);
	engine_snapshot_release(snapshot);
}

static void those_who_wait_are_shared_while_nothing_changes(void **state)
{
	(void)state;
	start();
	allow(true);
	tip(5, "Ann");
	tip(6, "Bob");
	const struct engine_snapshot *one = engine_snapshot_get(fixture.engine);
	ask(&(struct haptics_intent){.kind = HAPTICS_INTENT_ADD_TO_GOAL, .value = 1});
	const struct engine_snapshot *two = engine_snapshot_get(fixture.engine);
	assert_ptr_not_equal(one, two);
	assert_ptr_equal(one->waiting, two->waiting);
	tip(7, "Eve");
	const struct engine_snapshot *three = engine_snapshot_get(fixture.engine);
	assert_ptr_not_equal(two->waiting, three->waiting);
	engine_snapshot_release(one);
	engine_snapshot_release(two);
	fixture_post(&fixture, HAPTICS_INTENT_CLEAR_QUEUE);
	engine_snapshot_release(three);
}

static void every_end_of_a_tip_is_told(void **state)
{
	(void)state;
	enum { TIPS = 100 };
	struct haptics_notice notice;
	uint64_t serial = 0;
	size_t reacted = 0;
	size_t rejected = 0;
	start();
	assert_int_equal(tip(5, "Ann").outcome, HAPTICS_IGNORED_NOT_ALLOWED);
	allow(true);
	for (int i = 0; i < TIPS; i++)
		tip(5, "");
	ask(&(struct haptics_intent){.kind = HAPTICS_INTENT_CLEAR_QUEUE});
	while (engine_next_notice(fixture.engine, &notice)) {
		assert_int_equal(notice.serial, serial + 1);
		serial = notice.serial;
		reacted += notice.kind == HAPTICS_NOTICE_REACTED;
		rejected += notice.kind == HAPTICS_NOTICE_REJECTED;
	}
	assert_int_equal(reacted, 1);
	assert_int_equal(rejected, TIPS);
}

static void what_runs_when_the_engine_ends_is_told(void **state)
{
	(void)state;
	struct haptics_notice notice = {0};
	start();
	allow(true);
	uint32_t run = tip(5, "Ann").run;
	engine_request_stop(fixture.engine);
	assert_true(engine_join(fixture.engine, 5000));
	while (notice.kind != HAPTICS_NOTICE_ENDED)
		assert_true(engine_next_notice(fixture.engine, &notice));
	assert_int_equal(notice.run, run);
	assert_int_equal(notice.outcome, HAPTICS_STOPPED);
	assert_string_equal(notice.credit.by, "Ann");
}

static void a_preview_says_what_an_amount_would_do(void **state)
{
	(void)state;
	struct haptics_preview preview;
	struct haptics_intent intent = {.kind = HAPTICS_INTENT_TIP, .value = 250};
	start();
	allow(true);
	const struct engine_snapshot *snapshot = engine_snapshot_get(fixture.engine);
	engine_preview(snapshot, NULL, &intent, &preview);
	assert_int_equal(preview.verdict.outcome, HAPTICS_FIRED);
	assert_int_equal(preview.rule, 0);
	assert_int_equal(preview.length_ms, 30000);
	assert_float_equal(preview.verdict.applied, 0.2, 1e-9);
	intent.value = 0.5;
	engine_preview(snapshot, NULL, &intent, &preview);
	assert_int_equal(preview.verdict.outcome, HAPTICS_IGNORED_NO_RULE);
	engine_snapshot_release(snapshot);
	tip(5, "Ann");
	intent.value = 5;
	snapshot = engine_snapshot_get(fixture.engine);
	engine_preview(snapshot, NULL, &intent, &preview);
	assert_int_equal(preview.verdict.outcome, HAPTICS_QUEUED);
	engine_snapshot_release(snapshot);
}

static bool are_tips_off(const struct engine_snapshot *snapshot, const void *ctx)
{
	(void)ctx;
	return !snapshot->are_tips_allowed;
}

static void the_switch_outlives_other_settings(void **state)
{
	(void)state;
	struct engine_settings settings;
	start();
	allow(true);
	engine_settings_default(&settings);
	settings.mode = ENGINE_MODE_SIMULATOR;
	settings.min_gap_ms = 300;
	engine_configure(fixture.engine, &settings);
	assert_int_equal(tip(5, "Ann").outcome, HAPTICS_FIRED);
	settings.allow_tips = true; /* the setting moves, to where the switch is already */
	engine_configure(fixture.engine, &settings);
	ask(&(struct haptics_intent){.kind = HAPTICS_INTENT_RESET_GOAL}); /* it is read by then */
	settings.allow_tips = false;
	engine_configure(fixture.engine, &settings);
	fixture_wait(&fixture, are_tips_off, NULL, "the tips are off");
	assert_int_equal(tip(5, "Ann").outcome, HAPTICS_IGNORED_NOT_ALLOWED);
}

/* --- the mailbox --- */

static void what_ends_or_holds_the_queue_is_never_lost(void **state)
{
	(void)state;
	static const struct haptics_intent stops[] = {
		{.kind = HAPTICS_INTENT_SKIP_CURRENT},
		{.kind = HAPTICS_INTENT_SKIP_CURRENT},
		{.kind = HAPTICS_INTENT_CLEAR_QUEUE},
		{.kind = HAPTICS_INTENT_CANCEL_RUN, .run = 7},
		{.kind = HAPTICS_INTENT_PAUSE_QUEUE, .on = true},
		{.kind = HAPTICS_INTENT_SET_TIPS_ALLOWED, .on = false},
	};
	struct haptics_intent intent = {.kind = HAPTICS_INTENT_TIP, .value = 1};
	struct mailbox *mailbox = mailbox_create();
	struct mailbox_entry entry;
	for (int i = 0; i < MAILBOX_CAPACITY; i++)
		assert_true(mailbox_push(mailbox, &intent));
	assert_false(mailbox_push(mailbox, &intent));
	intent = (struct haptics_intent){.kind = HAPTICS_INTENT_PAUSE_QUEUE};
	assert_false(mailbox_push(mailbox, &intent));
	for (size_t i = 0; i < sizeof(stops) / sizeof(stops[0]); i++)
		assert_true(mailbox_push(mailbox, &stops[i]));
	for (int i = 0; i < MAILBOX_CAPACITY; i++)
		assert_true(mailbox_pop(mailbox, &entry) && entry.intent.kind == HAPTICS_INTENT_TIP);
	for (size_t i = 0; i < sizeof(stops) / sizeof(stops[0]); i++)
		assert_true(mailbox_pop(mailbox, &entry) && entry.intent.kind == stops[i].kind);
	mailbox_destroy(mailbox);
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(the_snapshot_shows_who_runs_and_who_waits),
		CASE(those_who_wait_are_shared_while_nothing_changes),
		CASE(every_end_of_a_tip_is_told),
		CASE(what_runs_when_the_engine_ends_is_told),
		CASE(a_preview_says_what_an_amount_would_do),
		CASE(the_switch_outlives_other_settings),
		cmocka_unit_test(what_ends_or_holds_the_queue_is_never_lost),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
