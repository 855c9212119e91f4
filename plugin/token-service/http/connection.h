/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Connections of clients: each reads requests one after another, hands them to a handler, sends its answers and keeps
 * to time limits. What a request means is the handler's matter. Thread: the loop's. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "token-service/base/events.h"
#include "token-service/http/address.h"
#include "token-service/http/http1.h"
#include "token-service/http/reply.h"

/* Where a connection is. Each phase has a queue in which all have the same time limit, so that the first is always due
 * first and a thousand connections cost no more than one. */
enum connection_phase {
	CONNECTION_INVALID,
	CONNECTION_IDLE,      /* between two requests */
	CONNECTION_READING,   /* the next request is arriving, or must */
	CONNECTION_WAITING,   /* the handler answers later, within time limits of its own */
	CONNECTION_FLUSHING,  /* the client does not take the answer */
	CONNECTION_LINGERING, /* answered for the last time: what still comes is thrown away, so that the kernel does
			       * not drop the answer with a reset */
	CONNECTION_CLOSING,   /* closes as soon as the loop gets to it */
	CONNECTION_PHASES
};

struct connection;

/* What requests are handed to. */
struct connection_handler {
	size_t data_size; /* of the handler's own data in each connection: connection_data() */
	/* A request has arrived. Calls connection_answer() before it returns, or connection_wait(), and then
	 * connection_answer() later. The request's texts are valid until the first of these calls. */
	void (*serve)(void *ctx, struct connection *connection, const struct http1_request *request);
	/* The bytes are no request. Calls connection_answer() before it returns; the connection ends after it. */
	void (*reject)(void *ctx, struct connection *connection, enum problem problem);
	/* The connection ends while its answer is waited for: connection_answer() must not be called any more. */
	void (*abandon)(void *ctx, struct connection *connection);
};

struct connection_counts {
	uint64_t accepted;
	uint64_t evicted; /* closed to make room */
	uint64_t open;
};

/* All connections. The owner fills in the first group before the first connection_accept(). */
struct connections {
	struct events *events;                    /* borrowed */
	const struct connection_handler *handler; /* static */
	void *handler_ctx;
	void (*closed)(void *ctx); /* a connection is gone and no longer counted as open */
	void *closed_ctx;
	struct connection_counts *counts; /* kept up to date here; borrowed */
	size_t max_open;                  /* then the one that was idle for longest gives way */

	int64_t limit_us[CONNECTION_PHASES]; /* 0: none */
	bool is_stopping;
	struct lws_dll2_owner phases[CONNECTION_PHASES];
	char scratch[EVENTS_HEADROOM + REPLY_MAX]; /* the answer being written */
};

/* Takes an accepted socket. */
void connection_accept(struct connections *connections, int descriptor, const struct address *peer);
/* Sets the time limit of a phase, also for the connections in it. */
void connections_set_limit(struct connections *connections, enum connection_phase phase, int64_t limit_us);
/* Ends connections whose time is over. */
void connections_sweep(struct connections *connections, int64_t now_us);
/* From now on each connection ends after its answer; those without a request close. */
void connections_stop(struct connections *connections);
/* Closes the connection that matters least. false: all are busy. */
bool connections_evict(struct connections *connections);
/* Closes all. Only outside of the loop. */
void connections_close_all(struct connections *connections);

/* --- for the handler --- */

/* data_size bytes, suitably aligned, zeroed when the connection was accepted and wiped when it goes. */
void *connection_data(struct connection *connection);
const struct address *connection_peer(const struct connection *connection);
/* Answers the request. Whether the connection stays open is filled in here. */
void connection_answer(struct connection *connection, struct reply *reply);
/* The answer comes later: nothing is read until then. */
void connection_wait(struct connection *connection);
