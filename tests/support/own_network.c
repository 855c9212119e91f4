/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifdef __linux__
#define _GNU_SOURCE /* unshare */
#endif
#include "support/own_network.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#ifdef __linux__
#include <net/if.h>
#include <sched.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <unistd.h>

static bool set_loopback(bool is_up)
{
	struct ifreq request = {.ifr_name = "lo", .ifr_flags = is_up ? IFF_UP : 0};
	int control = socket(AF_INET, SOCK_DGRAM, 0);
	bool is_set = control >= 0 && ioctl(control, SIOCSIFFLAGS, &request) == 0;
	close(control);
	return is_set;
}

bool own_network_start(void)
{
	static const int network = CLONE_NEWNET | CLONE_NEWNS;
	return (unshare(network) == 0 || unshare(CLONE_NEWUSER | network) == 0) && set_loopback(true);
}

void own_network_set_loopback(bool is_up)
{
	if (set_loopback(is_up))
		return;
	perror("loopback");
	abort();
}
#else
bool own_network_start(void)
{
	return false;
}

void own_network_set_loopback(bool is_up)
{
	(void)is_up;
}
#endif

int own_network_missing(void)
{
	enum { FAILED = 1, SKIPPED = 77 };
	const char *required = getenv("NETWORK_TESTS_REQUIRED");
	bool is_required = required && strcmp(required, "1") == 0;
	printf("%s: this machine lets a test have no network of its own\n", is_required ? "failed" : "skipped");
	return is_required ? FAILED : SKIPPED;
}

int own_network_count_unsent(int port)
{
	char line[512];
	int count = 0;
	/* "sl local_address:port remote_address:port state tx_queue:rx_queue ...", all in hexadecimal */
	FILE *sockets = fopen("/proc/self/net/tcp", "r");
	while (sockets && fgets(line, sizeof(line), sockets)) {
		unsigned remote_port = 0;
		unsigned unsent = 0;
		if (sscanf(line, " %*d: %*x:%*x %*x:%x %*x %x:", &remote_port, &unsent) == 2)
			count += remote_port == (unsigned)port && unsent > 0;
	}
	if (sockets)
		fclose(sockets);
	return count;
}
