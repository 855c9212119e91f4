/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A core that wants something, the delivery under test, two routes, an app and its toys; time is a number. */
#pragma once

#include "lovense/delivery/delivery.h"

#include "oracle.h"
#include "schedule.h"

enum {
	MODEL_WAY_MS = 20,       /* one way in the local network, when nothing is wrong */
	MODEL_ACT_MS = 30,       /* what an app takes that is not slow */
	MODEL_REQUEST_MS = 3000, /* limit of a request */
	MODEL_LATE_MS = 1000,    /* an app acts on what it has read up to so long after that */
	MODEL_EARLY_MS = 250,    /* it answers up to so long before it acts */
	MODEL_SERVER_MS = 1000,
	MODEL_LEASE_MS = 3000,
	MODEL_COMMANDS_MAX = 600,
	MODEL_EVENTS_MAX = 4096,
};
extern const struct fate model_fine;
extern const struct emit_fate model_quick_emit;

struct model_event {
	int64_t at_ms;
	uint32_t serial;
	int kind, index;
};

struct model_command {
	enum delivery_route route;
	uint32_t request, toys; /* toys 0: all */
	uint32_t connection;    /* emits */
	enum lovense_command_kind kind;
	bool is_stop;
	uint8_t level[ORACLE_FUNCTIONS];
	int time_ms;
	struct fate fate;
	int64_t acts_ms;
	bool is_under_way, is_delivered, is_done, is_dead;
};

/* Functions and curve run beside each other, and a Stop ends one of them. */
struct model_toy {
	uint8_t level[ORACLE_PARTS][ORACLE_FUNCTIONS];
	int64_t ends_ms[ORACLE_PARTS];
};

struct model {
	const struct schedule *schedule;
	bool is_loud;
	int64_t now_ms;
	struct delivery delivery;
	struct oracle oracle;

	struct model_event events[MODEL_EVENTS_MAX]; /* a heap */
	int event_count;
	uint32_t event_serial;
	struct model_command commands[MODEL_COMMANDS_MAX];
	int command_count, request_count, emit_count;
	int curve_count; /* begun by the app */
	int asked_count; /* commands that there would be without corrections */
	struct model_toy toys[TOYS];
	uint8_t set_up;         /* the highest of the points that the app has; it plays them on any toy */
	int64_t server_last_ms; /* the connection keeps its order */
	int64_t no_pong_until_ms, ping_ms;
	bool is_lan_down, is_lan_well, is_by_server;
	uint32_t address, connection, connections;

	/* the core */
	uint8_t asked[KNOWN_TOYS][ORACLE_FUNCTIONS];
	bool is_curve[KNOWN_TOYS];
	int ceiling;
	int64_t renew_ms[KNOWN_TOYS], lease_ends_ms[KNOWN_TOYS], stalled_until_ms, pressed_until_ms;
	bool is_raise[KNOWN_TOYS]; /* its next request is one that may go wrong */
};

/* Runs it to the end, or to the first broken promise, which is in model->oracle.sentence. */
void model_run(struct model *model, const struct schedule *schedule, bool is_loud);
