/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "recorder.h"

#include <stdarg.h>
#include <setjmp.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "net/loop.h"
#include "net/platform.h"
#include "support/run_until.h"

static void on_connected(void *ctx)
{
	struct recorder *recorder = ctx;
	recorder->connected++;
	if (recorder->on_connected)
		recorder->on_connected(recorder);
}

static void on_event(void *ctx, const char *name, const json_t *args)
{
	struct recorder *recorder = ctx;
	json_t *entry = json_array();
	json_array_append_new(entry, json_string(name));
	json_array_extend(entry, (json_t *)args);
	json_array_append_new(recorder->log, entry);
	recorder->events++;
	if (recorder->on_event)
		recorder->on_event(recorder, name, args);
}

static void on_error(void *ctx, const json_t *data)
{
	struct recorder *recorder = ctx;
	json_array_append(recorder->errors, (json_t *)data);
}

static void on_closed(void *ctx, const struct sio_close *close)
{
	struct recorder *recorder = ctx;
	recorder->closed++;
	recorder->is_closed = true;
	recorder->close = *close;
	if (recorder->on_closed)
		recorder->on_closed(recorder);
}

void recorder_open(struct recorder *recorder, struct loop *loop, const struct sio_options *options)
{
	struct sio_options own = *options;
	own.handler = (struct sio_handler){
		.connected = on_connected, .event = on_event, .error = on_error, .closed = on_closed};
	own.ctx = recorder;
	recorder->loop = loop;
	recorder->log = json_array();
	recorder->errors = json_array();
	recorder->client = sio_client_create(loop, &own);
	assert_non_null(recorder->client);
	sio_client_open(recorder->client);
}

void recorder_reopen(struct recorder *recorder)
{
	recorder->is_closed = false;
	recorder->connected = 0;
	recorder->events = 0;
	json_array_clear(recorder->log);
	json_array_clear(recorder->errors);
	sio_client_open(recorder->client);
}

void recorder_free(struct recorder *recorder)
{
	sio_client_destroy(recorder->client);
	json_decref(recorder->log);
	json_decref(recorder->errors);
	*recorder = (struct recorder){0};
}

void recorder_wait_connected(struct recorder *recorder)
{
	int64_t deadline_ms = platform_monotonic_ms() + PATIENCE_MS;
	while (recorder->connected == 0 && !recorder->is_closed && platform_monotonic_ms() < deadline_ms)
		assert_true(loop_run_once(recorder->loop, 100));
	if (recorder->is_closed)
		print_message("closed: %s: %s\n", sio_close_reason_text(recorder->close.reason),
			      recorder->close.detail);
	assert_int_equal(recorder->connected, 1);
}

void recorder_wait_closed(struct recorder *recorder)
{
	assert_true(run_until(recorder->loop, &recorder->is_closed));
}

void recorder_wait_events(struct recorder *recorder, int count)
{
	assert_true(run_until_count(recorder->loop, &recorder->events, count));
}

static const json_t *find_since(const struct recorder *recorder, const char *name, size_t first)
{
	for (size_t i = json_array_size(recorder->log); i-- > first;) {
		const json_t *entry = json_array_get(recorder->log, i);
		if (strcmp(json_string_value(json_array_get(entry, 0)), name) == 0)
			return entry;
	}
	return NULL;
}

const json_t *recorder_find(const struct recorder *recorder, const char *name)
{
	return find_since(recorder, name, 0);
}

/* Each event is looked at once: there may be hundreds of thousands. */
const json_t *recorder_wait_event(struct recorder *recorder, const char *name)
{
	int64_t deadline_ms = platform_monotonic_ms() + PATIENCE_MS;
	const json_t *found = NULL;
	size_t seen = 0;
	while (!(found = find_since(recorder, name, seen)) && platform_monotonic_ms() < deadline_ms) {
		seen = json_array_size(recorder->log);
		assert_true(loop_run_once(recorder->loop, 100));
	}
	assert_non_null(found);
	return found;
}

void recorder_emit(struct recorder *recorder, const char *name, const char *json)
{
	json_t *arg = json ? json_loads(json, JSON_DECODE_ANY | JSON_ALLOW_NUL, NULL) : NULL;
	assert_int_equal(json != NULL, arg != NULL);
	assert_int_equal(sio_client_emit(recorder->client, name, arg), SIO_OK);
	json_decref(arg);
}
