/* SPDX-License-Identifier: GPL-2.0-or-later */
/* From an amount to a level and a time: which rule, how strong, how long, how often, and who may. */
#include "tips_case.h"

#define ONE(action) SET(RULE("r", FROM(1), RUN(3000, "restart"), action, ""), "")

static void while_viewers_may_not_nothing_moves(void **state)
{
	(void)state;
	world_open(&world, "lush", NULL);
	world_rules(&world, ONE(LEVEL(0.5)));
	assert_false(haptics_are_tips_allowed(world.core));
	assert_outcome(tip(5), HAPTICS_IGNORED_NOT_ALLOWED);
	assert_outcome(apply(&(struct haptics_intent){
			       .kind = HAPTICS_INTENT_SET_TIPS_ALLOWED, .on = true, .is_request = true}),
		       HAPTICS_IGNORED_NOT_ALLOWED);
	do_kind(HAPTICS_INTENT_TOGGLE_TIPS);
	assert_outcome(tip(5), HAPTICS_FIRED);
	world_wait(&world, 500);
	assert_level(&world, 0, VIBRATE, 0.5);
	allow_tips(false);
	assert_true(world_is_still(&world));
	assert_outcome(tip(5), HAPTICS_IGNORED_NOT_ALLOWED);
}

static void an_amount_that_is_none_is_refused(void **state)
{
	(void)state;
	static const double bad[] = {0, -1, NAN, INFINITY, -INFINITY, 1e308, 1.1e12};
	open_with(ONE(LEVEL(0.5)));
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		assert_outcome(tip(bad[i]), HAPTICS_IGNORED_BAD_VALUE);
	assert_true(world_is_still(&world));
	assert_true(haptics_goal(world.core).current == 0);
}

static int rule_for(double amount)
{
	return haptics_rules_find_tip(haptics_rules_in_force(world.core), amount, NULL);
}

static void the_highest_band_wins_and_of_equal_ones_the_first(void **state)
{
	(void)state;
	open_with(SET(RULE("low", FROM(1), RUN(1000, "restart"), LEVEL(0.1), "") "," RULE(
			      "mid", BAND(5, 99), RUN(1000, "restart"), LEVEL(0.2),
			      "") "," RULE("mid2", BAND(5, 200), RUN(1000, "restart"), LEVEL(0.3),
					   "") "," RULE("exact", BAND(69, 69), RUN(1000, "restart"), LEVEL(0.4),
							"") "," RULE("off", FROM(500), RUN(1000, "restart"), LEVEL(0.4),
								     ",\"enabled\":false"),
		      ""));
	assert_int_equal(rule_for(1), 0);
	assert_int_equal(rule_for(4.99), 0); /* no gap lies between 4 and 5 */
	assert_int_equal(rule_for(5), 1);
	assert_int_equal(rule_for(99.5), 1);
	assert_int_equal(rule_for(100), 2);
	assert_int_equal(rule_for(69), 3);
	assert_int_equal(rule_for(69.5), 3);
	assert_int_equal(rule_for(201), 0);
	assert_int_equal(rule_for(500), 0); /* one that is switched off holds nothing */
	assert_int_equal(rule_for(0.5), -1);
	assert_outcome(tip(0.5), HAPTICS_IGNORED_NO_RULE);
	assert_int_equal(rejection(0), HAPTICS_IGNORED_NO_RULE);
	assert_true(world_record(&world).amount == 0.5);
	assert_outcome(tip(NAN), HAPTICS_IGNORED_BAD_VALUE);
	assert_true(world_record(&world).amount == 0);
}

static void ends_that_are_not_whole_count_exactly(void **state)
{
	(void)state;
	open_with(SET(RULE("a", BAND(0.5, 1), RUN(1000, "restart"), LEVEL(0.1), ""), ""));
	assert_int_equal(rule_for(0.49), -1);
	assert_int_equal(rule_for(1), 0);
	assert_int_equal(rule_for(1.01), -1);
}

static void where_all_are_switched_off_it_says_so(void **state)
{
	(void)state;
	open_with(SET(RULE("r", FROM(1), RUN(1000, "restart"), LEVEL(0.1), ",\"enabled\":false"), ""));
	assert_outcome(tip(5), HAPTICS_IGNORED_DISABLED);
}

static double level_for(double amount)
{
	struct haptics_verdict verdict = tip(amount);
	assert_true(haptics_verdict_is_good(&verdict));
	return verdict.wanted;
}

#define RANGE(by) "{\"kind\":\"level\",\"level\":{\"from\":0.2,\"to\":0.6" by "}}"

static void the_place_of_the_amount_fills_a_range(void **state)
{
	(void)state;
	open_with(SET(RULE("r", BAND(100, 500), RUN(1000, "restart"), RANGE(""), ""), ""));
	assert_float_equal(level_for(100), 0.2, 1e-9);
	assert_float_equal(level_for(300), 0.4, 1e-9);
	assert_float_equal(level_for(500), 0.6, 1e-9);
	world_rules(&world, SET(RULE("r", FROM(100), RUN(1000, "restart"), RANGE(""), ""), ""));
	assert_float_equal(level_for(550), 0.4, 1e-9); /* measured up to ten times its begin */
	assert_float_equal(level_for(1000), 0.6, 1e-9);
	assert_float_equal(level_for(5000), 0.6, 1e-9);
	world_rules(&world, SET(RULE("r", BAND(7, 7), RUN(1000, "restart"), RANGE(""), ""), ""));
	assert_float_equal(level_for(7), 0.6, 1e-9);
	world_rules(&world, SET(RULE("r", FROM(0), RUN(1000, "restart"), RANGE(""), ""), ""));
	assert_float_equal(level_for(3), 0.6, 1e-9);
}

static void chance_fills_a_range(void **state)
{
	(void)state;
	double lowest = 1;
	double highest = 0;
	open_with(SET(RULE("r", BAND(100, 500), RUN(1000, "restart"), RANGE(",\"by\":\"random\""), ""),
		      ",\"queue\":{\"per_minute\":0}"));
	for (int i = 0; i < 100; i++) {
		double level = level_for(100);
		lowest = fmin(lowest, level);
		highest = fmax(highest, level);
	}
	assert_true(lowest >= 0.2 && lowest < 0.3 && highest > 0.5 && highest <= 0.6);
}

static void what_no_tip_has_started_takes_the_begin(void **state)
{
	(void)state;
	struct haptics_intent run = {.kind = HAPTICS_INTENT_RUN_RULE, .id = "r"};
	static const char *const ranges[] = {RANGE(""), RANGE(",\"by\":\"random\"")};
	open_with(ONE(LEVEL(0.5)));
	for (size_t i = 0; i < 2; i++) {
		char rules[512];
		snprintf(rules, sizeof(rules), SET("%s", ""), "");
		snprintf(rules, sizeof(rules),
			 "{\"rules\":[{\"id\":\"r\",\"when\":{\"type\":\"tip\",\"from\":1},\"run\":{\"duration_ms\":"
			 "{\"from\":1000,\"to\":9000}},\"do\":%s}]}",
			 ranges[i]);
		world_rules(&world, rules);
		struct haptics_verdict verdict = apply(&run);
		assert_outcome(verdict, HAPTICS_FIRED);
		assert_float_equal(verdict.wanted, 0.2, 1e-9);
		assert_int_equal(world_rule(&world, "r").ends_ms - world.time.now_ms, 1000);
	}
}

static void the_time_grows_with_the_amount(void **state)
{
	(void)state;
	open_with(SET(RULE("r", BAND(1, 101), "{\"duration_ms\":{\"from\":2000,\"to\":12000}}", LEVEL(0.5), ""), ""));
	tip(51);
	assert_int_equal(world_rule(&world, "r").ends_ms - world.time.now_ms, 7000);
}

static void the_ceilings_hold(void **state)
{
	(void)state;
	open_with(ONE(LEVEL(1)));
	world_value(&world, HAPTICS_INTENT_SET_CEILING, 0.3);
	struct haptics_verdict verdict = tip(5);
	assert_outcome(verdict, HAPTICS_CAPPED);
	assert_true(verdict.is_capped && verdict.run && verdict.queued == 0);
	assert_float_equal(verdict.applied, 0.3, 1e-9);
	world_wait(&world, 1000);
	assert_level(&world, 0, VIBRATE, 0.3);
}

static void so_many_count_in_a_minute(void **state)
{
	(void)state;
	open_with(SET(RULE("r", FROM(1), RUN(100, "restart"), LEVEL(0.5), ""),
		      ",\"queue\":{\"per_minute\":5,\"per_name_per_minute\":2}"));
	assert_outcome(tip_by(1, "ann"), HAPTICS_FIRED);
	world_wait(&world, 1000);
	assert_outcome(tip_by(1, "ann"), HAPTICS_FIRED);
	struct haptics_verdict verdict = tip_by(1, "ann");
	assert_outcome(verdict, HAPTICS_IGNORED_COOLDOWN);
	assert_int_equal(verdict.wait_ms, 59000);
	assert_outcome(tip_by(1, "bob"), HAPTICS_FIRED);
	assert_outcome(tip(1), HAPTICS_FIRED); /* without a name the one limit counts alone */
	assert_outcome(tip(1), HAPTICS_FIRED);
	assert_outcome(tip_by(1, "eve"), HAPTICS_IGNORED_COOLDOWN);
	assert_outcome(tip(1), HAPTICS_IGNORED_COOLDOWN);
	world_wait(&world, 59000); /* the first of them is a minute old */
	assert_outcome(tip_by(1, "ann"), HAPTICS_FIRED);
	assert_outcome(tip_by(1, "ann"), HAPTICS_IGNORED_COOLDOWN);
}

static void a_name_waits_between_two(void **state)
{
	(void)state;
	open_with(SET(RULE("r", FROM(1), RUN(100, "restart"), LEVEL(0.5), ""),
		      ",\"queue\":{\"per_name_cooldown_ms\":90000}"));
	assert_outcome(tip_by(1, "ann"), HAPTICS_FIRED);
	world_wait(&world, 60000);
	struct haptics_verdict verdict = tip_by(1, " ann\n");
	assert_outcome(verdict, HAPTICS_IGNORED_COOLDOWN);
	assert_int_equal(verdict.wait_ms, 30000);
	assert_outcome(tip_by(1, "bob"), HAPTICS_FIRED);
	world_wait(&world, 30000);
	assert_outcome(tip_by(1, "ann"), HAPTICS_FIRED);
}

static void a_blocked_name_is_hidden_and_limited(void **state)
{
	(void)state;
	struct haptics_run_status runs[4];
	struct haptics_intent intent = tip_of(1, "B.a.d 1 guy");
	snprintf(intent.message, sizeof(intent.message), "fine words");
	snprintf(intent.extra.unit, sizeof(intent.extra.unit), "bits");
	open_with(SET(RULE("r", FROM(1), RUN(1000, "restart"), LEVEL(0.5), ""),
		      ",\"blocked\":[\"badguy\"],\"queue\":{\"per_name_per_minute\":1}"));
	struct haptics_verdict verdict = apply(&intent);
	assert_int_equal(haptics_runs(world.core, runs, 4), 1);
	assert_int_equal(runs[0].run, verdict.run);
	assert_string_equal(runs[0].credit.by, "");
	assert_string_equal(runs[0].credit.message, "fine words");
	assert_string_equal(runs[0].credit.unit, "bits");
	assert_float_equal(runs[0].credit.amount, 1, 0);
	assert_int_equal(runs[0].toys, 1);
	assert_outcome(apply(&intent), HAPTICS_IGNORED_COOLDOWN);
	intent = tip_of(1, "Ann");
	snprintf(intent.message, sizeof(intent.message), "what a BAD guy");
	apply(&intent);
	haptics_runs(world.core, runs, 4);
	assert_string_equal(runs[0].credit.by, "Ann");
	assert_string_equal(runs[0].credit.message, "");
}

static void a_tip_is_told_once_when_its_run_begins(void **state)
{
	(void)state;
	struct haptics_notice notice;
	open_with(SET(RULE("r", FROM(1), "{\"delay_ms\":500}", LEVEL(0.5), ""), ""));
	uint32_t run = tip_by(5, "ann").run;
	assert_false(haptics_next_notice(world.core, &notice));
	world_wait(&world, 1000);
	assert_true(haptics_next_notice(world.core, &notice));
	assert_int_equal(notice.kind, HAPTICS_NOTICE_REACTED);
	assert_int_equal(notice.run, run);
	assert_int_equal(notice.length_ms, 3000);
	assert_string_equal(notice.rule_id, "r");
	assert_string_equal(notice.credit.by, "ann");
	assert_float_equal(notice.level, 0.5, 1e-9);
	world_level_request(&world, 0.5, 1000); /* no tip */
	assert_false(haptics_next_notice(world.core, &notice));
}

/* The next notice on the end of a run. */
static struct haptics_notice next_end(void)
{
	struct haptics_notice notice = {0};
	while (notice.kind != HAPTICS_NOTICE_ENDED)
		assert_true(haptics_next_notice(world.core, &notice));
	return notice;
}

static void the_end_of_each_run_is_told_with_what_it_was(void **state)
{
	(void)state;
	open_with(SET(RULE("r", FROM(1), "{\"duration_ms\":3000,\"retrigger\":\"restart\"}", LEVEL(0.5), ""), ""));
	uint32_t first = tip_by(5, "ann").run;
	world_wait(&world, 1000);
	uint32_t second = tip_by(7, "ben").run;
	struct haptics_notice notice = next_end();
	assert_int_equal(notice.run, first);
	assert_int_equal(notice.outcome, HAPTICS_EXTENDED);
	assert_int_equal(notice.length_ms, 1000);
	assert_string_equal(notice.credit.by, "ann");
	world_wait(&world, 4000);
	notice = next_end();
	assert_int_equal(notice.run, second);
	assert_int_equal(notice.outcome, HAPTICS_ENDED);
	assert_int_equal(notice.length_ms, 3000);
	assert_string_equal(notice.rule_id, "r");
	assert_float_equal(notice.credit.amount, 7, 1e-9);
	assert_float_equal(notice.level, 0.5, 1e-9);
	tip_by(9, "cleo");
	world_wait(&world, 500);
	world_kind(&world, HAPTICS_INTENT_STOP_ALL);
	notice = next_end();
	assert_int_equal(notice.outcome, HAPTICS_STOPPED);
	assert_int_equal(notice.length_ms, 500);
	assert_float_equal(notice.level, 0.5, 1e-9); /* as it was let through before the stop */
}

static void of_ends_tests_are_none_and_blocked_names_are_nothing(void **state)
{
	(void)state;
	struct haptics_notice notice;
	open_with(SET(RULE("r", FROM(1), "{\"duration_ms\":1000}", LEVEL(0.5), ""), ",\"blocked\":[\"rude\"]"));
	world_do(&world, &(struct haptics_intent){.kind = HAPTICS_INTENT_TEST_TOY, .toys = 1});
	world_wait(&world, 5000);
	assert_false(haptics_next_notice(world.core, &notice));
	tip_by(5, "R.u.d.e");
	world_wait(&world, 2000);
	assert_string_equal(next_end().credit.by, "");
}

static void in_its_delay_a_stop_takes_it_back(void **state)
{
	(void)state;
	open_with(SET(RULE("r", FROM(1), "{\"delay_ms\":500}", LEVEL(0.5), ""), ""));
	uint32_t run = tip_by(5, "ann").run;
	do_kind(HAPTICS_INTENT_STOP_ALL);
	assert_int_equal(rejection(run), HAPTICS_IGNORED_STOPPED);
	do_kind(HAPTICS_INTENT_RESUME);
	world_wait(&world, 2000);
	assert_true(world_is_still(&world));
}

static void the_goal_counts_what_ran_or_waits(void **state)
{
	(void)state;
	struct haptics_intent goal = {.kind = HAPTICS_INTENT_SET_GOAL, .value = 50, .message = "A \x01hat"};
	open_with(SET(RULE("r", FROM(1), RUN(1000, "restart"), LEVEL(0.5), ""),
		      ",\"goal\":{\"label\":\"L\",\"target\":20,\"current\":3}"));
	assert_string_equal(haptics_goal(world.core).label, "L");
	tip(5);
	tip(0.5); /* no rule for it */
	assert_float_equal(haptics_goal(world.core).current, 8, 0);
	apply(&(struct haptics_intent){.kind = HAPTICS_INTENT_ADD_TO_GOAL, .value = 2.5});
	apply(&goal);
	assert_float_equal(haptics_goal(world.core).current, 10.5, 0);
	assert_float_equal(haptics_goal(world.core).target, 50, 0);
	assert_string_equal(haptics_goal(world.core).label, "A hat");
	goal.value = 0;
	assert_outcome(apply(&goal), HAPTICS_IGNORED_BAD_VALUE);
	goal = (struct haptics_intent){.kind = HAPTICS_INTENT_SET_GOAL, .value = 60, .on = true};
	apply(&goal);
	assert_string_equal(haptics_goal(world.core).label, "A hat");
	assert_outcome(apply(&(struct haptics_intent){.kind = HAPTICS_INTENT_ADD_TO_GOAL, .value = NAN}),
		       HAPTICS_IGNORED_BAD_VALUE);
	world_rules(&world, SET(RULE("r", FROM(2), RUN(1000, "restart"), LEVEL(0.5), ""), "")); /* an edit */
	assert_float_equal(haptics_goal(world.core).current, 10.5, 0);
	do_kind(HAPTICS_INTENT_RESET_GOAL);
	assert_float_equal(haptics_goal(world.core).current, 0, 0);
}

static void another_collection_brings_its_goal(void **state)
{
	(void)state;
	open_with(SET("", ",\"goal\":{\"label\":\"L\",\"target\":20,\"current\":3}"));
	haptics_set_rules(world.core, haptics_rules_parse_text(SET("", ",\"goal\":{\"target\":7}")), true, world.time);
	assert_float_equal(haptics_goal(world.core).target, 7, 0);
	assert_float_equal(haptics_goal(world.core).current, 0, 0);
}

static void a_name_stands_for_an_id(void **state)
{
	(void)state;
	struct haptics_intent run = {.kind = HAPTICS_INTENT_RUN_RULE, .id = "Wave"};
	open_with("{\"rules\":["
		  "{\"id\":\"a\",\"name\":\"Wave\",\"when\":{\"type\":\"request\"},\"do\":" LEVEL(
			  0.5) "},"
			       "{\"id\":\"b\",\"name\":\"Two\",\"when\":{\"type\":\"request\"},\"do\":" LEVEL(
				       0.5) "},"
					    "{\"id\":\"c\",\"name\":\"Two\",\"when\":{\"type\":\"request\"},"
					    "\"do\":" LEVEL(0.5) "},"
								 "{\"id\":\"d\",\"name\":\"a\",\"when\":{\"type\":"
								 "\"request\"},\"do\":" LEVEL(0.5) "}]}");
	assert_outcome(apply(&run), HAPTICS_FIRED);
	assert_true(world_rule(&world, "a").is_active);
	snprintf(run.id, sizeof(run.id), "Two");
	assert_outcome(apply(&run), HAPTICS_IGNORED_UNKNOWN_RULE);
	snprintf(run.id, sizeof(run.id), "a"); /* an id wins over a name */
	apply(&run);
	assert_false(world_rule(&world, "d").is_active);
	run = (struct haptics_intent){.kind = HAPTICS_INTENT_RULE_ENABLED, .id = "Wave"};
	assert_outcome(apply(&run), HAPTICS_DONE);
	assert_false(world_rule(&world, "a").is_enabled);
	run = (struct haptics_intent){.kind = HAPTICS_INTENT_START_KEY, .id = "", .key = "k", .value = 0.1};
	assert_outcome(apply(&run), HAPTICS_FIRED); /* no name is no rule */
}

static void a_request_moves_in_a_pattern(void **state)
{
	(void)state;
	struct haptics_intent intent = {.kind = HAPTICS_INTENT_RUN_LEVEL, .duration_ms = 2000};
	intent.extra = (struct haptics_extra){.by = "ann", .step_count = 2, .steps = {20, 5}, .step_ms = 200};
	open_with(ONE(LEVEL(0.5)));
	struct haptics_verdict verdict = apply(&intent);
	assert_outcome(verdict, HAPTICS_FIRED);
	assert_float_equal(verdict.applied, 1, 1e-9);
	assert_int_equal(world_last(&world)->kind, HAPTICS_COMMAND_PATTERN);
	assert_level(&world, 0, VIBRATE, 1);
	world_wait(&world, 250);
	assert_level(&world, 0, VIBRATE, 0.25);
	world_wait(&world, 2000);
	assert_true(world_is_still(&world));
	intent.extra.step_ms = 50;
	assert_outcome(apply(&intent), HAPTICS_IGNORED_BAD_VALUE);
	intent.extra.step_ms = 200;
	intent.extra.steps[1] = 21;
	assert_outcome(apply(&intent), HAPTICS_IGNORED_BAD_VALUE);
	intent.extra.step_count = 51;
	assert_outcome(apply(&intent), HAPTICS_IGNORED_BAD_VALUE);
	intent.extra = (struct haptics_extra){.preset = HAPTICS_WAVE};
	assert_outcome(apply(&intent), HAPTICS_FIRED);
	assert_int_equal(world_last(&world)->kind, HAPTICS_COMMAND_PRESET);
	intent.extra.preset = (enum haptics_preset)9;
	assert_outcome(apply(&intent), HAPTICS_IGNORED_BAD_VALUE);
}

static void a_key_goes_on_in_its_pattern(void **state)
{
	(void)state;
	struct haptics_intent intent = {.kind = HAPTICS_INTENT_START_KEY, .key = "k", .duration_ms = 3000};
	intent.extra = (struct haptics_extra){.step_count = 2, .steps = {20, 5}, .step_ms = 1000};
	open_with(ONE(LEVEL(0.5)));
	apply(&intent);
	world_wait(&world, 1300);
	assert_level(&world, 0, VIBRATE, 0.25);
	assert_outcome(apply(&intent), HAPTICS_EXTENDED);
	assert_level(&world, 0, VIBRATE, 0.25); /* not from its begin */
	world_wait(&world, 2900);
	assert_false(world_is_still(&world));
	world_wait(&world, 200);
	assert_true(world_is_still(&world));
}

static void a_run_is_cancelled(void **state)
{
	(void)state;
	open_with(ONE(LEVEL(0.5)));
	struct haptics_intent cancel = {.kind = HAPTICS_INTENT_CANCEL_RUN, .run = tip(5).run};
	world_wait(&world, 500);
	assert_outcome(apply(&cancel), HAPTICS_DONE);
	assert_true(world_is_still(&world));
	assert_outcome(apply(&cancel), HAPTICS_DONE); /* over is fine */
	cancel.run = 0;
	tip(5);
	apply(&cancel);
	assert_false(world_is_still(&world)); /* no number is nobody's */
}

static void a_pause_is_ended_by_who_may(void **state)
{
	(void)state;
	struct haptics_intent pause = {.kind = HAPTICS_INTENT_PAUSE, .is_request = true, .duration_ms = 20000};
	struct haptics_intent end = {.kind = HAPTICS_INTENT_END_PAUSE, .is_request = true};
	open_with(ONE(LEVEL(0.5)));
	assert_outcome(apply(&end), HAPTICS_DONE); /* there is none */
	apply(&pause);
	assert_outcome(tip(5), HAPTICS_IGNORED_PAUSED);
	assert_outcome(apply(&end), HAPTICS_DONE);
	assert_outcome(tip(5), HAPTICS_FIRED);
	pause.is_request = false;
	pause.duration_ms = 5000;
	apply(&pause);
	pause.is_request = true;
	pause.duration_ms = 20000;
	apply(&pause); /* prolongs */
	assert_outcome(apply(&end), HAPTICS_IGNORED_NOT_ALLOWED);
	world_wait(&world, 5000); /* what is left is the request's own */
	assert_outcome(apply(&end), HAPTICS_DONE);
	assert_int_equal(haptics_paused_until_ms(world.core), 0);
	pause.is_request = false;
	apply(&pause);
	end.is_request = false;
	assert_outcome(apply(&end), HAPTICS_DONE);
	assert_outcome(tip(5), HAPTICS_FIRED);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(while_viewers_may_not_nothing_moves),
		CASE(an_amount_that_is_none_is_refused),
		CASE(the_highest_band_wins_and_of_equal_ones_the_first),
		CASE(ends_that_are_not_whole_count_exactly),
		CASE(where_all_are_switched_off_it_says_so),
		CASE(the_place_of_the_amount_fills_a_range),
		CASE(chance_fills_a_range),
		CASE(what_no_tip_has_started_takes_the_begin),
		CASE(the_time_grows_with_the_amount),
		CASE(the_ceilings_hold),
		CASE(so_many_count_in_a_minute),
		CASE(a_name_waits_between_two),
		CASE(a_blocked_name_is_hidden_and_limited),
		CASE(a_tip_is_told_once_when_its_run_begins),
		CASE(the_end_of_each_run_is_told_with_what_it_was),
		CASE(of_ends_tests_are_none_and_blocked_names_are_nothing),
		CASE(in_its_delay_a_stop_takes_it_back),
		CASE(the_goal_counts_what_ran_or_waits),
		CASE(another_collection_brings_its_goal),
		CASE(a_name_stands_for_an_id),
		CASE(a_request_moves_in_a_pattern),
		CASE(a_key_goes_on_in_its_pattern),
		CASE(a_run_is_cancelled),
		CASE(a_pause_is_ended_by_who_may),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
