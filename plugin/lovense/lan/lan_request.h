/* SPDX-License-Identifier: GPL-2.0-or-later */
/* One HTTPS request to the app: POST /command with the header X-platform. Private to lan*.c.
 *
 * Source: Standard API, "By local". The Content-Type of replies and the case of "ok" vary, so only the JSON counts. */
#pragma once

#include <stdbool.h>

#include <jansson.h>

#include "lovense/lan/lan.h"

struct lan_answer {
	const char *note; /* static sentence: the route cannot be used; NULL: the app answered */
	int code;         /* its JSON code: 200 it took the command, 400.. it did not */
	int total_ms;
	const json_t *json; /* borrowed; NULL with a note */
};

/* POSTs the command (borrowed) to the address of lan. done comes from the loop; http is NULL by then, so that the slot
 * can be started again, and the command stays in the slot until that or lan_request_cancel(). false: out of memory. */
bool lan_request_start(struct lan *lan, struct lan_request *request, json_t *command,
		       void (*done)(struct lan_request *request, const struct lan_answer *answer));
/* The same once more, to where it went before. Only from done(). */
bool lan_request_repeat(struct lan_request *request);
/* Ends it without done(). Fine on a free slot. */
void lan_request_cancel(struct lan_request *request);
