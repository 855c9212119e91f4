/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A libcurl that cannot do what the plugin needs, as one with another TLS library: it is told as that, never as a lack
 * of memory. */
#define _GNU_SOURCE /* RTLD_NEXT */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>
#include <curl/curl.h>
#include <dlfcn.h>

#include "net/http/http.h"
#include "net/loop.h"
#include "support/run_until.h"

static CURLoption lacking;
static CURLcode refusal;

#undef curl_easy_setopt

/* In place of libcurl's, for the whole program. */
CURLcode curl_easy_setopt(CURL *easy, CURLoption option, ...)
{
	CURLcode (*genuine)(CURL *, CURLoption, ...) = NULL;
	va_list arguments;
	va_start(arguments, option);
	void *value = va_arg(arguments, void *); /* all are as wide as a pointer */
	va_end(arguments);
	*(void **)&genuine = dlsym(RTLD_NEXT, "curl_easy_setopt");
	return option == lacking ? refusal : genuine(easy, option, value);
}

static void keep_error(void *ctx, const struct http_reply *reply)
{
	enum http_error *error = ctx;
	*error = reply->error;
	assert_non_null(strstr(reply->detail, "libcurl"));
	assert_null(strstr(reply->detail, "emory"));
}

static void keep_address(void *ctx, const struct http_address *address)
{
	enum http_error *error = ctx;
	*error = address->error;
}

static const CURLoption options[] = {CURLOPT_SSL_CTX_FUNCTION, CURLOPT_CAINFO_BLOB,
				     CURLOPT_SSL_VERIFYPEER,   CURLOPT_PROXY,
				     CURLOPT_HTTPHEADER,       CURLOPT_URL};

static void await(struct loop *loop, const enum http_error *error)
{
	while (!*error)
		assert_true(loop_run_once(loop, PATIENCE_MS));
}

static void what_libcurl_lacks_is_told(void **state)
{
	struct loop *loop = *state;
	static const CURLcode refusals[] = {CURLE_NOT_BUILT_IN, CURLE_UNKNOWN_OPTION, CURLE_BAD_FUNCTION_ARGUMENT};
	for (size_t i = 0; i < sizeof(options) / sizeof(options[0]); i++) {
		enum http_error error = 0;
		struct http_options asked = {.url = "https://127.0.0.1:1/", .done = keep_error, .ctx = &error};
		lacking = options[i];
		refusal = refusals[i % (sizeof(refusals) / sizeof(refusals[0]))];
		assert_non_null(http_start(loop, &asked));
		await(loop, &error);
		assert_int_equal(error, HTTP_ERROR_LIBRARY);
	}
	enum http_error error = 0;
	lacking = CURLOPT_CONNECT_ONLY;
	assert_non_null(http_resolve(loop, "localhost", 1, 1000, keep_address, &error));
	await(loop, &error);
	assert_int_equal(error, HTTP_ERROR_LIBRARY);
}

static void a_lack_of_memory_is_told_as_that(void **state)
{
	struct loop *loop = *state;
	for (size_t i = 0; i < sizeof(options) / sizeof(options[0]); i++) {
		struct http_options asked = {.url = "https://127.0.0.1:1/", .done = keep_error};
		lacking = options[i];
		refusal = CURLE_OUT_OF_MEMORY;
		assert_null(http_start(loop, &asked));
	}
}

static int start(void **state)
{
	*state = new_test_loop(NULL);
	return 0;
}

static int finish(void **state)
{
	loop_destroy(*state);
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_libcurl_lacks_is_told),
		cmocka_unit_test(a_lack_of_memory_is_told_as_that),
	};
	return cmocka_run_group_tests(tests, start, finish);
}
