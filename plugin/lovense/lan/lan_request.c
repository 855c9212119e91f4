/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "lovense/lan/lan_request.h"

#include <stdlib.h>
#include <string.h>

#include "lovense/api_reply.h"
#include "lovense/json_read.h"
#include "net/ascii.h"
#include "net/http/http.h"
#include "socketio/packet.h"

enum { MAX_REPLY_BYTES = 65536 };

static const char *transport_note(enum http_error error)
{
	switch (error) {
	case HTTP_ERROR_TLS:
		return "The certificate of the app was not accepted; it may have expired until the app is updated.";
	case HTTP_ERROR_TIMEOUT:
		return "The phone does not answer in the local network.";
	case HTTP_ERROR_RESOLVE:
	case HTTP_ERROR_CONNECT:
		return "The phone cannot be reached in the local network.";
	default:
		return "The app's local reply could not be understood.";
	}
}

static int read_code(const json_t *json)
{
	int code = 0;
	const json_t *value = json_read_field(json, "code");
	if (api_code_is_success(value))
		return LAN_OK;
	if (!value && ascii_equals(json_read_string(json_object_get(json, "type")), "ok"))
		return LAN_OK;
	return json_read_int(value, &code) ? code : -1;
}

static const char *code_note(int code)
{
	switch (code) {
	case LAN_SERVER_OFF:
		return "The app's local server is switched off.";
	case LAN_SERVER_BROKEN:
		return "The app reports a server error; restart Lovense Connect.";
	case -1:
		return transport_note(HTTP_ERROR_PROTOCOL);
	default:
		return NULL;
	}
}

static void on_reply(void *ctx, const struct http_reply *reply)
{
	struct lan_request *request = ctx;
	struct lan_answer answer = {
		.total_ms = reply->total_ms, .was_sent = reply->was_sent, .is_complete = reply->error == HTTP_OK};
	json_t *json = NULL;
	request->http = NULL;
	if (reply->error != HTTP_OK) {
		answer.note = transport_note(reply->error);
	} else if (reply->status < 200 || reply->status > 299) {
		answer.note = transport_note(HTTP_ERROR_PROTOCOL);
	} else {
		/* The Content-Type of the apps is seldom right, so only the text counts. */
		json = json_read_text_container(reply->body, reply->body_size);
		answer.code = read_code(json);
		answer.note = code_note(answer.code);
		answer.json = answer.note ? NULL : json;
	}
	request->done(request, &answer);
	json_decref(json);
}

bool lan_request_start(struct lan_request *request, const struct lan_request *wanted)
{
	/* The app shows X-platform to its user as the name of who drives the toy. */
	static const char *const headers[] = {"Content-Type: application/json", "X-platform: Lovense for OBS", NULL};
	struct lan *lan = wanted->lan;
	char *body = json_dumps(wanted->command, PACKET_JSON_FLAGS);
	*request = *wanted;
	request->started_ms = loop_now_ms(lan->config.loop);
	struct http_options options = {
		.url = request->address.url,
		.body = body,
		.body_size = body ? strlen(body) : 0,
		.headers = headers,
		.resolve = request->address.resolve,
		.is_lan = true,
		.may_arrive_late = request->is_stop, /* when the end of the session cuts it off */
		.connect_timeout_ms = lan->config.timing->connect_ms,
		.timeout_ms = lan->config.timing->total_ms,
		.max_reply_bytes = MAX_REPLY_BYTES,
		.done = on_reply,
		.ctx = request,
	};
	if (body)
		request->http = http_start(lan->config.loop, &options);
	free(body);
	if (!request->http)
		lan_request_cancel(request);
	return request->http != NULL;
}

void lan_request_cancel(struct lan_request *request)
{
	http_cancel(request->http);
	json_decref(request->command);
	*request = (struct lan_request){0};
}
