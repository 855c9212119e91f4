/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "obs/requests/requests.h"

#include <stdio.h>
#include <string.h>

#include <obs-module.h>
#include <util/dstr.h>
#include <util/platform.h>
#include <util/threading.h>

#include "engine/engine.h"
#include "obs/pairing_permission.h"
#include "obs/requests/request_params.h"
#include "obs/requests/status_reply.h"
#include "obs/stores/settings.h"

enum { SHORTEST_MS = 50, LONGEST_MS = 3600000, LONGEST_TTL_MS = 30000, LONGEST_SHOW_S = 60 };

/* One request being answered. */
struct call {
	struct requests *requests;
	const struct engine_snapshot *snapshot;
	struct request_params params;
	struct obs_data *reply;
	const char *error;   /* NULL: all is well */
	const char *message; /* locale key */
};

static bool fail(struct call *call, const char *error, const char *message)
{
	call->error = error;
	call->message = message;
	return false;
}

static bool is_remote_arm_allowed(struct call *call)
{
	return settings_store_allows_remote_arm(call->requests->settings) ||
	       fail(call, "not_allowed", "Request.Error.RemoteArm");
}

static bool post(struct call *call, const struct haptics_intent *intent)
{
	return engine_post(call->requests->engine, intent) || fail(call, "not_connected", "Request.Error.Busy");
}

/* --- may there be output? --- */

static bool has_toy_online(const struct engine_snapshot *snapshot, uint32_t toys)
{
	for (size_t i = 0; i < snapshot->toy_count; i++)
		if (snapshot->toys[i].is_online && (toys == 0 || (toys & (UINT32_C(1) << i))))
			return true;
	return false;
}

static bool may_put_out(struct call *call, uint32_t toys)
{
	const struct engine_snapshot *snapshot = call->snapshot;
	if (snapshot->is_panic)
		return fail(call, "panic", "Request.Error.Panic");
	if (!snapshot->is_armed)
		return fail(call, "disarmed", "Request.Error.Disarmed");
	if (snapshot->paused_until_ms > engine_now_ms())
		return fail(call, "paused", "Request.Error.Paused");
	if (snapshot->state != ENGINE_READY && snapshot->state != ENGINE_NO_TOY)
		return fail(call, "not_connected", "Request.Error.NotConnected");
	if (!has_toy_online(snapshot, toys))
		return fail(call, "no_toy", "Request.Error.NoToy");
	return true;
}

static bool is_runnable(struct call *call, const char *rule_id)
{
	const struct engine_rule *rule = status_find_rule(call->snapshot, rule_id);
	if (!rule)
		return fail(call, "unknown_rule", "Request.Error.UnknownRule");
	if (!may_put_out(call, 0))
		return false;
	if (rule->cooldown_ms > engine_now_ms())
		return fail(call, "cooldown", "Request.Error.Cooldown");
	return true;
}

/* --- Trigger, Start, Stop --- */

static bool read_level(struct call *call, struct haptics_intent *intent)
{
	struct request_params *params = &call->params;
	return param_number(params, "level", 0.0, 1.0, &intent->value) && param_function(params, &intent->function) &&
	       param_toys(params, call->snapshot, &intent->toys);
}

/* A rule, with a level for those that take it from the request. */
static bool read_rule(struct call *call, struct haptics_intent *intent)
{
	struct request_params *params = &call->params;
	intent->has_value = param_is_given(params, "level");
	return param_id(params, "rule", intent->id) &&
	       (!intent->has_value || param_number(params, "level", 0.0, 1.0, &intent->value));
}

/* "rule" or "level": fills id, or value, function and toys. */
static bool read_what(struct call *call, struct haptics_intent *intent)
{
	struct request_params *params = &call->params;
	intent->function = -1;
	if (param_is_given(params, "rule"))
		return read_rule(call, intent);
	if (param_is_given(params, "level"))
		return read_level(call, intent);
	return param_refuse(params, "rule", "Request.Problem.RuleOrLevel");
}

static bool is_output_possible(struct call *call, const struct haptics_intent *intent)
{
	return intent->id[0] ? is_runnable(call, intent->id) : may_put_out(call, intent->toys);
}

/* A required duration under that name. */
static bool read_duration(struct call *call, const char *name, int max_ms, struct haptics_intent *intent)
{
	if (!param_is_given(&call->params, name))
		return param_refuse(&call->params, name, "Request.Problem.Number");
	return param_optional_int(&call->params, name, SHORTEST_MS, max_ms, &intent->duration_ms);
}

static bool trigger(struct call *call)
{
	struct haptics_intent intent = {0};
	if (!read_what(call, &intent))
		return false;
	intent.kind = intent.id[0] ? HAPTICS_INTENT_RUN_RULE : HAPTICS_INTENT_RUN_LEVEL;
	bool needs_duration = !intent.id[0] || param_is_given(&call->params, "durationMs");
	return (!needs_duration || read_duration(call, "durationMs", LONGEST_MS, &intent)) &&
	       is_output_possible(call, &intent) && post(call, &intent);
}

static bool start(struct call *call)
{
	struct haptics_intent intent = {.kind = HAPTICS_INTENT_START_KEY};
	return param_id(&call->params, "key", intent.key) && read_what(call, &intent) &&
	       read_duration(call, "ttlMs", LONGEST_TTL_MS, &intent) && is_output_possible(call, &intent) &&
	       post(call, &intent);
}

static bool stop(struct call *call)
{
	struct haptics_intent intent = {.kind = HAPTICS_INTENT_STOP_KEY};
	bool is_good = !param_is_given(&call->params, "key") || param_id(&call->params, "key", intent.key);
	return is_good && post(call, &intent);
}

/* --- safety --- */

static bool stop_all(struct call *call)
{
	bool is_latching = true;
	struct haptics_intent intent = {.kind = HAPTICS_INTENT_STOP_ALL, .is_request = true};
	/* Whatever else is wrong with the request: it stops. */
	if (param_is_given(&call->params, "latch") && param_bool(&call->params, "latch", &is_latching) && !is_latching)
		intent = (struct haptics_intent){.kind = HAPTICS_INTENT_HALT, .cause = HAPTICS_HALT_REQUEST};
	return post(call, &intent);
}

static bool resume(struct call *call)
{
	struct haptics_intent intent = {.kind = HAPTICS_INTENT_RESUME, .is_request = true};
	if (!is_remote_arm_allowed(call))
		return false;
	if (call->snapshot->is_persons_panic)
		return fail(call, "not_allowed", "Request.Error.PersonsStop");
	return post(call, &intent);
}

static bool set_armed(struct call *call)
{
	struct haptics_intent intent = {.kind = HAPTICS_INTENT_SET_ARMED};
	return param_bool(&call->params, "armed", &intent.on) && (!intent.on || is_remote_arm_allowed(call)) &&
	       post(call, &intent);
}

static bool set_ceiling(struct call *call)
{
	struct haptics_intent intent = {.kind = HAPTICS_INTENT_SET_CEILING};
	return param_number(&call->params, "value", 0.0, 1.0, &intent.value) &&
	       (intent.value <= call->snapshot->ceiling || is_remote_arm_allowed(call)) && post(call, &intent);
}

static bool set_rule_enabled(struct call *call)
{
	struct haptics_intent intent = {.kind = HAPTICS_INTENT_RULE_ENABLED};
	if (!param_id(&call->params, "rule", intent.id) || !param_bool(&call->params, "enabled", &intent.on))
		return false;
	if (!status_find_rule(call->snapshot, intent.id))
		return fail(call, "unknown_rule", "Request.Error.UnknownRule");
	return post(call, &intent);
}

/* --- the pairing code --- */

static bool is_reachable(enum engine_state state)
{
	return state == ENGINE_WAITING_FOR_SCAN || state == ENGINE_APP_OFFLINE || state == ENGINE_NO_TOY ||
	       state == ENGINE_READY;
}

static bool show_pairing(struct call *call)
{
	struct pairing_permission *permission = call->requests->permission;
	int32_t seconds = 0;
	if (!param_optional_int(&call->params, "seconds", 1, LONGEST_SHOW_S, &seconds))
		return false;
	if (pairing_permission_is_live(permission) && !pairing_permission_can_show_live(permission))
		return fail(call, "not_allowed", "Request.Error.Live");
	if (!is_reachable(call->snapshot->state))
		return fail(call, "not_connected", "Request.Error.NotConnected");
	pairing_permission_show(permission, seconds);
	engine_new_qr(call->requests->engine);
	return true;
}

/* --- asking --- */

static bool get_version(struct call *call)
{
	obs_data_set_string(call->reply, "plugin", PLUGIN_VERSION);
	obs_data_set_int(call->reply, "api", 1);
	obs_data_set_string(call->reply, "obs", obs_get_version_string());
	return true;
}

static bool get_status(struct call *call)
{
	status_reply_fill(call->reply, call->snapshot, STATUS_WITH_LEVELS,
			  pairing_permission_is_live(call->requests->permission));
	return true;
}

static bool list_rules(struct call *call)
{
	status_reply_fill_rules(call->reply, call->snapshot);
	return true;
}

static const struct {
	const char *name;
	bool (*answer)(struct call *call); /* false: refused; the call's error or its params say why */
} table[] = {
	{"GetVersion", get_version},
	{"GetStatus", get_status},
	{"ListRules", list_rules},
	{"Trigger", trigger},
	{"Start", start},
	{"Stop", stop},
	{"StopAll", stop_all},
	{"Resume", resume},
	{"SetArmed", set_armed},
	{"SetCeiling", set_ceiling},
	{"SetRuleEnabled", set_rule_enabled},
	{"ShowPairing", show_pairing},
};
_Static_assert(sizeof(table) / sizeof(table[0]) == REQUESTS_COUNT, "every request has an entry");

/* --- answering --- */

static void finish_reply(struct call *call)
{
	struct dstr message = {0};
	if (!call->error && call->params.problem)
		fail(call, "bad_param", call->params.problem);
	obs_data_set_bool(call->reply, "ok", call->error == NULL);
	if (!call->error)
		return;
	dstr_copy(&message, obs_module_text(call->message));
	if (call->params.name)
		dstr_replace(&message, "{param}", call->params.name);
	obs_data_set_string(call->reply, "error", call->error);
	obs_data_set_string(call->reply, "message", message.array);
	dstr_free(&message);
}

static bool answer(struct call *call, const char *name)
{
	for (int i = 0; i < REQUESTS_COUNT; i++)
		if (strcmp(table[i].name, name) == 0)
			return table[i].answer(call);
	return fail(call, "bad_param", "Request.Error.UnknownRequest");
}

void requests_open(struct requests *requests, struct engine *engine, struct settings_store *settings,
		   struct pairing_permission *permission)
{
	requests->engine = engine;
	requests->settings = settings;
	requests->permission = permission;
	for (int i = 0; i < REQUESTS_COUNT; i++)
		requests->entries[i] = (struct requests_entry){.requests = requests, .name = table[i].name};
	os_atomic_set_bool(&requests->is_open, true);
}

void requests_close(struct requests *requests)
{
	os_atomic_set_bool(&requests->is_open, false);
	while (os_atomic_load_long(&requests->users) > 0)
		os_sleep_ms(1);
}

void requests_answer(struct requests *requests, const char *name, struct obs_data *request, struct obs_data *reply)
{
	struct call call = {.requests = requests, .params = {.data = request}, .reply = reply};
	/* First counted, then asked: requests_close() does it the other way round, so neither misses the other. */
	os_atomic_inc_long(&requests->users);
	if (os_atomic_load_bool(&requests->is_open)) {
		call.snapshot = engine_snapshot_get(requests->engine);
		answer(&call, name);
		finish_reply(&call);
		engine_snapshot_release(call.snapshot);
	} else {
		obs_data_set_bool(reply, "ok", false);
		obs_data_set_string(reply, "error", "not_connected");
		obs_data_set_string(reply, "message", "OBS is closing.");
	}
	os_atomic_dec_long(&requests->users);
}
