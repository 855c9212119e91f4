/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "token-service/upstream/attempt.h"

#include <ctype.h>
#include <openssl/crypto.h>
#include <openssl/ssl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "token-service/upstream/get_token.h"
#include "token-service/upstream/upstream.h"
#include "net/secrets/secret.h"

enum { MAX_REPLY_BYTES = 64 * 1024, MAX_RETRY_AFTER_S = 3600 };

/* --- where it goes --- */

static bool set_up_headers(struct endpoint *endpoint)
{
	/* Without "Expect:" libcurl waits a second for "100 Continue" before it sends a larger body. */
	static const char user_agent[] = "User-Agent: lovense-token-service/" SERVICE_VERSION;
	static const char *const lines[] = {"Content-Type: application/json", "Expect:", user_agent};
	for (size_t i = 0; i < sizeof(lines) / sizeof(lines[0]); i++) {
		struct curl_slist *longer = curl_slist_append(endpoint->headers, lines[i]);
		if (!longer)
			return false;
		endpoint->headers = longer;
	}
	return true;
}

static char *url_of(const char *base)
{
	size_t size = strlen(base);
	while (size && base[size - 1] == '/')
		size--;
	char *url = malloc(size + sizeof(GET_TOKEN_PATH));
	if (url)
		sprintf(url, "%.*s" GET_TOKEN_PATH, (int)size, base);
	return url;
}

bool endpoint_open(struct endpoint *endpoint, const struct upstream_config *config, const char *developer_token)
{
	*endpoint = (struct endpoint){.config = config};
	endpoint->url = url_of(config->url);
	return endpoint->url && set_up_headers(endpoint) && endpoint_set_developer_token(endpoint, developer_token);
}

void endpoint_close(struct endpoint *endpoint)
{
	curl_slist_free_all(endpoint->headers);
	secret_free(endpoint->developer_token);
	free(endpoint->url);
	*endpoint = (struct endpoint){0};
}

bool endpoint_set_developer_token(struct endpoint *endpoint, const char *developer_token)
{
	char *copy = secret_copy(developer_token);
	if (!copy)
		return false;
	secret_free(endpoint->developer_token);
	endpoint->developer_token = copy;
	return true;
}

/* --- one attempt --- */

static size_t on_reply(char *data, size_t unit, size_t size, void *ctx)
{
	struct attempt *attempt = ctx;
	(void)unit;
	bool is_added = buffer_append(&attempt->reply, data, size, MAX_REPLY_BYTES);
	/* Here lies the auth token in libcurl's receive buffer, which lives as long as the handle. */
	OPENSSL_cleanse(data, size);
	return is_added ? size : 0;
}

/* To libcurl 0 means without limit, and the time may just have run out. */
static long limit_ms(int64_t left_us)
{
	return left_us > 0 ? (long)(left_us / 1000 + 1) : 1;
}

static void set_authorities(CURL *easy, const char *ca_file)
{
	if (!*ca_file)
		return;
	/* Some builds of libcurl trust a folder too: without the second line it would stay trusted beside the file. */
	curl_easy_setopt(easy, CURLOPT_CAINFO, ca_file);
	curl_easy_setopt(easy, CURLOPT_CAPATH, NULL);
}

/* OpenSSL keeps what it has decrypted until the next record comes. */
static CURLcode on_tls_context(CURL *easy, void *context, void *ctx)
{
	(void)easy;
	(void)ctx;
	SSL_CTX_set_options(context, SSL_OP_CLEANSE_PLAINTEXT);
	/* The keys that SSLKEYLOGFILE asks for would open recorded connections, the developer token in them. */
	SSL_CTX_set_keylog_callback(context, NULL);
	return CURLE_OK;
}

static void set_options(struct attempt *attempt, const struct endpoint *endpoint, int64_t left_us, void *ctx)
{
	CURL *easy = attempt->easy;
	curl_easy_setopt(easy, CURLOPT_PRIVATE, ctx);
	curl_easy_setopt(easy, CURLOPT_URL, endpoint->url);
	curl_easy_setopt(easy, CURLOPT_POSTFIELDS, attempt->body);
	curl_easy_setopt(easy, CURLOPT_POSTFIELDSIZE, (long)strlen(attempt->body));
	curl_easy_setopt(easy, CURLOPT_HTTPHEADER, endpoint->headers);
	curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, on_reply);
	curl_easy_setopt(easy, CURLOPT_WRITEDATA, attempt);
	curl_easy_setopt(easy, CURLOPT_HTTP_VERSION, (long)CURL_HTTP_VERSION_1_1);
	curl_easy_setopt(easy, CURLOPT_CONNECTTIMEOUT_MS, (long)endpoint->config->connect_timeout_ms);
	curl_easy_setopt(easy, CURLOPT_TIMEOUT_MS, limit_ms(left_us));
	curl_easy_setopt(easy, CURLOPT_NOSIGNAL, 1L);
	curl_easy_setopt(easy, CURLOPT_ERRORBUFFER, attempt->error);
	curl_easy_setopt(easy, CURLOPT_TCP_KEEPALIVE, 1L);
	set_authorities(easy, endpoint->config->ca_file);
	curl_easy_setopt(easy, CURLOPT_SSL_CTX_FUNCTION, on_tls_context);
#if LIBCURL_VERSION_NUM >= 0x075500
	curl_easy_setopt(easy, CURLOPT_PROTOCOLS_STR, "https,http");
#else
	curl_easy_setopt(easy, CURLOPT_PROTOCOLS, (long)(CURLPROTO_HTTPS | CURLPROTO_HTTP));
#endif
}

bool attempt_start(struct attempt *attempt, struct transfers *transfers, const struct endpoint *endpoint,
		   const char *uid, const char *uname, int64_t left_us, void *ctx)
{
	attempt->body = get_token_body(endpoint->developer_token, uid, uname);
	attempt->easy = attempt->body ? transfers_acquire(transfers) : NULL;
	if (!attempt->easy)
		return false;
	set_options(attempt, endpoint, left_us, ctx);
	return transfers_start(transfers, attempt->easy);
}

void *attempt_owner(CURL *easy)
{
	void *ctx = NULL;
	curl_easy_getinfo(easy, CURLINFO_PRIVATE, &ctx);
	return ctx;
}

void attempt_forget(struct attempt *attempt, struct transfers *transfers)
{
	transfers_release(transfers, attempt->easy);
	attempt->easy = NULL;
	wipe_text(&attempt->body);
	buffer_clear(&attempt->reply);
}

/* --- what its end means --- */

static enum problem problem_of_curl(CURLcode code)
{
	switch (code) {
	case CURLE_OPERATION_TIMEDOUT:
		return PROBLEM_UPSTREAM_TIMEOUT;
	case CURLE_OUT_OF_MEMORY:
		return PROBLEM_INTERNAL;
	case CURLE_WRITE_ERROR: /* larger than MAX_REPLY_BYTES */
	case CURLE_PARTIAL_FILE:
	case CURLE_WEIRD_SERVER_REPLY:
	case CURLE_UNSUPPORTED_PROTOCOL:
	case CURLE_BAD_CONTENT_ENCODING:
	case CURLE_RECV_ERROR:
		return PROBLEM_UPSTREAM_REPLY;
	default:
		return PROBLEM_UPSTREAM_UNREACHABLE;
	}
}

static int retry_after_of(CURL *easy)
{
	curl_off_t seconds = 0;
	if (curl_easy_getinfo(easy, CURLINFO_RETRY_AFTER, &seconds) != CURLE_OK || seconds < 0)
		return 0;
	return seconds > MAX_RETRY_AFTER_S ? MAX_RETRY_AFTER_S : (int)seconds;
}

static void describe(struct upstream_result *result, const char *error, long status)
{
	if (result->code != CURLE_OK)
		snprintf(result->detail, sizeof(result->detail), "%s",
			 *error ? error : curl_easy_strerror(result->code));
	else if (result->problem == PROBLEM_UPSTREAM_REPLY || result->problem == PROBLEM_UPSTREAM_LIMITED)
		snprintf(result->detail, sizeof(result->detail), "HTTP status %ld", status);
	/* One line of a log stays one line. */
	for (char *at = result->detail; *at; at++)
		if (iscntrl((unsigned char)*at))
			*at = ' ';
}

void attempt_read(const struct attempt *attempt, const struct endpoint *endpoint, CURLcode code,
		  struct upstream_result *result)
{
	long status = 0;
	long connections = 0;
	*result = (struct upstream_result){.problem = problem_of_curl(code), .code = code};
	curl_easy_getinfo(attempt->easy, CURLINFO_RESPONSE_CODE, &status);
	curl_easy_getinfo(attempt->easy, CURLINFO_NUM_CONNECTS, &connections);
	result->connections = (int)connections;
	result->retry_after_s = retry_after_of(attempt->easy);
	if (code == CURLE_OK)
		result->problem = get_token_read_reply((int)status, attempt->reply.data, attempt->reply.size,
						       endpoint->developer_token, &result->auth_token);
	describe(result, attempt->error, status);
}
