/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What is measured: our client, a bare libwebsockets client, or a bare TCP socket with and without a second thread. One
 * per program; errors end it. */
#pragma once

#include <stdint.h>

struct subject;

/* Connects to a sink on the loopback and waits for its first reply. */
struct subject *subject_start(int port);
/* From the start of the connection to the first reply. */
uint64_t subject_connect_ns(const struct subject *subject);
/* Sends one command that carries the time of this call, from the caller's thread. */
void subject_post(struct subject *subject, int seq);
/* Sends count commands as fast as they are taken; returns when the last one is. */
void subject_flood(struct subject *subject, int count);
/* Sends what is left, says goodbye, and frees. */
void subject_stop(struct subject *subject);

/* common.c */
uint64_t now_ns(void);
void fail(const char *what);
/* The command as every subject sends it: the body of an event, without a newline. Returns its length. */
int write_command(char *text, unsigned size, int seq, uint64_t sent_ns);
