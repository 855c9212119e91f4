/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "token-service/http/connection_private.h"

#include <openssl/crypto.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "token-service/http/reply.h"

static void begin_request(struct connection *connection)
{
	struct service *service = connection->service;
	snprintf(connection->request_id, sizeof(connection->request_id), "%08x%08x", service->run_id,
		 ++service->request_count);
	connection->request_started_us = events_now_us();
	connection->upstream_us = -1;
	connection->attempts = 0;
	connection->verdict = (struct verdict){.route = ROUTE_OTHER, .method = "other", .client = connection->peer};
}

static void log_answer(struct connection *connection, enum problem problem, int64_t duration_us)
{
	char address[64] = "";
	struct service *service = connection->service;
	struct timespec wall = {0};
	struct access_entry entry = {
		.request_id = connection->request_id,
		.route = connection->verdict.route,
		.method = connection->verdict.method,
		.problem = problem,
		.key_id = connection->verdict.key_id,
		.address = address,
		.duration_us = duration_us,
		.upstream_us = connection->upstream_us,
		.attempts = connection->attempts,
	};
	if (service->config->log_addresses)
		address_format(&connection->verdict.client, address, sizeof(address));
	clock_gettime(CLOCK_REALTIME, &wall);
	access_log_add(&service->log, &entry, (int64_t)wall.tv_sec * 1000000 + wall.tv_nsec / 1000);
}

static void count_answer(struct connection *connection, enum problem problem)
{
	struct metrics *metrics = &connection->service->metrics;
	int64_t duration_us = events_now_us() - connection->request_started_us;
	metrics->answers[connection->verdict.route][problem]++;
	if (connection->verdict.route == ROUTE_TOKEN)
		metrics_observe(&metrics->token_duration, duration_us);
	if (connection->upstream_us >= 0)
		metrics_observe(&metrics->upstream_duration, connection->upstream_us);
	log_answer(connection, problem, duration_us);
}

static void linger(struct connection *connection)
{
	buffer_clear(&connection->input);
	events_socket_finish(&connection->socket);
	events_socket_read(&connection->socket, true);
	connection_enter(connection, CONNECTION_LINGERING);
}

void connection_answered(struct connection *connection)
{
	if (!connection->keeps_open) {
		linger(connection);
		return;
	}
	events_socket_read(&connection->socket, true);
	connection_enter(connection, connection->input.size ? CONNECTION_READING : CONNECTION_IDLE);
}

static void answer(struct connection *connection, struct reply *reply)
{
	char *text = connection->service->scratch + EVENTS_HEADROOM;
	connection->keeps_open = connection->keeps_open && !connection->service->is_stopping;
	reply->request_id = connection->request_id;
	reply->is_head = connection->verdict.is_head;
	reply->keeps_open = connection->keeps_open;
	size_t size = reply_write(reply, text, REPLY_MAX);
	bool is_sent = size && events_socket_send(&connection->socket, text, size);
	OPENSSL_cleanse(text, size);
	count_answer(connection, reply->problem);
	if (!is_sent) {
		connection_doom(connection);
	} else if (events_socket_is_congested(&connection->socket)) {
		events_socket_read(&connection->socket, false);
		connection_enter(connection, CONNECTION_FLUSHING);
	} else {
		connection_answered(connection);
	}
}

static void answer_problem(struct connection *connection, enum problem problem, int retry_after_s)
{
	struct reply reply = {
		.problem = problem,
		.retry_after_s = retry_after_s,
		.allow = connection->verdict.allow,
	};
	answer(connection, &reply);
}

void connection_reject(struct connection *connection, enum problem problem)
{
	begin_request(connection);
	connection->keeps_open = false;
	answer_problem(connection, problem, 0);
}

/* --- the routes --- */

static void answer_health(struct connection *connection)
{
	static const char *const breaker_names[] = {
		[BREAKER_CLOSED] = "ok", [BREAKER_OPEN] = "away", [BREAKER_HALF_OPEN] = "probing"};
	char body[64];
	struct upstream_stats stats;
	struct reply reply = {.problem = PROBLEM_NONE, .body = body};
	if (connection->service->is_stopping) {
		answer_problem(connection, PROBLEM_STOPPING, 0);
		return;
	}
	/* Healthy also while the upstream is away: another instance could do no better, and a balancer that removed all
	 * of them would turn a clear answer into none. */
	upstream_read_stats(connection->service->upstream, &stats);
	reply.body_size = (size_t)snprintf(body, sizeof(body), "{\"status\":\"ok\",\"upstream\":\"%s\"}\n",
					   breaker_names[stats.breaker]);
	answer(connection, &reply);
}

static void answer_metrics(struct connection *connection)
{
	char *body = NULL;
	size_t size = 0;
	struct upstream_stats stats;
	struct reply reply = {.problem = PROBLEM_NONE, .content_type = "text/plain; version=0.0.4"};
	FILE *out = open_memstream(&body, &size);
	upstream_read_stats(connection->service->upstream, &stats);
	if (out)
		metrics_write(out, &connection->service->metrics, &stats);
	if (!out || fclose(out) != 0) {
		answer_problem(connection, PROBLEM_INTERNAL, 0);
	} else {
		reply.body = body;
		reply.body_size = size;
		answer(connection, &reply);
	}
	free(body);
}

static void answer_token(struct connection *connection, const char *auth_token)
{
	char *body = reply_token_body(auth_token, connection->service->config->platform);
	struct reply reply = {.problem = PROBLEM_NONE, .body = body, .body_size = body ? strlen(body) : 0};
	if (!body) {
		answer_problem(connection, PROBLEM_INTERNAL, 0);
		return;
	}
	answer(connection, &reply);
	wipe_text(&body);
}

static void upstream_answered(void *ctx, const struct upstream_result *result)
{
	struct connection *connection = ctx;
	connection->upstream_request = NULL;
	connection->upstream_us = result->duration_us;
	connection->attempts = result->attempts;
	service_note_upstream(connection->service, result);
	if (result->problem == PROBLEM_NONE)
		answer_token(connection, result->auth_token);
	else
		answer_problem(connection, result->problem, result->retry_after_s);
	connection_advance(connection);
}

static void fetch_token(struct connection *connection)
{
	enum problem problem = PROBLEM_INVALID;
	int retry_after_s = 0;
	struct verdict *verdict = &connection->verdict;
	connection->upstream_request = upstream_start(connection->service->upstream, verdict->uid, verdict->uname,
						      upstream_answered, connection, &problem, &retry_after_s);
	OPENSSL_cleanse(verdict->uid, sizeof(verdict->uid));
	verdict->uname = NULL; /* the keys may change before the answer */
	if (!connection->upstream_request) {
		answer_problem(connection, problem, retry_after_s);
		return;
	}
	/* What the client pipelines meanwhile waits in the kernel. */
	events_socket_read(&connection->socket, false);
	connection_enter(connection, CONNECTION_WAITING);
}

void connection_serve(struct connection *connection, const struct http1_request *request)
{
	struct service *service = connection->service;
	begin_request(connection);
	connection->keeps_open = !request->wants_close;
	request_judge(&service->gate, request, &connection->peer, connection->request_started_us, &connection->verdict);
	buffer_consume(&connection->input, request->size);
	connection->reader = (struct http1_reader){0};
	connection->did_continue = false;
	if (connection->verdict.problem != PROBLEM_NONE)
		answer_problem(connection, connection->verdict.problem, connection->verdict.retry_after_s);
	else if (connection->verdict.route == ROUTE_HEALTH)
		answer_health(connection);
	else if (connection->verdict.route == ROUTE_METRICS)
		answer_metrics(connection);
	else
		fetch_token(connection);
}

void connection_send_continue(struct connection *connection)
{
	static const char text[] = "HTTP/1.1 100 Continue\r\n\r\n";
	char *copy = connection->service->scratch + EVENTS_HEADROOM;
	if (connection->did_continue || !connection->reader.expects_continue)
		return;
	connection->did_continue = true;
	memcpy(copy, text, sizeof(text) - 1);
	if (!events_socket_send(&connection->socket, copy, sizeof(text) - 1))
		connection_doom(connection);
}
