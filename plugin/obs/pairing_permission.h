/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Whether a pairing code may be shown now: whether OBS is live or about to be, and for how long a code may be shown
 * then. Shared by the pairing code sources, the requests and the dock. Any thread; never blocks. Lives until the module
 * is unloaded. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

struct engine;

enum pairing_output { PAIRING_OUTPUT_STREAM, PAIRING_OUTPUT_RECORD, PAIRING_OUTPUT_REPLAY, PAIRING_OUTPUT_COUNT };
/* OBS says nothing more when a start fails at once. A stream may take half a minute to connect. */
enum { PAIRING_STARTING_SECONDS = 60 };

struct pairing_permission {
	struct engine *engine; /* borrowed */
	/* For outputs that said they start, but have not begun to take frames: the second of os_gettime_ns() in which
	 * they said so, counted from 1; 0: does not start; atomic. */
	volatile long starting_s[PAIRING_OUTPUT_COUNT];
	volatile long show_requests;  /* counts "show the code for a while"; atomic */
	volatile long show_seconds;   /* for how long the newest of them asked; 0: the usual time; atomic */
	volatile long always_sources; /* sources whose owner allowed the code on air; atomic */
};

/* An output said it is about to start; that it runs, or stopped. now_ns: os_gettime_ns(). UI thread. */
void pairing_permission_output_starts(struct pairing_permission *permission, enum pairing_output output,
				      uint64_t now_ns);
void pairing_permission_output_settled(struct pairing_permission *permission, enum pairing_output output);
/* An output is about to start, and said so not too long ago. */
bool pairing_permission_is_starting(const struct pairing_permission *permission, uint64_t now_ns);
/* true: what is drawn now may reach viewers, a file or a virtual camera. */
bool pairing_permission_is_live(const struct pairing_permission *permission);
/* Sources whose owner allowed the code on air show it for that many seconds from now; 0: the usual time. */
void pairing_permission_show(struct pairing_permission *permission, long seconds);
/* There is such a source: while live pairing_permission_show() has an effect. */
bool pairing_permission_can_show_live(const struct pairing_permission *permission);

#ifdef __cplusplus
}
#endif
