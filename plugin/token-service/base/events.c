/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "token-service/base/events.h"

#include <openssl/crypto.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include "token-service/base/memory.h"

enum { ENDS_PER_TURN = 64 };

struct events {
	struct lws_context *context;
	struct lws_vhost *vhost;
	struct events_file ends; /* an epoll set of all sockets, for the ends of what clients send */
	bool is_stopping;
};

static int serve_file(struct lws *wsi, enum lws_callback_reasons reason, void *user, void *in, size_t size)
{
	struct events_file *file = lws_get_opaque_user_data(wsi);
	(void)user;
	(void)in;
	(void)size;
	if (reason == LWS_CALLBACK_RAW_ADOPT_FILE)
		file->wsi = wsi;
	else if (reason == LWS_CALLBACK_RAW_RX_FILE && file->wsi)
		file->ready(file);
	else if (reason == LWS_CALLBACK_RAW_CLOSE_FILE && file)
		file->wsi = NULL;
	return 0;
}

/* The service key lies in the buffer that libwebsockets reads all sockets into. */
static int hand_over(struct events_socket *socket, char *data, size_t size)
{
	bool is_good = socket->received(socket->ctx, data, size);
	OPENSSL_cleanse(data, size);
	return is_good ? 0 : -1;
}

static int serve_socket(struct lws *wsi, enum lws_callback_reasons reason, void *user, void *in, size_t size)
{
	struct events_socket *socket = lws_get_opaque_user_data(wsi);
	(void)user;
	switch (reason) {
	case LWS_CALLBACK_RAW_ADOPT:
		socket->wsi = wsi;
		return 0;
	case LWS_CALLBACK_RAW_RX:
		return hand_over(socket, in, size);
	case LWS_CALLBACK_RAW_WRITEABLE:
		return socket->drained(socket->ctx) ? 0 : -1;
	case LWS_CALLBACK_RAW_CLOSE:
		/* Without a wsi the socket was never handed out: events_adopt() is still running and returns false. */
		if (!socket->wsi)
			return 0;
		socket->wsi = NULL;
		socket->closed(socket->ctx);
		return 0;
	default:
		return 0;
	}
}

static const struct lws_protocols protocols[] = {
	/* The first also gets the callbacks of the context itself, which have no opaque data. */
	{.name = "none", .callback = lws_callback_http_dummy},
	{.name = "file", .callback = serve_file},
	{.name = "socket", .callback = serve_socket},
	{.name = NULL},
};

/* libwebsockets closes a socket whose client has sent its last byte, and does not look for that while it does not read;
 * so that is seen here. */
static void ends_ready(struct events_file *file)
{
	struct epoll_event ready[ENDS_PER_TURN];
	int count = epoll_wait(lws_get_socket_fd(file->wsi), ready, ENDS_PER_TURN, 0);
	for (int i = 0; i < count; i++) {
		struct events_socket *socket = ready[i].data.ptr;
		socket->finished(socket->ctx);
	}
}

/* Edge-triggered: each socket is reported once. It leaves the set when it is closed. */
static void watch_end(struct events *events, struct events_socket *socket, int descriptor)
{
	struct epoll_event end = {.events = EPOLLRDHUP | EPOLLET, .data.ptr = socket};
	/* Failing costs what noticing saves, no more. */
	(void)epoll_ctl(lws_get_socket_fd(events->ends.wsi), EPOLL_CTL_ADD, descriptor, &end);
}

struct events *events_create(void)
{
	struct lws_context_creation_info info = {0};
	struct events *events = calloc(1, sizeof(*events));
	if (!events)
		return NULL;
	lws_set_log_level(LLL_ERR, NULL);
	info.port = CONTEXT_PORT_NO_LISTEN;
	info.protocols = protocols;
	info.gid = (gid_t)-1;
	info.uid = (uid_t)-1;
	info.options = LWS_SERVER_OPTION_EXPLICIT_VHOSTS | LWS_SERVER_OPTION_DISABLE_OS_CA_CERTS;
	/* fd_limit_per_thread stays 0: with a limit of its own libwebsockets finds each socket by a linear search. */
	events->context = lws_create_context(&info);
	if (events->context)
		events->vhost = lws_create_vhost(events->context, &info);
	if (events->vhost && events_file_open(events, &events->ends, epoll_create1(EPOLL_CLOEXEC), ends_ready))
		return events;
	events_destroy(events);
	return NULL;
}

void events_destroy(struct events *events)
{
	if (!events)
		return;
	if (events->context)
		lws_context_destroy(events->context);
	free(events);
}

bool events_run(struct events *events)
{
	while (!events->is_stopping) {
		if (lws_service(events->context, 0) < 0)
			return false;
		memory_wipe_dead_stack();
	}
	return true;
}

void events_stop(struct events *events)
{
	events->is_stopping = true;
}

int64_t events_now_us(void)
{
	struct timespec now = {0};
	clock_gettime(CLOCK_MONOTONIC, &now);
	return (int64_t)now.tv_sec * 1000000 + now.tv_nsec / 1000;
}

static struct lws *adopt(struct events *events, lws_adoption_type type, int descriptor, const char *protocol,
			 void *opaque)
{
	lws_adopt_desc_t info = {.vh = events->vhost, .type = type, .vh_prot_name = protocol, .opaque = opaque};
	info.fd.sockfd = descriptor;
	return lws_adopt_descriptor_vhost_via_info(&info);
}

bool events_file_open(struct events *events, struct events_file *file, int descriptor,
		      void (*ready)(struct events_file *file))
{
	*file = (struct events_file){.ready = ready};
	return descriptor >= 0 && adopt(events, LWS_ADOPT_RAW_FILE_DESC, descriptor, "file", file) != NULL;
}

void events_close_now(struct lws *wsi)
{
	if (wsi)
		lws_set_timeout(wsi, PENDING_TIMEOUT_USER_OK, LWS_TO_KILL_SYNC);
}

void events_timer_start(struct events *events, lws_sorted_usec_list_t *timer, sul_cb_t fire, int64_t delay_us)
{
	/* libwebsockets takes 0 as "cancel". */
	lws_sul_schedule(events->context, 0, timer, fire, delay_us > 0 ? delay_us : 1);
}

bool events_timer_is_armed(const lws_sorted_usec_list_t *timer)
{
	return !lws_dll2_is_detached(&timer->list);
}

void events_read(struct lws *wsi, bool is_wanted)
{
	lws_rx_flow_control(wsi, is_wanted ? 1 : 0);
}

bool events_adopt(struct events *events, struct events_socket *socket, int descriptor)
{
	if (!adopt(events, LWS_ADOPT_SOCKET, descriptor, "socket", socket))
		return false;
	watch_end(events, socket, descriptor);
	return true;
}

bool events_socket_send(struct events_socket *socket, char *data, size_t size)
{
	return lws_write(socket->wsi, (unsigned char *)data, size, LWS_WRITE_RAW) >= 0;
}

size_t events_socket_send_some(struct events_socket *socket, const char *data, size_t size)
{
	if (events_socket_is_congested(socket))
		return 0;
	ssize_t sent = send(lws_get_socket_fd(socket->wsi), data, size, MSG_DONTWAIT | MSG_NOSIGNAL);
	return sent > 0 ? (size_t)sent : 0;
}

bool events_socket_is_congested(struct events_socket *socket)
{
	return lws_partial_buffered(socket->wsi) != 0;
}

void events_socket_finish(struct events_socket *socket)
{
	shutdown(lws_get_socket_fd(socket->wsi), SHUT_WR);
}

void events_socket_close(struct events_socket *socket)
{
	lws_set_timeout(socket->wsi, PENDING_TIMEOUT_USER_OK, LWS_TO_KILL_ASYNC);
}
