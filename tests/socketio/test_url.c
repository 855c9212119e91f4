/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The websocket's URL against what socket.io-client 2.5 and engine.io-client 3.5 build. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "socketio/url.h"
#include "vectors.h"

enum { MAX_TEXT = 8192 };

/* Where we differ on purpose, with what we make of it. */
struct deviation {
	const char *url;
	const char *path;
	const char *ws_url; /* NULL: refused */
	enum sio_url_result result;
};

static const struct deviation deviations[] = {
	/* JavaScript cuts the padding off a token */
	{"https://h/?ntoken=a+b/c==", "/p", "wss://h/p/?ntoken=a%2Bb%2Fc%3D%3D&EIO=3&transport=websocket", SIO_URL_OK},
	{"https://h/?flag", "/p", "wss://h/p/?flag=&EIO=3&transport=websocket", SIO_URL_OK},
	/* a URL that cannot work there */
	{"https://h/?ntoken=abc", "noslash", "wss://h/noslash/?ntoken=abc&EIO=3&transport=websocket", SIO_URL_OK},
	{"https://h/?ntoken=abc", "/p?x=1", NULL, SIO_URL_ERROR_PATH},
	/* no TLS, and not this computer */
	{"http://h.example.com/?ntoken=abc", "/p", NULL, SIO_URL_ERROR_PLAIN},
	{"ws://h:80/?ntoken=abc", "/p", NULL, SIO_URL_ERROR_PLAIN},
	{"http://h:443/?ntoken=abc", "/p", NULL, SIO_URL_ERROR_PLAIN},
};

static const struct deviation *find_deviation(const char *url, const char *path)
{
	for (size_t i = 0; path && i < sizeof(deviations) / sizeof(deviations[0]); i++)
		if (strcmp(deviations[i].url, url) == 0 && strcmp(deviations[i].path, path) == 0)
			return &deviations[i];
	return NULL;
}

static void compose(const struct sio_url *url, char *text)
{
	snprintf(text, MAX_TEXT, "%s://%s%s", url->is_tls ? "wss" : "ws", url->host_header, url->request);
}

static void check_vector(const json_t *vector)
{
	const char *text = json_string_value(json_object_get(vector, "socketIoUrl"));
	const char *path = json_string_value(json_object_get(vector, "socketIoPath"));
	const json_t *expect = json_object_get(vector, "expect");
	const struct deviation *known = find_deviation(text, path);
	static struct sio_url url;
	char got[MAX_TEXT];
	print_message("%s %s\n", text, path ? path : "(none)");
	enum sio_url_result result = sio_url_parse(text, path, true, &url);
	assert_int_equal(result, known ? known->result : SIO_URL_OK);
	if (result != SIO_URL_OK)
		return;
	compose(&url, got);
	assert_string_equal(got, known ? known->ws_url : json_string_value(json_object_get(expect, "ws_url")));
}

static void urls_are_built_as_javascript_builds_them(void **state)
{
	(void)state;
	json_t *set = vectors_load("url");
	assert_int_equal(json_array_size(set), 25);
	for (size_t i = 0; i < json_array_size(set); i++)
		check_vector(json_array_get(set, i));
	json_decref(set);
}

static void assert_request(const char *text, const char *path, const char *request)
{
	static struct sio_url url;
	assert_int_equal(sio_url_parse(text, path, true, &url), SIO_URL_OK);
	assert_string_equal(url.request, request);
}

static void queries_come_out_well_formed(void **state)
{
	(void)state;
	assert_request("d.example?ntoken=a+b/c=", "developer.io",
		       "/developer.io/?ntoken=a%2Bb%2Fc%3D&EIO=3&transport=websocket");
	assert_request("https://d.example:8443/?x=1&ntoken=a%2Bb%3D", "/developer.io/",
		       "/developer.io/?x=1&ntoken=a%2Bb%3D&EIO=3&transport=websocket");
	assert_request("https://h?a=%zz&b=%4", "/p", "/p/?a=%25zz&b=%254&EIO=3&transport=websocket");
	assert_request("https://h?&&a=1&&", "/p", "/p/?a=1&EIO=3&transport=websocket");
	assert_request("https://h?EIO=4&EIO=5&transport", "/p", "/p/?EIO=3&transport=websocket");
	assert_request("https://h?q=a,b;c:d@e", NULL, "/socket.io/?q=a%2Cb%3Bc%3Ad%40e&EIO=3&transport=websocket");
	assert_request("https://h/namespace,?q=1", "/p", "/p/?q=1&EIO=3&transport=websocket");
	assert_request("https://h?q=%c3%a9", "", "/socket.io/?q=%C3%A9&EIO=3&transport=websocket");
}

static void the_port_is_named_only_when_it_is_not_the_default(void **state)
{
	(void)state;
	static struct sio_url url;
	assert_int_equal(sio_url_parse("wss://h:443", "/p", false, &url), SIO_URL_OK);
	assert_string_equal(url.host_header, "h");
	assert_int_equal(url.port, 443);
	assert_int_equal(sio_url_parse("wss://h:80", "/p", false, &url), SIO_URL_OK);
	assert_string_equal(url.host_header, "h:80");
	assert_int_equal(sio_url_parse("http://127.0.0.1", "/p", true, &url), SIO_URL_OK);
	assert_string_equal(url.host_header, "127.0.0.1");
	assert_int_equal(url.port, 80);
	assert_false(url.is_tls);
}

static void bad_addresses_say_what_is_wrong(void **state)
{
	(void)state;
	static struct sio_url url;
	static char long_text[8192];
	memset(long_text, 'a', sizeof(long_text) - 1);
	memcpy(long_text, "https://h/?t=", 13);
	assert_int_equal(sio_url_parse("", "/p", true, &url), SIO_URL_ERROR_SYNTAX);
	assert_int_equal(sio_url_parse("https://", "/p", true, &url), SIO_URL_ERROR_SYNTAX);
	assert_int_equal(sio_url_parse("https://h:99999", "/p", true, &url), SIO_URL_ERROR_SYNTAX);
	assert_int_equal(sio_url_parse("https://h h/", "/p", true, &url), SIO_URL_ERROR_SYNTAX);
	assert_int_equal(sio_url_parse("https://user:word@h", "/p", true, &url), SIO_URL_ERROR_SYNTAX);
	assert_int_equal(sio_url_parse("ftp://h", "/p", true, &url), SIO_URL_ERROR_SCHEME);
	assert_int_equal(sio_url_parse("file:///etc/passwd", "/p", true, &url), SIO_URL_ERROR_SYNTAX);
	assert_int_equal(sio_url_parse("http://127.0.0.1", "/p", false, &url), SIO_URL_ERROR_PLAIN);
	assert_int_equal(sio_url_parse("http://127.0.0.1.example", "/p", true, &url), SIO_URL_ERROR_PLAIN);
	assert_int_equal(sio_url_parse("https://h", "/p\r\nX: y", true, &url), SIO_URL_ERROR_PATH);
	assert_int_equal(sio_url_parse("https://h", "/p q", true, &url), SIO_URL_ERROR_PATH);
	assert_int_equal(sio_url_parse(long_text, "/p", true, &url), SIO_URL_ERROR_TOO_LONG);
	for (int result = SIO_URL_OK; result <= SIO_URL_ERROR_MEMORY; result++)
		assert_non_null(sio_url_result_text((enum sio_url_result)result));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(urls_are_built_as_javascript_builds_them),
		cmocka_unit_test(queries_come_out_well_formed),
		cmocka_unit_test(the_port_is_named_only_when_it_is_not_the_default),
		cmocka_unit_test(bad_addresses_say_what_is_wrong),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
