/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "token-service/http/connection.h"

#include <openssl/crypto.h>
#include <stdlib.h>
#include <unistd.h>

#include "token-service/http/connection_private.h"

enum {
	MAX_BUFFER = HTTP1_MAX_REQUEST + 8192, /* what the loop reads at once may lie behind a full request */
	MAX_DISCARDED = 1024 * 1024,
};

/* --- life --- */

void connection_enter(struct connection *connection, enum connection_phase phase)
{
	struct service *service = connection->service;
	int64_t limit_us = service->phase_limit_us[phase];
	lws_dll2_remove(&connection->in_phase);
	lws_dll2_add_tail(&connection->in_phase, &service->connections[phase]);
	connection->phase = phase;
	connection->deadline_us = limit_us ? events_now_us() + limit_us : INT64_MAX;
}

void connection_doom(struct connection *connection)
{
	if (connection->is_doomed)
		return;
	connection->is_doomed = true;
	if (connection->upstream_request)
		upstream_cancel(connection->upstream_request);
	connection->upstream_request = NULL;
	events_socket_close(&connection->socket);
}

static void free_connection(struct connection *connection)
{
	lws_dll2_remove(&connection->in_phase);
	if (connection->upstream_request)
		upstream_cancel(connection->upstream_request);
	buffer_clear(&connection->input);
	OPENSSL_cleanse(&connection->verdict, sizeof(connection->verdict));
	connection->service->metrics.connections_open--;
	free(connection);
}

static void socket_closed(void *ctx)
{
	struct connection *connection = ctx;
	struct service *service = connection->service;
	free_connection(connection);
	service_connection_gone(service);
}

/* --- reading --- */

void connection_advance(struct connection *connection)
{
	struct http1_request request;
	while (connection->input.size && !connection->is_doomed && connection->phase == CONNECTION_READING) {
		switch (http1_read(&connection->reader, connection->input.data, connection->input.size, &request)) {
		case HTTP1_DONE:
			connection_serve(connection, &request);
			break;
		case HTTP1_BODY:
			connection_send_continue(connection);
			return;
		case HTTP1_MORE:
			return;
		default:
			connection_reject(connection, connection->reader.problem);
		}
	}
}

static bool socket_received(void *ctx, const char *data, size_t size)
{
	struct connection *connection = ctx;
	if (connection->is_doomed)
		return false;
	if (connection->phase == CONNECTION_LINGERING) {
		connection->discarded += size;
		return connection->discarded <= MAX_DISCARDED;
	}
	if (connection->phase == CONNECTION_IDLE)
		connection_enter(connection, CONNECTION_READING);
	if (!buffer_append(&connection->input, data, size, MAX_BUFFER))
		return false;
	connection_advance(connection);
	return !connection->is_doomed;
}

static bool socket_drained(void *ctx)
{
	struct connection *connection = ctx;
	if (connection->phase != CONNECTION_FLUSHING || events_socket_is_congested(&connection->socket))
		return !connection->is_doomed;
	connection_answered(connection);
	connection_advance(connection);
	return !connection->is_doomed;
}

/* --- outside --- */

void connection_accept(struct service *service, int descriptor, const struct address *peer)
{
	struct connection *connection = NULL;
	if (service->metrics.connections_open >= (uint64_t)service->config->max_connections &&
	    !connection_evict(service)) {
		close(descriptor);
		return;
	}
	connection = calloc(1, sizeof(*connection));
	if (!connection) {
		close(descriptor);
		return;
	}
	connection->service = service;
	connection->peer = *peer;
	connection->socket = (struct events_socket){
		.received = socket_received, .drained = socket_drained, .closed = socket_closed, .ctx = connection};
	service->metrics.connections_accepted++;
	service->metrics.connections_open++;
	connection_enter(connection, CONNECTION_READING);
	if (!events_adopt(service->events, &connection->socket, descriptor))
		free_connection(connection);
	service_wake_tick(service);
}

static struct connection *first_in(struct service *service, enum connection_phase phase)
{
	struct lws_dll2 *head = lws_dll2_get_head(&service->connections[phase]);
	return head ? lws_container_of(head, struct connection, in_phase) : NULL;
}

static void time_out(struct connection *connection)
{
	/* A half-sent request deserves an answer; a client that sent nothing expects none. */
	if (connection->phase == CONNECTION_READING && connection->input.size && !connection->is_doomed)
		connection_reject(connection, PROBLEM_REQUEST_TIMEOUT);
	else
		connection_doom(connection);
}

void connection_sweep(struct service *service, int64_t now_us)
{
	for (int phase = CONNECTION_IDLE; phase < CONNECTION_PHASES; phase++)
		for (struct connection *connection = first_in(service, (enum connection_phase)phase);
		     connection && connection->deadline_us <= now_us;
		     connection = first_in(service, (enum connection_phase)phase)) {
			/* It leaves the queue here: closing happens later, from the loop. */
			connection_enter(connection, connection->phase);
			time_out(connection);
		}
}

void connection_stop_idle(struct service *service)
{
	static const enum connection_phase phases[] = {CONNECTION_IDLE, CONNECTION_READING};
	for (size_t i = 0; i < sizeof(phases) / sizeof(phases[0]); i++) {
		lws_start_foreach_dll_safe(struct lws_dll2 *, item, next,
					   lws_dll2_get_head(&service->connections[phases[i]]))
		{
			struct connection *connection = lws_container_of(item, struct connection, in_phase);
			if (!connection->input.size)
				connection_doom(connection);
		}
		lws_end_foreach_dll_safe(item, next);
	}
}

bool connection_evict(struct service *service)
{
	static const enum connection_phase phases[] = {CONNECTION_LINGERING, CONNECTION_IDLE, CONNECTION_READING};
	for (size_t i = 0; i < sizeof(phases) / sizeof(phases[0]); i++) {
		lws_start_foreach_dll_safe(struct lws_dll2 *, item, next,
					   lws_dll2_get_head(&service->connections[phases[i]]))
		{
			struct connection *connection = lws_container_of(item, struct connection, in_phase);
			if (!connection->is_doomed) {
				connection_doom(connection);
				service->metrics.connections_evicted++;
				return true;
			}
		}
		lws_end_foreach_dll_safe(item, next);
	}
	return false;
}

void connection_close_all(struct service *service)
{
	for (int phase = CONNECTION_IDLE; phase < CONNECTION_PHASES; phase++) {
		lws_start_foreach_dll_safe(struct lws_dll2 *, item, next,
					   lws_dll2_get_head(&service->connections[phase]))
		{
			events_socket_close_now(&lws_container_of(item, struct connection, in_phase)->socket);
		}
		lws_end_foreach_dll_safe(item, next);
	}
}
