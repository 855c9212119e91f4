/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "token-service/routes.h"

#include <openssl/crypto.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "token-service/base/buffer.h"
#include "token-service/base/complain.h"

enum { REQUEST_ID_SIZE = 17 };

/* A connection's request that is being answered. */
struct exchange {
	struct routes *routes;
	struct connection *connection;
	struct upstream_request *upstream_request;
	struct verdict verdict;
	int64_t started_us;
	int64_t upstream_us; /* -1: the upstream was not asked */
	int attempts;
	char request_id[REQUEST_ID_SIZE];
};

static struct exchange *begin_exchange(struct routes *routes, struct connection *connection)
{
	struct exchange *exchange = connection_data(connection);
	*exchange = (struct exchange){
		.routes = routes,
		.connection = connection,
		.verdict = {.route = ROUTE_OTHER, .method = "other", .client = *connection_peer(connection)},
		.started_us = events_now_us(),
		.upstream_us = -1,
	};
	snprintf(exchange->request_id, sizeof(exchange->request_id), "%08x%08x", routes->run_id,
		 ++routes->request_count);
	return exchange;
}

static void log_answer(const struct exchange *exchange, enum problem problem, int64_t duration_us)
{
	char address[64] = "";
	struct routes *routes = exchange->routes;
	struct timespec wall = {0};
	struct access_entry entry = {
		.request_id = exchange->request_id,
		.route = exchange->verdict.route,
		.method = exchange->verdict.method,
		.problem = problem,
		.key_id = exchange->verdict.key_id,
		.address = address,
		.duration_us = duration_us,
		.upstream_us = exchange->upstream_us,
		.attempts = exchange->attempts,
	};
	if (routes->config->log_addresses)
		address_format(&exchange->verdict.client, address, sizeof(address));
	clock_gettime(CLOCK_REALTIME, &wall);
	access_log_add(&routes->log, &entry, (int64_t)wall.tv_sec * 1000000 + wall.tv_nsec / 1000);
}

static void record_answer(const struct exchange *exchange, enum problem problem)
{
	struct metrics *metrics = &exchange->routes->metrics;
	int64_t duration_us = events_now_us() - exchange->started_us;
	metrics->answers[exchange->verdict.route][problem]++;
	if (exchange->verdict.route == ROUTE_TOKEN)
		metrics_observe(&metrics->token_duration, duration_us);
	if (exchange->upstream_us >= 0)
		metrics_observe(&metrics->upstream_duration, exchange->upstream_us);
	log_answer(exchange, problem, duration_us);
}

static void answer(struct exchange *exchange, struct reply *reply)
{
	reply->request_id = exchange->request_id;
	reply->is_head = exchange->verdict.is_head;
	record_answer(exchange, reply->problem);
	connection_answer(exchange->connection, reply);
}

static void answer_problem(struct exchange *exchange, enum problem problem, int retry_after_s)
{
	struct reply reply = {
		.problem = problem,
		.retry_after_s = retry_after_s,
		.allow = exchange->verdict.allow,
	};
	answer(exchange, &reply);
}

/* --- the routes --- */

static void answer_health(struct exchange *exchange)
{
	static const char *const breaker_names[] = {
		[BREAKER_CLOSED] = "ok", [BREAKER_OPEN] = "away", [BREAKER_HALF_OPEN] = "probing"};
	char body[64];
	struct upstream_stats stats;
	struct reply reply = {.problem = PROBLEM_NONE, .body = body};
	if (exchange->routes->connections.is_stopping) {
		answer_problem(exchange, PROBLEM_STOPPING, 0);
		return;
	}
	/* Healthy also while the upstream is away: another instance could do no better, and a balancer that removed all
	 * of them would turn a clear answer into none. */
	upstream_read_stats(exchange->routes->upstream, &stats);
	reply.body_size = (size_t)snprintf(body, sizeof(body), "{\"status\":\"ok\",\"upstream\":\"%s\"}\n",
					   breaker_names[stats.breaker]);
	answer(exchange, &reply);
}

static void answer_metrics(struct exchange *exchange)
{
	char *body = NULL;
	size_t size = 0;
	struct upstream_stats stats;
	struct reply reply = {.problem = PROBLEM_NONE, .content_type = "text/plain; version=0.0.4"};
	FILE *out = open_memstream(&body, &size);
	upstream_read_stats(exchange->routes->upstream, &stats);
	if (out)
		metrics_write(out, &exchange->routes->metrics, &stats);
	if (!out || fclose(out) != 0) {
		answer_problem(exchange, PROBLEM_INTERNAL, 0);
	} else {
		reply.body = body;
		reply.body_size = size;
		answer(exchange, &reply);
	}
	free(body);
}

static void answer_token(struct exchange *exchange, const char *auth_token)
{
	char *body = reply_token_body(auth_token, exchange->routes->config->platform);
	struct reply reply = {.problem = PROBLEM_NONE, .body = body, .body_size = body ? strlen(body) : 0};
	if (!body) {
		answer_problem(exchange, PROBLEM_INTERNAL, 0);
		return;
	}
	answer(exchange, &reply);
	wipe_text(&body);
}

/* The others are about one request or about this service. */
static bool is_about_the_upstream(enum problem problem)
{
	return problem >= PROBLEM_UPSTREAM_UNREACHABLE && problem <= PROBLEM_API_NOT_ENABLED;
}

/* Reports to the operator when the upstream begins to fail, fails otherwise, or answers again. */
static void note_upstream(struct routes *routes, const struct upstream_result *result)
{
	char text[512];
	enum problem before = routes->upstream_problem;
	if (result->problem == PROBLEM_NONE) {
		routes->upstream_problem = PROBLEM_NONE;
		if (before != PROBLEM_NONE)
			note("the Lovense API answers again");
	} else if (is_about_the_upstream(result->problem) &&
		   (result->problem != before || result->code != routes->upstream_code)) {
		routes->upstream_problem = result->problem;
		routes->upstream_code = result->code;
		problem_explain(result->problem, result->detail, text, sizeof(text));
		note("%s", text);
	}
}

static void upstream_answered(void *ctx, const struct upstream_result *result)
{
	struct exchange *exchange = ctx;
	exchange->upstream_request = NULL;
	exchange->upstream_us = result->duration_us;
	exchange->attempts = result->attempts;
	note_upstream(exchange->routes, result);
	if (result->problem == PROBLEM_NONE)
		answer_token(exchange, result->auth_token);
	else
		answer_problem(exchange, result->problem, result->retry_after_s);
}

static void fetch_token(struct exchange *exchange)
{
	enum problem problem = PROBLEM_INVALID;
	int retry_after_s = 0;
	struct verdict *verdict = &exchange->verdict;
	exchange->upstream_request = upstream_start(exchange->routes->upstream, verdict->uid, verdict->uname,
						    upstream_answered, exchange, &problem, &retry_after_s);
	OPENSSL_cleanse(verdict->uid, sizeof(verdict->uid));
	verdict->uname = NULL; /* the keys may change before the answer */
	if (!exchange->upstream_request) {
		answer_problem(exchange, problem, retry_after_s);
		return;
	}
	connection_wait(exchange->connection);
}

static void serve(void *ctx, struct connection *connection, const struct http1_request *request)
{
	struct routes *routes = ctx;
	struct exchange *exchange = begin_exchange(routes, connection);
	struct verdict *verdict = &exchange->verdict;
	admission_judge(&routes->admission, request, connection_peer(connection), exchange->started_us, verdict);
	if (verdict->problem != PROBLEM_NONE)
		answer_problem(exchange, verdict->problem, verdict->retry_after_s);
	else if (verdict->route == ROUTE_HEALTH)
		answer_health(exchange);
	else if (verdict->route == ROUTE_METRICS)
		answer_metrics(exchange);
	else
		fetch_token(exchange);
}

static void reject(void *ctx, struct connection *connection, enum problem problem)
{
	answer_problem(begin_exchange(ctx, connection), problem, 0);
}

static void abandon(void *ctx, struct connection *connection)
{
	struct exchange *exchange = connection_data(connection);
	(void)ctx;
	upstream_cancel(exchange->upstream_request);
}

const struct connection_handler routes_handler = {
	.data_size = sizeof(struct exchange),
	.serve = serve,
	.reject = reject,
	.abandon = abandon,
};
