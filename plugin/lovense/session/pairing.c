/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "lovense/session/pairing.h"

#include <stdio.h>
#include <string.h>

#include "net/text.h"
#include "net/platform.h"
#include "net/random.h"

static void on_timer(void *ctx);

void pairing_init(struct pairing *pairing, const struct pairing_config *config)
{
	memset(pairing, 0, sizeof(*pairing));
	pairing->config = *config;
	pairing->note = LOVENSE_REASON_NONE;
	pairing->timer.fire = on_timer;
	pairing->timer.ctx = pairing;
}

static void wait_ms(struct pairing *pairing, int delay_ms)
{
	loop_timer_start(pairing->config.loop, &pairing->timer, loop_now_ms(pairing->config.loop) + delay_ms);
}

static void wipe(struct pairing *pairing)
{
	platform_wipe(pairing->payload, sizeof(pairing->payload));
	platform_wipe(pairing->code, sizeof(pairing->code));
}

static bool make_ack_id(char *ack_id, size_t size)
{
	unsigned char random[16];
	if (!random_bytes(random, sizeof(random)))
		return false;
	for (size_t i = 0; i < sizeof(random); i++)
		snprintf(ack_id + 2 * i, size - 2 * i, "%02x", random[i]);
	return true;
}

static void ask(struct pairing *pairing)
{
	pairing->has_asked = true;
	pairing->is_awaited = make_ack_id(pairing->ack_id, sizeof(pairing->ack_id)) &&
			      pairing->config.ask(pairing->config.ctx, pairing->ack_id);
	pairing->asked_ms = loop_now_ms(pairing->config.loop);
	wait_ms(pairing, pairing->config.timing->reply_ms);
}

/* Without a code to show, the user must know that none came; an older one may still be scanned. */
static void note_missing(struct pairing *pairing, enum lovense_reason note)
{
	int64_t age_ms = loop_now_ms(pairing->config.loop) - pairing->got_ms;
	if (pairing->payload[0] && age_ms >= pairing->config.timing->expiry_ms)
		wipe(pairing);
	pairing->note = pairing->payload[0] ? LOVENSE_REASON_NONE : note;
}

static void on_timer(void *ctx)
{
	struct pairing *pairing = ctx;
	if (!pairing->is_active)
		return;
	bool is_reply_missing = pairing->has_asked && (pairing->is_awaited || !pairing->payload[0]);
	if (is_reply_missing)
		note_missing(pairing, LOVENSE_REASON_NO_QR_CODE);
	ask(pairing);
	pairing->config.changed(pairing->config.ctx);
}

void pairing_start(struct pairing *pairing, int delay_ms)
{
	if (pairing->is_active)
		return;
	pairing->is_active = true;
	pairing->has_asked = false;
	wait_ms(pairing, delay_ms);
}

void pairing_stop(struct pairing *pairing)
{
	loop_timer_cancel(pairing->config.loop, &pairing->timer);
	pairing->is_active = false;
	pairing->has_asked = false;
	pairing->is_awaited = false;
	pairing->note = LOVENSE_REASON_NONE;
	pairing->message[0] = '\0';
	wipe(pairing);
}

void pairing_ask_again(struct pairing *pairing)
{
	int64_t next_ms = pairing->asked_ms + pairing->config.timing->min_gap_ms;
	if (!pairing->is_active || !pairing->has_asked || loop_now_ms(pairing->config.loop) < next_ms)
		return;
	ask(pairing);
	pairing->config.changed(pairing->config.ctx);
}

static void accept(struct pairing *pairing, const struct event_qr *qr)
{
	bool is_new = strcmp(pairing->payload, qr->payload) != 0;
	memcpy(pairing->payload, qr->payload, sizeof(pairing->payload));
	memcpy(pairing->code, qr->code, sizeof(pairing->code));
	pairing->got_ms = loop_now_ms(pairing->config.loop);
	pairing->serial += is_new;
	pairing->note = LOVENSE_REASON_NONE;
	pairing->message[0] = '\0';
	wait_ms(pairing, pairing->config.timing->refresh_ms);
}

void pairing_receive(struct pairing *pairing, const struct event_qr *qr)
{
	/* Another client of the same user id may have asked. A server that does not echo the id answers us when we
	 * wait for an answer. */
	bool is_ours = !qr->ack_id[0] || strcmp(qr->ack_id, pairing->ack_id) == 0;
	if (!pairing->is_active || !pairing->is_awaited || !is_ours)
		return;
	pairing->is_awaited = false;
	if (qr->refusal == QR_REFUSAL_NONE) {
		accept(pairing, qr);
	} else {
		bool is_too_long = qr->refusal == QR_REFUSAL_TOO_LONG;
		note_missing(pairing, is_too_long ? LOVENSE_REASON_QR_TOO_LONG : LOVENSE_REASON_NO_QR_CODE);
		text_copy(pairing->message, sizeof(pairing->message), qr->message);
		wait_ms(pairing, pairing->config.timing->retry_ms);
	}
	pairing->config.changed(pairing->config.ctx);
}
