/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "session.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <jansson.h>

#include "fake_engine.h"
#include "fake_frontend.h"
#include "host.h"

struct engine *session_engine(void)
{
	return fake_engine_current();
}

void session_start(void)
{
	struct host_options options = {.config = getenv("CONFIG")};
	host_start(&options);
	websocket_start();
	frontend_set_profile("");
	HOST_CHECK(host_load_module());
	HOST_CHECK(frontend_callback_count() == 2);
}

void session_change_rules(const char *rules_json)
{
	obs_data_t *modules = obs_data_create();
	obs_data_t *ours = rules_json ? obs_data_create_from_json(rules_json) : NULL;
	if (ours)
		obs_data_set_obj(modules, "lovense-for-obs", ours);
	frontend_load_collection(modules);
	obs_data_release(ours);
	obs_data_release(modules);
}

void session_load_collection(const char *rules_json)
{
	frontend_send(OBS_FRONTEND_EVENT_SCENE_COLLECTION_CLEANUP);
	session_change_rules(rules_json);
}

void session_finish_loading(const char *rules_json)
{
	session_load_collection(rules_json);
	frontend_send(OBS_FRONTEND_EVENT_FINISHED_LOADING);
	host_run_ui();
}

void session_leave(void)
{
	obs_data_release(frontend_save_collection());
	frontend_send(OBS_FRONTEND_EVENT_SCRIPTING_SHUTDOWN);
	frontend_send(OBS_FRONTEND_EVENT_SCENE_COLLECTION_CLEANUP);
	obs_wait_for_destroy_queue();
	frontend_send(OBS_FRONTEND_EVENT_EXIT);
	HOST_CHECK(frontend_callback_count() == 0);
	frontend_close();
}

void session_finish(void)
{
	websocket_stop();
	host_finish();
}

bool session_saved_rules_are(const char *expected)
{
	obs_data_t *modules = frontend_save_collection();
	obs_data_t *ours = obs_data_get_obj(modules, "lovense-for-obs");
	json_t *saved = json_loads(ours ? obs_data_get_json(ours) : "{}", 0, NULL);
	json_t *wanted = json_loads(expected, 0, NULL);
	bool are_equal = json_equal(saved, wanted);
	if (!are_equal)
		fprintf(stderr, "saved: %s\n", ours ? obs_data_get_json(ours) : "nothing");
	json_decref(saved);
	json_decref(wanted);
	obs_data_release(ours);
	obs_data_release(modules);
	return are_equal;
}

bool session_take(enum haptics_intent_kind kind, struct haptics_intent *intent)
{
	return fake_engine_take_kind(session_engine(), kind, intent);
}

void session_show_ready(struct engine_snapshot *snapshot)
{
	static const struct engine_rule rule = {.id = "r-key", .name = "Boost", .is_enabled = true};
	fake_engine_blank(snapshot);
	snapshot->state = ENGINE_READY;
	snapshot->is_armed = true;
	snapshot->toy_count = 1;
	struct engine_toy *toy = &snapshot->toys[0];
	snprintf(toy->alias, sizeof(toy->alias), "t1");
	snprintf(toy->toy_id, sizeof(toy->toy_id), "SECRET-TOY-ID");
	snprintf(toy->nickname, sizeof(toy->nickname), "SECRET-NICK");
	snprintf(toy->name, sizeof(toy->name), "Lush 3");
	snprintf(toy->type, sizeof(toy->type), "lush");
	toy->is_online = true;
	toy->battery = 80;
	toy->actual = -1;
	toy->functions = 1;
	snprintf(snapshot->qr_payload, sizeof(snapshot->qr_payload), "SECRET-PAYLOAD");
	snprintf(snapshot->qr_code, sizeof(snapshot->qr_code), "SECRET-CODE");
	snapshot->rules = &rule;
	snapshot->rule_count = 1;
	fake_engine_publish(session_engine(), snapshot);
}

void session_check_reply(const char *request, const char *json, obs_data_t *reply, const char *error)
{
	HOST_CHECK(reply != NULL);
	bool is_expected = obs_data_get_bool(reply, "ok") == (error == NULL) &&
			   strcmp(obs_data_get_string(reply, "error"), error ? error : "") == 0 &&
			   (!error || obs_data_get_string(reply, "message")[0]) &&
			   !strstr(obs_data_get_json(reply), "SECRET");
	if (!is_expected)
		fprintf(stderr, "%s %s: %s\n", request, json, obs_data_get_json(reply));
	HOST_CHECK(is_expected);
}

obs_data_t *session_ask(const char *request, const char *json, const char *error)
{
	obs_data_t *reply = websocket_call(request, json);
	session_check_reply(request, json, reply, error);
	return reply;
}

void session_expect(const char *request, const char *json, const char *error)
{
	obs_data_release(session_ask(request, json, error));
}
