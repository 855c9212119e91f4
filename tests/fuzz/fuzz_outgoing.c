/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Any bytes as names of rules and toys, and in every field of every request: no reply and no event has text that is not
 * UTF-8, which would end OBS. Each line of the input is one text; they are dealt out in turn. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <jansson.h>
#include <obs-frontend-api.h>
#include <obs-module.h>

#include "fake_engine.h"
#include "fuzz.h"
#include "obs/pairing_permission.h"
#include "obs/requests/request_events.h"
#include "obs/requests/requests.h"
#include "obs/stores/settings.h"
#include "scratch.h"

enum { MAX_TEXTS = 32, FIELDS = 24 };

struct texts {
	const char *text[MAX_TEXTS];
	size_t count, next;
};

struct world {
	char folder[64];
	struct engine *engine;
	struct settings_store *settings;
	struct pairing_permission permission;
	struct requests requests;
	struct request_events *events; /* of the requests */
	int event_count;
};
static struct world world;

/* These win over those of libobs and the frontend, which are not started here. */
bool obs_video_active(void)
{
	return false;
}

void *obs_frontend_get_main_window(void)
{
	return NULL;
}

static void require(bool is_true)
{
	if (!is_true)
		abort();
}

static void remove_folder(void)
{
	scratch_remove(world.folder);
}

static const char *take(struct texts *texts)
{
	return texts->text[texts->next++ % texts->count];
}

/* jansson takes UTF-8 only. */
static void require_text(const char *text)
{
	json_t *string = json_string(text);
	require(string != NULL);
	json_decref(string);
}

static void require_clean(obs_data_t *data);

static void require_clean_item(obs_data_item_t *item)
{
	obs_data_t *object = NULL;
	obs_data_array_t *array = NULL;
	switch (obs_data_item_gettype(item)) {
	case OBS_DATA_STRING:
		require_text(obs_data_item_get_string(item));
		break;
	case OBS_DATA_OBJECT:
		object = obs_data_item_get_obj(item);
		require_clean(object);
		obs_data_release(object);
		break;
	case OBS_DATA_ARRAY:
		array = obs_data_item_get_array(item);
		for (size_t i = 0; i < obs_data_array_count(array); i++) {
			object = obs_data_array_item(array, i);
			require_clean(object);
			obs_data_release(object);
		}
		obs_data_array_release(array);
		break;
	default:
		break;
	}
}

static void require_clean(obs_data_t *data)
{
	for (obs_data_item_t *item = obs_data_first(data); item; obs_data_item_next(&item)) {
		require_text(obs_data_item_get_name(item));
		require_clean_item(item);
	}
}

static void on_event(void *count, const char *type, struct obs_data *data)
{
	require_text(type);
	require_clean(data);
	++*(int *)count;
}

static void open_once(void)
{
	static const struct engine_config config;
	if (world.engine)
		return;
	scratch_make(world.folder);
	atexit(remove_folder);
	world.engine = engine_create(&config);
	world.settings = settings_store_create_in(world.folder, world.engine);
	world.permission.engine = world.engine;
	struct event_sink sink = {.emit = on_event, .ctx = &world.event_count};
	world.events = request_events_create(world.engine, &world.permission, &sink);
	struct requests_parts parts = {.engine = world.engine,
				       .settings = world.settings,
				       .permission = &world.permission,
				       .events = world.events};
	requests_open(&world.requests, &parts);
}

static void fill_run(struct texts *texts, struct engine_run *run)
{
	*run = (struct engine_run){.run = 2, .level = 0.5, .seconds = 3};
	snprintf(run->rule_id, sizeof(run->rule_id), "%s", take(texts));
	snprintf(run->rule_name, sizeof(run->rule_name), "%s", take(texts));
	snprintf(run->by, sizeof(run->by), "%s", take(texts));
	snprintf(run->message, sizeof(run->message), "%s", take(texts));
}

/* Of one that was rejected, and of one that runs. */
static void notify(struct texts *texts)
{
	for (int kind = HAPTICS_NOTICE_REJECTED; kind <= HAPTICS_NOTICE_REACTED; kind++) {
		struct haptics_notice notice = {.kind = kind, .outcome = HAPTICS_IGNORED_COOLDOWN, .run = 2};
		snprintf(notice.rule_id, sizeof(notice.rule_id), "%s", take(texts));
		snprintf(notice.credit.by, sizeof(notice.credit.by), "%s", take(texts));
		snprintf(notice.credit.message, sizeof(notice.credit.message), "%s", take(texts));
		snprintf(notice.credit.unit, sizeof(notice.credit.unit), "%s", take(texts));
		fake_engine_notify(world.engine, &notice);
	}
}

/* As the worker may show it; names are cut where the buffer ends, as no part of the plugin does. */
static void show(struct texts *texts, struct engine_rule *rule, struct engine_run *run,
		 struct engine_snapshot *snapshot)
{
	fake_engine_blank(snapshot);
	snapshot->state = ENGINE_READY;
	snapshot->is_armed = true;
	snapshot->toy_count = 1;
	snapshot->toys[0].is_online = true;
	snapshot->toys[0].level[0] = 0.5;
	snprintf(snapshot->toys[0].alias, sizeof(snapshot->toys[0].alias), "%s", take(texts));
	snprintf(snapshot->toys[0].name, sizeof(snapshot->toys[0].name), "%s", take(texts));
	snprintf(snapshot->toys[0].type, sizeof(snapshot->toys[0].type), "%s", take(texts));
	snprintf(rule->id, sizeof(rule->id), "%s", take(texts));
	snprintf(rule->name, sizeof(rule->name), "%s", take(texts));
	rule->is_active = true;
	snapshot->rules = rule;
	snapshot->rule_count = 1;
	fill_run(texts, run);
	snapshot->waiting = snapshot->runs = run;
	snapshot->waiting_count = snapshot->run_count = 1;
	snapshot->queue_running = run->run;
	snprintf(snapshot->goal.label, sizeof(snapshot->goal.label), "%s", take(texts));
	snapshot->goal.target = 1;
	notify(texts);
	fake_engine_publish(world.engine, snapshot);
}

static void tell_events(struct texts *texts)
{
	int count = 0;
	struct engine_rule rule = {0};
	static struct engine_run run;
	static struct engine_snapshot snapshot;
	struct event_sink sink = {.emit = on_event, .ctx = &count};
	struct request_events *events = request_events_create(world.engine, &world.permission, &sink);
	fake_engine_blank(&snapshot);
	request_events_update(events, &snapshot, 1);
	show(texts, &rule, &run, &snapshot);
	request_events_update(events, &snapshot, 2000000000);
	require(count == 7); /* StatusChanged, RuleActive, LevelChanged, QueueChanged, GoalChanged, Rejected, Reacted */
	request_events_destroy(events);
}

static void fill(struct texts *texts, size_t given, obs_data_t *data)
{
	static const char *const fields[FIELDS] = {
		"rule",   "key",     "toys", "function", "latch",   "level",  "armed",    "value",
		"amount", "seconds", "by",   "user",     "message", "unit",   "pattern",  "preset",
		"label",  "target",  "run",  "paused",   "levels",  "stepMs", "announce", "durationMs"};
	for (size_t i = 0; i < FIELDS; i++)
		if (i != given)
			obs_data_set_string(data, fields[i], take(texts));
	obs_data_set_int(data, "ttlMs", 1000);
	if (given < FIELDS)
		obs_data_set_double(data, fields[given], 0.5);
}

static void ask_all(struct texts *texts, size_t given)
{
	for (int i = 0; i < REQUESTS_COUNT; i++) {
		obs_data_t *data = obs_data_create();
		obs_data_t *reply = obs_data_create();
		struct requests_question question = {
			.name = world.requests.entries[i].name, .wait = REQUESTS_MAY_WAIT, .data = data};
		fill(texts, given, data);
		requests_answer(&world.requests, &question, reply);
		require(obs_data_has_user_value(reply, "ok"));
		require_clean(reply);
		obs_data_release(reply);
		obs_data_release(data);
	}
	fake_engine_forget_intents(world.engine);
}

static void answer_with_names(struct texts *texts)
{
	struct haptics_verdict verdict = {.outcome = HAPTICS_IGNORED_NO_TOY};
	snprintf(verdict.names, sizeof(verdict.names), "%s", take(texts));
	fake_engine_answer(world.engine, ENGINE_ANSWERED, &verdict);
}

/* Changes the copy: lines become texts. There is one at least. */
static void split(char *copy, struct texts *texts)
{
	*texts = (struct texts){0};
	for (char *line = copy; line && texts->count < MAX_TEXTS; texts->count++) {
		char *end = strchr(line, '\n');
		texts->text[texts->count] = line;
		if (end)
			*end++ = '\0';
		line = end;
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct texts texts;
	char *copy = malloc(size + 1);
	require(copy != NULL);
	if (size)
		memcpy(copy, data, size);
	copy[size] = '\0';
	split(copy, &texts);
	open_once();
	tell_events(&texts);
	answer_with_names(&texts);
	for (size_t given = 0; given <= FIELDS; given++)
		ask_all(&texts, given);
	free(copy);
	return 0;
}
