/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "net/http/http.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "net/http/http_internal.h"
#include "net/http/retry_after.h"

static void unlink_request(struct http_request *request)
{
	struct http_request **place = &request->loop->requests;
	while (*place && *place != request)
		place = &(*place)->next;
	if (*place)
		*place = request->next;
}

/* Takes it off the loop, so that callbacks cannot reach it any more; the memory stays until free_request(). */
static void detach_request(struct http_request *request)
{
	unlink_request(request);
	loop_timer_cancel(request->loop, &request->fail_timer);
	request->loop->lets_linger = request->may_arrive_late;
	if (request->is_added)
		curl_multi_remove_handle(request->loop->multi, request->easy);
	request->loop->lets_linger = false;
	request->is_added = false;
}

static void free_request(struct http_request *request)
{
	if (request->easy)
		curl_easy_cleanup(request->easy);
	curl_slist_free_all(request->headers);
	curl_slist_free_all(request->resolve);
	free(request->body);
	free(request);
}

void http_cancel(struct http_request *request)
{
	if (!request)
		return;
	detach_request(request);
	free_request(request);
}

void http_cancel_all(struct loop *loop)
{
	while (loop->requests)
		http_cancel(loop->requests);
}

static void finish(struct http_request *request, enum http_error error)
{
	unlink_request(request);
	loop_timer_cancel(request->loop, &request->fail_timer);
	http_report(request, error);
	if (request->is_added)
		curl_multi_remove_handle(request->loop->multi, request->easy);
	free_request(request);
}

void http_collect_finished(struct loop *loop)
{
	int left = 0;
	for (;;) {
		CURLMsg *message = curl_multi_info_read(loop->multi, &left);
		if (!message)
			return;
		if (message->msg != CURLMSG_DONE)
			continue;
		CURLcode code = message->data.result; /* the message goes with its handle */
		struct http_request *request = NULL;
		curl_easy_getinfo(message->easy_handle, CURLINFO_PRIVATE, &request);
		request->code = code;
		finish(request, http_error_of(request, code));
	}
}

static void on_fail_timer(void *ctx)
{
	struct http_request *request = ctx;
	finish(request, request->early_error);
}

static struct http_request *new_request(struct loop *loop, void *ctx)
{
	struct http_request *request = calloc(1, sizeof(*request));
	if (!request)
		return NULL;
	request->loop = loop;
	request->ctx = ctx;
	request->retry_after_s = RETRY_AFTER_NONE;
	request->fail_timer.fire = on_fail_timer;
	request->fail_timer.ctx = request;
	request->started_ms = loop_now_ms(loop);
	request->easy = curl_easy_init();
	if (request->easy)
		return request;
	free(request);
	return NULL;
}

static bool launch(struct http_request *request)
{
	struct loop *loop = request->loop;
	if (curl_multi_add_handle(loop->multi, request->easy) != CURLM_OK)
		return false;
	request->is_added = true;
	loop->must_perform = true;
	request->next = loop->requests;
	loop->requests = request;
	return true;
}

static void fail_soon(struct http_request *request, enum http_error error)
{
	request->early_error = error;
	request->next = request->loop->requests;
	request->loop->requests = request;
	loop_timer_start(request->loop, &request->fail_timer, loop_now_ms(request->loop));
}

/* Why a request could not be configured. */
static enum http_error refusal_of(const struct http_request *request)
{
	bool is_memory = request->code == CURLE_OK || request->code == CURLE_OUT_OF_MEMORY;
	return is_memory ? HTTP_ERROR_MEMORY : HTTP_ERROR_LIBRARY;
}

struct http_request *http_start(struct loop *loop, const struct http_options *options)
{
	bool is_loopback = false;
	CURLU *url = curl_url();
	struct http_request *request = new_request(loop, options->ctx);
	if (!url || !request)
		goto fail;
	request->done = options->done;
	request->may_arrive_late = options->may_arrive_late;

	enum http_error verdict = http_judge(options, url, &is_loopback);
	if (verdict == HTTP_OK && !http_configure(request, options, url, is_loopback))
		verdict = refusal_of(request);
	if (verdict == HTTP_ERROR_MEMORY)
		goto fail;
	if (verdict != HTTP_OK)
		fail_soon(request, verdict);
	else if (!launch(request))
		goto fail;
	curl_url_cleanup(url);
	return request;
fail:
	curl_url_cleanup(url);
	if (request)
		free_request(request);
	return NULL;
}

struct http_request *http_resolve(struct loop *loop, const char *host, int port, int timeout_ms,
				  void (*done)(void *ctx, const struct http_address *address), void *ctx)
{
	char url[512];
	bool is_ipv6 = strchr(host, ':') && *host != '[';
	int length =
		snprintf(url, sizeof(url), "http://%s%s%s:%d/", is_ipv6 ? "[" : "", host, is_ipv6 ? "]" : "", port);
	struct http_request *request = new_request(loop, ctx);
	if (!request)
		return NULL;
	request->resolved = done;
	enum http_error verdict = length < 0 || (size_t)length >= sizeof(url) ? HTTP_ERROR_URL : HTTP_OK;
	if (verdict == HTTP_OK && !http_configure_resolve(request, url, timeout_ms))
		verdict = refusal_of(request);
	if (verdict != HTTP_OK && verdict != HTTP_ERROR_MEMORY)
		fail_soon(request, verdict);
	else if (verdict == HTTP_ERROR_MEMORY || !launch(request)) {
		free_request(request);
		request = NULL;
	}
	return request;
}
