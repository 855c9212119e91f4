/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What other threads post to the worker: intents in order, and the latest settings, rules and requests. Bounded.
 *
 * Any thread may call any function; each holds one leaf lock for a copy and calls nothing out. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "engine/engine.h"

struct haptics_rules;
struct mailbox;

/* Things to do once, merged when asked several times. */
enum mailbox_request {
	MAILBOX_NEW_QR = 1 << 0,
	MAILBOX_RETRY_NOW = 1 << 1,
	MAILBOX_APP_ONLINE = 1 << 2, /* simulator */
	MAILBOX_APP_OFFLINE = 1 << 3,
};
enum {
	MAILBOX_CAPACITY = 256,
	MAILBOX_RESERVE = 64, /* more places, for intents that only stop or lower */
	MAILBOX_MAX_SIMULATED_TOYS = 4,
};

struct mailbox *mailbox_create(void); /* NULL: out of memory */
/* Frees what was left in it. NULL is fine. */
void mailbox_destroy(struct mailbox *mailbox);

/* Copies the intent. An audio level replaces a waiting one of the same source. false: full, and dropped.
 *
 * What can only stop or lower is never lost: STOP_ALL, HALT, PAUSE, STOP_KEY, STOP_TOY, disarming, a released hotkey, a
 * rule that is switched off, a lower ceiling step. It has places of its own behind the others, in order; when
 * those are full too it is merged into one stop of everything, and nothing else is taken before that one is read. A
 * rule that could not be switched off this way, only stopped, gives false. */
bool mailbox_push(struct mailbox *mailbox, const struct haptics_intent *intent);
/* STOP_ALL, then the oldest. kind INVALID: it was taken back. false: empty. */
bool mailbox_pop(struct mailbox *mailbox, struct haptics_intent *intent);

/* Latest wins. false: out of memory. */
bool mailbox_put_settings(struct mailbox *mailbox, const struct engine_settings *settings);
bool mailbox_take_settings(struct mailbox *mailbox, struct engine_settings *settings);

/* Takes ownership of the reference to rules (NULL: none). restart is remembered when sets are merged. */
void mailbox_put_rules(struct mailbox *mailbox, const struct haptics_rules *rules, bool restart);
/* true: the caller owns the reference *rules now. */
bool mailbox_take_rules(struct mailbox *mailbox, const struct haptics_rules **rules, bool *restart);

void mailbox_request(struct mailbox *mailbox, uint32_t requests);
uint32_t mailbox_take_requests(struct mailbox *mailbox);
void mailbox_request_toy(struct mailbox *mailbox, size_t index, bool is_connected);
/* true: *is_connected is what was asked last for that simulated toy. */
bool mailbox_take_toy(struct mailbox *mailbox, size_t index, bool *is_connected);
