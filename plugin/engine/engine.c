/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "engine/engine.h"

#include <stdatomic.h>
#include <stdlib.h>

#include "engine/mailbox/mailbox.h"
#include "engine/mailbox/notices.h"
#include "engine/snapshot_build.h"
#include "engine/worker.h"
#include "haptics/rules/rule.h"
#include "net/log.h"
#include "net/loop.h"
#include "net/platform.h"

struct engine {
	struct engine_config config;
	struct mailbox *mailbox;
	struct platform_thread *thread; /* touched by start, join and destroy only: the owner's thread */
	atomic_bool is_stopping;
	atomic_uint_fast32_t next_run;
	atomic_uint_fast64_t revision;
	struct platform_mutex *lock; /* leaf; guards: newest, loop */
	const struct engine_snapshot *newest;
	struct loop *loop;           /* NULL while the worker has none */
	struct notice_queue notices; /* has its own lock */
};

static void write_log(void *ctx, enum log_level level, const char *line)
{
	struct engine *engine = ctx;
	engine->config.log(engine->config.ctx, (int)level, line);
}

struct engine *engine_create(const struct engine_config *config)
{
	struct engine *engine = calloc(1, sizeof(*engine));
	if (!engine)
		return NULL;
	engine->config = *config;
	engine->mailbox = mailbox_create();
	engine->lock = platform_mutex_create();
	bool has_notices = notice_queue_open(&engine->notices);
	struct engine_snapshot *empty = worker_empty_snapshot();
	engine->newest = empty;
	if (!engine->mailbox || !engine->lock || !has_notices || !empty) {
		engine_destroy(engine);
		return NULL;
	}
	atomic_init(&engine->revision, empty->revision);
	atomic_init(&engine->next_run, 1);
	return engine;
}

static void wake(struct engine *engine)
{
	platform_mutex_lock(engine->lock);
	/* Under the lock, because the worker replaces the loop; loop_wake() itself takes none. */
	if (engine->loop)
		loop_wake(engine->loop);
	platform_mutex_unlock(engine->lock);
}

static void on_use_loop(void *ctx, struct loop *loop)
{
	struct engine *engine = ctx;
	platform_mutex_lock(engine->lock);
	engine->loop = loop;
	platform_mutex_unlock(engine->lock);
	if (loop) /* something may have been posted while there was none */
		loop_wake(loop);
}

static void on_publish(void *ctx, struct engine_snapshot *snapshot)
{
	struct engine *engine = ctx;
	uint64_t revision = snapshot->revision;
	platform_mutex_lock(engine->lock);
	const struct engine_snapshot *old = engine->newest;
	engine->newest = snapshot;
	platform_mutex_unlock(engine->lock);
	engine_snapshot_release(old);
	atomic_store(&engine->revision, revision);
}

static void on_notice(void *ctx, const struct haptics_notice *notice)
{
	struct engine *engine = ctx;
	notice_queue_put(&engine->notices, notice);
}

static bool on_is_stopping(void *ctx)
{
	struct engine *engine = ctx;
	return atomic_load(&engine->is_stopping);
}

static void on_ended(void *ctx)
{
	struct engine *engine = ctx;
	mailbox_end(engine->mailbox);
}

static void run_worker(void *ctx)
{
	struct engine *engine = ctx;
	struct worker_config config = {
		.mailbox = engine->mailbox,
		.publish = on_publish,
		.notice = on_notice,
		.use_loop = on_use_loop,
		.is_stopping = on_is_stopping,
		.ended = on_ended,
		.ctx = engine,
	};
	if (engine->config.log)
		config.log = (struct log_sink){.write = write_log, .ctx = engine};
	if (!worker_run(&config))
		log_error(&config.log, "the engine could not start; toys cannot be reached");
}

bool engine_start(struct engine *engine, const struct engine_settings *settings)
{
	if (atomic_load(&engine->is_stopping))
		return false;
	if (engine->thread)
		return true;
	if (!mailbox_put_settings(engine->mailbox, settings))
		return false;
	engine->thread = platform_thread_start(run_worker, engine, "lovense-engine");
	return engine->thread != NULL;
}

void engine_configure(struct engine *engine, const struct engine_settings *settings)
{
	if (mailbox_put_settings(engine->mailbox, settings))
		wake(engine);
}

bool engine_post(struct engine *engine, const struct haptics_intent *intent)
{
	bool is_taken = mailbox_push(engine->mailbox, intent);
	wake(engine);
	return is_taken;
}

enum engine_answer engine_ask(struct engine *engine, const struct haptics_intent *intent, int timeout_ms,
			      struct haptics_verdict *verdict)
{
	enum engine_answer answer = ENGINE_BUSY;
	struct mailbox_question *question = mailbox_ask(engine->mailbox, intent, &answer);
	wake(engine);
	return question ? mailbox_wait_answer(engine->mailbox, question, timeout_ms, verdict) : answer;
}

bool engine_next_notice(struct engine *engine, struct haptics_notice *notice)
{
	return notice_queue_take(&engine->notices, notice);
}

uint32_t engine_new_run(struct engine *engine)
{
	return (uint32_t)atomic_fetch_add(&engine->next_run, 2);
}

uint32_t engine_test_rule(struct engine *engine, const struct haptics_rules *rules, int duration_ms)
{
	uint32_t run = engine_new_run(engine);
	mailbox_push_test(engine->mailbox, haptics_rules_retain(rules), run, duration_ms);
	wake(engine);
	return run;
}

void engine_set_rules(struct engine *engine, const struct haptics_rules *rules, bool restart)
{
	mailbox_put_rules(engine->mailbox, haptics_rules_retain(rules), restart);
	wake(engine);
}

static void request(struct engine *engine, uint32_t requests)
{
	mailbox_request(engine->mailbox, requests);
	wake(engine);
}

void engine_new_qr(struct engine *engine)
{
	request(engine, MAILBOX_NEW_QR);
}

void engine_retry_now(struct engine *engine)
{
	request(engine, MAILBOX_RETRY_NOW);
}

void engine_simulate_app(struct engine *engine, bool is_online)
{
	request(engine, is_online ? MAILBOX_APP_ONLINE : MAILBOX_APP_OFFLINE);
}

void engine_simulate_toy(struct engine *engine, size_t index, bool is_connected)
{
	mailbox_request_toy(engine->mailbox, index, is_connected);
	wake(engine);
}

uint64_t engine_revision(const struct engine *engine)
{
	return atomic_load(&engine->revision);
}

const struct engine_snapshot *engine_snapshot_get(struct engine *engine)
{
	platform_mutex_lock(engine->lock);
	const struct engine_snapshot *snapshot = snapshot_retain(engine->newest);
	platform_mutex_unlock(engine->lock);
	return snapshot;
}

const struct engine_snapshot *engine_snapshot_try_get(struct engine *engine)
{
	if (!platform_mutex_trylock(engine->lock))
		return NULL;
	const struct engine_snapshot *snapshot = snapshot_retain(engine->newest);
	platform_mutex_unlock(engine->lock);
	return snapshot;
}

void engine_request_stop(struct engine *engine)
{
	atomic_store(&engine->is_stopping, true);
	mailbox_end(engine->mailbox);
	wake(engine);
}

bool engine_join(struct engine *engine, int timeout_ms)
{
	if (!engine->thread)
		return true;
	if (!platform_thread_join(engine->thread, timeout_ms))
		return false;
	engine->thread = NULL;
	return true;
}

void engine_destroy(struct engine *engine)
{
	if (!engine || engine->thread) /* a worker that still runs keeps what it uses */
		return;
	mailbox_destroy(engine->mailbox);
	engine_snapshot_release(engine->newest);
	platform_mutex_destroy(engine->lock);
	notice_queue_close(&engine->notices);
	free(engine);
}
