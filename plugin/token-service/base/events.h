/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The event loop: sockets of clients, files and timers, on libwebsockets.
 *
 * libwebsockets owns the only wait of the program. Everything else is a file it can wait for: the listening
 * socket, the signals (signalfd), and libcurl's sockets, which sit in one epoll set (upstream/transfers.c). Clients are
 * adopted as raw sockets (http/http1.h says why), so libwebsockets reads, writes, buffers what the kernel does not
 * take, and closes.
 *
 * The wait itself is poll(), the back end every libwebsockets has. Its epoll back ends (libuv, libev) are packages of
 * their own and gain nothing: 1,000 clients asking for tokens at once gave 11.9k requests/s with poll() and 11.8k with
 * libuv; 20 busy ones beside 1,000 idle ones 10.7k and 10.4k (4.1.6, tests/token-service/load on two cores).
 *
 * Thread: the one that calls events_run(), for everything. Nothing here blocks but events_run(). Callbacks run inside
 * it and may start, stop, send and close anything. */
#pragma once

#include <libwebsockets.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct events;

/* NULL: libwebsockets could not start (its words go to standard error). */
struct events *events_create(void);
/* Closes every socket and file; closed() is called for each socket. */
void events_destroy(struct events *events);
/* Returns after events_stop(); false: the loop is broken. */
bool events_run(struct events *events);
void events_stop(struct events *events);
/* Monotonic microseconds. Any thread. */
int64_t events_now_us(void);

/* A file in the loop. Zeroed before first use; lives until it is closed. */
struct events_file {
	void (*ready)(struct events_file *file);
	struct lws *wsi; /* NULL: not in the loop */
};
/* Calls ready() while the file has input. Takes the descriptor, also when it fails (false). */
bool events_file_open(struct events *events, struct events_file *file, int descriptor,
		      void (*ready)(struct events_file *file));

/* Starts a timer, or starts it again: fire() is called once, from the loop, at or after the delay. The timer is zeroed
 * before first use, and ended with lws_sul_cancel() before its memory goes. */
void events_timer_start(struct events *events, lws_sorted_usec_list_t *timer, sul_cb_t fire, int64_t delay_us);
bool events_timer_is_armed(const lws_sorted_usec_list_t *timer);

/* Whether a file's ready() or a socket's received() is called. What a client sends meanwhile waits in the kernel and
 * slows it down. */
void events_read(struct lws *wsi, bool is_wanted);
/* Closes a file, not from inside its own ready(); or a socket, with closed() inside and only outside of events_run().
 * NULL is fine: it is not open. */
void events_close_now(struct lws *wsi);

/* The connection of one client. */
struct events_socket {
	/* data is valid during the call. false: close now. */
	bool (*received)(void *ctx, const char *data, size_t size);
	/* The kernel has taken all that was sent. false: close now. */
	bool (*drained)(void *ctx);
	/* The client has sent its last byte (FIN), read or not: it closed, or only has no more to send. Closes nothing.
	 */
	void (*finished)(void *ctx);
	/* The last call, for every reason; the socket's memory is the owner's again. */
	void (*closed)(void *ctx);
	void *ctx;
	struct lws *wsi;
};
/* Takes the descriptor of an accepted socket. false: out of memory; the descriptor is closed, closed() is not called.
 */
bool events_adopt(struct events *events, struct events_socket *socket, int descriptor);
/* Room that buffers for events_socket_send() must have in front of the data. */
enum { EVENTS_HEADROOM = LWS_PRE };
/* data is copied as far as the kernel does not take it at once. false: the connection is broken; close it. Not while
 * the socket is congested. */
bool events_socket_send(struct events_socket *socket, char *data, size_t size);
/* Sends what the kernel takes at once and returns how many bytes that are; 0 also while the socket is congested. A
 * broken connection ends from the loop. */
size_t events_socket_send_some(struct events_socket *socket, const char *data, size_t size);
/* Something sent is still waiting for the kernel; drained() follows. */
bool events_socket_is_congested(struct events_socket *socket);
/* Half-close: nothing more will be sent. */
void events_socket_finish(struct events_socket *socket);
/* Closes soon; closed() follows from the loop. */
void events_socket_close(struct events_socket *socket);
