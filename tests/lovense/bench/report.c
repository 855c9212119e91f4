/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Prints how long the app's report of a level takes, beside the answer to the command itself, in the service simulator.
 */
#include <stdio.h>
#include <stdlib.h>

#include "lovense/rig.h"
#include "net/loop.h"
#include "net/platform.h"

enum { COMMANDS = 300, LEVELS = 20 };

static int by_size(const void *a, const void *b)
{
	double left = *(const double *)a;
	double right = *(const double *)b;
	return (left > right) - (left < right);
}

static void print(const char *what, double *values)
{
	qsort(values, COMMANDS, sizeof(*values), by_size);
	printf("%-28s median %.2f ms, p99 %.2f ms\n", what, values[COMMANDS / 2], values[COMMANDS * 99 / 100]);
}

/* Turns the loop until it is told once more; the time that took. */
static double time_report(struct rig *rig, int level)
{
	struct rig_told *told = &rig->told[LOVENSE_TOY_STRENGTH];
	struct lovense_command command = rig_vibrate(rig, level, 600);
	int before = told->count;
	int64_t since_ns = platform_monotonic_ns();
	lovense_link_send(rig->link, &command);
	while (told->count == before)
		loop_run_once(rig->loop, 1000);
	return (double)(platform_monotonic_ns() - since_ns) / 1e6;
}

int main(void)
{
	static double reports[COMMANDS];
	static double answers[COMMANDS];
	struct rig *rig = rig_start(NULL);
	rig->config.route = LOVENSE_CHOOSE_AUTO;
	rig_pair(rig);
	rig_await_route(rig, LOVENSE_ROUTE_LAN);
	lovense_link_listen(rig->link, true);
	while (rig_now(rig)->events != LOVENSE_EVENTS_OPEN)
		loop_run_once(rig->loop, 1000);
	for (int i = 0; i < COMMANDS; i++) {
		reports[i] = time_report(rig, 1 + i % LEVELS);
		rig_run_ms(rig, 20);
		answers[i] = rig_now(rig)->round_trip_ms;
	}
	print("command to report", reports);
	print("command to answer (whole ms)", answers);
	rig_stop(rig);
	return 0;
}
