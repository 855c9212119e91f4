/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Commands of the LAN route, each on its way by itself: delivery/ decides what may go out beside what. */
#include <string.h>

#include "lovense/lan/lan_private.h"
#include "net/http/http.h"

/* A phone that is awake has confirmed what it got within this, and the system has sent it once more. */
enum { UNCONFIRMED_MS = 400 };

bool lan_is_busy(const struct lan *lan)
{
	for (size_t i = 0; i < LAN_COMMANDS_MAX; i++) {
		if (lan->commands[i].http)
			return true;
	}
	return false;
}

static struct lan_request *find(struct lan *lan, uint32_t number)
{
	for (size_t i = 0; i < LAN_COMMANDS_MAX; i++) {
		if (lan->commands[i].http && lan->commands[i].number == number)
			return &lan->commands[i];
	}
	return NULL;
}

static struct lan_request *find_free(struct lan *lan)
{
	for (size_t i = 0; i < LAN_COMMANDS_MAX; i++) {
		if (!lan->commands[i].http)
			return &lan->commands[i];
	}
	return NULL;
}

static enum delivery_outcome outcome_of(const struct lan_answer *answer)
{
	if (answer->is_complete && answer->code == LAN_OK)
		return DELIVERY_ANSWERED;
	if (answer->is_complete && answer->code >= LAN_INVALID_COMMAND && answer->code <= LAN_INVALID_PARAMETER)
		return DELIVERY_REFUSED;
	if (answer->is_complete)
		return DELIVERY_BROKEN;
	return answer->was_sent ? DELIVERY_LOST : DELIVERY_NOT_SENT;
}

static void on_command(struct lan_request *request, const struct lan_answer *answer)
{
	struct lan *lan = request->lan;
	bool is_here = strcmp(request->address.url, lan->address.url) == 0;
	struct lan_end end = {
		.number = request->number,
		.outcome = outcome_of(answer),
		.code = answer->code,
		.command = json_incref(request->command),
	};
	lan_request_cancel(request);
	if (is_here && answer->note)
		lan_fail(lan, answer->note);
	else if (is_here)
		lan_succeed(lan, answer->total_ms);
	lan->config.ended(lan->config.ctx, &end);
	json_decref(end.command);
	if (!lan_is_busy(lan))
		lan->config.changed(lan->config.ctx);
}

bool lan_send(struct lan *lan, uint32_t number, uint32_t address, json_t *command, bool is_stop)
{
	struct lan_request *request = find_free(lan);
	const struct lan_address *where = &lan->known[address % LAN_ADDRESSES_MAX];
	if (!request || !address || lan->address_count - address >= LAN_ADDRESSES_MAX || !where->port)
		return false;
	struct lan_request wanted = {.lan = lan,
				     .address = *where,
				     .command = json_incref(command),
				     .done = on_command,
				     .number = number,
				     .is_stop = is_stop};
	return lan_request_start(request, &wanted);
}

enum delivery_cut lan_cut(struct lan *lan, uint32_t number)
{
	struct lan_request *request = find(lan, number);
	if (!request)
		return DELIVERY_NOT_CUT;
	bool was_sent = http_was_sent(request->http);
	int64_t age_ms = loop_now_ms(lan->config.loop) - request->started_ms;
	if (was_sent && (age_ms < UNCONFIRMED_MS || http_unsent_bytes(request->http) <= 0))
		return DELIVERY_NOT_CUT;
	lan_request_cancel(request);
	return was_sent ? DELIVERY_CUT_LOST : DELIVERY_CUT_UNSENT;
}
