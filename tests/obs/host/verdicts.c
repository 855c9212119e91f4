/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What other programs are told of what the core did. One scenario a run. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <util/platform.h>

#include "../scratch.h"
#include "fake_engine.h"
#include "fake_frontend.h"
#include "host.h"
#include "session.h"

static const char trigger[] = "{\"level\": 0.5, \"durationMs\": 1000}";
static const char start_key[] = "{\"key\": \"k\", \"level\": 0.5, \"ttlMs\": 1000}";

static struct engine_snapshot begin(void)
{
	struct engine_snapshot snapshot;
	session_start();
	session_finish_loading(SESSION_RULES);
	session_show_ready(&snapshot);
	fake_engine_forget_intents(session_engine());
	return snapshot;
}

static void end(void)
{
	session_leave();
	session_finish();
}

static void answer_outcome(enum haptics_outcome outcome, const char *names)
{
	struct haptics_verdict verdict = {.outcome = outcome};
	snprintf(verdict.names, sizeof(verdict.names), "%s", names);
	fake_engine_answer(session_engine(), ENGINE_ANSWERED, &verdict);
}

/* As obs-websocket gets it, and as a script gets it. */
static void expect_both(const char *request, const char *json, const char *error, const char *in_message)
{
	obs_data_t *reply = session_ask(request, json, error);
	obs_data_t *twin = host_ask(request, json);
	session_check_reply(request, json, twin, error);
	HOST_CHECK(strstr(obs_data_get_string(reply, "message"), in_message));
	HOST_CHECK(strstr(obs_data_get_string(twin, "message"), in_message));
	obs_data_release(reply);
	obs_data_release(twin);
}

/* --- scenarios --- */

static void each_refusal_has_its_word_and_sentence(void)
{
	static const struct {
		enum haptics_outcome outcome;
		const char *word, *names;
	} cases[] = {
		{HAPTICS_IGNORED_DISARMED, "disarmed", ""},
		{HAPTICS_IGNORED_PANIC, "panic", ""},
		{HAPTICS_IGNORED_PAUSED, "paused", ""},
		{HAPTICS_IGNORED_COOLDOWN, "cooldown", ""},
		{HAPTICS_IGNORED_CONDITION, "condition", ""},
		{HAPTICS_IGNORED_DISABLED, "disabled", ""},
		{HAPTICS_IGNORED_RUNNING, "running", ""},
		{HAPTICS_IGNORED_BLOCKED, "blocked", ""},
		{HAPTICS_IGNORED_NO_TOY, "no_toy", ""},
		{HAPTICS_IGNORED_NO_TOY, "no_toy", "t1, t2"},
		{HAPTICS_IGNORED_OFFLINE, "not_connected", ""},
		{HAPTICS_IGNORED_UNSUPPORTED, "unsupported", ""},
		{HAPTICS_IGNORED_UNSUPPORTED, "unsupported", "Rotate"},
		{HAPTICS_IGNORED_NEEDS_LAN, "unsupported", ""},
		{HAPTICS_IGNORED_UNKNOWN_RULE, "unknown_rule", ""},
		{HAPTICS_IGNORED_BAD_VALUE, "bad_param", ""},
		{HAPTICS_IGNORED_OUTDATED, "outdated", ""},
		{HAPTICS_IGNORED_NOT_ALLOWED, "not_allowed", ""},
	};
	begin();
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		answer_outcome(cases[i].outcome, cases[i].names);
		expect_both("Trigger", trigger, cases[i].word, cases[i].names);
		expect_both("Start", start_key, cases[i].word, cases[i].names);
	}
	for (int outcome = HAPTICS_IGNORED_DISARMED; haptics_outcome_is_refusal(outcome); outcome++) {
		obs_data_t *reply = NULL;
		answer_outcome(outcome, "");
		reply = websocket_call("Trigger", trigger);
		HOST_CHECK(!obs_data_get_bool(reply, "ok") && obs_data_get_string(reply, "error")[0]);
		HOST_CHECK(!strstr(obs_data_get_string(reply, "message"), "Request."));
		obs_data_release(reply);
	}
	end();
}

/* The snapshot says the opposite each time. */
static void the_core_is_believed_and_not_the_snapshot(void)
{
	struct engine_snapshot snapshot = begin();
	snapshot.is_armed = false;
	snapshot.is_panic = true;
	snapshot.is_persons_panic = true;
	snapshot.paused_until_ms = INT64_MAX;
	snapshot.state = ENGINE_RETRYING;
	snapshot.toys[0].is_online = false;
	snapshot.rule_count = 0;
	fake_engine_publish(session_engine(), &snapshot);
	session_expect("Trigger", trigger, NULL);
	session_expect("Trigger", "{\"rule\": \"r-key\"}", NULL);
	session_expect("Start", start_key, NULL);
	session_expect("SetRuleEnabled", "{\"rule\": \"r-key\", \"enabled\": false}", NULL);
	snapshot.ceiling = 0.05;
	fake_engine_publish(session_engine(), &snapshot);
	session_expect("SetCeiling", "{\"value\": 0.29}", NULL);
	answer_outcome(HAPTICS_IGNORED_NOT_ALLOWED, "");
	session_expect("SetCeiling", "{\"value\": 0.01}", "not_allowed");
	end();
}

static void a_reply_tells_the_run_and_how_strong_it_is(void)
{
	const struct haptics_verdict verdict = {
		.outcome = HAPTICS_CAPPED, .run = 42, .wanted = 0.5, .applied = 0.25, .is_capped = true};
	begin();
	fake_engine_answer(session_engine(), ENGINE_ANSWERED, &verdict);
	for (int i = 0; i < 3; i++) {
		static const char *const requests[][2] = {
			{"Trigger", trigger}, {"Start", start_key}, {"Trigger", "{\"rule\": \"r-key\"}"}};
		obs_data_t *reply = session_ask(requests[i][0], requests[i][1], NULL);
		HOST_CHECK(obs_data_get_int(reply, "run") == 42 && obs_data_get_double(reply, "applied") == 0.25);
		HOST_CHECK(obs_data_get_bool(reply, "capped") && !obs_data_has_user_value(reply, "posted"));
		obs_data_release(reply);
	}
	fake_engine_answer(session_engine(), ENGINE_ANSWERED, &(struct haptics_verdict){.outcome = HAPTICS_DONE});
	obs_data_t *reply = session_ask("Trigger", "{\"rule\": \"r-key\"}", NULL); /* of a rule that stops */
	HOST_CHECK(!obs_data_has_user_value(reply, "run") && !obs_data_get_bool(reply, "capped"));
	obs_data_release(reply);
	reply = session_ask("SetArmed", "{\"armed\": false}", NULL);
	HOST_CHECK(!obs_data_has_user_value(reply, "applied"));
	obs_data_release(reply);
	end();
}

static void expect_no_answer(const char *request, const char *json, enum engine_answer answer, const char *error)
{
	fake_engine_answer(session_engine(), answer, NULL);
	obs_data_t *reply = session_ask(request, json, error);
	HOST_CHECK(obs_data_get_bool(reply, "posted") == (answer == ENGINE_POSTED));
	obs_data_release(reply);
}

static void a_question_without_an_answer_says_so(void)
{
	static const char *const requests[][2] = {
		{"StopAll", "{}"},
		{"StopAll", "{\"latch\": false}"},
		{"Stop", "{\"key\": 3}"},
		{"SetArmed", "{\"armed\": false}"},
		{"SetCeiling", "{\"value\": 0.1}"},
		{"SetRuleEnabled", "{\"rule\": \"r-key\", \"enabled\": false}"},
		{"Trigger", trigger},
		{"Start", start_key},
	};
	begin();
	for (size_t i = 0; i < sizeof(requests) / sizeof(requests[0]); i++) {
		expect_no_answer(requests[i][0], requests[i][1], ENGINE_BUSY, "busy");
		expect_no_answer(requests[i][0], requests[i][1], ENGINE_ENDED, "not_connected");
		expect_no_answer(requests[i][0], requests[i][1], ENGINE_POSTED, NULL);
	}
	fake_engine_answer(session_engine(), ENGINE_ANSWERED, NULL);
	fake_engine_fill(session_engine(), true);
	expect_both("Trigger", trigger, "busy", "");
	end();
}

static void start_with_permission(char folder[64])
{
	char path[128];
	scratch_make(folder);
	snprintf(path, sizeof(path), "%s/lovense-for-obs", folder);
	os_mkdirs(path);
	scratch_write(path, "settings.json", "{\"version\": 1, \"allow_remote_arm\": true}");
	HOST_CHECK(setenv("CONFIG", folder, 1) == 0);
	begin();
}

static void with_permission_the_core_decides(void)
{
	struct haptics_intent intent;
	char folder[64];
	start_with_permission(folder);
	session_expect("SetArmed", "{\"armed\": true}", NULL);
	HOST_CHECK(session_take(HAPTICS_INTENT_SET_ARMED, &intent) && intent.on);
	session_expect("SetCeiling", "{\"value\": 0.9}", NULL);
	HOST_CHECK(session_take(HAPTICS_INTENT_SET_CEILING, &intent) && intent.value == 0.9);
	/* What lowers is done even when nobody answers in time. */
	session_expect("SetCeiling", "{\"value\": 0.1}", NULL);
	HOST_CHECK(session_take(HAPTICS_INTENT_LOWER_CEILING, &intent) && intent.value == 0.1);
	session_expect("SetRuleEnabled", "{\"rule\": \"r-key\", \"enabled\": true}", NULL);
	HOST_CHECK(session_take(HAPTICS_INTENT_RULE_ENABLED, &intent) && intent.on);
	session_expect("Resume", "{}", NULL);
	HOST_CHECK(session_take(HAPTICS_INTENT_RESUME, &intent) && intent.is_request);
	answer_outcome(HAPTICS_IGNORED_NOT_ALLOWED, "");
	expect_both("Resume", "{}", "not_allowed", "A person pressed stop");
	answer_outcome(HAPTICS_IGNORED_PAUSED, "");
	expect_both("Resume", "{}", "paused", "A person paused the output");
	fake_engine_answer(session_engine(), ENGINE_ANSWERED,
			   &(struct haptics_verdict){.outcome = HAPTICS_RESUMED, .wait_ms = 5000});
	obs_data_t *reply = session_ask("Resume", "{}", NULL);
	HOST_CHECK(strstr(obs_data_get_string(reply, "message"), "still paused"));
	obs_data_release(reply);
	end();
	char path[128];
	snprintf(path, sizeof(path), "%s/lovense-for-obs", folder);
	scratch_remove(path);
	scratch_remove(folder);
}

/* --- threads that may not wait --- */

/* The reply, the next intent, and that nobody waited. */
static void expect_posted(obs_data_t *reply, bool begins_run)
{
	struct haptics_intent intent;
	session_check_reply("posted", "", reply, NULL);
	HOST_CHECK(obs_data_get_bool(reply, "posted"));
	HOST_CHECK(fake_engine_take_intent(session_engine(), &intent) && intent.is_request);
	HOST_CHECK(begins_run == (intent.run % 2 == 1));
	HOST_CHECK(obs_data_get_int(reply, "run") == (long long)intent.run);
	HOST_CHECK(fake_engine_calls(session_engine()).asks == 0);
	obs_data_release(reply);
}

static void trigger_here(void *reply)
{
	obs_data_t *data = obs_data_create_from_json(trigger);
	*(obs_data_t **)reply = websocket_call_here("Trigger", data);
	obs_data_release(data);
}

static void scripts_and_threads_of_obs_do_not_wait(void)
{
	obs_data_t *reply = NULL;
	begin();
	fake_engine_answer(session_engine(), ENGINE_BUSY, NULL); /* nobody asks */
	expect_posted(host_ask("Trigger", trigger), true);
	expect_posted(host_ask("Start", start_key), true);
	expect_posted(host_ask("StopAll", "{}"), false);
	expect_posted(host_ask("SetArmed", "{\"armed\": false}"), false);
	trigger_here(&reply);
	expect_posted(reply, true);
	obs_queue_task(OBS_TASK_GRAPHICS, trigger_here, &reply, true);
	expect_posted(reply, true);
	obs_queue_task(OBS_TASK_AUDIO, trigger_here, &reply, true);
	expect_posted(reply, true);
	end();
}

static void a_script_is_told_what_is_to_be_expected(void)
{
	struct haptics_verdict verdict = {.outcome = HAPTICS_CAPPED, .wanted = 0.5, .applied = 0.25, .is_capped = true};
	struct engine_rule rule = {.id = "r-key", .is_enabled = true, .is_active = true, .run = 8};
	struct engine_snapshot snapshot = begin();
	snapshot.rules = &rule;
	fake_engine_publish(session_engine(), &snapshot);
	fake_engine_answer(session_engine(), ENGINE_ANSWERED, &verdict);
	obs_data_t *reply = host_ask("Trigger", trigger);
	HOST_CHECK(obs_data_get_double(reply, "applied") == 0.25 && obs_data_get_bool(reply, "capped"));
	HOST_CHECK(obs_data_get_int(reply, "run") % 2 == 1);
	obs_data_release(reply);
	verdict.outcome = HAPTICS_EXTENDED; /* what runs keeps its number */
	fake_engine_answer(session_engine(), ENGINE_ANSWERED, &verdict);
	reply = host_ask("Trigger", "{\"rule\": \"r-key\"}");
	HOST_CHECK(obs_data_get_int(reply, "run") == 8);
	obs_data_release(reply);
	end();
}

/* A snapshot may be old: what it refuses is not worth sending, but for what lowers. */
static void what_a_script_lowers_is_posted_in_any_case(void)
{
	struct haptics_intent intent;
	begin();
	answer_outcome(HAPTICS_IGNORED_DISARMED, "");
	obs_data_t *reply = host_ask("Trigger", trigger);
	session_check_reply("Trigger", trigger, reply, "disarmed");
	HOST_CHECK(!obs_data_get_bool(reply, "posted") && !fake_engine_take_intent(session_engine(), &intent));
	obs_data_release(reply);
	answer_outcome(HAPTICS_IGNORED_NOT_ALLOWED, "");
	reply = host_ask("SetCeiling", "{\"value\": 0.2}");
	HOST_CHECK(obs_data_get_bool(reply, "posted") && session_take(HAPTICS_INTENT_LOWER_CEILING, &intent));
	obs_data_release(reply);
	answer_outcome(HAPTICS_IGNORED_UNKNOWN_RULE, "");
	reply = host_ask("SetRuleEnabled", "{\"rule\": \"new\", \"enabled\": false}");
	HOST_CHECK(obs_data_get_bool(reply, "posted") && session_take(HAPTICS_INTENT_RULE_ENABLED, &intent));
	obs_data_release(reply);
	end();
}

/* --- events --- */

static bool has_event(void *type)
{
	char text[2048];
	int count = 0;
	websocket_last_event(type, text, sizeof(text), &count);
	return count > 0;
}

static void changes_are_told_as_events(void)
{
	struct engine_rule rule = {.id = "r-key", .name = "Boost", .is_enabled = true};
	struct engine_snapshot snapshot;
	char text[2048];
	int count = 0;
	session_start();
	session_finish_loading(NULL);
	host_run_frames(3); /* the first look says nothing */
	websocket_last_event("StatusChanged", text, sizeof(text), &count);
	HOST_CHECK(count == 0);
	session_show_ready(&snapshot);
	snapshot.rules = &rule;
	host_wait(has_event, "StatusChanged", "StatusChanged");
	websocket_last_event("StatusChanged", text, sizeof(text), &count);
	HOST_CHECK(count == 1 && strstr(text, "\"ready\"") && !strstr(text, "SECRET"));
	rule.is_active = true;
	rule.run = 6;
	snapshot.toys[0].level[0] = 0.4;
	fake_engine_notify(session_engine(), &(struct haptics_notice){.kind = HAPTICS_NOTICE_REJECTED,
								      .outcome = HAPTICS_IGNORED_COOLDOWN,
								      .run = 7,
								      .rule_id = "r-x"});
	fake_engine_publish(session_engine(), &snapshot);
	host_wait(has_event, "RuleActive", "RuleActive");
	host_wait(has_event, "LevelChanged", "LevelChanged");
	websocket_last_event("LevelChanged", text, sizeof(text), &count);
	HOST_CHECK(!strstr(text, "actual")); /* the app does not say */
	host_wait(has_event, "Rejected", "Rejected");
	websocket_last_event("Rejected", text, sizeof(text), &count);
	HOST_CHECK(count == 1 && strstr(text, "cooldown") && strstr(text, "r-x") && strstr(text, "\"run\":7"));
	websocket_last_event("RuleActive", text, sizeof(text), &count);
	HOST_CHECK(count == 1 && strstr(text, "\"active\":true") && strstr(text, "\"run\":6"));
	snapshot.is_panic = true;
	rule.is_active = false;
	rule.run = 0;
	snapshot.toys[0].level[0] = 0.0;
	fake_engine_publish(session_engine(), &snapshot);
	host_wait(has_event, "Panic", "Panic");
	websocket_last_event("StatusChanged", text, sizeof(text), &count);
	HOST_CHECK(count == 2); /* levels are not in it */
	websocket_last_event("RuleActive", text, sizeof(text), &count);
	HOST_CHECK(count == 2 && strstr(text, "\"active\":false") && strstr(text, "\"run\":6"));
	session_leave();
	session_finish();
}

static void what_toys_tell_is_told_without_their_ids(void)
{
	struct engine_snapshot snapshot;
	char text[4096];
	int count = 0;
	session_start();
	session_finish_loading(NULL);
	host_run_frames(3); /* the first look says nothing */
	session_show_ready(&snapshot);
	host_wait(has_event, "StatusChanged", "StatusChanged");
	snapshot.toy_events = ENGINE_TOY_EVENTS_OPEN;
	snapshot.toys[0].actual = 0.25;
	snapshot.toys[0].is_stop_unconfirmed = true;
	snapshot.told_count = 1;
	snapshot.told[0] = (struct engine_toy_told){.serial = 1, .event = ENGINE_TOY_BUTTON_DOWN, .index = 2};
	fake_engine_publish(session_engine(), &snapshot);
	host_wait(has_event, "ToyEvent", "ToyEvent");
	host_wait(has_event, "LevelChanged", "LevelChanged");
	websocket_last_event("ToyEvent", text, sizeof(text), &count);
	HOST_CHECK(count == 1 && strstr(text, "\"toy\":\"t1\"") && strstr(text, "button_down") &&
		   strstr(text, "\"index\":2") && !strstr(text, "SECRET"));
	websocket_last_event("LevelChanged", text, sizeof(text), &count);
	HOST_CHECK(strstr(text, "\"actual\":0.25"));
	obs_data_t *status = host_ask("GetStatus", "{}");
	HOST_CHECK(strcmp(obs_data_get_string(status, "toy_events"), "open") == 0);
	HOST_CHECK(strcmp(obs_data_get_string(status, "stop_unconfirmed"), "t1") == 0);
	HOST_CHECK(strstr(obs_data_get_json(status), "\"actual\":0.25"));
	HOST_CHECK(!strstr(obs_data_get_json(status), "SECRET"));
	obs_data_release(status);
	snapshot.toys[0].battery = 12;
	snapshot.told[0] = (struct engine_toy_told){.serial = 1, .event = ENGINE_TOY_BUTTON_DOWN, .index = 2};
	fake_engine_publish(session_engine(), &snapshot);
	host_run_frames(3);
	websocket_last_event("ToyEvent", text, sizeof(text), &count);
	HOST_CHECK(count == 2 && strstr(text, "battery") && strstr(text, "12")); /* the button is told once */
	session_leave();
	session_finish();
}

static const struct host_scenario scenarios[] = {
	{"each_refusal_has_its_word_and_sentence", each_refusal_has_its_word_and_sentence},
	{"the_core_is_believed_and_not_the_snapshot", the_core_is_believed_and_not_the_snapshot},
	{"a_reply_tells_the_run_and_how_strong_it_is", a_reply_tells_the_run_and_how_strong_it_is},
	{"a_question_without_an_answer_says_so", a_question_without_an_answer_says_so},
	{"with_permission_the_core_decides", with_permission_the_core_decides},
	{"scripts_and_threads_of_obs_do_not_wait", scripts_and_threads_of_obs_do_not_wait},
	{"a_script_is_told_what_is_to_be_expected", a_script_is_told_what_is_to_be_expected},
	{"what_a_script_lowers_is_posted_in_any_case", what_a_script_lowers_is_posted_in_any_case},
	{"changes_are_told_as_events", changes_are_told_as_events},
	{"what_toys_tell_is_told_without_their_ids", what_toys_tell_is_told_without_their_ids},
};

int main(int argc, char **argv)
{
	return host_run_scenario(argc, argv, scenarios, sizeof(scenarios) / sizeof(scenarios[0]));
}
