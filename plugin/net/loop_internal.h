/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the files of net/ share about the loop. */
#pragma once

#include <stdatomic.h>

#include <curl/curl.h>
#include <libwebsockets.h>

#include "net/loop.h"
#include "net/http/proxy.h"
#include "net/tls_store.h"

struct http_request;

struct loop {
	struct loop_config config; /* ca_file and proxy are not kept */
	struct proxy_rules proxy;
	struct tls_store *tls_store;

	CURLM *multi;
	CURLSH *share; /* TLS sessions, so that a reconnect need not do the whole handshake */
	struct http_request *requests;
	bool lets_linger; /* what a closed connection has not delivered stays with the system for a while */

	struct lws_context *lws;
	struct lws_vhost *vhost;         /* straight to the server */
	struct lws_vhost *proxied_vhost; /* made at the first use */
	struct loop_websocket *websockets;
	const char *tls_refusal; /* static text */
	bool must_service;       /* libwebsockets has work that no descriptor shows */
	bool must_write;         /* a websocket has something to send */
	bool must_perform;       /* curl has a new request */

	struct loop_timer *timers; /* sorted by at_ms, equal ones in the order they were started */

	atomic_bool is_woken; /* merges wake-ups: set by loop_wake(), cleared by the loop's thread */
	curl_socket_t wake;   /* readable after a wake-up; CURL_SOCKET_BAD: curl has it, or none yet */
	bool must_take_wake;  /* it is readable still */
	bool owns_curl;       /* curl_global_init() was done */
};

/* loop_lws.c */
bool loop_lws_start(struct loop *loop);
void loop_lws_stop(struct loop *loop);
/* What websockets have to send goes out, past libwebsockets' own loop where that is possible. */
void loop_lws_write(struct loop *loop);
/* Lets libwebsockets do everything that is ready, without waiting. false: it is broken. */
bool loop_lws_service(struct loop *loop);

/* loop_wake_eventfd_posix.c or loop_wake_curl.c */
bool loop_wake_start(struct loop *loop);
void loop_wake_stop(struct loop *loop);
/* Any thread: ends the wait, or the next one. */
void loop_wake_send(struct loop *loop);
/* Makes loop->wake unreadable again. */
void loop_wake_take(struct loop *loop);

/* http.c */
void http_collect_finished(struct loop *loop);
void http_cancel_all(struct loop *loop);

/* loop_timer.c */
void loop_run_timers(struct loop *loop);
