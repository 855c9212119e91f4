/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A client that writes down what happens to it. */
#pragma once

#include <stdbool.h>

#include <jansson.h>

#include "socketio/client.h"

struct recorder {
	struct loop *loop;
	struct sio_client *client;
	int connected;
	int closed;
	bool is_closed; /* since the last open */
	struct sio_close close;
	int events;
	json_t *log;    /* [[name, args...], ...] */
	json_t *errors; /* data of ERROR packets */
	/* Called for each event after it was written down; may be NULL. */
	void (*on_event)(struct recorder *recorder, const char *name, const json_t *args);
	void (*on_connected)(struct recorder *recorder);
	void (*on_closed)(struct recorder *recorder);
};

/* options: everything but the handler and its ctx. The recorder is zeroed, but for callbacks that are set. */
void recorder_open(struct recorder *recorder, struct loop *loop, const struct sio_options *options);
/* Opens the same client again. */
void recorder_reopen(struct recorder *recorder);
void recorder_free(struct recorder *recorder);

/* Each runs the loop until it is so, and fails the test when it never is. */
void recorder_wait_connected(struct recorder *recorder);
void recorder_wait_closed(struct recorder *recorder);
void recorder_wait_events(struct recorder *recorder, int count);
/* Arguments of the last event of this name, borrowed; runs the loop until there is one. */
const json_t *recorder_wait_event(struct recorder *recorder, const char *name);
/* The same, borrowed, without running the loop; NULL: none yet. */
const json_t *recorder_find(const struct recorder *recorder, const char *name);

/* Emits with an argument built from text; fails the test when it is not taken. */
void recorder_emit(struct recorder *recorder, const char *name, const char *json);
