/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "lovense/api_reply.h"

#include <string.h>

#include "lovense/json_read.h"
#include "net/text.h"

bool api_code_is_success(const json_t *code)
{
	int number = 0;
	return json_read_int(code, &number) && (number == 0 || number == 200);
}

static void read_reply(struct api_reply *reply, const char *body, size_t size, const char *wanted, bool is_code_needed)
{
	memset(reply, 0, sizeof(*reply));
	reply->verdict = API_UNREADABLE;
	reply->code = -1;
	json_t *json = json_read_text_container(body, size);
	if (!json_is_object(json))
		goto done;
	const char *const keys[] = {wanted, NULL};
	const json_t *code = json_object_get(json, "code");
	if (!json_read_int(code, &reply->code))
		reply->code = -1;
	text_copy(reply->message, sizeof(reply->message), json_read_string(json_object_get(json, "message")));
	bool is_success = code ? api_code_is_success(code) : !is_code_needed;
	if (!is_success && !json_is_true(json_object_get(json, "result"))) {
		reply->verdict = code ? API_REFUSED : API_UNREADABLE;
		goto done;
	}
	reply->data = json_read_unwrap(json, keys);
	if (*json_read_string(json_object_get(reply->data, wanted)))
		reply->verdict = API_SUCCESS;
done:
	json_decref(json);
}

void api_reply_read(struct api_reply *reply, const char *body, size_t size, const char *wanted)
{
	read_reply(reply, body, size, wanted, true);
}

void api_reply_read_plain(struct api_reply *reply, const char *body, size_t size, const char *wanted)
{
	read_reply(reply, body, size, wanted, false);
}

void api_reply_clear(struct api_reply *reply)
{
	json_decref(reply->data);
	reply->data = NULL;
}

enum lovense_reason api_refusal_reason(enum api_endpoint endpoint, const struct api_reply *reply)
{
	/* The only message that is known: a wrong website name. */
	bool is_unknown_developer = text_contains(reply->message, "developer information not found");
	if (endpoint == API_GET_SOCKET_URL && (is_unknown_developer || text_contains(reply->message, "platform")))
		return LOVENSE_REASON_WRONG_PLATFORM;
	if (reply->code == 502)
		return LOVENSE_REASON_API_NOT_ENABLED;
	if (reply->code == 503)
		return LOVENSE_REASON_USER_ID_REFUSED;
	/* At getSocketUrl a refused token is our short-lived one, which a new getToken mends. */
	if (endpoint == API_GET_TOKEN && (reply->code == 501 || is_unknown_developer))
		return LOVENSE_REASON_TOKEN_REJECTED;
	return LOVENSE_REASON_SERVICE_ERROR;
}
