/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "token-service/upstream/upstream.h"

#include <stdlib.h>
#include <string.h>

#include "net/random.h"
#include "token-service/upstream/attempt.h"

enum { MAX_ATTEMPTS = 2 };
/* A dead keep-alive connection or a restarting server is often good again a moment later. */
static const int64_t retry_delay_us = 50000;
static const int64_t retry_jitter_us = 100000;

struct upstream_request {
	struct upstream *upstream;
	struct attempt attempt; /* the one under way, unless it waits for a place or for its second attempt */
	lws_sorted_usec_list_t retry;
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
	const struct upstream_config *config; /* borrowed */
	struct transfers *transfers;
	struct endpoint endpoint;
	struct lws_dll2_owner requests;
	struct lws_dll2_owner queue; /* first come, first served */
	lws_sorted_usec_list_t queue_limit;
	struct breaker breaker;
	struct upstream_stats stats;
};

/* --- one request --- */

static void free_request(struct upstream_request *request)
{
	if (!request)
		return;
	lws_sul_cancel(&request->retry);
	attempt_forget(&request->attempt, request->upstream->transfers);
	lws_dll2_remove(&request->in_all);
	lws_dll2_remove(&request->in_queue);
	free(request->uid);
	free(request->uname);
	free(request);
}

static int64_t time_left_us(const struct upstream_request *request)
{
	return request->started_us + request->upstream->config->timeout_ms * 1000 - events_now_us();
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
		breaker_abandoned(&request->upstream->breaker, events_now_us() / 1000);
}

static void report_to_breaker(struct upstream_request *request, enum problem problem)
{
	if (problem == PROBLEM_BUSY) /* never reached the upstream */
		abandon(request);
	else if (is_failure(problem))
		breaker_failed(&request->upstream->breaker, events_now_us() / 1000);
	else
		breaker_succeeded(&request->upstream->breaker);
}

static void finish(struct upstream_request *request, struct upstream_result *result)
{
	result->attempts = request->attempts;
	result->duration_us = events_now_us() - request->started_us;
	report_to_breaker(request, result->problem);
	upstream_done *done = request->done;
	void *ctx = request->ctx;
	free_request(request);
	done(ctx, result);
}

static void give_up(struct upstream_request *request, enum problem problem)
{
	struct upstream_result result = {.problem = problem};
	finish(request, &result);
}

/* Half of a request's time may go by in the queue; with less than the other half left, a place would be given in vain.
 */
static int64_t wait_left_us(const struct upstream_request *request)
{
	return time_left_us(request) - request->upstream->config->timeout_ms * 1000 / 2;
}

static struct upstream_request *first_in_queue(struct upstream *upstream)
{
	struct lws_dll2 *head = lws_dll2_get_head(&upstream->queue);
	return head ? lws_container_of(head, struct upstream_request, in_queue) : NULL;
}

static void queue_limit_due(lws_sorted_usec_list_t *timer);

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
			events_timer_start(upstream->events, &upstream->queue_limit, queue_limit_due, 0);
			return;
		}
		lws_dll2_remove(&request->in_queue);
		if (!start_attempt(request))
			give_up(request, PROBLEM_INTERNAL);
	}
}

/* All have the same time limit, so the first is the first to run out of it; a retry that goes to the front is older. */
static void queue_limit_due(lws_sorted_usec_list_t *timer)
{
	struct upstream *upstream = lws_container_of(timer, struct upstream, queue_limit);
	struct upstream_request *request = first_in_queue(upstream);
	for (; request && wait_left_us(request) <= 0; request = first_in_queue(upstream))
		give_up(request, PROBLEM_BUSY);
	if (request)
		events_timer_start(upstream->events, &upstream->queue_limit, queue_limit_due, wait_left_us(request));
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
		events_timer_start(upstream->events, &upstream->queue_limit, queue_limit_due, wait_left_us(request));
}

static void retry_due(lws_sorted_usec_list_t *timer)
{
	struct upstream_request *request = lws_container_of(timer, struct upstream_request, retry);
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
	random_bytes(&random, sizeof(random));
	events_timer_start(request->upstream->events, &request->retry, retry_due,
			   retry_delay_us + retry_jitter_us * random / UINT16_MAX);
}

static void transfer_ended(void *ctx, CURL *easy, CURLcode code)
{
	struct upstream *upstream = ctx;
	struct upstream_request *request = attempt_owner(easy);
	struct upstream_result result;
	attempt_read(&request->attempt, &upstream->endpoint, code, &result);
	upstream->stats.connections += (uint64_t)result.connections;
	/* "503, come back in 30 s" is an answer, not an accident. */
	if (!result.retry_after_s && is_worth_a_retry(request, result.problem))
		retry_later(request);
	else
		finish(request, &result);
	wipe_text(&result.auth_token);
}

static void transfers_idle(void *ctx)
{
	serve_queue(ctx);
}

/* --- outside --- */

struct upstream *upstream_create(struct events *events, const struct upstream_config *config,
				 const char *developer_token)
{
	struct upstream *upstream = calloc(1, sizeof(*upstream));
	if (!upstream)
		return NULL;
	upstream->events = events;
	upstream->config = config;
	breaker_init(&upstream->breaker, &config->breaker);
	struct transfers_listener listener = {transfer_ended, transfers_idle, upstream};
	upstream->transfers = transfers_create(events, (size_t)config->max_connections, &listener);
	if (upstream->transfers && endpoint_open(&upstream->endpoint, config, developer_token))
		return upstream;
	upstream_destroy(upstream);
	return NULL;
}

void upstream_destroy(struct upstream *upstream)
{
	if (!upstream)
		return;
	for (struct lws_dll2 *item = upstream->requests.head; item; item = upstream->requests.head)
		free_request(lws_container_of(item, struct upstream_request, in_all));
	lws_sul_cancel(&upstream->queue_limit);
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
	if (upstream->requests.count >= upstream->config->max_requests)
		return PROBLEM_BUSY;
	int64_t wait_ms = breaker_admit(&upstream->breaker, request->started_us / 1000);
	*retry_after_s = (int)((wait_ms + 999) / 1000);
	if (wait_ms)
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
