/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Conditions, references to scenes and sources, and changing the rules under way. */
#include "world_case.h"

/* One rule of id "r" with the given trigger and mode, at 50 %. */
static void rule(const char *when, const char *run, const char *only_if)
{
	world_one_rule(&world, (struct rule_text){.when = when, .run = run, .only_if = only_if});
}

#define WHILE "{\"mode\":\"while\"}"
#define SCENE_B "{\"type\":\"scene\",\"ref\":{\"name\":\"B\"}}"

static void a_switched_rule_is_reported_and_the_shared_set_stays(void **state)
{
	(void)state;
	struct haptics_intent disable = {.kind = HAPTICS_INTENT_RULE_ENABLED, .id = "r"};
	world_open(&world, "lush", NULL);
	rule("{\"type\":\"hotkey\"}", WHILE, "[]");
	json_t *before = json_deep_copy(haptics_rules_json(haptics_rules_in_force(world.core)));
	assert_true(world_rule(&world, "r").is_enabled);
	world_do(&world, &disable);
	assert_false(world_rule(&world, "r").is_enabled);
	assert_true(json_equal(before, haptics_rules_json(haptics_rules_in_force(world.core))));
	json_decref(before);
}

static void conditions_are_anded_and_may_be_negated(void **state)
{
	(void)state;
	world_open(&world, "lush", NULL);
	rule("{\"type\":\"hotkey\"}", "{}", "[" SCENE_B ",{\"type\":\"studio_mode\",\"not\":true}]");
	world_press(&world, "r");
	assert_int_equal(world_record(&world).outcome, HAPTICS_IGNORED_CONDITION);
	world_fact(&world, HAPTICS_INTENT_STUDIO_MODE, "", true);
	world_scene(&world, "B");
	world_press(&world, "r");
	assert_int_equal(world_record(&world).outcome, HAPTICS_IGNORED_CONDITION);
	world_fact(&world, HAPTICS_INTENT_STUDIO_MODE, "", false);
	world_press(&world, "r");
	assert_true(is_running());
}

static void a_condition_of_the_set_counts_for_every_rule(void **state)
{
	(void)state;
	world_open(&world, "lush", NULL);
	world_rules(&world,
		    "{\"only_if\":[{\"type\":\"audio\",\"ref\":{\"name\":\"Mic\"}}],\"rules\":[{\"id\":\"r\",\"when\":"
		    "{\"type\":\"hotkey\"},\"run\":{\"mode\":\"toggle\"},\"do\":{\"kind\":\"level\",\"level\":0.5}}]}");
	world_press(&world, "r");
	assert_int_equal(world_record(&world).outcome, HAPTICS_IGNORED_CONDITION);
	world_fact(&world, HAPTICS_INTENT_SOURCE_ACTIVE, "Mic", true);
	world_audio_for(&world, "Mic", -10, 100);
	world_press(&world, "r");
	assert_true(is_running());
	world_wait(&world, 2000); /* the meter falls silent: what lasts ends */
	assert_false(is_running());
}

static void a_lasting_run_ends_with_its_condition_and_waits_for_a_new_edge(void **state)
{
	(void)state;
	world_open(&world, "lush", NULL);
	rule("{\"type\":\"source\",\"ref\":{\"name\":\"S\"}}", WHILE, "[" SCENE_B "]");
	world_scene(&world, "B");
	world_fact(&world, HAPTICS_INTENT_SOURCE_ACTIVE, "S", true);
	assert_true(is_running());
	world_scene(&world, "A");
	assert_true(world_is_still(&world));
	world_scene(&world, "B");
	assert_false(is_running());
}

static void refs_match_by_uuid_first_and_follow_renames(void **state)
{
	(void)state;
	static const char uuid[] = "5d7c4a52-8a13-4f4f-9f6a-0a4c6a1f1c11";
	world_open(&world, "lush", NULL);
	rule("{\"type\":\"source\",\"ref\":{\"uuid\":\"5d7c4a52-8a13-4f4f-9f6a-0a4c6a1f1c11\",\"name\":\"S\"}}", WHILE,
	     "[{\"type\":\"scene\",\"ref\":{\"name\":\"B\"}}]");
	world_scene(&world, "A");
	world_scene(&world, "B");
	struct haptics_intent intent = {.kind = HAPTICS_INTENT_SOURCE_ACTIVE, .on = true, .ref.name = "S"};
	snprintf(intent.ref.uuid, sizeof(intent.ref.uuid), "%s", "00000000-0000-0000-0000-000000000000");
	world_do(&world, &intent);
	assert_false(is_running()); /* same name, another source */
	struct haptics_intent rename = {.kind = HAPTICS_INTENT_REF_RENAMED, .ref.name = "S", .new_name = "S2"};
	snprintf(rename.ref.uuid, sizeof(rename.ref.uuid), "%s", uuid);
	world_do(&world, &rename);
	rename = (struct haptics_intent){.kind = HAPTICS_INTENT_REF_RENAMED, .ref.name = "B", .new_name = "B2"};
	world_do(&world, &rename);
	intent = (struct haptics_intent){.kind = HAPTICS_INTENT_SOURCE_ACTIVE, .on = true, .ref.name = "S2"};
	world_do(&world, &intent); /* no uuid: by its new name */
	assert_true(is_running());
	world_scene(&world, "A");
	assert_false(is_running());
	world_scene(&world, "B2");
	intent.on = false;
	world_do(&world, &intent);
	intent.on = true;
	world_do(&world, &intent);
	assert_true(is_running());
}

static void a_rule_comes_alive_when_something_takes_the_name_it_waits_for(void **state)
{
	(void)state;
	struct haptics_intent rename = {.kind = HAPTICS_INTENT_REF_RENAMED, .ref.name = "T", .new_name = "S"};
	world_open(&world, "lush", NULL);
	rule("{\"type\":\"source\",\"ref\":{\"name\":\"S\"}}", WHILE, "[]");
	world_fact(&world, HAPTICS_INTENT_REF_EXISTS, "S", false);
	world_fact(&world, HAPTICS_INTENT_SOURCE_ACTIVE, "T", true);
	world_do(&world, &rename);
	assert_false(world_rule(&world, "r").is_missing_ref);
	assert_false(is_running()); /* a name is no edge */
	world_fact(&world, HAPTICS_INTENT_SOURCE_ACTIVE, "S", false);
	world_fact(&world, HAPTICS_INTENT_SOURCE_ACTIVE, "S", true);
	assert_true(is_running());
}

static void a_missing_source_is_shown_and_comes_alive_when_it_returns(void **state)
{
	(void)state;
	world_open(&world, "lush", NULL);
	rule("{\"type\":\"source\",\"ref\":{\"name\":\"S\"}}", WHILE,
	     "[{\"type\":\"scene\",\"ref\":{\"name\":\"B\"}}]");
	assert_false(world_rule(&world, "r").is_missing_ref);
	world_fact(&world, HAPTICS_INTENT_REF_EXISTS, "S", false);
	assert_true(world_rule(&world, "r").is_missing_ref);
	assert_false(world_rule(&world, "r").is_scene_missing);
	assert_string_equal(world_rule(&world, "r").missing->name, "S");
	world_fact(&world, HAPTICS_INTENT_REF_EXISTS, "S", true);
	assert_false(world_rule(&world, "r").is_missing_ref);
	world_fact(&world, HAPTICS_INTENT_REF_EXISTS, "B", false);
	assert_true(world_rule(&world, "r").is_missing_ref);
	assert_true(world_rule(&world, "r").is_scene_missing);
	assert_string_equal(world_rule(&world, "r").missing->name, "B");
	world_scene(&world, "B");
	assert_false(world_rule(&world, "r").is_missing_ref);
	world_fact(&world, HAPTICS_INTENT_SOURCE_ACTIVE, "S", true);
	assert_true(is_running());
	world_fact(&world, HAPTICS_INTENT_REF_EXISTS, "S", false);
	assert_false(is_running());
}

/* At the start of OBS what exists may be told before the rules are there. */
static void what_is_missing_is_known_to_rules_that_come_later(void **state)
{
	(void)state;
	world_open(&world, "lush", NULL);
	world_fact(&world, HAPTICS_INTENT_REF_EXISTS, "S", false);
	rule("{\"type\":\"source\",\"ref\":{\"name\":\"S\"}}", WHILE, "[]");
	assert_true(world_rule(&world, "r").is_missing_ref);
	assert_string_equal(world_rule(&world, "r").missing->name, "S");
	world_fact(&world, HAPTICS_INTENT_SOURCE_ACTIVE, "S", true);
	assert_false(world_rule(&world, "r").is_missing_ref);
	rule("{\"type\":\"source\",\"ref\":{\"name\":\"S\"}}", WHILE, "[]");
	assert_false(world_rule(&world, "r").is_missing_ref);
}

static void what_is_there_matters_more_than_what_is_missing(void **state)
{
	(void)state;
	char name[16];
	world_open(&world, "lush", NULL);
	for (int i = 0; i < 300; i++) {
		snprintf(name, sizeof(name), "M%d", i);
		world_fact(&world, HAPTICS_INTENT_REF_EXISTS, name, false);
	}
	world_fact(&world, HAPTICS_INTENT_SOURCE_ACTIVE, "S", true);
	rule("{\"type\":\"hotkey\"}", "{}", "[{\"type\":\"source\",\"ref\":{\"name\":\"S\"}}]");
	world_press(&world, "r");
	assert_true(is_running());
}

static void a_reference_to_nothing_is_missing_and_never_true(void **state)
{
	(void)state;
	world_open(&world, "lush", NULL);
	rule("{\"type\":\"hotkey\"}", "{}", "[{\"type\":\"scene\",\"ref\":{}}]");
	assert_true(world_rule(&world, "r").is_missing_ref);
	world_scene(&world, "");
	world_press(&world, "r");
	assert_int_equal(world_record(&world).outcome, HAPTICS_IGNORED_CONDITION);
	assert_true(world_rule(&world, "r").is_missing_ref);
}

static void the_source_an_action_follows_may_be_missing_too(void **state)
{
	(void)state;
	world_open(&world, "lush", NULL);
	world_rules(&world,
		    "{\"rules\":[{\"id\":\"r\",\"when\":{\"type\":\"hotkey\"},\"do\":{\"kind\":\"audio\",\"source\":"
		    "{\"name\":\"Mic\"}}}]}");
	world_fact(&world, HAPTICS_INTENT_REF_EXISTS, "Mic", false);
	assert_true(world_rule(&world, "r").is_missing_ref);
	world_audio(&world, "Mic", -10);
	assert_false(world_rule(&world, "r").is_missing_ref);
}

static void facts_that_no_rule_asked_for_are_known_to_later_rules(void **state)
{
	(void)state;
	world_open(&world, "lush", NULL);
	world_fact(&world, HAPTICS_INTENT_SOURCE_ACTIVE, "S", true);
	world_fact(&world, HAPTICS_INTENT_SOURCE_ACTIVE, "T", true);
	world_fact(&world, HAPTICS_INTENT_SOURCE_ACTIVE, "T", false);
	world_scene(&world, "B");
	rule("{\"type\":\"hotkey\"}", "{}",
	     "[" SCENE_B
	     ",{\"type\":\"source\",\"ref\":{\"name\":\"S\"}},{\"type\":\"source\",\"ref\":{\"name\":\"T\"},"
	     "\"not\":true}]");
	world_press(&world, "r");
	assert_true(is_running());
	world_fact(&world, HAPTICS_INTENT_REF_EXISTS, "S", false);
	world_wait(&world, 5000);
	world_press(&world, "r");
	assert_int_equal(world_record(&world).outcome, HAPTICS_IGNORED_CONDITION);
}

static void more_sources_than_can_be_remembered_do_no_harm(void **state)
{
	(void)state;
	char name[32];
	world_open(&world, "lush", NULL);
	for (int i = 0; i < 300; i++) {
		snprintf(name, sizeof(name), "source %d", i);
		world_fact(&world, HAPTICS_INTENT_SOURCE_ACTIVE, name, true);
	}
	rule("{\"type\":\"hotkey\"}", "{}", "[{\"type\":\"source\",\"ref\":{\"name\":\"source 5\"}}]");
	world_press(&world, "r");
	assert_true(is_running());
}

static void new_rules_end_what_changed_and_leave_the_rest(void **state)
{
	(void)state;
	static const char both[] =
		"{\"rules\":[{\"id\":\"a\",\"when\":{\"type\":\"hotkey\"},\"run\":{\"mode\":\"toggle\"},"
		"\"do\":{\"kind\":\"level\",\"level\":0.5}},{\"id\":\"b\",\"when\":{\"type\":\"hotkey\"},"
		"\"run\":{\"mode\":\"toggle\"},\"do\":{\"kind\":\"level\",\"level\":0.25}}]}";
	static const char turned[] =
		"{\"rules\":[{\"id\":\"b\",\"when\":{\"type\":\"hotkey\"},\"run\":{\"mode\":\"toggle\"},"
		"\"do\":{\"kind\":\"level\",\"level\":0.25}},{\"id\":\"a\",\"when\":{\"type\":\"hotkey\"},"
		"\"run\":{\"mode\":\"toggle\"},\"do\":{\"kind\":\"level\",\"level\":0.6}}]}";
	world_open(&world, "lush", NULL);
	world_rules(&world, both);
	world_press(&world, "b");
	world_press(&world, "a");
	world_wait(&world, 300);
	assert_level(&world, 0, VIBRATE, 0.5);
	world_rules(&world, turned);
	world_wait(&world, 300);
	assert_false(world_rule(&world, "a").is_active);
	assert_true(world_rule(&world, "b").is_active);
	assert_level(&world, 0, VIBRATE, 0.25);
	haptics_set_rules(world.core, haptics_rules_parse_text(turned), true, world.time);
	world_poll(&world);
	assert_true(world_is_still(&world));
	haptics_set_rules(world.core, NULL, false, world.time);
	assert_null(haptics_rules_in_force(world.core));
}

static void a_new_set_keeps_a_cooldown(void **state)
{
	(void)state;
	world_open(&world, "lush", NULL);
	static const char text[] =
		"{\"rules\":[{\"id\":\"r\",\"when\":{\"type\":\"hotkey\"},\"run\":{\"duration_ms\":1000},"
		"\"do\":{\"kind\":\"level\",\"level\":%s},\"limit\":{\"cooldown_ms\":10000}}]}";
	char rules[512];
	snprintf(rules, sizeof(rules), text, "0.5");
	world_rules(&world, rules);
	world_press(&world, "r");
	world_wait(&world, 2000);
	snprintf(rules, sizeof(rules), text, "0.6");
	world_rules(&world, rules);
	assert_true(world_rule(&world, "r").cooldown_ms > world.time.now_ms);
	world_press(&world, "r");
	assert_int_equal(world_record(&world).outcome, HAPTICS_IGNORED_COOLDOWN);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(a_switched_rule_is_reported_and_the_shared_set_stays),
		CASE(conditions_are_anded_and_may_be_negated),
		CASE(a_condition_of_the_set_counts_for_every_rule),
		CASE(a_lasting_run_ends_with_its_condition_and_waits_for_a_new_edge),
		CASE(refs_match_by_uuid_first_and_follow_renames),
		CASE(a_rule_comes_alive_when_something_takes_the_name_it_waits_for),
		CASE(a_missing_source_is_shown_and_comes_alive_when_it_returns),
		CASE(what_is_missing_is_known_to_rules_that_come_later),
		CASE(what_is_there_matters_more_than_what_is_missing),
		CASE(a_reference_to_nothing_is_missing_and_never_true),
		CASE(the_source_an_action_follows_may_be_missing_too),
		CASE(facts_that_no_rule_asked_for_are_known_to_later_rules),
		CASE(more_sources_than_can_be_remembered_do_no_harm),
		CASE(new_rules_end_what_changed_and_leave_the_rest),
		CASE(a_new_set_keeps_a_cooldown),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
