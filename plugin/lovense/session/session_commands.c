/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Between delivery, which decides what goes out when, and the two routes, which carry it. */
#include <stdio.h>

#include "lovense/json_read.h"
#include "lovense/session/session_private.h"
#include "net/ascii.h"

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

/* --- the ways --- */

/* Apps from 7.71.0 on take a list of toys in one command, and PatternV2 for any toy. Remote for PC is 1.x. */
static bool is_new_app(const char *version)
{
	int major = 0;
	int minor = 0;
	if (sscanf(version, "%6d.%6d", &major, &minor) != 2)
		return false;
	return major > 7 || (major == 7 && minor >= 71);
}

static enum delivery_route delivery_route_of(enum lovense_route route)
{
	switch (route) {
	case LOVENSE_ROUTE_LAN:
		return DELIVERY_LAN;
	case LOVENSE_ROUTE_SERVER:
		return DELIVERY_SERVER;
	default:
		return DELIVERY_NOWHERE;
	}
}

static void wait_for_delivery(struct session *session)
{
	int64_t next_ms = delivery_next_ms(&session->delivery);
	if (next_ms == INT64_MAX)
		loop_timer_cancel(session->loop, &session->delivery_timer);
	else
		loop_timer_start(session->loop, &session->delivery_timer, next_ms);
}

void session_follow_ways(struct session *session)
{
	struct delivery_ways ways = {
		.route = delivery_route_of(session_route(session)),
		.address = lan_address_number(&session->lan),
		.connection = session->phase == SESSION_ONLINE ? session->connection : 0,
		.may_stop_by_lan = session->config.route != LOVENSE_CHOOSE_SERVER,
		.may_move_by_server = session->config.route != LOVENSE_CHOOSE_LAN,
		.takes_toy_lists = is_new_app(session->app_version),
		.takes_curves = is_new_app(session->app_version),
	};
	/* A Stop that is on its way while the session closes goes where it went before. */
	if (session->phase == SESSION_CLOSING || session->phase == SESSION_CLOSED)
		return;
	delivery_set_ways(&session->delivery, &ways, loop_now_ms(session->loop));
	wait_for_delivery(session);
}

void session_note_sign_of_life(struct session *session)
{
	delivery_sign_of_life(&session->delivery, loop_now_ms(session->loop));
	wait_for_delivery(session);
}

void session_note_pong(void *ctx)
{
	struct session *session = ctx;
	delivery_pong(&session->delivery, loop_now_ms(session->loop));
	wait_for_delivery(session);
}

static void on_delivery_due(void *ctx)
{
	struct session *session = ctx;
	delivery_tick(&session->delivery, loop_now_ms(session->loop));
	wait_for_delivery(session);
}

/* --- the routes, for delivery --- */

static json_t *encode(struct session *session, const struct lovense_command *command)
{
	char error[128];
	json_t *json = lovense_command_encode(command, error, sizeof(error));
	if (!json)
		session_log(session, "a command was not sent: %s", error);
	return json;
}

static bool send_by_lan(void *ctx, uint32_t request, uint32_t address, const struct lovense_command *command)
{
	struct session *session = ctx;
	bool is_stop = command->kind == LOVENSE_COMMAND_STOP || command->kind == LOVENSE_COMMAND_PATTERN_V2_STOP;
	json_t *json = encode(session, command);
	bool is_started = json && lan_send(&session->lan, request, address, json, is_stop);
	json_decref(json);
	return is_started;
}

static enum delivery_cut cut_by_lan(void *ctx, uint32_t request)
{
	struct session *session = ctx;
	return lan_cut(&session->lan, request);
}

static enum lovense_send_result send_result_of(enum sio_result result)
{
	switch (result) {
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

static enum lovense_send_result emit(void *ctx, const struct lovense_command *command, bool with_ping)
{
	struct session *session = ctx;
	json_t *json = session->client ? encode(session, command) : NULL;
	enum lovense_send_result result = LOVENSE_NOT_CONNECTED;
	if (json)
		result = send_result_of(sio_client_emit(session->client, send_event, json));
	if (result == LOVENSE_SENT && with_ping)
		sio_client_ping(session->client);
	json_decref(json);
	return result;
}

void session_init_delivery(struct session *session)
{
	const struct delivery_config config = {
		.timing = &session->timing->delivery,
		.send_lan = send_by_lan,
		.cut_lan = cut_by_lan,
		.emit = emit,
		.ctx = session,
	};
	session->delivery_timer = (struct loop_timer){.fire = on_delivery_due, .ctx = session};
	delivery_init(&session->delivery, &config, loop_now_ms(session->loop));
}

/* --- commands --- */

static enum lovense_send_result want(struct session *session, const struct lovense_command *command)
{
	/* A route that is not known to be well gets a Stop too, but is not counted on. */
	bool is_reachable = session_route(session) != LOVENSE_ROUTE_NONE;
	enum lovense_send_result result = delivery_want(&session->delivery, command, loop_now_ms(session->loop));
	wait_for_delivery(session);
	return is_reachable ? result : LOVENSE_NOT_CONNECTED;
}

enum lovense_send_result session_stop_all(struct lovense_link *link)
{
	static const struct lovense_command stop = {.kind = LOVENSE_COMMAND_STOP};
	struct session *session = (struct session *)link;
	return want(session, &stop);
}

enum lovense_send_result session_send(struct lovense_link *link, const struct lovense_command *command)
{
	struct session *session = (struct session *)link;
	json_t *json = encode(session, command); /* for its checks: what is wanted is written when it goes out */
	json_decref(json);
	return json ? want(session, command) : LOVENSE_BAD_COMMAND;
}

/* --- what the LAN route reports --- */

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

static void note_answer(struct session *session, const json_t *command, int code)
{
	const json_t *toys = json_object_get(command, "toy");
	size_t index = 0;
	json_t *toy = NULL;
	enum lovense_toy_note note = note_of(code);
	bool is_curve = ascii_equals(json_read_string(json_object_get(command, "command")), "PatternV2");
	if (code != LAN_OK && (!toys || note == LOVENSE_TOY_OK || is_curve))
		session_log(session, "the app refused a command (%d)", code);
	/* Patterns take the place of curves, so that it says nothing about the toys. */
	if (is_curve)
		return;
	if (!toys)
		note_all(&session->toys, note);
	if (json_is_string(toys))
		toys_set_note(&session->toys, json_string_value(toys), note);
	json_array_foreach(toys, index, toy) toys_set_note(&session->toys, json_read_string(toy), note);
	session_publish(session);
}

static void on_lan_ended(void *ctx, const struct lan_end *end)
{
	struct session *session = ctx;
	if (end->outcome == DELIVERY_ANSWERED || end->outcome == DELIVERY_REFUSED)
		note_answer(session, end->command, end->code);
	delivery_ended(&session->delivery, end->number, end->outcome, loop_now_ms(session->loop));
	wait_for_delivery(session);
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
	bool was_usable = session->delivery.ways.route == DELIVERY_LAN;
	if (session->phase == SESSION_CLOSING)
		session_finish_closing(session);
	else
		session_publish(session);
	if (!was_usable && session->delivery.ways.route == DELIVERY_LAN)
		session_note_sign_of_life(session);
}

void session_init_lan(struct session *session)
{
	struct lan_config config = {
		.loop = session->loop,
		.timing = &session->timing->lan,
		.ended = on_lan_ended,
		.learned = on_lan_learned,
		.changed = on_lan_changed,
		.ctx = session,
	};
	lan_init(&session->lan, &config);
}
