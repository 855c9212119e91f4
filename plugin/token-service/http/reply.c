/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "token-service/http/reply.h"

#include <jansson.h>
#include <stdio.h>
#include <string.h>

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

/* Its size; size or more: it does not fit. */
static size_t write_head(const struct reply *reply, size_t body_size, char *text, size_t size)
{
	const struct problem_info *info = problem_info(reply->problem);
	char retry_after[40] = "";
	if (info->status >= 429 && (reply->retry_after_s || info->retry_after_s))
		snprintf(retry_after, sizeof(retry_after), "Retry-After: %d\r\n",
			 reply->retry_after_s ? reply->retry_after_s : info->retry_after_s);
	return (size_t)snprintf(
		text, size,
		REPLY_BEGINNING
		"%d %s\r\nContent-Type: %s\r\nContent-Length: %zu\r\nCache-Control: no-store\r\n"
		"X-Content-Type-Options: nosniff\r\nX-Request-Id: %s\r\n%s%s%s%s%sConnection: %s\r\n\r\n",
		info->status, reason_phrase(info->status),
		reply->content_type ? reply->content_type : "application/json", body_size, reply->request_id,
		retry_after, info->status == 401 ? "WWW-Authenticate: Bearer\r\n" : "", reply->allow ? "Allow: " : "",
		reply->allow ? reply->allow : "", reply->allow ? "\r\n" : "",
		reply->keeps_open ? "keep-alive" : "close");
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
	size_t used = write_head(reply, body_size, text, size);
	if (reply->is_head)
		body_size = 0;
	if (used + body_size >= size)
		return 0;
	memcpy(text + used, body, body_size);
	return used + body_size;
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
