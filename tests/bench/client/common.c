/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "subject.h"

uint64_t now_ns(void)
{
	struct timespec now = {0};
	clock_gettime(CLOCK_MONOTONIC, &now);
	return (uint64_t)now.tv_sec * 1000000000u + (uint64_t)now.tv_nsec;
}

void fail(const char *what)
{
	fprintf(stderr, "bench: %s\n", what);
	exit(1);
}

int write_command(char *text, unsigned size, int seq, uint64_t sent_ns)
{
	int length =
		snprintf(text, size,
			 "{\"command\":\"Function\",\"action\":\"Vibrate:16\",\"timeSec\":20,\"apiVer\":1,\"seq\":%d,"
			 "\"ns\":\"%" PRIu64 "\"}",
			 seq, sent_ns);
	if (length < 0 || (unsigned)length >= size)
		fail("a command does not fit");
	return length;
}
