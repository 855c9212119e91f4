/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "token-service/http/connection.h"

#include <openssl/crypto.h>
#include <stdalign.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "token-service/base/buffer.h"

enum {
	MAX_BUFFER = HTTP1_MAX_REQUEST + 8192, /* what the loop reads at once may lie behind a full request */
	MAX_DISCARDED = 1024 * 1024,
};

struct connection {
	struct connections *all;
	struct events_socket socket;
	struct address peer;
	enum connection_phase phase;
	struct lws_dll2 in_phase;
	int64_t deadline_us;

	struct buffer input; /* arrived and not yet consumed */
	size_t discarded;    /* while lingering */
	size_t request_size; /* at the front of input: the request that is being answered, not yet consumed */
	struct http1_reader reader;
	bool did_continue; /* "100 Continue" was sent for this request */
	bool keeps_open;   /* after the answer */
	bool is_finished;  /* the client has sent its last byte */
	size_t sent_early; /* bytes of the answer that is waited for */

	alignas(max_align_t) unsigned char data[]; /* the handler's */
};

/* --- life --- */

static void enter(struct connection *connection, enum connection_phase phase)
{
	int64_t limit_us = connection->all->limit_us[phase];
	lws_dll2_remove(&connection->in_phase);
	lws_dll2_add_tail(&connection->in_phase, &connection->all->phases[phase]);
	connection->phase = phase;
	connection->deadline_us = limit_us ? events_now_us() + limit_us : INT64_MAX;
}

static void abandon_answer(struct connection *connection)
{
	struct connections *all = connection->all;
	if (connection->phase == CONNECTION_WAITING)
		all->handler->abandon(all->handler_ctx, connection);
}

/* Closes as soon as the loop gets to it; nothing more is sent. */
static void doom(struct connection *connection)
{
	if (connection->phase == CONNECTION_CLOSING)
		return;
	abandon_answer(connection);
	enter(connection, CONNECTION_CLOSING);
	events_socket_close(&connection->socket);
}

static void free_connection(struct connection *connection)
{
	abandon_answer(connection);
	lws_dll2_remove(&connection->in_phase);
	buffer_clear(&connection->input);
	OPENSSL_cleanse(connection->data, connection->all->handler->data_size);
	connection->all->counts->open--;
	free(connection);
}

static void socket_closed(void *ctx)
{
	struct connection *connection = ctx;
	struct connections *all = connection->all;
	free_connection(connection);
	all->closed(all->closed_ctx);
}

/* --- answering --- */

/* The kernel has the whole answer: on to the next request, or to the end. */
static void finish_answer(struct connection *connection)
{
	events_read(connection->socket.wsi, true);
	if (connection->keeps_open) {
		enter(connection, connection->input.size ? CONNECTION_READING : CONNECTION_IDLE);
		return;
	}
	buffer_clear(&connection->input);
	events_socket_finish(&connection->socket);
	enter(connection, CONNECTION_LINGERING);
}

static bool send_reply(struct connection *connection, const struct reply *reply)
{
	char *text = connection->all->scratch + EVENTS_HEADROOM;
	size_t size = reply_write(reply, text, REPLY_MAX);
	size_t early = connection->sent_early;
	bool is_sent = size && events_socket_send(&connection->socket, text + early, size - early);
	connection->sent_early = 0;
	OPENSSL_cleanse(text, size);
	return is_sent;
}

static void consume_request(struct connection *connection)
{
	if (connection->request_size)
		buffer_consume(&connection->input, connection->request_size);
	connection->request_size = 0;
}

static void advance(struct connection *connection);

void connection_answer(struct connection *connection, struct reply *reply)
{
	struct connections *all = connection->all;
	consume_request(connection);
	bool was_waiting = connection->phase == CONNECTION_WAITING;
	connection->keeps_open = connection->keeps_open && !all->is_stopping;
	reply->keeps_open = connection->keeps_open;
	bool is_sent = send_reply(connection, reply);
	enter(connection, CONNECTION_READING); /* no longer waiting, so that nothing is abandoned below */
	if (!is_sent) {
		doom(connection);
	} else if (events_socket_is_congested(&connection->socket)) {
		events_read(connection->socket.wsi, false);
		enter(connection, CONNECTION_FLUSHING);
	} else {
		finish_answer(connection);
	}
	if (was_waiting)
		advance(connection);
}

/* A client that closes and one that only has no more to send (nc -N, some of HTTP/1.0) look alike: both send FIN. The
 * first must not keep its place upstream, the second must get its answer. What tells them apart is that a closed socket
 * answers bytes with a reset. So the first bytes of the answer, which are the same whatever it will be, go out at once:
 * who is gone is noticed a round trip later and abandoned, who is there reads the same answer as ever. Interim
 * responses (100, 102) would ask as well, but must not be sent to HTTP/1.0. */
static void probe_client(struct connection *connection)
{
	static const char beginning[] = REPLY_BEGINNING;
	if (connection->phase == CONNECTION_WAITING && connection->is_finished && !connection->sent_early)
		connection->sent_early = events_socket_send_some(&connection->socket, beginning, sizeof(beginning) - 1);
}

void connection_wait(struct connection *connection)
{
	consume_request(connection);
	/* What the client pipelines meanwhile waits in the kernel. */
	events_read(connection->socket.wsi, false);
	enter(connection, CONNECTION_WAITING);
	probe_client(connection);
}

void *connection_data(struct connection *connection)
{
	return connection->data;
}

const struct address *connection_peer(const struct connection *connection)
{
	return &connection->peer;
}

/* --- reading --- */

/* A request that cannot be read: answers and ends, since where the next one would begin is unknown. */
static void reject(struct connection *connection, enum problem problem)
{
	connection->keeps_open = false;
	connection->all->handler->reject(connection->all->handler_ctx, connection, problem);
}

static void serve(struct connection *connection, const struct http1_request *request)
{
	struct connections *all = connection->all;
	connection->keeps_open = !request->wants_close;
	connection->request_size = request->size;
	connection->reader = (struct http1_reader){0};
	connection->did_continue = false;
	all->handler->serve(all->handler_ctx, connection, request);
}

/* "100 Continue", once, to a client that waits for it before it sends the body. */
static void send_continue(struct connection *connection)
{
	static const char text[] = "HTTP/1.1 100 Continue\r\n\r\n";
	char *copy = connection->all->scratch + EVENTS_HEADROOM;
	if (connection->did_continue || !connection->reader.expects_continue)
		return;
	connection->did_continue = true;
	memcpy(copy, text, sizeof(text) - 1);
	if (!events_socket_send(&connection->socket, copy, sizeof(text) - 1))
		doom(connection);
}

/* Serves every complete request that has arrived, until one has to wait. */
static void advance(struct connection *connection)
{
	struct http1_request request;
	while (connection->input.size && connection->phase == CONNECTION_READING) {
		switch (http1_read(&connection->reader, connection->input.data, connection->input.size, &request)) {
		case HTTP1_DONE:
			serve(connection, &request);
			break;
		case HTTP1_BODY:
			send_continue(connection);
			return;
		case HTTP1_MORE:
			return;
		default:
			reject(connection, connection->reader.problem);
		}
	}
}

static bool socket_received(void *ctx, const char *data, size_t size)
{
	struct connection *connection = ctx;
	if (connection->phase == CONNECTION_CLOSING)
		return false;
	if (connection->phase == CONNECTION_LINGERING) {
		connection->discarded += size;
		return connection->discarded <= MAX_DISCARDED;
	}
	if (connection->phase == CONNECTION_IDLE)
		enter(connection, CONNECTION_READING);
	if (!buffer_append(&connection->input, data, size, MAX_BUFFER))
		return false;
	advance(connection);
	return connection->phase != CONNECTION_CLOSING;
}

static void socket_finished(void *ctx)
{
	struct connection *connection = ctx;
	connection->is_finished = true;
	probe_client(connection);
}

static bool socket_drained(void *ctx)
{
	struct connection *connection = ctx;
	if (connection->phase == CONNECTION_FLUSHING && !events_socket_is_congested(&connection->socket)) {
		finish_answer(connection);
		advance(connection);
	}
	return connection->phase != CONNECTION_CLOSING;
}

/* --- outside --- */

void connection_accept(struct connections *connections, int descriptor, const struct address *peer)
{
	struct connection *connection = NULL;
	if (connections->counts->open < connections->max_open || connections_evict(connections))
		connection = calloc(1, sizeof(*connection) + connections->handler->data_size);
	if (!connection) {
		close(descriptor);
		return;
	}
	connection->all = connections;
	connection->peer = *peer;
	connection->socket = (struct events_socket){.received = socket_received,
						    .drained = socket_drained,
						    .finished = socket_finished,
						    .closed = socket_closed,
						    .ctx = connection};
	connections->counts->accepted++;
	connections->counts->open++;
	enter(connection, CONNECTION_READING);
	if (!events_adopt(connections->events, &connection->socket, descriptor))
		free_connection(connection);
}

static struct connection *first_in(struct connections *connections, enum connection_phase phase)
{
	struct lws_dll2 *head = lws_dll2_get_head(&connections->phases[phase]);
	return head ? lws_container_of(head, struct connection, in_phase) : NULL;
}

static void time_out(struct connection *connection)
{
	/* A half-sent request deserves an answer; a client that sent nothing expects none. */
	if (connection->phase == CONNECTION_READING && connection->input.size)
		reject(connection, PROBLEM_REQUEST_TIMEOUT);
	else
		doom(connection);
}

void connections_set_limit(struct connections *connections, enum connection_phase phase, int64_t limit_us)
{
	int64_t change_us = limit_us - connections->limit_us[phase];
	connections->limit_us[phase] = limit_us;
	/* All by the same, so that the first stays the first to be due. */
	lws_start_foreach_dll(struct lws_dll2 *, item, lws_dll2_get_head(&connections->phases[phase]))
	{
		lws_container_of(item, struct connection, in_phase)->deadline_us += change_us;
	}
	lws_end_foreach_dll(item);
}

void connections_sweep(struct connections *connections, int64_t now_us)
{
	for (int phase = CONNECTION_IDLE; phase < CONNECTION_PHASES; phase++)
		for (struct connection *connection = first_in(connections, (enum connection_phase)phase);
		     connection && connection->deadline_us <= now_us;
		     connection = first_in(connections, (enum connection_phase)phase))
			time_out(connection); /* it leaves this queue */
}

void connections_stop(struct connections *connections)
{
	static const enum connection_phase phases[] = {CONNECTION_IDLE, CONNECTION_READING};
	connections->is_stopping = true;
	for (size_t i = 0; i < sizeof(phases) / sizeof(phases[0]); i++) {
		lws_start_foreach_dll_safe(struct lws_dll2 *, item, next,
					   lws_dll2_get_head(&connections->phases[phases[i]]))
		{
			struct connection *connection = lws_container_of(item, struct connection, in_phase);
			if (!connection->input.size)
				doom(connection);
		}
		lws_end_foreach_dll_safe(item, next);
	}
}

bool connections_evict(struct connections *connections)
{
	static const enum connection_phase phases[] = {CONNECTION_LINGERING, CONNECTION_IDLE, CONNECTION_READING};
	for (size_t i = 0; i < sizeof(phases) / sizeof(phases[0]); i++) {
		struct connection *connection = first_in(connections, phases[i]);
		if (connection) {
			doom(connection);
			connections->counts->evicted++;
			return true;
		}
	}
	return false;
}

void connections_close_all(struct connections *connections)
{
	for (int phase = CONNECTION_IDLE; phase < CONNECTION_PHASES; phase++) {
		lws_start_foreach_dll_safe(struct lws_dll2 *, item, next,
					   lws_dll2_get_head(&connections->phases[phase]))
		{
			events_close_now(lws_container_of(item, struct connection, in_phase)->socket.wsi);
		}
		lws_end_foreach_dll_safe(item, next);
	}
}
