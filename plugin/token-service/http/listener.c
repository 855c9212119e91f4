/* SPDX-License-Identifier: GPL-2.0-or-later */
#define _GNU_SOURCE /* accept4 */
#include "token-service/http/listener.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#include "token-service/base/complain.h"

union any_address {
	struct sockaddr any;
	struct sockaddr_in ipv4;
	struct sockaddr_in6 ipv6;
};

static socklen_t fill_address(const char *text, uint16_t port, union any_address *address)
{
	memset(address, 0, sizeof(*address));
	if (inet_pton(AF_INET, text, &address->ipv4.sin_addr) == 1) {
		address->ipv4.sin_family = AF_INET;
		address->ipv4.sin_port = htons(port);
		return sizeof(address->ipv4);
	}
	inet_pton(AF_INET6, text, &address->ipv6.sin6_addr);
	address->ipv6.sin6_family = AF_INET6;
	address->ipv6.sin6_port = htons(port);
	return sizeof(address->ipv6);
}

static bool bind_and_listen(int socket, const union any_address *address, socklen_t size)
{
	int on = 1;
	return setsockopt(socket, SOL_SOCKET, SO_REUSEADDR, &on, sizeof(on)) == 0 &&
	       bind(socket, &address->any, size) == 0 && listen(socket, SOMAXCONN) == 0;
}

int listener_open(const struct address *address, uint16_t port, uint16_t *bound_port, struct complaint *error)
{
	char text[INET6_ADDRSTRLEN];
	union any_address bound;
	address_format(address, text, sizeof(text));
	socklen_t size = fill_address(text, port, &bound);
	int listener = socket(bound.any.sa_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
	if (listener < 0 || !bind_and_listen(listener, &bound, size) || getsockname(listener, &bound.any, &size) != 0) {
		complain(error, "Cannot listen on %s port %u: %s", text, port, strerror(errno));
		if (listener >= 0)
			close(listener);
		return -1;
	}
	*bound_port = ntohs(bound.any.sa_family == AF_INET ? bound.ipv4.sin_port : bound.ipv6.sin6_port);
	return listener;
}

int listener_accept(int listener, struct address *peer)
{
	union any_address address;
	socklen_t size = sizeof(address);
	int descriptor = accept4(listener, &address.any, &size, SOCK_NONBLOCK | SOCK_CLOEXEC);
	if (descriptor >= 0 && !address_from_sockaddr(&address.any, peer))
		memset(peer, 0, sizeof(*peer));
	return descriptor;
}

bool listener_raise_descriptor_limit(size_t count, struct complaint *error)
{
	struct rlimit limit;
	if (getrlimit(RLIMIT_NOFILE, &limit) == 0 && limit.rlim_cur >= count)
		return true;
	if (limit.rlim_max != RLIM_INFINITY && limit.rlim_max < count)
		return complain(error,
				"max_connections needs %zu descriptors, the limit is %llu: raise LimitNOFILE or lower "
				"max_connections",
				count, (unsigned long long)limit.rlim_max);
	limit.rlim_cur = count;
	return setrlimit(RLIMIT_NOFILE, &limit) == 0 ||
	       complain(error, "Cannot raise the limit of descriptors to %zu: %s", count, strerror(errno));
}
