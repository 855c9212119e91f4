/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A request, as the files http*.c share it. */
#pragma once

#include "net/http/http.h"
#include "net/loop_internal.h"

struct http_request {
	struct loop *loop;
	CURL *easy;
	struct curl_slist *headers;
	struct curl_slist *resolve;
	bool is_added;
	bool may_arrive_late;
	int timeout_ms;
	struct loop_timer fail_timer; /* reports what was wrong from the start */
	enum http_error early_error;
	CURLcode code; /* how curl ended it */
	int64_t started_ms;

	char *body;
	size_t body_size;
	size_t body_capacity;
	size_t max_reply_bytes;
	bool is_too_large;
	bool is_out_of_memory;
	int retry_after_s; /* RETRY_AFTER_NONE: not said */

	void (*done)(void *ctx, const struct http_reply *reply);
	void (*resolved)(void *ctx, const struct http_address *address); /* of http_resolve() */
	void *ctx;
	struct http_request *next;
};

/* http_options.c: false with request->code when curl refuses, with CURLE_OK there when out of memory. */
bool http_configure(struct http_request *request, const struct http_options *options, CURLU *url, bool is_loopback);
bool http_configure_resolve(struct http_request *request, const char *url, int timeout_ms);
/* Whether it may be sent at all; url is filled. */
enum http_error http_judge(const struct http_options *options, CURLU *url, bool *is_loopback);

/* http_reply.c */
enum http_error http_error_of(const struct http_request *request, CURLcode code);
/* Tells the owner how it ended. */
void http_report(struct http_request *request, enum http_error error);
size_t http_on_body(char *data, size_t unit, size_t count, void *ctx);
size_t http_on_header(char *data, size_t unit, size_t count, void *ctx);
