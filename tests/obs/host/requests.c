/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What programs outside ask of the module, and what they are told. One scenario a run. */
#include <stdio.h>
#include <string.h>

#include "fake_engine.h"
#include "fake_frontend.h"
#include "host.h"
#include "session.h"

/* --- requests --- */

static struct engine_snapshot ready_snapshot(void)
{
	struct engine_snapshot snapshot;
	fake_engine_blank(&snapshot);
	snapshot.state = ENGINE_READY;
	snapshot.is_armed = true;
	snapshot.toy_count = 1;
	snprintf(snapshot.toys[0].alias, sizeof(snapshot.toys[0].alias), "t1");
	snprintf(snapshot.toys[0].toy_id, sizeof(snapshot.toys[0].toy_id), "SECRET-TOY-ID");
	snprintf(snapshot.toys[0].nickname, sizeof(snapshot.toys[0].nickname), "SECRET-NICK");
	snprintf(snapshot.toys[0].name, sizeof(snapshot.toys[0].name), "Lush 3");
	snprintf(snapshot.toys[0].type, sizeof(snapshot.toys[0].type), "lush");
	snapshot.toys[0].is_online = true;
	snapshot.toys[0].battery = 80;
	snapshot.toys[0].functions = 1;
	snprintf(snapshot.qr_payload, sizeof(snapshot.qr_payload), "SECRET-PAYLOAD");
	snprintf(snapshot.qr_code, sizeof(snapshot.qr_code), "SECRET-CODE");
	return snapshot;
}

static void expect_reply(const char *request, const char *json, const char *error)
{
	obs_data_t *reply = websocket_call(request, json);
	HOST_CHECK(reply != NULL);
	bool is_expected = obs_data_get_bool(reply, "ok") == (error == NULL) &&
			   strcmp(obs_data_get_string(reply, "error"), error ? error : "") == 0 &&
			   (!error || obs_data_get_string(reply, "message")[0]) &&
			   !strstr(obs_data_get_json(reply), "SECRET");
	if (!is_expected)
		fprintf(stderr, "%s %s: %s\n", request, json, obs_data_get_json(reply));
	HOST_CHECK(is_expected);
	obs_data_release(reply);
}

/* One byte more than an id may have. */
#define TOO_LONG "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"

/* A bad parameter is refused both ways, in the same words, which name it. */
static void expect_blame(const char *request, const char *json, const char *field)
{
	obs_data_t *reply = websocket_call(request, json);
	obs_data_t *twin = host_ask(request, json);
	char beginning[64];
	snprintf(beginning, sizeof(beginning), "%s ", field);
	bool is_blamed = !obs_data_get_bool(reply, "ok") &&
			 strcmp(obs_data_get_string(reply, "error"), "bad_param") == 0 &&
			 strncmp(obs_data_get_string(reply, "message"), beginning, strlen(beginning)) == 0;
	bool are_twins = strcmp(obs_data_get_json(reply), obs_data_get_json(twin)) == 0;
	if (!is_blamed || !are_twins)
		fprintf(stderr, "%s %s: %s, script: %s\n", request, json, obs_data_get_json(reply),
			obs_data_get_json(twin));
	HOST_CHECK(is_blamed && are_twins);
	obs_data_release(reply);
	obs_data_release(twin);
}

static void each_wrong_field_is_named(void)
{
	static const struct {
		const char *request, *json, *field;
	} cases[] = {
		{"Trigger", "{}", "rule"},
		{"Trigger", "{\"rule\": null, \"level\": null}", "rule"},
		{"Trigger", "{\"rule\": 5}", "rule"},
		{"Trigger", "{\"rule\": \"\"}", "rule"},
		{"Trigger", "{\"rule\": \"" TOO_LONG "\"}", "rule"},
		{"Trigger", "{\"rule\": {}}", "rule"},
		{"Trigger", "{\"rule\": \"r-key\", \"level\": 2}", "level"},
		{"Trigger", "{\"rule\": \"r-key\", \"level\": \"1\"}", "level"},
		{"Trigger", "{\"rule\": \"r-key\", \"durationMs\": 0}", "durationMs"},
		{"Trigger", "{\"rule\": \"r-key\", \"durationMs\": \"1000\"}", "durationMs"},
		{"Trigger", "{\"level\": 0.5}", "durationMs"},
		{"Trigger", "{\"level\": \"0.5\", \"durationMs\": 1000}", "level"},
		{"Trigger", "{\"level\": 1.01, \"durationMs\": 1000}", "level"},
		{"Trigger", "{\"level\": -0.1, \"durationMs\": 1000}", "level"},
		{"Trigger", "{\"level\": true, \"durationMs\": 1000}", "level"},
		{"Trigger", "{\"level\": 0.5, \"durationMs\": 0}", "durationMs"},
		{"Trigger", "{\"level\": 0.5, \"durationMs\": -1}", "durationMs"},
		{"Trigger", "{\"level\": 0.5, \"durationMs\": 1000.5}", "durationMs"},
		{"Trigger", "{\"level\": 0.5, \"durationMs\": 1e12}", "durationMs"},
		{"Trigger", "{\"level\": 0.5, \"durationMs\": \"1000\"}", "durationMs"},
		{"Trigger", "{\"level\": 0.5, \"durationMs\": 3600001}", "durationMs"},
		{"Trigger", "{\"level\": 0.5, \"durationMs\": 1000, \"function\": \"Explode\"}", "function"},
		{"Trigger", "{\"level\": 0.5, \"durationMs\": 1000, \"function\": 3}", "function"},
		{"Trigger", "{\"level\": 0.5, \"durationMs\": 1000, \"function\": \"\"}", "function"},
		{"Trigger", "{\"level\": 0.5, \"durationMs\": 1000, \"toys\": \"t9\"}", "toys"},
		{"Trigger", "{\"level\": 0.5, \"durationMs\": 1000, \"toys\": \"t1,t9\"}", "toys"},
		{"Trigger", "{\"level\": 0.5, \"durationMs\": 1000, \"toys\": \"\"}", "toys"},
		{"Trigger", "{\"level\": 0.5, \"durationMs\": 1000, \"toys\": [\"t1\"]}", "toys"},
		{"Trigger", "{\"level\": 0.5, \"durationMs\": 1000, \"toys\": {}}", "toys"},
		{"Trigger", "{\"level\": 0.5, \"durationMs\": 1000, \"toys\": 1}", "toys"},
		{"Start", "{\"level\": 0.5, \"ttlMs\": 1000}", "key"},
		{"Start", "{\"key\": \"\", \"level\": 0.5, \"ttlMs\": 1000}", "key"},
		{"Start", "{\"key\": 1, \"level\": 0.5, \"ttlMs\": 1000}", "key"},
		{"Start", "{\"key\": \"" TOO_LONG "\", \"level\": 0.5, \"ttlMs\": 1000}", "key"},
		{"Start", "{\"key\": \"k\", \"ttlMs\": 1000}", "rule"},
		{"Start", "{\"key\": \"k\", \"rule\": 1, \"ttlMs\": 1000}", "rule"},
		{"Start", "{\"key\": \"k\", \"level\": 2, \"ttlMs\": 1000}", "level"},
		{"Start", "{\"key\": \"k\", \"level\": 0.5, \"function\": \"Explode\", \"ttlMs\": 1000}", "function"},
		{"Start", "{\"key\": \"k\", \"level\": 0.5, \"toys\": \"t2\", \"ttlMs\": 1000}", "toys"},
		{"Start", "{\"key\": \"k\", \"level\": 0.5}", "ttlMs"},
		{"Start", "{\"key\": \"k\", \"level\": 0.5, \"ttlMs\": 30001}", "ttlMs"},
		{"Start", "{\"key\": \"k\", \"level\": 0.5, \"ttlMs\": 0}", "ttlMs"},
		{"Start", "{\"key\": \"k\", \"level\": 0.5, \"ttlMs\": \"1000\"}", "ttlMs"},
		{"Start", "{\"key\": \"k\", \"level\": 0.5, \"ttlMs\": 99.5}", "ttlMs"},
		{"Stop", "{\"key\": 4}", "key"},
		{"Stop", "{\"key\": \"\"}", "key"},
		{"Stop", "{\"key\": \"" TOO_LONG "\"}", "key"},
		{"SetArmed", "{}", "armed"},
		{"SetArmed", "{\"armed\": 1}", "armed"},
		{"SetArmed", "{\"armed\": \"true\"}", "armed"},
		{"SetArmed", "{\"armed\": null}", "armed"},
		{"SetCeiling", "{}", "value"},
		{"SetCeiling", "{\"value\": 2}", "value"},
		{"SetCeiling", "{\"value\": -0.1}", "value"},
		{"SetCeiling", "{\"value\": \"0.2\"}", "value"},
		{"SetCeiling", "{\"value\": true}", "value"},
		{"SetRuleEnabled", "{\"rule\": \"r-key\"}", "enabled"},
		{"SetRuleEnabled", "{\"rule\": \"r-key\", \"enabled\": \"yes\"}", "enabled"},
		{"SetRuleEnabled", "{\"rule\": \"r-key\", \"enabled\": 1}", "enabled"},
		{"SetRuleEnabled", "{\"enabled\": true}", "rule"},
		{"SetRuleEnabled", "{\"rule\": 7, \"enabled\": true}", "rule"},
		{"ShowPairing", "{\"seconds\": 0}", "seconds"},
		{"ShowPairing", "{\"seconds\": 61}", "seconds"},
		{"ShowPairing", "{\"seconds\": 1.5}", "seconds"},
		{"ShowPairing", "{\"seconds\": \"10\"}", "seconds"},
		{"ShowPairing", "{\"seconds\": true}", "seconds"},
	};
	struct engine_snapshot snapshot;
	struct haptics_intent intent;
	session_start();
	session_finish_loading(SESSION_RULES);
	snapshot = ready_snapshot();
	fake_engine_publish(session_engine(), &snapshot);
	fake_engine_forget_intents(session_engine());
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		expect_blame(cases[i].request, cases[i].json, cases[i].field);
	HOST_CHECK(!fake_engine_take_intent(session_engine(), &intent));
	expect_reply("StopAll", "{\"latch\": 7}", "bad_param"); /* but it stops all the same */
	HOST_CHECK(session_take(HAPTICS_INTENT_STOP_ALL, &intent));
	session_leave();
	session_finish();
}

static void good_requests_are_posted(void)
{
	struct engine_rule rule = {.id = "r-key", .name = "Boost", .is_enabled = true};
	struct engine_snapshot snapshot;
	struct haptics_intent intent;
	session_start();
	session_finish_loading(SESSION_RULES);
	snapshot = ready_snapshot();
	snapshot.rules = &rule;
	snapshot.rule_count = 1;
	fake_engine_publish(session_engine(), &snapshot);
	expect_reply("Trigger", "{\"level\": 0.5, \"function\": \"vibrate\", \"toys\": \"t1\", \"durationMs\": 1500}",
		     NULL);
	HOST_CHECK(session_take(HAPTICS_INTENT_RUN_LEVEL, &intent));
	HOST_CHECK(intent.value == 0.5 && intent.function == 0 && intent.toys == 1 && intent.duration_ms == 1500);
	expect_reply("Trigger", "{\"level\": 1, \"durationMs\": 1500}", NULL);
	HOST_CHECK(session_take(HAPTICS_INTENT_RUN_LEVEL, &intent) && intent.function == -1 && intent.toys == 0);
	expect_reply("Trigger", "{\"rule\": \"r-key\"}", NULL);
	HOST_CHECK(session_take(HAPTICS_INTENT_RUN_RULE, &intent) && strcmp(intent.id, "r-key") == 0);
	HOST_CHECK(!intent.has_value);
	expect_reply("Trigger", "{\"rule\": \"r-key\", \"level\": 0}", NULL); /* no level is not level 0 */
	HOST_CHECK(session_take(HAPTICS_INTENT_RUN_RULE, &intent) && intent.has_value && intent.value == 0.0);
	expect_reply("Start", "{\"key\": \"deck\", \"rule\": \"r-key\", \"level\": 0.25, \"ttlMs\": 1000}", NULL);
	HOST_CHECK(session_take(HAPTICS_INTENT_START_KEY, &intent) && intent.has_value && intent.value == 0.25);
	expect_reply("Trigger", "{\"rule\": \"nobody\"}", "unknown_rule");
	expect_reply("Start", "{\"key\": \"deck\", \"level\": 0.4, \"ttlMs\": 30000}", NULL);
	HOST_CHECK(session_take(HAPTICS_INTENT_START_KEY, &intent));
	HOST_CHECK(strcmp(intent.key, "deck") == 0 && intent.duration_ms == 30000 && intent.value == 0.4);
	expect_reply("Stop", "{\"key\": \"deck\"}", NULL);
	HOST_CHECK(session_take(HAPTICS_INTENT_STOP_KEY, &intent) && strcmp(intent.key, "deck") == 0);
	expect_reply("Stop", "{}", NULL);
	HOST_CHECK(session_take(HAPTICS_INTENT_STOP_KEY, &intent) && !intent.key[0]);
	expect_reply("SetRuleEnabled", "{\"rule\": \"r-key\", \"enabled\": false}", NULL);
	HOST_CHECK(session_take(HAPTICS_INTENT_RULE_ENABLED, &intent) && !intent.on);
	expect_reply("StopAll", "{}", NULL);
	HOST_CHECK(session_take(HAPTICS_INTENT_STOP_ALL, &intent));
	expect_reply("StopAll", "{\"latch\": false}", NULL);
	HOST_CHECK(session_take(HAPTICS_INTENT_HALT, &intent) && intent.cause == HAPTICS_HALT_REQUEST);
	expect_reply("GetVersion", "{}", NULL);
	expect_reply("GetStatus", "{}", NULL);
	expect_reply("ListRules", "{}", NULL);
	expect_reply("ShowPairing", "{}", NULL);
	HOST_CHECK(fake_engine_calls(session_engine()).new_qrs == 1);
	session_leave();
	session_finish();
}

static void what_could_not_be_posted_is_no_success(void)
{
	static const struct {
		const char *request, *json;
	} cases[] = {
		{"StopAll", "{\"latch\": false}"},
		{"Stop", "{}"},
		{"SetArmed", "{\"armed\": false}"},
		{"SetCeiling", "{\"value\": 0.1}"},
		{"Trigger", "{\"level\": 0.5, \"durationMs\": 1000}"},
	};
	struct engine_snapshot snapshot;
	session_start();
	session_finish_loading(NULL);
	snapshot = ready_snapshot();
	fake_engine_publish(session_engine(), &snapshot);
	fake_engine_fill(session_engine(), true);
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		expect_reply(cases[i].request, cases[i].json, "not_connected");
	session_leave();
	session_finish();
}

static void arming_and_raising_need_leave(void)
{
	struct engine_snapshot snapshot;
	struct haptics_intent intent;
	session_start();
	session_finish_loading(NULL);
	snapshot = ready_snapshot();
	fake_engine_publish(session_engine(), &snapshot);
	fake_engine_forget_intents(session_engine());
	expect_reply("SetArmed", "{\"armed\": true}", "not_allowed");
	expect_reply("Resume", "{}", "not_allowed");
	expect_reply("SetCeiling", "{\"value\": 0.31}", "not_allowed");
	HOST_CHECK(!fake_engine_take_intent(session_engine(), &intent));
	expect_reply("SetArmed", "{\"armed\": false}", NULL);
	HOST_CHECK(session_take(HAPTICS_INTENT_SET_ARMED, &intent) && !intent.on);
	expect_reply("SetCeiling", "{\"value\": 0.1}", NULL);
	HOST_CHECK(session_take(HAPTICS_INTENT_SET_CEILING, &intent) && intent.value == 0.1);
	session_leave();
	session_finish();
}

static void output_is_refused_for_the_right_reason(void)
{
	static const char trigger[] = "{\"level\": 0.5, \"durationMs\": 1000}";
	struct engine_snapshot snapshot;
	session_start();
	session_finish_loading(NULL);
	snapshot = ready_snapshot();
	snapshot.is_armed = false;
	fake_engine_publish(session_engine(), &snapshot);
	expect_reply("Trigger", trigger, "disarmed");
	snapshot.is_panic = true;
	fake_engine_publish(session_engine(), &snapshot);
	expect_reply("Trigger", trigger, "panic");
	snapshot = ready_snapshot();
	snapshot.paused_until_ms = INT64_MAX;
	fake_engine_publish(session_engine(), &snapshot);
	expect_reply("Trigger", trigger, "paused");
	expect_reply("Start", "{\"key\": \"k\", \"level\": 0.5, \"ttlMs\": 1000}", "paused");
	expect_reply("Stop", "{}", NULL);
	snapshot = ready_snapshot();
	snapshot.state = ENGINE_RETRYING;
	fake_engine_publish(session_engine(), &snapshot);
	expect_reply("Trigger", trigger, "not_connected");
	expect_reply("ShowPairing", "{}", "not_connected");
	snapshot = ready_snapshot();
	snapshot.toys[0].is_online = false;
	fake_engine_publish(session_engine(), &snapshot);
	expect_reply("Trigger", trigger, "no_toy");
	session_leave();
	session_finish();
}

static void a_code_is_not_shown_while_live(void)
{
	struct engine_snapshot snapshot;
	session_start();
	session_finish_loading(NULL);
	snapshot = ready_snapshot();
	snapshot.state = ENGINE_WAITING_FOR_SCAN;
	fake_engine_publish(session_engine(), &snapshot);
	frontend_send(OBS_FRONTEND_EVENT_STREAMING_STARTING);
	expect_reply("ShowPairing", "{}", "not_allowed");
	frontend_send(OBS_FRONTEND_EVENT_REPLAY_BUFFER_STOPPED); /* another one */
	expect_reply("ShowPairing", "{}", "not_allowed");
	frontend_send(OBS_FRONTEND_EVENT_STREAMING_STOPPED);
	expect_reply("ShowPairing", "{\"seconds\": 30}", NULL);
	session_leave();
	session_finish();
}

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
	snapshot = ready_snapshot();
	snapshot.rules = &rule;
	snapshot.rule_count = 1;
	fake_engine_publish(session_engine(), &snapshot);
	host_wait(has_event, "StatusChanged", "StatusChanged");
	websocket_last_event("StatusChanged", text, sizeof(text), &count);
	HOST_CHECK(count == 1 && strstr(text, "\"ready\"") && !strstr(text, "SECRET"));
	rule.is_active = true;
	snapshot.toys[0].level[0] = 0.4;
	snapshot.record_count = 1;
	snapshot.records[0] =
		(struct haptics_record){.serial = 1, .outcome = HAPTICS_IGNORED_COOLDOWN, .rule_id = "r-x"};
	fake_engine_publish(session_engine(), &snapshot);
	host_wait(has_event, "RuleActive", "RuleActive");
	host_wait(has_event, "LevelChanged", "LevelChanged");
	host_wait(has_event, "Rejected", "Rejected");
	websocket_last_event("Rejected", text, sizeof(text), &count);
	HOST_CHECK(count == 1 && strstr(text, "cooldown") && strstr(text, "r-x"));
	snapshot.is_panic = true;
	snapshot.toys[0].level[0] = 0.0;
	fake_engine_publish(session_engine(), &snapshot);
	host_wait(has_event, "Panic", "Panic");
	websocket_last_event("StatusChanged", text, sizeof(text), &count);
	HOST_CHECK(count == 2); /* levels are not in it */
	session_leave();
	session_finish();
}

static void scripts_can_ask_too(void)
{
	struct engine_snapshot snapshot;
	calldata_t params = {0};
	session_start();
	session_finish_loading(NULL);
	snapshot = ready_snapshot();
	fake_engine_publish(session_engine(), &snapshot);
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
	{"good_requests_are_posted", good_requests_are_posted},
	{"what_could_not_be_posted_is_no_success", what_could_not_be_posted_is_no_success},
	{"arming_and_raising_need_leave", arming_and_raising_need_leave},
	{"output_is_refused_for_the_right_reason", output_is_refused_for_the_right_reason},
	{"a_code_is_not_shown_while_live", a_code_is_not_shown_while_live},
	{"changes_are_told_as_events", changes_are_told_as_events},
	{"scripts_can_ask_too", scripts_can_ask_too},
};

int main(int argc, char **argv)
{
	return host_run_scenario(argc, argv, scenarios, sizeof(scenarios) / sizeof(scenarios[0]));
}
