/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Between connection.c (life, reading, time limits) and connection_answer.c (answers). Thread: the loop's. */
#pragma once

#include "token-service/http/buffer.h"
#include "token-service/http/connection.h"
#include "token-service/http/http1.h"

enum { REQUEST_ID_SIZE = 17 };

struct connection {
	struct service *service;
	struct events_socket socket;
	struct address peer;
	enum connection_phase phase;
	struct lws_dll2 in_phase;
	int64_t deadline_us;
	bool is_doomed; /* closes as soon as the loop gets to it */

	struct buffer input; /* arrived and not yet consumed */
	size_t discarded;    /* while lingering */
	struct http1_reader reader;
	bool did_continue; /* "100 Continue" was sent for this request */

	/* the request that is being answered */
	struct upstream_request *upstream_request;
	struct verdict verdict;
	int64_t request_started_us;
	int64_t upstream_us;
	int attempts;
	bool keeps_open;
	char request_id[REQUEST_ID_SIZE];
};

/* --- connection.c --- */

void connection_enter(struct connection *connection, enum connection_phase phase);
/* Closes as soon as the loop gets to it; nothing more is sent. */
void connection_doom(struct connection *connection);
/* Serves every complete request that has arrived, until one has to wait. */
void connection_advance(struct connection *connection);

/* --- connection_answer.c --- */

/* A request that cannot be read: answers and ends, since where the next one would begin is unknown. */
void connection_reject(struct connection *connection, enum problem problem);
/* Takes the request off the input and answers it, now or when the upstream has answered. */
void connection_serve(struct connection *connection, const struct http1_request *request);
/* The kernel has the whole answer: on to the next request, or to the end. */
void connection_answered(struct connection *connection);
/* "100 Continue", once, to a client that waits for it before it sends the body. */
void connection_send_continue(struct connection *connection);
