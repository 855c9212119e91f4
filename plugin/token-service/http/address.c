/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "token-service/http/address.h"

#include <arpa/inet.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "token-service/http/http1.h"

static void set_ipv4(struct address *address, const struct in_addr *ipv4)
{
	*address = (struct address){.ip.s6_addr = {[10] = 0xff, [11] = 0xff}};
	memcpy(address->ip.s6_addr + 12, ipv4, sizeof(*ipv4));
}

bool address_parse(const char *text, size_t size, struct address *address)
{
	char copy[INET6_ADDRSTRLEN];
	struct in_addr ipv4;
	if (size > 2 && text[0] == '[' && text[size - 1] == ']') {
		text++;
		size -= 2;
	}
	if (!size || size >= sizeof(copy) || memchr(text, '\0', size))
		return false;
	memcpy(copy, text, size);
	copy[size] = '\0';
	if (inet_pton(AF_INET, copy, &ipv4) == 1) {
		set_ipv4(address, &ipv4);
		return true;
	}
	return inet_pton(AF_INET6, copy, &address->ip) == 1;
}

bool address_from_sockaddr(const struct sockaddr *socket_address, struct address *address)
{
	if (socket_address->sa_family == AF_INET) {
		set_ipv4(address, &((const struct sockaddr_in *)socket_address)->sin_addr);
		return true;
	}
	if (socket_address->sa_family == AF_INET6) {
		address->ip = ((const struct sockaddr_in6 *)socket_address)->sin6_addr;
		return true;
	}
	return false;
}

bool network_parse(const char *text, struct network *network)
{
	const char *slash = strchr(text, '/');
	size_t size = slash ? (size_t)(slash - text) : strlen(text);
	if (!address_parse(text, size, &network->address))
		return false;
	bool is_ipv4 = !memchr(text, ':', size);
	long limit = is_ipv4 ? 32 : 128;
	long bits = limit;
	if (slash) {
		char *end = NULL;
		bits = strtol(slash + 1, &end, 10);
		if (slash[1] < '0' || slash[1] > '9' || *end || bits > limit)
			return false;
	}
	network->prefix_bits = (int)(is_ipv4 ? bits + 96 : bits);
	return true;
}

bool network_contains(const struct network *network, const struct address *address)
{
	size_t whole = (size_t)network->prefix_bits / 8;
	int rest = network->prefix_bits % 8;
	if (memcmp(network->address.ip.s6_addr, address->ip.s6_addr, whole) != 0)
		return false;
	return !rest || !((network->address.ip.s6_addr[whole] ^ address->ip.s6_addr[whole]) >> (8 - rest));
}

bool address_is_loopback(const struct address *address)
{
	return IN6_IS_ADDR_V4MAPPED(&address->ip) ? address->ip.s6_addr[12] == 127 : IN6_IS_ADDR_LOOPBACK(&address->ip);
}

void address_format(const struct address *address, char *text, size_t size)
{
	const char *done = IN6_IS_ADDR_V4MAPPED(&address->ip)
				   ? inet_ntop(AF_INET, address->ip.s6_addr + 12, text, (socklen_t)size)
				   : inet_ntop(AF_INET6, &address->ip, text, (socklen_t)size);
	if (!done && size)
		text[0] = '\0';
}

static bool is_trusted(const struct address *address, const struct network *trusted, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (network_contains(&trusted[i], address))
			return true;
	return false;
}

/* What is left of "192.0.2.7:50001" or "[2001:db8::7]:443" without the port, which some proxies write too. Without
 * brackets a text with several colons is an address of IPv6 and has no port. */
static size_t size_without_port(const char *text, size_t size)
{
	enum { MAX_PORT_DIGITS = 5 };
	size_t host = size;
	while (host && size - host < MAX_PORT_DIGITS && text[host - 1] >= '0' && text[host - 1] <= '9')
		host--;
	if (host == size || host < 2 || text[host - 1] != ':')
		return size;
	host--;
	return text[host - 1] == ']' || !memchr(text, ':', host) ? host : size;
}

struct address address_of_client(const struct address *peer, const char *forwarded_for, size_t size,
				 const struct network *trusted, size_t trusted_count)
{
	struct address client = *peer;
	while (size && is_trusted(&client, trusted, trusted_count)) {
		size_t start = size; /* of the last entry; it may be empty */
		struct address next = {0};
		while (start && forwarded_for[start - 1] != ',')
			start--;
		struct http1_text entry = http1_trimmed(forwarded_for + start, forwarded_for + size);
		if (!address_parse(entry.at, size_without_port(entry.at, entry.size), &next))
			break;
		client = next;
		size = start ? start - 1 : 0;
	}
	return client;
}

struct address address_subscriber(const struct address *address)
{
	struct address subscriber = *address;
	if (!IN6_IS_ADDR_V4MAPPED(&address->ip))
		memset(subscriber.ip.s6_addr + 8, 0, 8);
	return subscriber;
}
