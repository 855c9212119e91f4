/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "net/http/http_internal.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <openssl/x509.h>

#include "net/http/retry_after.h"
#include "net/platform.h"

enum { FIRST_BODY_BYTES = 2048 };

/* The status by which the proxy refused the tunnel, 0 when it did not. */
static int proxy_refusal(const struct http_request *request)
{
	long status = 0;
	curl_easy_getinfo(request->easy, CURLINFO_HTTP_CONNECTCODE, &status);
	return status >= 300 ? (int)status : 0;
}

enum http_error http_error_of(const struct http_request *request, CURLcode code)
{
	static const enum http_error errors[CURL_LAST] = {
		[CURLE_OK] = HTTP_OK,
		[CURLE_COULDNT_RESOLVE_HOST] = HTTP_ERROR_RESOLVE,
		[CURLE_COULDNT_RESOLVE_PROXY] = HTTP_ERROR_RESOLVE,
		[CURLE_COULDNT_CONNECT] = HTTP_ERROR_CONNECT,
		[CURLE_GOT_NOTHING] = HTTP_ERROR_CONNECT,
		[CURLE_SEND_ERROR] = HTTP_ERROR_CONNECT,
		[CURLE_RECV_ERROR] = HTTP_ERROR_CONNECT,
		[CURLE_PROXY] = HTTP_ERROR_CONNECT,
		[CURLE_SSL_CONNECT_ERROR] = HTTP_ERROR_TLS,
		[CURLE_PEER_FAILED_VERIFICATION] = HTTP_ERROR_TLS,
		[CURLE_SSL_CERTPROBLEM] = HTTP_ERROR_TLS,
		[CURLE_SSL_CIPHER] = HTTP_ERROR_TLS,
		[CURLE_SSL_CACERT_BADFILE] = HTTP_ERROR_TLS,
		[CURLE_SSL_ISSUER_ERROR] = HTTP_ERROR_TLS,
		[CURLE_SSL_INVALIDCERTSTATUS] = HTTP_ERROR_TLS,
		[CURLE_OPERATION_TIMEDOUT] = HTTP_ERROR_TIMEOUT,
		[CURLE_URL_MALFORMAT] = HTTP_ERROR_URL,
		[CURLE_NOT_BUILT_IN] = HTTP_ERROR_LIBRARY,
		[CURLE_UNKNOWN_OPTION] = HTTP_ERROR_LIBRARY,
		[CURLE_OUT_OF_MEMORY] = HTTP_ERROR_MEMORY,
	};
	if (request->is_out_of_memory)
		return HTTP_ERROR_MEMORY;
	if (request->is_too_large)
		return HTTP_ERROR_TOO_LARGE;
	if (code != CURLE_OK && proxy_refusal(request) != 0)
		return HTTP_ERROR_PROXY;
	/* A newer curl has more codes. */
	return code < CURL_LAST && errors[code] ? errors[code] : HTTP_ERROR_PROTOCOL;
}

static const char *tls_detail(const struct http_request *request)
{
	long verify_result = 0;
	curl_easy_getinfo(request->easy, CURLINFO_SSL_VERIFYRESULT, &verify_result);
	if (verify_result > X509_V_ERR_UNSPECIFIED)
		return X509_verify_cert_error_string(verify_result);
	/* curl compares the name itself, and leaves the result of OpenSSL unset when that fails */
	return request->code == CURLE_PEER_FAILED_VERIFICATION ? "the certificate is for another name"
							       : "the handshake failed";
}

/* Our own words: curl's error buffer names hosts and addresses. */
static void describe(char *detail, size_t size, enum http_error error, const struct http_request *request)
{
	static const char *const words[] = {
		[HTTP_OK] = "",
		[HTTP_ERROR_RESOLVE] = "The name could not be resolved",
		[HTTP_ERROR_CONNECT] = "The connection was refused, reset or could not be made",
		[HTTP_ERROR_TLS] = "TLS",
		[HTTP_ERROR_TIMEOUT] = "No complete reply in time",
		[HTTP_ERROR_TOO_LARGE] = "The reply is too large",
		[HTTP_ERROR_PROTOCOL] = "The reply is damaged or not HTTP",
		[HTTP_ERROR_URL] = "The URL is not acceptable: https: is needed",
		[HTTP_ERROR_HEADER] = "A header has a line break or another control character",
		[HTTP_ERROR_PROXY] = "The proxy refused the connection",
		[HTTP_ERROR_MEMORY] = "Out of memory",
	};
	if (error == HTTP_ERROR_TLS)
		snprintf(detail, size, "TLS: %s", tls_detail(request));
	else if (error == HTTP_ERROR_LIBRARY)
		snprintf(detail, size, "libcurl: %s", curl_easy_strerror(request->code));
	else if (error == HTTP_ERROR_PROXY)
		snprintf(detail, size, "%s with HTTP status %d", words[error], proxy_refusal(request));
	else
		snprintf(detail, size, "%s", words[error]);
}

bool http_was_sent(const struct http_request *request)
{
	long bytes = 0;
	curl_easy_getinfo(request->easy, CURLINFO_REQUEST_SIZE, &bytes);
	return bytes > 0;
}

int64_t http_unsent_bytes(const struct http_request *request)
{
	curl_socket_t socket = CURL_SOCKET_BAD;
	curl_easy_getinfo(request->easy, CURLINFO_ACTIVESOCKET, &socket);
	return socket == CURL_SOCKET_BAD ? -1 : platform_socket_unsent_bytes((intptr_t)socket);
}

static void report_reply(struct http_request *request, enum http_error error)
{
	struct http_reply reply = {.error = error, .body = "", .location = "", .retry_after_s = RETRY_AFTER_NONE};
	reply.total_ms = (int)(loop_now_ms(request->loop) - request->started_ms);
	reply.was_sent = http_was_sent(request);
	describe(reply.detail, sizeof(reply.detail), error, request);
	if (error == HTTP_ERROR_PROXY)
		reply.status = proxy_refusal(request);
	if (error == HTTP_OK) {
		long status = 0;
		char *location = NULL;
		curl_easy_getinfo(request->easy, CURLINFO_RESPONSE_CODE, &status);
		curl_easy_getinfo(request->easy, CURLINFO_REDIRECT_URL, &location);
		reply.status = (int)status;
		reply.location = location ? location : "";
		reply.retry_after_s = request->retry_after_s;
		reply.body = request->body ? request->body : "";
		reply.body_size = request->body_size;
	}
	request->done(request->ctx, &reply);
}

bool http_is_found(const struct http_request *request)
{
	curl_off_t lookup_us = 0; /* 0 until it is done */
	curl_easy_getinfo(request->easy, CURLINFO_NAMELOOKUP_TIME_T, &lookup_us);
	return lookup_us > 0;
}

static void report_address(struct http_request *request, enum http_error error)
{
	struct http_address address = {.error = error, .is_found = http_is_found(request)};
	char *ip = NULL;
	if (error == HTTP_OK) {
		curl_easy_getinfo(request->easy, CURLINFO_PRIMARY_IP, &ip);
		snprintf(address.ip, sizeof(address.ip), "%s", ip ? ip : "");
		if (!*address.ip)
			address.error = HTTP_ERROR_RESOLVE;
	}
	describe(address.detail, sizeof(address.detail), address.error, request);
	request->resolved(request->ctx, &address);
}

void http_report(struct http_request *request, enum http_error error)
{
	if (request->resolved)
		report_address(request, error);
	else
		report_reply(request, error);
}

size_t http_on_body(char *data, size_t unit, size_t count, void *ctx)
{
	struct http_request *request = ctx;
	size_t size = unit * count;
	if (size > request->max_reply_bytes - request->body_size) {
		request->is_too_large = true;
		return 0;
	}
	size_t needed = request->body_size + size + 1;
	if (needed > request->body_capacity) {
		size_t capacity = request->body_capacity ? request->body_capacity : FIRST_BODY_BYTES;
		while (capacity < needed)
			capacity *= 2;
		char *body = realloc(request->body, capacity);
		if (!body) {
			request->is_out_of_memory = true;
			return 0;
		}
		request->body = body;
		request->body_capacity = capacity;
	}
	memcpy(request->body + request->body_size, data, size);
	request->body_size += size;
	request->body[request->body_size] = '\0';
	return size;
}

size_t http_on_header(char *data, size_t unit, size_t count, void *ctx)
{
	static const char name[] = "retry-after:";
	struct http_request *request = ctx;
	size_t size = unit * count;
	size_t name_size = sizeof(name) - 1;
	if (size >= name_size && curl_strnequal(data, name, name_size))
		request->retry_after_s = retry_after_s(data + name_size, size - name_size, (int64_t)time(NULL));
	return size;
}
