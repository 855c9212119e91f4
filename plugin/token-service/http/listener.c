/* SPDX-License-Identifier: GPL-2.0-or-later */
#define _GNU_SOURCE /* accept4 */
#include "token-service/http/listener.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netdb.h>
#include <netinet/in.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

union any_address {
	struct sockaddr any;
	struct sockaddr_in ipv4;
	struct sockaddr_in6 ipv6;
};

int listener_open(const struct address *address, uint16_t port, uint16_t *bound_port, struct complaint *error)
{
	static const int on = 1;
	const struct addrinfo hints = {.ai_flags = AI_NUMERICHOST | AI_NUMERICSERV, .ai_socktype = SOCK_STREAM};
	struct addrinfo *wanted = NULL;
	union any_address bound = {0};
	socklen_t size = sizeof(bound);
	char host[INET6_ADDRSTRLEN];
	char service[8];
	address_format(address, host, sizeof(host));
	snprintf(service, sizeof(service), "%u", port);
	int listener = -1;
	if (getaddrinfo(host, service, &hints, &wanted) == 0)
		listener = socket(wanted->ai_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
	if (listener < 0 || setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &on, sizeof(on)) != 0 ||
	    bind(listener, wanted->ai_addr, wanted->ai_addrlen) != 0 || listen(listener, SOMAXCONN) != 0 ||
	    getsockname(listener, &bound.any, &size) != 0) {
		complain(error, "Cannot listen on %s port %u: %s", host, port, strerror(errno));
		if (listener >= 0)
			close(listener);
		listener = -1;
	} else {
		*bound_port = ntohs(bound.any.sa_family == AF_INET ? bound.ipv4.sin_port : bound.ipv6.sin6_port);
	}
	if (wanted)
		freeaddrinfo(wanted);
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
