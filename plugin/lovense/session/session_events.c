/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <string.h>

#include "lovense/session/session_private.h"
#include "net/platform.h"
#include "net/text.h"

/* Whoever scans a code after a pairing has ended may have another phone: the address of the one before is not for
 * them. */
static void begin_pairing(struct session *session)
{
	if (session->is_pairing_over) {
		lan_forget(&session->lan);
		toy_events_forget(&session->toy_events);
	}
	session->is_pairing_over = false;
}

/* What runs on that phone is not ours any more, and the socket may not reach it: this is the last it hears. Until
 * somebody pairs again its address is kept for an emergency stop, and for nothing else. */
static void end_pairing(struct session *session)
{
	if (session->is_paired)
		session_stop_all(&session->link);
	session->is_pairing_over = true;
	session->has_two_phones = false;
	session->former_device[0] = '\0';
}

/* Two phones that are signed in for one user report in turn, and each time the toys of the other one stop. One change
 * is a new phone; the way back, soon after, is not. */
static void note_turn(struct session *session, const char *device_code, bool is_other)
{
	int64_t now_ms = loop_now_ms(session->loop);
	if (now_ms - session->device_since_ms >= session->timing->turns_ms) {
		session->has_two_phones = false;
		session->former_device[0] = '\0';
	}
	if (!is_other)
		return;
	if (strcmp(session->former_device, device_code) == 0)
		session->has_two_phones = true;
	text_copy(session->former_device, sizeof(session->former_device), session->device_code);
	session->device_since_ms = now_ms;
}

/* The same user with another phone, without a word about the end of the pairing with the one before. */
static void note_device(struct session *session, const char *device_code)
{
	bool is_other = session->device_code[0] && strcmp(session->device_code, device_code) != 0;
	if (!device_code[0])
		return;
	note_turn(session, device_code, is_other);
	if (is_other) {
		session_stop_all(&session->link);
		lan_forget(&session->lan);
		toy_events_forget(&session->toy_events);
	}
	text_copy(session->device_code, sizeof(session->device_code), device_code);
}

/* One place for everything that follows from what is known about the app. */
static void follow_app(struct session *session, bool is_paired, bool is_app_online)
{
	session->is_paired = is_paired;
	session->is_app_online = is_paired && is_app_online;
	if (is_paired) {
		begin_pairing(session);
		pairing_stop(&session->pairing);
		redact_set(&session->redact, REDACT_QR_PAYLOAD, NULL);
		redact_set(&session->redact, REDACT_QR_CODE, NULL);
	} else {
		toys_update(&session->toys, NULL, 0);
		pairing_start(&session->pairing, 0);
	}
	lan_set_active(&session->lan, session->is_app_online);
	toy_events_set_active(&session->toy_events, session->is_app_online);
	session_publish(session);
	if (session->is_app_online)
		session_note_sign_of_life(session);
}

static const char *const event_titles[] = {
	[EVENT_QR_CODE] = "a pairing code",
	[EVENT_DEVICE_INFO] = "device info",
	[EVENT_APP_STATUS] = "the app's status",
	[EVENT_APP_ONLINE] = "whether the app is online",
};

/* Somebody may wait for what it says. Once per connection and kind: some come every few seconds. */
static void note_unread(struct session *session, enum event_kind kind, const char *problem)
{
	if (session->unread_events & (1u << kind))
		return;
	session->unread_events |= 1u << kind;
	session_log(session, "%s was not understood: %s", event_titles[kind], problem);
}

static void on_qr(struct session *session, const json_t *args)
{
	struct event_qr qr;
	if (event_read_qr(args, &qr))
		pairing_receive(&session->pairing, &qr);
	else
		note_unread(session, EVENT_QR_CODE, event_problem(args));
	platform_wipe(&qr, sizeof(qr));
}

static void remember_secrets(struct session *session, const struct event_device_info *info)
{
	redact_set(&session->redact, REDACT_DOMAIN, info->domain);
	if (session->lan.address.ip[0])
		redact_set(&session->redact, REDACT_LAN_ADDRESS, session->lan.address.ip);
	redact_set(&session->redact, REDACT_DEVICE_CODE, info->device_code);
	for (size_t i = 0; i < info->toy_count && i < REDACT_TOYS; i++)
		redact_set(&session->redact, REDACT_TOY + (int)i, info->toys[i].id);
}

/* A phone that is offline cannot have scanned a code just now. It may be that of a known user, who needs no code; but
 * then it has a name, and the service has not said that its pairing is over. */
static bool tells_of_a_pairing(const struct session *session, const struct event_device_info *info)
{
	return session->is_paired || info->is_online || (info->device_code[0] && !session->is_pairing_over);
}

static void take_device_info(struct session *session, const struct event_device_info *info)
{
	bool has_other_toys = info->has_toys && toys_update(&session->toys, info->toys, info->toy_count);
	if (info->has_toys)
		session->has_more_toys = info->has_more_toys;
	begin_pairing(session);
	note_device(session, info->device_code);
	if (info->platform[0])
		memcpy(session->app_platform, info->platform, sizeof(session->app_platform));
	if (info->app_version[0])
		memcpy(session->app_version, info->app_version, sizeof(session->app_version));
	if (session->config.route != LOVENSE_CHOOSE_SERVER && info->is_online)
		lan_set_device(&session->lan, info->domain, info->https_port);
	if (info->is_online)
		toy_events_set_device(&session->toy_events, info->domain, info->wss_port, session->app_version);
	remember_secrets(session, info);
	follow_app(session, true, info->is_online);
	if (has_other_toys)
		lan_check_again(&session->lan);
}

static void on_device_info(struct session *session, const json_t *args)
{
	struct event_device_info info;
	if (!event_read_device_info(args, &info)) {
		note_unread(session, EVENT_DEVICE_INFO, event_problem(args));
		return;
	}
	if (info.has_unread_toys)
		note_unread(session, EVENT_DEVICE_INFO, "its toy list is none; the one before stays");
	if (tells_of_a_pairing(session, &info))
		take_device_info(session, &info);
	platform_wipe(&info, sizeof(info));
}

static void on_app_status(struct session *session, const json_t *args)
{
	bool is_paired = false;
	if (!event_read_status(args, &is_paired)) {
		note_unread(session, EVENT_APP_STATUS, event_problem(args));
		return;
	}
	if (!is_paired)
		end_pairing(session);
	/* Whoever scans a code is online; an app that was offline before says so itself. */
	follow_app(session, is_paired, session->is_paired ? session->is_app_online : true);
}

static void on_app_online(struct session *session, const json_t *args)
{
	bool is_online = false;
	if (!event_read_status(args, &is_online)) {
		note_unread(session, EVENT_APP_ONLINE, event_problem(args));
		return;
	}
	/* That somebody is offline says nothing of a pairing. */
	if (is_online || session->is_paired)
		follow_app(session, true, is_online);
}

void session_on_event(void *ctx, const char *name, const json_t *args)
{
	struct session *session = ctx;
	switch (event_kind(name)) {
	case EVENT_QR_CODE:
		on_qr(session, args);
		break;
	case EVENT_DEVICE_INFO:
		on_device_info(session, args);
		break;
	case EVENT_APP_STATUS:
		on_app_status(session, args);
		break;
	case EVENT_APP_ONLINE:
		on_app_online(session, args);
		break;
	default:
		break;
	}
}
