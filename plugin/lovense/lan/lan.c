/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "lovense/lan/lan.h"

#include <string.h>

#include "lovense/lan/lan_private.h"

static void on_timer(void *ctx);

void lan_init(struct lan *lan, const struct lan_config *config)
{
	memset(lan, 0, sizeof(*lan));
	lan->config = *config;
	lan->note = "";
	lan->round_trip_ms = -1;
	lan->timer.fire = on_timer;
	lan->timer.ctx = lan;
}

bool lan_is_usable(const struct lan *lan)
{
	return lan->is_active && lan->is_usable;
}

uint32_t lan_address_number(const struct lan *lan)
{
	return lan->address.port ? lan->address_count : 0;
}

const char *lan_note(const struct lan *lan)
{
	return lan->note;
}

void lan_clear(struct lan *lan)
{
	lan_forget(lan);
	for (size_t i = 0; i < LAN_COMMANDS_MAX; i++)
		lan_request_cancel(&lan->commands[i]);
}

/* --- health --- */

static void check_in(struct lan *lan, int delay_ms)
{
	if (lan->is_active && lan->address.port)
		loop_timer_start(lan->config.loop, &lan->timer, loop_now_ms(lan->config.loop) + delay_ms);
}

static void set_health(struct lan *lan, bool is_usable, const char *note)
{
	bool is_news = lan->is_usable != is_usable || lan->note != note;
	lan->is_usable = is_usable;
	lan->note = note;
	if (is_news)
		lan->config.changed(lan->config.ctx);
}

static void check_later(struct lan *lan)
{
	struct loop *loop = lan->config.loop;
	check_in(lan, backoff_failed(&lan->failures, &lan->config.timing->retry, loop_now_ms(loop), loop_random(loop)));
}

static void note_failure(struct lan *lan, const char *note)
{
	lan->has_failed = true;
	lan->good_checks = 0;
	lan->round_trip_ms = -1;
	set_health(lan, false, note);
}

/* While the route is out of use only its checks decide when it is tried again: Stops go on going there, and their
 * number says nothing about how long it will be. */
void lan_fail(struct lan *lan, const char *note)
{
	if (lan->is_usable || !lan->has_failed)
		check_later(lan);
	note_failure(lan, note);
}

void lan_succeed(struct lan *lan, int total_ms)
{
	lan->round_trip_ms = total_ms;
	lan->last_good_ms = loop_now_ms(lan->config.loop);
}

/* An app that is well takes GetToys, or says that it has no toy to speak of. */
static const char *check_note(struct lan *lan, const struct lan_answer *answer)
{
	bool has_no_toy = answer->code == LAN_TOY_NOT_FOUND || answer->code == LAN_TOY_NOT_CONNECTED;
	struct lovense_toy toys[LOVENSE_MAX_TOYS];
	size_t count = 0;
	if (answer->note)
		return answer->note;
	if (answer->code != LAN_OK && !has_no_toy)
		return "The app refuses commands from the local network.";
	if (event_read_get_toys(answer->json, toys, &count) && lan->config.learned(lan->config.ctx, toys, count))
		return NULL;
	return "The phone in the local network does not name your toys; it may be another one.";
}

static void on_check(struct lan_request *request, const struct lan_answer *answer)
{
	struct lan *lan = request->lan;
	const struct lan_timing *timing = lan->config.timing;
	lan_request_cancel(&lan->check);
	const char *note = check_note(lan, answer);
	if (note) {
		check_later(lan);
		note_failure(lan, note);
		return;
	}
	lan_succeed(lan, answer->total_ms);
	if (!lan->is_usable && ++lan->good_checks < (lan->has_failed ? 2 : 1)) {
		check_in(lan, timing->recheck_ms);
		return;
	}
	if (!lan->is_usable)
		backoff_connected(&lan->failures, loop_now_ms(lan->config.loop));
	check_in(lan, timing->check_ms);
	set_health(lan, true, "");
}

static void on_timer(void *ctx)
{
	struct lan *lan = ctx;
	int64_t quiet_until_ms = lan->last_good_ms + lan->config.timing->check_ms;
	if (lan->check.http)
		return;
	/* Answers to commands prove the route just as well. */
	if (lan->is_usable && lan->last_good_ms > 0 && loop_now_ms(lan->config.loop) < quiet_until_ms) {
		loop_timer_start(lan->config.loop, &lan->timer, quiet_until_ms);
		return;
	}
	static const struct lovense_command get_toys = {.kind = LOVENSE_COMMAND_GET_TOYS};
	struct lan_request wanted = {.lan = lan,
				     .address = lan->address,
				     .command = lovense_command_encode(&get_toys, NULL, 0),
				     .done = on_check};
	if (!lan_request_start(&lan->check, &wanted))
		check_in(lan, lan->config.timing->check_ms);
}

static const char *refusal_note(enum lan_address_result result)
{
	switch (result) {
	case LAN_ADDRESS_FOREIGN:
		return "The address the app gave is not a local Lovense name; it is not used.";
	case LAN_ADDRESS_PUBLIC:
		return "The address the app gave is not in a local network; it is not used.";
	case LAN_ADDRESS_BAD_PORT:
		return "The port the app gave cannot be used.";
	default:
		return "";
	}
}

void lan_forget(struct lan *lan)
{
	lan_request_cancel(&lan->check);
	loop_timer_cancel(lan->config.loop, &lan->timer);
	lan->address = (struct lan_address){0};
	lan->has_failed = false;
	lan->good_checks = 0;
	lan->round_trip_ms = -1;
	lan->failures = (struct backoff){0};
	lan->is_usable = false;
	lan->note = "";
}

void lan_set_device(struct lan *lan, const char *domain, int https_port)
{
	struct lan_address address = {0};
	enum lan_address_result result = lan_address_parse(domain, https_port, &address);
	bool is_same = strcmp(address.url, lan->address.url) == 0;
	bool is_old_refusal = result != LAN_ADDRESS_OK && lan->note == refusal_note(result);
	if (result == LAN_ADDRESS_MISSING || (is_same && (result == LAN_ADDRESS_OK || is_old_refusal)))
		return;
	lan_forget(lan);
	lan->address = address;
	if (address.port)
		lan->known[++lan->address_count % LAN_ADDRESSES_MAX] = address;
	lan->note = refusal_note(result);
	check_in(lan, 0);
}

void lan_check_again(struct lan *lan)
{
	if (!lan->is_usable)
		check_in(lan, 0);
}

void lan_set_active(struct lan *lan, bool is_active)
{
	if (lan->is_active == is_active)
		return;
	lan->is_active = is_active;
	if (is_active) {
		check_in(lan, 0);
		return;
	}
	loop_timer_cancel(lan->config.loop, &lan->timer);
	lan_request_cancel(&lan->check);
	lan->good_checks = 0;
	/* The phone may come back elsewhere: a new check decides. */
	lan->is_usable = false;
}
