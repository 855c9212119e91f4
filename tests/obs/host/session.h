/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A run of OBS with the module in it, played by a test: what every scenario with a frontend begins and ends with. Main
 * thread. */
#pragma once

#include <stdbool.h>

#include <obs-data.h>

#include "haptics/intent.h"

struct engine_snapshot;

/* A scene collection's rules, with parts that this version does not know. */
#define SESSION_RULES                                                                                                  \
	"{\"version\": 1, \"later\": {\"kept\": true}, \"rules\": ["                                                   \
	"{\"id\": \"r-key\", \"name\": \"Boost\", \"when\": {\"type\": \"hotkey\"},"                                   \
	" \"run\": {\"mode\": \"while\"}, \"do\": {\"kind\": \"level\", \"level\": 0.5}},"                             \
	"{\"id\": \"r-source\", \"name\": \"Alert\", \"when\": {\"type\": \"source\", \"ref\": {\"name\": "            \
	"\"Alert\"}},"                                                                                                 \
	" \"do\": {\"kind\": \"level\", \"level\": 0.2}, \"future\": [{\"value\": 1}, {\"value\": \"x\"}]}]}"

/* The engine under the module. */
struct engine *session_engine(void);
/* Takes the next intent of that kind, dropping what came before it. false: there is none. */
bool session_take(enum haptics_intent_kind kind, struct haptics_intent *intent);

/* Armed and ready, with the toy t1 and a rule r-key; what nobody may be told has SECRET in it. */
void session_show_ready(struct engine_snapshot *snapshot);
/* What obs-websocket gets: ok, or that error and a message. obs_data_release() the reply. */
obs_data_t *session_ask(const char *request, const char *json, const char *error);
/* The same, and nothing else of it matters. */
void session_expect(const char *request, const char *json, const char *error);
/* The checks of session_ask(), of a reply that came another way. */
void session_check_reply(const char *request, const char *json, obs_data_t *reply, const char *error);

/* libobs with video, obs-websocket, an empty profile, the module loaded. */
void session_start(void);
/* What OBS does to load a scene collection; rules_json NULL: it has none of ours. */
void session_load_collection(const char *rules_json);
/* The same for the first collection, up to FINISHED_LOADING. */
void session_finish_loading(const char *rules_json);
/* Other rules in the collection that is there, as after an edit. */
void session_change_rules(const char *rules_json);
/* Saves; what is saved is as good as expected. */
bool session_saved_rules_are(const char *expected);
/* The events of an exit, up to the frontend's end. */
void session_leave(void);
/* Ends libobs and checks that nothing is left. */
void session_finish(void);
