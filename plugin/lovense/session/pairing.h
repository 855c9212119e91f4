/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Asks for pairing codes and keeps the one to show: drops stale and foreign replies, refreshes before it expires, wipes
 * it as soon as it is not needed. Source: Standard Socket API, step 3.
 *
 * Thread: the loop's. The callbacks come from the loop or from pairing_receive(). */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "lovense/events.h"
#include "lovense/link.h"
#include "net/loop.h"

struct pairing_timing {
	int reply_ms;   /* no reply for so long: say so and ask again */
	int retry_ms;   /* after a refused or unusable reply */
	int refresh_ms; /* a shown code is replaced after this */
	int expiry_ms;  /* a code that could not be replaced is wiped after this */
	int min_gap_ms; /* between two requests, however often the user asks */
};

struct pairing_config {
	struct loop *loop;
	const struct pairing_timing *timing; /* borrowed */
	/* Sends the request; false: it could not be sent. */
	bool (*ask)(void *ctx, const char *ack_id);
	void (*changed)(void *ctx);
	void *ctx;
};

struct pairing {
	struct pairing_config config;
	struct loop_timer timer;
	bool is_active;
	bool has_asked;                   /* since pairing_start() */
	bool is_awaited;                  /* a reply to ack_id may come */
	char ack_id[40];                  /* of the newest request */
	int64_t asked_ms;                 /* when it went out */
	int64_t got_ms;                   /* when payload came */
	char payload[LOVENSE_QR_MAX + 1]; /* secret */
	char code[16];                    /* secret */
	uint32_t serial;
	enum lovense_reason note; /* LOVENSE_REASON_NONE, _NO_QR_CODE or _QR_TOO_LONG */
	char message[160];        /* the service's words with a note, not redacted */
};

void pairing_init(struct pairing *pairing, const struct pairing_config *config);
/* Begins to ask, first after delay_ms. Does nothing when already active. */
void pairing_start(struct pairing *pairing, int delay_ms);
/* No code is needed any more: wipes it. */
void pairing_stop(struct pairing *pairing);
/* The user wants a fresh one. Does nothing unless active. */
void pairing_ask_again(struct pairing *pairing);
void pairing_receive(struct pairing *pairing, const struct event_qr *qr);
