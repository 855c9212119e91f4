/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "tcp.h"

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdint.h>
#include <sys/socket.h>
#include <unistd.h>

#include "subject.h"

int tcp_connect(int port)
{
	struct sockaddr_in address = {
		.sin_family = AF_INET, .sin_port = htons((uint16_t)port), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
	int on = 1;
	int connection = socket(AF_INET, SOCK_STREAM, 0);
	if (connect(connection, (struct sockaddr *)&address, sizeof(address)) != 0)
		fail("connect");
	setsockopt(connection, IPPROTO_TCP, TCP_NODELAY, &on, sizeof(on));
	return connection;
}

void tcp_write(int socket, const char *text, size_t size)
{
	while (size > 0) {
		ssize_t written = write(socket, text, size);
		if (written <= 0)
			fail("write");
		text += written;
		size -= (size_t)written;
	}
}

void tcp_ping(int socket)
{
	char echo[4];
	tcp_write(socket, "P\n", 2);
	if (read(socket, echo, sizeof(echo)) <= 0)
		fail("read");
}

int tcp_connect_and_ping(int port, uint64_t *took_ns)
{
	uint64_t begin_ns = now_ns();
	int connection = tcp_connect(port);
	tcp_ping(connection);
	*took_ns = now_ns() - begin_ns;
	return connection;
}
