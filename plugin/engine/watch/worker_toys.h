/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What toys tell, on its way to the haptics core and the snapshot. The events of a flood are merged; a button that is
 * a stop key, and the end of something, are not left out. Worker thread. */
#pragma once

#include "engine/snapshot.h"
#include "engine/watch/toy_watch.h"
#include "lovense/link.h"

struct worker;

/* What has come and was not yet told to the core. */
struct pending_report {
	uint32_t touched; /* buttons whose state is another */
	uint32_t down;    /* buttons that are held */
	uint32_t pressed;
	bool has_shake, has_depth, has_motion;
	double depth, motion;
};

enum { TOYS_TOLD = 16 };

/* How much a toy told in the second that began at second_ms. */
struct told_rate {
	int64_t second_ms;
	int count;
};

struct worker_toys {
	struct toy_watch watch;
	char ids[HAPTICS_MAX_TOYS][LOVENSE_TOY_ID_SIZE]; /* of the toys that are watched; "": none */
	struct pending_report pending[HAPTICS_MAX_TOYS];
	bool has_pending, has_news;
	double tokens; /* of the budget of reports */
	int64_t tokens_ms;
	int64_t flush_ms; /* when what is pending goes on at the latest */
	int64_t stop_ms;  /* of the last press of a stop key; 0: none */
	struct told_rate rates[HAPTICS_MAX_TOYS];
	uint64_t told_serial;
	struct engine_toy_told told[TOYS_TOLD]; /* by serial */
	uint32_t with_buttons;                  /* slots of whose buttons something came */
};

void worker_toys_init(struct worker *worker);
/* For lovense_listener.toy_event; ctx: the worker. */
void worker_toys_on_event(void *ctx, const struct lovense_toy_event *event);
/* The settings, the link or its toys are others now. */
void worker_toys_follow(struct worker *worker);
/* A link is new, or gone. */
void worker_toys_reset(struct worker *worker);
/* Once a turn: what is due by time. */
void worker_toys_advance(struct worker *worker);
int64_t worker_toys_next_ms(const struct worker *worker);
void worker_toys_moved(struct worker *worker, const struct haptics_command *command, int64_t handed_ns);
void worker_toys_stopped(struct worker *worker, uint32_t toys, int64_t handed_ns);
/* Its part of a snapshot whose toys are filled in. */
void worker_toys_describe(const struct worker *worker, struct engine_snapshot *out);
