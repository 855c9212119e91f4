/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The copies of a collection's rules, and the questions that come of them. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <jansson.h>

#include "fake_engine.h"
#include "haptics/rules/rule.h"
#include "obs/stores/rules_store.h"
#include "rules_fixture.h"
#include "scratch.h"

#define COLLECTION(set) "{\"lovense-for-obs\": " set "}"
#define SWITCHED_OFF(id)                                                                                               \
	"{\"id\": \"" id "\", \"name\": \"N\", \"when\": {\"type\": \"hotkey\"}, \"enabled\": false,"                  \
	" \"do\": {\"kind\": \"level\", \"level\": 0.5}}"

/* A start of OBS with that collection. */
static void start_with(struct rules_fixture *fixture, const char *modules_json)
{
	char folder[80];
	snprintf(folder, sizeof(folder), "%s/rules", fixture->folder);
	rules_fixture_renew(fixture);
	rules_store_attach(fixture->store, folder);
	rules_fixture_load(modules_json);
	rules_store_put_in_force(fixture->store);
}

static bool is_enabled(const struct rules_fixture *fixture, const char *id)
{
	struct haptics_rule_view view;
	int index = haptics_rules_find(fixture->rules, id);
	assert_true(index >= 0);
	haptics_rules_view(fixture->rules, (size_t)index, &view);
	return view.is_enabled;
}

static void read_copy(const struct rules_fixture *fixture, char *text, size_t size)
{
	char folder[80];
	snprintf(folder, sizeof(folder), "%s/rules", fixture->folder);
	scratch_read(folder, "Show.json", text, size);
}

static void rules_of_the_first_run_go_on(void **state)
{
	struct rules_fixture *fixture = *state;
	char copy[4096];
	start_with(fixture, COLLECTION(SET(RULE("a", ""))));
	assert_int_equal(rules_store_question(fixture->store), RULES_QUESTION_NONE);
	assert_true(is_enabled(fixture, "a"));
	read_copy(fixture, copy, sizeof(copy));
	assert_non_null(strstr(copy, "\"a\""));
}

/* Others' rules, twice: what OBS saves of them meanwhile does not make them ours. */
static void foreign_rules_wait_for_an_answer(void **state)
{
	struct rules_fixture *fixture = *state;
	char rules[4096];
	start_with(fixture, "{}");
	start_with(fixture, COLLECTION(SET(RULE("a", "") ", " SWITCHED_OFF("b"))));
	for (int starts = 0; starts < 2; starts++) {
		assert_int_equal(rules_store_question(fixture->store), RULES_QUESTION_FOREIGN);
		assert_false(is_enabled(fixture, "a"));
		fake_engine_rules(fixture->engine, rules, sizeof(rules));
		assert_null(strstr(rules, "\"enabled\":true"));
		json_t *saved = json_pack("{s:o}", "lovense-for-obs", rules_fixture_save());
		char *text = json_dumps(saved, 0);
		start_with(fixture, text);
		free(text);
		json_decref(saved);
	}
	rules_store_answer(fixture->store, true);
	assert_int_equal(rules_store_question(fixture->store), RULES_QUESTION_NONE);
	assert_true(is_enabled(fixture, "a"));
	assert_false(is_enabled(fixture, "b")); /* it came like that */
	start_with(fixture, COLLECTION(SET(RULE("a", "") ", " SWITCHED_OFF("b"))));
}

static void foreign_rules_can_stay_off(void **state)
{
	struct rules_fixture *fixture = *state;
	start_with(fixture, "{}");
	start_with(fixture, COLLECTION(SET(RULE("a", ""))));
	rules_store_answer(fixture->store, false);
	assert_int_equal(rules_store_question(fixture->store), RULES_QUESTION_NONE);
	assert_false(haptics_rules_are_waiting(fixture->rules));
	assert_false(is_enabled(fixture, "a"));
}

static void foreign_rules_of_a_newer_version_are_left_as_they_are(void **state)
{
	struct rules_fixture *fixture = *state;
	static const char newer[] = "{\"version\": 9, \"rules\": [{\"id\": \"x\"}]}";
	char copy[4096] = "";
	start_with(fixture, "{}");
	start_with(fixture, COLLECTION("{\"version\": 9, \"rules\": [{\"id\": \"x\"}]}"));
	assert_int_equal(rules_store_question(fixture->store), RULES_QUESTION_NONE);
	json_t *saved = rules_fixture_save();
	json_t *wanted = json_loads(newer, 0, NULL);
	assert_true(json_equal(saved, wanted));
	json_decref(saved);
	json_decref(wanted);
	read_copy(fixture, copy, sizeof(copy));
	assert_string_equal(copy, "");
}

static void lost_rules_are_put_back_when_asked_for(void **state)
{
	struct rules_fixture *fixture = *state;
	start_with(fixture, COLLECTION(SET(RULE("a", "") ", " SWITCHED_OFF("b"))));
	start_with(fixture, "{}");
	assert_int_equal(rules_store_question(fixture->store), RULES_QUESTION_LOST);
	assert_int_equal(haptics_rules_count(fixture->rules), 0);
	rules_store_answer(fixture->store, false);
	assert_int_equal(rules_store_question(fixture->store), RULES_QUESTION_NONE);
	json_decref(rules_fixture_save());
	start_with(fixture, COLLECTION(SET("")));
	assert_int_equal(rules_store_question(fixture->store), RULES_QUESTION_LOST);
	rules_fixture_saves = 0;
	rules_store_answer(fixture->store, true);
	assert_int_equal(rules_fixture_saves, 1);
	assert_int_equal(rules_store_question(fixture->store), RULES_QUESTION_NONE);
	assert_true(is_enabled(fixture, "a"));
	assert_false(is_enabled(fixture, "b"));
}

static void lost_rules_join_those_that_came_meanwhile(void **state)
{
	struct rules_fixture *fixture = *state;
	start_with(fixture, COLLECTION(SET(RULE("a", "") ", " RULE("b", ""))));
	start_with(fixture, "{}");
	assert_true(rules_fixture_set(fixture, SET(RULE("c", "") ", " SWITCHED_OFF("b"))));
	rules_store_answer(fixture->store, true);
	assert_int_equal(haptics_rules_count(fixture->rules), 3);
	assert_true(is_enabled(fixture, "a"));
	assert_false(is_enabled(fixture, "b")); /* the newer one stays */
}

/* What the engine shows when it has switched the only rule; rule is borrowed. */
static void show_switched(const struct rules_fixture *fixture, const struct engine_rule *rule,
			  struct engine_snapshot *snapshot)
{
	fake_engine_blank(snapshot);
	snapshot->rule_set = fixture->rules;
	snapshot->rule_count = 1;
	snapshot->rules = rule;
}

static void a_switch_is_on_the_disk_within_a_second(void **state)
{
	struct rules_fixture *fixture = *state;
	struct engine_rule rule = {.id = "a", .is_enabled = false};
	struct engine_snapshot snapshot;
	char copy[4096];
	start_with(fixture, COLLECTION(SET(RULE("a", ""))));
	show_switched(fixture, &rule, &snapshot);
	rules_fixture_saves = 0;
	assert_true(rules_store_sync(fixture->store, &snapshot, UINT64_C(5000000000)));
	assert_int_equal(rules_fixture_saves, 0);
	assert_false(rules_store_sync(fixture->store, &snapshot, UINT64_C(5500000000)));
	assert_int_equal(rules_fixture_saves, 1);
	read_copy(fixture, copy, sizeof(copy));
	assert_non_null(strstr(copy, "\"enabled\":false"));
	assert_false(rules_store_sync(fixture->store, &snapshot, UINT64_C(9000000000)));
	assert_int_equal(rules_fixture_saves, 1);
}

/* A storm of switches is saved all the same, and not each. */
static void switching_all_the_time_does_not_put_off_the_save(void **state)
{
	struct rules_fixture *fixture = *state;
	struct engine_rule rule = {.id = "a"};
	struct engine_snapshot snapshot;
	start_with(fixture, COLLECTION(SET(RULE("a", ""))));
	show_switched(fixture, &rule, &snapshot);
	rules_fixture_saves = 0;
	const struct haptics_rules *in_force = haptics_rules_retain(fixture->rules);
	for (uint64_t ms = 0; ms < 10000; ms += 20) {
		rule.is_enabled = !rule.is_enabled;
		rules_store_sync(fixture->store, &snapshot, ms * 1000000);
	}
	assert_in_range(rules_fixture_saves, 10, 20);
	haptics_rules_release(in_force);
}

/* OBS saves by itself, at its end for one: what was switched in the last moment is in it. */
static void a_save_takes_along_what_was_just_switched(void **state)
{
	struct rules_fixture *fixture = *state;
	struct engine_rule rule = {.id = "a", .is_enabled = false};
	struct engine_snapshot snapshot;
	start_with(fixture, COLLECTION(SET(RULE("a", ""))));
	show_switched(fixture, &rule, &snapshot);
	fake_engine_publish(fixture->engine, &snapshot);
	json_decref(rules_fixture_save());
	assert_false(is_enabled(fixture, "a"));
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, rules_fixture_set_up, rules_fixture_tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(rules_of_the_first_run_go_on),
		TEST(foreign_rules_wait_for_an_answer),
		TEST(foreign_rules_can_stay_off),
		TEST(foreign_rules_of_a_newer_version_are_left_as_they_are),
		TEST(lost_rules_are_put_back_when_asked_for),
		TEST(lost_rules_join_those_that_came_meanwhile),
		TEST(a_switch_is_on_the_disk_within_a_second),
		TEST(switching_all_the_time_does_not_put_off_the_save),
		TEST(a_save_takes_along_what_was_just_switched),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
