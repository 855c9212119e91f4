/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Stands in for libwebsockets below a client: one connection, whose frames and end the fuzzer writes. The linker sends
 * the calls of the client and of the loop here (--wrap). */
#pragma once

#include <stddef.h>
#include <stdint.h>

struct loop;

/* Forgets the connection. written: gets each message that the client writes. */
void frames_start(void (*written)(void *ctx, const char *text, size_t size), void *ctx);
/* The server agrees to the websocket that was asked for. */
void frames_upgrade(struct loop *loop);
/* A step of the list in fuzz_frames.c; nothing happens while there is no connection. */
void frames_happen(struct loop *loop, char what, const uint8_t *bytes, size_t size);
