/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "token-service/upstream/upstream.h"

#include <stdlib.h>
#include <string.h>

#include "net/platform.h"
#include "token-service/upstream/attempt.h"

enum { MAX_ATTEMPTS = 2 };
/* A dead keep-alive connection or a restarting server is often good again a moment later. */
static const int64_t retry_delay_us = 50000;
static const int64_t retry_jitter_us = 100000;

struct upstream_request {
	struct upstream *upstream;
	struct attempt attempt; /* the one under way, unless it waits for a place or for its second attempt */
	struct events_timer retry;
	struct lws_dll2 in_all;
	struct lws_dll2 in_queue; /* detached unless it waits for a place */
	upstream_done *done;
	void *ctx;
	char *uid;
	char *uname;
	int attempts;
	int64_t started_us;
	bool is_probe; /* let through by an open breaker */
};

struct upstream {
	struct events *events;
	struct transfers *transfers;
	struct endpoint endpoint;
	struct lws_dll2_owner requests;
	struct lws_dll2_owner queue; /* first come, first served */
	struct events_timer queue_limit;
	struct breaker breaker;
	struct upstream_stats stats;
	int64_t timeout_us;
	size_t max_requests;
};

/* --- one request --- */

static void free_request(struct upstream_request *request)
{
	if (!request)
		return;
	events_timer_cancel(&request->retry);
	attempt_forget(&request->attempt, request->upstream->transfers);
	lws_dll2_remove(&request->in_all);
	lws_dll2_remove(&request->in_queue);
	free(request->uid);
	free(request->uname);
	free(request);
}

static int64_t time_left_us(const struct upstream_request *request)
{
	return request->started_us + request->upstream->timeout_us - events_now_us();
}

/* false: out of memory. */
static bool start_attempt(struct upstream_request *request)
{
	struct upstream *upstream = request->upstream;
	if (!attempt_start(&request->attempt, upstream->transfers, &upstream->endpoint, request->uid, request->uname,
			   time_left_us(request), request))
		return false;
	request->attempts++;
	upstream->stats.attempts++;
	return true;
}

/* The API's own refusals are no failures of the way to it, but a wrong developer token is: every further request would
 * be refused too, and a storm of wrong tokens might get the account blocked. */
static bool is_failure(enum problem problem)
{
	return problem != PROBLEM_NONE && problem != PROBLEM_UID_REFUSED && problem != PROBLEM_UPSTREAM_REFUSED;
}

/* Only a probe leaves something open; others were let in while all was well. */
static void abandon(struct upstream_request *request)
{
	if (request->is_probe)
		breaker_abandoned(&request->upstream->breaker, events_now_us());
}

static void report_to_breaker(struct upstream_request *request, enum problem problem)
{
	if (problem == PROBLEM_BUSY) /* never reached the upstream */
		abandon(request);
	else if (is_failure(problem))
		breaker_failed(&request->upstream->breaker, events_now_us());
	else
		breaker_succeeded(&request->upstream->breaker);
}

static void finish(struct upstream_request *request, const struct attempt_outcome *outcome)
{
	struct upstream_result result = {
		.problem = outcome->problem,
		.auth_token = outcome->auth_token,
		.retry_after_s = outcome->retry_after_s,
		.detail = outcome->detail,
		.cause = (int)outcome->code,
		.attempts = request->attempts,
		.duration_us = events_now_us() - request->started_us,
	};
	report_to_breaker(request, outcome->problem);
	upstream_done *done = request->done;
	void *ctx = request->ctx;
	free_request(request);
	done(ctx, &result);
}

static void give_up(struct upstream_request *request, enum problem problem)
{
	struct attempt_outcome outcome = {.problem = problem};
	finish(request, &outcome);
}

/* Half of a request's time may go by in the queue; with less than the other half left, a place would be given in vain.
 */
static int64_t wait_left_us(const struct upstream_request *request)
{
	return time_left_us(request) - request->upstream->timeout_us / 2;
}

static struct upstream_request *first_in_queue(struct upstream *upstream)
{
	struct lws_dll2 *head = lws_dll2_get_head(&upstream->queue);
	return head ? lws_container_of(head, struct upstream_request, in_queue) : NULL;
}

static void queue_limit_due(void *ctx);

/* Gives free places to those who wait. libcurl could queue too, but it goes through all that wait at each change: with
 * a thousand waiting that halved the requests per second. */
static void serve_queue(struct upstream *upstream)
{
	while (transfers_have_place(upstream->transfers)) {
		struct upstream_request *request = first_in_queue(upstream);
		if (!request)
			return;
		/* The loop may have been held up (a busy or suspended machine). queue_limit ends who waited in vain,
		 * from the loop, and comes back here. */
		if (time_left_us(request) <= 0) {
			events_timer_start(upstream->events, &upstream->queue_limit, 0, queue_limit_due, upstream);
			return;
		}
		lws_dll2_remove(&request->in_queue);
		if (!start_attempt(request))
			give_up(request, PROBLEM_INTERNAL);
	}
}

/* All have the same time limit, so the first is the first to run out of it; a retry that goes to the front is older. */
static void queue_limit_due(void *ctx)
{
	struct upstream *upstream = ctx;
	struct upstream_request *request = first_in_queue(upstream);
	for (; request && wait_left_us(request) <= 0; request = first_in_queue(upstream))
		give_up(request, PROBLEM_BUSY);
	if (request)
		events_timer_start(upstream->events, &upstream->queue_limit, wait_left_us(request), queue_limit_due,
				   upstream);
	serve_queue(upstream);
}

static void enqueue(struct upstream_request *request, bool is_first)
{
	struct upstream *upstream = request->upstream;
	if (is_first)
		lws_dll2_add_head(&request->in_queue, &upstream->queue);
	else
		lws_dll2_add_tail(&request->in_queue, &upstream->queue);
	if (!events_timer_is_armed(&upstream->queue_limit))
		events_timer_start(upstream->events, &upstream->queue_limit, wait_left_us(request), queue_limit_due,
				   upstream);
}

static void retry_due(void *ctx)
{
	struct upstream_request *request = ctx;
	struct upstream *upstream = request->upstream;
	enqueue(request, true);
	serve_queue(upstream);
}

/* Asking for an auth token twice does no harm, so every failure that came fast is worth a second try; not a time-out,
 * which has used the time up, and not what a second try cannot change. */
static bool is_worth_a_retry(const struct upstream_request *request, enum problem problem)
{
	return (problem == PROBLEM_UPSTREAM_UNREACHABLE || problem == PROBLEM_UPSTREAM_REPLY) &&
	       request->attempts < MAX_ATTEMPTS && time_left_us(request) > retry_delay_us + retry_jitter_us;
}

static void retry_later(struct upstream_request *request)
{
	uint16_t random = 0;
	attempt_forget(&request->attempt, request->upstream->transfers);
	request->upstream->stats.retries++;
	platform_random_bytes(&random, sizeof(random));
	events_timer_start(request->upstream->events, &request->retry,
			   retry_delay_us + retry_jitter_us * random / UINT16_MAX, retry_due, request);
}

static void transfer_ended(void *ctx, CURL *easy, CURLcode code)
{
	struct upstream *upstream = ctx;
	struct upstream_request *request = attempt_owner(easy);
	struct attempt_outcome outcome;
	attempt_read(&request->attempt, code, &outcome);
	upstream->stats.connections += (uint64_t)outcome.connections;
	/* "503, come back in 30 s" is an answer, not an accident. */
	if (!outcome.retry_after_s && is_worth_a_retry(request, outcome.problem))
		retry_later(request);
	else
		finish(request, &outcome);
	wipe_text(&outcome.auth_token);
}

static void transfers_idle(void *ctx)
{
	serve_queue(ctx);
}

/* --- outside --- */

struct upstream *upstream_create(struct events *events, const struct upstream_config *config)
{
	struct upstream *upstream = calloc(1, sizeof(*upstream));
	if (!upstream)
		return NULL;
	upstream->events = events;
	upstream->timeout_us = config->timeout_us;
	upstream->max_requests = config->max_requests;
	breaker_init(&upstream->breaker, &config->breaker);
	struct transfers_listener listener = {transfer_ended, transfers_idle, upstream};
	upstream->transfers = transfers_create(events, config->max_connections, &listener);
	if (upstream->transfers && endpoint_open(&upstream->endpoint, config->url, config->ca_file,
						 config->developer_token, config->connect_timeout_ms))
		return upstream;
	upstream_destroy(upstream);
	return NULL;
}

void upstream_destroy(struct upstream *upstream)
{
	if (!upstream)
		return;
	lws_start_foreach_dll_safe(struct lws_dll2 *, item, next, lws_dll2_get_head(&upstream->requests))
	{
		free_request(lws_container_of(item, struct upstream_request, in_all));
	}
	lws_end_foreach_dll_safe(item, next);
	events_timer_cancel(&upstream->queue_limit);
	transfers_destroy(upstream->transfers);
	endpoint_close(&upstream->endpoint);
	free(upstream);
}

bool upstream_set_developer_token(struct upstream *upstream, const char *developer_token)
{
	return endpoint_set_developer_token(&upstream->endpoint, developer_token);
}

/* NULL: out of memory. */
static struct upstream_request *new_request(struct upstream *upstream, const char *uid, const char *uname,
					    upstream_done *done, void *ctx)
{
	struct upstream_request *request = calloc(1, sizeof(*request));
	if (!request)
		return NULL;
	request->upstream = upstream;
	request->done = done;
	request->ctx = ctx;
	request->started_us = events_now_us();
	request->uid = strdup(uid);
	request->uname = strdup(uname);
	if (request->uid && request->uname)
		return request;
	free_request(request);
	return NULL;
}

static enum problem admit(struct upstream_request *request, int *retry_after_s)
{
	struct upstream *upstream = request->upstream;
	if (upstream->requests.count >= upstream->max_requests)
		return PROBLEM_BUSY;
	int64_t wait_us = breaker_admit(&upstream->breaker, request->started_us);
	*retry_after_s = (int)((wait_us + 999999) / 1000000);
	if (wait_us)
		return PROBLEM_UPSTREAM_AWAY;
	request->is_probe = upstream->breaker.state == BREAKER_HALF_OPEN;
	lws_dll2_add_tail(&request->in_all, &upstream->requests);
	return PROBLEM_NONE;
}

struct upstream_request *upstream_start(struct upstream *upstream, const char *uid, const char *uname,
					upstream_done *done, void *ctx, enum problem *problem, int *retry_after_s)
{
	struct upstream_request *request = new_request(upstream, uid, uname, done, ctx);
	*retry_after_s = 0;
	*problem = request ? admit(request, retry_after_s) : PROBLEM_INTERNAL;
	if (*problem != PROBLEM_NONE)
		goto fail;
	if (!transfers_have_place(upstream->transfers)) {
		enqueue(request, false);
		return request;
	}
	if (start_attempt(request))
		return request;
	abandon(request);
	*problem = PROBLEM_INTERNAL;
fail:
	free_request(request);
	return NULL;
}

void upstream_cancel(struct upstream_request *request)
{
	struct upstream *upstream = request->upstream;
	abandon(request);
	free_request(request);
	serve_queue(upstream);
}

void upstream_read_stats(const struct upstream *upstream, struct upstream_stats *stats)
{
	*stats = upstream->stats;
	stats->requests = upstream->requests.count;
	stats->breaker = upstream->breaker.state;
}
