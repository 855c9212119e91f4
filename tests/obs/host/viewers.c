/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Requests about what viewers send, and what else programs may ask for and be told since there are tips. One scenario a
 * run. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <jansson.h>
#include <util/platform.h>

#include "fake_engine.h"
#include "fake_frontend.h"
#include "host.h"
#include "session.h"

static struct engine_snapshot begin(void)
{
	struct engine_snapshot snapshot;
	session_start();
	session_finish_loading(SESSION_RULES);
	session_show_ready(&snapshot);
	host_run_frames(3); /* the first look at the engine tells no events */
	fake_engine_forget_intents(session_engine());
	return snapshot;
}

static void end(void)
{
	session_leave();
	session_finish();
}

/* An event of that type with that text in it. */
struct expected_event {
	const char *type, *text;
};

static bool has_come(void *ctx)
{
	const struct expected_event *expected = ctx;
	char text[4096];
	int count = 0;
	websocket_last_event(expected->type, text, sizeof(text), &count);
	return count > 0 && strstr(text, expected->text);
}

static void expect_event(const char *type, const char *text)
{
	struct expected_event expected = {.type = type, .text = text};
	host_wait(has_come, &expected, text);
}

static int count_events(const char *type)
{
	char text[4096];
	int count = 0;
	websocket_last_event(type, text, sizeof(text), &count);
	return count;
}

static void answer(const struct haptics_verdict *verdict)
{
	fake_engine_answer(session_engine(), ENGINE_ANSWERED, verdict);
}

/* Refused both ways as bad_param, in a sentence that begins with the field. */
static void expect_blame(const char *request, const char *json, const char *field)
{
	struct haptics_intent intent;
	obs_data_t *replies[] = {websocket_call(request, json), host_ask(request, json)};
	for (size_t i = 0; i < 2; i++) {
		session_check_reply(request, json, replies[i], "bad_param");
		const char *message = obs_data_get_string(replies[i], "message");
		bool is_named = strncmp(message, field, strlen(field)) == 0 && message[strlen(field)] == ' ';
		if (!is_named)
			fprintf(stderr, "%s %s: %s\n", request, json, message);
		HOST_CHECK(is_named);
		obs_data_release(replies[i]);
	}
	HOST_CHECK(!fake_engine_take_intent(session_engine(), &intent));
}

/* --- tips --- */

static struct haptics_intent take_tip(const char *json)
{
	struct haptics_intent intent;
	session_expect("Tip", json, NULL);
	HOST_CHECK(session_take(HAPTICS_INTENT_TIP, &intent) && intent.is_request);
	return intent;
}

static void a_tip_reaches_the_core(void)
{
	static const struct {
		const char *json;
		double amount;
		const char *by;
	} cases[] = {
		{"{\"amount\": 500, \"by\": \"Zo\\u00eb \\ud83c\\udf89\"}", 500, "Zo\xc3\xab \xf0\x9f\x8e\x89"},
		{"{\"amount\": \"500\", \"user\": \"anna\"}", 500, "anna"},
		{"{\"amount\": \" 5,25 \", \"name\": \"anna\"}", 5.25, "anna"},
		{"{\"amount\": 0.5, \"by\": \"anna\", \"user\": \"other\"}", 0.5, "anna"},
		{"{\"amount\": 1, \"by\": \"\", \"user\": \"anna\"}", 1, "anna"},
		{"{\"amount\": 1, \"by\": null, \"name\": \"anna\"}", 1, "anna"},
		{"{\"amount\": 1, \"by\": 12345678}", 1, "12345678"},
		{"{\"amount\": 1, \"by\": \"\", \"message\": \"\", \"unit\": null}", 1, ""},
		{"{\"amount\": 1}", 1, ""},
	};
	begin();
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct haptics_intent intent = take_tip(cases[i].json);
		bool is_right = intent.value == cases[i].amount && strcmp(intent.extra.by, cases[i].by) == 0;
		if (!is_right)
			fprintf(stderr, "%s: %g by '%s'\n", cases[i].json, intent.value, intent.extra.by);
		HOST_CHECK(is_right);
	}
	struct haptics_intent intent = take_tip("{\"amount\": 3, \"message\": \"go\", \"unit\": \"Bits\"}");
	HOST_CHECK(strcmp(intent.message, "go") == 0 && strcmp(intent.extra.unit, "Bits") == 0);
	end();
}

static void an_amount_that_is_none_is_refused_with_advice(void)
{
	static const char *const amounts[] = {"\"%bits%\"", "\"$1.00\"", "\"1,000\"", "\"1.000,50\"", "\"\"", "null",
					      "0",          "\"0\"",     "-5",        "1e308",        "true", "{}",
					      "[]",         "\"1e3\"",   "\"nan\"",   "\"0x10\""};
	char json[128];
	begin();
	expect_blame("Tip", "{\"by\": \"anna\"}", "amount");
	for (size_t i = 0; i < sizeof(amounts) / sizeof(amounts[0]); i++) {
		snprintf(json, sizeof(json), "{\"amount\": %s, \"by\": \"anna\"}", amounts[i]);
		expect_blame("Tip", json, "amount");
		obs_data_t *reply = session_ask("Tip", json, "bad_param");
		HOST_CHECK(strstr(obs_data_get_string(reply, "message"), "%tipAmount%"));
		obs_data_release(reply);
	}
	obs_data_t *data = obs_data_create();
	obs_data_set_double(data, "amount", NAN); /* msgpack has it */
	obs_data_t *reply = websocket_call_here("Tip", data);
	session_check_reply("Tip", "NaN", reply, "bad_param");
	obs_data_release(reply);
	obs_data_release(data);
	end();
}

/* msgpack brings any bytes, and a name may be as long as a message of obs-websocket. */
static void words_are_text_and_short_whatever_came_in(void)
{
	enum { LONG = 10000 };
	struct haptics_intent intent;
	char *name = malloc(LONG + 1);
	begin();
	memset(name, 'a', LONG);
	name[LONG] = '\0';
	memcpy(name, "\xff\xc3(\xf0\x9f", 5);
	obs_data_t *data = obs_data_create();
	obs_data_set_int(data, "amount", 5);
	obs_data_set_string(data, "by", name);
	obs_data_set_string(data, "message", name);
	obs_data_set_string(data, "unit", name);
	obs_data_release(websocket_call_here("Tip", data));
	HOST_CHECK(session_take(HAPTICS_INTENT_TIP, &intent));
	const char *words[] = {intent.extra.by, intent.message, intent.extra.unit};
	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
		json_t *text = json_string(words[i]); /* jansson takes UTF-8 only */
		HOST_CHECK(text && words[i][0]);
		json_decref(text);
	}
	obs_data_release(data);
	free(name);
	expect_blame("Tip", "{\"amount\": 5, \"by\": {\"a\": 1}}", "by");
	expect_blame("Tip", "{\"amount\": 5, \"message\": true}", "message");
	end();
}

static void a_reply_tells_the_place_in_the_queue(void)
{
	const struct haptics_verdict queued = {.outcome = HAPTICS_QUEUED, .run = 8, .applied = 0.2, .queued = 3};
	const struct haptics_verdict off = {.outcome = HAPTICS_IGNORED_NOT_ALLOWED};
	const struct haptics_verdict none = {.outcome = HAPTICS_IGNORED_NO_RULE};
	begin();
	answer(&queued);
	obs_data_t *reply = session_ask("Tip", "{\"amount\": 5}", NULL);
	HOST_CHECK(obs_data_get_int(reply, "queued") == 3 && obs_data_get_int(reply, "run") == 8);
	HOST_CHECK(obs_data_get_double(reply, "applied") == 0.2 && !obs_data_get_bool(reply, "capped"));
	obs_data_release(reply);
	reply = host_ask("Tip", "{\"amount\": 5}"); /* as the snapshot promises */
	HOST_CHECK(obs_data_get_bool(reply, "posted") && obs_data_get_int(reply, "queued") == 3);
	HOST_CHECK(obs_data_get_int(reply, "run") % 2 == 1);
	obs_data_release(reply);
	answer(&off);
	reply = session_ask("Tip", "{\"amount\": 5}", "not_allowed");
	HOST_CHECK(strstr(obs_data_get_string(reply, "message"), "Viewers"));
	obs_data_release(reply);
	answer(&none);
	session_expect("Tip", "{\"amount\": 5}", "no_rule");
	end();
}

/* --- movements --- */

static void a_movement_may_be_a_pattern_or_a_preset(void)
{
	struct haptics_intent intent;
	begin();
	session_expect("Trigger", "{\"pattern\": \"20; 0 ;7\", \"durationMs\": 5000, \"by\": \"anna\"}", NULL);
	HOST_CHECK(session_take(HAPTICS_INTENT_RUN_LEVEL, &intent) && !intent.has_value);
	HOST_CHECK(intent.extra.step_count == 3 && intent.extra.steps[0] == 20 && intent.extra.steps[1] == 0);
	HOST_CHECK(intent.extra.steps[2] == 7 && intent.extra.step_ms == 200 && strcmp(intent.extra.by, "anna") == 0);
	session_expect("Start", "{\"key\": \"k\", \"pattern\": \"1\", \"stepMs\": \"1000\", \"ttlMs\": 5000}", NULL);
	HOST_CHECK(session_take(HAPTICS_INTENT_START_KEY, &intent) && intent.extra.step_count == 1);
	HOST_CHECK(intent.extra.step_ms == 1000 && !intent.has_value && !intent.id[0]);
	session_expect("Trigger", "{\"preset\": \"wave\", \"durationMs\": 5000, \"pattern\": \"\"}", NULL);
	HOST_CHECK(session_take(HAPTICS_INTENT_RUN_LEVEL, &intent) && intent.extra.preset == HAPTICS_WAVE);
	HOST_CHECK(intent.extra.step_count == 0);
	session_expect("Trigger", "{\"rule\": \"r-key\", \"user\": \"anna\", \"preset\": null}", NULL);
	HOST_CHECK(session_take(HAPTICS_INTENT_RUN_RULE, &intent) && strcmp(intent.extra.by, "anna") == 0);
	end();
}

#define TEN_STEPS "1;1;1;1;1;1;1;1;1;1"
#define FIFTY_STEPS TEN_STEPS ";" TEN_STEPS ";" TEN_STEPS ";" TEN_STEPS ";" TEN_STEPS

static void a_wrong_movement_is_named(void)
{
	static const char *const patterns[] = {"\"21\"",  "\"-1\"",  "\"1;\"",    "\";1\"",    "\"1;;2\"",
					       "\"1,2\"", "\"0.5\"", "\"1 2\"",   "\"x\"",     "\"" FIFTY_STEPS ";1\"",
					       "5",       "true",    "\"001;2\"", "{\"a\": 1}"};
	static const char *const also[] = {"\"rule\": \"r-key\"", "\"level\": 0.5", "\"preset\": \"wave\""};
	char json[256];
	begin();
	for (size_t i = 0; i < sizeof(patterns) / sizeof(patterns[0]); i++) {
		snprintf(json, sizeof(json), "{\"pattern\": %s, \"durationMs\": 1000}", patterns[i]);
		expect_blame("Trigger", json, "pattern");
	}
	for (size_t i = 0; i < sizeof(also) / sizeof(also[0]); i++) {
		snprintf(json, sizeof(json), "{\"pattern\": \"1\", \"durationMs\": 1000, %s}", also[i]);
		expect_blame("Trigger", json, i == 2 ? "preset" : "pattern");
	}
	expect_blame("Trigger", "{\"pattern\": \"1\", \"stepMs\": 99, \"durationMs\": 1000}", "stepMs");
	expect_blame("Trigger", "{\"pattern\": \"1\", \"stepMs\": 1001, \"durationMs\": 1000}", "stepMs");
	expect_blame("Trigger", "{\"pattern\": \"1\"}", "durationMs");
	expect_blame("Trigger", "{\"preset\": \"Wave\", \"durationMs\": 1000}", "preset");
	expect_blame("Trigger", "{\"preset\": \"wave\", \"rule\": \"r-key\"}", "preset");
	session_expect("Trigger", "{\"pattern\": \"" FIFTY_STEPS "\", \"durationMs\": 1000}", NULL);
	end();
}

/* Longer than an id: the core knows rules by the beginning of such a name. */
static void a_rule_may_be_named(void)
{
	static const char name[] = "Feierabend f\xc3\xbcr alle, die heute schon lange zugesehen haben, und noch mehr";
	struct haptics_intent intent;
	char json[256], cut[HAPTICS_ID_SIZE];
	begin();
	snprintf(cut, sizeof(cut), "%.*s", HAPTICS_ID_SIZE - 1, name);
	snprintf(json, sizeof(json), "{\"rule\": \"%s\"}", name);
	session_expect("Trigger", json, NULL);
	HOST_CHECK(session_take(HAPTICS_INTENT_RUN_RULE, &intent) && strcmp(intent.id, cut) == 0);
	snprintf(json, sizeof(json), "{\"rule\": \"%s\", \"enabled\": false}", name);
	session_expect("SetRuleEnabled", json, NULL);
	HOST_CHECK(session_take(HAPTICS_INTENT_RULE_ENABLED, &intent) && strcmp(intent.id, cut) == 0);
	end();
}

/* --- what ends, skips and pauses --- */

static void what_stops_is_done_whatever_else_is_wrong(void)
{
	static const struct {
		const char *request, *json;
		enum haptics_intent_kind kind;
		const char *remark; /* NULL: none */
		int number;         /* run, milliseconds, or whether it is on */
	} cases[] = {
		{"Cancel", "{\"run\": 12}", HAPTICS_INTENT_CANCEL_RUN, NULL, 12},
		{"Cancel", "{\"run\": \"12\"}", HAPTICS_INTENT_CANCEL_RUN, NULL, 12},
		{"Cancel", "{\"run\": \"%run%\"}", HAPTICS_INTENT_HALT, "run ", 0},
		{"Cancel", "{\"run\": 1.5}", HAPTICS_INTENT_HALT, "run ", 0},
		{"Cancel", "{\"run\": null}", HAPTICS_INTENT_HALT, "run ", 0},
		{"Cancel", "{}", HAPTICS_INTENT_HALT, "run ", 0},
		{"Pause", "{}", HAPTICS_INTENT_PAUSE, NULL, 30000},
		{"Pause", "{\"seconds\": null}", HAPTICS_INTENT_PAUSE, NULL, 30000},
		{"Pause", "{\"seconds\": \"90\"}", HAPTICS_INTENT_PAUSE, NULL, 90000},
		{"Pause", "{\"seconds\": 601}", HAPTICS_INTENT_PAUSE, "seconds ", 600000},
		{"Pause", "{\"seconds\": 0}", HAPTICS_INTENT_PAUSE, "seconds ", 30000},
		{"Pause", "{\"seconds\": \"soon\"}", HAPTICS_INTENT_PAUSE, "seconds ", 30000},
		{"SkipCurrent", "{\"x\": []}", HAPTICS_INTENT_SKIP_CURRENT, NULL, 0},
		{"ClearQueue", "{}", HAPTICS_INTENT_CLEAR_QUEUE, NULL, 0},
		{"PauseQueue", "{\"paused\": \"True\"}", HAPTICS_INTENT_PAUSE_QUEUE, NULL, 1},
		{"PauseQueue", "{\"paused\": \"False\"}", HAPTICS_INTENT_PAUSE_QUEUE, NULL, 0},
		{"PauseQueue", "{}", HAPTICS_INTENT_PAUSE_QUEUE, NULL, 1},
		{"PauseQueue", "{\"paused\": \"no\"}", HAPTICS_INTENT_PAUSE_QUEUE, "paused ", 1},
	};
	begin();
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		obs_data_t *replies[] = {websocket_call(cases[i].request, cases[i].json),
					 host_ask(cases[i].request, cases[i].json)};
		for (size_t k = 0; k < 2; k++) {
			struct haptics_intent intent;
			session_check_reply(cases[i].request, cases[i].json, replies[k], NULL);
			const char *message = obs_data_get_string(replies[k], "message");
			const char *remark = cases[i].remark ? cases[i].remark : "";
			HOST_CHECK(strncmp(message, remark, strlen(remark)) == 0 && !message[0] == !remark[0]);
			HOST_CHECK(fake_engine_take_intent(session_engine(), &intent) && intent.is_request);
			HOST_CHECK(intent.kind == cases[i].kind);
			int number = intent.kind == HAPTICS_INTENT_CANCEL_RUN    ? (int)intent.run
				     : intent.kind == HAPTICS_INTENT_PAUSE       ? intent.duration_ms
				     : intent.kind == HAPTICS_INTENT_PAUSE_QUEUE ? intent.on
										 : 0;
			HOST_CHECK(number == cases[i].number);
			obs_data_release(replies[k]);
		}
	}
	end();
}

/* A script's data that is no JSON object. */
static void what_is_no_json_stops_all_the_same(void)
{
	static const struct {
		const char *request;
		enum haptics_intent_kind kind;
	} cases[] = {
		{"Cancel", HAPTICS_INTENT_HALT},
		{"Pause", HAPTICS_INTENT_PAUSE},
		{"SkipCurrent", HAPTICS_INTENT_SKIP_CURRENT},
		{"ClearQueue", HAPTICS_INTENT_CLEAR_QUEUE},
		{"PauseQueue", HAPTICS_INTENT_PAUSE_QUEUE},
	};
	static const char *const refusing[] = {"Tip",       "EndPause",  "Subscribe", "SetGoal",
					       "AddToGoal", "ResetGoal", "GetQueue"};
	struct haptics_intent intent;
	begin();
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		obs_data_t *reply = host_ask(cases[i].request, "{\"run\": 5,}");
		session_check_reply(cases[i].request, "", reply, NULL);
		HOST_CHECK(strstr(obs_data_get_string(reply, "message"), "not a JSON object"));
		HOST_CHECK(fake_engine_take_intent(session_engine(), &intent) && intent.kind == cases[i].kind);
		obs_data_release(reply);
	}
	for (size_t i = 0; i < sizeof(refusing) / sizeof(refusing[0]); i++) {
		obs_data_t *reply = host_ask(refusing[i], "[5]");
		session_check_reply(refusing[i], "[5]", reply, "bad_param");
		obs_data_release(reply);
	}
	HOST_CHECK(!fake_engine_take_intent(session_engine(), &intent));
	end();
}

/* No run ever has such a number. */
static void a_run_that_cannot_be_is_over(void)
{
	static const char *const runs[] = {"0", "4294967296", "\"9007199254740991\""};
	struct haptics_intent intent;
	char json[64];
	begin();
	for (size_t i = 0; i < sizeof(runs) / sizeof(runs[0]); i++) {
		snprintf(json, sizeof(json), "{\"run\": %s}", runs[i]);
		session_expect("Cancel", json, NULL);
		HOST_CHECK(!fake_engine_take_intent(session_engine(), &intent));
	}
	end();
}

static void ending_a_pause_needs_permission(void)
{
	struct haptics_intent intent;
	begin();
	session_expect("EndPause", "{}", "not_allowed");
	HOST_CHECK(!fake_engine_take_intent(session_engine(), &intent));
	answer(&(struct haptics_verdict){.outcome = HAPTICS_IGNORED_NOT_ALLOWED});
	obs_data_t *reply = session_ask("PauseQueue", "{\"paused\": false}", "not_allowed");
	HOST_CHECK(strstr(obs_data_get_string(reply, "message"), "A person paused the queue"));
	obs_data_release(reply);
	end();
}

/* --- the goal --- */

static void the_goal_reaches_the_core(void)
{
	struct haptics_intent intent;
	begin();
	session_expect("SetGoal", "{\"target\": \"250\", \"label\": \"New shoes\"}", NULL);
	HOST_CHECK(session_take(HAPTICS_INTENT_SET_GOAL, &intent) && intent.value == 250 && !intent.on);
	HOST_CHECK(strcmp(intent.message, "New shoes") == 0);
	session_expect("SetGoal", "{\"target\": 0.5, \"label\": \"\"}", NULL);
	HOST_CHECK(session_take(HAPTICS_INTENT_SET_GOAL, &intent) && intent.on);
	session_expect("AddToGoal", "{\"amount\": \"-2,5\"}", NULL);
	HOST_CHECK(session_take(HAPTICS_INTENT_ADD_TO_GOAL, &intent) && intent.value == -2.5);
	session_expect("ResetGoal", "{}", NULL);
	HOST_CHECK(session_take(HAPTICS_INTENT_RESET_GOAL, &intent));
	expect_blame("SetGoal", "{\"label\": \"x\"}", "target");
	expect_blame("SetGoal", "{\"target\": 0}", "target");
	expect_blame("SetGoal", "{\"target\": -1}", "target");
	expect_blame("SetGoal", "{\"target\": 1e308}", "target");
	expect_blame("AddToGoal", "{}", "amount");
	expect_blame("AddToGoal", "{\"amount\": \"\"}", "amount");
	expect_blame("AddToGoal", "{\"amount\": \"%bits%\"}", "amount");
	end();
}

/* --- what is told --- */

static struct engine_run waiting_run(uint32_t number, const char *by)
{
	struct engine_run run = {.run = number, .rule_id = "r-key", .rule_name = "Boost", .level = 0.25, .seconds = 4};
	snprintf(run.by, sizeof(run.by), "%s", by);
	return run;
}

static void the_queue_is_told(void)
{
	struct engine_snapshot snapshot = begin();
	struct engine_run runs[] = {waiting_run(8, "anna")};
	struct engine_run waiting[] = {waiting_run(10, "ben"), waiting_run(12, "")};
	obs_data_t *reply = session_ask("GetQueue", "{}", NULL);
	obs_data_array_t *array = obs_data_get_array(reply, "waiting");
	HOST_CHECK(!obs_data_has_user_value(reply, "running") && obs_data_array_count(array) == 0);
	obs_data_array_release(array);
	obs_data_release(reply);
	snapshot.runs = runs;
	snapshot.run_count = 1;
	snapshot.queue_running = 8;
	snapshot.queue_ends_ms = (int64_t)(os_gettime_ns() / 1000000) + 3600000;
	snapshot.waiting = waiting;
	snapshot.waiting_count = 2;
	snapshot.queue_seconds = 8;
	fake_engine_publish(session_engine(), &snapshot);
	expect_event("QueueChanged", "\"waiting\":2");
	expect_event("QueueChanged", "\"running\":8");
	reply = session_ask("GetQueue", "{}", NULL);
	obs_data_t *running = obs_data_get_obj(reply, "running");
	HOST_CHECK(obs_data_get_int(running, "run") == 8 && strcmp(obs_data_get_string(running, "by"), "anna") == 0);
	HOST_CHECK(strcmp(obs_data_get_string(running, "rule"), "r-key") == 0);
	HOST_CHECK(obs_data_get_double(running, "level") == 0.25 && obs_data_get_int(running, "seconds") > 3000);
	HOST_CHECK(!obs_data_get_bool(reply, "paused") && obs_data_get_int(reply, "seconds") > 3000);
	array = obs_data_get_array(reply, "waiting");
	obs_data_t *next = obs_data_array_item(array, 0);
	HOST_CHECK(obs_data_array_count(array) == 2 && obs_data_get_int(next, "run") == 10);
	HOST_CHECK(obs_data_get_int(next, "seconds") == 4 && strcmp(obs_data_get_string(next, "by"), "ben") == 0);
	obs_data_release(next);
	obs_data_array_release(array);
	obs_data_release(running);
	obs_data_release(reply);
	snapshot.queue_is_paused = true;
	fake_engine_publish(session_engine(), &snapshot);
	expect_event("QueueChanged", "\"paused\":true,\"paused_text\":\"paused\"");
	end();
}

static void a_tip_that_runs_and_one_that_does_not_are_events(void)
{
	struct haptics_notice notice = {.kind = HAPTICS_NOTICE_REACTED, .rule_id = "r-key", .run = 8, .level = 0.25};
	struct engine_snapshot snapshot = begin();
	notice.length_ms = 4500;
	notice.credit = (struct haptics_credit){.by = "anna", .message = "go", .unit = "Bits", .amount = 500};
	fake_engine_notify(session_engine(), &notice);
	notice.kind = HAPTICS_NOTICE_REJECTED;
	notice.outcome = HAPTICS_IGNORED_SKIPPED;
	fake_engine_notify(session_engine(), &notice);
	fake_engine_notify(session_engine(), &(struct haptics_notice){.kind = HAPTICS_NOTICE_REJECTED,
								      .outcome = HAPTICS_IGNORED_NO_RULE});
	fake_engine_publish(session_engine(), &snapshot);
	expect_event("Reacted", "\"run\":8");
	expect_event("Reacted", "\"by\":\"anna\"");
	expect_event("Reacted", "\"amount\":500.0");
	expect_event("Reacted", "\"unit\":\"Bits\"");
	expect_event("Reacted", "\"message\":\"go\"");
	expect_event("Reacted", "\"rule\":\"r-key\"");
	expect_event("Reacted", "\"level\":0.25");
	expect_event("Reacted", "\"seconds\":4.5");
	expect_event("Rejected", "{\"reason\":\"no_rule\"}");
	HOST_CHECK(count_events("Rejected") == 2 && count_events("Reacted") == 1);
	end();
}

static void the_goal_is_told(void)
{
	struct engine_snapshot snapshot = begin();
	snapshot.goal = (struct haptics_goal){.label = "Shoes", .current = 5, .target = 10};
	fake_engine_publish(session_engine(), &snapshot);
	expect_event("GoalChanged", "\"reached\":false,\"reached_text\":\"not_reached\"");
	expect_event("GoalChanged", "\"label\":\"Shoes\"");
	snapshot.goal.current = 10;
	fake_engine_publish(session_engine(), &snapshot);
	expect_event("GoalChanged", "\"reached\":true,\"reached_text\":\"reached\"");
	end();
}

/* The core never saw these, and nobody else would tell those who look at events alone. */
static void what_is_refused_here_is_an_event_too(void)
{
	struct haptics_intent intent;
	begin();
	session_expect("Tip", "{\"amount\": \"%bits%\", \"user\": \" an\\u202ena \"}", "bad_param");
	expect_event("Rejected", "\"by\":\"anna\"");
	session_expect("Tip", "{\"amount\": \"%bits%\", \"by\": \"R.u.d.e\"}" /* FAKE_ENGINE_BLOCKED */, "bad_param");
	expect_event("Rejected", "{\"reason\":\"bad_param\"}");
	fake_engine_answer(session_engine(), ENGINE_BUSY, NULL);
	session_expect("Tip", "{\"amount\": 5}", "busy");
	expect_event("Rejected", "\"amount\":5.0");
	expect_event("Rejected", "\"reason\":\"busy\"");
	session_expect("Trigger", "{\"rule\": \"r-key\"}", "busy");
	expect_event("Rejected", "\"rule\":\"r-key\""); /* the order of the fields is libobs's */
	answer(&(struct haptics_verdict){.outcome = HAPTICS_IGNORED_COOLDOWN});
	obs_data_t *reply = host_ask("Tip", "{\"amount\": 7}"); /* a script's is not handed over then */
	session_check_reply("Tip", "", reply, "cooldown");
	obs_data_release(reply);
	expect_event("Rejected", "\"amount\":7.0");
	expect_event("Rejected", "\"reason\":\"cooldown\"");
	int count = count_events("Rejected");
	session_expect("Tip", "{\"amount\": 9}", "cooldown"); /* the core has said so itself */
	session_expect("SetCeiling", "{}", "bad_param");
	host_run_frames(3);
	HOST_CHECK(count_events("Rejected") == count);
	while (fake_engine_take_intent(session_engine(), &intent)) {
	}
	end();
}

static void levels_are_silent_when_nobody_wants_them(void)
{
	struct engine_snapshot snapshot = begin();
	session_expect("Subscribe", "{\"levels\": \"False\"}", NULL);
	snapshot.toys[0].level[0] = 0.4;
	snapshot.goal.target = 1;
	fake_engine_publish(session_engine(), &snapshot);
	expect_event("GoalChanged", "\"target\":1.0"); /* so the levels were looked at */
	HOST_CHECK(count_events("LevelChanged") == 0);
	session_expect("Subscribe", "{\"levels\": true}", NULL);
	fake_engine_publish(session_engine(), &snapshot);
	expect_event("LevelChanged", "\"level\":0.4");
	expect_blame("Subscribe", "{}", "levels");
	expect_blame("Subscribe", "{\"levels\": \"some\"}", "levels");
	end();
}

static void the_state_is_told_again_when_asked_for(void)
{
	begin();
	int count = count_events("StatusChanged");
	session_expect("GetStatus", "{\"announce\": false}", NULL);
	host_run_frames(3);
	HOST_CHECK(count_events("StatusChanged") == count);
	obs_data_release(host_ask("GetStatus", "{\"announce\": true}"));
	HOST_CHECK(count_events("StatusChanged") == count); /* never within the request */
	host_run_frames(3);
	HOST_CHECK(count_events("StatusChanged") == count + 1);
	session_expect("GetStatus", "{\"announce\": \"true\"}", NULL);
	host_run_frames(3);
	HOST_CHECK(count_events("StatusChanged") == count + 2);
	expect_event("StatusChanged", "\"armed\":true,\"armed_text\":\"armed\"");
	expect_event("StatusChanged", "\"tips_allowed\":false,\"tips_allowed_text\":\"not_allowed\"");
	expect_blame("GetStatus", "{\"announce\": \"maybe\"}", "announce");
	end();
}

static const struct host_scenario scenarios[] = {
	{"a_tip_reaches_the_core", a_tip_reaches_the_core},
	{"an_amount_that_is_none_is_refused_with_advice", an_amount_that_is_none_is_refused_with_advice},
	{"words_are_text_and_short_whatever_came_in", words_are_text_and_short_whatever_came_in},
	{"a_reply_tells_the_place_in_the_queue", a_reply_tells_the_place_in_the_queue},
	{"a_movement_may_be_a_pattern_or_a_preset", a_movement_may_be_a_pattern_or_a_preset},
	{"a_wrong_movement_is_named", a_wrong_movement_is_named},
	{"a_rule_may_be_named", a_rule_may_be_named},
	{"what_stops_is_done_whatever_else_is_wrong", what_stops_is_done_whatever_else_is_wrong},
	{"what_is_no_json_stops_all_the_same", what_is_no_json_stops_all_the_same},
	{"a_run_that_cannot_be_is_over", a_run_that_cannot_be_is_over},
	{"ending_a_pause_needs_permission", ending_a_pause_needs_permission},
	{"the_goal_reaches_the_core", the_goal_reaches_the_core},
	{"the_queue_is_told", the_queue_is_told},
	{"a_tip_that_runs_and_one_that_does_not_are_events", a_tip_that_runs_and_one_that_does_not_are_events},
	{"the_goal_is_told", the_goal_is_told},
	{"what_is_refused_here_is_an_event_too", what_is_refused_here_is_an_event_too},
	{"levels_are_silent_when_nobody_wants_them", levels_are_silent_when_nobody_wants_them},
	{"the_state_is_told_again_when_asked_for", the_state_is_told_again_when_asked_for},
};

int main(int argc, char **argv)
{
	return host_run_scenario(argc, argv, scenarios, sizeof(scenarios) / sizeof(scenarios[0]));
}
