/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Which proxy is used for which host. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "net/http/http.h"
#include "net/http/proxy.h"

/* Reads names from a table instead of the environment: "NAME=value", NULL-terminated. */
static const char *const *environment;

static const char many_letters[] =
	"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";

static char *lookup(const char *name)
{
	size_t size = strlen(name);
	for (const char *const *entry = environment; *entry; entry++)
		if (strncmp(*entry, name, size) == 0 && (*entry)[size] == '=')
			return (char *)*entry + size + 1;
	return NULL;
}

static enum loop_route_kind choose(const char *setting, const char *const *names, const char *host,
				   struct loop_route *route)
{
	static const char *const nothing[] = {NULL};
	struct proxy_rules rules;
	environment = names ? names : nothing;
	assert_true(proxy_rules_init(&rules, setting, lookup));
	proxy_find_route(&rules, host, route);
	proxy_rules_free(&rules);
	return route->kind;
}

static void assert_proxy(const char *setting, const char *const *names, const char *host, int port)
{
	struct loop_route route;
	assert_int_equal(choose(setting, names, "service.example", &route), LOOP_ROUTE_PROXY);
	assert_string_equal(route.proxy_host, host);
	assert_int_equal(route.proxy_port, port);
}

static void assert_choice(const char *setting, const char *const *names, const char *host,
			  enum loop_route_kind expected)
{
	struct loop_route route;
	assert_int_equal(choose(setting, names, host, &route), expected);
}

static void a_setting_wins_over_the_environment(void **state)
{
	(void)state;
	static const char *const names[] = {"https_proxy=http://from.env:1", "no_proxy=*", NULL};
	assert_proxy("http://set.example:3128", names, "set.example", 3128);
	assert_choice("", names, "service.example", LOOP_ROUTE_DIRECT);
}

static void the_environment_is_read_as_curl_reads_it(void **state)
{
	(void)state;
	static const char *const lower[] = {"https_proxy=http://a:1", "HTTPS_PROXY=http://b:2", "all_proxy=http://c:3",
					    NULL};
	static const char *const upper[] = {"HTTPS_PROXY=http://b:2", "ALL_PROXY=http://d:4", NULL};
	static const char *const all[] = {"https_proxy=", "all_proxy=c:3", NULL};
	static const char *const plain[] = {"http_proxy=http://wrong:1", "HTTP_PROXY=http://wrong:1", NULL};
	assert_proxy(NULL, lower, "a", 1);
	assert_proxy(NULL, upper, "b", 2);
	assert_proxy(NULL, all, "c", 3);
	assert_choice(NULL, plain, "service.example", LOOP_ROUTE_DIRECT);
	assert_choice(NULL, NULL, "service.example", LOOP_ROUTE_DIRECT);
}

static void exceptions_are_hosts_and_domains(void **state)
{
	(void)state;
	static const char *const names[] = {"https_proxy=http://a:1", "no_proxy=.inner.example, other.example,10.0.0.1",
					    NULL};
	static const char *const star[] = {"https_proxy=http://a:1", "NO_PROXY=*", NULL};
	assert_choice(NULL, names, "x.inner.example", LOOP_ROUTE_DIRECT);
	assert_choice(NULL, names, "inner.example", LOOP_ROUTE_DIRECT);
	assert_choice(NULL, names, "OTHER.example", LOOP_ROUTE_DIRECT);
	assert_choice(NULL, names, "sub.other.example", LOOP_ROUTE_DIRECT);
	assert_choice(NULL, names, "10.0.0.1", LOOP_ROUTE_DIRECT);
	assert_choice(NULL, names, "another.example", LOOP_ROUTE_PROXY);
	assert_choice(NULL, names, "example", LOOP_ROUTE_PROXY);
	assert_choice(NULL, star, "service.example", LOOP_ROUTE_DIRECT);
}

static void this_computer_is_never_reached_through_a_proxy(void **state)
{
	(void)state;
	assert_choice("http://p:1", NULL, "localhost", LOOP_ROUTE_DIRECT);
	assert_choice("http://p:1", NULL, "127.0.0.1", LOOP_ROUTE_DIRECT);
	assert_choice("http://p:1", NULL, "[::1]", LOOP_ROUTE_DIRECT);
	assert_choice("http://p:1", NULL, "127.0.0.1.example", LOOP_ROUTE_PROXY);
}

static void a_proxy_that_cannot_carry_a_websocket_is_named(void **state)
{
	(void)state;
	assert_choice("socks5://p:1", NULL, "service.example", LOOP_ROUTE_UNSUPPORTED_PROXY);
	assert_choice("https://p:1", NULL, "service.example", LOOP_ROUTE_UNSUPPORTED_PROXY);
	assert_choice("http://p p", NULL, "service.example", LOOP_ROUTE_UNSUPPORTED_PROXY);
}

/* What the socket's library can hold goes through whole, and nothing is cut to fit. */
static void credentials_are_whole_or_refused(void **state)
{
	(void)state;
	for (int user = 0; user <= LOOP_MAX_PROXY_CREDENTIALS + 2; user++) {
		char setting[256];
		struct loop_route route;
		int password = LOOP_MAX_PROXY_CREDENTIALS - 1 - user;
		snprintf(setting, sizeof(setting), "http://%.*s:%.*s@p:1", user, many_letters,
			 password < 0 ? 0 : password, many_letters);
		bool fits = password >= 0;
		assert_int_equal(choose(setting, NULL, "h", &route),
				 fits ? LOOP_ROUTE_PROXY : LOOP_ROUTE_UNSUPPORTED_PROXY);
		if (fits)
			assert_int_equal(strlen(route.proxy_credentials), LOOP_MAX_PROXY_CREDENTIALS);
	}
}

static void proxy_addresses_are_taken_apart(void **state)
{
	(void)state;
	struct loop_route route;
	assert_proxy("proxy.example", NULL, "proxy.example", 1080);
	assert_proxy("proxy.example:8080", NULL, "proxy.example", 8080);
	assert_proxy("http://[::1]:3128", NULL, "[::1]", 3128);
	assert_int_equal(choose("http://us%40er:pa%3Ass@p:1", NULL, "h", &route), LOOP_ROUTE_PROXY);
	assert_string_equal(route.proxy_credentials, "us@er:pa:ss");
	assert_int_equal(choose("http://p:1", NULL, "h", &route), LOOP_ROUTE_PROXY);
	assert_string_equal(route.proxy_credentials, "");
}

static void only_loopback_hosts_are_loopback(void **state)
{
	(void)state;
	static const char *const loopback[] = {"localhost", "LOCALHOST", "127.0.0.1", "127.255.255.254", "[::1]"};
	static const char *const others[] = {"",           "localhost.",  "localhost.example", "127.0.0.1.example",
					     "127.0.0",    "127.0.0.256", "128.0.0.1",         "1127.0.0.1",
					     "127.0.0.1 ", " 127.0.0.1",  "127.0.0.+1",        "[::2]",
					     "10.127.0.1", "0.0.0.0",     "[::ffff:127.0.0.1]"};
	for (size_t i = 0; i < sizeof(loopback) / sizeof(loopback[0]); i++)
		assert_true(http_host_is_loopback(loopback[i]));
	for (size_t i = 0; i < sizeof(others) / sizeof(others[0]); i++)
		assert_false(http_host_is_loopback(others[i]));
	assert_true(http_host_is_address("192.168.1.4"));
	assert_true(http_host_is_address("[fe80::1]"));
	assert_true(http_host_is_address("fe80::1"));
	assert_false(http_host_is_address("1.2.3.4.example"));
	assert_false(http_host_is_address("localhost"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_setting_wins_over_the_environment),
		cmocka_unit_test(the_environment_is_read_as_curl_reads_it),
		cmocka_unit_test(exceptions_are_hosts_and_domains),
		cmocka_unit_test(this_computer_is_never_reached_through_a_proxy),
		cmocka_unit_test(a_proxy_that_cannot_carry_a_websocket_is_named),
		cmocka_unit_test(credentials_are_whole_or_refused),
		cmocka_unit_test(proxy_addresses_are_taken_apart),
		cmocka_unit_test(only_loopback_hosts_are_loopback),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
