/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include <cmocka.h>
#include <jansson.h>
#include <obs-data.h>
#include <util/bmem.h>

#include "fake_engine.h"
#include "haptics/rules/rule.h"
#include "obs/stores/collection_json.h"
#include "obs/stores/rules_json.h"
#include "obs/stores/rules_problem.h"
#include "obs/stores/rules_store.h"
#include "rules_fixture.h"
#include "scratch.h"

static json_t *stored(struct rules_fixture *fixture)
{
	json_t *json = json_loads(rules_store_json(fixture->store), 0, NULL);
	assert_non_null(json);
	return json;
}

static void a_new_store_is_empty(void **state)
{
	struct rules_fixture *fixture = *state;
	json_t *json = stored(fixture);
	assert_int_equal(json_array_size(json_object_get(json, "rules")), 0);
	assert_int_equal(json_integer_value(json_object_get(json, "version")), 1);
	json_decref(json);
}

static void rules_rest_until_they_are_put_in_force(void **state)
{
	struct rules_fixture *fixture = *state;
	char rules[4096];
	assert_true(rules_fixture_set(fixture, SET(RULE("a", ""))));
	assert_true(fake_engine_calls(fixture->engine).had_null_rules);
	rules_store_put_in_force(fixture->store);
	fake_engine_rules(fixture->engine, rules, sizeof(rules));
	assert_non_null(strstr(rules, "\"a\""));
	rules_store_take_out_of_force(fixture->store);
	assert_true(fake_engine_calls(fixture->engine).had_null_rules);
	json_t *json = stored(fixture);
	assert_int_equal(json_array_size(json_object_get(json, "rules")), 1);
	json_decref(json);
}

static void every_change_is_told(void **state)
{
	struct rules_fixture *fixture = *state;
	assert_true(rules_fixture_set(fixture, SET(RULE("a", ""))));
	assert_int_equal(fixture->changes, 1);
	assert_int_equal(haptics_rules_find(fixture->rules, "a"), 0);
}

static void bad_sets_are_refused_and_the_old_one_stays(void **state)
{
	static const char *const bad[] = {
		"",
		"{",
		"[]",
		"null",
		"{\"version\": 1, \"rules\": 4}",
		SET(RULE("a", ", \"fn\": 3")),
		"{\"version\": 2, \"rules\": []}",
	};
	struct rules_fixture *fixture = *state;
	assert_true(rules_fixture_set(fixture, SET(RULE("kept", ""))));
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		fixture->error[0] = '\0';
		assert_false(rules_fixture_set(fixture, bad[i]));
		assert_string_not_equal(fixture->error, "");
		assert_null(rules_store_parse(bad[i], fixture->error, sizeof(fixture->error)));
		assert_int_equal(haptics_rules_find(fixture->rules, "kept"), 0);
	}
	assert_int_equal(fixture->changes, 1);
}

static void a_newer_set_is_told_kept_and_not_changed(void **state)
{
	static const char newer[] = "{\"version\": 9, \"rules\": [{\"id\": \"x\", \"ref\": {\"name\": \"Cam\"}}]}";
	struct rules_fixture *fixture = *state;
	struct haptics_ref cam = {.name = "Cam"};
	char modules[256];
	snprintf(modules, sizeof(modules), "{\"lovense-for-obs\": %s}", newer);
	rules_store_attach(fixture->store, NULL);
	rules_fixture_load(modules);
	assert_string_not_equal(rules_store_problem(fixture->store), "");
	assert_int_equal(haptics_rules_count(fixture->rules), 0);
	assert_false(rules_fixture_set(fixture, SET(RULE("a", ""))));
	assert_string_equal(fixture->error, "Rules.Problem.Newer");
	rules_store_rename(fixture->store, &cam, "Camera");
	json_t *wanted = json_loads(newer, 0, NULL);
	json_t *json = rules_fixture_save();
	assert_true(json_equal(json, wanted));
	json_decref(json);
	json_decref(wanted);
	rules_fixture_load("{}"); /* the next collection is none of that */
	assert_string_equal(rules_store_problem(fixture->store), "");
	assert_true(rules_fixture_set(fixture, SET(RULE("a", ""))));
	rules_store_detach(fixture->store);
}

static void renaming_follows_references_and_leaves_rule_names(void **state)
{
	static const char set_json[] =
		SET("{\"id\": \"a\", \"name\": \"Cam\", \"when\": {\"type\": \"scene\", \"ref\": {\"name\": \"Cam\"}},"
		    " \"only_if\": [{\"type\": \"source\", \"ref\": {\"uuid\": \"u-1\", \"name\": \"Cam\"}}],"
		    " \"do\": {\"kind\": \"level\", \"level\": 0.5}}");
	struct rules_fixture *fixture = *state;
	struct haptics_ref old = {.uuid = "u-2", .name = "Cam"};
	assert_true(rules_fixture_set(fixture, set_json));
	rules_store_rename(fixture->store, &old, "Camera");
	json_t *json = stored(fixture);
	const json_t *rule = json_array_get(json_object_get(json, "rules"), 0);
	const json_t *when = json_object_get(json_object_get(rule, "when"), "ref");
	const json_t *other = json_object_get(json_array_get(json_object_get(rule, "only_if"), 0), "ref");
	assert_string_equal(json_string_value(json_object_get(rule, "name")), "Cam");
	assert_string_equal(json_string_value(json_object_get(when, "name")), "Camera");
	assert_string_equal(json_string_value(json_object_get(other, "name")),
			    "Cam"); /* another uuid: another source */
	json_decref(json);
}

/* There is one source, "Cam", whose uuid is new. */
static bool resolve_cam(const struct haptics_ref *ref, struct haptics_ref *live)
{
	*live = (struct haptics_ref){.uuid = "u-new", .name = "Cam"};
	return strcmp(ref->name, "Cam") == 0;
}

static void references_are_bound_to_the_uuids_of_now(void **state)
{
	static const char before[] =
		"{\"version\": 1, \"rules\": [{\"id\": \"a\", \"name\": \"Cam\", \"uuid\": \"mine\","
		" \"when\": {\"ref\": {\"uuid\": \"u-old\", \"name\": \"Cam\", \"later\": 1}},"
		" \"only_if\": [{\"ref\": {\"name\": \"Cam\"}}, {\"ref\": {\"uuid\": \"u-x\", \"name\": \"Gone\"}}],"
		" \"do\": {\"source\": {\"uuid\": \"u-new\", \"name\": \"Cam\"}}}]}";
	static const char after[] =
		"{\"version\": 1, \"rules\": [{\"id\": \"a\", \"name\": \"Cam\", \"uuid\": \"mine\","
		" \"when\": {\"ref\": {\"uuid\": \"u-new\", \"name\": \"Cam\", \"later\": 1}},"
		" \"only_if\": [{\"ref\": {\"name\": \"Cam\"}}, {\"ref\": {\"uuid\": \"u-x\", \"name\": \"Gone\"}}],"
		" \"do\": {\"source\": {\"uuid\": \"u-new\", \"name\": \"Cam\"}}}]}";
	(void)state;
	json_t *json = json_loads(before, 0, NULL);
	json_t *wanted = json_loads(after, 0, NULL);
	assert_true(rules_json_rebind_refs(json, resolve_cam));
	assert_true(json_equal(json, wanted));
	assert_false(rules_json_rebind_refs(json, resolve_cam));
	json_decref(wanted);
	json_decref(json);
}

/* One rule is in force, and the engine says how it is switched. */
static void keep_one_rule(struct rules_fixture *fixture, struct engine_rule *rule, struct engine_snapshot *snapshot)
{
	rules_store_put_in_force(fixture->store);
	assert_true(rules_fixture_set(fixture, SET(RULE("a", ""))));
	fake_engine_blank(snapshot);
	snapshot->rule_set = fixture->rules;
	snapshot->rule_count = 1;
	snapshot->rules = rule;
	rules_store_sync(fixture->store, snapshot, 0);
}

static const json_t *stored_enabled(const struct rules_fixture *fixture)
{
	const json_t *rules = json_object_get(haptics_rules_json(fixture->rules), "rules");
	return json_object_get(json_array_get(rules, 0), "enabled");
}

static void what_is_switched_in_the_engine_is_saved(void **state)
{
	struct rules_fixture *fixture = *state;
	struct engine_rule rule = {.id = "a", .is_enabled = true};
	struct engine_snapshot snapshot;
	keep_one_rule(fixture, &rule, &snapshot);
	assert_null(stored_enabled(fixture));
	const struct haptics_rules *in_engine = haptics_rules_retain(fixture->rules);
	rule.is_enabled = false;
	rules_store_sync(fixture->store, &snapshot, 0);
	assert_true(json_is_false(stored_enabled(fixture)));
	rule.is_enabled = true;
	rules_store_sync(fixture->store, &snapshot, 0);
	assert_true(json_is_true(stored_enabled(fixture)));
	haptics_rules_release(in_engine);
}

/* Somebody switched it before the engine published the set for the first time. */
static void what_is_switched_at_once_is_saved(void **state)
{
	struct rules_fixture *fixture = *state;
	struct engine_rule rule = {.id = "a", .is_enabled = false};
	struct engine_snapshot snapshot;
	keep_one_rule(fixture, &rule, &snapshot);
	assert_true(json_is_false(stored_enabled(fixture)));
}

static double stored_goal(const struct rules_fixture *fixture, const char *key)
{
	return json_number_value(json_object_get(json_object_get(haptics_rules_json(fixture->rules), "goal"), key));
}

static void the_goal_of_the_engine_is_saved_in_time(void **state)
{
	const uint64_t second_ns = UINT64_C(1000000000);
	struct rules_fixture *fixture = *state;
	struct engine_rule rule = {.id = "a", .is_enabled = true};
	struct engine_snapshot snapshot;
	rules_store_attach(fixture->store, NULL);
	keep_one_rule(fixture, &rule, &snapshot);
	const struct haptics_rules *in_engine = haptics_rules_retain(fixture->rules);
	assert_null(json_object_get(haptics_rules_json(fixture->rules), "goal")); /* it is the usual one */
	int saves = rules_fixture_saves;
	snapshot.goal = (struct haptics_goal){.label = "A \xc3\xa4 hat", .target = 50, .current = 12.5};
	assert_true(rules_store_sync(fixture->store, &snapshot, second_ns));
	assert_float_equal(stored_goal(fixture, "current"), 12.5, 0);
	assert_false(rules_store_sync(fixture->store, &snapshot, 2 * second_ns)); /* saved, and no other change */
	assert_int_equal(rules_fixture_saves, saves + 1);
	json_t *saved = rules_fixture_save();
	assert_float_equal(json_number_value(json_object_get(json_object_get(saved, "goal"), "target")), 50, 0);
	json_decref(saved);
	assert_true(rules_fixture_set(fixture, SET(RULE("b", "")))); /* of others the snapshot says nothing */
	rules_store_sync(fixture->store, &snapshot, 3 * second_ns);
	assert_null(json_object_get(haptics_rules_json(fixture->rules), "goal"));
	haptics_rules_release(in_engine);
	rules_store_detach(fixture->store);
}

static void a_set_that_is_not_used_keeps_its_goal(void **state)
{
	struct rules_fixture *fixture = *state;
	struct engine_snapshot snapshot;
	rules_store_attach(fixture->store, NULL);
	rules_fixture_load("{\"lovense-for-obs\": {\"version\": 1, \"rules\": [], \"queue\": 7,"
			   " \"goal\": {\"target\": 9, \"current\": 4}}}");
	rules_store_put_in_force(fixture->store);
	fake_engine_blank(&snapshot);
	snapshot.rule_set = fixture->rules;
	rules_store_sync(fixture->store, &snapshot, 0);
	assert_float_equal(stored_goal(fixture, "current"), 4, 0);
	rules_store_detach(fixture->store);
}

static void an_older_snapshot_undoes_no_edit(void **state)
{
	struct rules_fixture *fixture = *state;
	struct engine_rule rule = {.id = "a", .is_enabled = true};
	struct engine_snapshot older;
	keep_one_rule(fixture, &rule, &older);
	const struct haptics_rules *in_older = haptics_rules_retain(fixture->rules);
	assert_true(rules_fixture_set(fixture, SET(RULE("a", ", \"fade_ms\": [1, 1]"))));
	rule.is_enabled = false;
	rules_store_sync(fixture->store, &older, 0);
	assert_null(stored_enabled(fixture));
	rules_store_take_out_of_force(fixture->store);
	older.rule_set = fixture->rules;
	rules_store_sync(fixture->store, &older, 0);
	assert_null(stored_enabled(fixture));
	haptics_rules_release(in_older);
}

static void lists_survive_the_scene_collection(void **state)
{
	static const char text[] = "{\"steps\": [0.1, 2, \"x\", true, [1, [2]], {\"value\": 7}, {\"a\": 1}],"
				   " \"empty\": [], \"deep\": {\"list\": [{\"value\": [3]}]}}";
	(void)state;
	json_t *json = json_loads(text, 0, NULL);
	obs_data_t *data = collection_json_encode(json);
	/* What OBS does with a collection. */
	obs_data_t *reloaded = obs_data_create_from_json(obs_data_get_json(data));
	json_t *back = collection_json_decode(reloaded);
	assert_non_null(back);
	assert_true(json_equal(json_object_get(json, "empty"), json_object_get(back, "empty")));
	const json_t *steps = json_object_get(back, "steps");
	assert_int_equal(json_array_size(steps), 7);
	assert_true(json_equal(json_array_get(steps, 4), json_array_get(json_object_get(json, "steps"), 4)));
	assert_string_equal(json_string_value(json_array_get(steps, 2)), "x");
	json_decref(back);
	json_decref(json);
	obs_data_release(reloaded);
	obs_data_release(data);
	assert_null(collection_json_decode(NULL));
}

static void a_save_keeps_its_text_and_shares_one_set(void **state)
{
	struct rules_fixture *fixture = *state;
	struct haptics_ref old = {.name = "Cam"};
	static const char text[] = SET(RULE("a", "") ", " RULE("b", ", \"source\": {\"name\": \"Cam\"}"));
	assert_true(rules_fixture_set(fixture, text));
	assert_string_equal(rules_store_json(fixture->store), text);
	rules_store_rename(fixture->store, &old, "Camera");
	assert_non_null(strstr(rules_store_json(fixture->store), "Camera"));
	assert_null(strstr(rules_store_json(fixture->store), "\"Cam\""));
}

/* A set that somebody keeps, as the engine's worker does, stays as it was. */
static void a_shared_set_outlives_later_changes(void **state)
{
	struct rules_fixture *fixture = *state;
	struct haptics_ref old = {.name = "Cam"};
	assert_true(rules_fixture_set(fixture, SET(RULE("a", ", \"source\": {\"name\": \"Cam\"}"))));
	const struct haptics_rules *kept = haptics_rules_retain(fixture->rules);
	json_t *before = json_deep_copy(haptics_rules_json(kept));
	rules_store_rename(fixture->store, &old, "Camera");
	assert_true(fixture->rules != kept);
	rules_store_clear(fixture->store);
	assert_true(json_equal(before, haptics_rules_json(kept)));
	json_decref(before);
	haptics_rules_release(kept);
}

static void a_bad_rule_of_a_collection_does_not_stop_changes_of_the_others(void **state)
{
	static const char bad[] = "{\"id\": \"bad\", \"later\": 1}";
	struct rules_fixture *fixture = *state;
	char modules[1024];
	char text[1024];
	snprintf(modules, sizeof(modules), "{\"lovense-for-obs\": " SET(RULE("a", "") ", %s") "}", bad);
	rules_store_attach(fixture->store, NULL);
	rules_fixture_load(modules);
	assert_string_equal(rules_store_problem(fixture->store), "1 of 2; not no. 2; Rules.Problem.Missing");
	assert_int_equal(haptics_rules_count(fixture->rules), 1);
	snprintf(text, sizeof(text), SET("%s, " RULE("b", "")), bad);
	assert_true(rules_fixture_set(fixture, text));
	assert_int_equal(haptics_rules_find(fixture->rules, "b"), 0);
	snprintf(text, sizeof(text), SET("%s, " RULE("c", ", \"fn\": 3")), bad);
	assert_false(rules_fixture_set(fixture, text));
	assert_string_equal(fixture->error, "<N> Rules.Problem.NotNames");
	snprintf(text, sizeof(text), SET("%s, " RULE("b", "") ", " RULE("b", "")), bad);
	assert_false(rules_fixture_set(fixture, text));
	assert_string_equal(fixture->error, "<N> Rules.Problem.IdTaken");
	rules_store_detach(fixture->store);
}

static void of_too_many_rules_it_is_said_which_run(void **state)
{
	struct rules_fixture *fixture = *state;
	json_t *list = json_array();
	char id[16];
	for (int i = 0; i < 5000; i++) {
		snprintf(id, sizeof(id), "%d", i);
		json_t *rule = json_loads(RULE("x", ""), 0, NULL);
		json_object_set_new(rule, "id", json_string(id));
		json_array_append_new(list, rule);
	}
	json_object_set_new(json_array_get(list, 7), "do", json_null());
	json_t *modules = json_pack("{s:{s:i, s:o}}", "lovense-for-obs", "version", 1, "rules", list);
	char *text = json_dumps(modules, 0);
	rules_store_attach(fixture->store, NULL);
	rules_fixture_load(text);
	assert_string_equal(rules_store_problem(fixture->store),
			    "199 of 5000; not 201-5000, <N>; Rules.Unused.TooMany");
	json_t *saved = rules_fixture_save();
	assert_int_equal(json_array_size(json_object_get(saved, "rules")), 5000);
	json_decref(saved);
	rules_store_detach(fixture->store);
	json_decref(modules);
	free(text);
}

static void every_problem_has_a_text(void **state)
{
	char text[256];
	(void)state;
	for (int code = 1; code < HAPTICS_PROBLEM_COUNT; code++) {
		struct haptics_problem problem = {.code = (enum haptics_problem_code)code};
		rules_problem_text(&problem, text, sizeof(text));
		assert_int_equal(strncmp(text, "Rules.Problem.", 14), 0);
	}
	rules_problem_text(NULL, text, sizeof(text));
	assert_string_equal(text, "");
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, rules_fixture_set_up, rules_fixture_tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(a_new_store_is_empty),
		TEST(rules_rest_until_they_are_put_in_force),
		TEST(every_change_is_told),
		TEST(bad_sets_are_refused_and_the_old_one_stays),
		TEST(a_newer_set_is_told_kept_and_not_changed),
		TEST(renaming_follows_references_and_leaves_rule_names),
		TEST(references_are_bound_to_the_uuids_of_now),
		TEST(what_is_switched_in_the_engine_is_saved),
		TEST(what_is_switched_at_once_is_saved),
		TEST(the_goal_of_the_engine_is_saved_in_time),
		TEST(a_set_that_is_not_used_keeps_its_goal),
		TEST(an_older_snapshot_undoes_no_edit),
		TEST(lists_survive_the_scene_collection),
		TEST(a_save_keeps_its_text_and_shares_one_set),
		TEST(a_shared_set_outlives_later_changes),
		TEST(a_bad_rule_of_a_collection_does_not_stop_changes_of_the_others),
		TEST(of_too_many_rules_it_is_said_which_run),
		TEST(every_problem_has_a_text),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
