/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A TCP socket and nothing else: a write() from the caller's thread. The limit of what the machine can do. */
#include <stdlib.h>
#include <unistd.h>

#include "subject.h"
#include "tcp.h"

enum { MAX_TEXT = 512 };

struct subject {
	int socket;
	uint64_t connect_ns;
};

struct subject *subject_start(int port)
{
	struct subject *subject = calloc(1, sizeof(*subject));
	subject->socket = tcp_connect_and_ping(port, &subject->connect_ns);
	return subject;
}

uint64_t subject_connect_ns(const struct subject *subject)
{
	return subject->connect_ns;
}

void subject_post(struct subject *subject, int seq)
{
	char text[MAX_TEXT];
	int length = write_command(text, sizeof(text) - 1, seq, now_ns());
	text[length] = '\n';
	tcp_write(subject->socket, text, (size_t)length + 1);
}

void subject_flood(struct subject *subject, int count)
{
	for (int seq = 0; seq < count; seq++)
		subject_post(subject, seq);
}

void subject_stop(struct subject *subject)
{
	close(subject->socket);
	free(subject);
}
