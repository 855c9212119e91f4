/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The client, as its files share it: client.c (life), client_connect.c (from URL to websocket), client_wire.c (events
 * of libwebsockets), client_packets.c (what a packet does) and client_heartbeat.c. */
#pragma once

#include <libwebsockets.h>

#include "net/http/http.h"
#include "net/loop.h"
#include "net/websocket/message.h"
#include "socketio/client.h"
#include "socketio/outbox.h"
#include "socketio/packet.h"
#include "socketio/url.h"

enum { SIO_MAX_GARBAGE = 100 };

struct sio_client {
	struct loop *loop;
	struct sio_options options; /* with defaults filled in; strings belong to the client */
	struct sio_url url;
	struct loop_route route;
	enum sio_state state;
	bool *was_destroyed; /* set while a handler runs: tells its caller that the client is gone */

	struct loop_websocket ws;
	struct http_request *resolving;
	bool has_websocket;       /* ws is with the loop */
	bool sent_upgrade;        /* TCP and TLS are up, the HTTP request is on its way */
	bool is_upgraded;         /* 101 came */
	bool has_open_packet;     /* and with it the heartbeat's numbers */
	bool is_waiting_for_pong; /* closing: the server has not yet shown that it took everything */
	bool is_saying_goodbye;   /* send the close frame once the outbox is empty */

	struct loop_timer deadline; /* of the state: connect, join, goodbye, or "now" to report the end */
	struct sio_close ending;    /* reason 0: none yet; the first cause counts */

	struct loop_timer heartbeat;
	int ping_interval_ms;
	int ping_timeout_ms;
	int64_t next_ping_ms;
	int64_t ping_sent_ms; /* 0: no pong is awaited */
	int pings_unanswered; /* a pong does not say which ping it is for */
	int pongs_to_report;  /* so many until the one of sio_client_ping(); 0: none was asked for */

	struct packet_decoder decoder;
	struct websocket_message message; /* incoming */
	int garbage;                      /* frames that are no Engine.IO packets at all */
	bool has_logged_drop;
	bool has_logged_trailing;
	int unread_events; /* that were named in the log */

	struct outbox outbox;
	int64_t unsent_bound; /* bytes in the kernel, at most; but for what libwebsockets answers to pings by itself */
	struct sio_stats stats;
};

/* client.c */
/* Ends the connection with a reset; closed() follows from the loop. The first reason given counts. */
void sio_client_fail(struct sio_client *client, enum sio_close_reason reason, const char *detail);
/* The same, but the server gets a close frame. */
void sio_client_end_politely(struct sio_client *client, enum sio_close_reason reason, const char *detail, int grace_ms);
/* Room for a control packet (ping, ack, goodbye), and the way to send what was encoded into it. */
struct packet_text sio_client_reserve(struct sio_client *client);
void sio_client_send(struct sio_client *client, const struct packet_text *text);
/* The server has taken everything that was sent before the last ping. */
void sio_client_say_goodbye(struct sio_client *client);

/* client_connect.c */
void sio_client_connect(struct sio_client *client);
void sio_client_connect_timed_out(struct sio_client *client);

/* client_wire.c */
bool sio_client_write_now(struct loop_websocket *ws);
int sio_client_on_websocket(struct loop_websocket *ws, struct lws *wsi, int reason, void *in, size_t len);

/* client_packets.c */
/* One complete message. The client may be gone afterwards. */
void sio_client_receive(struct sio_client *client, const char *frame, size_t size, bool is_binary);

/* client_heartbeat.c */
void sio_heartbeat_start(struct sio_client *client);
void sio_heartbeat_stop(struct sio_client *client);
void sio_heartbeat_pong(struct sio_client *client);
void sio_heartbeat_ping(struct sio_client *client);
