/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Requests one right after the other, as in a batch, and what the real core says to them: two simulated toys, t1 a Lush
 * and t2 a Nora, which rotates too. One scenario a run. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <util/platform.h>

#include "../scratch.h"
#include "fake_frontend.h"
#include "host.h"
#include "session.h"

static const char trigger[] = "{\"level\": 0.6, \"durationMs\": 1000}";
static char config_folder[64];
static char module_folder[128];

static const char rules[] =
	"{\"version\": 1, \"rules\": ["
	"{\"id\": \"r-move\", \"name\": \"Move\", \"when\": {\"type\": \"request\"}, \"run\": {\"mode\": \"once\","
	" \"duration_ms\": 500}, \"do\": {\"kind\": \"level\", \"level\": 0.2}},"
	"{\"id\": \"r-asks\", \"name\": \"Asks\", \"when\": {\"type\": \"request\"}, \"run\": {\"mode\": \"once\"},"
	" \"do\": {\"kind\": \"level\", \"level\": 0.2, \"level_from\": \"request\"}},"
	"{\"id\": \"r-turn\", \"name\": \"Turn\", \"when\": {\"type\": \"request\"}, \"run\": {\"mode\": \"once\"},"
	" \"do\": {\"kind\": \"level\", \"level\": 0.2, \"fn\": \"Rotate\"}},"
	"{\"id\": \"r-off\", \"name\": \"Off\", \"enabled\": false, \"when\": {\"type\": \"request\"},"
	" \"run\": {\"mode\": \"once\"}, \"do\": {\"kind\": \"level\", \"level\": 0.2}},"
	"{\"id\": \"r-stop\", \"name\": \"Stop\", \"when\": {\"type\": \"request\"}, \"run\": {\"mode\": \"once\"},"
	" \"do\": {\"kind\": \"stop\"}}]}";

static bool is_ready(void *unused)
{
	UNUSED_PARAMETER(unused);
	obs_data_t *status = websocket_call("GetStatus", "{}");
	obs_data_t *list = websocket_call("ListRules", "{}");
	obs_data_array_t *in_force = obs_data_get_array(list, "rules");
	bool is_so = strcmp(obs_data_get_string(status, "state"), "ready") == 0 && obs_data_array_count(in_force) == 5;
	obs_data_array_release(in_force);
	obs_data_release(list);
	obs_data_release(status);
	return is_so;
}

static void begin(bool is_armed, bool has_permission)
{
	char settings[256];
	scratch_make(config_folder);
	snprintf(module_folder, sizeof(module_folder), "%s/lovense-for-obs", config_folder);
	os_mkdirs(module_folder);
	snprintf(settings, sizeof(settings),
		 "{\"version\": 1, \"mode\": \"simulator\", \"master_ceiling\": 0.3, \"arm_on_start\": %s, "
		 "\"allow_remote_arm\": %s}",
		 is_armed ? "true" : "false", has_permission ? "true" : "false");
	scratch_write(module_folder, "settings.json", settings);
	HOST_CHECK(setenv("CONFIG", config_folder, 1) == 0);
	session_start();
	session_finish_loading(rules);
	host_wait(is_ready, NULL, "ready, with rules");
}

static void end(void)
{
	session_leave();
	session_finish();
	scratch_remove(module_folder);
	scratch_remove(config_folder);
}

static void expect_status(bool is_armed, bool is_panic)
{
	obs_data_t *status = session_ask("GetStatus", "{}", NULL);
	HOST_CHECK(obs_data_get_bool(status, "armed") == is_armed && obs_data_get_bool(status, "panic") == is_panic);
	obs_data_release(status);
}

static void each_request_sees_what_the_one_before_it_did(void)
{
	begin(false, true);
	for (int i = 0; i < 10; i++) {
		session_expect("Trigger", trigger, "disarmed");
		session_expect("SetArmed", "{\"armed\": true}", NULL);
		expect_status(true, false);
		session_expect("Trigger", trigger, NULL);
		session_expect("StopAll", "{}", NULL);
		expect_status(true, true);
		session_expect("Trigger", trigger, "panic");
		session_expect("Resume", "{}", NULL);
		session_expect("Start", "{\"key\": \"k\", \"level\": 0.2, \"ttlMs\": 1000}", NULL);
		session_expect("SetRuleEnabled", "{\"rule\": \"r-off\", \"enabled\": true}", NULL);
		session_expect("Trigger", "{\"rule\": \"r-off\"}", NULL);
		session_expect("StopAll", "{\"latch\": false}", NULL);
		session_expect("SetRuleEnabled", "{\"rule\": \"r-off\", \"enabled\": false}", NULL);
		session_expect("Trigger", "{\"rule\": \"r-off\"}", "disabled");
		session_expect("SetArmed", "{\"armed\": false}", NULL);
	}
	end();
}

static void a_lowered_ceiling_stays_lowered(void)
{
	begin(true, false);
	for (int i = 0; i < 5; i++) /* to 0.25, 0.20, ..., by a key, whose effect no snapshot shows yet */
		HOST_CHECK(host_press("lovense-for-obs.ceiling_down"));
	session_expect("SetCeiling", "{\"value\": 0.29}", "not_allowed");
	session_expect("SetCeiling", "{\"value\": 0.04}", NULL);
	session_expect("SetCeiling", "{\"value\": 0.05}", "not_allowed");
	obs_data_t *reply = session_ask("Trigger", trigger, NULL);
	HOST_CHECK(obs_data_get_double(reply, "applied") <= 0.04 && obs_data_get_bool(reply, "capped"));
	obs_data_release(reply);
	end();
}

/* One that takes its level from nowhere else would run at another one than was asked for. A rule that stops does so. */
static void a_level_is_for_rules_that_take_one(void)
{
	static const char *const ways[][2] = {
		{"Trigger", "{\"rule\": \"r-move\", \"level\": 0.1}"},
		{"Start", "{\"key\": \"k\", \"rule\": \"Move\", \"level\": 0.1, \"ttlMs\": 1000}"},
	};
	begin(true, false);
	for (size_t i = 0; i < sizeof(ways) / sizeof(ways[0]); i++) {
		obs_data_t *replies[] = {websocket_call(ways[i][0], ways[i][1]), host_ask(ways[i][0], ways[i][1])};
		for (size_t k = 0; k < 2; k++) {
			session_check_reply(ways[i][0], ways[i][1], replies[k], "bad_param");
			HOST_CHECK(strstr(obs_data_get_string(replies[k], "message"), "level is only for rules"));
			obs_data_release(replies[k]);
		}
	}
	obs_data_t *reply = session_ask("Trigger", "{\"rule\": \"Asks\", \"level\": 0.1}", NULL);
	HOST_CHECK(obs_data_get_double(reply, "applied") == 0.1);
	obs_data_release(reply);
	session_expect("Trigger", "{\"rule\": \"r-stop\", \"level\": 0.1}", NULL);
	end();
}

/* A key press of the person comes before the request that follows it. */
static void a_person_s_stop_outlasts_a_resume(void)
{
	begin(true, true);
	session_expect("Trigger", trigger, NULL);
	HOST_CHECK(host_press("lovense-for-obs.stop_all"));
	session_expect("Resume", "{}", "not_allowed");
	session_expect("Start", "{\"key\": \"k\", \"level\": 0.2, \"ttlMs\": 1000}", "panic");
	session_expect("StopAll", "{}", NULL);
	session_expect("Resume", "{}", "not_allowed");
	end();
}

/* reply is released. */
static void expect_stop(obs_data_t *reply, const char *remark)
{
	session_check_reply("a rule that stops", "", reply, NULL);
	HOST_CHECK(!obs_data_has_user_value(reply, "run"));
	HOST_CHECK(strncmp(obs_data_get_string(reply, "message"), remark, strlen(remark)) == 0);
	obs_data_release(reply);
}

static void a_rule_that_stops_needs_no_armed_plugin(void)
{
	begin(false, false);
	expect_stop(websocket_call("Trigger", "{\"rule\": \"r-stop\"}"), "");
	expect_stop(host_ask("Trigger", "{\"rule\": \"r-stop\", \"toys\": \"t1\"}"), "");
	expect_stop(websocket_call("Trigger", "{\"rule\": \"r-stop\", \"toys\": \"t9\"}"), "toys ");
	expect_stop(websocket_call("Trigger", "{\"rule\": \"r-stop\", \"level\": \"high\"}"), "level ");
	expect_stop(websocket_call("Trigger", "{\"rule\": \"r-stop\", \"toys\": \"pinky\"}"), "toys ");
	expect_stop(websocket_call("Trigger", "{\"rule\": \"r-stop\", \"durationMs\": -1}"), "durationMs ");
	expect_stop(websocket_call("Start", "{\"rule\": \"r-stop\", \"key\": 5}"), "key ");
	session_expect("Trigger", "{\"rule\": \"r-off\"}", "disabled");
	session_expect("Trigger", "{\"rule\": \"r-move\"}", "disarmed");
	session_expect("Trigger", "{\"rule\": \"nobody\"}", "unknown_rule");
	session_expect("SetRuleEnabled", "{\"rule\": \"nobody\", \"enabled\": false}", "unknown_rule");
	end();
}

static void expect_refusal_naming(const char *json, const char *error, const char *name)
{
	obs_data_t *reply = session_ask("Trigger", json, error);
	HOST_CHECK(strstr(obs_data_get_string(reply, "message"), name));
	obs_data_release(reply);
	obs_data_t *status = session_ask("GetStatus", "{}", NULL);
	HOST_CHECK(!strstr(obs_data_get_json(status), "\"level\":0.2"));
	obs_data_release(status);
}

static void what_a_toy_lacks_is_named_and_nothing_moves(void)
{
	begin(true, false);
	expect_refusal_naming("{\"level\": 0.2, \"durationMs\": 1000, \"function\": \"Rotate\", \"toys\": \"t1\"}",
			      "unsupported", "Rotate");
	expect_refusal_naming("{\"level\": 0.2, \"durationMs\": 1000, \"function\": \"Rotate\", \"toys\": \"t1,t2\"}",
			      "unsupported", "Rotate");
	expect_refusal_naming("{\"rule\": \"r-turn\", \"toys\": \"t1\"}", "unsupported", "Rotate");
	expect_refusal_naming("{\"rule\": \"r-move\", \"function\": \"Suction\"}", "unsupported", "Suction");
	session_expect("Trigger", "{\"rule\": \"r-turn\", \"toys\": \"t2\"}", NULL);
	end();
}

/* Events of both kinds so far. */
static bool has_told(void *wanted)
{
	char text[2048];
	int count = 0;
	websocket_last_event("RuleActive", text, sizeof(text), &count);
	return count == *(int *)wanted;
}

/* reply is released. */
static void expect_events_of(obs_data_t *reply, int count_then)
{
	char text[2048];
	char run[32];
	int count = 0;
	HOST_CHECK(obs_data_get_int(reply, "run") > 0 && !obs_data_get_bool(reply, "capped"));
	HOST_CHECK(obs_data_get_double(reply, "applied") == 0.2);
	snprintf(run, sizeof(run), "\"run\":%lld", obs_data_get_int(reply, "run"));
	obs_data_release(reply);
	host_wait(has_told, &count_then, "the rule began and ended");
	websocket_last_event("RuleActive", text, sizeof(text), &count);
	HOST_CHECK(strstr(text, run) && strstr(text, "\"active\":false"));
}

static void the_run_of_a_reply_is_the_run_of_its_events(void)
{
	begin(true, false);
	expect_events_of(session_ask("Trigger", "{\"rule\": \"r-move\"}", NULL), 2);
	expect_events_of(host_ask("Trigger", "{\"rule\": \"r-move\"}"), 4);
	end();
}

static const struct host_scenario scenarios[] = {
	{"each_request_sees_what_the_one_before_it_did", each_request_sees_what_the_one_before_it_did},
	{"a_lowered_ceiling_stays_lowered", a_lowered_ceiling_stays_lowered},
	{"a_level_is_for_rules_that_take_one", a_level_is_for_rules_that_take_one},
	{"a_person_s_stop_outlasts_a_resume", a_person_s_stop_outlasts_a_resume},
	{"a_rule_that_stops_needs_no_armed_plugin", a_rule_that_stops_needs_no_armed_plugin},
	{"what_a_toy_lacks_is_named_and_nothing_moves", what_a_toy_lacks_is_named_and_nothing_moves},
	{"the_run_of_a_reply_is_the_run_of_its_events", the_run_of_a_reply_is_the_run_of_its_events},
};

int main(int argc, char **argv)
{
	return host_run_scenario(argc, argv, scenarios, sizeof(scenarios) / sizeof(scenarios[0]));
}
