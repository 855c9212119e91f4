/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <stdio.h>
#include <string.h>

#include "host.h"

int host_run_scenario(int argc, char **argv, const struct host_scenario *scenarios, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		if (argc != 2 || strcmp(argv[1], scenarios[i].name) != 0)
			continue;
		scenarios[i].run();
		return 0;
	}
	fprintf(stderr, "usage: %s SCENARIO\n", argv[0]);
	return 2;
}
