/* SPDX-License-Identifier: GPL-2.0-or-later */
/* plugin/socketio, as the plugin drives it: a thread that owns the loop, and posts from others. */
#include <inttypes.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "net/loop.h"
#include "net/platform.h"
#include "socketio/client.h"
#include "subject.h"

enum { GOODBYE_MS = 5000, MAX_POSTED = 1024 };

struct post {
	int seq;
	uint64_t sent_ns;
};

struct subject {
	struct loop *loop;
	struct sio_client *client;
	struct platform_thread *thread;
	struct platform_mutex *lock; /* guards posted */
	struct post posted[MAX_POSTED];
	int posted_count;
	int flood_next, flood_end; /* on the loop's thread */
	atomic_int flood_wanted;
	atomic_bool has_reply, must_stop, is_flooded;
	bool is_closed, is_closing;
	uint64_t begin_ns;
	uint64_t reply_ns;
};

static void on_connected(void *ctx)
{
	struct subject *subject = ctx;
	json_t *question = json_pack("{s:s}", "ackId", "1");
	if (sio_client_emit(subject->client, "basicapi_get_qrcode_ts", question) != SIO_OK)
		fail("the first question was not taken");
	json_decref(question);
}

static void on_event(void *ctx, const char *name, const json_t *args)
{
	struct subject *subject = ctx;
	(void)args;
	if (strcmp(name, "basicapi_get_qrcode_tc") != 0)
		return;
	subject->reply_ns = now_ns();
	atomic_store(&subject->has_reply, true);
}

static void on_closed(void *ctx, const struct sio_close *close)
{
	struct subject *subject = ctx;
	if (!subject->is_closing)
		fail(close->detail);
	subject->is_closed = true;
}

static enum sio_result emit(struct subject *subject, int seq, uint64_t sent_ns)
{
	char ns[24];
	snprintf(ns, sizeof(ns), "%" PRIu64, sent_ns);
	/* one by one, as the plugin's own encoder does */
	json_t *command = json_object();
	json_object_set_new(command, "command", json_string("Function"));
	json_object_set_new(command, "action", json_string("Vibrate:16"));
	json_object_set_new(command, "timeSec", json_integer(20));
	json_object_set_new(command, "apiVer", json_integer(1));
	json_object_set_new(command, "seq", json_integer(seq));
	json_object_set_new(command, "ns", json_string(ns));
	enum sio_result result = sio_client_emit(subject->client, "basicapi_send_toy_command_ts", command);
	json_decref(command);
	if (result != SIO_OK && result != SIO_ERROR_CONGESTED)
		fail(sio_result_text(result));
	return result;
}

static void send_posted(struct subject *subject)
{
	struct post posts[MAX_POSTED];
	platform_mutex_lock(subject->lock);
	int count = subject->posted_count;
	memcpy(posts, subject->posted, sizeof(*posts) * (size_t)count);
	subject->posted_count = 0;
	platform_mutex_unlock(subject->lock);
	for (int i = 0; i < count; i++)
		if (emit(subject, posts[i].seq, posts[i].sent_ns) != SIO_OK)
			fail("congested at a steady pace");
}

/* true: more is to be sent, but not taken now */
static bool send_flood(struct subject *subject)
{
	int wanted = atomic_exchange(&subject->flood_wanted, 0);
	subject->flood_end += wanted;
	if (subject->flood_next == subject->flood_end)
		return false;
	while (subject->flood_next < subject->flood_end && emit(subject, subject->flood_next, now_ns()) == SIO_OK)
		subject->flood_next++;
	bool is_done = subject->flood_next == subject->flood_end;
	atomic_store(&subject->is_flooded, is_done);
	return !is_done;
}

static void run(void *ctx)
{
	struct subject *subject = ctx;
	subject->begin_ns = now_ns();
	sio_client_open(subject->client);
	while (!subject->is_closed) {
		send_posted(subject);
		bool is_congested = send_flood(subject);
		if (atomic_load(&subject->must_stop) && !subject->is_closing) {
			subject->is_closing = true;
			sio_client_close(subject->client, GOODBYE_MS);
		}
		if (!loop_run_once(subject->loop, is_congested ? 1 : -1))
			fail("the loop broke");
	}
}

struct subject *subject_start(int port)
{
	char url[64];
	struct subject *subject = calloc(1, sizeof(*subject));
	enum loop_error error = LOOP_OK;
	struct loop_config config = {.proxy = ""};
	snprintf(url, sizeof(url), "http://127.0.0.1:%d?ntoken=bench", port);
	subject->loop = loop_create(&config, &error);
	if (!subject->loop)
		fail("no loop");
	struct sio_options options = {
		.url = url,
		.path = "/developer.io",
		.allow_plain = true,
		.max_ping_interval_ms = 25000, /* the server's, as the others keep it */
		.max_unsent_bytes = 1 << 20,   /* what js_client.mjs allows itself */
		.handler = {.connected = on_connected, .event = on_event, .closed = on_closed},
		.ctx = subject,
	};
	subject->client = sio_client_create(subject->loop, &options);
	subject->lock = platform_mutex_create();
	subject->thread = platform_thread_start(run, subject, "bench");
	if (!subject->client || !subject->lock || !subject->thread)
		fail("out of memory");
	while (!atomic_load(&subject->has_reply))
		platform_thread_join(subject->thread, 1);
	return subject;
}

uint64_t subject_connect_ns(const struct subject *subject)
{
	return subject->reply_ns - subject->begin_ns;
}

void subject_post(struct subject *subject, int seq)
{
	struct post post = {.seq = seq, .sent_ns = now_ns()};
	platform_mutex_lock(subject->lock);
	if (subject->posted_count == MAX_POSTED)
		fail("the loop does not keep up");
	subject->posted[subject->posted_count++] = post;
	platform_mutex_unlock(subject->lock);
	loop_wake(subject->loop);
}

void subject_flood(struct subject *subject, int count)
{
	atomic_store(&subject->is_flooded, false);
	atomic_store(&subject->flood_wanted, count);
	loop_wake(subject->loop);
	while (!atomic_load(&subject->is_flooded))
		platform_thread_join(subject->thread, 1);
}

void subject_stop(struct subject *subject)
{
	atomic_store(&subject->must_stop, true);
	loop_wake(subject->loop);
	platform_thread_join(subject->thread, -1);
	sio_client_destroy(subject->client);
	loop_destroy(subject->loop);
	platform_mutex_destroy(subject->lock);
	free(subject);
}
