/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Runs schedules through delivery and checks what the toys do. One that fails is cut down as far as it still fails, and
 * printed with all that happens in it.
 *
 * usage: delivery_property [schedules [first seed]] | --pairs [each Nth] | --cost | --seed N */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "model.h"

enum { DEFAULT_SCHEDULES = 100000, COST_SCHEDULES = 2000 };

static struct model model;

static bool fails(const struct schedule *schedule)
{
	model_run(&model, schedule, false);
	return model.oracle.sentence[0] != '\0';
}

static int report(struct schedule *schedule, const char *name, long long number)
{
	printf("%s %lld: %s\n", name, number, model.oracle.sentence);
	schedule_shrink(schedule, fails);
	printf("cut down to:\n");
	schedule_print(schedule);
	model_run(&model, schedule, true);
	printf("%s\n", model.oracle.sentence);
	return 1;
}

static void add_worst(struct oracle_worst *worst, const struct oracle_worst *one)
{
	worst->late_ms = one->late_ms > worst->late_ms ? one->late_ms : worst->late_ms;
	worst->come_back_ms = one->come_back_ms > worst->come_back_ms ? one->come_back_ms : worst->come_back_ms;
	worst->obeyed_ms = one->obeyed_ms > worst->obeyed_ms ? one->obeyed_ms : worst->obeyed_ms;
	worst->drop_out_ms = one->drop_out_ms > worst->drop_out_ms ? one->drop_out_ms : worst->drop_out_ms;
}

static void print_worst(const char *name, long long runs, long long commands, const struct oracle_worst *worst)
{
	printf("%-13s %9lld runs, %5.1f commands a run; worst: late %lld, came back for %lld, obeyed after %lld, "
	       "dropped out for %lld ms\n",
	       name, runs, (double)commands / (double)(runs ? runs : 1), (long long)worst->late_ms,
	       (long long)worst->come_back_ms, (long long)worst->obeyed_ms, (long long)worst->drop_out_ms);
}

static int run_fixed(void)
{
	struct schedule schedule;
	for (int number = 0; schedule_fixed(&schedule, number); number++) {
		if (fails(&schedule))
			return report(&schedule, "fixed schedule", number);
	}
	return 0;
}

static int run_random(long long count, long long first)
{
	struct oracle_worst worst[WORLD_COUNT] = {{0}};
	long long runs[WORLD_COUNT] = {0};
	long long commands[WORLD_COUNT] = {0};
	long long curves = 0;
	for (long long seed = first; seed < first + count; seed++) {
		struct schedule schedule;
		schedule_random(&schedule, (uint64_t)seed);
		if (fails(&schedule))
			return report(&schedule, "schedule", seed);
		add_worst(&worst[schedule.world], &model.oracle.worst);
		runs[schedule.world]++;
		curves += model.curve_count;
		commands[schedule.world] += model.oracle.commands;
	}
	for (int world = 0; world < WORLD_COUNT; world++)
		print_worst(world_names[world], runs[world], commands[world], &worst[world]);
	printf("%.2f curves a run\n", (double)curves / (double)count);
	return 0;
}

static int run_pairs(long every)
{
	struct oracle_worst worst = {0};
	struct schedule schedule;
	long long runs = 0;
	long long commands = 0;
	long long curves = 0;
	for (long position = 0; schedule_next(&schedule, &position); position += every - 1, runs++) {
		if (fails(&schedule))
			return report(&schedule, "schedule of pairs", position - 1);
		add_worst(&worst, &model.oracle.worst);
		commands += model.oracle.commands;
		curves += model.curve_count;
	}
	print_worst("pairs", runs, commands, &worst);
	printf("%.2f curves a run\n", (double)curves / (double)runs);
	return 0;
}

/* With nothing odd, corrections cost at most a fifth. */
static int run_cost(void)
{
	struct schedule schedule;
	long long asked = 0;
	long long commands = 0;
	for (long long seed = 0; seed < COST_SCHEDULES; seed++) {
		schedule_calm(&schedule, (uint64_t)seed);
		if (fails(&schedule))
			return report(&schedule, "calm schedule", seed);
		asked += model.asked_count;
		commands += model.command_count - 2; /* the Stop with which the connection begins */
	}
	double cost = (double)commands / (double)asked;
	printf("%lld commands for %lld: %.3f\n", commands, asked, cost);
	return cost > 1.2;
}

static int run_one(long long seed)
{
	struct schedule schedule;
	schedule_random(&schedule, (uint64_t)seed);
	schedule_print(&schedule);
	model_run(&model, &schedule, true);
	printf("%s\n", model.oracle.sentence[0] ? model.oracle.sentence : "every promise is kept");
	return model.oracle.sentence[0] != '\0';
}

int main(int argc, char **argv)
{
	if (argc >= 2 && strcmp(argv[1], "--pairs") == 0)
		return run_pairs(argc > 2 ? atol(argv[2]) : 1);
	if (argc == 2 && strcmp(argv[1], "--cost") == 0)
		return run_cost();
	if (argc == 3 && strcmp(argv[1], "--seed") == 0)
		return run_one(atoll(argv[2]));
	if (run_fixed())
		return 1;
	return run_random(argc > 1 ? atoll(argv[1]) : DEFAULT_SCHEDULES, argc > 2 ? atoll(argv[2]) : 0);
}
