/* SPDX-License-Identifier: GPL-2.0-or-later */
/* One message of the app's Toy Events websocket, read into a plain struct. Nobody has a specification of more than the
 * usual shape, so names are compared without case, hyphens and underscores, numbers may be text, and what belongs into
 * "data" may lie beside it or deeper inside. Pure; bounded by the size of the text.
 *
 * Source: Lovense's Toy Events API as public clients read it, and recordings of others. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "lovense/events.h"
#include "lovense/link.h"

enum toy_event_kind {
	TOY_EVENT_UNKNOWN = 1, /* read, and none of these */
	TOY_EVENT_GRANTED,     /* the user of the app allows it */
	TOY_EVENT_PING,
	TOY_EVENT_PONG,
	TOY_EVENT_CLOSED,  /* Game Mode is off */
	TOY_EVENT_LIST,    /* list */
	TOY_EVENT_STATUS,  /* is_connected */
	TOY_EVENT_BATTERY, /* battery */
	TOY_EVENT_BUTTON_DOWN,
	TOY_EVENT_BUTTON_UP,
	TOY_EVENT_BUTTON_PRESSED, /* index for the three */
	TOY_EVENT_STRENGTH,       /* function, index, value */
	TOY_EVENT_SHAKE,
	TOY_EVENT_DEPTH,  /* value */
	TOY_EVENT_MOTION, /* value: the highest speed of the frame */
};

struct toy_event {
	enum toy_event_kind kind;
	char toy_id[LOVENSE_TOY_ID_SIZE]; /* secret; "": it names none */
	int index;                        /* 0..31; what is higher counts as 31 */
	int function;                     /* enum lovense_function, single motors as Vibrate; -1: another */
	double value;                     /* 0..1 */
	int battery;                      /* 0..100 */
	bool is_connected;
	struct event_device_info list; /* its toys; filled with TOY_EVENT_LIST alone */
};

/* false: text is no message at all, or says nothing that can be used; event means nothing then. */
bool toy_event_read(const char *text, size_t size, struct toy_event *event);
