/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lovense/json_read.h"
#include "lovense/session/session_private.h"

static const char send_event[] = "basicapi_send_toy_command_ts";

enum lovense_route session_route(const struct session *session)
{
	bool can_use_lan = session->config.route != LOVENSE_CHOOSE_SERVER && lan_is_usable(&session->lan);
	if (session->phase != SESSION_ONLINE || !session->is_app_online)
		return LOVENSE_ROUTE_NONE;
	if (can_use_lan)
		return LOVENSE_ROUTE_LAN;
	return session->config.route == LOVENSE_CHOOSE_LAN ? LOVENSE_ROUTE_NONE : LOVENSE_ROUTE_SERVER;
}

static enum lovense_send_result emit(struct session *session, const json_t *command)
{
	if (!session->client)
		return LOVENSE_NOT_CONNECTED;
	switch (sio_client_emit(session->client, send_event, command)) {
	case SIO_OK:
		return LOVENSE_SENT;
	case SIO_ERROR_NOT_CONNECTED:
		return LOVENSE_NOT_CONNECTED;
	case SIO_ERROR_CONGESTED:
	case SIO_ERROR_MEMORY:
		return LOVENSE_CONGESTED;
	default:
		return LOVENSE_BAD_COMMAND;
	}
}

/* --- Stop --- */

static const struct lovense_command stops[] = {
	{.kind = LOVENSE_COMMAND_STOP},
	/* Function Stop leaves a running position pattern alone. */
	{.kind = LOVENSE_COMMAND_PATTERN_V2_STOP},
};

static void repeat_stop(struct session *session)
{
	session->is_stop_due = true;
	loop_timer_start(session->loop, &session->stop_timer,
			 loop_now_ms(session->loop) + session->timing->stop_again_ms);
}

enum lovense_send_result session_stop_on_socket(struct session *session)
{
	enum lovense_send_result worst = LOVENSE_SENT;
	for (size_t i = 0; i < sizeof(stops) / sizeof(stops[0]); i++) {
		json_t *command = lovense_command_encode(&stops[i], NULL, 0);
		enum lovense_send_result result = emit(session, command);
		worst = result > worst ? result : worst;
		json_decref(command);
	}
	session->is_stop_due = false;
	if (worst == LOVENSE_SENT)
		session->server_run_ms = 0;
	if (worst == LOVENSE_CONGESTED)
		repeat_stop(session);
	return worst;
}

void session_stop_on_lan(struct session *session)
{
	if (session->config.route == LOVENSE_CHOOSE_SERVER)
		return;
	for (size_t i = 0; i < sizeof(stops) / sizeof(stops[0]); i++) {
		json_t *command = lovense_command_encode(&stops[i], NULL, 0);
		lan_stop(&session->lan, command, LAN_STOP_ON_EVERY_ROUTE);
		json_decref(command);
	}
}

enum lovense_send_result session_stop_all(struct lovense_link *link)
{
	struct session *session = (struct session *)link;
	enum lovense_send_result by_socket = session_stop_on_socket(session);
	session_stop_on_lan(session);
	/* A LAN that is not known to be well gets its Stop too, but is not counted on. */
	if (session_route(session) == LOVENSE_ROUTE_LAN)
		return LOVENSE_SENT;
	return session->is_app_online ? by_socket : LOVENSE_NOT_CONNECTED;
}

/* --- everything else --- */

/* Apps from 7.71.0 on take a list of toys in one command. */
static bool takes_toy_lists(const char *version)
{
	int major = 0;
	int minor = 0;
	if (sscanf(version, "%6d.%6d", &major, &minor) != 2)
		return false;
	return major > 7 || (major == 7 && minor >= 71);
}

static enum lovense_send_result stop_by_server(struct session *session, const json_t *command)
{
	enum lovense_send_result result = emit(session, command);
	if (result == LOVENSE_SENT && !json_object_get(command, "toy"))
		session->server_run_ms = 0;
	/* A jammed socket will lose more than one toy's Stop: then all of them get one. */
	if (result == LOVENSE_CONGESTED)
		repeat_stop(session);
	return result;
}

/* The end of a run goes where the run went. A copy by the other route could arrive a second later and end the next
 * run; so there is none unless something of that route may still run, or this route does not take it. */
static enum lovense_send_result send_stop(struct session *session, json_t *command)
{
	if (session_route(session) != LOVENSE_ROUTE_LAN) {
		enum lovense_send_result result = stop_by_server(session, command);
		if (result != LOVENSE_SENT && session->config.route != LOVENSE_CHOOSE_SERVER)
			lan_stop(&session->lan, command, LAN_STOP_ON_EVERY_ROUTE);
		return result;
	}
	bool is_on_both = loop_now_ms(session->loop) < session->server_run_ms;
	if (is_on_both)
		stop_by_server(session, command);
	lan_stop(&session->lan, command, is_on_both ? LAN_STOP_ON_EVERY_ROUTE : LAN_STOP_ALONE);
	return LOVENSE_SENT;
}

/* For a command that moves something. */
static enum lovense_send_result move_by_server(struct session *session, const json_t *command)
{
	/* A command without a time (Position) is over within a second. */
	double time_s = json_number_value(json_object_get(command, "timeSec"));
	int64_t until_ms = loop_now_ms(session->loop) + (int64_t)(1000 * (time_s > 1 ? time_s : 1));
	enum lovense_send_result result = emit(session, command);
	if (result == LOVENSE_SENT && until_ms > session->server_run_ms)
		session->server_run_ms = until_ms;
	return result;
}

static enum lovense_send_result send_on_route(struct session *session, json_t *command)
{
	switch (session_route(session)) {
	case LOVENSE_ROUTE_LAN:
		return lan_send(&session->lan, command);
	case LOVENSE_ROUTE_SERVER:
		return move_by_server(session, command);
	default:
		return LOVENSE_NOT_CONNECTED;
	}
}

static enum lovense_send_result send_one(struct session *session, const struct lovense_command *command)
{
	char error[128];
	bool is_stop = command->kind == LOVENSE_COMMAND_STOP || command->kind == LOVENSE_COMMAND_PATTERN_V2_STOP;
	json_t *json = lovense_command_encode(command, error, sizeof(error));
	if (!json) {
		session_log(session, "a command was not sent: %s", error);
		return LOVENSE_BAD_COMMAND;
	}
	enum lovense_send_result result = is_stop ? send_stop(session, json) : send_on_route(session, json);
	json_decref(json);
	return result;
}

/* Each toy gets its own command; the worst result is returned. */
static enum lovense_send_result send_split(struct session *session, const struct lovense_command *command)
{
	enum lovense_send_result worst = LOVENSE_SENT;
	struct lovense_command *single = malloc(sizeof(*single));
	if (!single)
		return LOVENSE_CONGESTED;
	*single = *command;
	single->toy_count = 1;
	for (size_t i = 0; i < command->toy_count && i < LOVENSE_MAX_TOYS; i++) {
		memcpy(single->toys[0], command->toys[i], LOVENSE_TOY_ID_SIZE);
		enum lovense_send_result result = send_one(session, single);
		worst = result > worst ? result : worst;
	}
	free(single);
	return worst;
}

static bool is_named(const struct lovense_command *command, const char *id)
{
	for (size_t i = 0; i < command->toy_count; i++) {
		if (strcmp(command->toys[i], id) == 0)
			return true;
	}
	return false;
}

static bool are_all_named(const struct session *session, const struct lovense_command *command)
{
	for (size_t i = 0; i < session->toys.count; i++) {
		const struct lovense_toy *toy = &session->toys.toy[i];
		if (toy->is_connected && !is_named(command, toy->id))
			return false;
	}
	return true;
}

enum lovense_send_result session_send(struct lovense_link *link, const struct lovense_command *command)
{
	struct session *session = (struct session *)link;
	if (command->toy_count <= 1 || takes_toy_lists(session->app_version))
		return send_one(session, command);
	if (!are_all_named(session, command))
		return send_split(session, command);
	/* The service and the app take few commands a second. When all toys are meant, one command without a toy says
	 * the same and counts once; a command for each would use up the rate, and late ones would be lost. */
	struct lovense_command to_all = *command;
	to_all.toy_count = 0;
	return send_one(session, &to_all);
}

/* --- what the LAN route tells --- */

static enum lovense_toy_note note_of(int code)
{
	switch (code) {
	case LAN_TOY_NOT_FOUND:
		return LOVENSE_TOY_NOT_FOUND;
	case LAN_TOY_NOT_CONNECTED:
		return LOVENSE_TOY_NOT_CONNECTED;
	case LAN_UNSUPPORTED:
		return LOVENSE_TOY_UNSUPPORTED;
	default:
		return LOVENSE_TOY_OK;
	}
}

/* A command without a toy was for all that are connected. */
static void note_all(struct toys *toys, enum lovense_toy_note note)
{
	for (size_t i = 0; i < toys->count; i++) {
		if (toys->toy[i].is_connected)
			toys_set_note(toys, toys->toy[i].id, note);
	}
}

static void on_lan_answered(void *ctx, const json_t *command, int code)
{
	struct session *session = ctx;
	const json_t *toys = json_object_get(command, "toy");
	size_t index = 0;
	json_t *toy = NULL;
	enum lovense_toy_note note = note_of(code);
	if (code != LAN_OK && (!toys || note == LOVENSE_TOY_OK))
		session_log(session, "the app refused a command (%d)", code);
	if (!toys)
		note_all(&session->toys, note);
	if (json_is_string(toys))
		toys_set_note(&session->toys, json_string_value(toys), note);
	json_array_foreach(toys, index, toy) toys_set_note(&session->toys, json_read_string(toy), note);
	session_publish(session);
}

static bool is_stop(const json_t *command)
{
	return strcmp(json_read_string(json_object_get(command, "action")), "Stop") == 0 ||
	       strcmp(json_read_string(json_object_get(command, "type")), "Stop") == 0;
}

static void on_lan_undelivered(void *ctx, const json_t *command)
{
	struct session *session = ctx;
	if (is_stop(command))
		stop_by_server(session, command);
	else if (session_route(session) == LOVENSE_ROUTE_SERVER)
		move_by_server(session, command);
}

static bool on_lan_learned(void *ctx, const struct lovense_toy *list, size_t count)
{
	struct session *session = ctx;
	bool is_ours = toys_learn(&session->toys, list, count);
	session_publish(session);
	return is_ours;
}

static void on_lan_changed(void *ctx)
{
	struct session *session = ctx;
	if (session->phase == SESSION_CLOSING)
		session_finish_closing(session);
	else
		session_publish(session);
}

void session_init_lan(struct session *session)
{
	struct lan_config config = {
		.loop = session->loop,
		.timing = &session->timing->lan,
		.answered = on_lan_answered,
		.undelivered = on_lan_undelivered,
		.learned = on_lan_learned,
		.changed = on_lan_changed,
		.ctx = session,
	};
	lan_init(&session->lan, &config);
}
