/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Client addresses: parsing, networks, and who really sent a request that came through a proxy. Pure. Any thread. */
#pragma once

#include <netinet/in.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct sockaddr;

/* IPv6, or IPv4 as ::ffff:a.b.c.d, so that one comparison serves both. */
struct address {
	struct in6_addr ip;
};

struct network {
	struct address address;
	int prefix_bits; /* 0..128 */
};

/* "192.0.2.7", "2001:db8::7", with or without [brackets]. false: no address. */
bool address_parse(const char *text, size_t size, struct address *address);
/* false for a family other than IPv4 and IPv6. */
bool address_from_sockaddr(const struct sockaddr *socket_address, struct address *address);
/* "10.0.0.0/8", "::1", "2001:db8::/32". false: no network. */
bool network_parse(const char *text, struct network *network);
bool network_contains(const struct network *network, const struct address *address);
bool address_is_loopback(const struct address *address);
/* text: at least INET6_ADDRSTRLEN bytes. */
void address_format(const struct address *address, char *text, size_t size);

/* The address whose rate is counted. peer itself, unless it is a trusted proxy: then the rightmost entry of
 * X-Forwarded-For that is not a trusted proxy either; a port behind it is ignored. Entries further left are whatever
 * the client wrote and are never believed; nor is the field at all when the peer is not trusted. */
struct address address_of_client(const struct address *peer, const char *forwarded_for, size_t size,
				 const struct network *trusted, size_t trusted_count);

/* The part of an address that one subscriber cannot change at will: all of IPv4, the /64 of IPv6. */
struct address address_subscriber(const struct address *address);
