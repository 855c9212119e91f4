/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "socketio/url.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "net/http/http.h"
#include "net/url.h"
#include "socketio/packet.h"

const char *sio_url_result_text(enum sio_url_result result)
{
	static const char *const texts[] = {[SIO_URL_OK] = "ok", SIO_URL_ERRORS(NAMED_TEXT)};
	return texts[result];
}

/* What encodeURIComponent() leaves alone. */
static bool is_unreserved(unsigned char c)
{
	return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
	       (c && strchr("-_.!~*'()", c));
}

/* Decodes and encodes again, so that the result is well-formed whatever came. */
static bool append_encoded(struct packet_text *out, const char *text, size_t size)
{
	static const char digits[] = "0123456789ABCDEF";
	bool is_good = true;
	for (size_t i = 0; is_good && i < size; i++) {
		unsigned char byte = (unsigned char)text[i];
		bool is_escape = byte == '%' && i + 2 < size && isxdigit((unsigned char)text[i + 1]) &&
				 isxdigit((unsigned char)text[i + 2]);
		if (is_escape) {
			byte = (unsigned char)strtoul((char[]){text[i + 1], text[i + 2], '\0'}, NULL, 16);
			i += 2;
		}
		char escaped[3] = {'%', digits[byte >> 4], digits[byte & 15]};
		bool is_plain = is_unreserved(byte);
		is_good = packet_append(out, is_plain ? (const char *)&byte : escaped, is_plain ? 1 : 3) == PACKET_OK;
	}
	return is_good;
}

static bool append_text(struct packet_text *out, const char *text)
{
	return packet_append(out, text, strlen(text)) == PACKET_OK;
}

/* The parameters that are ours replace those of the same name where they stand. */
struct own_parameter {
	const char *name;
	const char *value;
	bool is_written;
};

static struct own_parameter *find_own(struct own_parameter *own, const char *name, size_t size)
{
	for (; own->name; own++)
		if (strlen(own->name) == size && memcmp(own->name, name, size) == 0)
			return own;
	return NULL;
}

static bool append_separator(struct packet_text *out)
{
	bool is_first = out->size == 0 || out->bytes[out->size - 1] == '?';
	return is_first || append_text(out, "&");
}

static bool append_own(struct packet_text *out, struct own_parameter *own)
{
	if (own->is_written)
		return true;
	own->is_written = true;
	return append_separator(out) && append_text(out, own->name) && append_text(out, "=") &&
	       append_text(out, own->value);
}

static bool append_query(struct packet_text *out, const char *query, struct own_parameter *own)
{
	while (*query) {
		size_t size = strcspn(query, "&");
		const char *equals = memchr(query, '=', size);
		size_t name_size = equals ? (size_t)(equals - query) : size;
		struct own_parameter *known = find_own(own, query, name_size);
		bool is_good = true;
		if (known)
			is_good = append_own(out, known);
		else if (size > 0)
			is_good = append_separator(out) && append_encoded(out, query, name_size) &&
				  append_text(out, "=") &&
				  (!equals || append_encoded(out, equals + 1, size - name_size - 1));
		if (!is_good)
			return false;
		query += size;
		if (*query == '&')
			query++;
	}
	for (; own->name; own++)
		if (!append_own(out, own))
			return false;
	return true;
}

static bool is_path(const char *path)
{
	for (; *path; path++)
		if ((unsigned char)*path <= ' ' || (unsigned char)*path >= 0x7f || strchr("?#\\", *path))
			return false;
	return true;
}

static enum sio_url_result build_request(struct sio_url *url, const char *path, const char *query)
{
	struct own_parameter own[] = {{.name = "EIO", .value = "3"}, {.name = "transport", .value = "websocket"}, {0}};
	struct packet_text out = {.bytes = url->request, .capacity = sizeof(url->request) - 1};
	if (!path || !*path)
		path = "/socket.io";
	if (!is_path(path))
		return SIO_URL_ERROR_PATH;

	size_t size = strlen(path);
	bool is_good = *path == '/' || append_text(&out, "/");
	is_good = is_good && append_text(&out, path);
	/* The server does not answer at all without the slash. */
	if (path[size - 1] != '/')
		is_good = is_good && append_text(&out, "/");
	is_good = is_good && append_text(&out, "?") && append_query(&out, query, own);
	url->request[out.size] = '\0';
	return is_good ? SIO_URL_OK : SIO_URL_ERROR_TOO_LONG;
}

static enum sio_url_result take_authority(struct sio_url *url, const struct url_parts *parts, bool allow_plain)
{
	if (strcmp(parts->scheme, "https") == 0 || strcmp(parts->scheme, "wss") == 0)
		url->is_tls = true;
	else if (strcmp(parts->scheme, "http") != 0 && strcmp(parts->scheme, "ws") != 0)
		return SIO_URL_ERROR_SCHEME;
	if (!url->is_tls && !(allow_plain && http_host_is_loopback(parts->host)))
		return SIO_URL_ERROR_PLAIN;

	int default_port = url->is_tls ? 443 : 80;
	url->port = parts->port ? parts->port : default_port;
	memcpy(url->host, parts->host, sizeof(url->host));
	if (url->port == default_port)
		snprintf(url->host_header, sizeof(url->host_header), "%s", url->host);
	else
		snprintf(url->host_header, sizeof(url->host_header), "%s:%d", url->host, url->port);
	return SIO_URL_OK;
}

enum sio_url_result sio_url_parse(const char *text, const char *path, bool allow_plain, struct sio_url *url)
{
	static const enum sio_url_result results[] = {
		[URL_OK] = SIO_URL_OK,
		[URL_ERROR_SYNTAX] = SIO_URL_ERROR_SYNTAX,
		[URL_ERROR_TOO_LONG] = SIO_URL_ERROR_TOO_LONG,
		[URL_ERROR_MEMORY] = SIO_URL_ERROR_MEMORY,
	};
	struct url_parts parts;
	*url = (struct sio_url){0};
	enum sio_url_result result = results[url_split(text, &parts)];
	if (result == SIO_URL_OK)
		result = take_authority(url, &parts, allow_plain);
	if (result == SIO_URL_OK)
		result = build_request(url, path, parts.query);
	return result;
}
