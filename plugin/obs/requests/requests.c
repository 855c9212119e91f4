/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "obs/requests/requests.h"

#include <stdio.h>
#include <string.h>

#include <obs-module.h>
#include <util/dstr.h>

#include "engine/engine.h"
#include "obs/pairing_permission.h"
#include "obs/requests/outgoing.h"
#include "obs/requests/request_actions.h"
#include "obs/requests/request_call.h"
#include "obs/requests/request_events.h"
#include "obs/requests/status_reply.h"
#include "obs/requests/viewers/viewer_actions.h"

enum { LONGEST_SHOW_S = 60 };

/* --- the pairing code --- */

static bool is_reachable(enum engine_state state)
{
	return state == ENGINE_WAITING_FOR_SCAN || state == ENGINE_APP_OFFLINE || state == ENGINE_NO_TOY ||
	       state == ENGINE_READY;
}

static bool show_pairing(struct request_call *call)
{
	struct pairing_permission *permission = call->requests->parts.permission;
	int64_t seconds = 0;
	if (param_is_given(&call->params, "seconds") &&
	    !param_whole(&call->params, "seconds", 1, LONGEST_SHOW_S, &seconds))
		return false;
	if (call->snapshot->is_simulator)
		return call_refuse(call, "unsupported", "Request.Error.Simulator");
	if (pairing_permission_is_live(permission) && !pairing_permission_can_show_live(permission))
		return call_refuse(call, "not_allowed", "Request.Error.Live");
	if (!is_reachable(call->snapshot->state))
		return call_refuse(call, "not_connected", "Request.Error.NotConnected");
	pairing_permission_show(permission, (int)seconds);
	engine_new_qr(call->requests->parts.engine);
	return true;
}

/* --- asking --- */

static bool get_version(struct request_call *call)
{
	obs_data_set_string(call->reply, "plugin", PLUGIN_VERSION);
	obs_data_set_int(call->reply, "api", 1);
	obs_data_set_string(call->reply, "obs", obs_get_version_string());
	return true;
}

static bool get_status(struct request_call *call)
{
	bool is_announced = false;
	if (param_is_given(&call->params, "announce") && !param_bool(&call->params, "announce", &is_announced))
		return false;
	if (is_announced)
		request_events_announce(call->requests->parts.events);
	status_reply_fill(call->reply, call->snapshot, STATUS_WITH_LEVELS,
			  pairing_permission_is_live(call->requests->parts.permission));
	return true;
}

static bool list_rules(struct request_call *call)
{
	status_reply_fill_rules(call->reply, call->snapshot);
	return true;
}

static bool subscribe(struct request_call *call)
{
	bool are_levels_on = true;
	if (!param_bool(&call->params, "levels", &are_levels_on))
		return false;
	request_events_set_levels(call->requests->parts.events, are_levels_on);
	return true;
}

/* When the parameters cannot be read at all. MOVES: as NEEDS_FORM; and that it was refused is an event. */
enum form { NEEDS_FORM = 1, MOVES, STOPS_ANYWAY };

static const struct {
	const char *name;
	bool (*answer)(struct request_call *call); /* false: refused; the call's error or its params say why */
	enum form form;
} table[] = {
	{"GetVersion", get_version, NEEDS_FORM},
	{"GetStatus", get_status, NEEDS_FORM},
	{"ListRules", list_rules, NEEDS_FORM},
	{"Subscribe", subscribe, NEEDS_FORM},
	{"Trigger", action_trigger, MOVES},
	{"Start", action_start, MOVES},
	{"Stop", action_stop, STOPS_ANYWAY},
	{"Cancel", action_cancel, STOPS_ANYWAY},
	{"StopAll", action_stop_all, STOPS_ANYWAY},
	{"Resume", action_resume, NEEDS_FORM},
	{"Pause", action_pause, STOPS_ANYWAY},
	{"EndPause", action_end_pause, NEEDS_FORM},
	{"SetArmed", action_set_armed, NEEDS_FORM},
	{"SetCeiling", action_set_ceiling, NEEDS_FORM},
	{"SetRuleEnabled", action_set_rule_enabled, NEEDS_FORM},
	{"ShowPairing", show_pairing, NEEDS_FORM},
	{"Tip", action_tip, MOVES},
	{"GetQueue", action_get_queue, NEEDS_FORM},
	{"SkipCurrent", action_skip_current, STOPS_ANYWAY},
	{"ClearQueue", action_clear_queue, STOPS_ANYWAY},
	{"PauseQueue", action_pause_queue, STOPS_ANYWAY},
	{"SetGoal", action_set_goal, NEEDS_FORM},
	{"AddToGoal", action_add_to_goal, NEEDS_FORM},
	{"ResetGoal", action_reset_goal, NEEDS_FORM},
};
_Static_assert(sizeof(table) / sizeof(table[0]) == REQUESTS_COUNT, "every request has an entry");

/* --- answering --- */

static void put_number(struct dstr *message, const char *name, double number)
{
	char digits[32];
	snprintf(digits, sizeof(digits), "%.0f", number);
	dstr_replace(message, name, digits);
}

/* What others wrote comes last: it may look like a place for something. */
static void set_message(struct request_call *call)
{
	struct dstr message = {0};
	dstr_copy(&message, obs_module_text(call->message));
	put_number(&message, "{min}", call->params.min);
	put_number(&message, "{max}", call->params.max);
	if (call->params.name)
		dstr_replace(&message, "{param}", call->params.name);
	dstr_replace(&message, "{names}", call->names);
	dstr_replace(&message, "{value}", call->params.value);
	obs_data_set_string(call->reply, "message", message.array);
	dstr_free(&message);
}

static void finish_reply(struct request_call *call)
{
	if (!call->error && call->params.problem)
		call_refuse(call, call->params.error ? call->params.error : "bad_param", call->params.problem);
	obs_data_set_bool(call->reply, "ok", call->error == NULL);
	if (call->error)
		obs_data_set_string(call->reply, "error", call->error);
	if (call->message)
		set_message(call);
}

/* A form that nobody can read is refused, but for what stops: then everything that it may have meant is stopped. */
static bool answer_unreadable(struct request_call *call, int index)
{
	if (table[index].form != STOPS_ANYWAY)
		return call_refuse(call, "bad_param", "Request.Problem.Json");
	bool is_done = table[index].answer(call);
	if (is_done)
		call->message = "Request.Note.Json";
	return is_done;
}

/* -1: there is no such request. */
static int find(const char *name)
{
	for (int i = 0; i < REQUESTS_COUNT; i++)
		if (strcmp(table[i].name, name) == 0)
			return i;
	return -1;
}

static void answer(struct request_call *call, const struct requests_question *question)
{
	int index = find(question->name);
	if (index < 0)
		call_refuse(call, "bad_param", "Request.Error.UnknownRequest");
	else if (question->is_unreadable)
		answer_unreadable(call, index);
	else
		table[index].answer(call);
	finish_reply(call);
	if (index >= 0 && table[index].form == MOVES)
		call_report_refusal(call);
}

void requests_open(struct requests *requests, const struct requests_parts *parts)
{
	requests->parts = *parts;
	for (int i = 0; i < REQUESTS_COUNT; i++)
		requests->entries[i] = (struct requests_entry){.requests = requests, .name = table[i].name};
	admission_open(&requests->admission);
}

void requests_close(struct requests *requests)
{
	admission_close(&requests->admission);
}

void requests_answer(struct requests *requests, const struct requests_question *question, struct obs_data *reply)
{
	struct request_call call = {
		.requests = requests, .wait = question->wait, .params = {.data = question->data}, .reply = reply};
	if (admission_enter(&requests->admission)) {
		call.snapshot = engine_snapshot_get(requests->parts.engine);
		answer(&call, question);
		outgoing_clean(reply);
		engine_snapshot_release(call.snapshot);
		admission_leave(&requests->admission);
	} else {
		obs_data_set_bool(reply, "ok", false);
		obs_data_set_string(reply, "error", "not_connected");
		obs_data_set_string(reply, "message", "OBS is closing.");
	}
}
