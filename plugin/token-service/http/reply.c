/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "token-service/http/reply.h"

#include <jansson.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

struct text {
	char *at;
	size_t size;
	size_t used;
};

static void add(struct text *text, const char *format, ...) __attribute__((format(printf, 2, 3)));
static void add(struct text *text, const char *format, ...)
{
	va_list arguments;
	va_start(arguments, format);
	int written = vsnprintf(text->at + text->used, text->size - text->used, format, arguments);
	va_end(arguments);
	/* Once full it stays full: used == size then. */
	if (written < 0 || (size_t)written >= text->size - text->used)
		text->used = text->size;
	else
		text->used += (size_t)written;
}

static const char *reason_phrase(int status)
{
	static const struct {
		int status;
		const char *phrase;
	} phrases[] = {
		{200, "OK"},
		{400, "Bad Request"},
		{401, "Unauthorized"},
		{403, "Forbidden"},
		{404, "Not Found"},
		{405, "Method Not Allowed"},
		{408, "Request Timeout"},
		{411, "Length Required"},
		{413, "Content Too Large"},
		{414, "URI Too Long"},
		{415, "Unsupported Media Type"},
		{417, "Expectation Failed"},
		{429, "Too Many Requests"},
		{431, "Request Header Fields Too Large"},
		{502, "Bad Gateway"},
		{503, "Service Unavailable"},
		{504, "Gateway Timeout"},
		{505, "HTTP Version Not Supported"},
	};
	for (size_t i = 0; i < sizeof(phrases) / sizeof(phrases[0]); i++)
		if (phrases[i].status == status)
			return phrases[i].phrase;
	return "Internal Server Error";
}

static size_t write_problem(const struct reply *reply, char *body, size_t size)
{
	const struct problem_info *info = problem_info(reply->problem);
	return (size_t)snprintf(body, size, "{\"error\":\"%s\",\"message\":\"%s\",\"requestId\":\"%s\"}\n", info->code,
				info->message, reply->request_id);
}

static void add_head(struct text *text, const struct reply *reply, size_t body_size)
{
	const struct problem_info *info = problem_info(reply->problem);
	int retry_after_s = reply->retry_after_s ? reply->retry_after_s : info->retry_after_s;
	add(text, "HTTP/1.1 %d %s\r\n", info->status, reason_phrase(info->status));
	add(text, "Content-Type: %s\r\n", reply->content_type ? reply->content_type : "application/json");
	add(text, "Content-Length: %zu\r\nCache-Control: no-store\r\nX-Content-Type-Options: nosniff\r\n", body_size);
	add(text, "X-Request-Id: %s\r\n", reply->request_id);
	if (retry_after_s && info->status >= 429)
		add(text, "Retry-After: %d\r\n", retry_after_s);
	if (info->status == 401)
		add(text, "WWW-Authenticate: Bearer\r\n");
	if (reply->allow)
		add(text, "Allow: %s\r\n", reply->allow);
	add(text, "Connection: %s\r\n\r\n", reply->keeps_open ? "keep-alive" : "close");
}

size_t reply_write(const struct reply *reply, char *text, size_t size)
{
	char problem[512];
	const char *body = reply->body;
	size_t body_size = reply->body_size;
	if (!body) {
		body_size = write_problem(reply, problem, sizeof(problem));
		body = problem;
	}
	struct text out = {.at = text, .size = size};
	add_head(&out, reply, body_size);
	if (reply->is_head)
		body_size = 0;
	if (out.used + body_size >= size)
		return 0;
	memcpy(text + out.used, body, body_size);
	return out.used + body_size;
}

char *reply_token_body(const char *auth_token, const char *platform)
{
	char *text = NULL;
	json_t *body = json_pack("{s:s, s:s*}", "authToken", auth_token, "platform", *platform ? platform : NULL);
	if (body)
		text = json_dumps(body, JSON_COMPACT);
	json_decref(body);
	return text;
}
