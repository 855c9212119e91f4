/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What programs outside ask of the module, and what they are told. One scenario a run. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <jansson.h>

#include "fake_engine.h"
#include "fake_frontend.h"
#include "host.h"
#include "session.h"

static void begin(struct engine_snapshot *snapshot)
{
	session_start();
	session_finish_loading(SESSION_RULES);
	session_show_ready(snapshot);
	fake_engine_forget_intents(session_engine());
}

static void end(void)
{
	session_leave();
	session_finish();
}

/* One byte more than an id may have. */
#define TOO_LONG "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
/* The same for the name of a rule. */
#define TOO_LONG_NAME TOO_LONG TOO_LONG TOO_LONG TOO_LONG

/* A bad parameter is refused both ways, in the same words, which name it, and what is wrong in it. */
static void expect_blame_as(const char *error, const char *request, const char *json, const char *field,
			    const char *offender)
{
	obs_data_t *reply = websocket_call(request, json);
	obs_data_t *twin = host_ask(request, json);
	const char *message = obs_data_get_string(reply, "message");
	char beginning[64];
	snprintf(beginning, sizeof(beginning), "%s ", field);
	bool is_blamed = !obs_data_get_bool(reply, "ok") && strcmp(obs_data_get_string(reply, "error"), error) == 0 &&
			 strncmp(message, beginning, strlen(beginning)) == 0 &&
			 (!offender || strstr(message, offender));
	bool are_twins = strcmp(obs_data_get_json(reply), obs_data_get_json(twin)) == 0;
	if (!is_blamed || !are_twins)
		fprintf(stderr, "%s %s: %s, script: %s\n", request, json, obs_data_get_json(reply),
			obs_data_get_json(twin));
	HOST_CHECK(is_blamed && are_twins);
	obs_data_release(reply);
	obs_data_release(twin);
}

static void expect_blame(const char *request, const char *json, const char *field, const char *offender)
{
	expect_blame_as("bad_param", request, json, field, offender);
}

static void each_wrong_field_is_named(void)
{
	static const struct {
		const char *request, *json, *field;
	} cases[] = {
		{"Trigger", "{}", "rule"},
		{"Trigger", "{\"rule\": 5}", "rule"},
		{"Trigger", "{\"rule\": \"\"}", "rule"},
		{"Trigger", "{\"rule\": \"" TOO_LONG_NAME "\"}", "rule"},
		{"Trigger", "{\"rule\": {}}", "rule"},
		{"Trigger", "{\"rule\": \"r-key\", \"level\": 2}", "level"},
		{"Trigger", "{\"rule\": \"r-key\", \"level\": \"1.1\"}", "level"},
		{"Trigger", "{\"rule\": \"r-key\", \"durationMs\": 0}", "durationMs"},
		{"Trigger", "{\"rule\": \"r-key\", \"durationMs\": \"1,000\"}", "durationMs"},
		{"Trigger", "{\"level\": 0.5}", "durationMs"},
		{"Trigger", "{\"level\": \"%bits%\", \"durationMs\": 1000}", "level"},
		{"Trigger", "{\"level\": 1.01, \"durationMs\": 1000}", "level"},
		{"Trigger", "{\"level\": -0.1, \"durationMs\": 1000}", "level"},
		{"Trigger", "{\"level\": true, \"durationMs\": 1000}", "level"},
		{"Trigger", "{\"level\": 0.5, \"durationMs\": 0}", "durationMs"},
		{"Trigger", "{\"level\": 0.5, \"durationMs\": -1}", "durationMs"},
		{"Trigger", "{\"level\": 0.5, \"durationMs\": 1000.5}", "durationMs"},
		{"Trigger", "{\"level\": 0.5, \"durationMs\": 1e12}", "durationMs"},
		{"Trigger", "{\"level\": 0.5, \"durationMs\": \"1000.5\"}", "durationMs"},
		{"Trigger", "{\"level\": 0.5, \"durationMs\": 3600001}", "durationMs"},
		{"Start", "{\"level\": 0.5, \"ttlMs\": 1000}", "key"},
		{"Start", "{\"key\": \"\", \"level\": 0.5, \"ttlMs\": 1000}", "key"},
		{"Start", "{\"key\": 1, \"level\": 0.5, \"ttlMs\": 1000}", "key"},
		{"Start", "{\"key\": \"" TOO_LONG "\", \"level\": 0.5, \"ttlMs\": 1000}", "key"},
		{"Start", "{\"key\": \"k\", \"ttlMs\": 1000}", "rule"},
		{"Start", "{\"key\": \"k\", \"rule\": 1, \"ttlMs\": 1000}", "rule"},
		{"Start", "{\"key\": \"k\", \"level\": 2, \"ttlMs\": 1000}", "level"},
		{"Start", "{\"key\": \"k\", \"level\": 0.5, \"function\": \"Explode\", \"ttlMs\": 1000}", "function"},
		{"Start", "{\"key\": \"k\", \"level\": 0.5, \"toys\": \"pinky\", \"ttlMs\": 1000}", "toys"},
		{"Start", "{\"key\": \"k\", \"level\": 0.5}", "ttlMs"},
		{"Start", "{\"key\": \"k\", \"level\": 0.5, \"ttlMs\": 30001}", "ttlMs"},
		{"Start", "{\"key\": \"k\", \"level\": 0.5, \"ttlMs\": 0}", "ttlMs"},
		{"Start", "{\"key\": \"k\", \"level\": 0.5, \"ttlMs\": \"1s\"}", "ttlMs"},
		{"Start", "{\"key\": \"k\", \"level\": 0.5, \"ttlMs\": 99.5}", "ttlMs"},
		{"SetArmed", "{}", "armed"},
		{"SetArmed", "{\"armed\": 2}", "armed"},
		{"SetArmed", "{\"armed\": \"truely\"}", "armed"},
		{"SetArmed", "{\"armed\": \"\"}", "armed"},
		{"SetArmed", "{\"armed\": {}}", "armed"},
		{"SetArmed", "{\"armed\": null}", "armed"},
		{"SetCeiling", "{}", "value"},
		{"SetCeiling", "{\"value\": 2}", "value"},
		{"SetCeiling", "{\"value\": -0.1}", "value"},
		{"SetCeiling", "{\"value\": \"20 %\"}", "value"},
		{"SetCeiling", "{\"value\": true}", "value"},
		{"SetRuleEnabled", "{\"rule\": \"r-key\"}", "enabled"},
		{"SetRuleEnabled", "{\"rule\": \"r-key\", \"enabled\": \"yes\"}", "enabled"},
		{"SetRuleEnabled", "{\"rule\": \"r-key\", \"enabled\": 0.5}", "enabled"},
		{"SetRuleEnabled", "{\"enabled\": true}", "rule"},
		{"SetRuleEnabled", "{\"rule\": 7, \"enabled\": true}", "rule"},
		{"ShowPairing", "{\"seconds\": 0}", "seconds"},
		{"ShowPairing", "{\"seconds\": 61}", "seconds"},
		{"ShowPairing", "{\"seconds\": 1.5}", "seconds"},
		{"ShowPairing", "{\"seconds\": \"61\"}", "seconds"},
		{"ShowPairing", "{\"seconds\": true}", "seconds"},
	};
	struct engine_snapshot snapshot;
	struct haptics_intent intent;
	begin(&snapshot);
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		expect_blame(cases[i].request, cases[i].json, cases[i].field, NULL);
	HOST_CHECK(!fake_engine_take_intent(session_engine(), &intent));
	end();
}

/* Every way to narrow a level or a rule, under Trigger and Start. */
static void expect_narrowing_blame(const char *field, const char *value, const char *offender)
{
	static const struct {
		const char *request, *rest;
	} ways[] = {
		{"Trigger", "\"level\": 0.5, \"durationMs\": 1000"},
		{"Trigger", "\"rule\": \"r-key\""},
		{"Start", "\"key\": \"k\", \"ttlMs\": 1000, \"level\": 0.5"},
		{"Start", "\"key\": \"k\", \"ttlMs\": 1000, \"rule\": \"r-key\""},
	};
	char json[256];
	for (size_t i = 0; i < sizeof(ways) / sizeof(ways[0]); i++) {
		snprintf(json, sizeof(json), "{%s, \"%s\": %s}", ways[i].rest, field, value);
		expect_blame(ways[i].request, json, field, offender);
	}
}

static void what_narrows_is_never_ignored(void)
{
	static const struct {
		const char *field, *value, *offender;
	} cases[] = {
		{"toys", "\"t\"", "\"t\""},
		{"toys", "\"t09\"", "\"t09\""},
		{"toys", "\"t9x\"", "\"t9x\""},
		{"toys", "\"t1,pinky\"", "\"pinky\""},
		{"toys", "\"t1, t1\"", "\"t1\" twice"},
		{"toys", "\"t1,\"", NULL},
		{"toys", "\"all,t1\"", "\"all\""},
		{"toys", "\"T1\"", "\"T1\""},
		{"toys", "\"{names}\\u202e\\u0001\"", "\"{names}"},
		{"toys", "\"\"", NULL},
		{"toys", "\" \"", NULL},
		{"toys", "[\"t1\"]", NULL},
		{"toys", "[]", NULL},
		{"toys", "{}", NULL},
		{"toys", "1", NULL},
		{"toys", "false", NULL},
		{"function", "\"Explode\"", "\"Explode\""},
		{"function", "\"Vibrate,Rotate\"", "\"Vibrate,Rotate\""},
		{"function", "\"\"", NULL},
		{"function", "3", NULL},
		{"function", "[]", NULL},
	};
	static const char unknown[] = "{\"level\": 0.5, \"durationMs\": 1000, \"toys\": \"t1,t9\"}";
	struct engine_snapshot snapshot;
	struct haptics_intent intent;
	begin(&snapshot);
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		expect_narrowing_blame(cases[i].field, cases[i].value, cases[i].offender);
	/* Written as it should be, but nobody has it. */
	expect_blame_as("no_toy", "Trigger", unknown, "toys", "\"t9\"");
	HOST_CHECK(!fake_engine_take_intent(session_engine(), &intent));
	end();
}

/* As the newer obs-websockets pass it on. */
static void expect_null_blame(const char *request, const char *rest, const char *field)
{
	char json[256];
	obs_data_t *data = obs_data_create_from_json(rest);
	obs_data_set_obj(data, field, NULL);
	obs_data_t *reply = websocket_call_here(request, data);
	session_check_reply(request, field, reply, "bad_param");
	HOST_CHECK(strncmp(obs_data_get_string(reply, "message"), field, strlen(field)) == 0);
	obs_data_release(reply);
	obs_data_release(data);
	snprintf(json, sizeof(json), "{\"%s\": null, %s", field, rest + 1);
	reply = host_ask(request, json);
	session_check_reply(request, json, reply, "bad_param");
	obs_data_release(reply);
}

static void a_null_moves_no_more_than_was_meant(void)
{
	static const char *const fields[] = {"toys", "function", "level"};
	struct engine_snapshot snapshot;
	struct haptics_intent intent;
	begin(&snapshot);
	for (size_t i = 0; i < sizeof(fields) / sizeof(fields[0]); i++) {
		expect_null_blame("Trigger", "{\"rule\": \"r-key\"}", fields[i]);
		expect_null_blame("Start", "{\"key\": \"k\", \"rule\": \"r-key\", \"ttlMs\": 1000}", fields[i]);
	}
	expect_null_blame("Trigger", "{\"level\": 0.5, \"durationMs\": 1000}", "toys");
	expect_null_blame("Start", "{\"key\": \"k\", \"level\": 0.5, \"ttlMs\": 1000}", "function");
	HOST_CHECK(!fake_engine_take_intent(session_engine(), &intent));
	end();
}

/* Some clients send any bytes, and obs-websocket ends OBS by a reply that is no text. */
static void a_reply_is_text_whatever_came_in(void)
{
	static const char *const fields[] = {"toys", "function", "rule"};
	struct engine_snapshot snapshot;
	begin(&snapshot);
	for (size_t i = 0; i < sizeof(fields) / sizeof(fields[0]); i++) {
		obs_data_t *data = obs_data_create_from_json("{\"level\": 0.5, \"durationMs\": 1000}");
		obs_data_set_string(data, fields[i], "a\xff\xc3(\xf0\x9f");
		obs_data_t *reply = websocket_call_here("Trigger", data);
		json_t *message = json_string(obs_data_get_string(reply, "message"));
		HOST_CHECK(message != NULL); /* jansson takes UTF-8 only */
		json_decref(message);
		obs_data_release(reply);
		obs_data_release(data);
	}
	end();
}

/* Not given, or with numbers that show what would do. */
static void the_words_fit_what_is_wrong(void)
{
	static const struct {
		const char *request, *json, *message;
	} cases[] = {
		{"Trigger", "{\"level\": 0.5}", "durationMs is missing or empty."},
		{"Trigger", "{\"level\": \"\", \"durationMs\": 1000}", "level is missing or empty."},
		{"Trigger", "{\"level\": 5, \"durationMs\": 1000}", "level must be a number from 0 to 1."},
		{"Trigger", "{\"level\": 0.5, \"durationMs\": \"\"}", "durationMs is missing or empty."},
		{"Trigger", "{\"level\": 0.5, \"durationMs\": 1}",
		 "durationMs must be a whole number from 50 to 3600000."},
		{"Start", "{\"level\": 0.5, \"ttlMs\": 500}", "key is missing or empty."},
		{"Start", "{\"key\": \"k\", \"level\": 0.5}", "ttlMs is missing or empty."},
		{"Start", "{\"key\": \"k\", \"level\": 0.5, \"ttlMs\": 50000}",
		 "ttlMs must be a whole number from 50 to 30000."},
		{"SetArmed", "{}", "armed is missing or empty."},
		{"SetCeiling", "{\"value\": \"\"}", "value is missing or empty."},
		{"SetRuleEnabled", "{\"rule\": \"r-key\"}", "enabled is missing or empty."},
		{"SetRuleEnabled", "{\"enabled\": false}", "rule is missing or empty."},
		{"ShowPairing", "{\"seconds\": 90}", "seconds must be a whole number from 1 to 60."},
	};
	struct engine_snapshot snapshot;
	begin(&snapshot);
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		obs_data_t *reply = websocket_call(cases[i].request, cases[i].json);
		bool are_right = strcmp(obs_data_get_string(reply, "message"), cases[i].message) == 0;
		if (!are_right)
			fprintf(stderr, "%s %s: %s\n", cases[i].request, cases[i].json, obs_data_get_json(reply));
		HOST_CHECK(are_right);
		obs_data_release(reply);
	}
	end();
}

static void expect_level(const char *level, double expected)
{
	struct haptics_intent intent;
	char json[128];
	snprintf(json, sizeof(json), "{\"level\": %s, \"durationMs\": \"1500\"}", level);
	session_expect("Trigger", json, NULL);
	HOST_CHECK(session_take(HAPTICS_INTENT_RUN_LEVEL, &intent) && intent.value == expected);
	HOST_CHECK(intent.duration_ms == 1500);
}

static void numbers_may_be_text(void)
{
	static const char *const wrong[] = {"0x1",   "inf",    "nan",   "1e-1", "0.5.1", "0,5,1", "0.5,1", "0,500",
					    "$1.00", "%bits%", "1 000", "--1",  "0.5 %", ".",     ",5",    "\\t"};
	struct engine_snapshot snapshot;
	char json[128];
	begin(&snapshot);
	expect_level("\"0.5\"", 0.5);
	expect_level("\" 0.25 \"", 0.25);
	expect_level("\"0,5\"", 0.5);
	expect_level("\"0,25\"", 0.25);
	expect_level("\"1\"", 1.0);
	expect_level("\"0\"", 0.0);
	expect_level("\"-0\"", 0.0);
	for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++) {
		snprintf(json, sizeof(json), "{\"level\": \"%s\", \"durationMs\": 1000}", wrong[i]);
		expect_blame("Trigger", json, "level", NULL);
	}
	end();
}

static void booleans_may_be_text_or_numbers(void)
{
	static const char *const no[] = {"false", "\"False\"", "\"FALSE\"", "\" false \"", "\"0\"", "0", "0.0"};
	static const char *const yes[] = {"true", "\"True\"", "\"TRUE\"", "\"1\"", "1", "1.0"};
	struct engine_snapshot snapshot;
	struct haptics_intent intent;
	char json[128];
	begin(&snapshot);
	for (size_t i = 0; i < sizeof(no) / sizeof(no[0]); i++) {
		snprintf(json, sizeof(json), "{\"armed\": %s}", no[i]);
		session_expect("SetArmed", json, NULL);
		HOST_CHECK(session_take(HAPTICS_INTENT_SET_ARMED, &intent) && !intent.on);
		snprintf(json, sizeof(json), "{\"rule\": \"r-key\", \"enabled\": %s}", no[i]);
		session_expect("SetRuleEnabled", json, NULL);
		HOST_CHECK(session_take(HAPTICS_INTENT_RULE_ENABLED, &intent) && !intent.on);
		snprintf(json, sizeof(json), "{\"latch\": %s}", no[i]);
		session_expect("StopAll", json, NULL);
		HOST_CHECK(session_take(HAPTICS_INTENT_HALT, &intent));
	}
	for (size_t i = 0; i < sizeof(yes) / sizeof(yes[0]); i++) {
		snprintf(json, sizeof(json), "{\"armed\": %s}", yes[i]);
		session_expect("SetArmed", json, "not_allowed");
		snprintf(json, sizeof(json), "{\"latch\": %s}", yes[i]);
		session_expect("StopAll", json, NULL);
		HOST_CHECK(session_take(HAPTICS_INTENT_STOP_ALL, &intent));
	}
	session_expect("SetCeiling", "{\"value\": \"0,2\"}", NULL);
	HOST_CHECK(session_take(HAPTICS_INTENT_LOWER_CEILING, &intent) && intent.value == 0.2);
	end();
}

/* reply is released. remark: how its message begins; NULL: it has none. */
static void expect_stop(obs_data_t *reply, enum haptics_intent_kind kind, const char *remark)
{
	struct haptics_intent intent;
	session_check_reply("a stop", "", reply, NULL);
	const char *message = obs_data_get_string(reply, "message");
	HOST_CHECK(remark ? strncmp(message, remark, strlen(remark)) == 0 : !message[0]);
	HOST_CHECK(fake_engine_take_intent(session_engine(), &intent));
	HOST_CHECK(intent.kind == kind && intent.is_request && !intent.key[0]);
	obs_data_release(reply);
}

/* A script's data that is no JSON object at all. */
static void what_is_no_json_is_called_so(void)
{
	static const char *const broken[] = {"not json", "{\"rule\": \"r-key\",}", "[]", "5", "\"StopAll\"", "{"};
	static const char *const refusing[] = {"Trigger",   "Start",          "SetArmed",    "SetCeiling",
					       "GetStatus", "SetRuleEnabled", "ShowPairing", "Resume"};
	struct engine_snapshot snapshot;
	struct haptics_intent intent;
	begin(&snapshot);
	for (size_t i = 0; i < sizeof(broken) / sizeof(broken[0]); i++) {
		for (size_t k = 0; k < sizeof(refusing) / sizeof(refusing[0]); k++) {
			obs_data_t *reply = host_ask(refusing[k], broken[i]);
			session_check_reply(refusing[k], broken[i], reply, "bad_param");
			HOST_CHECK(strstr(obs_data_get_string(reply, "message"), "not a JSON object"));
			obs_data_release(reply);
		}
		HOST_CHECK(!fake_engine_take_intent(session_engine(), &intent));
		expect_stop(host_ask("Stop", broken[i]), HAPTICS_INTENT_STOP_KEY, "The data of the request is not");
		expect_stop(host_ask("StopAll", broken[i]), HAPTICS_INTENT_STOP_ALL, "The data of the request is not");
	}
	expect_stop(host_ask("StopAll", "null"), HAPTICS_INTENT_STOP_ALL, NULL);
	expect_stop(host_ask("StopAll", "\xef\xbb\xbf{\"latch\": true}"), HAPTICS_INTENT_STOP_ALL, NULL);
	end();
}

static void what_is_triggered_reaches_the_core(void)
{
	struct engine_snapshot snapshot;
	struct haptics_intent intent;
	begin(&snapshot);
	session_expect("Trigger", "{\"level\": 0.5, \"function\": \"vibrate\", \"toys\": \"t1\", \"durationMs\": 1500}",
		       NULL);
	HOST_CHECK(session_take(HAPTICS_INTENT_RUN_LEVEL, &intent));
	HOST_CHECK(intent.value == 0.5 && intent.functions == 1 && intent.toys == 1 && intent.duration_ms == 1500);
	session_expect("Trigger", "{\"level\": 1, \"durationMs\": 1500, \"toys\": \"all\", \"rule\": \"\"}", NULL);
	HOST_CHECK(session_take(HAPTICS_INTENT_RUN_LEVEL, &intent) && intent.functions == 0 && intent.toys == 0);
	session_expect("Trigger", "{\"rule\": \"r-key\", \"durationMs\": \"\"}", NULL);
	HOST_CHECK(session_take(HAPTICS_INTENT_RUN_RULE, &intent) && strcmp(intent.id, "r-key") == 0);
	HOST_CHECK(!intent.has_value && intent.toys == 0 && intent.functions == 0 && intent.duration_ms == 0);
	session_expect("Trigger", "{\"rule\": \"r-key\", \"level\": 0}", NULL); /* no level is not level 0 */
	HOST_CHECK(session_take(HAPTICS_INTENT_RUN_RULE, &intent) && intent.has_value && intent.value == 0.0);
	session_expect("Trigger", "{\"rule\": \"r-key\", \"toys\": \"t1\", \"function\": \"Vibrate\"}", NULL);
	HOST_CHECK(session_take(HAPTICS_INTENT_RUN_RULE, &intent) && intent.toys == 1 && intent.functions == 1);
	end();
}

static void what_is_held_switched_and_asked_reaches_the_core(void)
{
	struct engine_snapshot snapshot;
	struct haptics_intent intent;
	begin(&snapshot);
	session_expect("Start",
		       "{\"key\": \"deck\", \"rule\": \"r-key\", \"level\": 0.25, \"ttlMs\": 1000, \"toys\": \" t1 \"}",
		       NULL);
	HOST_CHECK(session_take(HAPTICS_INTENT_START_KEY, &intent) && intent.has_value && intent.value == 0.25);
	HOST_CHECK(strcmp(intent.id, "r-key") == 0 && intent.toys == 1);
	session_expect("Start", "{\"key\": \"deck\", \"level\": 0.4, \"ttlMs\": 30000}", NULL);
	HOST_CHECK(session_take(HAPTICS_INTENT_START_KEY, &intent));
	HOST_CHECK(strcmp(intent.key, "deck") == 0 && intent.duration_ms == 30000 && intent.value == 0.4);
	HOST_CHECK(!intent.has_seq);
	session_expect("Stop", "{\"key\": \"deck\"}", NULL);
	HOST_CHECK(session_take(HAPTICS_INTENT_STOP_KEY, &intent) && strcmp(intent.key, "deck") == 0);
	session_expect("SetRuleEnabled", "{\"rule\": \"r-key\", \"enabled\": false}", NULL);
	HOST_CHECK(session_take(HAPTICS_INTENT_RULE_ENABLED, &intent) && !intent.on);
	session_expect("StopAll", "{\"latch\": false}", NULL);
	HOST_CHECK(session_take(HAPTICS_INTENT_HALT, &intent) && intent.cause == HAPTICS_HALT_REQUEST);
	session_expect("GetVersion", "{}", NULL);
	session_expect("GetStatus", "{}", NULL);
	session_expect("ListRules", "{}", NULL);
	session_expect("ShowPairing", "{}", NULL);
	HOST_CHECK(fake_engine_calls(session_engine()).new_qrs == 1);
	end();
}

static void an_order_reaches_the_core(void)
{
	static const char *const good[][2] = {{"0", "0"},
					      {"7", "7"},
					      {"\"7\"", "7"},
					      {"9007199254740991", "9007199254740991"},
					      {"\"9007199254740991\"", "9007199254740991"}};
	static const char *const bad[] = {"-1", "1.5", "9007199254740993", "\"x\"", "true", "{}"};
	struct engine_snapshot snapshot;
	struct haptics_intent intent;
	char json[128];
	begin(&snapshot);
	for (size_t i = 0; i < sizeof(good) / sizeof(good[0]); i++) {
		snprintf(json, sizeof(json), "{\"key\": \"k\", \"level\": 0.5, \"ttlMs\": 1000, \"seq\": %s}",
			 good[i][0]);
		session_expect("Start", json, NULL);
		HOST_CHECK(session_take(HAPTICS_INTENT_START_KEY, &intent) && intent.has_seq);
		HOST_CHECK(intent.seq == strtoll(good[i][1], NULL, 10));
		session_expect("Stop", json, NULL);
		HOST_CHECK(session_take(HAPTICS_INTENT_STOP_KEY, &intent) && intent.has_seq);
		HOST_CHECK(intent.seq == strtoll(good[i][1], NULL, 10) && strcmp(intent.key, "k") == 0);
	}
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		snprintf(json, sizeof(json), "{\"key\": \"k\", \"level\": 0.5, \"ttlMs\": 1000, \"seq\": %s}", bad[i]);
		expect_blame("Start", json, "seq", NULL);
		obs_data_t *reply = session_ask("Stop", json, NULL);
		HOST_CHECK(strncmp(obs_data_get_string(reply, "message"), "seq ", 4) == 0);
		obs_data_release(reply);
		HOST_CHECK(session_take(HAPTICS_INTENT_STOP_KEY, &intent) && !intent.has_seq);
		HOST_CHECK(strcmp(intent.key, "k") == 0);
	}
	end();
}

/* Whatever cannot be read in it, at least as much is stopped as was meant. */
static void a_stop_is_done_whatever_else_is_wrong(void)
{
	static const struct {
		const char *request, *json;
		enum haptics_intent_kind kind;
		const char *remark; /* NULL: none */
	} cases[] = {
		{"Stop", "{}", HAPTICS_INTENT_STOP_KEY, NULL},
		{"Stop", "{\"key\": \"\"}", HAPTICS_INTENT_STOP_KEY, NULL},
		{"Stop", "{\"key\": null}", HAPTICS_INTENT_STOP_KEY, NULL},
		{"Stop", "{\"key\": 4}", HAPTICS_INTENT_STOP_KEY, "key "},
		{"Stop", "{\"key\": [\"deck\"]}", HAPTICS_INTENT_STOP_KEY, "key "},
		{"Stop", "{\"key\": \"" TOO_LONG "\"}", HAPTICS_INTENT_STOP_KEY, "key "},
		{"StopAll", "{}", HAPTICS_INTENT_STOP_ALL, NULL},
		{"StopAll", "{\"latch\": null}", HAPTICS_INTENT_STOP_ALL, NULL},
		{"StopAll", "{\"latch\": \"\"}", HAPTICS_INTENT_STOP_ALL, NULL},
		{"StopAll", "{\"latch\": 7}", HAPTICS_INTENT_STOP_ALL, "latch "},
		{"StopAll", "{\"latch\": \"no\"}", HAPTICS_INTENT_STOP_ALL, "latch "},
		{"StopAll", "{\"latch\": \"True\"}", HAPTICS_INTENT_STOP_ALL, NULL},
		{"StopAll", "{\"latch\": {}}", HAPTICS_INTENT_STOP_ALL, "latch "},
	};
	session_start();
	session_finish_loading(NULL);
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		fake_engine_forget_intents(session_engine());
		expect_stop(websocket_call(cases[i].request, cases[i].json), cases[i].kind, cases[i].remark);
		expect_stop(host_ask(cases[i].request, cases[i].json), cases[i].kind, cases[i].remark);
	}
	end();
}

/* Whether a ceiling would rise is not known here: without permission the core only lowers it. */
static void arming_and_raising_need_permission(void)
{
	struct engine_snapshot snapshot;
	struct haptics_intent intent;
	begin(&snapshot);
	session_expect("SetArmed", "{\"armed\": true}", "not_allowed");
	session_expect("Resume", "{}", "not_allowed");
	session_expect("SetRuleEnabled", "{\"rule\": \"r-key\", \"enabled\": true}", "not_allowed");
	HOST_CHECK(!fake_engine_take_intent(session_engine(), &intent));
	session_expect("SetArmed", "{\"armed\": false}", NULL);
	HOST_CHECK(session_take(HAPTICS_INTENT_SET_ARMED, &intent) && !intent.on);
	session_expect("SetCeiling", "{\"value\": 0.9}", NULL);
	HOST_CHECK(session_take(HAPTICS_INTENT_LOWER_CEILING, &intent) && intent.value == 0.9);
	end();
}

static void a_code_is_not_shown_while_live(void)
{
	struct engine_snapshot snapshot;
	begin(&snapshot);
	snapshot.state = ENGINE_RETRYING;
	fake_engine_publish(session_engine(), &snapshot);
	session_expect("ShowPairing", "{}", "not_connected");
	snapshot.state = ENGINE_WAITING_FOR_SCAN;
	fake_engine_publish(session_engine(), &snapshot);
	frontend_send(OBS_FRONTEND_EVENT_STREAMING_STARTING);
	session_expect("ShowPairing", "{}", "not_allowed");
	frontend_send(OBS_FRONTEND_EVENT_REPLAY_BUFFER_STOPPED); /* another one */
	session_expect("ShowPairing", "{}", "not_allowed");
	frontend_send(OBS_FRONTEND_EVENT_STREAMING_STOPPED);
	session_expect("ShowPairing", "{\"seconds\": \"30\"}", NULL);
	snapshot.is_simulator = true;
	snapshot.state = ENGINE_READY;
	fake_engine_publish(session_engine(), &snapshot);
	session_expect("ShowPairing", "{}", "unsupported");
	HOST_CHECK(fake_engine_calls(session_engine()).new_qrs == 1);
	end();
}

static void scripts_can_ask_too(void)
{
	struct engine_snapshot snapshot;
	calldata_t params = {0};
	begin(&snapshot);
	calldata_set_string(&params, "type", "GetStatus");
	HOST_CHECK(proc_handler_call(obs_get_proc_handler(), "lovense_for_obs_request", &params));
	HOST_CHECK(strstr(calldata_string(&params, "reply"), "\"ready\""));
	calldata_set_string(&params, "type", "Nonsense");
	calldata_set_string(&params, "data", "not json");
	HOST_CHECK(proc_handler_call(obs_get_proc_handler(), "lovense_for_obs_request", &params));
	HOST_CHECK(strstr(calldata_string(&params, "reply"), "bad_param"));
	session_leave();
	HOST_CHECK(proc_handler_call(obs_get_proc_handler(), "lovense_for_obs_request", &params));
	HOST_CHECK(strstr(calldata_string(&params, "reply"), "not_connected"));
	calldata_free(&params);
	session_finish();
}

static const struct host_scenario scenarios[] = {
	{"each_wrong_field_is_named", each_wrong_field_is_named},
	{"what_narrows_is_never_ignored", what_narrows_is_never_ignored},
	{"a_null_moves_no_more_than_was_meant", a_null_moves_no_more_than_was_meant},
	{"a_reply_is_text_whatever_came_in", a_reply_is_text_whatever_came_in},
	{"the_words_fit_what_is_wrong", the_words_fit_what_is_wrong},
	{"numbers_may_be_text", numbers_may_be_text},
	{"booleans_may_be_text_or_numbers", booleans_may_be_text_or_numbers},
	{"what_is_no_json_is_called_so", what_is_no_json_is_called_so},
	{"what_is_triggered_reaches_the_core", what_is_triggered_reaches_the_core},
	{"what_is_held_switched_and_asked_reaches_the_core", what_is_held_switched_and_asked_reaches_the_core},
	{"an_order_reaches_the_core", an_order_reaches_the_core},
	{"a_stop_is_done_whatever_else_is_wrong", a_stop_is_done_whatever_else_is_wrong},
	{"arming_and_raising_need_permission", arming_and_raising_need_permission},
	{"a_code_is_not_shown_while_live", a_code_is_not_shown_while_live},
	{"scripts_can_ask_too", scripts_can_ask_too},
};

int main(int argc, char **argv)
{
	return host_run_scenario(argc, argv, scenarios, sizeof(scenarios) / sizeof(scenarios[0]));
}
