/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Where events go. */
#pragma once

struct obs_data;

/* data is borrowed during the call. */
typedef void (*request_event_cb)(void *ctx, const char *type, struct obs_data *data);

struct event_sink {
	request_event_cb emit;
	void *ctx; /* borrowed */
};

/* Cleans the texts (outgoing.h) and hands it over. Takes ownership of data. */
void event_sink_emit(const struct event_sink *sink, const char *type, struct obs_data *data);
