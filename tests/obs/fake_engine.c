/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "fake_engine.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include <stdio.h>

#include "haptics/preview/preview.h"
#include "haptics/rules/rule.h"
#include "haptics/tips/viewers.h"
#include "net/secrets/secret.h"

enum { INTENT_CAPACITY = 4096, RULES_SIZE = 65536, NOTICE_CAPACITY = 64 };

struct shown {
	struct engine_snapshot snapshot; /* first: a pointer to it is a pointer to this */
	struct engine_rule rules[16];
	const struct haptics_rules *set; /* NULL: the snapshot has one of its own */
	struct engine_run runs[ENGINE_MAX_RUNS], waiting[ENGINE_MAX_WAITING];
	int references; /* guarded by shown_lock */
};

struct engine {
	pthread_mutex_t lock; /* guards everything below */
	struct shown *shown;
	uint64_t revision; /* also read without the lock, atomically */
	bool is_try_blocked, is_hanging, is_full;
	struct haptics_intent intents[INTENT_CAPACITY];
	size_t first, count;
	struct fake_engine_calls calls;
	char rules[RULES_SIZE];
	struct engine_settings settings;
	enum engine_answer answer;
	bool has_verdict;
	struct haptics_verdict verdict;
	uint32_t last_run;
	size_t notice_count;
	struct haptics_notice notices[NOTICE_CAPACITY];
};

static pthread_mutex_t shown_lock = PTHREAD_MUTEX_INITIALIZER; /* guards: references of every shown, held */
static int held;                                               /* references beside the engines' own */
static struct engine *current;

/* --- snapshots --- */

/* Rules are looked up in the set. New reference. */
static const struct haptics_rules *set_of(const struct engine_snapshot *snapshot)
{
	json_t *rules = json_array();
	for (size_t i = 0; i < snapshot->rule_count; i++)
		json_array_append_new(rules, json_pack("{s:s, s:s, s:{s:s}, s:{s:s, s:f}}", "id", snapshot->rules[i].id,
						       "name", snapshot->rules[i].name, "when", "type", "request", "do",
						       "kind", "level", "level", 0.5));
	return haptics_rules_parse(
		json_pack("{s:i, s:o, s:[s]}", "version", 1, "rules", rules, "blocked", FAKE_ENGINE_BLOCKED));
}

static void drop(struct shown *shown, bool is_owners)
{
	pthread_mutex_lock(&shown_lock);
	held -= is_owners ? 0 : 1;
	bool is_last = --shown->references == 0;
	pthread_mutex_unlock(&shown_lock);
	if (!is_last)
		return;
	haptics_rules_release(shown->set);
	free(shown);
}

static const struct engine_snapshot *retain(struct engine *engine)
{
	pthread_mutex_lock(&shown_lock);
	struct shown *shown = engine->shown;
	shown->references++;
	held++;
	pthread_mutex_unlock(&shown_lock);
	return &shown->snapshot;
}

void fake_engine_blank(struct engine_snapshot *snapshot)
{
	*snapshot = (struct engine_snapshot){
		.state = ENGINE_OFF,
		.reason = ENGINE_REASON_NONE,
		.ceiling = 0.3,
		.route = ENGINE_VIA_NONE,
		.round_trip_ms = -1,
		.goal = {.target = HAPTICS_GOAL_TARGET},
		.toy_events = ENGINE_TOY_EVENTS_OFF,
		.report_median_us = -1,
		.report_p99_us = -1,
	};
}

void fake_engine_publish(struct engine *engine, const struct engine_snapshot *snapshot)
{
	struct shown *shown = calloc(1, sizeof(*shown));
	shown->snapshot = *snapshot;
	for (size_t i = 0; i < snapshot->rule_count; i++)
		shown->rules[i] = snapshot->rules[i];
	shown->snapshot.rules = shown->rules;
	shown->set = snapshot->rule_set ? NULL : set_of(snapshot);
	if (shown->set)
		shown->snapshot.rule_set = shown->set;
	for (size_t i = 0; i < snapshot->run_count; i++)
		shown->runs[i] = snapshot->runs[i];
	shown->snapshot.runs = shown->runs;
	for (size_t i = 0; i < snapshot->waiting_count; i++)
		shown->waiting[i] = snapshot->waiting[i];
	shown->snapshot.waiting = shown->waiting;
	shown->references = 1;
	pthread_mutex_lock(&engine->lock);
	shown->snapshot.revision = engine->revision + 1;
	struct shown *old = engine->shown;
	engine->shown = shown;
	__atomic_store_n(&engine->revision, shown->snapshot.revision, __ATOMIC_SEQ_CST);
	pthread_mutex_unlock(&engine->lock);
	if (old)
		drop(old, true);
}

uint64_t engine_revision(const struct engine *engine)
{
	return __atomic_load_n(&engine->revision, __ATOMIC_SEQ_CST);
}

const struct engine_snapshot *engine_snapshot_get(struct engine *engine)
{
	pthread_mutex_lock(&engine->lock);
	const struct engine_snapshot *snapshot = retain(engine);
	pthread_mutex_unlock(&engine->lock);
	return snapshot;
}

const struct engine_snapshot *engine_snapshot_try_get(struct engine *engine)
{
	if (pthread_mutex_trylock(&engine->lock) != 0)
		return NULL;
	const struct engine_snapshot *snapshot = engine->is_try_blocked ? NULL : retain(engine);
	pthread_mutex_unlock(&engine->lock);
	return snapshot;
}

void engine_snapshot_release(const struct engine_snapshot *snapshot)
{
	if (snapshot)
		drop((struct shown *)snapshot, false);
}

int fake_engine_held_snapshots(void)
{
	pthread_mutex_lock(&shown_lock);
	int count = held;
	pthread_mutex_unlock(&shown_lock);
	return count;
}

/* --- life --- */

struct engine *engine_create(const struct engine_config *config)
{
	struct engine_snapshot blank;
	struct engine *engine = secret_alloc(sizeof(*engine)); /* the settings are in it */
	(void)config;
	pthread_mutex_init(&engine->lock, NULL);
	engine_settings_default(&engine->settings);
	engine->answer = ENGINE_ANSWERED;
	fake_engine_blank(&blank);
	fake_engine_publish(engine, &blank);
	current = engine;
	return engine;
}

struct engine *fake_engine_current(void)
{
	return current;
}

bool engine_start(struct engine *engine, const struct engine_settings *settings)
{
	pthread_mutex_lock(&engine->lock);
	engine->calls.starts++;
	engine->settings = *settings;
	bool may_start = engine->calls.stop_requests == 0;
	pthread_mutex_unlock(&engine->lock);
	return may_start;
}

void engine_configure(struct engine *engine, const struct engine_settings *settings)
{
	pthread_mutex_lock(&engine->lock);
	engine->calls.configures++;
	engine->settings = *settings;
	pthread_mutex_unlock(&engine->lock);
}

static void count_call(struct engine *engine, int *counter)
{
	pthread_mutex_lock(&engine->lock);
	++*counter;
	pthread_mutex_unlock(&engine->lock);
}

void engine_request_stop(struct engine *engine)
{
	count_call(engine, &engine->calls.stop_requests);
}

bool engine_join(struct engine *engine, int timeout_ms)
{
	(void)timeout_ms;
	count_call(engine, &engine->calls.joins);
	return !engine->is_hanging;
}

void engine_destroy(struct engine *engine)
{
	if (!engine)
		return;
	current = NULL;
	drop(engine->shown, true);
	pthread_mutex_destroy(&engine->lock);
	secret_free(engine);
}

/* --- what comes in --- */

/* With the lock. */
static bool keep(struct engine *engine, const struct haptics_intent *intent)
{
	bool has_room = !engine->is_full && engine->count < INTENT_CAPACITY;
	if (has_room)
		engine->intents[(engine->first + engine->count++) % INTENT_CAPACITY] = *intent;
	engine->calls.posts++;
	return has_room;
}

bool engine_post(struct engine *engine, const struct haptics_intent *intent)
{
	pthread_mutex_lock(&engine->lock);
	bool has_room = keep(engine, intent);
	pthread_mutex_unlock(&engine->lock);
	return has_room;
}

/* With the lock. run: of what begins. */
static struct haptics_verdict verdict_on(const struct engine *engine, const struct haptics_intent *intent, uint32_t run)
{
	bool begins = intent->kind == HAPTICS_INTENT_RUN_RULE || intent->kind == HAPTICS_INTENT_RUN_LEVEL ||
		      intent->kind == HAPTICS_INTENT_START_KEY || intent->kind == HAPTICS_INTENT_TIP;
	if (engine->has_verdict)
		return engine->verdict;
	if (!begins)
		return (struct haptics_verdict){.outcome = HAPTICS_DONE};
	return (struct haptics_verdict){
		.outcome = HAPTICS_FIRED, .run = run, .wanted = intent->value, .applied = intent->value};
}

enum engine_answer engine_ask(struct engine *engine, const struct haptics_intent *intent, int timeout_ms,
			      struct haptics_verdict *verdict)
{
	(void)timeout_ms;
	pthread_mutex_lock(&engine->lock);
	enum engine_answer answer = engine->answer;
	bool is_kept = (answer == ENGINE_ANSWERED || answer == ENGINE_POSTED) && keep(engine, intent);
	engine->calls.asks++;
	if (answer == ENGINE_ANSWERED && is_kept)
		*verdict = verdict_on(engine, intent, engine->last_run += 2);
	pthread_mutex_unlock(&engine->lock);
	return is_kept || answer == ENGINE_ENDED ? answer : ENGINE_BUSY;
}

void engine_preview(const struct engine_snapshot *snapshot, const struct haptics_rules *rules,
		    const struct haptics_intent *intent, struct haptics_preview *preview)
{
	(void)snapshot;
	(void)rules;
	pthread_mutex_lock(&current->lock);
	*preview = (struct haptics_preview){.verdict = verdict_on(current, intent, 0), .functions = {1}};
	pthread_mutex_unlock(&current->lock);
}

uint32_t engine_new_run(struct engine *engine)
{
	pthread_mutex_lock(&engine->lock);
	uint32_t run = (engine->last_run += 2) | 1;
	pthread_mutex_unlock(&engine->lock);
	return run;
}

void fake_engine_notify(struct engine *engine, const struct haptics_notice *notice)
{
	pthread_mutex_lock(&engine->lock);
	if (engine->notice_count < NOTICE_CAPACITY)
		engine->notices[engine->notice_count++] = *notice;
	pthread_mutex_unlock(&engine->lock);
}

bool engine_next_notice(struct engine *engine, struct haptics_notice *notice)
{
	pthread_mutex_lock(&engine->lock);
	bool has_one = engine->notice_count > 0;
	if (has_one) {
		*notice = engine->notices[0];
		memmove(engine->notices, engine->notices + 1, --engine->notice_count * sizeof(*notice));
	}
	pthread_mutex_unlock(&engine->lock);
	return has_one;
}

void fake_engine_answer(struct engine *engine, enum engine_answer answer, const struct haptics_verdict *verdict)
{
	pthread_mutex_lock(&engine->lock);
	engine->answer = answer;
	engine->has_verdict = verdict != NULL;
	if (verdict)
		engine->verdict = *verdict;
	pthread_mutex_unlock(&engine->lock);
}

bool fake_engine_take_intent(struct engine *engine, struct haptics_intent *intent)
{
	pthread_mutex_lock(&engine->lock);
	bool has_one = engine->count > 0;
	if (has_one) {
		*intent = engine->intents[engine->first];
		engine->first = (engine->first + 1) % INTENT_CAPACITY;
		engine->count--;
	}
	pthread_mutex_unlock(&engine->lock);
	return has_one;
}

bool fake_engine_take_kind(struct engine *engine, enum haptics_intent_kind kind, struct haptics_intent *intent)
{
	while (fake_engine_take_intent(engine, intent))
		if (intent->kind == kind)
			return true;
	return false;
}

void fake_engine_forget_intents(struct engine *engine)
{
	struct haptics_intent intent;
	while (fake_engine_take_intent(engine, &intent)) {
	}
}

/* What would be in force: the set without the rules that cannot be used. */
static char *usable_text(const struct haptics_rules *rules)
{
	size_t count = 0;
	json_t *usable = json_deep_copy(haptics_rules_json(rules));
	while (haptics_rules_problem(rules, count))
		count++;
	while (count-- > 0)
		json_array_remove(json_object_get(usable, "rules"), (size_t)haptics_rules_problem(rules, count)->rule);
	char *text = json_dumps(usable, JSON_COMPACT);
	json_decref(usable);
	return text;
}

void engine_set_rules(struct engine *engine, const struct haptics_rules *rules, bool restart)
{
	char *text = usable_text(rules);
	pthread_mutex_lock(&engine->lock);
	engine->calls.rule_sets++;
	engine->calls.posts_when_last_rules = engine->calls.posts;
	engine->calls.had_null_rules = rules == NULL;
	engine->calls.was_restart = restart;
	snprintf(engine->rules, sizeof(engine->rules), "%s", text ? text : "");
	pthread_mutex_unlock(&engine->lock);
	free(text);
}

void engine_new_qr(struct engine *engine)
{
	count_call(engine, &engine->calls.new_qrs);
}

void engine_retry_now(struct engine *engine)
{
	(void)engine;
}

void engine_simulate_app(struct engine *engine, bool is_online)
{
	(void)engine;
	(void)is_online;
}

void engine_simulate_toy(struct engine *engine, size_t index, bool is_connected)
{
	(void)engine;
	(void)index;
	(void)is_connected;
}

/* --- what a test asks --- */

void fake_engine_block_try(struct engine *engine, bool is_blocked)
{
	pthread_mutex_lock(&engine->lock);
	engine->is_try_blocked = is_blocked;
	pthread_mutex_unlock(&engine->lock);
}

void fake_engine_fill(struct engine *engine, bool is_full)
{
	pthread_mutex_lock(&engine->lock);
	engine->is_full = is_full;
	pthread_mutex_unlock(&engine->lock);
}

void fake_engine_hang(struct engine *engine, bool is_hanging)
{
	pthread_mutex_lock(&engine->lock);
	engine->is_hanging = is_hanging;
	pthread_mutex_unlock(&engine->lock);
}

struct fake_engine_calls fake_engine_calls(struct engine *engine)
{
	pthread_mutex_lock(&engine->lock);
	struct fake_engine_calls calls = engine->calls;
	pthread_mutex_unlock(&engine->lock);
	return calls;
}

void fake_engine_rules(struct engine *engine, char *text, size_t size)
{
	pthread_mutex_lock(&engine->lock);
	snprintf(text, size, "%s", engine->rules);
	pthread_mutex_unlock(&engine->lock);
}

void fake_engine_settings(struct engine *engine, struct engine_settings *settings)
{
	pthread_mutex_lock(&engine->lock);
	*settings = engine->settings;
	pthread_mutex_unlock(&engine->lock);
}
