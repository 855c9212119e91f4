/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the core answers, and that nothing else than what it answers is done. */
#include "haptics/preview/preview.h"
#include "world_case.h"

#define LEVEL_RULE(level) "{\"kind\":\"level\",\"level\":" level "}"

static struct haptics_verdict ask(struct haptics_intent intent)
{
	struct haptics_verdict verdict = haptics_apply(world.core, &intent, world.time);
	world_poll(&world);
	return verdict;
}

static struct haptics_preview preview(const struct haptics_rules *rules, struct haptics_intent intent)
{
	struct haptics_preview preview;
	struct haptics_situation situation = {
		.functions = world_functions,
		.function_count = FUNCTION_COUNT,
		.is_armed = haptics_is_armed(world.core),
		.is_panic = haptics_is_panic(world.core),
		.is_online = true,
		.now_ms = world.time.now_ms,
		.master_ceiling = haptics_ceiling(world.core),
		.toys = world.toys,
		.toy_count = world.toy_count,
	};
	haptics_preview(&situation, rules, &intent, &preview);
	return preview;
}

static struct haptics_verdict test_rule(const char *json)
{
	struct haptics_verdict verdict =
		haptics_test_rule(world.core, haptics_rules_parse_text(json), 0, 3000, world.time);
	world_poll(&world);
	return verdict;
}

#define RULES_OF(action) "{\"rules\":[{\"id\":\"new\",\"when\":{\"type\":\"hotkey\"},\"do\":" action "}]}"

/* --- the toys and the level that are shown are those that are sent --- */

static void a_preview_shows_what_the_core_sends(void **state)
{
	(void)state;
	static const char rule[] = RULES_OF(LEVEL_RULE("0.6"));
	world_open(&world, "nora", NULL);
	world.toys[0].function_ceiling[VIBRATE] = 0.1;
	world_set_toys(&world);
	const struct haptics_rules *rules = haptics_rules_parse_text(rule);
	struct haptics_preview seen = preview(rules, (struct haptics_intent){.kind = HAPTICS_INTENT_TEST_RULE});
	assert_int_equal(seen.verdict.outcome, HAPTICS_CAPPED);
	assert_float_equal(seen.level[0][VIBRATE], 0.1, 1e-6);
	assert_int_equal(seen.functions[0], BIT(VIBRATE));
	haptics_rules_release(rules);
	assert_float_equal(test_rule(rule).applied, 0.1, 1e-6);
	assert_level(&world, 0, VIBRATE, 0.1);
	assert_level(&world, 0, ROTATE, 0);
}

/* One figure for both told a level that one of them never had. */
static void toys_that_get_different_levels_are_told_apart(void **state)
{
	(void)state;
	world_open(&world, "lush", "nora", NULL);
	world.toys[1].ceiling = 0.3;
	world_set_toys(&world);
	struct haptics_verdict verdict = test_rule(RULES_OF(LEVEL_RULE("0.6")));
	assert_float_equal(verdict.applied, 0.6, 1e-6);
	assert_float_equal(verdict.least, 0.3, 1e-6);
	assert_float_equal(verdict.ceiling, 1, 1e-9);
	assert_float_equal(world_record(&world).least, 0.3, 1e-6);
	assert_true(world_record(&world).is_limited);
	world.toys[1].ceiling = 1;
	world_set_toys(&world);
	verdict = test_rule(RULES_OF(LEVEL_RULE("0.6")));
	assert_float_equal(verdict.least, verdict.applied, 1e-9);
	assert_false(verdict.is_partly_capped);
}

static void a_preview_of_what_follows_a_source_counts_what_is_heard(void **state)
{
	(void)state;
	static const char rule[] = RULES_OF("{\"kind\":\"audio\",\"source\":{\"name\":\"Mic\"},\"follow\":"
					    "\"responsive\",\"lo_db\":-40,\"hi_db\":-10,\"lo\":0.2,\"hi\":1}");
	struct haptics_intent heard = {.kind = HAPTICS_INTENT_TEST_RULE, .has_value = true};
	world_open(&world, "lush", NULL);
	const struct haptics_rules *rules = haptics_rules_parse_text(rule);
	for (double level_db = -50; level_db <= 0; level_db += 10) {
		heard.value = level_db;
		test_rule(rule);
		world_audio_for(&world, "Mic", level_db, 2000);
		assert_level(&world, 0, VIBRATE, preview(rules, heard).level[0][VIBRATE]);
	}
	heard.value = -INFINITY;
	assert_float_equal(preview(rules, heard).verdict.wanted, 0, 0);
	assert_int_equal(preview(rules, heard).verdict.outcome, HAPTICS_FIRED);
	heard.has_value = false;
	assert_float_equal(preview(rules, heard).verdict.wanted, 1, 1e-9);
	haptics_rules_release(rules);
}

static void a_function_that_no_toy_has_is_named(void **state)
{
	(void)state;
	static const char rule[] = RULES_OF("{\"kind\":\"level\",\"level\":0.6,\"fn\":[\"pump\",\"rotate\"]}");
	world_open(&world, "lush", NULL);
	const struct haptics_rules *rules = haptics_rules_parse_text(rule);
	struct haptics_preview seen = preview(rules, (struct haptics_intent){.kind = HAPTICS_INTENT_TEST_RULE});
	assert_int_equal(seen.verdict.outcome, HAPTICS_IGNORED_UNSUPPORTED);
	assert_string_equal(seen.verdict.names, "pump, rotate");
	assert_float_equal(seen.verdict.applied, 0, 0);
	haptics_rules_release(rules);
	struct haptics_verdict verdict = ask((struct haptics_intent){
		.kind = HAPTICS_INTENT_RUN_LEVEL, .value = 0.5, .functions = BIT(ROTATE), .duration_ms = 1000});
	assert_int_equal(verdict.outcome, HAPTICS_IGNORED_UNSUPPORTED);
	assert_string_equal(verdict.names, "Rotate");
	assert_int_equal(verdict.run, 0);
	assert_true(world_is_still(&world));
}

static void a_toy_that_is_named_and_not_there_keeps_all_from_moving(void **state)
{
	(void)state;
	struct haptics_intent both = {.kind = HAPTICS_INTENT_RUN_LEVEL, .value = 0.5, .toys = 3, .duration_ms = 1000};
	world_open(&world, "lush", "nora", NULL);
	world.toys[1].is_online = false;
	world_set_toys(&world);
	struct haptics_verdict verdict = ask(both);
	assert_int_equal(verdict.outcome, HAPTICS_IGNORED_NO_TOY);
	assert_string_equal(verdict.names, world.toys[1].alias);
	assert_true(world_is_still(&world));
	both.toys = 0; /* whatever is there */
	assert_int_equal(ask(both).outcome, HAPTICS_FIRED);
	world.toys[1].is_online = true;
	world_set_toys(&world);
	both.toys = 3;
	both.functions = BIT(ROTATE); /* the other one cannot */
	assert_int_equal(ask(both).outcome, HAPTICS_IGNORED_UNSUPPORTED);
}

/* Whoever only heard "fired" would wait for ever. */
static void a_position_needs_the_local_network(void **state)
{
	(void)state;
	static const char rule[] = RULES_OF("{\"kind\":\"position\",\"position\":0.6}");
	struct haptics_intent run = {.kind = HAPTICS_INTENT_RUN_RULE, .id = "new"};
	world_open(&world, "solace", "lush", NULL);
	world_rules(&world, rule);
	world.toys[0].is_by_server = world.toys[1].is_by_server = true;
	world_set_toys(&world);
	const struct haptics_rules *rules = haptics_rules_parse_text(rule);
	struct haptics_preview seen = preview(rules, (struct haptics_intent){.kind = HAPTICS_INTENT_TEST_RULE});
	haptics_rules_release(rules);
	assert_int_equal(seen.verdict.outcome, HAPTICS_IGNORED_NEEDS_LAN);
	assert_int_equal(seen.functions[0], 0);
	assert_int_equal(ask(run).outcome, HAPTICS_IGNORED_NEEDS_LAN);
	assert_int_equal(world_record(&world).outcome, HAPTICS_IGNORED_NEEDS_LAN);
	assert_true(world_is_still(&world));
	run.toys = 2; /* could not do it anyway */
	assert_int_equal(ask(run).outcome, HAPTICS_IGNORED_UNSUPPORTED);
	run.toys = 0;
	world.toys[0].is_by_server = false;
	world_set_toys(&world);
	assert_int_equal(ask(run).outcome, HAPTICS_FIRED);
}

static void the_toys_that_a_rule_misses_are_named(void **state)
{
	(void)state;
	world_open(&world, "lush", NULL);
	world_rules(&world, RULES_OF("{\"kind\":\"level\",\"level\":0.6,\"toys\":[\"edge\",\"t7\"]}"));
	struct haptics_verdict verdict = ask((struct haptics_intent){.kind = HAPTICS_INTENT_RUN_RULE, .id = "new"});
	assert_int_equal(verdict.outcome, HAPTICS_IGNORED_NO_TOY);
	assert_string_equal(verdict.names, "edge, t7");
}

static void a_request_narrows_a_rule(void **state)
{
	(void)state;
	struct haptics_intent run = {.kind = HAPTICS_INTENT_RUN_RULE, .id = "new", .toys = 2};
	world_open(&world, "lush", "nora", NULL);
	world_rules(&world, RULES_OF("{\"kind\":\"level\",\"level\":0.6,\"fn\":\"all\"}"));
	run.functions = BIT(ROTATE);
	assert_true(ask(run).run > 0);
	assert_true(world_is_still(&world) == false);
	assert_level(&world, 0, VIBRATE, 0);
	assert_level(&world, 1, VIBRATE, 0);
	assert_true(world_level(&world, 1, ROTATE) > 0);
	run.functions = BIT(PUMP);
	assert_int_equal(ask(run).outcome, HAPTICS_IGNORED_UNSUPPORTED);
}

static void a_renewal_may_mean_less(void **state)
{
	(void)state;
	struct haptics_intent key = {.kind = HAPTICS_INTENT_START_KEY, .id = "new", .key = "k", .duration_ms = 5000};
	world_open(&world, "lush", "nora", NULL);
	world_rules(&world, RULES_OF(LEVEL_RULE("0.4")));
	uint32_t run = ask(key).run;
	world_wait(&world, 500);
	key.toys = 2;
	assert_int_equal(ask(key).run, run);
	world_wait(&world, 500);
	assert_level(&world, 0, VIBRATE, 0);
	assert_level(&world, 1, VIBRATE, 0.4);
	key.toys = 4; /* nobody */
	assert_int_equal(ask(key).outcome, HAPTICS_IGNORED_NO_TOY);
	assert_level(&world, 1, VIBRATE, 0.4);
}

/* --- numbers of runs --- */

static void every_run_has_a_number_of_its_own(void **state)
{
	(void)state;
	struct haptics_intent key = {.kind = HAPTICS_INTENT_START_KEY, .key = "k", .value = 0.5, .duration_ms = 5000};
	struct haptics_intent level = {.kind = HAPTICS_INTENT_RUN_LEVEL, .value = 0.5, .duration_ms = 1000};
	world_open(&world, "lush", NULL);
	uint32_t first = ask(key).run;
	assert_int_equal(first % 2, 0);
	assert_true(first > 0);
	assert_int_equal(ask(key).run, first); /* it goes on */
	assert_true(ask(level).run > first);
	level.run = 77;
	assert_int_equal(ask(level).run, 77);
	assert_int_equal(world_record(&world).run, 77);
	world_arm(&world, false);
	assert_int_equal(ask(level).run, 0);
	assert_int_equal(world_record(&world).run, 77); /* whoever posted it finds its refusal */
}

static void a_start_that_waits_has_the_number_of_its_run(void **state)
{
	(void)state;
	world_open(&world, "lush", NULL);
	world_one_rule(&world, (struct rule_text){.run = "{\"delay_ms\":500}"});
	struct haptics_verdict verdict = ask((struct haptics_intent){.kind = HAPTICS_INTENT_RUN_RULE, .id = "r"});
	assert_int_equal(verdict.outcome, HAPTICS_FIRED);
	assert_true(world_rule(&world, "r").is_waiting);
	assert_int_equal(world_rule(&world, "r").run, verdict.run);
	world_wait(&world, 600);
	assert_true(world_rule(&world, "r").is_active);
	assert_int_equal(world_rule(&world, "r").run, verdict.run);
}

/* --- what is allowed is decided when it is applied --- */

static void lowering_is_a_minimum(void **state)
{
	(void)state;
	struct haptics_intent lower = {.kind = HAPTICS_INTENT_LOWER_CEILING, .value = 0.29};
	world_open(&world, "lush", NULL);
	world_value(&world, HAPTICS_INTENT_SET_CEILING, 0.30);
	world_value(&world, HAPTICS_INTENT_SET_CEILING, 0.05); /* the user was faster */
	assert_int_equal(ask(lower).outcome, HAPTICS_IGNORED_NOT_ALLOWED);
	assert_float_equal(haptics_ceiling(world.core), 0.05, 1e-9);
	lower.value = 0.02;
	assert_int_equal(ask(lower).outcome, HAPTICS_DONE);
	assert_float_equal(haptics_ceiling(world.core), 0.02, 1e-9);
	lower.value = NAN;
	assert_int_equal(ask(lower).outcome, HAPTICS_IGNORED_BAD_VALUE);
}

static void a_request_does_not_lift_a_persons_stop(void **state)
{
	(void)state;
	struct haptics_intent resume = {.kind = HAPTICS_INTENT_RESUME, .is_request = true};
	world_open(&world, "lush", NULL);
	world_kind(&world, HAPTICS_INTENT_STOP_ALL);
	assert_int_equal(ask(resume).outcome, HAPTICS_IGNORED_NOT_ALLOWED);
	assert_true(haptics_is_panic(world.core));
}

static void a_stop_rule_runs_while_disarmed(void **state)
{
	(void)state;
	world_open(&world, "lush", NULL);
	world_rules(&world, RULES_OF("{\"kind\":\"stop\"}"));
	world_arm(&world, false);
	assert_int_equal(ask((struct haptics_intent){.kind = HAPTICS_INTENT_RUN_RULE, .id = "new"}).outcome,
			 HAPTICS_FIRED);
}

static void a_rule_that_is_switched_off_is_refused(void **state)
{
	(void)state;
	world_open(&world, "lush", NULL);
	world_rules(&world, RULES_OF(LEVEL_RULE("0.5")));
	ask((struct haptics_intent){.kind = HAPTICS_INTENT_RULE_ENABLED, .id = "new"});
	struct haptics_verdict verdict = ask((struct haptics_intent){.kind = HAPTICS_INTENT_RUN_RULE, .id = "new"});
	assert_int_equal(verdict.outcome, HAPTICS_IGNORED_DISABLED);
	assert_true(world_is_still(&world));
}

/* Nobody has looked at the rules yet: a request must not set them going, a person may. */
static void no_request_switches_on_a_rule_that_waits(void **state)
{
	(void)state;
	static const char text[] = "{\"waiting\":[\"new\"],\"rules\":[{\"id\":\"new\",\"enabled\":false,"
				   "\"when\":{\"type\":\"hotkey\"},\"do\":" LEVEL_RULE("0.5") "}]}";
	struct haptics_intent on = {.kind = HAPTICS_INTENT_RULE_ENABLED, .id = "new", .on = true, .is_request = true};
	struct haptics_intent run = {.kind = HAPTICS_INTENT_RUN_RULE, .id = "new", .is_request = true};
	struct haptics_intent off = on;
	world_open(&world, "lush", NULL);
	world_rules(&world, text);
	const struct haptics_rules *rules = haptics_rules_parse_text(text);
	assert_int_equal(preview(rules, on).verdict.outcome, HAPTICS_IGNORED_NOT_ALLOWED);
	assert_int_equal(ask(on).outcome, HAPTICS_IGNORED_NOT_ALLOWED);
	assert_int_equal(ask(run).outcome, HAPTICS_IGNORED_DISABLED);
	off.on = false;
	assert_int_equal(ask(off).outcome, HAPTICS_DONE);
	on.is_request = false;
	assert_int_equal(preview(rules, on).verdict.outcome, HAPTICS_DONE);
	assert_int_equal(ask(on).outcome, HAPTICS_DONE);
	assert_int_equal(ask(run).outcome, HAPTICS_FIRED);
	haptics_rules_release(rules);
}

/* --- tests --- */

static void the_test_of_a_rule_moves_what_the_rule_moves(void **state)
{
	(void)state;
	world_open(&world, "nora", NULL);
	world_rules(&world, RULES_OF(LEVEL_RULE("0.2"))); /* not the one that is tested */
	assert_int_equal(test_rule(RULES_OF(LEVEL_RULE("0.6"))).outcome, HAPTICS_FIRED);
	world_wait(&world, 500);
	assert_level(&world, 0, VIBRATE, 0.6);
	assert_level(&world, 0, ROTATE, 0);
	world_wait(&world, 2499);
	assert_level(&world, 0, VIBRATE, 0.6);
	world_wait(&world, 1);
	assert_true(world_is_still(&world));
}

static void the_test_of_a_rule_ends_like_any_run(void **state)
{
	(void)state;
	world_open(&world, "lush", NULL);
	test_rule(RULES_OF(LEVEL_RULE("0.6")));
	world_rules(&world, RULES_OF(LEVEL_RULE("0.2")));
	world_poll(&world);
	assert_true(world_is_still(&world));
	test_rule(RULES_OF(LEVEL_RULE("0.6")));
	world_kind(&world, HAPTICS_INTENT_STOP_ALL);
	assert_true(world_is_still(&world));
	assert_int_equal(test_rule(RULES_OF(LEVEL_RULE("0.6"))).outcome, HAPTICS_IGNORED_PANIC);
	world_kind(&world, HAPTICS_INTENT_RESUME);
	world_arm(&world, false);
	assert_int_equal(test_rule(RULES_OF(LEVEL_RULE("0.6"))).outcome, HAPTICS_IGNORED_DISARMED);
	assert_int_equal(test_rule("{}").outcome, HAPTICS_IGNORED_UNKNOWN_RULE);
	assert_true(world_is_still(&world));
}

static void the_test_of_a_rule_follows_its_sound(void **state)
{
	(void)state;
	world_open(&world, "lush", NULL);
	test_rule(RULES_OF("{\"kind\":\"audio\",\"source\":{\"name\":\"Mic\"},\"attack_ms\":0,\"release_ms\":50,"
			   "\"follow\":\"responsive\"}"));
	world_audio_for(&world, "Mic", -10, 500);
	assert_level(&world, 0, VIBRATE, 1);
	world_audio_for(&world, "Other", -10, 2000); /* its own meter says nothing any more */
	assert_true(world_is_still(&world));
}

static void a_toys_test_lets_itself_through_and_nothing_else(void **state)
{
	(void)state;
	struct haptics_intent test = {.kind = HAPTICS_INTENT_TEST_TOY, .toys = 1};
	world_open(&world, "lush", NULL);
	world_rules(&world, "{\"rules\":[{\"id\":\"r\",\"when\":{\"type\":\"audio\",\"ref\":{\"name\":\"Mic\"}},"
			    "\"run\":{\"mode\":\"while\"},\"do\":{\"kind\":\"level\",\"level\":0.8}}]}");
	world_arm(&world, false);
	assert_int_equal(ask(test).outcome, HAPTICS_IGNORED_DISARMED);
	test.on = true;
	assert_int_equal(ask(test).outcome, HAPTICS_FIRED);
	assert_false(haptics_is_armed(world.core));
	world_fact(&world, HAPTICS_INTENT_SOURCE_ACTIVE, "Mic", true);
	world_audio_for(&world, "Mic", 0, 1000);
	assert_level(&world, 0, VIBRATE, 0.15);
	world_audio_for(&world, "Mic", 0, 1500);
	assert_true(world_is_still(&world));
	ask(test);
	world_kind(&world, HAPTICS_INTENT_STOP_ALL);
	assert_true(world_is_still(&world));
	assert_int_equal(ask(test).outcome, HAPTICS_IGNORED_PANIC);
}

static void a_test_does_not_open_the_way_for_a_request(void **state)
{
	(void)state;
	struct haptics_intent test = {.kind = HAPTICS_INTENT_TEST_TOY, .on = true};
	struct haptics_intent level = {.kind = HAPTICS_INTENT_RUN_LEVEL, .value = 0.9, .duration_ms = 3000};
	world_open(&world, "lush", NULL);
	world_arm(&world, false);
	ask(test);
	assert_int_equal(ask(level).outcome, HAPTICS_IGNORED_DISARMED);
	world_wait(&world, 1000);
	assert_level(&world, 0, VIBRATE, 0.15);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(a_preview_shows_what_the_core_sends),
		CASE(toys_that_get_different_levels_are_told_apart),
		CASE(a_preview_of_what_follows_a_source_counts_what_is_heard),
		CASE(a_function_that_no_toy_has_is_named),
		CASE(a_toy_that_is_named_and_not_there_keeps_all_from_moving),
		CASE(a_position_needs_the_local_network),
		CASE(the_toys_that_a_rule_misses_are_named),
		CASE(a_request_narrows_a_rule),
		CASE(a_renewal_may_mean_less),
		CASE(every_run_has_a_number_of_its_own),
		CASE(a_start_that_waits_has_the_number_of_its_run),
		CASE(lowering_is_a_minimum),
		CASE(a_request_does_not_lift_a_persons_stop),
		CASE(a_stop_rule_runs_while_disarmed),
		CASE(a_rule_that_is_switched_off_is_refused),
		CASE(no_request_switches_on_a_rule_that_waits),
		CASE(the_test_of_a_rule_moves_what_the_rule_moves),
		CASE(the_test_of_a_rule_ends_like_any_run),
		CASE(the_test_of_a_rule_follows_its_sound),
		CASE(a_toys_test_lets_itself_through_and_nothing_else),
		CASE(a_test_does_not_open_the_way_for_a_request),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
