/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What a file would change here, what is proposed, and what comes of it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "haptics/rules/rule.h"
#include "obs/stores/transfer/transfer_file.h"
#include "obs/stores/transfer/transfer_patch.h"
#include "rules_fixture.h"

enum { CHOICES = 1024 };

struct fixture {
	struct transfer_here here;
	struct engine_settings settings;
	json_t *set, *keys;
	struct transfer_plan *plan;
	char error[512];
	bool is_chosen[CHOICES];
};

static bool only_cam_is_there(void *ctx, const struct haptics_ref *ref)
{
	(void)ctx;
	return strcmp(ref->name, "Cam") == 0;
}

static int set_up(void **state)
{
	struct fixture *fixture = calloc(1, sizeof(*fixture));
	engine_settings_default(&fixture->settings);
	fixture->settings.ceiling_count = 1;
	fixture->settings.ceilings[0].all = 0.5;
	snprintf(fixture->settings.ceilings[0].toy_id, 64, "CANARY-TOY-1");
	for (int f = 0; f < HAPTICS_MAX_FUNCTIONS; f++)
		fixture->settings.ceilings[0].function[f] = 1.0;
	snprintf(fixture->settings.uid, sizeof(fixture->settings.uid), "CANARY-UID");
	snprintf(fixture->settings.developer_token, sizeof(fixture->settings.developer_token), "CANARY-TOKEN");
	snprintf(fixture->settings.token_service_url, sizeof(fixture->settings.token_service_url),
		 "https://canary.example");
	snprintf(fixture->here.toys[0], sizeof(fixture->here.toys[0]), "CANARY-TOY-1");
	fixture->here.settings = &fixture->settings;
	fixture->here.has_source = only_cam_is_there;
	*state = fixture;
	return 0;
}

static int tear_down(void **state)
{
	struct fixture *fixture = *state;
	transfer_plan_destroy(fixture->plan);
	json_decref(fixture->set);
	json_decref(fixture->keys);
	free(fixture);
	return 0;
}

static void have(struct fixture *fixture, const char *set, const char *keys)
{
	json_decref(fixture->set);
	json_decref(fixture->keys);
	fixture->here.set = fixture->set = json_loads(set, 0, NULL);
	fixture->here.keys = fixture->keys = json_loads(keys, 0, NULL);
	assert_non_null(fixture->set);
	assert_non_null(fixture->keys);
}

static bool read_text(struct fixture *fixture, const char *text)
{
	transfer_plan_destroy(fixture->plan);
	if (!fixture->set)
		have(fixture, SET(""), "{}");
	fixture->error[0] = '\0';
	fixture->plan = transfer_plan_create(text, &fixture->here, fixture->error, sizeof(fixture->error));
	return fixture->plan != NULL;
}

static const struct transfer_change *change_of(const struct fixture *fixture, enum transfer_group group,
					       const char *key)
{
	const struct transfer_change *change = NULL;
	for (size_t i = 0; (change = transfer_plan_change(fixture->plan, i)); i++)
		if (change->group == group && strcmp(change->key, key) == 0)
			return change;
	return NULL;
}

static size_t count(const struct fixture *fixture)
{
	size_t changes = 0;
	while (transfer_plan_change(fixture->plan, changes))
		changes++;
	return changes;
}

/* New reference: the patch of what is proposed, or of all that may be chosen. */
static json_t *patch_of(struct fixture *fixture, bool is_all)
{
	const struct transfer_change *change = NULL;
	for (size_t i = 0; (change = transfer_plan_change(fixture->plan, i)); i++)
		fixture->is_chosen[i] = is_all || transfer_is_proposed(change);
	return transfer_plan_patch(fixture->plan, fixture->is_chosen);
}

/* What is here afterwards. */
static void carry_out(struct fixture *fixture, bool is_all)
{
	json_t *patch = patch_of(fixture, is_all);
	json_t *set = transfer_patch_set(patch, fixture->set);
	transfer_patch_settings(patch, &fixture->here, &fixture->settings);
	json_decref(fixture->set);
	fixture->here.set = fixture->set = set;
	json_decref(patch);
}

static size_t rule_count(const struct fixture *fixture)
{
	return json_array_size(json_object_get(fixture->set, "rules"));
}

/* --- rules --- */

static void the_same_file_twice_brings_each_rule_once(void **state)
{
	static const char file[] = SET(RULE("a", "") "," RULE("b", ", \"fn\": \"rotate\""));
	struct fixture *fixture = *state;
	assert_true(read_text(fixture, file));
	assert_true(transfer_is_proposed(change_of(fixture, TRANSFER_RULES, "a")));
	carry_out(fixture, false);
	assert_int_equal(rule_count(fixture), 2);
	assert_true(read_text(fixture, file));
	assert_int_equal(change_of(fixture, TRANSFER_RULES, "a")->fate, TRANSFER_SAME);
	assert_int_equal(change_of(fixture, TRANSFER_RULES, "b")->fate, TRANSFER_SAME);
	carry_out(fixture, true);
	assert_int_equal(rule_count(fixture), 2);
}

static void rules_come_in_switched_off_under_their_own_ids(void **state)
{
	struct fixture *fixture = *state;
	assert_true(read_text(fixture, "{\"rules\": [{\"id\": \"deck\", \"enabled\": true, \"when\": {\"type\": "
				       "\"hotkey\"}, \"do\": {\"kind\": \"stop\"}}]}"));
	carry_out(fixture, false);
	const json_t *rule = json_array_get(json_object_get(fixture->set, "rules"), 0);
	assert_string_equal(json_string_value(json_object_get(rule, "id")), "deck");
	assert_true(json_is_false(json_object_get(rule, "enabled")));
}

static void what_is_written_in_another_way_is_the_same(void **state)
{
	struct fixture *fixture = *state;
	have(fixture,
	     "{\"rules\": [{\"id\": \"x\", \"name\": \"N\", \"enabled\": true, \"when\": {\"type\": \"scene\", "
	     "\"ref\": "
	     "{\"uuid\": \"1\", \"name\": \"Cam\"}}, \"do\": {\"level\": 1.0, \"kind\": \"level\"}}]}",
	     "{}");
	assert_true(read_text(fixture, "{\"rules\": [{\"id\": \"y\", \"name\": \"N\", \"when\": {\"ref\": {\"uuid\": "
				       "\"2\", \"name\": \"Cam\"}, \"type\": \"scene\"}, \"do\": {\"kind\": \"level\", "
				       "\"level\": 1}}]}"));
	assert_int_equal(change_of(fixture, TRANSFER_RULES, "x")->fate, TRANSFER_SAME);
}

static void a_rule_for_one_toy_is_known_again_in_a_file_for_all(void **state)
{
	struct fixture *fixture = *state;
	have(fixture, SET(RULE("a", ", \"toys\": [\"t1\"]")), "{}");
	json_t *file = transfer_file_make(&fixture->here, TRANSFER_RULES_ONLY);
	char *text = json_dumps(file, 0);
	assert_null(strstr(text, "t1"));
	assert_true(read_text(fixture, text));
	assert_int_equal(change_of(fixture, TRANSFER_RULES, "a")->fate, TRANSFER_SAME);
	free(text);
	json_decref(file);
}

static void another_rule_of_that_name_or_id_stays_beside_it(void **state)
{
	struct fixture *fixture = *state;
	have(fixture, SET(RULE("a", "")), "{}");
	assert_true(read_text(fixture, SET(RULE("a", ", \"fn\": \"rotate\""))));
	const struct transfer_change *change = transfer_plan_change(fixture->plan, 0);
	assert_int_equal(change->fate, TRANSFER_BESIDE);
	assert_string_not_equal(change->key, "a");
	carry_out(fixture, false);
	assert_int_equal(rule_count(fixture), 2);
	assert_string_equal(
		json_string_value(json_object_get(json_array_get(json_object_get(fixture->set, "rules"), 0), "id")),
		"a");
}

static void a_rule_that_is_twice_in_the_file_comes_once(void **state)
{
	struct fixture *fixture = *state;
	assert_true(read_text(fixture, SET(RULE("a", "") "," RULE("b", "") "," RULE("a", ", \"fn\": \"rotate\""))));
	carry_out(fixture, true);
	assert_int_equal(rule_count(fixture), 2);
}

static void a_bad_rule_says_why_and_the_others_come(void **state)
{
	struct fixture *fixture = *state;
	assert_true(read_text(fixture, SET(RULE("a", ", \"fn\": 3") "," RULE("b", "") ", 4, null, []")));
	const struct transfer_change *change = change_of(fixture, TRANSFER_RULES, "a");
	assert_int_equal(change->fate, TRANSFER_UNUSABLE);
	assert_string_not_equal(change->reason, "");
	assert_int_equal(count(fixture), 5);
	carry_out(fixture, true);
	assert_int_equal(rule_count(fixture), 1);
}

static void what_a_rule_names_that_is_not_here_is_told(void **state)
{
	struct fixture *fixture = *state;
	assert_true(read_text(
		fixture,
		"{\"rules\": [{\"id\": \"a\", \"when\": {\"type\": \"scene\", \"ref\": {\"name\": \"Hot cam\"}}, "
		"\"only_if\": [{\"type\": \"source\", \"ref\": {\"name\": \"Cam\"}}, {\"type\": \"media\", \"ref\": "
		"{\"name\": \"Clip\"}}], \"do\": {\"kind\": \"level\", \"level\": 1, \"toys\": [\"t1\", \"t2\", "
		"\"lush\"]}}]}"));
	const struct transfer_change *change = change_of(fixture, TRANSFER_RULES, "a");
	assert_int_equal(change->missing_count, 3);
	assert_int_equal(change->missing[0].what, TRANSFER_NO_SCENE);
	assert_string_equal(change->missing[0].name, "Hot cam");
	assert_int_equal(change->missing[1].what, TRANSFER_NO_SOURCE);
	assert_string_equal(change->missing[1].name, "Clip");
	assert_int_equal(change->missing[2].what, TRANSFER_NO_SUCH_TOY);
	assert_string_equal(change->missing[2].name, "t2");
	assert_true(transfer_is_proposed(change));
}

/* --- files --- */

static void files_that_are_none_say_so(void **state)
{
	static const struct {
		const char *text, *sentence;
	} cases[] = {
		{"", "Transfer.Problem.Empty"},
		{" \r\n\t", "Transfer.Problem.Empty"},
		{"no json", "Rules.Problem.NotJson"},
		{"{\"a\": 1, \"a\": 2}", "Rules.Problem.NotJson"},
		{"{\"a\": \"\xff\"}", "Rules.Problem.NotJson"},
		{"[1]", "Rules.Problem.NotRules"},
		{"{\"version\": 2, \"rules\": []}", "Transfer.Problem.Newer"},
		{"{\"rules\": 4}", "Rules.Problem.NotList"},
		{"{\"version\": 1, \"rules\": []}", "Transfer.Problem.Nothing"},
		{"{}", "Transfer.Problem.Nothing"},
		{"{\"ceilings\": {\"*\": 0.3}}", "Transfer.Problem.AllSame"},
	};
	struct fixture *fixture = *state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		assert_false(read_text(fixture, cases[i].text));
		assert_string_equal(fixture->error, cases[i].sentence);
	}
}

static void a_file_with_too_many_rules_is_read_up_to_a_bound(void **state)
{
	struct fixture *fixture = *state;
	json_t *file = json_loads(SET(""), 0, NULL);
	for (int i = 0; i < 300; i++)
		json_array_append_new(json_object_get(file, "rules"),
				      json_pack("{s:{s:s}, s:{s:s, s:f}}", "when", "type", "hotkey", "do", "kind",
						"level", "level", i / 300.0));
	char *text = json_dumps(file, 0);
	assert_true(read_text(fixture, text));
	assert_int_equal(count(fixture), HAPTICS_MAX_RULES);
	assert_int_equal(transfer_plan_left_out(fixture->plan), 100);
	free(text);
	json_decref(file);
}

static void nothing_secret_goes_out(void **state)
{
	struct fixture *fixture = *state;
	have(fixture,
	     "{\"version\": 1, \"waiting\": [\"a\"], \"rules\": [" RULE(
		     "a",
		     ", \"toys\": [\"t1\", \"CANARY-TOY-1\", "
		     "\"canary-toy-9\", \"lush\"]") "," RULE("b",
							     ", \"toys\": "
							     "\"f0canary\"") "," RULE("c", ", \"toys\": \"all\"") "]}",
	     "{\"lovense-for-obs.stop_all\": [{\"key\": \"OBS_KEY_F12\"}]}");
	json_t *file = transfer_file_make(&fixture->here, TRANSFER_EVERYTHING);
	char *text = json_dumps(file, JSON_COMPACT);
	assert_null(strstr(text, "CANARY"));
	assert_null(strstr(text, "canary"));
	assert_null(strstr(text, "waiting"));
	assert_non_null(strstr(text, "\"toys\":[\"t1\",\"t1\",\"lush\"]"));
	assert_non_null(strstr(text, "\"toys\":\"t0\"")); /* and not for all */
	assert_non_null(strstr(text, "\"toys\":\"all\""));
	assert_non_null(strstr(text, "\"t1\":{\"*\":0.5}"));
	assert_non_null(strstr(text, "OBS_KEY_F12"));
	free(text);
	json_decref(file);
}

static void a_file_of_this_computer_changes_nothing_here(void **state)
{
	struct fixture *fixture = *state;
	have(fixture, "{\"version\": 1, \"budget\": {\"move_minutes\": 5}, \"rules\": [" RULE("a", "") "]}",
	     "{\"lovense-for-obs.stop_all\": [{\"key\": \"OBS_KEY_F12\"}]}");
	json_t *file = transfer_file_make(&fixture->here, TRANSFER_EVERYTHING);
	char *text = json_dumps(file, 0);
	assert_true(read_text(fixture, text));
	assert_int_equal(count(fixture), 1);
	assert_int_equal(transfer_plan_change(fixture->plan, 0)->fate, TRANSFER_SAME);
	free(text);
	json_decref(file);
}

/* --- ceilings and options --- */

static void a_ceiling_is_lowered_with_the_rest_and_raised_by_hand(void **state)
{
	struct fixture *fixture = *state;
	assert_true(read_text(fixture,
			      "{\"ceilings\": {\"*\": 0.9, \"t1\": {\"*\": 0.2, \"Vibrate\": 0.4, \"Fly\": 0}, "
			      "\"t2\": {\"*\": 0.1}, \"CANARY\": {\"*\": 1}}}"));
	assert_false(transfer_is_proposed(change_of(fixture, TRANSFER_CEILINGS, "*")));
	assert_true(transfer_may_choose(change_of(fixture, TRANSFER_CEILINGS, "*")));
	assert_true(transfer_is_proposed(change_of(fixture, TRANSFER_CEILINGS, "t1")));
	assert_int_equal(change_of(fixture, TRANSFER_CEILINGS, "t2")->fate, TRANSFER_NO_TOY);
	assert_int_equal(change_of(fixture, TRANSFER_CEILINGS, "CANARY")->fate, TRANSFER_UNKNOWN);
	carry_out(fixture, false);
	assert_true(fixture->settings.master_ceiling == 0.3);
	assert_int_equal(fixture->settings.ceiling_count, 1);
	assert_true(fixture->settings.ceilings[0].all == 0.2);
	assert_true(fixture->settings.ceilings[0].function[engine_function_index("Vibrate")] == 0.4);
	carry_out(fixture, true);
	assert_true(fixture->settings.master_ceiling == 0.9);
}

static void a_ceiling_that_cannot_be_read_is_none(void **state)
{
	static const char *const bad[] = {"1.1", "-0.1", "\"0.5\"", "null", "{}", "[0.5]"};
	struct fixture *fixture = *state;
	char text[128];
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		snprintf(text, sizeof(text), "{\"ceilings\": {\"*\": %s, \"t1\": {\"*\": %s}}}", bad[i], bad[i]);
		assert_true(read_text(fixture, text));
		assert_int_equal(count(fixture), 2);
		assert_int_equal(transfer_plan_change(fixture->plan, 0)->fate, TRANSFER_UNUSABLE);
		assert_int_equal(transfer_plan_change(fixture->plan, 1)->fate, TRANSFER_UNUSABLE);
		carry_out(fixture, true);
		assert_true(fixture->settings.master_ceiling == 0.3);
		assert_true(fixture->settings.ceilings[0].all == 0.5);
	}
}

static void permissions_are_never_taken_over_with_the_rest(void **state)
{
	static const char *const permissions[] = {"arm_on_start", "allow_remote_arm", "allow_tips", "code_on_air"};
	struct fixture *fixture = *state;
	assert_true(read_text(fixture, "{\"options\": {\"arm_on_start\": true, \"allow_remote_arm\": true, "
				       "\"allow_tips\": true, \"code_on_air\": true, \"route\": \"lan\"}}"));
	for (size_t i = 0; i < sizeof(permissions) / sizeof(permissions[0]); i++) {
		const struct transfer_change *change = change_of(fixture, TRANSFER_OPTIONS, permissions[i]);
		assert_true(transfer_may_choose(change));
		assert_false(transfer_is_proposed(change));
	}
	carry_out(fixture, false);
	assert_int_equal(fixture->settings.route, ENGINE_ROUTE_LAN);
	assert_false(fixture->settings.arm_on_start || fixture->settings.allow_remote_arm ||
		     fixture->settings.allow_tips || fixture->settings.code_on_air);
	carry_out(fixture, true);
	assert_true(fixture->settings.arm_on_start && fixture->settings.allow_remote_arm &&
		    fixture->settings.allow_tips && fixture->settings.code_on_air);
	assert_int_equal(fixture->settings.ceiling_count, 1);
}

static void a_protection_is_made_weaker_by_hand_only(void **state)
{
	struct fixture *fixture = *state;
	fixture->settings.toy_button_stops = true;
	assert_true(read_text(fixture, "{\"options\": {\"stop_when_stream_ends\": false, \"toy_button_stops\": false, "
				       "\"lease_ms\": 9000}}"));
	for (size_t i = 0; i < 3; i++) {
		assert_true(transfer_may_choose(transfer_plan_change(fixture->plan, i)));
		assert_false(transfer_is_proposed(transfer_plan_change(fixture->plan, i)));
	}
	assert_true(read_text(fixture, "{\"options\": {\"lease_ms\": 2000}}"));
	assert_true(transfer_is_proposed(transfer_plan_change(fixture->plan, 0)));
}

/* The dock's own option: it hides names, and to show them again is a person's word. */
static void discreet_mode_moves_along_and_is_ended_by_hand_only(void **state)
{
	struct fixture *fixture = *state;
	have(fixture, SET(""), "{}");
	fixture->here.is_discreet = true;
	json_t *file = transfer_file_make(&fixture->here, TRANSFER_EVERYTHING);
	char *text = json_dumps(file, 0);
	assert_false(read_text(fixture, text)); /* all of it is here */
	fixture->here.is_discreet = false;
	assert_true(read_text(fixture, text));
	assert_true(transfer_is_proposed(change_of(fixture, TRANSFER_OPTIONS, "discreet")));
	json_t *patch = patch_of(fixture, false);
	json_t *back = transfer_patch_inverse(patch, &fixture->here);
	assert_true(json_is_true(json_object_get(json_object_get(patch, "options"), "discreet")));
	assert_true(json_is_false(json_object_get(json_object_get(back, "options"), "discreet")));
	fixture->here.is_discreet = true;
	json_t *tame = transfer_patch_tame(back, &fixture->here);
	assert_null(json_object_get(json_object_get(tame, "options"), "discreet"));
	assert_true(read_text(fixture, "{\"options\": {\"discreet\": false}}"));
	assert_true(transfer_may_choose(transfer_plan_change(fixture->plan, 0)));
	assert_false(transfer_is_proposed(transfer_plan_change(fixture->plan, 0)));
	assert_true(read_text(fixture, "{\"options\": {\"discreet\": \"no\"}}"));
	assert_false(transfer_may_choose(transfer_plan_change(fixture->plan, 0)));
	json_decref(tame);
	json_decref(back);
	json_decref(patch);
	json_decref(file);
	free(text);
}

static void what_is_no_option_here_is_told_and_not_taken(void **state)
{
	struct fixture *fixture = *state;
	struct engine_settings before = fixture->settings;
	assert_true(read_text(
		fixture, "{\"future\": 1, \"options\": {\"uid\": \"x\", \"developer_token\": \"x\", \"api_url\": "
			 "\"https://evil.example\", \"mode\": \"cloud\", \"master_ceiling\": 1, \"ca_file\": \"/x\", "
			 "\"lease_ms\": 1, \"route\": \"moon\", \"min_gap_ms\": true}}"));
	assert_int_equal(count(fixture), 10);
	assert_int_equal(change_of(fixture, TRANSFER_OPTIONS, "api_url")->fate, TRANSFER_UNKNOWN);
	assert_int_equal(change_of(fixture, TRANSFER_OPTIONS, "future")->fate, TRANSFER_UNKNOWN);
	assert_int_equal(change_of(fixture, TRANSFER_OPTIONS, "lease_ms")->fate, TRANSFER_UNUSABLE);
	carry_out(fixture, true);
	assert_memory_equal(&before, &fixture->settings, sizeof(before));
}

static void what_lies_beside_the_rules_comes_where_nothing_is(void **state)
{
	struct fixture *fixture = *state;
	have(fixture, "{\"version\": 1, \"rules\": [], \"budget\": {\"move_minutes\": 5}}", "{}");
	assert_true(read_text(fixture, "{\"budget\": {\"move_minutes\": 0}, \"blocked\": [\"word\"], \"queue\": 4}"));
	assert_false(transfer_is_proposed(change_of(fixture, TRANSFER_OPTIONS, "budget")));
	assert_true(transfer_is_proposed(change_of(fixture, TRANSFER_OPTIONS, "blocked")));
	assert_int_equal(change_of(fixture, TRANSFER_OPTIONS, "queue")->fate, TRANSFER_UNUSABLE);
	carry_out(fixture, false);
	assert_int_equal(json_integer_value(json_object_get(json_object_get(fixture->set, "budget"), "move_minutes")),
			 5);
	assert_int_equal(json_array_size(json_object_get(fixture->set, "blocked")), 1);
}

/* --- keys --- */

static const char keys_file[] =
	"{\"rules\": [" RULE("a", "") "], \"keys\": {\"lovense-for-obs.stop_all\": [{\"key\": \"OBS_KEY_F12\", "
				      "\"shift\": true, \"evil\": {}}], \"lovense-for-obs.rule.a\": [{\"key\": "
				      "\"OBS_KEY_F9\"}], \"lovense-for-obs.rule.z\": [{\"key\": \"OBS_KEY_F8\"}], "
				      "\"OBSBasic.StartStreaming\": [{\"key\": \"OBS_KEY_F7\"}]}}";

static void keys_come_where_none_is_and_those_of_rules_with_their_rule(void **state)
{
	struct fixture *fixture = *state;
	assert_true(read_text(fixture, keys_file));
	assert_int_equal(change_of(fixture, TRANSFER_KEYS, "lovense-for-obs.rule.z")->fate, TRANSFER_NO_RULE);
	assert_int_equal(change_of(fixture, TRANSFER_KEYS, "OBSBasic.StartStreaming")->fate, TRANSFER_UNKNOWN);
	json_t *patch = patch_of(fixture, false);
	json_t *wanted = json_loads("{\"lovense-for-obs.stop_all\": [{\"key\": \"OBS_KEY_F12\", \"shift\": true}], "
				    "\"lovense-for-obs.rule.a\": [{\"key\": \"OBS_KEY_F9\"}]}",
				    0, NULL);
	assert_true(json_equal(json_object_get(patch, "keys"), wanted));
	json_decref(patch);
	fixture->is_chosen[0] = false;
	patch = transfer_plan_patch(fixture->plan, fixture->is_chosen);
	assert_int_equal(json_object_size(json_object_get(patch, "keys")), 1);
	json_decref(patch);
	json_decref(wanted);
}

static void a_key_that_is_here_is_replaced_by_hand_only(void **state)
{
	struct fixture *fixture = *state;
	have(fixture, SET(""), "{\"lovense-for-obs.stop_all\": [{\"key\": \"OBS_KEY_F1\"}]}");
	assert_true(read_text(fixture, keys_file));
	assert_false(transfer_is_proposed(change_of(fixture, TRANSFER_KEYS, "lovense-for-obs.stop_all")));
	assert_true(transfer_may_choose(change_of(fixture, TRANSFER_KEYS, "lovense-for-obs.stop_all")));
}

static void keys_that_are_none_are_refused(void **state)
{
	static const char *const bad[] = {"4",
					  "[4]",
					  "[{}]",
					  "[{\"key\": \"rm -rf\"}]",
					  "[{\"key\": \"OBS_KEY_\"}]",
					  "[{},{},{},{},{},{},{},{},{}]"};
	struct fixture *fixture = *state;
	char text[256];
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		snprintf(text, sizeof(text), "{\"keys\": {\"lovense-for-obs.pause\": %s}}", bad[i]);
		assert_true(read_text(fixture, text));
		assert_int_equal(transfer_plan_change(fixture->plan, 0)->fate, TRANSFER_UNUSABLE);
	}
}

/* --- back --- */

static void it_is_taken_back_in_one_step(void **state)
{
	struct fixture *fixture = *state;
	have(fixture, SET(RULE("mine", ", \"fn\": \"rotate\"")), "{}");
	assert_true(read_text(fixture,
			      "{\"rules\": [" RULE("a", "") "], \"blocked\": [\"w\"], \"ceilings\": {\"*\": 0.9}, "
							    "\"options\": {\"route\": \"lan\"}, \"keys\": "
							    "{\"lovense-for-obs.pause\": [{\"key\": "
							    "\"OBS_KEY_F4\"}]}}"));
	struct engine_settings before = fixture->settings;
	json_t *set = json_deep_copy(fixture->set);
	json_t *patch = patch_of(fixture, true);
	json_t *back = transfer_patch_inverse(patch, &fixture->here);
	carry_out(fixture, true);
	assert_false(json_equal(set, fixture->set));
	json_t *tame = transfer_patch_tame(back, &fixture->here);
	json_t *restored = transfer_patch_set(tame, fixture->set);
	assert_true(json_equal(set, restored));
	transfer_patch_settings(tame, &fixture->here, &fixture->settings);
	assert_memory_equal(&before, &fixture->settings, sizeof(before));
	assert_int_equal(json_array_size(json_object_get(json_object_get(tame, "keys"), "lovense-for-obs.pause")), 0);
	json_decref(restored);
	json_decref(tame);
	json_decref(back);
	json_decref(patch);
	json_decref(set);
}

static void an_undo_or_redo_gives_raises_and_weakens_nothing(void **state)
{
	struct fixture *fixture = *state;
	json_t *patch =
		json_loads("{\"rules\": [], \"ceilings\": {\"*\": 0.9, \"t1\": {\"*\": 0.4, \"Vibrate\": 1.0}}, "
			   "\"options\": {\"arm_on_start\": true, \"stop_when_stream_ends\": false, \"route\": "
			   "\"lan\"}}",
			   0, NULL);
	have(fixture, SET(""), "{}");
	json_t *tame = transfer_patch_tame(patch, &fixture->here);
	transfer_patch_settings(tame, &fixture->here, &fixture->settings);
	assert_true(fixture->settings.master_ceiling == 0.3);
	assert_true(fixture->settings.ceilings[0].all == 0.4);
	assert_false(fixture->settings.arm_on_start);
	assert_true(fixture->settings.stop_when_stream_ends);
	assert_int_equal(fixture->settings.route, ENGINE_ROUTE_LAN);
	json_decref(tame);
	json_decref(patch);
}

static void toys_beyond_the_room_for_ceilings_are_left_out(void **state)
{
	struct fixture *fixture = *state;
	json_t *patch = json_loads("{\"ceilings\": {\"t2\": {\"*\": 0.1}, \"t9\": {\"*\": 0.1}}}", 0, NULL);
	snprintf(fixture->here.toys[1], sizeof(fixture->here.toys[1]), "second");
	fixture->settings.ceiling_count = 16;
	struct engine_settings before = fixture->settings;
	transfer_patch_settings(patch, &fixture->here, &fixture->settings);
	assert_memory_equal(&before, &fixture->settings, sizeof(before));
	json_decref(patch);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(the_same_file_twice_brings_each_rule_once),
		TEST(rules_come_in_switched_off_under_their_own_ids),
		TEST(what_is_written_in_another_way_is_the_same),
		TEST(a_rule_for_one_toy_is_known_again_in_a_file_for_all),
		TEST(another_rule_of_that_name_or_id_stays_beside_it),
		TEST(a_rule_that_is_twice_in_the_file_comes_once),
		TEST(a_bad_rule_says_why_and_the_others_come),
		TEST(what_a_rule_names_that_is_not_here_is_told),
		TEST(files_that_are_none_say_so),
		TEST(a_file_with_too_many_rules_is_read_up_to_a_bound),
		TEST(nothing_secret_goes_out),
		TEST(a_file_of_this_computer_changes_nothing_here),
		TEST(a_ceiling_is_lowered_with_the_rest_and_raised_by_hand),
		TEST(a_ceiling_that_cannot_be_read_is_none),
		TEST(permissions_are_never_taken_over_with_the_rest),
		TEST(a_protection_is_made_weaker_by_hand_only),
		TEST(discreet_mode_moves_along_and_is_ended_by_hand_only),
		TEST(what_is_no_option_here_is_told_and_not_taken),
		TEST(what_lies_beside_the_rules_comes_where_nothing_is),
		TEST(keys_come_where_none_is_and_those_of_rules_with_their_rule),
		TEST(a_key_that_is_here_is_replaced_by_hand_only),
		TEST(keys_that_are_none_are_refused),
		TEST(it_is_taken_back_in_one_step),
		TEST(an_undo_or_redo_gives_raises_and_weakens_nothing),
		TEST(toys_beyond_the_room_for_ceilings_are_left_out),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
