/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "lovense/session/account.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <jansson.h>

#include "lovense/api_reply.h"
#include "lovense/json_read.h"
#include "lovense/session/reply_words.h"
#include "net/platform.h"
#include "net/text.h"
#include "net/http/http.h"

enum { HEADER_SIZE = 640, URL_SIZE = 512 };

enum account_kind { ACCOUNT_INVALID, ACCOUNT_TOKEN, ACCOUNT_TOKEN_SERVICE, ACCOUNT_SOCKET_URL };

struct account_request {
	enum account_kind kind;
	struct http_request *http; /* NULL once it is done */
	account_done done;
	void *ctx;
};

bool account_is_final(enum lovense_reason reason)
{
	return reason > LOVENSE_REASON_NONE && reason < LOVENSE_REASON_UNREACHABLE;
}

static void say(struct account_reply *reply, enum lovense_reason reason, const char *service_words)
{
	reply->reason = reason;
	text_copy(reply->service_words, sizeof(reply->service_words), service_words);
}

static enum lovense_reason url_reason(enum account_kind kind)
{
	return kind == ACCOUNT_TOKEN_SERVICE ? LOVENSE_REASON_BAD_SERVICE_URL : LOVENSE_REASON_BAD_API_URL;
}

static enum lovense_reason transport_reason(const struct http_reply *http, enum account_kind kind)
{
	switch (http->error) {
	case HTTP_ERROR_RESOLVE:
	case HTTP_ERROR_CONNECT:
	case HTTP_ERROR_TIMEOUT:
		return kind == ACCOUNT_TOKEN_SERVICE ? LOVENSE_REASON_SERVICE_UNREACHABLE : LOVENSE_REASON_UNREACHABLE;
	case HTTP_ERROR_TLS:
		return LOVENSE_REASON_TLS;
	case HTTP_ERROR_URL:
		return url_reason(kind);
	case HTTP_ERROR_HEADER:
		return LOVENSE_REASON_BAD_TEXT;
	case HTTP_ERROR_PROXY:
		return http->status == 407 ? LOVENSE_REASON_PROXY_PASSWORD : LOVENSE_REASON_PROXY_REFUSED;
	case HTTP_ERROR_LIBRARY:
		return LOVENSE_REASON_BAD_LIBRARY;
	case HTTP_ERROR_MEMORY:
		return LOVENSE_REASON_OUT_OF_MEMORY;
	default:
		return LOVENSE_REASON_UNREADABLE_REPLY;
	}
}

static void read_transport_error(const struct http_reply *http, enum account_kind kind, struct account_reply *reply)
{
	reply->technical = http->detail;
	reply->reason = transport_reason(http, kind);
	if (http->error == HTTP_ERROR_PROXY)
		reply_words(http, reply->service_words, sizeof(reply->service_words));
}

static bool is_uid_refused(const struct http_reply *http)
{
	json_t *json = json_read_text_container(http->body, http->body_size);
	const char *error = json_read_string(json_object_get(json, "error"));
	bool is_refused = strcmp(error, "uid_refused") == 0 || strcmp(error, "uid_not_allowed") == 0;
	json_decref(json);
	return http->status == 403 && is_refused;
}

/* A token service refuses by status. One that is down or being updated may say for how long: that is a pause, not a
 * limit this user has reached. Everything else that is no answer of a token service (a wrong path, a page, a move)
 * stays so until a person has looked at the address. */
static enum lovense_reason service_status_reason(const struct http_reply *http)
{
	if (is_uid_refused(http))
		return LOVENSE_REASON_USER_ID_REFUSED;
	if (http->status == 401 || http->status == 403)
		return LOVENSE_REASON_SERVICE_KEY_REJECTED;
	if (http->status == 429)
		return LOVENSE_REASON_SERVICE_RATE_LIMITED;
	return http->status >= 500 ? LOVENSE_REASON_SERVICE_FAILED : LOVENSE_REASON_SERVICE_REFUSED;
}

/* The documented endpoints answer 200 also when they refuse. */
static void read_status(const struct http_reply *http, enum account_kind kind, struct account_reply *reply)
{
	bool is_denied = http->status == 401 || http->status == 403;
	bool is_limited = http->status == 429 || http->retry_after_s >= 0;
	reply_words(http, reply->service_words, sizeof(reply->service_words));
	reply->is_token_refused = is_denied && kind == ACCOUNT_SOCKET_URL;
	if (kind == ACCOUNT_TOKEN_SERVICE)
		reply->reason = service_status_reason(http);
	else
		reply->reason = is_limited ? LOVENSE_REASON_RATE_LIMITED : LOVENSE_REASON_SERVICE_ERROR;
}

/* What the API says of the developer token and account behind a token service can be corrected only by its operator:
 * the user waits, and the reason says for whom. */
static void blame_service(struct account_reply *reply)
{
	if (reply->reason == LOVENSE_REASON_TOKEN_REJECTED)
		say(reply, LOVENSE_REASON_SERVICE_TOKEN_REJECTED, "");
	else if (reply->reason == LOVENSE_REASON_API_NOT_ENABLED)
		say(reply, LOVENSE_REASON_SERVICE_NOT_ENABLED, "");
}

static void read_refusal(const struct api_reply *api, enum account_kind kind, struct account_reply *reply)
{
	enum api_endpoint endpoint = kind == ACCOUNT_SOCKET_URL ? API_GET_SOCKET_URL : API_GET_TOKEN;
	char code[32];
	snprintf(code, sizeof(code), "code %d", api->code);
	say(reply, api_refusal_reason(endpoint, api), api->message[0] ? api->message : code);
	if (kind == ACCOUNT_TOKEN_SERVICE)
		blame_service(reply);
	reply->is_token_refused = kind == ACCOUNT_SOCKET_URL && !account_is_final(reply->reason);
}

static const char *wanted_of(enum account_kind kind)
{
	return kind == ACCOUNT_SOCKET_URL ? "socketIoUrl" : "authToken";
}

static void read_body(const struct http_reply *http, enum account_kind kind, struct api_reply *api,
		      struct account_reply *reply)
{
	if (kind == ACCOUNT_TOKEN_SERVICE)
		api_reply_read_plain(api, http->body, http->body_size, wanted_of(kind));
	else
		api_reply_read(api, http->body, http->body_size, wanted_of(kind));
	const char *wanted = json_read_string(json_object_get(api->data, wanted_of(kind)));
	switch (api->verdict) {
	case API_SUCCESS:
		reply->auth_token = kind == ACCOUNT_SOCKET_URL ? "" : wanted;
		reply->platform = json_read_string(json_object_get(api->data, "platform"));
		reply->socket_url = kind == ACCOUNT_SOCKET_URL ? wanted : "";
		reply->socket_path = json_read_string(json_object_get(api->data, "socketIoPath"));
		break;
	case API_REFUSED:
		read_refusal(api, kind, reply);
		break;
	default:
		reply->reason = kind == ACCOUNT_TOKEN_SERVICE ? LOVENSE_REASON_SERVICE_REFUSED
							      : LOVENSE_REASON_UNREADABLE_REPLY;
		reply_words(http, reply->service_words, sizeof(reply->service_words));
		break;
	}
}

static void on_reply(void *ctx, const struct http_reply *http)
{
	struct account_request *request = ctx;
	struct api_reply api = {0};
	struct account_reply reply = {
		.reason = LOVENSE_REASON_NONE,
		.retry_after_s = http->retry_after_s,
		.technical = "",
		.auth_token = "",
		.platform = "",
		.socket_url = "",
		.socket_path = "",
	};
	request->http = NULL;
	if (http->error != HTTP_OK)
		read_transport_error(http, request->kind, &reply);
	else if (http->status < 200 || http->status > 299)
		read_status(http, request->kind, &reply);
	else
		read_body(http, request->kind, &api, &reply);
	account_done done = request->done;
	void *done_ctx = request->ctx;
	free(request);
	done(done_ctx, &reply);
	api_reply_clear(&api);
}

/* Takes ownership of body. */
static struct account_request *post(struct loop *loop, const struct account_query *query, enum account_kind kind,
				    const char *url, const char *const *headers, json_t *body)
{
	struct account_request *request = calloc(1, sizeof(*request));
	char *text = body ? json_dumps(body, JSON_COMPACT) : NULL;
	if (!request || !text)
		goto fail;
	*request = (struct account_request){.kind = kind, .done = query->done, .ctx = query->ctx};
	struct http_options options = {
		.url = url,
		.allow_plain_http = true, /* for loopback hosts only: http.h refuses others */
		.body = text,
		.body_size = strlen(text),
		.headers = headers,
		.timeout_ms = query->timeout_ms,
		.done = on_reply,
		.ctx = request,
	};
	request->http = http_start(loop, &options);
	if (!request->http)
		goto fail;
	goto done;
fail:
	free(request);
	request = NULL;
done:
	if (text)
		platform_wipe(text, strlen(text));
	free(text);
	json_decref(body);
	return request;
}

static void set_when_given(json_t *body, const char *key, const char *value)
{
	if (value && *value)
		json_object_set_new(body, key, json_string(value));
}

/* The base may end with a slash or not. A base that is too long gives "", which no request accepts. */
static void join_url(char *url, size_t size, const char *base, const char *path)
{
	size_t length = strlen(base);
	while (length > 0 && base[length - 1] == '/')
		length--;
	int written = snprintf(url, size, "%.*s%s", (int)length, base, path);
	if (written < 0 || (size_t)written >= size)
		url[0] = '\0';
}

struct account_request *account_get_token(struct loop *loop, const struct account_query *query)
{
	char url[URL_SIZE];
	join_url(url, sizeof(url), query->api_url, "/api/basicApi/getToken");
	json_t *body = json_pack("{s:s,s:s}", "token", query->developer_token, "uid", query->uid);
	set_when_given(body, "uname", query->uname);
	set_when_given(body, "utoken", query->utoken);
	return post(loop, query, ACCOUNT_TOKEN, url, NULL, body);
}

struct account_request *account_ask_token_service(struct loop *loop, const struct account_query *query, const char *url,
						  const char *key)
{
	char authorization[HEADER_SIZE];
	const char *headers[] = {"Content-Type: application/json", NULL, NULL};
	snprintf(authorization, sizeof(authorization), "Authorization: Bearer %s", key ? key : "");
	if (key && *key)
		headers[1] = authorization;
	json_t *body = json_pack("{s:s}", "uid", query->uid);
	set_when_given(body, "uname", query->uname);
	struct account_request *request = post(loop, query, ACCOUNT_TOKEN_SERVICE, url, headers, body);
	platform_wipe(authorization, sizeof(authorization));
	return request;
}

struct account_request *account_get_socket_url(struct loop *loop, const struct account_query *query,
					       const char *platform, const char *auth_token)
{
	char url[URL_SIZE];
	join_url(url, sizeof(url), query->api_url, "/api/basicApi/getSocketUrl");
	json_t *body = json_pack("{s:s,s:s}", "platform", platform, "authToken", auth_token);
	return post(loop, query, ACCOUNT_SOCKET_URL, url, NULL, body);
}

void account_cancel(struct account_request *request)
{
	if (!request)
		return;
	http_cancel(request->http);
	free(request);
}
