/* SPDX-License-Identifier: GPL-2.0-or-later */
/* usage: bench_client_pingpong PORT COUNT: how long two bytes take there and back, one after the other, as JSON. */
#include <stdio.h>
#include <stdlib.h>

#include "subject.h"
#include "tcp.h"

int main(int argc, char **argv)
{
	if (argc != 3)
		fail("usage: PORT COUNT");
	int count = atoi(argv[2]);
	int socket = tcp_connect(atoi(argv[1]));
	tcp_ping(socket);
	printf("{\"round_trip_us\":[");
	for (int i = 0; i < count; i++) {
		uint64_t begin_ns = now_ns();
		tcp_ping(socket);
		printf("%s%.1f", i ? "," : "", (double)(now_ns() - begin_ns) / 1000);
	}
	printf("]}\n");
	return 0;
}
