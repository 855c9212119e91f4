/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Commands of the LAN route: one at a time, the newest command per toy waits, and Stop waits for nothing. */
#include <string.h>

#include "lovense/json_read.h"
#include "lovense/lan/lan_private.h"

static void send_next(struct lan *lan);

bool lan_is_stopping(const struct lan *lan)
{
	for (size_t i = 0; i < LAN_STOPS_MAX; i++) {
		if (lan->stops[i].http)
			return true;
	}
	return false;
}

static bool is_current_address(const struct lan *lan, const struct lan_request *request)
{
	return strcmp(request->address.url, lan->address.url) == 0;
}

/* A phone that was left still gets its Stop; nobody else has to wait for its answer. */
static bool is_stopping_here(const struct lan *lan)
{
	for (size_t i = 0; i < LAN_STOPS_MAX; i++) {
		if (lan->stops[i].http && is_current_address(lan, &lan->stops[i]))
			return true;
	}
	return false;
}

static void remove_waiting(struct lan *lan, size_t index)
{
	json_decref(lan->waiting[index].command);
	lan->waiting_count--;
	memmove(&lan->waiting[index], &lan->waiting[index + 1], (lan->waiting_count - index) * sizeof(lan->waiting[0]));
}

void lan_drop_commands(struct lan *lan)
{
	lan_request_cancel(&lan->current);
	while (lan->waiting_count > 0)
		remove_waiting(lan, lan->waiting_count - 1);
}

/* Flushes what is still fresh to the other route, in order. */
void lan_hand_over(struct lan *lan)
{
	int64_t oldest_ms = loop_now_ms(lan->config.loop) - lan->config.timing->freshness_ms;
	while (lan->waiting_count > 0) {
		json_t *command = json_incref(lan->waiting[0].command);
		bool is_fresh = lan->waiting[0].since_ms >= oldest_ms;
		remove_waiting(lan, 0);
		if (is_fresh)
			lan->config.undelivered(lan->config.ctx, command);
		json_decref(command);
	}
}

static void on_command(struct lan_request *request, const struct lan_answer *answer)
{
	struct lan *lan = request->lan;
	json_t *command = json_incref(lan->current.command);
	int64_t age_ms = loop_now_ms(lan->config.loop) - lan->current_since_ms;
	lan_request_cancel(&lan->current);
	if (!answer->note) {
		lan_succeed(lan, answer->total_ms);
		lan->config.answered(lan->config.ctx, command, answer->code);
		send_next(lan);
	} else {
		lan_fail(lan, answer->note);
		if (age_ms <= lan->config.timing->freshness_ms)
			lan->config.undelivered(lan->config.ctx, command);
		lan_hand_over(lan);
	}
	json_decref(command);
}

static void send_next(struct lan *lan)
{
	int64_t oldest_ms = loop_now_ms(lan->config.loop) - lan->config.timing->freshness_ms;
	while (lan->waiting_count > 0 && lan->waiting[0].since_ms < oldest_ms)
		remove_waiting(lan, 0);
	if (lan->waiting_count == 0 || lan->current.http || is_stopping_here(lan))
		return;
	lan->current_since_ms = lan->waiting[0].since_ms;
	if (lan_request_start(lan, &lan->current, lan->waiting[0].command, on_command))
		remove_waiting(lan, 0);
}

static bool is_level(const json_t *command)
{
	const char *name = json_read_string(json_object_get(command, "command"));
	return strcmp(name, "Function") == 0 || strcmp(name, "Pattern") == 0 || strcmp(name, "Preset") == 0;
}

/* Whether the app would do nothing else after older, newer than after newer alone. */
static bool replaces(const json_t *newer, const json_t *older)
{
	const json_t *toy = json_object_get(newer, "toy");
	const json_t *older_toy = json_object_get(older, "toy");
	bool is_same_toy = toy ? json_equal(toy, older_toy) : older_toy == NULL;
	bool is_same_kind = json_equal(json_object_get(newer, "command"), json_object_get(older, "command"));
	bool is_position = strcmp(json_read_string(json_object_get(newer, "command")), "Position") == 0;
	if (json_object_get(newer, "stopPrevious"))
		return false;
	return is_same_toy && ((is_level(newer) && is_level(older)) || (is_position && is_same_kind));
}

enum lovense_send_result lan_send(struct lan *lan, json_t *command)
{
	if (!lan_is_usable(lan))
		return LOVENSE_NOT_CONNECTED;
	for (size_t i = lan->waiting_count; i-- > 0;) {
		if (replaces(command, lan->waiting[i].command))
			remove_waiting(lan, i);
	}
	if (lan->waiting_count == LAN_QUEUE_MAX)
		return LOVENSE_CONGESTED;
	lan->waiting[lan->waiting_count++] = (struct lan_waiting){json_incref(command), loop_now_ms(lan->config.loop)};
	send_next(lan);
	return LOVENSE_SENT;
}

/* The Stop first, then what was wished for behind it: the other route keeps that order. */
static void leave_to_the_other_route(struct lan *lan, struct lan_request *stop, const struct lan_answer *answer)
{
	if (stop->copies == LAN_STOP_ALONE)
		lan->config.undelivered(lan->config.ctx, stop->command);
	stop->copies = LAN_STOP_ON_EVERY_ROUTE;
	if (answer->note)
		lan_hand_over(lan);
}

static void on_stop(struct lan_request *request, const struct lan_answer *answer)
{
	struct lan *lan = request->lan;
	bool is_here = is_current_address(lan, request);
	if (is_here && answer->note && lan->is_usable)
		lan_fail(lan, answer->note);
	if (is_here && answer->code != LAN_OK)
		leave_to_the_other_route(lan, request, answer);
	if (request->is_repeat_due && lan_request_repeat(request))
		return;
	lan_request_cancel(request);
	send_next(lan);
	if (!lan_is_stopping(lan))
		lan->config.changed(lan->config.ctx);
}

static bool is_same_call(const json_t *a, const json_t *b)
{
	static const char *const keys[] = {"command", "type"};
	for (size_t i = 0; i < sizeof(keys) / sizeof(keys[0]); i++) {
		if (strcmp(json_read_string(json_object_get(a, keys[i])),
			   json_read_string(json_object_get(b, keys[i]))) != 0)
			return false;
	}
	return true;
}

/* A Stop for all toys says what those for some of them say. Returns whether one of them was to be repeated. */
static bool replace_stops_of_some(struct lan *lan, const json_t *stop_all)
{
	bool was_repeat_due = false;
	for (size_t i = 0; i < LAN_STOPS_MAX; i++) {
		struct lan_request *request = &lan->stops[i];
		if (!request->http || !json_object_get(request->command, "toy") ||
		    !is_same_call(request->command, stop_all))
			continue;
		was_repeat_due = was_repeat_due || request->is_repeat_due;
		lan_request_cancel(request);
	}
	return was_repeat_due;
}

struct wanted_stop {
	json_t *command; /* borrowed */
	bool is_repeat_due;
	enum lan_stop_copies copies;
};

static bool start_in_free_slot(struct lan *lan, const struct wanted_stop *stop)
{
	for (size_t i = 0; i < LAN_STOPS_MAX; i++) {
		if (lan->stops[i].http)
			continue;
		lan_request_start(lan, &lan->stops[i], stop->command, on_stop);
		lan->stops[i].is_repeat_due = stop->is_repeat_due;
		lan->stops[i].copies = stop->copies;
		return true;
	}
	return false;
}

static void start_stop_of_all(struct lan *lan, struct wanted_stop stop)
{
	bool was_repeat_due = replace_stops_of_some(lan, stop.command);
	stop.is_repeat_due = stop.is_repeat_due || was_repeat_due;
	/* When no slot is free now, so many Stops for all toys are under way that one more would say nothing new. */
	start_in_free_slot(lan, &stop);
}

static void start_stop(struct lan *lan, struct wanted_stop stop)
{
	if (!json_object_get(stop.command, "toy")) {
		start_stop_of_all(lan, stop);
		return;
	}
	if (start_in_free_slot(lan, &stop))
		return;
	/* The app is stuck behind many Stops: then all toys get one, so that none is left out. */
	stop.command = json_copy(stop.command);
	json_object_del(stop.command, "toy");
	start_stop_of_all(lan, stop);
	json_decref(stop.command);
}

static bool has_toy(const json_t *toys, const char *id)
{
	size_t index = 0;
	json_t *toy = NULL;
	if (json_is_string(toys))
		return strcmp(json_string_value(toys), id) == 0;
	json_array_foreach(toys, index, toy)
	{
		if (strcmp(json_read_string(toy), id) == 0)
			return true;
	}
	return false;
}

/* A command without a toy is for all of them. */
static bool do_share_a_toy(const json_t *a, const json_t *b)
{
	const json_t *toys = json_object_get(a, "toy");
	const json_t *others = json_object_get(b, "toy");
	size_t index = 0;
	json_t *toy = NULL;
	if (!toys || !others)
		return true;
	if (json_is_string(toys))
		return has_toy(others, json_string_value(toys));
	json_array_foreach(toys, index, toy)
	{
		if (has_toy(others, json_read_string(toy)))
			return true;
	}
	return false;
}

void lan_stop(struct lan *lan, json_t *command, enum lan_stop_copies copies)
{
	if (!lan->address.port)
		return;
	for (size_t i = lan->waiting_count; i-- > 0;) {
		if (do_share_a_toy(command, lan->waiting[i].command))
			remove_waiting(lan, i);
	}
	bool is_cut_off = lan->current.http && do_share_a_toy(command, lan->current.command);
	if (is_cut_off)
		lan_request_cancel(&lan->current);
	start_stop(lan, (struct wanted_stop){command, is_cut_off, copies});
}
