/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Addresses, networks, and whom a forwarded request is counted for. */
#include "cmocka_all.h"

#include <arpa/inet.h>
#include <netinet/in.h>

#include "token-service/http/address.h"

static struct address parsed(const char *text)
{
	struct address address;
	assert_true(address_parse(text, strlen(text), &address));
	return address;
}

static void parses_and_formats(void **state)
{
	(void)state;
	static const char *const good[] = {"127.0.0.1", "255.255.255.255", "::1", "2001:db8::7"};
	static const char *const bad[] = {
		"",          "localhost", "1.2.3",
		"1.2.3.4.5", "01.2.3.4x", "[::1",
		"[]",        "::1%lo",    "1234567890123456789012345678901234567890123456789"};
	char text[64];
	struct address address;
	for (size_t i = 0; i < sizeof(good) / sizeof(good[0]); i++) {
		address = parsed(good[i]);
		address_format(&address, text, sizeof(text));
		assert_string_equal(text, good[i]);
	}
	address = parsed("[::1]");
	assert_true(address_is_loopback(&address));
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		assert_false(address_parse(bad[i], strlen(bad[i]), &address));
}

static void networks_contain(void **state)
{
	(void)state;
	static const struct {
		const char *network;
		const char *address;
		bool is_inside;
	} cases[] = {
		{"10.0.0.0/8", "10.255.0.1", true},
		{"10.0.0.0/8", "11.0.0.1", false},
		{"10.0.0.0/9", "10.128.0.1", false},
		{"127.0.0.1", "127.0.0.1", true},
		{"127.0.0.1", "127.0.0.2", false},
		{"0.0.0.0/0", "8.8.8.8", true},
		{"0.0.0.0/0", "2001:db8::1", false},
		{"2001:db8::/33", "2001:db8:7fff::1", true},
		{"2001:db8::/33", "2001:db8:8000::1", false},
		{"::/0", "8.8.8.8", true},
	};
	struct network network;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct address address = parsed(cases[i].address);
		assert_true(network_parse(cases[i].network, &network));
		assert_int_equal(network_contains(&network, &address), cases[i].is_inside);
	}
	static const char *const bad[] = {"10.0.0.0/33", "10.0.0.0/", "10.0.0.0/-1", "10.0.0.0/8x", "::/129",
					  "x/8",         ""};
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		assert_false(network_parse(bad[i], &network));
}

static void reads_socket_addresses(void **state)
{
	(void)state;
	struct sockaddr_in ipv4 = {.sin_family = AF_INET};
	struct sockaddr_in6 ipv6 = {.sin6_family = AF_INET6};
	struct sockaddr other = {.sa_family = AF_UNIX};
	struct address address;
	struct address expected = parsed("192.0.2.1");
	inet_pton(AF_INET, "192.0.2.1", &ipv4.sin_addr);
	/* A client of IPv4 on a socket of IPv6 is the same client. */
	inet_pton(AF_INET6, "::ffff:192.0.2.1", &ipv6.sin6_addr);
	assert_true(address_from_sockaddr((struct sockaddr *)&ipv4, &address));
	assert_memory_equal(&address, &expected, sizeof(address));
	assert_true(address_from_sockaddr((struct sockaddr *)&ipv6, &address));
	assert_memory_equal(&address, &expected, sizeof(address));
	assert_false(address_from_sockaddr(&other, &address));
}

static void believes_trusted_proxies_only(void **state)
{
	(void)state;
	static const struct {
		const char *peer;
		const char *forwarded_for;
		const char *client;
	} cases[] = {
		{"203.0.113.5", "198.51.100.1", "203.0.113.5"},            /* not a proxy: the field is ignored */
		{"127.0.0.1", "198.51.100.1", "198.51.100.1"},             /* one proxy */
		{"127.0.0.1", "6.6.6.6, 198.51.100.1", "198.51.100.1"},    /* the client invented the left one */
		{"127.0.0.1", "198.51.100.1 ,\t10.1.1.1", "198.51.100.1"}, /* two proxies */
		{"127.0.0.1", "10.1.1.2,10.1.1.1", "10.1.1.2"},            /* only proxies */
		{"127.0.0.1", "", "127.0.0.1"},
		{"127.0.0.1", "unknown", "127.0.0.1"},
		{"127.0.0.1", "198.51.100.1, ", "127.0.0.1"},
		{"127.0.0.1", "2001:db8::7", "2001:db8::7"},
		/* Some proxies write the port too. */
		{"127.0.0.1", "203.0.113.9:50001", "203.0.113.9"},
		{"127.0.0.1", "[2001:db8::1]:443", "2001:db8::1"},
		{"127.0.0.1", "[2001:db8::1]", "2001:db8::1"},
		{"127.0.0.1", "2001:db8::1:443", "2001:db8::1:443"}, /* without brackets it is all address */
		{"127.0.0.1", "6.6.6.6, 198.51.100.1:5, 10.1.1.1:80", "198.51.100.1"},
		{"127.0.0.1", "203.0.113.9:", "127.0.0.1"},
		{"127.0.0.1", "203.0.113.9:port", "127.0.0.1"},
		{"127.0.0.1", "203.0.113.9:123456", "127.0.0.1"},
		{"127.0.0.1", "[2001:db8::1]443", "127.0.0.1"},
		{"127.0.0.1", ":443", "127.0.0.1"},
	};
	struct network trusted[2];
	network_parse("127.0.0.1", &trusted[0]);
	network_parse("10.0.0.0/8", &trusted[1]);
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		char text[64];
		struct address peer = parsed(cases[i].peer);
		struct address client =
			address_of_client(&peer, cases[i].forwarded_for, strlen(cases[i].forwarded_for), trusted, 2);
		address_format(&client, text, sizeof(text));
		assert_string_equal(text, cases[i].client);
	}
}

static void counts_ipv6_by_subscriber(void **state)
{
	(void)state;
	struct address a = parsed("2001:db8:1:2::1");
	struct address b = parsed("2001:db8:1:2:ffff::9");
	struct address c = parsed("2001:db8:1:3::1");
	struct address d = parsed("192.0.2.1");
	struct address e = parsed("192.0.2.2");
	a = address_subscriber(&a), b = address_subscriber(&b), c = address_subscriber(&c);
	d = address_subscriber(&d), e = address_subscriber(&e);
	assert_memory_equal(&a, &b, sizeof(a));
	assert_memory_not_equal(&a, &c, sizeof(a));
	assert_memory_not_equal(&d, &e, sizeof(d));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(parses_and_formats),        cmocka_unit_test(networks_contain),
		cmocka_unit_test(reads_socket_addresses),    cmocka_unit_test(believes_trusted_proxies_only),
		cmocka_unit_test(counts_ipv6_by_subscriber),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
