/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The service's events and the app's GetToys reply, read into plain structs. Every known variant of names, wrappers and
 * types is taken; what cannot be read is refused as a whole. Pure.
 *
 * Source of the shapes: Standard Socket API, "Socket Event List", and recordings of Lovense Remote 7.69. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <jansson.h>

#include "lovense/link.h"

enum event_kind { EVENT_UNKNOWN = 1, EVENT_QR_CODE, EVENT_DEVICE_INFO, EVENT_APP_STATUS, EVENT_APP_ONLINE };

enum event_kind event_kind(const char *name);

enum qr_refusal { QR_REFUSAL_NONE = 1, QR_REFUSAL_BY_SERVICE, QR_REFUSAL_UNREADABLE, QR_REFUSAL_TOO_LONG };

/* Holds secrets: wipe it after use. */
struct event_qr {
	enum qr_refusal refusal;
	char payload[LOVENSE_QR_MAX + 1]; /* to be drawn byte for byte */
	char code[16];                    /* digits for Lovense Remote on PC */
	char ack_id[64];                  /* "" when the reply names none */
	char message[160];                /* the service's words with QR_REFUSAL_BY_SERVICE, not redacted */
};

struct event_device_info {
	bool is_online;
	char domain[128];
	int https_port;
	int wss_port; /* 0: not said */
	char platform[16];
	char app_version[16];
	char device_code[64];
	bool has_toys;        /* a list was there; an empty one counts, and so do null and "" in its place */
	bool has_unread_toys; /* something was there in its place that is no list */
	bool has_more_toys;   /* it has more than fit in here: those are left out */
	size_t toy_count;
	struct lovense_toy
		toys[LOVENSE_MAX_TOYS]; /* as the app lists them: without alias and note; functions may be 0 */
};

/* args: the event's arguments, without its name; the payload is the first, as an object or as JSON text. Each returns
 * false when nothing usable is in there, and what it filled in then means nothing. */
bool event_read_qr(const json_t *args, struct event_qr *qr);
bool event_read_device_info(const json_t *args, struct event_device_info *info);
bool event_read_status(const json_t *args, bool *is_on);
/* Why one of them refused it, for the log: a static text without anything of the content. */
const char *event_problem(const json_t *args);

/* Whether a list names the toy; ids are the same in upper and lower case. */
bool event_has_toy(const struct lovense_toy *toys, size_t count, const char *id);
/* toys of a GetToys reply: "toys" inside its data, as text or object. Returns false when there is no list. */
bool event_read_get_toys(const json_t *reply, struct lovense_toy toys[LOVENSE_MAX_TOYS], size_t *toy_count);
