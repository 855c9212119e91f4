/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "net/http/http_internal.h"

#include <stdio.h>
#include <string.h>

#include "net/platform.h"

enum { DEFAULT_CONNECT_TIMEOUT_MS = 5000, DEFAULT_TIMEOUT_MS = 10000, DEFAULT_MAX_REPLY_BYTES = 256 * 1024 };

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
	return curl_easy_setopt(request->easy, CURLOPT_HTTPHEADER, request->headers) == CURLE_OK;
}

static bool set_protocols(CURL *easy)
{
#if LIBCURL_VERSION_NUM >= 0x075500
	return curl_easy_setopt(easy, CURLOPT_PROTOCOLS_STR, "http,https") == CURLE_OK;
#else
	return curl_easy_setopt(easy, CURLOPT_PROTOCOLS, (long)(CURLPROTO_HTTP | CURLPROTO_HTTPS)) == CURLE_OK;
#endif
}

static CURLcode on_tls_context(CURL *easy, void *ssl_context, void *ctx)
{
	(void)easy;
	tls_store_share(ctx, ssl_context);
	return CURLE_OK;
}

static bool set_trust(CURL *easy, struct tls_store *store)
{
	size_t pem_size = 0;
	const char *pem = tls_store_pem(store, &pem_size);
	struct curl_blob trusted = {.data = (void *)pem, .len = pem_size, .flags = CURL_BLOB_NOCOPY};
	if (pem && curl_easy_setopt(easy, CURLOPT_CAINFO_BLOB, &trusted) != CURLE_OK)
		return false;
	if (!tls_store_is_shareable(store))
		return true;
	return curl_easy_setopt(easy, CURLOPT_CAINFO, NULL) == CURLE_OK &&
	       curl_easy_setopt(easy, CURLOPT_CAPATH, NULL) == CURLE_OK &&
	       curl_easy_setopt(easy, CURLOPT_SSL_CTX_FUNCTION, on_tls_context) == CURLE_OK &&
	       curl_easy_setopt(easy, CURLOPT_SSL_CTX_DATA, store) == CURLE_OK;
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
	CURL *easy = request->easy;
	return curl_easy_setopt(easy, CURLOPT_SOCKOPTFUNCTION, on_new_socket) == CURLE_OK &&
	       curl_easy_setopt(easy, CURLOPT_SOCKOPTDATA, request) == CURLE_OK &&
	       curl_easy_setopt(easy, CURLOPT_CLOSESOCKETFUNCTION, on_close_socket) == CURLE_OK &&
	       curl_easy_setopt(easy, CURLOPT_CLOSESOCKETDATA, request->loop) == CURLE_OK;
}

/* What every transfer has in common. */
static bool set_basics(struct http_request *request, int connect_timeout_ms, int timeout_ms)
{
	CURL *easy = request->easy;
	request->timeout_ms = timeout_ms;
	bool is_set = curl_easy_setopt(easy, CURLOPT_PRIVATE, request) == CURLE_OK &&
		      curl_easy_setopt(easy, CURLOPT_NOSIGNAL, 1L) == CURLE_OK && set_protocols(easy) &&
		      curl_easy_setopt(easy, CURLOPT_FOLLOWLOCATION, 0L) == CURLE_OK &&
		      curl_easy_setopt(easy, CURLOPT_SSL_VERIFYPEER, 1L) == CURLE_OK &&
		      curl_easy_setopt(easy, CURLOPT_SSL_VERIFYHOST, 2L) == CURLE_OK &&
		      curl_easy_setopt(easy, CURLOPT_SHARE, request->loop->share) == CURLE_OK &&
		      curl_easy_setopt(easy, CURLOPT_CONNECTTIMEOUT_MS, (long)connect_timeout_ms) == CURLE_OK &&
		      curl_easy_setopt(easy, CURLOPT_TIMEOUT_MS, (long)timeout_ms) == CURLE_OK &&
		      /* HTTP/2 would only reset the stream of a request that ends and leave its bytes on the way. */
		      curl_easy_setopt(easy, CURLOPT_HTTP_VERSION, (long)CURL_HTTP_VERSION_1_1) == CURLE_OK &&
		      set_socket_callbacks(request);
#if LIBCURL_VERSION_NUM >= 0x075700
	/* An older curl joins its resolver thread here, so a cancel may wait for the system's resolver. */
	curl_easy_setopt(easy, CURLOPT_QUICK_EXIT, 1L);
#endif
	return is_set && set_trust(easy, request->loop->tls_store);
}

static bool set_proxy(struct http_request *request, bool is_direct)
{
	const struct proxy_rules *rules = &request->loop->proxy;
	if (!is_direct && !rules->is_setting)
		return true; /* curl reads the environment itself */
	return curl_easy_setopt(request->easy, CURLOPT_PROXY, is_direct ? "" : rules->proxy) == CURLE_OK &&
	       curl_easy_setopt(request->easy, CURLOPT_NOPROXY, is_direct ? "*" : "") == CURLE_OK;
}

enum http_error http_judge_url(const struct http_options *options, CURLU *url, bool *is_loopback)
{
	char *scheme = NULL;
	char *host = NULL;
	CURLUcode code = curl_url_set(url, CURLUPART_URL, options->url, 0);
	if (code == CURLUE_OK)
		code = curl_url_get(url, CURLUPART_SCHEME, &scheme, 0);
	if (code == CURLUE_OK)
		code = curl_url_get(url, CURLUPART_HOST, &host, 0);
	bool is_good = false;
	if (code == CURLUE_OK) {
		*is_loopback = http_host_is_loopback(host);
		is_good = strcmp(scheme, "https") == 0 ||
			  (strcmp(scheme, "http") == 0 && options->allow_plain_http && *is_loopback);
	}
	curl_free(scheme);
	curl_free(host);
	if (code == CURLUE_OUT_OF_MEMORY)
		return HTTP_ERROR_MEMORY;
	return is_good ? HTTP_OK : HTTP_ERROR_URL;
}

static bool set_body(CURL *easy, const struct http_options *options)
{
	if (!options->body)
		return true;
	return curl_easy_setopt(easy, CURLOPT_POSTFIELDSIZE_LARGE, (curl_off_t)options->body_size) == CURLE_OK &&
	       curl_easy_setopt(easy, CURLOPT_COPYPOSTFIELDS, options->body) == CURLE_OK;
}

bool http_configure(struct http_request *request, const struct http_options *options, CURLU *url, bool is_loopback)
{
	CURL *easy = request->easy;
	request->max_reply_bytes = options->max_reply_bytes ? options->max_reply_bytes : DEFAULT_MAX_REPLY_BYTES;
	if (options->resolve && (!append_line(&request->resolve, options->resolve) ||
				 curl_easy_setopt(easy, CURLOPT_RESOLVE, request->resolve) != CURLE_OK))
		return false;
	char *text = NULL;
	if (curl_url_get(url, CURLUPART_URL, &text, 0) != CURLUE_OK)
		return false;
	bool is_set = curl_easy_setopt(easy, CURLOPT_URL, text) == CURLE_OK;
	curl_free(text);
	return is_set &&
	       set_basics(request,
			  options->connect_timeout_ms ? options->connect_timeout_ms : DEFAULT_CONNECT_TIMEOUT_MS,
			  options->timeout_ms ? options->timeout_ms : DEFAULT_TIMEOUT_MS) &&
	       set_proxy(request, options->is_lan || is_loopback) && add_headers(request, options) &&
	       set_body(easy, options) && curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, http_on_body) == CURLE_OK &&
	       curl_easy_setopt(easy, CURLOPT_WRITEDATA, request) == CURLE_OK &&
	       curl_easy_setopt(easy, CURLOPT_HEADERFUNCTION, http_on_header) == CURLE_OK &&
	       curl_easy_setopt(easy, CURLOPT_HEADERDATA, request) == CURLE_OK;
}

bool http_configure_resolve(struct http_request *request, const char *url, int timeout_ms)
{
	/* Only the TCP connection is made: its peer is an address that answers, and curl looks names up in a thread. */
	return curl_easy_setopt(request->easy, CURLOPT_URL, url) == CURLE_OK &&
	       curl_easy_setopt(request->easy, CURLOPT_CONNECT_ONLY, 1L) == CURLE_OK &&
	       curl_easy_setopt(request->easy, CURLOPT_FORBID_REUSE, 1L) == CURLE_OK &&
	       set_basics(request, timeout_ms, timeout_ms) && set_proxy(request, true);
}
