/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Cleans any text of a peer before it is logged or shown. It knows the secrets of one session by value and, because a
 * peer may name secrets we never heard of, masks by shape what looks like one: long tokens, ids, addresses, codes,
 * queries of URLs. It would rather mask a harmless word than show a secret.
 *
 * Thread: one at a time. Pure but for memory. */
#pragma once

#include <stddef.h>

enum redact_slot {
	REDACT_DEVELOPER_TOKEN,
	REDACT_SERVICE_KEY,
	REDACT_AUTH_TOKEN,
	REDACT_SOCKET_URL, /* carries the ntoken */
	REDACT_NTOKEN,
	REDACT_UID,
	REDACT_UNAME,
	REDACT_UTOKEN,
	REDACT_QR_PAYLOAD,
	REDACT_QR_CODE,
	REDACT_ACK_ID,
	REDACT_DOMAIN,
	REDACT_LAN_ADDRESS,
	REDACT_DEVICE_CODE,
	REDACT_TOY, /* first of REDACT_TOYS slots */
	REDACT_TOYS = 16,
	REDACT_SLOTS = REDACT_TOY + REDACT_TOYS,
};

/* Zero before first use. */
struct redact {
	char *secret[REDACT_SLOTS];  /* owned */
	char *earlier[REDACT_SLOTS]; /* owned: the value before, which peers may still name */
};

/* Remembers a secret (copied). NULL or "": the slot holds none from now on; the value before is still masked. */
void redact_set(struct redact *redact, int slot, const char *secret);
/* Wipes and frees all secrets. */
void redact_clear(struct redact *redact);

/* Writes text to out, masked, printable and cut at size. redact may be NULL: by shape only. */
void redact_text(const struct redact *redact, const char *text, char *out, size_t size);
