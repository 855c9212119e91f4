/* SPDX-License-Identifier: GPL-2.0-or-later */
/* libcurl's multi interface on the service's loop.
 *
 * Its sockets sit in one epoll set, the set is one file of the loop (events.h), and its timer is one of the
 * loop's. So a reply is handled without a thread switch, and the work per event does not grow with the number of
 * connections. curl_multi_poll(), which the plugin's own loop uses for its few sockets, would need to own the wait and
 * to be given thousands of client sockets at each turn. Names are resolved by libcurl's resolver thread.
 *
 * Thread: the loop's. */
#pragma once

#include <curl/curl.h>
#include <stdbool.h>
#include <stddef.h>

#include "token-service/base/events.h"

struct transfers;

struct transfers_listener {
	/* A started transfer has ended; give the handle back with transfers_release(). */
	void (*ended)(void *ctx, CURL *easy, CURLcode code);
	/* After a number of ended() calls: places may be free. */
	void (*idle)(void *ctx);
	void *ctx;
};

/* NULL: out of memory, or libcurl could not start. */
struct transfers *transfers_create(struct events *events, size_t max_active, const struct transfers_listener *listener);
/* All handles must have been released. */
void transfers_destroy(struct transfers *transfers);
bool transfers_have_place(const struct transfers *transfers);
/* A handle with default options, or NULL: no place, or out of memory. Set its options, then start it. */
CURL *transfers_acquire(struct transfers *transfers);
/* ended() is never called from inside. false: out of memory. */
bool transfers_start(struct transfers *transfers, CURL *easy);
/* Ends it if it still runs, without calling back. NULL is fine. */
void transfers_release(struct transfers *transfers, CURL *easy);
