/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "engine/snapshot.h"

#include <stddef.h>
#include <string.h>

#include "haptics/rules/rule.h"

static const char *const state_names[] = {
	[ENGINE_OFF] = "off",
	[ENGINE_SIGNING_IN] = "signing_in",
	[ENGINE_CONNECTING] = "connecting",
	[ENGINE_WAITING_FOR_SCAN] = "waiting_for_scan",
	[ENGINE_APP_OFFLINE] = "app_offline",
	[ENGINE_NO_TOY] = "no_toy",
	[ENGINE_READY] = "ready",
	[ENGINE_RETRYING] = "retrying",
	[ENGINE_NEEDS_YOU] = "needs_you",
};

static const char *const reason_names[] = {
	[ENGINE_REASON_NONE] = "none",
	[ENGINE_REASON_NO_TOKEN] = "no_token",
	[ENGINE_REASON_NO_PLATFORM] = "no_platform",
	[ENGINE_REASON_TOKEN_REJECTED] = "token_rejected",
	[ENGINE_REASON_API_NOT_ENABLED] = "api_not_enabled",
	[ENGINE_REASON_USER_ID_REFUSED] = "user_id_refused",
	[ENGINE_REASON_WRONG_PLATFORM] = "wrong_platform",
	[ENGINE_REASON_SERVICE_KEY_REJECTED] = "service_key_rejected",
	[ENGINE_REASON_NO_USER_ID] = "user_id_refused",
	[ENGINE_REASON_BAD_CA_FILE] = "bad_settings",
	[ENGINE_REASON_BAD_API_URL] = "bad_settings",
	[ENGINE_REASON_BAD_SERVICE_URL] = "bad_settings",
	[ENGINE_REASON_SERVICE_REFUSED] = "service_refused",
	[ENGINE_REASON_BAD_TEXT] = "bad_settings",
	[ENGINE_REASON_PROXY_PASSWORD] = "proxy",
	[ENGINE_REASON_BAD_PROXY] = "proxy",
	[ENGINE_REASON_BAD_LIBRARY] = "bad_library",
	[ENGINE_REASON_UNREACHABLE] = "unreachable",
	[ENGINE_REASON_TLS] = "tls",
	[ENGINE_REASON_SERVICE_ERROR] = "service_error",
	[ENGINE_REASON_UNREADABLE_REPLY] = "service_error",
	[ENGINE_REASON_SERVICE_UNREACHABLE] = "unreachable",
	[ENGINE_REASON_SERVICE_FAILED] = "service_error",
	[ENGINE_REASON_SERVICE_RATE_LIMITED] = "rate_limited",
	[ENGINE_REASON_PROXY_REFUSED] = "proxy",
	[ENGINE_REASON_SERVICE_TOKEN_REJECTED] = "service_error",
	[ENGINE_REASON_SERVICE_NOT_ENABLED] = "service_error",
	[ENGINE_REASON_OUT_OF_MEMORY] = "service_error",
	[ENGINE_REASON_RATE_LIMITED] = "rate_limited",
	[ENGINE_REASON_SOCKET_REFUSED] = "socket_refused",
	[ENGINE_REASON_SOCKET_LOST] = "socket_lost",
	[ENGINE_REASON_NOT_SOCKET_IO_2] = "not_socket_io_2",
	[ENGINE_REASON_NO_QR_CODE] = "no_qr_code",
	[ENGINE_REASON_QR_TOO_LONG] = "qr_too_long",
	[ENGINE_REASON_TOO_MANY_TOYS] = "too_many_toys",
	[ENGINE_REASON_TWO_PHONES] = "two_phones",
	[ENGINE_REASON_NETWORK_FAILED] = "network_failed",
};

static const char *const route_names[] = {
	[ENGINE_VIA_NONE] = "none",
	[ENGINE_VIA_SERVER] = "server",
	[ENGINE_VIA_LAN] = "lan",
	[ENGINE_VIA_SIMULATOR] = "simulator",
};

#define NAME_OF(names, value)                                                                                          \
	((value) > 0 && (size_t)(value) < sizeof(names) / sizeof((names)[0]) ? (names)[value] : "unknown")

const char *engine_state_name(enum engine_state state)
{
	return NAME_OF(state_names, state);
}

const char *engine_reason_name(enum engine_reason reason)
{
	return NAME_OF(reason_names, reason);
}

const char *engine_route_name(enum engine_route route)
{
	return NAME_OF(route_names, route);
}

double engine_toy_level(const struct engine_toy *toy)
{
	double level = 0.0;
	for (int f = 0; f < HAPTICS_MAX_FUNCTIONS; f++)
		if (toy->level[f] > level)
			level = toy->level[f];
	return level;
}

/* As haptics_rules_find_called() compares them. */
static bool is_called(const struct engine_rule *rule, const char *text)
{
	char name[HAPTICS_ID_SIZE];
	haptics_copy_text(name, sizeof(name), rule->name);
	return text[0] && strcmp(name, text) == 0;
}

const struct engine_rule *engine_find_rule(const struct engine_snapshot *snapshot, const char *id)
{
	const struct engine_rule *called = NULL;
	size_t count = 0;
	for (size_t i = 0; i < snapshot->rule_count; i++) {
		const struct engine_rule *rule = &snapshot->rules[i];
		if (strcmp(rule->id, id) == 0)
			return rule;
		if (is_called(rule, id)) {
			called = rule;
			count++;
		}
	}
	return count == 1 ? called : NULL;
}

static const struct engine_run *find(const struct engine_run *runs, size_t count, uint32_t run)
{
	for (size_t i = 0; i < count; i++)
		if (runs[i].run == run)
			return &runs[i];
	return NULL;
}

const struct engine_run *engine_find_run(const struct engine_snapshot *snapshot, uint32_t run)
{
	const struct engine_run *found = find(snapshot->runs, snapshot->run_count, run);
	return found ? found : find(snapshot->waiting, snapshot->waiting_count, run);
}

int engine_queue_seconds(const struct engine_snapshot *snapshot, int64_t now_ms)
{
	int64_t left_ms = snapshot->queue_ends_ms > now_ms ? snapshot->queue_ends_ms - now_ms : 0;
	return snapshot->queue_seconds + (int)((left_ms + 999) / 1000);
}

const char *engine_toy_events_name(enum engine_toy_events events)
{
	static const char *const names[] = {
		[ENGINE_TOY_EVENTS_OFF] = "off",
		[ENGINE_TOY_EVENTS_ASKING] = "asking",
		[ENGINE_TOY_EVENTS_REFUSED] = "refused",
		[ENGINE_TOY_EVENTS_OPEN] = "open",
		[ENGINE_TOY_EVENTS_CLOSED] = "closed",
		[ENGINE_TOY_EVENTS_UNREACHABLE] = "unreachable",
		[ENGINE_TOY_EVENTS_UNSUPPORTED] = "unsupported",
	};
	return names[events];
}
