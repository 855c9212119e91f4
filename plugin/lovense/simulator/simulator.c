/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "lovense/simulator/simulator.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lovense/simulator/simulator_toy.h"
#include "net/text.h"
#include "net/loop.h"

enum { MAX_PENDING = 32 };

struct pending {
	int64_t at_ms;
	struct lovense_command command;
};

struct simulator {
	struct lovense_link link; /* first member */
	struct loop *loop;
	int latency_ms;
	struct lovense_listener listener;
	struct loop_timer notify_timer;
	bool is_started;
	bool is_shut;
	bool is_app_online;
	struct simulator_toy toys[LOVENSE_MAX_TOYS];
	size_t pending_count;
	struct pending pending[MAX_PENDING]; /* on the way to the toys, oldest first */
	struct lovense_snapshot snapshot;
};

static enum lovense_link_state derive_state(const struct simulator *simulator)
{
	const struct lovense_snapshot *now = &simulator->snapshot;
	if (!simulator->is_started || simulator->is_shut)
		return LOVENSE_OFF;
	if (!simulator->is_app_online)
		return LOVENSE_APP_OFFLINE;
	for (size_t i = 0; i < now->toy_count; i++) {
		if (now->toys[i].is_connected)
			return LOVENSE_READY;
	}
	return LOVENSE_NO_TOY;
}

static void publish(struct simulator *simulator)
{
	struct lovense_snapshot *now = &simulator->snapshot;
	now->state = derive_state(simulator);
	now->reason = LOVENSE_REASON_NONE;
	now->is_app_online = now->state == LOVENSE_READY || now->state == LOVENSE_NO_TOY;
	now->route = now->is_app_online ? LOVENSE_ROUTE_LAN : LOVENSE_ROUTE_NONE;
	now->round_trip_ms = simulator->latency_ms;
	loop_timer_start(simulator->loop, &simulator->notify_timer, loop_now_ms(simulator->loop));
}

static void on_notify(void *ctx)
{
	struct simulator *simulator = ctx;
	if (simulator->listener.changed)
		simulator->listener.changed(simulator->listener.ctx);
}

static bool is_addressed(const struct lovense_command *command, const char *id)
{
	for (size_t i = 0; i < command->toy_count; i++) {
		if (strcmp(command->toys[i], id) == 0)
			return true;
	}
	return command->toy_count == 0;
}

static void apply(struct simulator *simulator, const struct lovense_command *command, int64_t at_ms)
{
	for (size_t i = 0; i < simulator->snapshot.toy_count; i++) {
		struct lovense_toy *toy = &simulator->snapshot.toys[i];
		if (!is_addressed(command, toy->id))
			continue;
		bool is_able = toy->is_connected && simulator_toy_apply(&simulator->toys[i], command, at_ms);
		enum lovense_toy_note note = !toy->is_connected ? LOVENSE_TOY_NOT_CONNECTED
					     : is_able          ? LOVENSE_TOY_OK
								: LOVENSE_TOY_UNSUPPORTED;
		/* A command to all toys need not suit each of them. */
		if (note != toy->note && (command->toy_count > 0 || note == LOVENSE_TOY_OK)) {
			toy->note = note;
			publish(simulator);
		}
	}
}

/* What has arrived by now takes effect at the moment it arrived; nothing needs a timer for that. */
static void advance(struct simulator *simulator)
{
	int64_t now_ms = loop_now_ms(simulator->loop);
	size_t arrived = 0;
	while (arrived < simulator->pending_count && simulator->pending[arrived].at_ms <= now_ms) {
		apply(simulator, &simulator->pending[arrived].command, simulator->pending[arrived].at_ms);
		arrived++;
	}
	simulator->pending_count -= arrived;
	memmove(simulator->pending, simulator->pending + arrived,
		simulator->pending_count * sizeof(simulator->pending[0]));
}

static void simulator_start(struct lovense_link *link)
{
	struct simulator *simulator = (struct simulator *)link;
	simulator->is_started = true;
	publish(simulator);
}

static void simulator_shut(struct lovense_link *link, int grace_ms)
{
	struct simulator *simulator = (struct simulator *)link;
	(void)grace_ms;
	lovense_link_stop_all(link);
	simulator->is_shut = true;
	publish(simulator);
}

static enum lovense_send_result simulator_send(struct lovense_link *link, const struct lovense_command *command)
{
	struct simulator *simulator = (struct simulator *)link;
	char error[128];
	/* Encoded as for the real app, so that a rehearsal finds what the real one would refuse. */
	json_t *json = lovense_command_encode(command, error, sizeof(error));
	json_decref(json);
	if (!json) {
		log_warning(loop_log(simulator->loop), "simulator: a command was refused: %s", error);
		return LOVENSE_BAD_COMMAND;
	}
	advance(simulator);
	if (!simulator->is_started || simulator->is_shut || !simulator->is_app_online)
		return LOVENSE_NOT_CONNECTED;
	if (simulator->pending_count == MAX_PENDING)
		return LOVENSE_CONGESTED;
	simulator->pending[simulator->pending_count++] =
		(struct pending){loop_now_ms(simulator->loop) + simulator->latency_ms, *command};
	advance(simulator);
	return LOVENSE_SENT;
}

static enum lovense_send_result simulator_stop_all(struct lovense_link *link)
{
	struct simulator *simulator = (struct simulator *)link;
	static const struct lovense_command stops[] = {{.kind = LOVENSE_COMMAND_STOP},
						       {.kind = LOVENSE_COMMAND_PATTERN_V2_STOP}};
	advance(simulator);
	/* What is still on the way would be ended by the Stop behind it anyway. */
	if (simulator->pending_count + 2 > MAX_PENDING)
		simulator->pending_count = 0;
	enum lovense_send_result function = lovense_link_send(link, &stops[0]);
	enum lovense_send_result pattern = lovense_link_send(link, &stops[1]);
	return function > pattern ? function : pattern;
}

static void do_nothing(struct lovense_link *link)
{
	(void)link;
}

static const struct lovense_snapshot *simulator_snapshot(const struct lovense_link *link)
{
	struct simulator *simulator = (struct simulator *)link;
	advance(simulator);
	return &simulator->snapshot;
}

static void simulator_destroy(struct lovense_link *link)
{
	struct simulator *simulator = (struct simulator *)link;
	loop_timer_cancel(simulator->loop, &simulator->notify_timer);
	free(simulator);
}

static const struct lovense_link_ops simulator_ops = {
	.start = simulator_start,
	.shut = simulator_shut,
	.send = simulator_send,
	.stop_all = simulator_stop_all,
	.new_qr = do_nothing,
	.retry_now = do_nothing,
	.snapshot = simulator_snapshot,
	.destroy = simulator_destroy,
};

static void add_toy(struct simulator *simulator, const char *type)
{
	size_t index = simulator->snapshot.toy_count++;
	struct lovense_toy *toy = &simulator->snapshot.toys[index];
	snprintf(toy->id, sizeof(toy->id), "simulated-%zu", index + 1);
	snprintf(toy->alias, sizeof(toy->alias), "t%zu", index + 1);
	text_copy_lower(toy->type, sizeof(toy->type), type);
	text_copy(toy->name, sizeof(toy->name), type);
	if (toy->name[0] >= 'a' && toy->name[0] <= 'z')
		toy->name[0] = (char)(toy->name[0] - 'a' + 'A');
	toy->battery = 100;
	toy->is_connected = true;
	toy->functions = lovense_functions_of_type(type);
	toy->note = LOVENSE_TOY_OK;
	simulator->toys[index].functions = toy->functions;
}

struct lovense_link *lovense_simulator_create(struct loop *loop, const struct lovense_simulator_config *config)
{
	static const char *const usual_types[] = {"lush", "nora", NULL};
	struct simulator *simulator = calloc(1, sizeof(*simulator));
	if (!simulator)
		return NULL;
	simulator->link.ops = &simulator_ops;
	simulator->loop = loop;
	simulator->latency_ms = config->latency_ms > 0 ? config->latency_ms : 0;
	simulator->listener = config->listener;
	simulator->notify_timer = (struct loop_timer){.fire = on_notify, .ctx = simulator};
	simulator->is_app_online = true;
	const char *const *type = config->toy_types ? config->toy_types : usual_types;
	for (; *type && simulator->snapshot.toy_count < LOVENSE_MAX_TOYS; type++)
		add_toy(simulator, *type);
	simulator->snapshot.events = LOVENSE_EVENTS_OFF;
	simulator->snapshot.lan_note = "";
	simulator->snapshot.state = LOVENSE_OFF;
	simulator->snapshot.reason = LOVENSE_REASON_NONE;
	simulator->snapshot.route = LOVENSE_ROUTE_NONE;
	simulator->snapshot.round_trip_ms = -1;
	snprintf(simulator->snapshot.app_platform, sizeof(simulator->snapshot.app_platform), "simulator");
	return &simulator->link;
}

void lovense_simulator_set_app_online(struct lovense_link *link, bool is_online)
{
	struct simulator *simulator = (struct simulator *)link;
	advance(simulator);
	simulator->is_app_online = is_online;
	publish(simulator);
}

void lovense_simulator_set_toy_connected(struct lovense_link *link, size_t index, bool is_connected)
{
	struct simulator *simulator = (struct simulator *)link;
	if (index >= simulator->snapshot.toy_count)
		return;
	advance(simulator);
	simulator->snapshot.toys[index].is_connected = is_connected;
	if (!is_connected)
		simulator_toy_still(&simulator->toys[index]);
	publish(simulator);
}

int lovense_simulator_level(const struct lovense_link *link, size_t index, enum lovense_function function)
{
	struct simulator *simulator = (struct simulator *)link;
	if (index >= simulator->snapshot.toy_count)
		return 0;
	advance(simulator);
	return simulator_toy_level(&simulator->toys[index], function, loop_now_ms(simulator->loop));
}
