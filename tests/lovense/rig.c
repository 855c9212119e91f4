/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "rig.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "net/loop.h"
#include "net/platform.h"
#include "support/child.h"
#include "support/http_json.h"
#include "support/run_until.h"

enum { MAX_ARGUMENTS = 16, TURN_MS = 20 };

/* A twentieth of the real constants, as the simulator's time; but limits that only a busy machine would reach. */
static const struct session_timing fast = {
	.http_ms = 20000,
	.open_ms = 20000,
	.join_ms = 20000,
	.known_uid_ms = 300,
	.goodbye_ms = 300,
	.turns_ms = 600000,
	.limited_ms = 100,
	.tokens_per_failures = 3,
	.retry = {.first_ms = 50, .max_ms = 400, .factor = 2, .jitter = 0.25, .stable_ms = 3000},
	.pairing = {.reply_ms = 500, .retry_ms = 500, .refresh_ms = 45000, .expiry_ms = 630000, .min_gap_ms = 50},
	.lan = {.connect_ms = 20000,
		.total_ms = 20000,
		.check_ms = 1500,
		.recheck_ms = 200,
		.retry = {.first_ms = 200, .max_ms = 1000, .factor = 2, .jitter = 0.25, .stable_ms = 6000}},
	.delivery = {.request_ms = 20000,
		     .reserve_ms = 50,
		     .answer_ms = 12,
		     .emit_ms = 150,
		     .repeat_ms = 100,
		     .pong_ms = 20000},
	.toy_events = {.open_ms = 20000,
		       .ping_ms = 250,
		       .silence_ms = 20000,
		       .retry = {.first_ms = 50, .max_ms = 400, .factor = 2, .jitter = 0.25, .stable_ms = 3000},
		       .most_per_second = 100000},
};

static void collect_log(void *ctx, enum log_level level, const char *line)
{
	struct rig *rig = ctx;
	(void)level;
	int written = snprintf(rig->log + rig->log_used, sizeof(rig->log) - rig->log_used, "%s\n", line);
	rig->log_used += (size_t)written;
	if (rig->log_used >= sizeof(rig->log))
		rig->log_used = sizeof(rig->log) - 1;
}

static void on_changed(void *ctx)
{
	((struct rig *)ctx)->changes++;
}

static void on_toy_event(void *ctx, const struct lovense_toy_event *event)
{
	struct rig *rig = ctx;
	struct rig_told *told = &rig->told[event->kind];
	told->count++;
	told->event = *event;
	snprintf(told->toy_id, sizeof(told->toy_id), "%s", event->toy_id);
}

static void start_service(struct rig *rig, const char *const *arguments)
{
	const char *all[MAX_ARGUMENTS + 1] = {
		"node", TESTS_DIR "/service/main.mjs", "--time-scale", "0.05", "--log", "none", "--seed", "7"};
	size_t count = 8;
	for (; arguments && *arguments && count < MAX_ARGUMENTS; arguments++)
		all[count++] = *arguments;
	rig->service = child_start(all);
	rig->ready = rig->service ? child_read_json(rig->service, PATIENCE_MS) : NULL;
	if (!rig->ready)
		fail_msg("the simulator does not start; are its packages there? (npm ci in tests/service)");
}

const char *rig_ready(const struct rig *rig, const char *key)
{
	const char *text = json_string_value(json_object_get(rig->ready, key));
	return text ? text : "";
}

struct rig *rig_start(const char *const *arguments)
{
	struct rig *rig = calloc(1, sizeof(*rig));
	assert_non_null(rig);
	start_service(rig, arguments);
	struct loop_config loop = {
		.log = {.write = collect_log, .ctx = rig},
		.ca_file = rig_ready(rig, "ca_file"),
		.proxy = "",
	};
	enum loop_error error = LOOP_OK;
	rig->loop = loop_create(&loop, &error);
	assert_non_null(rig->loop);
	rig->timing = fast;
	rig->config = (struct lovense_session_config){
		.auth = LOVENSE_AUTH_DEVELOPER_TOKEN,
		.api_url = rig_ready(rig, "api_url"),
		.platform = rig_ready(rig, "platform"),
		.developer_token = rig_ready(rig, "developer_token"),
		.token_service_url = rig_ready(rig, "token_service_url"),
		.token_service_key = rig_ready(rig, "token_service_key"),
		.uid = RIG_UID,
		.uname = RIG_UNAME,
		.utoken = RIG_UTOKEN,
		.ca_file = rig_ready(rig, "ca_file"),
		.route = LOVENSE_CHOOSE_SERVER,
		.listener = {.changed = on_changed, .toy_event = on_toy_event, .ctx = rig},
	};
	return rig;
}

void rig_open(struct rig *rig)
{
	rig_close(rig);
	rig->link = session_create_timed(rig->loop, &rig->config, &rig->timing);
	assert_non_null(rig->link);
	lovense_link_start(rig->link);
}

void rig_close(struct rig *rig)
{
	lovense_link_destroy(rig->link);
	rig->link = NULL;
}

void rig_stop(struct rig *rig)
{
	rig_close(rig);
	loop_destroy(rig->loop);
	child_stop(rig->service);
	json_decref(rig->ready);
	free(rig);
}

static void control_url(const struct rig *rig, const char *path, char *url, size_t size)
{
	snprintf(url, size, "%s%s", rig_ready(rig, "control_url"), path);
}

void rig_post(struct rig *rig, const char *path, const char *format, ...)
{
	char url[256];
	va_list args;
	va_start(args, format);
	json_t *body = format ? json_vpack_ex(NULL, 0, format, args) : json_object();
	va_end(args);
	assert_non_null(body);
	int status = 0;
	control_url(rig, path, url, sizeof(url));
	json_t *reply = http_json(url, body, &status);
	if (status != 200) {
		char *text = json_dumps(reply, 0);
		fail_msg("%s answered %d: %s", path, status, text ? text : "");
	}
	json_decref(reply);
	json_decref(body);
}

json_t *rig_get(struct rig *rig, const char *path)
{
	char url[256];
	int status = 0;
	control_url(rig, path, url, sizeof(url));
	json_t *reply = http_json(url, NULL, &status);
	if (status != 200)
		fail_msg("%s answered %d", path, status);
	return reply;
}

const struct lovense_snapshot *rig_now(const struct rig *rig)
{
	return lovense_link_snapshot(rig->link);
}

int64_t rig_loop_ms(const struct rig *rig)
{
	return loop_now_ms(rig->loop);
}

int64_t rig_pause_ms(const struct rig *rig)
{
	return rig_now(rig)->retry_at_ms - rig_loop_ms(rig);
}

void rig_run_ms(struct rig *rig, int ms)
{
	run_for(rig->loop, ms);
}

void rig_await_true(struct rig *rig, bool (*check)(struct rig *rig, void *ctx), void *ctx, const char *what)
{
	int64_t deadline_ms = platform_monotonic_ms() + PATIENCE_MS;
	while (!check(rig, ctx)) {
		if (platform_monotonic_ms() > deadline_ms || !loop_run_once(rig->loop, TURN_MS))
			fail_msg("waited in vain for %s; it is \"%s\" (%s, \"%s\", route %d, LAN \"%s\"). Log:\n%s",
				 what, lovense_link_state_name(rig_now(rig)->state),
				 lovense_reason_name(rig_now(rig)->reason), rig_now(rig)->service_words,
				 (int)rig_now(rig)->route, rig_now(rig)->lan_note, rig->log);
	}
}

struct wanted {
	enum lovense_link_state state;
	enum lovense_reason reason; /* 0: any */
	enum lovense_route route;
};

static bool is_in_state(struct rig *rig, void *ctx)
{
	const struct wanted *wanted = ctx;
	const struct lovense_snapshot *now = rig_now(rig);
	return now->state == wanted->state && (!wanted->reason || now->reason == wanted->reason);
}

static bool is_on_route(struct rig *rig, void *ctx)
{
	return rig_now(rig)->route == ((const struct wanted *)ctx)->route;
}

void rig_await(struct rig *rig, enum lovense_link_state state)
{
	struct wanted wanted = {.state = state};
	rig_await_true(rig, is_in_state, &wanted, lovense_link_state_name(state));
}

void rig_await_reason(struct rig *rig, enum lovense_link_state state, enum lovense_reason reason)
{
	struct wanted wanted = {.state = state, .reason = reason};
	char what[128];
	snprintf(what, sizeof(what), "%s: %s", lovense_link_state_name(state), lovense_reason_name(reason));
	rig_await_true(rig, is_in_state, &wanted, what);
}

void rig_open_into_long_pause(struct rig *rig, enum lovense_reason reason)
{
	rig_open(rig);
	rig_await_reason(rig, LOVENSE_RETRYING, reason);
	assert_in_range(rig_pause_ms(rig), 60001, 120000);
}

void rig_await_route(struct rig *rig, enum lovense_route route)
{
	struct wanted wanted = {.route = route};
	char what[32];
	snprintf(what, sizeof(what), "route %d", (int)route);
	rig_await_true(rig, is_on_route, &wanted, what);
}

static bool has_qr(struct rig *rig, void *ctx)
{
	(void)ctx;
	return rig_now(rig)->qr_payload[0] != '\0';
}

void rig_await_code(struct rig *rig)
{
	rig_await_true(rig, has_qr, NULL, "a pairing code");
}

void rig_pair(struct rig *rig)
{
	rig_open(rig);
	rig_await(rig, LOVENSE_WAITING_FOR_SCAN);
	rig_await_code(rig);
	rig_post(rig, "/pair", "{s:s}", "qrcode", rig_now(rig)->qr_payload);
	rig_await(rig, LOVENSE_READY);
}

const char *rig_first_toy(const struct rig *rig)
{
	return rig_now(rig)->toys[0].id;
}

int rig_toy_level(struct rig *rig, const char *toy_id, const char *function)
{
	json_t *reply = rig_get(rig, "/toys");
	size_t index = 0;
	json_t *toy = NULL;
	int level = -1;
	json_array_foreach(json_object_get(reply, "toys"), index, toy)
	{
		if (strcmp(json_string_value(json_object_get(toy, "id")), toy_id) == 0)
			json_unpack(toy, "{s:{s:{s:i}}}", "levels", function, "level", &level);
	}
	json_decref(reply);
	return level;
}

struct lovense_command rig_vibrate(const struct rig *rig, int level, double time_s)
{
	struct lovense_command command = {.kind = LOVENSE_COMMAND_FUNCTION, .time_s = time_s, .toy_count = 1};
	const char *toy = rig->link ? rig_first_toy(rig) : "";
	snprintf(command.toys[0], sizeof(command.toys[0]), "%s", toy[0] ? toy : "none");
	command.has_level[LOVENSE_VIBRATE] = true;
	command.level[LOVENSE_VIBRATE] = level;
	return command;
}

json_t *rig_log(struct rig *rig, const char *kind, int after)
{
	char path[96];
	snprintf(path, sizeof(path), "/log?after=%d&kind=%s", after, kind);
	json_t *reply = rig_get(rig, path);
	json_t *entries = json_incref(json_object_get(reply, "entries"));
	json_decref(reply);
	return entries;
}

struct wanted_entries {
	const char *kind;
	int after, at_least;
};

static bool has_entries(struct rig *rig, void *ctx)
{
	const struct wanted_entries *wanted = ctx;
	json_t *entries = rig_log(rig, wanted->kind, wanted->after);
	int count = (int)json_array_size(entries);
	json_decref(entries);
	return count >= wanted->at_least;
}

void rig_await_log(struct rig *rig, const char *kind, int after, int at_least)
{
	struct wanted_entries wanted = {kind, after, at_least};
	char what[64];
	snprintf(what, sizeof(what), "%d of %s in the journal", at_least, kind);
	rig_await_true(rig, has_entries, &wanted, what);
}

int rig_serial(struct rig *rig)
{
	json_t *state = rig_get(rig, "/state");
	int serial = (int)json_integer_value(json_object_get(state, "serial"));
	json_decref(state);
	return serial;
}

static bool is_text(const json_t *entry, const char *key, const char *text)
{
	const char *value = json_string_value(json_object_get(entry, key));
	return !text || (value && strcmp(value, text) == 0);
}

int rig_commands(struct rig *rig, const char *route, const char *means, int after)
{
	json_t *entries = rig_log(rig, "command", after);
	size_t index = 0;
	json_t *entry = NULL;
	int count = 0;
	json_array_foreach(entries, index, entry)
	{
		count += is_text(entry, "route", route) && is_text(entry, "means", means);
	}
	json_decref(entries);
	return count;
}

int rig_movements(struct rig *rig, const char *route, int after)
{
	return rig_commands(rig, route, NULL, after) - rig_commands(rig, route, "stop", after) -
	       rig_commands(rig, route, "v2Stop", after);
}

bool rig_was_at(struct rig *rig, int level, int after)
{
	json_t *levels = rig_log(rig, "level", after);
	size_t index = 0;
	json_t *entry = NULL;
	bool was = false;
	json_array_foreach(levels, index, entry)
	{
		was |= is_text(entry, "toy", rig_first_toy(rig)) &&
		       json_integer_value(json_object_get(entry, "level")) == level;
	}
	json_decref(levels);
	return was;
}

struct wanted_commands {
	const char *route, *means;
	int after, at_least;
};

static bool has_commands(struct rig *rig, void *ctx)
{
	const struct wanted_commands *wanted = ctx;
	return rig_commands(rig, wanted->route, wanted->means, wanted->after) >= wanted->at_least;
}

void rig_await_commands(struct rig *rig, const char *route, const char *means, int after, int at_least)
{
	struct wanted_commands wanted = {route, means, after, at_least};
	char what[96];
	snprintf(what, sizeof(what), "%d commands by %s (%s)", at_least, route ? route : "any route",
		 means ? means : "any");
	rig_await_true(rig, has_commands, &wanted, what);
}

struct wanted_level {
	const char *toy, *function;
	int level;
};

static bool has_level(struct rig *rig, void *ctx)
{
	const struct wanted_level *wanted = ctx;
	return rig_toy_level(rig, wanted->toy, wanted->function) == wanted->level;
}

void rig_await_level(struct rig *rig, const char *toy_id, const char *function, int level)
{
	struct wanted_level wanted = {toy_id, function, level};
	char what[64];
	snprintf(what, sizeof(what), "%s at %d", function, level);
	rig_await_true(rig, has_level, &wanted, what);
}
