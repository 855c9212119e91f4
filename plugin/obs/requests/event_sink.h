/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Where events go. */
#pragma once

struct engine_snapshot;
struct haptics_notice;
struct obs_data;

/* data is borrowed during the call. */
typedef void (*request_event_cb)(void *ctx, const char *type, struct obs_data *data);

/* Both are borrowed during the call. */
typedef void (*request_notice_cb)(void *ctx, const struct engine_snapshot *snapshot,
				  const struct haptics_notice *notice);

struct event_sink {
	request_event_cb emit;
	request_notice_cb note; /* what has become of a request or a run, each of them; NULL: nobody wants to know */
	void *ctx; /* borrowed */
};

/* Cleans the texts (outgoing.h) and hands it over. Takes ownership of data. */
void event_sink_emit(const struct event_sink *sink, const char *type, struct obs_data *data);
