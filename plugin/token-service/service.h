/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The running service: one context for everything, made of the parts below it. connection.c serves a client with it,
 * service.c starts, reloads and stops it. Thread: one, the caller's of service_run(). */
#pragma once

#include <stdbool.h>
#include <stdint.h>
#include <time.h>

#include "token-service/http/access_log.h"
#include "token-service/config.h"
#include "token-service/events.h"
#include "token-service/http/metrics.h"
#include "token-service/http/request.h"
#include "token-service/upstream/upstream.h"

/* Where a connection is. Each has a queue in which all have the same time limit, so that the first is always due first
 * and a thousand connections cost no more than one. */
enum connection_phase {
	CONNECTION_INVALID,
	CONNECTION_IDLE,      /* between two requests: idle_timeout_ms */
	CONNECTION_READING,   /* the next request is arriving, or must: request_timeout_ms */
	CONNECTION_WAITING,   /* for the upstream, which has its own time limits */
	CONNECTION_FLUSHING,  /* the client does not take the answer: request_timeout_ms */
	CONNECTION_LINGERING, /* answered for the last time: what still comes is thrown away, so that the kernel does
			       * not drop the answer with a reset */
	CONNECTION_PHASES
};

/* What a changed file is known by. */
struct file_stamp {
	struct timespec changed;
	uint64_t inode;
	int64_t size;
};

struct service {
	const struct config *config; /* borrowed */
	struct events *events;
	struct upstream *upstream;
	struct gate gate;
	struct metrics metrics;
	struct access_log log;
	struct lws_dll2_owner connections[CONNECTION_PHASES];
	int64_t phase_limit_us[CONNECTION_PHASES]; /* 0: none */
	char *scratch;                             /* EVENTS_HEADROOM + REPLY_MAX: the answer being written */
	uint32_t run_id;                           /* random; with request_count it makes the request ids */
	uint32_t request_count;

	struct events_file listener;
	struct events_file signals;
	struct events_timer tick;         /* time limits, while there are connections; log */
	struct events_timer accept_pause; /* after the process ran out of descriptors */
	struct events_timer reload_check;
	enum problem upstream_problem; /* noted last; PROBLEM_NONE: it answers */
	int upstream_cause;
	struct file_stamp keys_stamp;
	uint16_t port; /* listened on */
	bool is_stopping;
	int64_t stop_at_us;
};

/* Opens everything. config (borrowed) has passed config_load(). false with a sentence in error. Either way
 * service_close() ends it. Blocks SIGTERM, SIGINT and SIGHUP for the process: they arrive in the loop. */
bool service_open(struct service *service, const struct config *config, char *error, size_t error_size);
/* Serves until SIGTERM or SIGINT, and then until the requests under way are answered or stop_timeout_ms is over.
 * SIGHUP reads the keys and the developer token again; a changed key file is also noticed within two seconds. */
bool service_run(struct service *service);
void service_close(struct service *service);

/* --- for connection.c --- */

/* Makes sure that time limits are watched. */
void service_wake_tick(struct service *service);
/* Tells the operator on standard error when the upstream begins to fail, fails otherwise, or answers again. */
void service_note_upstream(struct service *service, const struct upstream_result *result);
/* A connection is gone; the last one lets a stopping service end. */
void service_connection_gone(struct service *service);
