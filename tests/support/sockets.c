/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "support/sockets.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

static bool is_connected_to(int socket, int port)
{
	struct sockaddr_in peer = {0};
	socklen_t size = sizeof(peer);
	return getpeername(socket, (struct sockaddr *)&peer, &size) == 0 && peer.sin_family == AF_INET &&
	       ntohs(peer.sin_port) == port;
}

size_t sockets_to_port(int port, int *sockets, size_t capacity)
{
	size_t count = 0;
	int end = (int)sysconf(_SC_OPEN_MAX);
	for (int fd = 0; fd < end && count < capacity; fd++)
		if (is_connected_to(fd, port))
			sockets[count++] = fd;
	return count;
}

bool socket_is_closed_on_exec(int socket)
{
	return (fcntl(socket, F_GETFD) & FD_CLOEXEC) != 0;
}

bool socket_is_reset_on_close(int socket)
{
	struct linger linger = {0};
	socklen_t size = sizeof(linger);
	return getsockopt(socket, SOL_SOCKET, SO_LINGER, &linger, &size) == 0 && linger.l_onoff && linger.l_linger == 0;
}
