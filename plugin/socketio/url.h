/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The address of a Socket.IO 2 server, built as io(url, {path, transports: ["websocket"]}) builds it in JavaScript.
 * Pure.
 *
 * Differences on purpose: a query value keeps everything after its first "=" (JavaScript cuts the padding off an
 * unescaped base64 token); a flag without value stays "flag=" ("flag=undefined" there); a path without a leading slash
 * gets one; a path with a query of its own is refused; the path of the URL, a namespace there, is ignored, since the
 * service has only "/". */
#pragma once

#include <stdbool.h>

#include "net/named.h"

#define SIO_URL_ERRORS(X)                                                                                              \
	X(SIO_URL_ERROR_SYNTAX, "The socket address is not a URL")                                                     \
	X(SIO_URL_ERROR_SCHEME, "The socket address must start with https:// or wss://")                               \
	X(SIO_URL_ERROR_PLAIN, "The socket address has no TLS; that is accepted for this computer only")               \
	X(SIO_URL_ERROR_PATH, "The socket path holds characters that do not belong into a path")                       \
	X(SIO_URL_ERROR_TOO_LONG, "The socket address is too long")                                                    \
	X(SIO_URL_ERROR_MEMORY, "Out of memory")
enum sio_url_result { SIO_URL_OK = 1, SIO_URL_ERRORS(NAMED_VALUE) };
/* For a person; says what to do. */
const char *sio_url_result_text(enum sio_url_result result);

struct sio_url {
	bool is_tls;
	char host[256]; /* IPv6 in brackets */
	int port;
	char host_header[272]; /* with the port unless it is the default */
	char request[4608];    /* path and query of the upgrade request */
};

/* path NULL or "": /socket.io. allow_plain lets http and ws through to loopback hosts only. */
enum sio_url_result sio_url_parse(const char *text, const char *path, bool allow_plain, struct sio_url *url);
