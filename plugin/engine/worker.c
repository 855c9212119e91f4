/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "engine/worker.h"

#include <stdlib.h>

#include "engine/command_map.h"
#include "engine/snapshot_build.h"
#include "engine/worker_private.h"
#include "engine/link_factory.h"
#include "lovense/simulator/simulator.h"
#include "net/platform.h"
#include "net/random.h"
#include "net/secrets/secret.h"

enum { INTENTS_PER_TURN = 64 };

struct haptics_time worker_time(const struct worker *worker)
{
	return (struct haptics_time){
		.now_ms = loop_now_ms(worker->loop),
		.minute_of_week = platform_minute_of_week(),
	};
}

struct haptics_limits worker_limits(const struct engine_settings *settings)
{
	return (struct haptics_limits){
		.master_ceiling = settings->master_ceiling,
		.lease_ms = settings->lease_ms,
		.min_gap_ms = settings->min_gap_ms,
		.stop_when_stream_ends = settings->stop_when_stream_ends,
		.are_tips_allowed = settings->allow_tips,
	};
}

/* Applies an intent that only has a kind and a cause. */
static void apply_plain(struct worker *worker, enum haptics_intent_kind kind, enum haptics_halt_cause cause)
{
	struct haptics_intent intent = {.kind = kind, .cause = cause};
	haptics_apply(worker->haptics, &intent, worker_time(worker));
	worker->is_dirty = true;
}

static enum haptics_halt_cause cause_of(const struct worker *worker, enum engine_mode old, enum engine_mode mode)
{
	if (mode == old)
		return HAPTICS_HALT_SETTINGS;
	if (mode == ENGINE_MODE_OFF)
		return HAPTICS_HALT_OFF;
	return haptics_is_armed(worker->haptics) ? HAPTICS_HALT_MODE : HAPTICS_HALT_SETTINGS;
}

static void take_settings(struct worker *worker, const struct engine_settings *settings)
{
	struct engine_settings old = worker->settings;
	worker->settings = *settings;
	struct haptics_limits limits = worker_limits(settings);
	/* Hotkeys and requests change these too: the setting only counts when it was the setting that moved. */
	if (limits.master_ceiling == old.master_ceiling)
		limits.master_ceiling = haptics_ceiling(worker->haptics);
	if (limits.are_tips_allowed == old.allow_tips)
		limits.are_tips_allowed = haptics_are_tips_allowed(worker->haptics);
	haptics_set_limits(worker->haptics, &limits, worker_time(worker));
	if (link_must_change(&old, settings)) {
		apply_plain(worker, HAPTICS_INTENT_HALT, cause_of(worker, old.mode, settings->mode));
		worker_send_due(worker); /* its Stop, while there is somebody to take it */
		worker_begin_link_change(worker);
	}
	if (worker->link && !worker->is_link_closing)
		lovense_link_listen(worker->link, settings->toy_events);
	worker_give_toys(worker); /* ceilings may have changed */
	worker->has_link_changed = true;
	engine_settings_wipe(&old);
}

static void take_simulator_requests(struct worker *worker, uint32_t requests)
{
	bool is_simulator = worker->link && !worker->is_link_closing && worker->settings.mode == ENGINE_MODE_SIMULATOR;
	if (is_simulator && (requests & (MAILBOX_APP_ONLINE | MAILBOX_APP_OFFLINE)))
		lovense_simulator_set_app_online(worker->link, (requests & MAILBOX_APP_ONLINE) != 0);
	for (size_t i = 0; i < MAILBOX_MAX_SIMULATED_TOYS; i++) {
		bool is_connected = false;
		if (mailbox_take_toy(worker->config.mailbox, i, &is_connected) && is_simulator)
			lovense_simulator_set_toy_connected(worker->link, i, is_connected);
	}
}

static void take_requests(struct worker *worker)
{
	uint32_t requests = mailbox_take_requests(worker->config.mailbox);
	if (worker->link && (requests & MAILBOX_NEW_QR))
		lovense_link_new_qr(worker->link);
	if (worker->link && (requests & MAILBOX_RETRY_NOW))
		lovense_link_retry_now(worker->link);
	take_simulator_requests(worker, requests);
}

static struct haptics_verdict apply(struct worker *worker, const struct mailbox_entry *entry)
{
	if (entry->rules)
		return haptics_test_rule(worker->haptics, entry->rules, entry->intent.run, entry->intent.duration_ms,
					 worker_time(worker));
	return haptics_apply(worker->haptics, &entry->intent, worker_time(worker));
}

/* After each intent, so that none is lost for want of room. */
static void pass_notices_on(struct worker *worker)
{
	struct haptics_notice notice;
	while (haptics_next_notice(worker->haptics, &notice))
		worker->config.notice(worker->config.ctx, &notice);
}

static void take_configuration(struct worker *worker)
{
	struct engine_settings settings;
	const struct haptics_rules *rules = NULL;
	bool is_restart = false;
	if (mailbox_take_settings(worker->config.mailbox, &settings)) {
		take_settings(worker, &settings);
		engine_settings_wipe(&settings);
	}
	if (mailbox_take_rules(worker->config.mailbox, &rules, &is_restart)) {
		haptics_set_rules(worker->haptics, rules, is_restart, worker_time(worker));
		worker->rules_serial++;
		worker->is_dirty = true;
	}
}

/* What stops or lowers goes out before the rest of the mailbox is read. A flood of the rest ends after some, so that
 * what it asks for goes out too. */
static void take_intents(struct worker *worker)
{
	struct mailbox_entry entry;
	int left = INTENTS_PER_TURN;
	while (left > 0 && mailbox_pop(worker->config.mailbox, &entry)) {
		left--;
		take_configuration(worker); /* a ceiling that was set before a start counts for it */
		struct haptics_verdict verdict = apply(worker, &entry);
		pass_notices_on(worker);
		if (mailbox_does_only_stop(&entry.intent))
			worker_send_due(worker);
		if (entry.question)
			worker->owed[worker->owed_count++] = (struct owed_answer){entry.question, verdict};
		if (entry.intent.kind != HAPTICS_INTENT_AUDIO)
			worker->is_dirty = true;
	}
	worker->may_have_mail = left == 0;
}

/* After the new state was sent and shown, so that who has a verdict finds what it says in the snapshot. */
static void answer_questions(struct worker *worker)
{
	for (size_t i = 0; i < worker->owed_count; i++)
		mailbox_answer(worker->config.mailbox, worker->owed[i].question, &worker->owed[i].verdict);
	worker->owed_count = 0;
}

static void take_mail(struct worker *worker)
{
	take_configuration(worker);
	take_requests(worker);
	take_intents(worker);
}

static bool open_worker(struct worker *worker)
{
	if (!mailbox_take_settings(worker->config.mailbox, &worker->settings))
		engine_settings_default(&worker->settings);
	command_map_functions(worker->functions);
	struct haptics_config config = {
		.functions = worker->functions,
		.function_count = LOVENSE_FUNCTION_COUNT,
		.limits = worker_limits(&worker->settings),
		.is_armed = worker->settings.arm_on_start,
	};
	if (!random_bytes(&config.random_seed, sizeof(config.random_seed)))
		config.random_seed = platform_monotonic_ns();
	worker->haptics = haptics_create(&config);
	if (!worker->haptics || !worker_open_loop(worker))
		return false;
	worker_toys_init(worker);
	worker_open_link(worker);
	worker->is_dirty = true;
	return true;
}

static int64_t wait_ms(const struct worker *worker)
{
	if (worker->may_have_mail)
		return 0;
	int64_t now_ms = loop_now_ms(worker->loop);
	int64_t next_ms = haptics_next_ms(worker->haptics);
	if (worker->is_link_closing && worker->closing_until_ms < next_ms)
		next_ms = worker->closing_until_ms;
	if (worker_is_stop_unconfirmed(worker) && worker_unconfirmed_until_ms(worker) < next_ms)
		next_ms = worker_unconfirmed_until_ms(worker);
	if (worker_toys_next_ms(worker) < next_ms)
		next_ms = worker_toys_next_ms(worker);
	if (next_ms == INT64_MAX)
		return -1;
	return next_ms > now_ms ? next_ms - now_ms : 0;
}

static bool turn(struct worker *worker)
{
	bool was_unconfirmed = worker->published && worker->published->stop_unconfirmed;
	take_mail(worker);
	if (!worker_advance_link_change(worker))
		return false;
	worker_follow_link(worker);
	worker_toys_advance(worker);
	worker_send_due(worker);
	pass_notices_on(worker);
	if (was_unconfirmed != worker_is_stop_unconfirmed(worker))
		worker->is_dirty = true;
	worker_publish_changes(worker);
	answer_questions(worker);
	return loop_run_once(worker->loop, wait_ms(worker));
}

/* Stop goes out first, then the goodbye; whatever hangs is dropped when the time is over. */
static void shut_down(struct worker *worker)
{
	take_intents(worker); /* a last STOP_ALL counts */
	apply_plain(worker, HAPTICS_INTENT_HALT, HAPTICS_HALT_EXIT);
	worker_send_due(worker);
	pass_notices_on(worker);
	worker_begin_link_change(worker);
	while (worker->link && !worker_is_link_closed(worker)) {
		int64_t left_ms = worker->closing_until_ms - loop_now_ms(worker->loop);
		if (!loop_run_once(worker->loop, left_ms > 0 ? left_ms : 0))
			break;
	}
}

static void close_worker(struct worker *worker)
{
	lovense_link_destroy(worker->link);
	if (worker->loop)
		worker_close_loop(worker);
	haptics_destroy(worker->haptics);
	engine_snapshot_release(worker->published);
}

bool worker_run(const struct worker_config *config)
{
	struct worker *worker = secret_alloc(sizeof(*worker)); /* the settings are in it */
	if (!worker)
		return false;
	worker->config = *config;
	bool is_open = open_worker(worker);
	bool is_broken = false;
	while (is_open && !is_broken && !config->is_stopping(config->ctx))
		is_broken = !turn(worker);
	answer_questions(worker); /* of a last turn that broke off */
	if (is_broken)
		log_error(&config->log, "the network loop broke down; restart OBS to use it again");
	config->ended(config->ctx);
	if (worker->loop)
		shut_down(worker);
	if (is_broken)
		worker_publish_broken(worker);
	close_worker(worker);
	secret_free(worker);
	return is_open;
}
