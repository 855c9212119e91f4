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
	bool is_complete; /* the app, or something in its place, gave a whole reply */
	bool was_sent;    /* the app may have got the request */
	int total_ms;
	const json_t *json; /* borrowed; NULL with a note */
};

/* POSTs what is wanted and puts it into the slot, which is free; the reference to the command goes over. done comes
 * from the loop; http is NULL by then, and the rest stays in the slot until lan_request_cancel(). false: out of memory.
 */
bool lan_request_start(struct lan_request *request, const struct lan_request *wanted);
/* Ends it without done(). Fine on a free slot. */
void lan_request_cancel(struct lan_request *request);
