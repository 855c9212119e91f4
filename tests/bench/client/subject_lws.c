/* SPDX-License-Identifier: GPL-2.0-or-later */
/* libwebsockets with nothing around it: a service thread, and a write of ready text for each post. */
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <libwebsockets.h>

#include "subject.h"

enum { MAX_TEXT = 512, MAX_POSTED = 1024 };

struct text {
	unsigned char bytes[LWS_PRE + MAX_TEXT];
	size_t size;
};

struct subject {
	struct lws_context *context;
	struct lws *wsi;
	pthread_t thread;
	pthread_mutex_t lock; /* guards posted */
	struct text posted[MAX_POSTED];
	int posted_count;
	int flood_next; /* on the service thread */
	atomic_int flood_end;
	atomic_bool has_reply, must_stop, is_closed;
	uint64_t begin_ns;
	uint64_t reply_ns;
};

static const lws_retry_bo_t no_idle_policy = {0};

static void fill(struct text *text, const char *words)
{
	text->size = strlen(words);
	memcpy(text->bytes + LWS_PRE, words, text->size);
}

static void fill_command(struct text *text, int seq, uint64_t sent_ns)
{
	static const char head[] = "42[\"basicapi_send_toy_command_ts\",";
	char *at = (char *)text->bytes + LWS_PRE;
	memcpy(at, head, sizeof(head) - 1);
	int length = write_command(at + sizeof(head) - 1, MAX_TEXT - sizeof(head) - 1, seq, sent_ns);
	text->size = sizeof(head) - 1 + (size_t)length;
	at[text->size++] = ']';
}

static int write_text(struct lws *wsi, struct text *text)
{
	return lws_write(wsi, text->bytes + LWS_PRE, text->size, LWS_WRITE_TEXT) < 0 ? -1 : 0;
}

static int write_posted(struct subject *subject, struct lws *wsi)
{
	int result = 0;
	pthread_mutex_lock(&subject->lock);
	for (int i = 0; i < subject->posted_count && result == 0; i++)
		result = write_text(wsi, &subject->posted[i]);
	subject->posted_count = 0;
	pthread_mutex_unlock(&subject->lock);
	return result;
}

static int write_flood(struct subject *subject, struct lws *wsi)
{
	struct text text;
	while (subject->flood_next < atomic_load(&subject->flood_end)) {
		fill_command(&text, subject->flood_next, now_ns());
		if (write_text(wsi, &text) != 0)
			return -1;
		subject->flood_next++;
		if (lws_send_pipe_choked(wsi)) {
			lws_callback_on_writable(wsi);
			return 0;
		}
	}
	return 0;
}

static int on_writeable(struct subject *subject, struct lws *wsi)
{
	if (write_posted(subject, wsi) != 0 || write_flood(subject, wsi) != 0)
		fail("lws_write");
	if (!atomic_load(&subject->must_stop) || subject->flood_next < atomic_load(&subject->flood_end))
		return 0;
	lws_close_reason(wsi, LWS_CLOSE_STATUS_NORMAL, NULL, 0);
	return -1;
}

static void post_text(struct subject *subject, const struct text *text)
{
	pthread_mutex_lock(&subject->lock);
	if (subject->posted_count == MAX_POSTED)
		fail("libwebsockets does not keep up");
	subject->posted[subject->posted_count++] = *text;
	pthread_mutex_unlock(&subject->lock);
}

static void on_receive(struct subject *subject, struct lws *wsi, const char *in, size_t size)
{
	if (size == 2 && memcmp(in, "40", 2) == 0) {
		struct text question;
		fill(&question, "42[\"basicapi_get_qrcode_ts\",{\"ackId\":\"1\"}]");
		post_text(subject, &question);
		lws_callback_on_writable(wsi);
	} else if (size > 2 && memcmp(in, "42", 2) == 0) {
		subject->reply_ns = now_ns();
		atomic_store(&subject->has_reply, true);
	}
}

static int on_event(struct lws *wsi, enum lws_callback_reasons reason, void *user, void *in, size_t size)
{
	struct subject *subject = lws_context_user(lws_get_context(wsi));
	(void)user;
	switch (reason) {
	case LWS_CALLBACK_CLIENT_RECEIVE:
		on_receive(subject, wsi, in, size);
		break;
	case LWS_CALLBACK_CLIENT_WRITEABLE:
		return on_writeable(subject, wsi);
	case LWS_CALLBACK_EVENT_WAIT_CANCELLED:
		if (subject->wsi)
			lws_callback_on_writable(subject->wsi);
		break;
	case LWS_CALLBACK_CLIENT_CONNECTION_ERROR:
		fail(in ? in : "connection error");
		break;
	case LWS_CALLBACK_CLIENT_CLOSED:
		subject->wsi = NULL;
		atomic_store(&subject->is_closed, true);
		break;
	default:
		break;
	}
	return 0;
}

static const struct lws_protocols protocols[] = {
	{.name = "bench", .callback = on_event, .rx_buffer_size = 4096},
	{.name = NULL},
};

static void *run(void *data)
{
	struct subject *subject = data;
	while (!atomic_load(&subject->is_closed))
		if (lws_service(subject->context, 0) < 0)
			fail("lws_service");
	return NULL;
}

static void connect_to(struct subject *subject, int port)
{
	char host[32];
	snprintf(host, sizeof(host), "127.0.0.1:%d", port);
	struct lws_client_connect_info info = {
		.context = subject->context,
		.address = "127.0.0.1",
		.port = port,
		.path = "/developer.io/?ntoken=bench&EIO=3&transport=websocket",
		.host = host,
		.local_protocol_name = protocols[0].name,
		.alpn = "http/1.1",
		.retry_and_idle_policy = &no_idle_policy,
		.pwsi = &subject->wsi,
	};
	subject->begin_ns = now_ns();
	if (!lws_client_connect_via_info(&info))
		fail("no connection");
}

struct subject *subject_start(int port)
{
	struct subject *subject = calloc(1, sizeof(*subject));
	struct lws_context_creation_info info = {0};
	info.port = CONTEXT_PORT_NO_LISTEN;
	info.protocols = protocols;
	info.gid = -1;
	info.uid = -1;
	info.fd_limit_per_thread = 64;
	info.http_proxy_address = "";
	info.retry_and_idle_policy = &no_idle_policy;
	info.user = subject;
	lws_set_log_level(0, NULL);
	pthread_mutex_init(&subject->lock, NULL);
	subject->context = lws_create_context(&info);
	if (!subject->context)
		fail("no context");
	connect_to(subject, port);
	pthread_create(&subject->thread, NULL, run, subject);
	while (!atomic_load(&subject->has_reply))
		nanosleep(&(struct timespec){.tv_nsec = 1000000}, NULL);
	return subject;
}

uint64_t subject_connect_ns(const struct subject *subject)
{
	return subject->reply_ns - subject->begin_ns;
}

void subject_post(struct subject *subject, int seq)
{
	struct text text;
	fill_command(&text, seq, now_ns());
	post_text(subject, &text);
	lws_cancel_service(subject->context);
}

void subject_flood(struct subject *subject, int count)
{
	atomic_store(&subject->flood_end, count);
	lws_cancel_service(subject->context);
}

void subject_stop(struct subject *subject)
{
	atomic_store(&subject->must_stop, true);
	lws_cancel_service(subject->context);
	pthread_join(subject->thread, NULL);
	lws_context_destroy(subject->context);
	pthread_mutex_destroy(&subject->lock);
	free(subject);
}
