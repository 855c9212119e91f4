/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "lovense/events.h"

#include <stdlib.h>
#include <string.h>

#include "lovense/api_reply.h"
#include "lovense/json_read.h"
#include "net/platform.h"
#include "net/text.h"
#include "net/ascii.h"

static const struct {
	const char *name;
	enum event_kind kind;
} event_names[] = {
	{"basicapi_get_qrcode", EVENT_QR_CODE},
	{"basicapi_update_device_info", EVENT_DEVICE_INFO},
	{"basicapi_update_app_status", EVENT_APP_STATUS},
	{"basicapi_update_app_online", EVENT_APP_ONLINE},
};

/* With or without "_tc", in any case: both have been seen. */
enum event_kind event_kind(const char *name)
{
	for (size_t i = 0; i < sizeof(event_names) / sizeof(event_names[0]); i++) {
		size_t length = strlen(event_names[i].name);
		if (!ascii_starts_with(name, event_names[i].name))
			continue;
		if (name[length] == '\0' || ascii_equals(name + length, "_tc"))
			return event_names[i].kind;
	}
	return EVENT_UNKNOWN;
}

/* A string is taken byte for byte. Where the payload came as an object, its text is what a script would make of it. */
static void read_qr_payload(const json_t *data, struct event_qr *qr)
{
	const json_t *qrcode = json_read_field(data, "qrcode");
	char *dumped = json_is_object(qrcode) ? json_dumps(qrcode, JSON_COMPACT) : NULL;
	const char *text = dumped ? dumped : json_read_string(qrcode);
	size_t length = strlen(text);
	/* A NUL inside cannot be drawn by a text encoder; and what was repaired is another code. */
	bool is_whole = (dumped || length == json_string_length(qrcode)) && !strstr(text, "\xEF\xBF\xBD");
	if (length > LOVENSE_QR_MAX) {
		qr->refusal = QR_REFUSAL_TOO_LONG;
	} else if (length > 0 && is_whole) {
		memcpy(qr->payload, text, length + 1);
		qr->refusal = QR_REFUSAL_NONE;
	}
	if (dumped)
		platform_wipe(dumped, length);
	free(dumped);
}

bool event_read_qr(const json_t *args, struct event_qr *qr)
{
	static const char *const outer_keys[] = {"code", "message", "qrcode", NULL};
	static const char *const data_keys[] = {"qrcode", "ackId", NULL};
	memset(qr, 0, sizeof(*qr));
	qr->refusal = QR_REFUSAL_UNREADABLE;
	json_t *outer = json_read_unwrap(json_array_get(args, 0), outer_keys);
	json_t *data = json_read_unwrap(outer, data_keys);
	if (!outer) {
		json_decref(data);
		return false;
	}
	text_copy(qr->ack_id, sizeof(qr->ack_id), json_read_string(json_object_get(data, "ackId")));
	/* "code" means success outside, and the six digits inside; a flat reply with a payload has no room for both. */
	bool is_flat = data == outer && json_read_field(outer, "qrcode");
	const json_t *verdict = is_flat ? NULL : json_read_field(outer, "code");
	if (verdict && !api_code_is_success(verdict)) {
		qr->refusal = QR_REFUSAL_BY_SERVICE;
		text_copy(qr->message, sizeof(qr->message), json_read_string(json_object_get(outer, "message")));
	} else {
		read_qr_payload(data, qr);
		if (data != outer)
			text_copy(qr->code, sizeof(qr->code), json_read_string(json_object_get(data, "code")));
	}
	json_decref(data);
	json_decref(outer);
	return true;
}

static uint32_t read_functions(const json_t *toy)
{
	/* With an s in the middle: Remote for PC and Connect. */
	static const char *const keys[] = {"fullFunctionNames", "fullFunctionsNames", "shortFunctionNames",
					   "shortFunctionsNames"};
	uint32_t functions = 0;
	for (size_t k = 0; k < sizeof(keys) / sizeof(keys[0]) && !functions; k++) {
		size_t index = 0;
		json_t *name = NULL;
		json_array_foreach(json_object_get(toy, keys[k]), index, name)
		{
			const char *text = json_read_string(name);
			/* A toy that goes to positions is one that can stroke. */
			bool is_position = ascii_equals(text, "pos") || ascii_equals(text, "position");
			int function = is_position ? LOVENSE_STROKE : lovense_function_find(text);
			functions |= function >= 0 ? LOVENSE_BIT(function) : 0;
		}
	}
	return functions;
}

static const json_t *first_of(const json_t *object, const char *key, const char *other)
{
	const json_t *value = json_read_field(object, key);
	return value ? value : json_read_field(object, other);
}

static void read_id(const json_t *value, char *id, size_t size)
{
	if (json_is_integer(value)) {
		char *text = json_dumps(value, JSON_ENCODE_ANY);
		text_copy(id, size, text);
		free(text);
		return;
	}
	/* A shortened id would be another toy's. */
	if (!text_copy(id, size, json_read_string(value)))
		id[0] = '\0';
}

static bool read_toy(const json_t *json, const char *map_key, struct lovense_toy *toy)
{
	memset(toy, 0, sizeof(*toy));
	read_id(json_object_get(json, "id"), toy->id, sizeof(toy->id));
	if (!toy->id[0] && map_key && !text_copy(toy->id, sizeof(toy->id), map_key))
		toy->id[0] = '\0';
	if (!json_is_object(json) || !toy->id[0])
		return false;
	text_copy(toy->name, sizeof(toy->name), json_read_string(json_object_get(json, "name")));
	text_copy(toy->nickname, sizeof(toy->nickname), json_read_string(first_of(json, "nickname", "nickName")));
	text_copy_lower(toy->type, sizeof(toy->type), json_read_string(json_object_get(json, "toyType")));
	if (!toy->type[0])
		text_copy_lower(toy->type, sizeof(toy->type), toy->name);
	if (!toy->name[0])
		text_copy(toy->name, sizeof(toy->name), toy->type);
	if (!json_read_int(json_object_get(json, "battery"), &toy->battery) || toy->battery < 1 || toy->battery > 100)
		toy->battery = -1;
	toy->is_connected = false;
	if (!json_read_bool(json_object_get(json, "connected"), &toy->is_connected))
		json_read_bool(json_object_get(json, "status"), &toy->is_connected);
	toy->functions = read_functions(json);
	return true;
}

static struct lovense_toy *find_toy(struct lovense_toy *toys, size_t count, const char *id)
{
	for (size_t i = 0; i < count; i++) {
		if (ascii_equals(toys[i].id, id))
			return &toys[i];
	}
	return NULL;
}

bool event_has_toy(const struct lovense_toy *toys, size_t count, const char *id)
{
	return find_toy((struct lovense_toy *)toys, count, id) != NULL;
}

/* A list may name a toy twice, as it was and as it is: the one that is on counts. */
static void merge_twin(struct lovense_toy *toy, const struct lovense_toy *twin)
{
	uint32_t functions = twin->functions ? twin->functions : toy->functions;
	if (toy->is_connected || !twin->is_connected)
		return;
	*toy = *twin;
	toy->functions = functions;
}

static void add_toy(const json_t *json, const char *map_key, struct lovense_toy *toys, size_t *count, bool *has_more)
{
	struct lovense_toy toy;
	if (!read_toy(json, map_key, &toy))
		return;
	struct lovense_toy *known = find_toy(toys, *count, toy.id);
	if (known)
		merge_twin(known, &toy);
	else if (*count < LOVENSE_MAX_TOYS)
		toys[(*count)++] = toy;
	else
		*has_more = true;
}

/* null or "", once inside text: what an app writes that has no toy to list. The toys of before would look ready, and
 * nothing would move. */
static bool is_nothing(const json_t *value)
{
	const char *text = json_read_string(value);
	const char *rest = text + strspn(text, " \t\r\n");
	return json_is_null(value) || (json_is_string(value) && (!*rest || strcmp(rest, "null") == 0));
}

/* A list, a map by id, either as JSON text, or nothing at all. */
static bool read_toys(const json_t *value, struct lovense_toy *toys, size_t *count, bool *has_more)
{
	*count = 0;
	*has_more = false;
	if (is_nothing(value))
		return true;
	json_t *list = json_read_container(value);
	if (!list)
		return false;
	size_t index = 0;
	const char *key = NULL;
	json_t *toy = NULL;
	if (json_is_array(list)) {
		json_array_foreach(list, index, toy) add_toy(toy, NULL, toys, count, has_more);
	} else {
		json_object_foreach(list, key, toy) add_toy(toy, key, toys, count, has_more);
	}
	json_decref(list);
	return true;
}

const char *event_problem(const json_t *args)
{
	const json_t *payload = json_array_get(args, 0);
	json_t *json = json_read_container(payload);
	const char *problem = json ? "it has none of the fields that are known" : "its payload is no JSON";
	json_decref(json);
	return payload ? problem : "it has no payload";
}

bool event_read_device_info(const json_t *args, struct event_device_info *info)
{
	static const char *const keys[] = {"toyList", "toys", "online", "domain", "deviceCode", NULL};
	memset(info, 0, sizeof(*info));
	json_t *json = json_read_unwrap(json_array_get(args, 0), keys);
	const json_t *list = first_of(json, "toyList", "toys");
	list = list ? list : json_object_get(json, "toyList");
	list = list ? list : json_object_get(json, "toys");
	if (!list && !json_read_has_any(json, keys)) {
		json_decref(json);
		return false;
	}
	if (!json_read_bool(json_object_get(json, "online"), &info->is_online))
		info->is_online = true;
	text_copy(info->domain, sizeof(info->domain), json_read_string(json_object_get(json, "domain")));
	if (!json_read_int(json_object_get(json, "httpsPort"), &info->https_port))
		info->https_port = 0;
	if (!json_read_int(json_object_get(json, "wssPort"), &info->wss_port))
		info->wss_port = 0;
	text_copy(info->platform, sizeof(info->platform), json_read_string(json_object_get(json, "platform")));
	text_copy(info->app_version, sizeof(info->app_version), json_read_string(json_object_get(json, "appVersion")));
	text_copy(info->device_code, sizeof(info->device_code), json_read_string(json_object_get(json, "deviceCode")));
	info->has_toys = read_toys(list, info->toys, &info->toy_count, &info->has_more_toys);
	info->has_unread_toys = list && !info->has_toys;
	json_decref(json);
	return true;
}

bool event_read_status(const json_t *args, bool *is_on)
{
	static const char *const keys[] = {"status", NULL};
	json_t *json = json_read_unwrap(json_array_get(args, 0), keys);
	bool is_read = json_read_bool(json_object_get(json, "status"), is_on);
	json_decref(json);
	return is_read;
}

bool event_read_get_toys(const json_t *reply, struct lovense_toy toys[LOVENSE_MAX_TOYS], size_t *toy_count)
{
	static const char *const keys[] = {"toys", NULL};
	json_t *data = json_read_unwrap(reply, keys);
	bool has_more = false;
	bool is_read = read_toys(json_object_get(data, "toys"), toys, toy_count, &has_more);
	json_decref(data);
	return is_read;
}
