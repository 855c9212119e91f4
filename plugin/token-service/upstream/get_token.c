/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "token-service/upstream/get_token.h"

#include <jansson.h>
#include <string.h>

#include "lovense/api_reply.h"
#include "net/utf8.h"

char *get_token_body(const char *developer_token, const char *uid, const char *uname)
{
	char *text = NULL;
	json_t *body = json_pack("{s:s, s:s, s:s}", "token", developer_token, "uid", uid, "uname", uname);
	if (body)
		text = json_dumps(body, JSON_COMPACT);
	json_decref(body);
	return text;
}

static enum problem problem_of_refusal(const struct api_reply *reply)
{
	switch (api_refusal_reason(API_GET_TOKEN, reply)) {
	case LOVENSE_REASON_TOKEN_REJECTED:
		return PROBLEM_DEVELOPER_TOKEN_REJECTED;
	case LOVENSE_REASON_API_NOT_ENABLED:
		return PROBLEM_API_NOT_ENABLED;
	case LOVENSE_REASON_USER_ID_REFUSED:
		return PROBLEM_UID_REFUSED;
	default:
		return reply->code < 0 ? PROBLEM_UPSTREAM_REPLY : PROBLEM_UPSTREAM_REFUSED;
	}
}

static enum problem copy_token(const struct api_reply *reply, const char *developer_token, char **auth_token)
{
	const char *granted = json_string_value(json_object_get(reply->data, "authToken"));
	if (strstr(granted, developer_token))
		return PROBLEM_UPSTREAM_ECHO;
	*auth_token = strdup(granted);
	return *auth_token ? PROBLEM_NONE : PROBLEM_INTERNAL;
}

enum problem get_token_read_reply(int http_status, const char *body, size_t size, const char *developer_token,
				  char **auth_token)
{
	struct api_reply reply = {0};
	enum problem problem = PROBLEM_UPSTREAM_REPLY;
	*auth_token = NULL;
	if (http_status == 429)
		return PROBLEM_UPSTREAM_LIMITED;
	if (http_status < 200 || http_status > 299)
		return PROBLEM_UPSTREAM_REPLY;
	const char *text = body ? body : "";
	size_t mark = utf8_mark_size(text, size);
	api_reply_read(&reply, text + mark, size - mark, "authToken");
	if (reply.verdict == API_SUCCESS)
		problem = copy_token(&reply, developer_token, auth_token);
	else if (reply.verdict == API_REFUSED)
		problem = problem_of_refusal(&reply);
	api_reply_clear(&reply);
	return problem;
}
