/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Reading, refusing and writing rule sets. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "haptics/rules/rule.h"

static struct haptics_rules *parse(const char *text)
{
	char error[256] = "";
	struct haptics_rules *rules = haptics_rules_parse_text(text, error, sizeof(error));
	if (!rules)
		fail_msg("%s", error);
	return rules;
}

#define RULE(when, run, action, more)                                                                                  \
	"{\"rules\":[{\"id\":\"a\",\"when\":" when ",\"run\":" run ",\"do\":" action more "}]}"
#define HOTKEY "{\"type\":\"hotkey\"}"
#define LEVEL "{\"kind\":\"level\",\"level\":0.5}"
#define WHEN(when) RULE(when, "{}", LEVEL, "")
#define DO(action) RULE(HOTKEY, "{}", action, "")
#define RUN(run) RULE(HOTKEY, run, LEVEL, "")
#define LIMIT(limit) RULE(HOTKEY, "{}", LEVEL, ",\"limit\":" limit)
#define ONLY_IF(conditions) RULE(HOTKEY, "{}", LEVEL, ",\"only_if\":" conditions)
#define SCENE "{\"type\":\"scene\",\"ref\":{\"name\":\"x\"}}"

static const struct {
	const char *text;
	const char *error; /* how it begins */
} refused[] = {
	{"", "line 1: "},
	{"{\"rules\":[", "line 1: "},
	{"{\"version\":1,\"version\":1}", "line 1: duplicate object key"},
	{"[]", "the rules must be an object"},
	{"{\"version\":2}", "version: 2 is newer than this plugin knows (1)"},
	{"{\"version\":0}", "version: 0 is not within"},
	{"{\"version\":\"1\"}", "version: must be a number"},
	{"{\"version\":1.5}", "version: 1.5 is not a whole number"},
	{"{\"rules\":{}}", "rules: must be a list"},
	{"{\"rules\":[7]}", "rules[0]: must be an object"},
	{"{\"rules\":[{}]}", "rules[0].id: must be a text of 1 to 63 bytes"},
	{"{\"rules\":[{\"id\":7}]}", "rules[0].id: must be a text"},
	{"{\"rules\":[{\"id\":\"\"}]}", "rules[0].id: must be a text of 1 to 63 bytes"},
	{"{\"rules\":[{\"id\":\"0123456789012345678901234567890123456789012345678901234567890123\"}]}",
	 "rules[0].id: must be a text of 1 to 63 bytes"},
	{"{\"rules\":[{\"id\":\"a\",\"when\":" HOTKEY ",\"do\":" LEVEL "},{\"id\":\"a\"}]}",
	 "rules[1].id: \"a\" is already taken"},
	{"{\"rules\":[{\"id\":\"a\",\"name\":[]}]}", "rules[0].name: must be a text"},
	{"{\"rules\":[{\"id\":\"a\",\"enabled\":1}]}", "rules[0].enabled: must be true or false"},
	{"{\"rules\":[{\"id\":\"a\"}]}", "rules[0].when: is missing"},
	{"{\"rules\":[{\"id\":\"a\",\"when\":\"hotkey\"}]}", "rules[0].when: must be an object"},
	{"{\"rules\":[{\"id\":\"a\",\"when\":" HOTKEY "}]}", "rules[0].do: is missing"},
	{"{\"once_gap_ms\":-1}", "once_gap_ms: -1 is not within 0..600000"},
	{"{\"only_if\":[7]}", "only_if[0]: must be an object"},
	{WHEN("{}"), "rules[0].when.type: \"\" is not known here; use one of hotkey, scene"},
	{WHEN("{\"type\":\"telepathy\"}"), "rules[0].when.type: \"telepathy\" is not known here"},
	{WHEN("{\"type\":\"hotkey\",\"edge\":\"up\"}"),
	 "rules[0].when.edge: \"up\" is not known here; use one of enter"},
	{WHEN("{\"type\":\"scene\"}"), "rules[0].when.ref: is missing"},
	{WHEN("{\"type\":\"scene\",\"ref\":\"x\"}"), "rules[0].when.ref: must be an object"},
	{WHEN("{\"type\":\"scene\",\"ref\":{\"uuid\":\"0123456789012345678901234567890123456789\"}}"),
	 "rules[0].when.ref.uuid: is longer than 39 bytes"},
	{WHEN("{\"type\":\"scene\",\"ref\":{\"name\":\"x\"},\"at\":\"half\"}"), "rules[0].when.at: \"half\""},
	{WHEN("{\"type\":\"source\",\"ref\":{\"name\":\"x\"},\"state\":\"on\"}"), "rules[0].when.state: \"on\""},
	{WHEN("{\"type\":\"media\"}"), "rules[0].when.ref: is missing"},
	{WHEN("{\"type\":\"output\"}"), "rules[0].when.is: \"\" is not known here; use one of stream"},
	{WHEN("{\"type\":\"output\",\"is\":[\"stream\",7]}"), "rules[0].when.is: \"\" is not known here"},
	{WHEN("{\"type\":\"output\",\"is\":[]}"), "rules[0].when.is: must be a text"},
	{WHEN("{\"type\":\"replay\",\"edge\":\"leave\"}"), "rules[0].when.edge: this trigger has no leave edge"},
	{WHEN("{\"type\":\"audio\",\"ref\":{\"name\":\"x\"},\"on_db\":3}"),
	 "rules[0].when.on_db: 3 is not within -100..0"},
	{WHEN("{\"type\":\"audio\",\"ref\":{\"name\":\"x\"},\"on_db\":-30,\"off_db\":-20}"),
	 "rules[0].when.off_db: -20 is above on_db, -30"},
	{WHEN("{\"type\":\"timer\"}"), "rules[0].when.every_ms: is missing; give a whole number from 1000"},
	{WHEN("{\"type\":\"timer\",\"every_ms\":1000,\"jitter_ms\":1001}"),
	 "rules[0].when.jitter_ms: 1001 is not within"},
	{WHEN("{\"type\":\"clock\"}"), "rules[0].when.from: \"\" is not a time of day"},
	{WHEN("{\"type\":\"clock\",\"from\":\"24:00\"}"), "rules[0].when.from: \"24:00\" is not a time of day"},
	{WHEN("{\"type\":\"clock\",\"from\":\"22:00\",\"to\":\"22:00h\"}"), "rules[0].when.to: \"22:00h\" is not"},
	{WHEN("{\"type\":\"clock\",\"from\":\"22:00\",\"days\":[\"someday\"]}"), "rules[0].when.days: \"someday\""},
	{WHEN("{\"type\":\"clock\",\"from\":\"22:00\",\"days\":[]}"), "rules[0].when.days: names no day"},
	{WHEN("{\"type\":\"toy\",\"event\":\"bored\"}"), "rules[0].when.event: \"bored\""},
	{WHEN("{\"type\":\"toy\",\"below\":0}"), "rules[0].when.below: 0 is not within 1..100"},
	{WHEN("{\"type\":\"toy\",\"toys\":[]}"), "rules[0].when.toys: must be \"all\", a name, or a list"},
	{ONLY_IF("{}"), "rules[0].only_if: must be a list"},
	{ONLY_IF("[" SCENE "," SCENE "," SCENE "," SCENE "," SCENE "]"),
	 "rules[0].only_if: 5 entries are more than the 4 allowed"},
	{ONLY_IF("[" HOTKEY "]"), "rules[0].only_if[0].type: \"hotkey\" is not known here; use one of scene"},
	{ONLY_IF("[" SCENE ",{\"type\":\"scene\"}]"), "rules[0].only_if[1].ref: is missing"},
	{ONLY_IF("[{\"type\":\"studio_mode\",\"not\":7}]"), "rules[0].only_if[0].not: must be true or false"},
	{DO("{}"), "rules[0].do.kind: \"\" is not known here; use one of level, pattern"},
	{DO("{\"kind\":\"level\"}"), "rules[0].do.level: is missing; give a number from 0 to 1"},
	{DO("{\"kind\":\"level\",\"level\":1.4}"), "rules[0].do.level: 1.4 is not within 0..1"},
	{DO("{\"kind\":\"level\",\"level\":-0.1}"), "rules[0].do.level: -0.1 is not within 0..1"},
	{DO("{\"kind\":\"level\",\"level\":\"half\"}"), "rules[0].do.level: must be a number from 0 to 1"},
	{DO("{\"kind\":\"level\",\"level\":0.5,\"level_max\":0.4}"), "rules[0].do.level_max: 0.4 is not within 0.5..1"},
	{DO("{\"kind\":\"level\",\"level\":0.5,\"level_from\":\"god\"}"), "rules[0].do.level_from: \"god\""},
	{DO("{\"kind\":\"level\",\"level\":0.5,\"fade_ms\":[1]}"),
	 "rules[0].do.fade_ms: must be a list of two numbers"},
	{DO("{\"kind\":\"level\",\"level\":0.5,\"fade_ms\":[1,-1]}"),
	 "rules[0].do.fade_ms: both must be numbers from 0"},
	{DO("{\"kind\":\"level\",\"level\":0.5,\"fade_ms\":7}"), "rules[0].do.fade_ms: must be a list"},
	{DO("{\"kind\":\"level\",\"level\":0.5,\"stroke\":[0.5,0.6]}"),
	 "rules[0].do.stroke: the two must lie at least"},
	{DO("{\"kind\":\"level\",\"level\":0.5,\"toys\":[7]}"), "rules[0].do.toys: every entry must be a text"},
	{DO("{\"kind\":\"level\",\"level\":0.5,\"toys\":7}"), "rules[0].do.toys: must be \"all\", a name, or a list"},
	{DO("{\"kind\":\"level\",\"level\":0.5,\"fn\":{}}"), "rules[0].do.fn: must be \"all\", a name, or a list"},
	{DO("{\"kind\":\"pattern\",\"step_ms\":200}"), "rules[0].do.steps: is missing; give a list of 1 to 50 levels"},
	{DO("{\"kind\":\"pattern\",\"steps\":[1]}"), "rules[0].do.step_ms: is missing"},
	{DO("{\"kind\":\"pattern\",\"steps\":[1],\"step_ms\":99}"), "rules[0].do.step_ms: 99 is not within 100..10000"},
	{DO("{\"kind\":\"pattern\",\"steps\":[0,2],\"step_ms\":200}"), "rules[0].do.steps: entry 1 must be a number"},
	{DO("{\"kind\":\"preset\"}"), "rules[0].do.preset: \"\" is not known here; use one of pulse, wave, fireworks"},
	{DO("{\"kind\":\"position\"}"), "rules[0].do.position: is missing"},
	{DO("{\"kind\":\"audio\"}"), "rules[0].do.source: is missing"},
	{DO("{\"kind\":\"audio\",\"source\":{\"name\":\"m\"},\"lo_db\":-10,\"hi_db\":-10}"),
	 "rules[0].do.hi_db: -10 is not above lo_db, -10"},
	{DO("{\"kind\":\"audio\",\"source\":{\"name\":\"m\"},\"lo\":0.5,\"hi\":0.4}"),
	 "rules[0].do.hi: 0.4 is not within"},
	{RUN("7"), "rules[0].run: must be an object"},
	{RUN("{\"mode\":\"always\"}"),
	 "rules[0].run.mode: \"always\" is not known here; use one of once, while, toggle"},
	{RUN("{\"duration_ms\":10}"), "rules[0].run.duration_ms: 10 is not within 50..3600000"},
	{RUN("{\"duration_ms\":100.5}"), "rules[0].run.duration_ms: 100.5 is not a whole number"},
	{RUN("{\"retrigger\":\"maybe\"}"), "rules[0].run.retrigger: \"maybe\""},
	{RUN("{\"delay_ms\":600001}"), "rules[0].run.delay_ms: 600001 is not within"},
	{RULE(SCENE, "{\"mode\":\"toggle\"}", LEVEL, ""),
	 "rules[0].run.mode: toggle needs a hotkey or request trigger"},
	{RULE("{\"type\":\"replay\"}", "{\"mode\":\"while\"}", LEVEL, ""), "rules[0].run.mode: while needs a trigger"},
	{RULE("{\"type\":\"hotkey\",\"edge\":\"leave\"}", "{\"mode\":\"while\"}", LEVEL, ""),
	 "rules[0].run.mode: the leave edge needs once"},
	{RULE(HOTKEY, "{\"mode\":\"while\"}", "{\"kind\":\"stop\"}", ""), "rules[0].run.mode: stop needs once"},
	{LIMIT("{\"priority\":3}"), "rules[0].limit.priority: 3 is not within 0..2"},
	{LIMIT("{\"max_run_ms\":10}"), "rules[0].limit.max_run_ms: 10 is not within 250..3600000"},
	{LIMIT("{\"cooldown_ms\":-1}"), "rules[0].limit.cooldown_ms: -1 is not within"},
};

static void what_is_wrong_is_refused_with_the_path_of_the_key(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(refused) / sizeof(refused[0]); i++) {
		char error[256] = "";
		struct haptics_rules *rules = haptics_rules_parse_text(refused[i].text, error, sizeof(error));
		if (rules || strncmp(error, refused[i].error, strlen(refused[i].error)) != 0)
			fail_msg("%s\n gave \"%s\"\n instead of \"%s\"", refused[i].text, error, refused[i].error);
	}
}

static void a_small_error_buffer_is_not_overrun(void **state)
{
	(void)state;
	char error[12] = "";
	assert_null(haptics_rules_parse_text("{\"rules\":[{\"id\":7}]}", error, 8));
	assert_string_equal(error, "rules[0");
}

static void too_many_rules_and_too_long_a_text_are_refused(void **state)
{
	(void)state;
	char error[256] = "";
	json_t *list = json_array();
	for (int i = 0; i < 201; i++)
		json_array_append_new(list, json_object());
	json_t *json = json_pack("{s:o}", "rules", list);
	assert_null(haptics_rules_parse(json, error, sizeof(error)));
	assert_string_equal(error, "rules: 201 entries are more than the 200 allowed");
	json_decref(json);
	static char text[4 * 1024 * 1024 + 2];
	memset(text, ' ', sizeof(text) - 1);
	assert_null(haptics_rules_parse_text(text, error, sizeof(error)));
	assert_string_equal(error, "the rules are longer than 4 MiB");
	assert_null(haptics_rules_parse(NULL, error, sizeof(error)));
}

static void an_empty_set_is_a_set(void **state)
{
	(void)state;
	static const char *const texts[] = {"{}", "{\"version\":1}", "{\"version\":1,\"rules\":[]}",
					    "{\"rules\":null}"};
	for (size_t i = 0; i < 4; i++) {
		struct haptics_rules *rules = parse(texts[i]);
		assert_int_equal(haptics_rules_count(rules), 0);
		assert_int_equal(haptics_rules_find(rules, "a"), -1);
		haptics_rules_destroy(rules);
	}
	haptics_rules_destroy(NULL);
}

static void unknown_keys_are_kept(void **state)
{
	(void)state;
	static const char text[] =
		"{\"version\":1,\"later\":{\"x\":[1,2]},\"rules\":[{\"id\":\"a\",\"colour\":\"red\",\"when\":{\"type\":"
		"\"scene\",\"ref\":{\"uuid\":\"\",\"name\":\"x\",\"hint\":1},\"mood\":7},\"only_if\":[{\"type\":"
		"\"studio_mode\","
		"\"not\":true,\"n\":null}],\"run\":{\"mode\":\"once\",\"p\":[]},\"do\":{\"kind\":\"stop\",\"q\":{}},"
		"\"limit\":{"
		"\"r\":1.25}}]}";
	struct haptics_rules *rules = parse(text);
	json_t *before = json_loads(text, 0, NULL);
	json_t *after = haptics_rules_json(rules);
	assert_true(json_equal(before, after));
	json_decref(before);
	json_decref(after);
	haptics_rules_destroy(rules);
}

static void a_rule_as_streamers_write_it_is_read(void **state)
{
	(void)state;
	static const char text[] =
		"{\"version\":1,\"rules\":[{ \"id\":\"0b9e\", \"name\":\"On Hot cam\", \"enabled\":true, "
		"\"pinned\":true,"
		"\"when\":{ \"type\":\"scene\", \"ref\":{\"uuid\":\"5d7c\",\"name\":\"Hot cam\"}, \"edge\":\"enter\" },"
		"\"only_if\":[ {\"type\":\"output\",\"is\":[\"stream\",\"record\"]}, "
		"{\"type\":\"scene\",\"ref\":{},\"not\":true} ],"
		"\"run\":{ \"mode\":\"while\", \"duration_ms\":3000, \"retrigger\":\"restart\", \"delay_ms\":0 },"
		"\"do\":{ \"kind\":\"level\", \"fn\":\"vibrate\", \"level\":0.20, \"toys\":\"all\", \"fade_ms\":[0,0] "
		"},"
		"\"limit\":{ \"cooldown_ms\":0, \"max_run_ms\":60000, \"priority\":1 } }]}";
	struct haptics_rules *rules = parse(text);
	json_t *before = json_loads(text, 0, NULL);
	json_t *after = haptics_rules_json(rules);
	assert_true(json_equal(before, after));
	json_decref(before);
	json_decref(after);
	haptics_rules_destroy(rules);
}

static void a_set_outlives_the_json_it_was_read_from(void **state)
{
	(void)state;
	char error[256] = "";
	json_t *json = json_loads(WHEN(SCENE), 0, NULL);
	struct haptics_rules *rules = haptics_rules_parse(json, error, sizeof(error));
	assert_non_null(rules);
	json_object_clear(json);
	json_decref(json);
	struct haptics_rule_view view;
	haptics_rules_view(rules, 0, &view);
	assert_string_equal(view.id, "a");
	assert_string_equal(view.ref->name, "x");
	haptics_rules_destroy(rules);
}

static void a_view_shows_what_a_rule_is(void **state)
{
	(void)state;
	struct haptics_rule_view view;
	struct haptics_rules *rules =
		parse("{\"rules\":[{\"id\":\"a\",\"name\":\"Mic\",\"enabled\":false,\"pinned\":true,\"when\":{\"type\":"
		      "\"audio\",\"ref\":"
		      "{\"name\":\"Mic\"}},\"run\":{\"mode\":\"while\"},\"do\":{\"kind\":\"audio\",\"hi\":0.45}},{"
		      "\"id\":\"b\","
		      "\"when\":" HOTKEY
		      ",\"do\":{\"kind\":\"pattern\",\"steps\":[0.1,0.7,0.2],\"step_ms\":200}},{\"id\":\"c\",\"when\":"
		      "{\"type\":\"timer\",\"every_ms\":1000},\"do\":{\"kind\":\"preset\",\"preset\":\"wave\"}},{"
		      "\"id\":\"d\","
		      "\"when\":{\"type\":\"request\"},\"do\":{\"kind\":\"position\",\"position\":0.3}}]}");
	haptics_rules_view(rules, 0, &view);
	assert_string_equal(view.name, "Mic");
	assert_false(view.is_enabled);
	assert_true(view.is_pinned);
	assert_int_equal(view.trigger, HAPTICS_TRIGGER_AUDIO);
	assert_int_equal(view.mode, HAPTICS_RUN_WHILE);
	assert_string_equal(view.ref->name, "Mic");
	assert_string_equal(view.audio_ref->name, "Mic");
	assert_string_equal(view.sentence_kind, "audio");
	assert_float_equal(view.level, 0.45, 1e-9);
	haptics_rules_view(rules, 1, &view);
	assert_true(view.is_enabled);
	assert_null(view.ref);
	assert_null(view.audio_ref);
	assert_float_equal(view.level, 0.7, 1e-9);
	haptics_rules_view(rules, 2, &view);
	assert_float_equal(view.level, 1, 1e-9);
	assert_string_equal(view.sentence_kind, "preset");
	haptics_rules_view(rules, 3, &view);
	assert_float_equal(view.level, 0.3, 1e-9);
	assert_int_equal(haptics_rules_find(rules, "c"), 2);
	haptics_rules_destroy(rules);
}

static void a_long_name_is_cut_at_a_character_and_written_back_whole(void **state)
{
	(void)state;
	char text[1200];
	char name[600] = "";
	for (int i = 0; i < 127; i++)
		strcat(name, "\xc3\xa4"); /* 254 bytes, then one that does not fit in 255 */
	strcat(name, "\xe2\x82\xac long");
	snprintf(text, sizeof(text), RULE("{\"type\":\"scene\",\"ref\":{\"name\":\"%s\"}}", "{}", LEVEL, ""), name);
	struct haptics_rules *rules = parse(text);
	struct haptics_rule_view view;
	haptics_rules_view(rules, 0, &view);
	assert_int_equal(strlen(view.ref->name), 254);
	json_t *before = json_loads(text, 0, NULL);
	json_t *after = haptics_rules_json(rules);
	assert_true(json_equal(before, after));
	json_decref(before);
	json_decref(after);
	haptics_rules_destroy(rules);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_is_wrong_is_refused_with_the_path_of_the_key),
		cmocka_unit_test(a_small_error_buffer_is_not_overrun),
		cmocka_unit_test(too_many_rules_and_too_long_a_text_are_refused),
		cmocka_unit_test(an_empty_set_is_a_set),
		cmocka_unit_test(unknown_keys_are_kept),
		cmocka_unit_test(a_rule_as_streamers_write_it_is_read),
		cmocka_unit_test(a_set_outlives_the_json_it_was_read_from),
		cmocka_unit_test(a_view_shows_what_a_rule_is),
		cmocka_unit_test(a_long_name_is_cut_at_a_character_and_written_back_whole),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
