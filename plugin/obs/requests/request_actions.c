/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "obs/requests/request_actions.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "obs/requests/params/movement.h"
#include "obs/requests/request_call.h"
#include "obs/requests/status_reply.h"
#include "obs/stores/settings.h"

enum {
	SHORTEST_MS = 50,
	LONGEST_MS = 3600000,
	LONGEST_TTL_MS = 30000,
	SHORTEST_PAUSE_S = 1,
	DEFAULT_PAUSE_S = 30,
	LONGEST_PAUSE_S = 600,
};
#define HIGHEST_SEQ ((INT64_C(1) << 53) - 1) /* the highest whole number that every program can write */

static bool has_permission(struct request_call *call)
{
	return settings_store_allows_remote_arm(call->requests->parts.settings);
}

static bool needs_permission(struct request_call *call)
{
	return has_permission(call) || call_refuse(call, "not_allowed", "Request.Error.RemoteArm");
}

/* --- Trigger, Start, Stop --- */

/* A required duration under that name. */
static bool read_duration(struct request_call *call, const char *name, int max_ms, struct haptics_intent *intent)
{
	int64_t duration_ms = 0;
	if (!param_whole(&call->params, name, SHORTEST_MS, max_ms, &duration_ms))
		return false;
	intent->duration_ms = (int32_t)duration_ms;
	return true;
}

/* "seq", where it is given. */
static bool read_order(struct request_call *call, struct haptics_intent *intent)
{
	if (!param_is_given(&call->params, "seq"))
		return true;
	intent->has_seq = param_whole(&call->params, "seq", 0, HIGHEST_SEQ, &intent->seq);
	return intent->has_seq;
}

/* Of a rule that stops, what cannot be read is left out: then it stops at least as much. */
static bool is_stop_anyway(struct request_call *call, struct haptics_intent *intent)
{
	const struct engine_rule *rule = engine_find_rule(call->snapshot, intent->id);
	if (!rule || strcmp(rule->kind, "stop") != 0)
		return false;
	*intent = (struct haptics_intent){.kind = HAPTICS_INTENT_RUN_RULE};
	snprintf(intent->id, sizeof(intent->id), "%s", rule->id);
	call_excuse(call, "Request.Note.StopRule");
	return true;
}

static bool read_trigger(struct request_call *call, struct haptics_intent *intent)
{
	if (!movement_read(&call->params, call->snapshot, intent))
		return false;
	intent->kind = intent->id[0] ? HAPTICS_INTENT_RUN_RULE : HAPTICS_INTENT_RUN_LEVEL;
	bool needs_duration = !intent->id[0] || param_is_given(&call->params, "durationMs");
	return !needs_duration || read_duration(call, "durationMs", LONGEST_MS, intent);
}

bool action_trigger(struct request_call *call)
{
	struct haptics_intent intent = {0};
	return (read_trigger(call, &intent) || is_stop_anyway(call, &intent)) && call_ask(call, &intent);
}

static bool read_start(struct request_call *call, struct haptics_intent *intent)
{
	intent->kind = HAPTICS_INTENT_START_KEY;
	return movement_read(&call->params, call->snapshot, intent) && param_id(&call->params, "key", intent->key) &&
	       read_duration(call, "ttlMs", LONGEST_TTL_MS, intent) && read_order(call, intent);
}

bool action_start(struct request_call *call)
{
	struct haptics_intent intent = {0};
	return (read_start(call, &intent) || is_stop_anyway(call, &intent)) && call_ask(call, &intent);
}

/* A key that cannot be read may be any of them. */
bool action_stop(struct request_call *call)
{
	struct haptics_intent intent = {.kind = HAPTICS_INTENT_STOP_KEY};
	if (param_is_given(&call->params, "key") && !param_id(&call->params, "key", intent.key))
		call_excuse(call, "Request.Note.EveryKey");
	if (!read_order(call, &intent))
		call_excuse(call, "Request.Note.StopSeq");
	return call_ask(call, &intent);
}

/* A run that cannot be read may be any of them. */
bool action_cancel(struct request_call *call)
{
	int64_t run = 0;
	struct haptics_intent intent = {.kind = HAPTICS_INTENT_CANCEL_RUN};
	if (!param_whole(&call->params, "run", 0, HIGHEST_SEQ, &run)) {
		intent = (struct haptics_intent){.kind = HAPTICS_INTENT_HALT, .cause = HAPTICS_HALT_REQUEST};
		call_excuse(call, "Request.Note.EveryRun");
	} else if (run == 0 || run > UINT32_MAX) {
		return true; /* nothing ever has such a number */
	}
	intent.run = (uint32_t)run;
	return call_ask(call, &intent);
}

/* --- safety --- */

bool action_stop_all(struct request_call *call)
{
	bool is_latching = true;
	struct haptics_intent intent = {.kind = HAPTICS_INTENT_STOP_ALL};
	if (param_is_given(&call->params, "latch") && !param_bool(&call->params, "latch", &is_latching))
		call_excuse(call, "Request.Note.Latched");
	if (!is_latching)
		intent = (struct haptics_intent){.kind = HAPTICS_INTENT_HALT, .cause = HAPTICS_HALT_REQUEST};
	return call_ask(call, &intent);
}

bool action_resume(struct request_call *call)
{
	struct haptics_intent intent = {.kind = HAPTICS_INTENT_RESUME};
	return needs_permission(call) && call_ask(call, &intent);
}

/* What is too long is as long as may be; what cannot be read is as long as if it were not there. */
bool action_pause(struct request_call *call)
{
	double seconds = DEFAULT_PAUSE_S;
	struct haptics_intent intent = {.kind = HAPTICS_INTENT_PAUSE};
	if (param_is_given(&call->params, "seconds") &&
	    !param_number(&call->params, "seconds", SHORTEST_PAUSE_S, LONGEST_PAUSE_S, &seconds)) {
		if (param_number(&call->params, "seconds", LONGEST_PAUSE_S, INFINITY, &seconds))
			seconds = LONGEST_PAUSE_S;
		call_excuse(call, "Request.Note.Paused");
		call->params.min = SHORTEST_PAUSE_S;
		call->params.max = LONGEST_PAUSE_S;
	}
	intent.duration_ms = (int32_t)(seconds * 1000);
	return call_ask(call, &intent);
}

bool action_end_pause(struct request_call *call)
{
	struct haptics_intent intent = {.kind = HAPTICS_INTENT_END_PAUSE};
	return needs_permission(call) && call_ask(call, &intent);
}

bool action_set_armed(struct request_call *call)
{
	struct haptics_intent intent = {.kind = HAPTICS_INTENT_SET_ARMED};
	return param_bool(&call->params, "armed", &intent.on) && (!intent.on || needs_permission(call)) &&
	       call_ask(call, &intent);
}

/* What probably lowers is asked for as lowering, so that it is done even if nobody answers in time. */
bool action_set_ceiling(struct request_call *call)
{
	struct haptics_intent intent = {.kind = HAPTICS_INTENT_LOWER_CEILING};
	bool may_raise = has_permission(call);
	if (!param_number(&call->params, "value", 0.0, 1.0, &intent.value))
		return false;
	bool raises = may_raise && intent.value > call->snapshot->ceiling;
	if (!raises && call_ask(call, &intent))
		return true;
	if (!may_raise || (call->error && strcmp(call->error, "not_allowed") != 0))
		return false;
	call->error = NULL;
	intent.kind = HAPTICS_INTENT_SET_CEILING;
	return call_ask(call, &intent);
}

bool action_set_rule_enabled(struct request_call *call)
{
	struct haptics_intent intent = {.kind = HAPTICS_INTENT_RULE_ENABLED};
	return param_rule(&call->params, intent.id) && param_bool(&call->params, "enabled", &intent.on) &&
	       (!intent.on || needs_permission(call)) && call_ask(call, &intent);
}
