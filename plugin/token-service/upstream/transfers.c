/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "token-service/upstream/transfers.h"

#include <errno.h>
#include <stdlib.h>
#include <sys/epoll.h>

enum { EVENTS_PER_TURN = 64 };

struct transfers {
	struct events *events;
	struct transfers_listener listener;
	CURLM *multi;
	struct events_file sockets; /* the epoll set */
	int epoll;                  /* owned by sockets */
	lws_sorted_usec_list_t timer;
	size_t max_active;
	size_t active;
	CURL **idle; /* handles for reuse: a new one costs allocations and tables that a reset one keeps */
	size_t idle_count;
};

static void collect_ended(struct transfers *transfers)
{
	int left = 0;
	for (CURLMsg *message = curl_multi_info_read(transfers->multi, &left); message;
	     message = curl_multi_info_read(transfers->multi, &left)) {
		/* The message dies with the handle's removal. */
		CURL *easy = message->easy_handle;
		CURLcode code = message->data.result;
		if (message->msg == CURLMSG_DONE)
			transfers->listener.ended(transfers->listener.ctx, easy, code);
	}
	transfers->listener.idle(transfers->listener.ctx);
}

static void drive(struct transfers *transfers, curl_socket_t socket, int mask)
{
	int running = 0;
	curl_multi_socket_action(transfers->multi, socket, mask, &running);
}

static void sockets_ready(struct events_file *file)
{
	struct transfers *transfers = lws_container_of(file, struct transfers, sockets);
	struct epoll_event ready[EVENTS_PER_TURN];
	int count = epoll_wait(transfers->epoll, ready, EVENTS_PER_TURN, 0);
	for (int i = 0; i < count; i++) {
		uint32_t events = ready[i].events;
		int mask = ((events & EPOLLIN) ? CURL_CSELECT_IN : 0) | ((events & EPOLLOUT) ? CURL_CSELECT_OUT : 0) |
			   ((events & (EPOLLERR | EPOLLHUP)) ? CURL_CSELECT_ERR : 0);
		drive(transfers, ready[i].data.fd, mask);
	}
	collect_ended(transfers);
}

static void timer_fired(lws_sorted_usec_list_t *timer)
{
	struct transfers *transfers = lws_container_of(timer, struct transfers, timer);
	drive(transfers, CURL_SOCKET_TIMEOUT, 0);
	collect_ended(transfers);
}

static int on_socket(CURL *easy, curl_socket_t socket, int what, void *ctx, void *known)
{
	struct transfers *transfers = ctx;
	struct epoll_event event = {.data.fd = socket};
	(void)easy;
	event.events = ((what & CURL_POLL_IN) ? EPOLLIN : 0u) | ((what & CURL_POLL_OUT) ? EPOLLOUT : 0u);
	if (what == CURL_POLL_REMOVE) {
		/* A socket that libcurl closed before it says so is gone from the set already. */
		epoll_ctl(transfers->epoll, EPOLL_CTL_DEL, socket, NULL);
		return 0;
	}
	if (epoll_ctl(transfers->epoll, known ? EPOLL_CTL_MOD : EPOLL_CTL_ADD, socket, &event) != 0 &&
	    epoll_ctl(transfers->epoll, errno == EEXIST ? EPOLL_CTL_MOD : EPOLL_CTL_ADD, socket, &event) != 0)
		return -1;
	curl_multi_assign(transfers->multi, socket, transfers);
	return 0;
}

static int on_timer(CURLM *multi, long delay_ms, void *ctx)
{
	struct transfers *transfers = ctx;
	(void)multi;
	if (delay_ms < 0)
		lws_sul_cancel(&transfers->timer);
	else
		events_timer_start(transfers->events, &transfers->timer, timer_fired, (int64_t)delay_ms * 1000);
	return 0;
}

static bool set_up_multi(struct transfers *transfers)
{
	transfers->multi = curl_multi_init();
	if (!transfers->multi)
		return false;
	curl_multi_setopt(transfers->multi, CURLMOPT_SOCKETFUNCTION, on_socket);
	curl_multi_setopt(transfers->multi, CURLMOPT_SOCKETDATA, transfers);
	curl_multi_setopt(transfers->multi, CURLMOPT_TIMERFUNCTION, on_timer);
	curl_multi_setopt(transfers->multi, CURLMOPT_TIMERDATA, transfers);
	/* Connections that lie idle stay open up to this number, ready for the next request. */
	curl_multi_setopt(transfers->multi, CURLMOPT_MAXCONNECTS, (long)transfers->max_active);
	curl_multi_setopt(transfers->multi, CURLMOPT_MAX_TOTAL_CONNECTIONS, (long)transfers->max_active);
	return true;
}

static bool set_up_sockets(struct transfers *transfers)
{
	transfers->epoll = epoll_create1(EPOLL_CLOEXEC);
	return events_file_open(transfers->events, &transfers->sockets, transfers->epoll, sockets_ready);
}

struct transfers *transfers_create(struct events *events, size_t max_active, const struct transfers_listener *listener)
{
	struct transfers *transfers = calloc(1, sizeof(*transfers));
	if (!transfers)
		return NULL;
	transfers->events = events;
	transfers->listener = *listener;
	transfers->max_active = max_active;
	transfers->idle = calloc(max_active, sizeof(*transfers->idle));
	if (transfers->idle && set_up_multi(transfers) && set_up_sockets(transfers))
		return transfers;
	transfers_destroy(transfers);
	return NULL;
}

void transfers_destroy(struct transfers *transfers)
{
	if (!transfers)
		return;
	while (transfers->idle_count)
		curl_easy_cleanup(transfers->idle[--transfers->idle_count]);
	if (transfers->multi)
		curl_multi_cleanup(transfers->multi);
	lws_sul_cancel(&transfers->timer);
	events_close_now(transfers->sockets.wsi);
	free(transfers->idle);
	free(transfers);
}

bool transfers_have_place(const struct transfers *transfers)
{
	return transfers->active < transfers->max_active;
}

CURL *transfers_acquire(struct transfers *transfers)
{
	if (!transfers_have_place(transfers))
		return NULL;
	CURL *easy = transfers->idle_count ? transfers->idle[--transfers->idle_count] : curl_easy_init();
	transfers->active += easy != NULL;
	return easy;
}

bool transfers_start(struct transfers *transfers, CURL *easy)
{
	return curl_multi_add_handle(transfers->multi, easy) == CURLM_OK;
}

void transfers_release(struct transfers *transfers, CURL *easy)
{
	if (!easy)
		return;
	curl_multi_remove_handle(transfers->multi, easy);
	curl_easy_reset(easy);
	/* There is room: no more handles than places were ever made. */
	transfers->idle[transfers->idle_count++] = easy;
	transfers->active--;
}
