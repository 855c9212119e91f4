/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "net/http/http_internal.h"

#include <stdio.h>
#include <string.h>

#include "net/platform.h"
#include "net/text.h"
#include "net/url.h"

enum { DEFAULT_CONNECT_TIMEOUT_MS = 5000, DEFAULT_TIMEOUT_MS = 10000, DEFAULT_MAX_REPLY_BYTES = 256 * 1024 };

/* false: curl refused the option; request->code says why. */
#define SET(request, option, value)                                                                                    \
	(((request)->code = curl_easy_setopt((request)->easy, CURLOPT_##option, (value))) == CURLE_OK)

static bool parse_ipv4(const char *host, unsigned parts[4])
{
	int length = 0;
	if (sscanf(host, "%3u.%3u.%3u.%3u%n", &parts[0], &parts[1], &parts[2], &parts[3], &length) != 4)
		return false;
	/* sscanf would take signs and spaces too */
	if (host[length] != '\0' || strspn(host, "0123456789.") != strlen(host))
		return false;
	return parts[0] <= 255 && parts[1] <= 255 && parts[2] <= 255 && parts[3] <= 255;
}

bool http_host_is_loopback(const char *host)
{
	unsigned parts[4] = {0};
	if (curl_strequal(host, "localhost") || strcmp(host, "[::1]") == 0)
		return true;
	return parse_ipv4(host, parts) && parts[0] == 127;
}

bool http_host_is_address(const char *host)
{
	unsigned parts[4] = {0};
	return strchr(host, ':') || parse_ipv4(host, parts);
}

static bool append_line(struct curl_slist **list, const char *line)
{
	struct curl_slist *longer = curl_slist_append(*list, line);
	if (longer)
		*list = longer;
	return longer != NULL;
}

static bool add_headers(struct http_request *request, const struct http_options *options)
{
	static const char *const json_only[] = {"Content-Type: application/json", NULL};
	const char *const *lines = options->headers ? options->headers : json_only;
	/* Without it curl waits a second for "100 Continue" before a larger body. */
	if (!append_line(&request->headers, "Expect:"))
		return false;
	for (; *lines; lines++)
		if (!append_line(&request->headers, *lines))
			return false;
	return SET(request, HTTPHEADER, request->headers);
}

static bool set_protocols(struct http_request *request)
{
#if LIBCURL_VERSION_NUM >= 0x075500
	return SET(request, PROTOCOLS_STR, "http,https");
#else
	return SET(request, PROTOCOLS, (long)(CURLPROTO_HTTP | CURLPROTO_HTTPS));
#endif
}

static CURLcode on_tls_context(CURL *easy, void *ssl_context, void *ctx)
{
	(void)easy;
	tls_store_share(ctx, ssl_context);
	return CURLE_OK;
}

static bool set_trust(struct http_request *request)
{
	struct tls_store *store = request->loop->tls_store;
	size_t pem_size = 0;
	const char *pem = tls_store_pem(store, &pem_size);
	struct curl_blob trusted = {.data = (void *)pem, .len = pem_size, .flags = CURL_BLOB_NOCOPY};
	if (pem && !SET(request, CAINFO_BLOB, &trusted))
		return false;
	if (!tls_store_is_shareable(store))
		return true;
	return SET(request, CAINFO, NULL) && SET(request, CAPATH, NULL) &&
	       SET(request, SSL_CTX_FUNCTION, on_tls_context) && SET(request, SSL_CTX_DATA, store);
}

static int on_new_socket(void *ctx, curl_socket_t socket, curlsocktype purpose)
{
	const struct http_request *request = ctx;
	(void)purpose;
	platform_socket_tune((intptr_t)socket, request->timeout_ms);
	return CURL_SOCKOPT_OK;
}

/* What the peer has not taken is dropped: the system would go on sending it for minutes. A connection that ends after
 * its reply holds nothing like that, and is closed in the usual way. */
static int on_close_socket(void *ctx, curl_socket_t socket)
{
	const struct loop *loop = ctx;
	if (loop->lets_linger || platform_socket_unsent_bytes((intptr_t)socket) == 0)
		platform_socket_set_lingering((intptr_t)socket, true);
	platform_socket_close((intptr_t)socket);
	return 0;
}

/* Connections outlive their request, so what is asked at their end belongs to the loop. */
static bool set_socket_callbacks(struct http_request *request)
{
	return SET(request, SOCKOPTFUNCTION, on_new_socket) && SET(request, SOCKOPTDATA, request) &&
	       SET(request, CLOSESOCKETFUNCTION, on_close_socket) && SET(request, CLOSESOCKETDATA, request->loop);
}

/* What every transfer has in common. */
static bool set_basics(struct http_request *request, int connect_timeout_ms, int timeout_ms)
{
	request->timeout_ms = timeout_ms;
	bool is_set = SET(request, PRIVATE, request) && SET(request, NOSIGNAL, 1L) && set_protocols(request) &&
		      SET(request, FOLLOWLOCATION, 0L) && SET(request, SSL_VERIFYPEER, 1L) &&
		      SET(request, SSL_VERIFYHOST, 2L) && SET(request, SHARE, request->loop->share) &&
		      SET(request, CONNECTTIMEOUT_MS, (long)connect_timeout_ms) &&
		      SET(request, TIMEOUT_MS, (long)timeout_ms) &&
		      /* HTTP/2 would only reset the stream of a request that ends and leave its bytes on the way. */
		      SET(request, HTTP_VERSION, (long)CURL_HTTP_VERSION_1_1) && set_socket_callbacks(request);
#if LIBCURL_VERSION_NUM >= 0x075700
	/* An older curl joins its resolver thread here, so a cancel may wait for the system's resolver. */
	curl_easy_setopt(request->easy, CURLOPT_QUICK_EXIT, 1L);
#endif
	return is_set && set_trust(request);
}

static bool set_proxy(struct http_request *request, bool is_direct)
{
	const struct proxy_rules *rules = &request->loop->proxy;
	if (!is_direct && !rules->is_setting)
		return true; /* curl reads the environment itself */
	return SET(request, PROXY, is_direct ? "" : rules->proxy) && SET(request, NOPROXY, is_direct ? "*" : "");
}

static bool has_bad_header(const struct http_options *options)
{
	for (const char *const *line = options->headers; line && *line; line++)
		if (text_has_control(*line))
			return true;
	return false;
}

enum http_error http_judge(const struct http_options *options, CURLU *url, bool *is_loopback)
{
	bool is_plain = false;
	enum url_result result = url_parse_secure(url, options->url, &is_plain, is_loopback);
	if (result == URL_ERROR_MEMORY)
		return HTTP_ERROR_MEMORY;
	if (result != URL_OK || (is_plain && !options->allow_plain_http))
		return HTTP_ERROR_URL;
	return has_bad_header(options) ? HTTP_ERROR_HEADER : HTTP_OK;
}

static bool set_body(struct http_request *request, const struct http_options *options)
{
	if (!options->body)
		return true;
	return SET(request, POSTFIELDSIZE_LARGE, (curl_off_t)options->body_size) &&
	       SET(request, COPYPOSTFIELDS, options->body);
}

bool http_configure(struct http_request *request, const struct http_options *options, CURLU *url, bool is_loopback)
{
	request->max_reply_bytes = options->max_reply_bytes ? options->max_reply_bytes : DEFAULT_MAX_REPLY_BYTES;
	if (options->resolve &&
	    (!append_line(&request->resolve, options->resolve) || !SET(request, RESOLVE, request->resolve)))
		return false;
	char *text = NULL;
	if (curl_url_get(url, CURLUPART_URL, &text, 0) != CURLUE_OK)
		return false;
	bool is_set = SET(request, URL, text);
	curl_free(text);
	return is_set &&
	       set_basics(request,
			  options->connect_timeout_ms ? options->connect_timeout_ms : DEFAULT_CONNECT_TIMEOUT_MS,
			  options->timeout_ms ? options->timeout_ms : DEFAULT_TIMEOUT_MS) &&
	       set_proxy(request, options->is_lan || is_loopback) && add_headers(request, options) &&
	       set_body(request, options) && SET(request, WRITEFUNCTION, http_on_body) &&
	       SET(request, WRITEDATA, request) && SET(request, HEADERFUNCTION, http_on_header) &&
	       SET(request, HEADERDATA, request);
}

bool http_configure_resolve(struct http_request *request, const char *url, int timeout_ms)
{
	/* Only the TCP connection is made: its peer is an address that answers, and curl looks names up in a thread. */
	return SET(request, URL, url) && SET(request, CONNECT_ONLY, 1L) && SET(request, FORBID_REUSE, 1L) &&
	       set_basics(request, timeout_ms, timeout_ms) && set_proxy(request, true);
}
