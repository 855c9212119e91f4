/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What of a snapshot viewers may see. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#include "engine/snapshot.h"
#include "haptics/rules/rule.h"
#include "obs/sources/activity/view.h"
#include "obs/sources/amount_text.h"

enum { MORE_THAN_ROWS = 2 * ACTIVITY_ROWS };

/* A snapshot with room for what it points to. */
struct moment {
	struct engine_snapshot snapshot;
	struct engine_run runs[2], waiting[MORE_THAN_ROWS];
	struct engine_rule rules[MORE_THAN_ROWS];
};

static struct engine_run run_of(uint32_t id, const char *rule, const char *by, double amount)
{
	struct engine_run run = {.run = id, .amount = amount, .level = 0.4, .seconds = 5, .ends_ms = 9000};
	snprintf(run.rule_name, sizeof(run.rule_name), "%s", rule);
	snprintf(run.by, sizeof(run.by), "%s", by);
	snprintf(run.unit, sizeof(run.unit), "Bits");
	return run;
}

static void add_tip_rule(struct moment *moment, const char *name, double from, bool is_enabled)
{
	struct engine_rule *rule = &moment->rules[moment->snapshot.rule_count++];
	*rule = (struct engine_rule){.trigger = HAPTICS_TRIGGER_TIP, .amount_from = from, .is_enabled = is_enabled};
	snprintf(rule->name, sizeof(rule->name), "%s", name);
}

static void begin(struct moment *moment)
{
	*moment = (struct moment){.snapshot = {.state = ENGINE_READY, .ceiling = 0.5, .toy_count = 1}};
	struct engine_toy *toy = &moment->snapshot.toys[0];
	*toy = (struct engine_toy){
		.is_online = true, .functions = 1, .level = {0.4}, .ceiling = 1, .function_ceiling = {1}, .actual = -1};
	snprintf(toy->name, sizeof(toy->name), "Lush 3");
	snprintf(toy->nickname, sizeof(toy->nickname), "SECRET");
	moment->snapshot.runs = moment->runs;
	moment->snapshot.waiting = moment->waiting;
	moment->snapshot.rules = moment->rules;
	moment->snapshot.goal.target = 100;
}

static void shows_what_runs_and_who_caused_it(void **state)
{
	struct moment moment;
	struct activity_view view;
	(void)state;
	begin(&moment);
	moment.runs[0] = run_of(7, "Boost", "Anna", 500);
	moment.runs[1] = run_of(5, "Other", "Ben", 1);
	moment.snapshot.run_count = 2;
	activity_view_of(&view, &moment.snapshot);
	assert_true(view.is_active && view.run == 7 && view.ends_ms == 9000 && view.amount == 500);
	assert_string_equal(view.rule, "Boost");
	assert_string_equal(view.by, "Anna");
	assert_string_equal(view.unit, "Bits");
	assert_string_equal(view.toys[0].name, "Lush 3");
	assert_true(view.actual < 0);
	moment.snapshot.toys[0].actual = 0.25;
	activity_view_of(&view, &moment.snapshot);
	assert_true(view.actual == 0.25f);
}

static void shows_the_next_ones_of_the_queue(void **state)
{
	struct moment moment;
	struct activity_view view;
	(void)state;
	begin(&moment);
	for (uint32_t i = 0; i < MORE_THAN_ROWS; i++)
		moment.waiting[i] = run_of(i + 1, "Wave", i == 0 ? "Anna" : "Ben", 5);
	moment.snapshot.waiting_count = MORE_THAN_ROWS;
	activity_view_of(&view, &moment.snapshot);
	assert_int_equal(view.waiting_count, ACTIVITY_WAITING_ROWS);
	assert_string_equal(view.waiting[0].by, "Anna");
	assert_string_equal(view.waiting[0].left, "Wave");
	assert_string_equal(view.waiting[0].right, "5 s");
	moment.waiting[1].seconds = 3600;
	activity_view_of(&view, &moment.snapshot);
	assert_string_equal(view.waiting[1].right, "1:00:00");
}

static void the_menu_is_by_price_and_only_of_what_can_be_had(void **state)
{
	struct moment moment;
	struct activity_view view;
	(void)state;
	begin(&moment);
	add_tip_rule(&moment, "Dear", 500, true);
	add_tip_rule(&moment, "Off", 50, false);
	add_tip_rule(&moment, "Cheap", 5.5, true);
	add_tip_rule(&moment, "Twin", 500, true);
	activity_view_of(&view, &moment.snapshot);
	assert_int_equal(view.menu_count, 0); /* viewers may not move anything */
	moment.snapshot.are_tips_allowed = true;
	activity_view_of(&view, &moment.snapshot);
	assert_int_equal(view.menu_count, 3);
	assert_string_equal(view.menu[0].left, "Cheap");
	assert_string_equal(view.menu[0].right, "5.50");
	assert_string_equal(view.menu[1].left, "Dear");
	assert_string_equal(view.menu[2].left, "Twin");
	while (moment.snapshot.rule_count < MORE_THAN_ROWS)
		add_tip_rule(&moment, "More", 1000, true);
	activity_view_of(&view, &moment.snapshot);
	assert_int_equal(view.menu_count, ACTIVITY_ROWS);
}

static void the_goal_is_there_once_it_has_a_name_or_an_amount(void **state)
{
	struct moment moment;
	struct activity_view view;
	(void)state;
	begin(&moment);
	activity_view_of(&view, &moment.snapshot);
	assert_false(view.has_goal);
	snprintf(moment.snapshot.goal.label, sizeof(moment.snapshot.goal.label), "Marathon");
	moment.snapshot.goal.current = 40;
	moment.snapshot.state = ENGINE_RETRYING; /* it has nothing to do with the connection */
	activity_view_of(&view, &moment.snapshot);
	assert_true(view.has_goal && view.goal_current == 40 && view.goal_target == 100);
	assert_string_equal(view.goal_label, "Marathon");
	assert_false(view.is_active);
}

/* Names are drawn without emoji: one of nothing else is still somebody's. */
static void a_name_with_nothing_to_draw_is_a_viewer(void **state)
{
	struct moment moment;
	struct activity_view view;
	(void)state;
	begin(&moment);
	moment.runs[0] = run_of(7, "Boost", "\xf0\x9f\x98\x80\xf0\x9f\x98\x80", 500);
	moment.waiting[0] = run_of(8, "Wave", "\xf0\x9f\x98\x80", 5);
	moment.waiting[1] = run_of(9, "Wave", "", 5);
	moment.snapshot.run_count = 1;
	moment.snapshot.waiting_count = 2;
	activity_view_of(&view, &moment.snapshot);
	assert_string_equal(view.by, "Viewers.Someone");
	assert_string_equal(view.waiting[0].by, "Viewers.Someone");
	assert_string_equal(view.waiting[1].by, ""); /* nobody was named */
}

static void discreet_mode_keeps_what_runs_and_no_name(void **state)
{
	struct moment moment;
	struct activity_view view;
	(void)state;
	begin(&moment);
	moment.runs[0] = run_of(7, "Boost", "Anna", 500);
	snprintf(moment.runs[0].message, sizeof(moment.runs[0].message), "Hello");
	moment.waiting[0] = run_of(8, "Wave", "Ben", 5);
	moment.snapshot.run_count = moment.snapshot.waiting_count = 1;
	activity_view_of(&view, &moment.snapshot);
	assert_string_equal(view.message, "Hello");
	activity_view_hide_names(&view);
	assert_string_equal(view.by, "");
	assert_string_equal(view.message, "");
	assert_string_equal(view.toys[0].name, "");
	assert_string_equal(view.waiting[0].by, "");
	assert_string_equal(view.rule, "Boost");
	assert_string_equal(view.waiting[0].left, "Wave");
	assert_true(view.is_active && view.level > 0.39f && view.amount == 500);
}

static void a_stop_leaves_nothing(void **state)
{
	struct moment moment;
	struct activity_view view;
	(void)state;
	begin(&moment);
	moment.runs[0] = run_of(7, "Boost", "Anna", 500);
	moment.snapshot.run_count = 1;
	moment.snapshot.are_tips_allowed = true;
	add_tip_rule(&moment, "Cheap", 5, true);
	snprintf(moment.snapshot.goal.label, sizeof(moment.snapshot.goal.label), "Marathon");
	moment.snapshot.is_panic = true;
	activity_view_of(&view, &moment.snapshot);
	assert_true(view.is_stopped && !view.is_active && !view.has_goal && view.menu_count == 0);
	assert_string_equal(view.by, "");
}

static void a_stop_without_latch_is_told_by_the_journal(void **state)
{
	struct moment moment;
	struct activity_view view;
	(void)state;
	begin(&moment);
	moment.snapshot.record_count = 3;
	moment.snapshot.records[0] =
		(struct haptics_record){.serial = 5, .outcome = HAPTICS_HALTED, .cause = HAPTICS_HALT_REQUEST};
	moment.snapshot.records[1] =
		(struct haptics_record){.serial = 6, .outcome = HAPTICS_HALTED, .cause = HAPTICS_HALT_PAUSE};
	moment.snapshot.records[2] = (struct haptics_record){.serial = 7, .outcome = HAPTICS_STOPPED};
	activity_view_of(&view, &moment.snapshot);
	assert_int_equal(view.halt, 5);
	assert_false(view.is_stopped);
	moment.snapshot.record_count = 0;
	activity_view_of(&view, &moment.snapshot);
	assert_int_equal(view.halt, 0);
}

static void what_the_app_does_not_say_is_no_level(void **state)
{
	struct moment moment;
	struct activity_view view;
	(void)state;
	begin(&moment);
	moment.snapshot.toys[0].level[0] = 0;
	activity_view_of(&view, &moment.snapshot);
	assert_false(view.is_active);
	moment.snapshot.toys[0].is_online = false;
	moment.snapshot.toys[0].level[0] = 1;
	activity_view_of(&view, &moment.snapshot);
	assert_true(!view.is_active && view.level == 0);
}

static void amounts_have_no_more_decimals_than_they_need(void **state)
{
	char text[32];
	(void)state;
	amount_text(text, sizeof(text), 1250);
	assert_string_equal(text, "1250");
	amount_text(text, sizeof(text), 5.5);
	assert_string_equal(text, "5.50");
	amount_text(text, sizeof(text), 4.999);
	assert_string_equal(text, "5");
	amount_text(text, sizeof(text), 1e12);
	assert_string_equal(text, "1000000000000");
	amount_text(text, sizeof(text), NAN);
	assert_string_equal(text, "");
	amount_text(text, sizeof(text), -1);
	assert_string_equal(text, "");
	amount_text(text, sizeof(text), 1e300);
	assert_string_equal(text, "");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(shows_what_runs_and_who_caused_it),
		cmocka_unit_test(shows_the_next_ones_of_the_queue),
		cmocka_unit_test(the_menu_is_by_price_and_only_of_what_can_be_had),
		cmocka_unit_test(the_goal_is_there_once_it_has_a_name_or_an_amount),
		cmocka_unit_test(a_name_with_nothing_to_draw_is_a_viewer),
		cmocka_unit_test(discreet_mode_keeps_what_runs_and_no_name),
		cmocka_unit_test(a_stop_leaves_nothing),
		cmocka_unit_test(a_stop_without_latch_is_told_by_the_journal),
		cmocka_unit_test(what_the_app_does_not_say_is_no_level),
		cmocka_unit_test(amounts_have_no_more_decimals_than_they_need),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
