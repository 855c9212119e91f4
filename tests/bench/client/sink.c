/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Receives what the clients send: on one port as much of a Socket.IO 2 server as they need, on the other lines of text.
 * Both wait in the same read(), without a library, so that a difference between clients is the clients' own.
 * Prints {"port", "tcp_port"}, then one line of record.h for each connection that ended. Ends when its stdin ends. */
#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "record.h"
#include "sink.h"

enum { BUFFER_BYTES = 65536 };

struct half {
	sink_take *take;
	int listener;
};

void sink_write(int socket, const void *bytes, size_t size)
{
	if (write(socket, bytes, size) != (ssize_t)size)
		abort();
}

static void serve(struct half *half, int socket)
{
	char *buffer = malloc(BUFFER_BYTES);
	struct sink_peer peer = {.socket = socket, .record = record_start()};
	size_t filled = 0;
	ssize_t size = 0;
	while (!peer.is_over && (size = read(socket, buffer + filled, BUFFER_BYTES - filled)) > 0) {
		peer.received_ns = record_now_ns();
		filled += (size_t)size;
		size_t taken = half->take(&peer, buffer, filled);
		filled -= taken;
		memmove(buffer, buffer + taken, filled);
	}
	record_finish(peer.record);
	free(buffer);
}

static void *run(void *data)
{
	struct half *half = data;
	int on = 1;
	for (int socket; (socket = accept(half->listener, NULL, NULL)) >= 0; close(socket)) {
		setsockopt(socket, IPPROTO_TCP, TCP_NODELAY, &on, sizeof(on));
		serve(half, socket);
	}
	return NULL;
}

/* Returns the port, which the system chooses. */
static int start(struct half *half)
{
	pthread_t thread;
	struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
	socklen_t size = sizeof(address);
	half->listener = socket(AF_INET, SOCK_STREAM, 0);
	if (bind(half->listener, (struct sockaddr *)&address, sizeof(address)) != 0 || listen(half->listener, 1) != 0 ||
	    getsockname(half->listener, (struct sockaddr *)&address, &size) != 0 ||
	    pthread_create(&thread, NULL, run, half) != 0)
		abort();
	pthread_detach(thread);
	return ntohs(address.sin_port);
}

int main(void)
{
	static struct half websocket = {.take = sink_take_websocket};
	static struct half lines = {.take = sink_take_lines};
	char byte = 0;
	printf("{\"port\":%d,\"tcp_port\":%d}\n", start(&websocket), start(&lines));
	fflush(stdout);
	while (read(STDIN_FILENO, &byte, 1) > 0)
		;
	return 0;
}
