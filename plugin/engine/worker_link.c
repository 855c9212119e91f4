/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <string.h>

#include "engine/command_map.h"
#include "engine/link_factory.h"
#include "engine/worker_private.h"
#include "net/platform.h"

enum {
	GOODBYE_MS = 400,       /* for a link to send Stop and close */
	GOODBYE_LIMIT_MS = 500, /* after that it is dropped */
	COMMANDS_PER_POLL = 16,
	POLLS_PER_TURN = 8,
};

static void on_link_changed(void *ctx)
{
	struct worker *worker = ctx;
	worker->has_link_changed = true;
}

bool worker_open_loop(struct worker *worker)
{
	struct loop_config config = {.log = worker->config.log, .ca_file = worker->settings.ca_file};
	enum loop_error error = LOOP_OK;
	worker->is_ca_file_bad = false;
	memcpy(worker->loop_ca_file, worker->settings.ca_file, sizeof(worker->loop_ca_file));
	worker->loop = loop_create(&config, &error);
	if (!worker->loop && error == LOOP_ERROR_CA_FILE) {
		/* Without it the trust the user asked for cannot be had: no link, but the worker goes on and waits for
		 * better settings. */
		worker->is_ca_file_bad = true;
		log_error(&worker->config.log, "settings: the CA file cannot be read, or holds no certificate");
		config.ca_file = NULL;
		worker->loop = loop_create(&config, &error);
	}
	if (!worker->loop) {
		log_error(&worker->config.log, "the network loop could not be created: %s", loop_error_text(error));
		return false;
	}
	worker->config.use_loop(worker->config.ctx, worker->loop);
	return true;
}

void worker_close_loop(struct worker *worker)
{
	worker->config.use_loop(worker->config.ctx, NULL);
	loop_destroy(worker->loop);
	worker->loop = NULL;
}

void worker_open_link(struct worker *worker)
{
	if (worker->is_ca_file_bad)
		return;
	struct lovense_listener listener = {
		.changed = on_link_changed, .toy_event = worker_toys_on_event, .ctx = worker};
	worker->link = link_create(worker->loop, &worker->settings, &listener);
	if (worker->link) {
		lovense_link_start(worker->link);
		lovense_link_listen(worker->link, worker->settings.toy_events);
	} else if (worker->settings.mode != ENGINE_MODE_OFF) {
		log_error(&worker->config.log, "out of memory: no link to the toys");
	}
	worker->has_link_changed = true;
}

static void set_online(struct worker *worker, bool is_online)
{
	if (is_online != worker->is_online)
		haptics_set_online(worker->haptics, is_online, worker_time(worker));
	worker->is_online = is_online;
}

static void drop_link(struct worker *worker)
{
	lovense_link_destroy(worker->link);
	worker->link = NULL;
	worker->is_link_closing = false;
	worker->slots = (struct slots){0};
	worker_toys_reset(worker);
	worker->has_link_changed = true;
}

void worker_begin_link_change(struct worker *worker)
{
	if (worker->is_link_closing)
		return;
	worker->is_link_closing = true;
	worker->closing_until_ms = loop_now_ms(worker->loop) + GOODBYE_LIMIT_MS;
	if (worker->link)
		lovense_link_shut(worker->link, GOODBYE_MS);
}

bool worker_is_link_closed(const struct worker *worker)
{
	return !worker->link || lovense_link_snapshot(worker->link)->state == LOVENSE_OFF ||
	       loop_now_ms(worker->loop) >= worker->closing_until_ms;
}

/* Follows a change of settings through: old link away, new loop when the trust changed, new link. */
bool worker_advance_link_change(struct worker *worker)
{
	if (!worker->is_link_closing || !worker_is_link_closed(worker))
		return true;
	if (worker->link && lovense_link_snapshot(worker->link)->state != LOVENSE_OFF) /* it took too long */
		worker_mark_stops_unconfirmed(worker);
	set_online(worker, false);
	drop_link(worker);
	if (strcmp(worker->loop_ca_file, worker->settings.ca_file) != 0 || worker->is_ca_file_bad) {
		worker_close_loop(worker);
		if (!worker_open_loop(worker))
			return false;
	}
	worker_open_link(worker);
	return true;
}

static bool can_reach_app(const struct worker *worker)
{
	if (!worker->link || worker->is_link_closing)
		return false;
	enum lovense_link_state state = lovense_link_snapshot(worker->link)->state;
	return state == LOVENSE_READY || state == LOVENSE_NO_TOY;
}

void worker_give_toys(struct worker *worker)
{
	struct haptics_toy toys[HAPTICS_MAX_TOYS];
	size_t count = slots_haptics_toys(&worker->slots, &worker->settings, toys);
	haptics_set_toys(worker->haptics, toys, count, worker_time(worker));
}

void worker_follow_link(struct worker *worker)
{
	if (!worker->has_link_changed)
		return;
	worker->has_link_changed = false;
	worker->is_dirty = true;
	if (worker->link)
		slots_update(&worker->slots, lovense_link_snapshot(worker->link));
	worker_give_toys(worker);
	bool is_online = can_reach_app(worker);
	/* A link that is closed goes when its Stop is gone: worker_advance_link_change(). */
	if (worker->is_online && !is_online && !worker->is_link_closing)
		worker_mark_stops_unconfirmed(worker);
	set_online(worker, is_online);
	worker_toys_follow(worker);
}

static void stop_all(struct worker *worker)
{
	int64_t handed_ns = platform_monotonic_ns();
	worker_note_stop(worker, 0, lovense_link_stop_all(worker->link));
	worker_toys_stopped(worker, 0, handed_ns);
}

static void send_stop(struct worker *worker, const struct haptics_command *command)
{
	struct lovense_command wire;
	int64_t handed_ns = platform_monotonic_ns();
	if (command->is_emergency && command->toys == 0) {
		stop_all(worker);
	} else if (command_map(command, worker->slots.ids, &wire)) {
		worker_note_stop(worker, command->toys, lovense_link_send(worker->link, &wire));
		worker_toys_stopped(worker, command->toys, handed_ns);
	}
}

static void send_movement(struct worker *worker, const struct haptics_command *command)
{
	struct lovense_command wire;
	if (!command_map(command, worker->slots.ids, &wire))
		return;
	int64_t handed_ns = platform_monotonic_ns();
	enum lovense_send_result result = lovense_link_send(worker->link, &wire);
	if (result == LOVENSE_SENT) {
		worker_note_movement(worker, command);
		worker_toys_moved(worker, command, handed_ns);
		return;
	}
	if (result == LOVENSE_NEEDS_LAN) {
		worker_note_stop(worker, command->toys, LOVENSE_SENT);
		return;
	}
	if (result == LOVENSE_BAD_COMMAND)
		log_warning(&worker->config.log, "a command was refused as out of range and not sent");
	/* The haptics core counts it as sent. It may have been a weaker one, so a toy could go on stronger than anybody
	 * is shown: still is always allowed. */
	stop_all(worker);
}

static void send_command(struct worker *worker, const struct haptics_command *command)
{
	if (!worker->link)
		return;
	if (command->kind == HAPTICS_COMMAND_STOP)
		send_stop(worker, command);
	else
		send_movement(worker, command);
}

void worker_send_due(struct worker *worker)
{
	struct haptics_command commands[COMMANDS_PER_POLL];
	if (loop_now_ms(worker->loop) >= haptics_next_ms(worker->haptics))
		worker->is_dirty = true;
	for (int i = 0; i < POLLS_PER_TURN; i++) {
		size_t count = haptics_poll(worker->haptics, worker_time(worker), commands, COMMANDS_PER_POLL);
		for (size_t c = 0; c < count; c++)
			send_command(worker, &commands[c]);
		if (count > 0)
			worker->is_dirty = true;
		if (count < COMMANDS_PER_POLL)
			return;
	}
}
