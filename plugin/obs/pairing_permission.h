/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Whether a pairing code may be shown now: whether OBS is live or about to be, whether the streamer allowed the code on
 * air, and for how long a code may be shown then. That consent is a setting of the streamer's (code_on_air), never a
 * property of a source, which any program that reaches obs-websocket can set, and any collection can bring. Shared by
 * the pairing code sources, the requests and the dock. Any thread; never blocks. Lives until the module is unloaded. */
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
	struct engine *engine;     /* borrowed */
	volatile bool has_consent; /* atomic */
	/* For outputs that said they start, but have not begun to take frames: the second of os_gettime_ns() in which
	 * they said so, counted from 1; 0: does not start; atomic. */
	volatile long starting_s[PAIRING_OUTPUT_COUNT];
	volatile bool is_virtual_camera_on; /* atomic */
	volatile long show_requests;        /* counts "show the code for a while"; atomic */
	volatile long show_seconds;         /* for how long the newest of them asked; 0: the usual time; atomic */
	volatile long always_sources;       /* sources that are set to show the code on air; atomic */
};

/* An output said it is about to start; that it runs, or stopped. now_ns: os_gettime_ns(). UI thread. */
void pairing_permission_output_starts(struct pairing_permission *permission, enum pairing_output output,
				      uint64_t now_ns);
void pairing_permission_output_settled(struct pairing_permission *permission, enum pairing_output output);
/* The virtual camera started or stopped. It may send a source or the preview in place of the program. UI thread. */
void pairing_permission_set_virtual_camera(struct pairing_permission *permission, bool is_on);
bool pairing_permission_is_virtual_camera_on(const struct pairing_permission *permission);
/* An output is about to start, and said so not too long ago. */
bool pairing_permission_is_starting(const struct pairing_permission *permission, uint64_t now_ns);
/* true: what is drawn now may reach viewers, a file or a virtual camera. */
bool pairing_permission_is_live(const struct pairing_permission *permission);
/* The streamer allows the pairing code on air, or not; not is how it begins. UI thread. */
void pairing_permission_set_consent(struct pairing_permission *permission, bool has_consent);
bool pairing_permission_has_consent(const struct pairing_permission *permission);
/* Sources that are set to show the code on air show it for that many seconds from now, if the streamer allowed it; 0:
 * the usual time. */
void pairing_permission_show(struct pairing_permission *permission, long seconds);
/* There is such a source, and it is allowed: while live pairing_permission_show() has an effect. */
bool pairing_permission_can_show_live(const struct pairing_permission *permission);

#ifdef __cplusplus
}
#endif
