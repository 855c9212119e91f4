/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Prints what listening to the toys costs while nothing happens: turns of the loop, pings, and memory, beside the same
 * without it. In the service simulator, with the timing of a real session.
 *
 * usage: lovense_idle_bench [seconds] */
#include <malloc.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lovense/rig.h"
#include "net/loop.h"
#include "net/platform.h"

enum { SECONDS = 60, CALM_S = 5 };

struct idle {
	int turns;
	int pings; /* that reached the app */
	long memory_kib;
};

/* Private pages of this process. -1: this system does not say. */
static long memory_kib(void)
{
	char line[128];
	long all = 0;
	long one = 0;
	FILE *file = fopen("/proc/self/smaps_rollup", "r");
	if (!file)
		return -1;
	while (fgets(line, sizeof(line), file))
		if (sscanf(line, "Private_Clean: %ld", &one) == 1 || sscanf(line, "Private_Dirty: %ld", &one) == 1)
			all += one;
	fclose(file);
	return all;
}

static int count_pings(struct rig *rig, int after)
{
	int pings = 0;
	size_t index = 0;
	json_t *entry = NULL;
	json_t *entries = rig_log(rig, "toy_events", after);
	json_array_foreach(entries, index, entry)
	{
		const char *name = json_string_value(json_object_get(entry, "name"));
		pings += name && strcmp(name, "ping") == 0;
	}
	json_decref(entries);
	return pings;
}

/* How often the loop wakes by itself. */
static struct idle measure(struct rig *rig, int seconds)
{
	struct idle idle = {0};
	rig_run_ms(rig, CALM_S * 1000);
	int serial = rig_serial(rig);
	int64_t end_ms = platform_monotonic_ms() + (int64_t)seconds * 1000;
	for (int64_t left_ms = seconds * 1000; left_ms > 0; left_ms = end_ms - platform_monotonic_ms()) {
		loop_run_once(rig->loop, left_ms);
		idle.turns++;
	}
	idle.turns--; /* the end of the wait */
	idle.pings = count_pings(rig, serial);
	malloc_trim(0);
	idle.memory_kib = memory_kib();
	return idle;
}

static void print(const char *what, const struct idle *idle, int seconds)
{
	printf("%-24s %3d turns, %2d pings in %d s; %ld KiB private\n", what, idle->turns, idle->pings, seconds,
	       idle->memory_kib);
}

int main(int argc, char **argv)
{
	/* Real time, so that no periodic event of the simulator comes twenty times as often. */
	static const char *const arguments[] = {"--time-scale", "1", NULL};
	int seconds = argc > 1 ? atoi(argv[1]) : SECONDS;
	struct rig *rig = rig_start(arguments);
	rig->config.route = LOVENSE_CHOOSE_AUTO;
	rig->timing = session_timing_default;
	rig_pair(rig);
	rig_await_route(rig, LOVENSE_ROUTE_LAN);
	rig_post(rig, "/faults", "{s:b}", "device_info_paused", 1);
	struct idle without = measure(rig, seconds);
	lovense_link_listen(rig->link, true);
	while (rig_now(rig)->events != LOVENSE_EVENTS_OPEN)
		loop_run_once(rig->loop, 1000);
	struct idle with = measure(rig, seconds);
	print("without", &without, seconds);
	print("listening to the toys", &with, seconds);
	printf("more: %d turns, %ld KiB\n", with.turns - without.turns, with.memory_kib - without.memory_kib);
	rig_stop(rig);
	return 0;
}
