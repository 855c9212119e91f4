/* SPDX-License-Identifier: GPL-2.0-or-later */
/* From the URL to a websocket: proxy rules, name resolution by curl, then libwebsockets with an IP address. */
#include <stdio.h>
#include <string.h>

#include "net/platform.h"
#include "socketio/client_internal.h"

static void start_websocket(struct sio_client *client, struct lws_vhost *vhost, const char *address)
{
	struct lws_client_connect_info info = {
		.vhost = vhost,
		.address = address,
		.port = client->url.port,
		.path = client->url.request,
		/* Host header, server name and the check of the certificate all come from here. */
		.host = client->url.host_header,
		.ssl_connection = LCCSCF_HTTP_NO_FOLLOW_REDIRECT | (client->url.is_tls ? LCCSCF_USE_SSL : 0),
	};
	client->has_websocket = true;
	if (!loop_connect_websocket(client->loop, &client->ws, &info)) {
		sio_client_fail(client, SIO_CLOSE_CONNECT, "The connection was refused or could not be made");
		return;
	}
	lws_sockfd_type socket = lws_get_socket_fd(client->ws.wsi);
	if (socket != LWS_SOCK_INVALID)
		platform_socket_tune((intptr_t)socket, client->options.dead_path_ms);
}

static void connect_to(struct sio_client *client, const char *ip)
{
	if (client->route.kind == LOOP_ROUTE_DIRECT) {
		start_websocket(client, NULL, ip);
		return;
	}
	struct lws_vhost *vhost = loop_lws_proxied_vhost(client->loop, &client->route, ip);
	if (!vhost)
		sio_client_fail(client, SIO_CLOSE_NO_LIBRARY, "libwebsockets does not take the proxy");
	else
		start_websocket(client, vhost, client->url.host); /* the proxy resolves the name */
}

static void fail_to_reach(struct sio_client *client, bool is_found)
{
	bool is_proxied = client->route.kind == LOOP_ROUTE_PROXY;
	if (is_found)
		sio_client_fail(client, SIO_CLOSE_CONNECT,
				is_proxied ? "The proxy could not be reached in time"
					   : "The server could not be reached in time");
	else
		sio_client_fail(client, SIO_CLOSE_RESOLVE,
				is_proxied ? "The name of the proxy could not be resolved in time"
					   : "The name could not be resolved in time");
}

static void on_resolved(void *ctx, const struct http_address *address)
{
	struct sio_client *client = ctx;
	client->resolving = NULL;
	switch (address->error) {
	case HTTP_OK:
		connect_to(client, address->ip);
		break;
	case HTTP_ERROR_MEMORY:
		sio_client_fail(client, SIO_CLOSE_MEMORY, address->detail);
		break;
	case HTTP_ERROR_LIBRARY:
		sio_client_fail(client, SIO_CLOSE_NO_LIBRARY, address->detail);
		break;
	case HTTP_ERROR_TIMEOUT:
		fail_to_reach(client, address->is_found);
		break;
	case HTTP_ERROR_RESOLVE:
	case HTTP_ERROR_URL:
		sio_client_fail(client, SIO_CLOSE_RESOLVE, address->detail);
		break;
	default:
		sio_client_fail(client, SIO_CLOSE_CONNECT, address->detail);
		break;
	}
}

static void strip_brackets(char *target, size_t size, const char *host)
{
	snprintf(target, size, "%s", *host == '[' ? host + 1 : host);
	target[strcspn(target, "]")] = '\0';
}

static void reach(struct sio_client *client, const char *host, int port)
{
	char address[256];
	if (http_host_is_address(host)) {
		strip_brackets(address, sizeof(address), host);
		connect_to(client, address);
		return;
	}
	client->resolving =
		http_resolve(client->loop, host, port, client->options.connect_timeout_ms, on_resolved, client);
	if (!client->resolving)
		sio_client_fail(client, SIO_CLOSE_MEMORY, "Out of memory");
}

void sio_client_connect(struct sio_client *client)
{
	enum sio_url_result result = sio_url_parse(client->options.url ? client->options.url : "", client->options.path,
						   client->options.allow_plain, &client->url);
	if (result != SIO_URL_OK) {
		bool is_memory = result == SIO_URL_ERROR_MEMORY;
		sio_client_fail(client, is_memory ? SIO_CLOSE_MEMORY : SIO_CLOSE_BAD_URL, sio_url_result_text(result));
		return;
	}
	loop_find_route(client->loop, client->url.host, &client->route);
	switch (client->route.kind) {
	case LOOP_ROUTE_DIRECT:
		reach(client, client->url.host, client->url.port);
		break;
	case LOOP_ROUTE_PROXY:
		reach(client, client->route.proxy_host, client->route.proxy_port);
		break;
	case LOOP_ROUTE_UNSUPPORTED_PROXY:
		sio_client_fail(
			client, SIO_CLOSE_BAD_PROXY,
			"Only http:// proxies can be used for the socket, with a user name and password of at most 92 "
			"bytes together");
		break;
	}
}

void sio_client_connect_timed_out(struct sio_client *client)
{
	if (client->resolving) {
		fail_to_reach(client, http_is_found(client->resolving));
		return;
	}
	if (client->sent_upgrade) {
		sio_client_fail(client, SIO_CLOSE_OPEN_TIMEOUT,
				client->is_upgraded ? "The server sent no open packet in time"
						    : "The server did not answer the upgrade request in time");
		return;
	}
	bool is_connected = client->ws.wsi && platform_socket_is_connected((intptr_t)lws_get_socket_fd(client->ws.wsi));
	if (!is_connected)
		fail_to_reach(client, true);
	else if (client->route.kind == LOOP_ROUTE_PROXY) /* TLS may have begun behind it, which nothing shows */
		sio_client_fail(client, SIO_CLOSE_CONNECT, "The proxy did not make the connection in time");
	else if (client->url.is_tls)
		sio_client_fail(client, SIO_CLOSE_TLS, "The TLS handshake was not done in time");
	else
		sio_client_fail(client, SIO_CLOSE_CONNECT, "The server could not be reached in time");
}
