/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "token-service/admission.h"

#include <jansson.h>
#include <string.h>

#include "net/text.h"
#include "net/utf8.h"

enum { MAX_RETRY_AFTER_S = 3600, UNAME_MAX = 128 };

static struct rate rate_per_minute(int64_t per_minute, int64_t burst)
{
	return (struct rate){.interval_us = per_minute ? 60000000 / per_minute : 0, .burst = burst};
}

bool admission_use_config(struct admission *admission)
{
	const struct config *config = admission->config;
	struct complaint reason;
	regex_t allowed_uid;
	bool has_allowed_uid = *config->allowed_uid != '\0';
	admission->key_rate = rate_per_minute(config->key_rate_per_minute, config->key_burst);
	admission->address_rate = rate_per_minute(config->address_rate_per_minute, config->address_burst);
	if (has_allowed_uid && !uid_regex_compile(config->allowed_uid, &allowed_uid, &reason))
		return false;
	if (admission->has_allowed_uid)
		regfree(&admission->allowed_uid);
	if (has_allowed_uid)
		admission->allowed_uid = allowed_uid;
	admission->has_allowed_uid = has_allowed_uid;
	return true;
}

bool admission_open(struct admission *admission, const struct config *config, struct keys *keys)
{
	*admission = (struct admission){.config = config, .keys = keys};
	admission->addresses = rate_table_create((size_t)config->max_addresses);
	return admission->addresses && admission_use_config(admission);
}

void admission_use_keys(struct admission *admission, struct keys *keys)
{
	keys_inherit(keys, admission->keys);
	keys_destroy(admission->keys);
	admission->keys = keys;
}

void admission_close(struct admission *admission)
{
	keys_destroy(admission->keys);
	rate_table_destroy(admission->addresses);
	if (admission->has_allowed_uid)
		regfree(&admission->allowed_uid);
	memset(admission, 0, sizeof(*admission));
}

static const char *known_method(struct http1_text method)
{
	static const char *const known[] = {"GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "PATCH"};
	for (size_t i = 0; i < sizeof(known) / sizeof(known[0]); i++)
		if (http1_text_equals(method, known[i]))
			return known[i];
	return "other";
}

static void find_route(const struct http1_request *request, struct verdict *verdict)
{
	static const struct {
		const char *path;
		enum route route;
		const char *methods;
	} routes[] = {
		{"/token", ROUTE_TOKEN, "POST"},
		{"/healthz", ROUTE_HEALTH, "GET, HEAD"},
		{"/metrics", ROUTE_METRICS, "GET, HEAD"},
	};
	verdict->method = known_method(request->method);
	verdict->is_head = !strcmp(verdict->method, "HEAD");
	verdict->route = ROUTE_OTHER;
	verdict->problem = PROBLEM_NOT_FOUND;
	for (size_t i = 0; i < sizeof(routes) / sizeof(routes[0]); i++) {
		if (!http1_text_equals(request->path, routes[i].path))
			continue;
		bool is_allowed = strstr(routes[i].methods, verdict->method);
		verdict->route = routes[i].route;
		verdict->problem = is_allowed ? PROBLEM_NONE : PROBLEM_METHOD_NOT_ALLOWED;
		verdict->allow = is_allowed ? NULL : routes[i].methods;
	}
}

static enum problem limited(struct verdict *verdict, int64_t wait_us, enum problem problem)
{
	if (!wait_us)
		return PROBLEM_NONE;
	int64_t wait_s = (wait_us + 999999) / 1000000;
	verdict->retry_after_s = wait_s > MAX_RETRY_AFTER_S ? MAX_RETRY_AFTER_S : (int)wait_s;
	return problem;
}

static bool is_json(struct http1_text content_type)
{
	if (!content_type.at)
		return false;
	const char *end = memchr(content_type.at, ';', content_type.size);
	if (!end)
		end = content_type.at + content_type.size;
	return http1_text_is(http1_trimmed(content_type.at, end), "application/json");
}

/* A string of at most size_max bytes without control characters. Strings of jansson have no NUL inside unless
 * JSON_ALLOW_NUL is given. */
static bool is_plain(const json_t *text, size_t size_max)
{
	return json_is_string(text) && json_string_length(text) <= size_max &&
	       !text_has_control(json_string_value(text));
}

static enum problem read_uid(const json_t *body, struct verdict *verdict)
{
	const json_t *uid = json_object_get(body, "uid");
	if (!json_is_string(uid))
		return PROBLEM_UID_MISSING;
	if (!json_string_length(uid) || !is_plain(uid, UID_MAX))
		return PROBLEM_UID_INVALID;
	memcpy(verdict->uid, json_string_value(uid), json_string_length(uid) + 1);
	return PROBLEM_NONE;
}

/* The nickname a client sends is checked but not used: the key says who it is. */
static enum problem check_uname(const json_t *body)
{
	const json_t *uname = json_object_get(body, "uname");
	return !uname || json_is_null(uname) || is_plain(uname, UNAME_MAX) ? PROBLEM_NONE : PROBLEM_UNAME_INVALID;
}

static enum problem read_body(struct http1_text text, struct verdict *verdict)
{
	size_t mark = utf8_mark_size(text.at, text.size);
	json_t *body = json_loadb(text.at + mark, text.size - mark, JSON_REJECT_DUPLICATES, NULL);
	enum problem problem = json_is_object(body) ? read_uid(body, verdict) : PROBLEM_BAD_JSON;
	if (problem == PROBLEM_NONE)
		problem = check_uname(body);
	json_decref(body);
	return problem;
}

static enum problem judge_uid(const struct admission *admission, const struct key *key, const char *uid)
{
	if (admission->has_allowed_uid && regexec(&admission->allowed_uid, uid, 0, NULL, 0) != 0)
		return PROBLEM_UID_NOT_ALLOWED;
	return key_allows_uid(key, uid) ? PROBLEM_NONE : PROBLEM_UID_NOT_ALLOWED;
}

/* The address is counted before the key is looked at, so that guessing is limited too; the body is read last. */
static enum problem judge_token_request(struct admission *admission, const struct http1_request *request,
					int64_t now_us, struct verdict *verdict)
{
	struct key *key = NULL;
	int64_t wait_us = rate_table_take(admission->addresses, &admission->address_rate, &verdict->client, now_us);
	enum problem problem = limited(verdict, wait_us, PROBLEM_ADDRESS_RATE);
	if (problem != PROBLEM_NONE)
		return problem;
	problem = keys_authenticate(admission->keys, request->authorization.at, request->authorization.size, &key);
	if (problem != PROBLEM_NONE)
		return problem;
	memcpy(verdict->key_id, key->id, sizeof(verdict->key_id));
	verdict->uname = key->name;
	problem = limited(verdict, rate_take(&admission->key_rate, &key->full_at_us, now_us), PROBLEM_KEY_RATE);
	if (problem != PROBLEM_NONE)
		return problem;
	if (!is_json(request->content_type))
		return PROBLEM_MEDIA_TYPE;
	problem = read_body(request->body, verdict);
	return problem == PROBLEM_NONE ? judge_uid(admission, key, verdict->uid) : problem;
}

void admission_judge(struct admission *admission, const struct http1_request *request, const struct address *peer,
		     int64_t now_us, struct verdict *verdict)
{
	*verdict = (struct verdict){.problem = PROBLEM_NONE};
	verdict->client = address_of_client(peer, request->forwarded_for.at, request->forwarded_for.size,
					    admission->config->proxies, admission->config->proxy_count);
	find_route(request, verdict);
	if (verdict->problem == PROBLEM_NONE && verdict->route == ROUTE_TOKEN)
		verdict->problem = judge_token_request(admission, request, now_us, verdict);
}
