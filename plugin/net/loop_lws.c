/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "net/loop_internal.h"

#include <stdio.h>
#include <string.h>

#include "net/platform.h"

#if defined(LWS_WITH_MBEDTLS)
#error "libwebsockets must be built with OpenSSL: trust is handed to it as an SSL_CTX"
#endif

enum { MAX_PASSES = 64, MAX_DESCRIPTORS = 64, HEADER_BYTES = 8192, RECEIVE_BYTES = 4096 };

static const char protocol_name[] = "loop-websocket";
static const char alpn[] = "http/1.1";

static bool is_terminal(enum lws_callback_reasons reason)
{
	return reason == LWS_CALLBACK_CLIENT_CONNECTION_ERROR || reason == LWS_CALLBACK_CLIENT_CLOSED ||
	       reason == LWS_CALLBACK_WSI_DESTROY;
}

static bool is_for_owner(enum lws_callback_reasons reason)
{
	switch (reason) {
	case LWS_CALLBACK_CLIENT_CONNECTION_ERROR:
	case LWS_CALLBACK_CLIENT_APPEND_HANDSHAKE_HEADER:
	case LWS_CALLBACK_CLIENT_ESTABLISHED:
	case LWS_CALLBACK_CLIENT_CLOSED:
	case LWS_CALLBACK_CLIENT_RECEIVE:
	case LWS_CALLBACK_CLIENT_WRITEABLE:
	case LWS_CALLBACK_WS_PEER_INITIATED_CLOSE:
	case LWS_CALLBACK_WSI_DESTROY:
		return true;
	default:
		return false;
	}
}

static int tell_owner(struct lws *wsi, enum lws_callback_reasons reason, void *in, size_t len)
{
	struct loop_websocket *ws = lws_get_opaque_user_data(wsi);
	if (!ws)
		return is_terminal(reason) ? 0 : -1;
	if (is_terminal(reason)) {
		lws_set_opaque_user_data(wsi, NULL);
		ws->wsi = NULL;
		if (reason == LWS_CALLBACK_WSI_DESTROY)
			reason = LWS_CALLBACK_CLIENT_CLOSED;
		ws->callback(ws, wsi, (int)reason, in, len);
		return 0;
	}
	int result = ws->callback(ws, wsi, (int)reason, in, len);
	/* The owner is gone when it was removed inside its callback. */
	return lws_get_opaque_user_data(wsi) ? result : -1;
}

static int on_lws_event(struct lws *wsi, enum lws_callback_reasons reason, void *user, void *in, size_t len)
{
	if (reason == LWS_CALLBACK_CLIENT_HTTP_REDIRECT)
		return 1; /* a redirect would name another host, which libwebsockets would resolve, blocking */
	if (reason == LWS_CALLBACK_OPENSSL_PERFORM_SERVER_CERT_VERIFICATION) {
		struct loop *loop = lws_context_user(lws_get_context(wsi));
		if (!len) /* refused already; this callback could only undo that, which it never does */
			loop->tls_refusal = tls_store_refusal(user);
		return 0;
	}
	if (!is_for_owner(reason))
		return 0;
	return tell_owner(wsi, reason, in, len);
}

static const struct lws_protocols protocols[] = {
	{.name = protocol_name, .callback = on_lws_event, .rx_buffer_size = RECEIVE_BYTES},
	{.name = NULL},
};

/* No checks of libwebsockets' own: the heartbeat is Engine.IO's, and an idle connection shall make no system call. */
static const lws_retry_bo_t no_idle_policy = {0};

static void describe_vhost(struct loop *loop, struct lws_context_creation_info *info, const char *name)
{
	info->port = CONTEXT_PORT_NO_LISTEN;
	info->protocols = protocols;
	info->vhost_name = name;
	info->alpn = alpn;
	/* NULL would mean http_proxy of the environment, for loopback too. */
	info->http_proxy_address = "";
	info->provided_client_ssl_ctx = tls_store_ssl_context(loop->tls_store);
	info->options = LWS_SERVER_OPTION_DO_SSL_GLOBAL_INIT | LWS_SERVER_OPTION_EXPLICIT_VHOSTS |
			LWS_SERVER_OPTION_JUST_USE_RAW_ORIGIN;
	info->retry_and_idle_policy = &no_idle_policy;
	info->timeout_secs = 60; /* ours are shorter */
	info->connect_timeout_secs = 60;
	info->user = loop;
}

bool loop_lws_start(struct loop *loop)
{
	/* For the whole process, as is ignoring SIGPIPE. Every thread's lines would be written into one buffer without
	 * a lock (lws 4.1), and they name addresses and paths; what counts comes by callbacks. */
	lws_set_log_level(0, NULL);

	struct lws_context_creation_info info = {0};
	describe_vhost(loop, &info, "loop");
	info.gid = -1;
	info.uid = -1;
	info.fd_limit_per_thread = MAX_DESCRIPTORS; /* else its tables follow the process's limit */
	info.pt_serv_buf_size = HEADER_BYTES;
	info.max_http_header_data = HEADER_BYTES;

	loop->lws = lws_create_context(&info);
	if (loop->lws)
		loop->vhost = lws_create_vhost(loop->lws, &info);
	return loop->vhost != NULL;
}

void loop_lws_stop(struct loop *loop)
{
	if (loop->lws)
		lws_context_destroy(loop->lws);
	loop->lws = NULL;
}

bool loop_lws_service(struct loop *loop)
{
	bool is_good = true;
	/* At least twice: the first pass loses the write that a receive handler asks for, the PONG and the close reply.
	 */
	for (int pass = 0; is_good && pass < MAX_PASSES; pass++) {
		bool was_asked = loop->must_service;
		loop->must_service = false;
		is_good = lws_service(loop->lws, -1) >= 0;
		bool has_buffered_input = lws_service_adjust_timeout(loop->lws, 1, 0) == 0;
		if (has_buffered_input && pass == MAX_PASSES - 1)
			loop->must_service = true;
		if (pass > 0 && !was_asked && !loop->must_service && !has_buffered_input)
			break;
	}
	if (!is_good)
		log_error(loop_log(loop), "The websocket library gave up");
	return is_good;
}

void loop_find_route(const struct loop *loop, const char *host, struct loop_route *route)
{
	proxy_find_route(&loop->proxy, host, route);
}

struct lws_vhost *loop_lws_proxied_vhost(struct loop *loop, const struct loop_route *route, const char *proxy_ip)
{
	char address[256];
	bool is_ipv6 = strchr(proxy_ip, ':') != NULL;
	snprintf(address, sizeof(address), "%s%s%s%s%s:%d", route->proxy_credentials,
		 *route->proxy_credentials ? "@" : "", is_ipv6 ? "[" : "", proxy_ip, is_ipv6 ? "]" : "",
		 route->proxy_port);

	if (!loop->proxied_vhost) {
		struct lws_context_creation_info info = {0};
		describe_vhost(loop, &info, "loop-proxied");
		loop->proxied_vhost = lws_create_vhost(loop->lws, &info);
	}
	bool is_set = loop->proxied_vhost && lws_set_proxy(loop->proxied_vhost, address) == 0;
	return is_set ? loop->proxied_vhost : NULL;
}

bool loop_connect_websocket(struct loop *loop, struct loop_websocket *ws, struct lws_client_connect_info *info)
{
	info->context = loop->lws;
	if (!info->vhost)
		info->vhost = loop->vhost;
	info->local_protocol_name = protocol_name;
	info->alpn = alpn;
	info->retry_and_idle_policy = &no_idle_policy;
	info->pwsi = &ws->wsi;
	info->opaque_user_data = ws;
	ws->tick_since_ms = 0;
	ws->wants_tick = true;
	ws->next = loop->websockets;
	loop->websockets = ws;
	loop->tls_refusal = NULL; /* of an earlier connection */
	ws->wsi = lws_client_connect_via_info(info);
	return ws->wsi != NULL;
}

static void drop_connection(struct loop *loop, struct lws *wsi)
{
	lws_set_opaque_user_data(wsi, NULL);
	lws_sockfd_type socket = lws_get_socket_fd(wsi);
	if (socket != LWS_SOCK_INVALID)
		platform_socket_set_lingering((intptr_t)socket, false);
	/* Inside its own callback the connection must not be freed; there the -1 of tell_owner() ends it. */
	lws_set_timeout(wsi, PENDING_TIMEOUT_USER_REASON_BASE, LWS_TO_KILL_ASYNC);
	loop->must_service = true;
}

void loop_remove_websocket(struct loop *loop, struct loop_websocket *ws)
{
	struct loop_websocket **place = &loop->websockets;
	while (*place && *place != ws)
		place = &(*place)->next;
	if (*place)
		*place = ws->next;
	ws->next = NULL;
	if (ws->wsi)
		drop_connection(loop, ws->wsi);
	ws->wsi = NULL;
	ws->wants_write = false;
	ws->wants_tick = false;
}

void loop_request_write(struct loop *loop, struct loop_websocket *ws)
{
	if (!ws->wsi)
		return;
	ws->wants_write = true;
	loop->must_write = true;
}

void loop_lws_write(struct loop *loop)
{
	struct loop_websocket *next = NULL;
	loop->must_write = false;
	for (struct loop_websocket *ws = loop->websockets; ws; ws = next) {
		next = ws->next;
		if (!ws->wsi || !ws->wants_write || ws->write_now(ws))
			continue;
		ws->wants_write = true;
		loop->must_service = true;
		lws_callback_on_writable(ws->wsi);
	}
}

const char *loop_take_tls_error(struct loop *loop)
{
	const char *refusal = loop->tls_refusal;
	loop->tls_refusal = NULL;
	return refusal ? refusal : "";
}
