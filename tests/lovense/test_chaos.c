/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A long evening in short: random faults, losses, toys and phones that come and go, commands, emergency stops.
 *
 * usage: test_lovense_chaos [SECONDS [SEED]] (20 s, seed 1). All through it: after an emergency stop nothing moves, no
 * command runs longer than its lease, nothing is without end, no secret is told; and in the end, with every fault
 * lifted, all is well. Runs of some minutes also show that memory does not grow. */
#include <malloc.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "dice.h"
#include "faults.h"
#include "net/platform.h"
#include "privacy.h"

enum {
	LEASE_S = 10,         /* of the simulator's time: half a second here */
	SLACK_MS = 4000,      /* of the simulator's time: its timers on a loaded machine */
	PANIC_GRACE_MS = 400, /* for what was on its way when the stop was sent */
	QUARTERS = 4,
	MAX_GROWTH_BYTES = 64 * 1024,
	ENOUGH_ROUNDS = 8, /* a quarter; in fewer the least is a matter of luck: connections and caches come and go */
};

static int64_t seconds = 20;
static uint64_t seed = 1;

struct chaos {
	struct rig *rig;
	struct dice dice;
	json_t *switches; /* the simulator's table of faults */
	int panics, commands, faults;
	double longest_command_ms, longest_run_ms; /* of the simulator's time */
	size_t least_bytes[QUARTERS];              /* in use at a quiet moment of each quarter */
	int rounds[QUARTERS];
};

static void set_random_fault(struct chaos *chaos)
{
	/* At most 150 ms here, well below the grace after an emergency stop. */
	static const int lengths_ms[] = {0, 500, 1500, 3000};
	json_t *row = json_array_get(chaos->switches, dice_roll(&chaos->dice, json_array_size(chaos->switches)));
	const char *name = json_string_value(json_object_get(row, "name"));
	const char *kind = json_string_value(json_object_get(row, "kind"));
	json_t *values = json_object_get(row, "values");
	/* A life of 0 ms would never let us in, which other switches do too; intervals of 0 would only heat the room.
	 */
	bool is_delay = strstr(name, "delay_ms") != NULL;
	json_t *value = NULL;
	if (json_array_size(values) > 0)
		value = json_incref(json_array_get(values, dice_roll(&chaos->dice, json_array_size(values))));
	else if (kind && strcmp(kind, "boolean") == 0)
		value = json_boolean(dice_roll(&chaos->dice, 2));
	else if (is_delay)
		value = json_integer(lengths_ms[dice_roll(&chaos->dice, 4)]);
	else if (strcmp(name, "fragment_bytes") == 0)
		value = json_integer((json_int_t)dice_roll(&chaos->dice, 50));
	if (!value)
		return;
	rig_post(chaos->rig, "/faults", "{s:o}", name, value);
	chaos->faults++;
}

static void drop_socket(struct chaos *chaos)
{
	static const char *const ways[] = {"close",  "close_empty",  "drop",      "reset",
					   "freeze", "engine_close", "disconnect"};
	rig_post(chaos->rig, "/kill", "{s:s}", "how", ways[dice_roll(&chaos->dice, sizeof(ways) / sizeof(ways[0]))]);
}

static void expire(struct chaos *chaos)
{
	static const char *const what[] = {"auth", "ntoken", "qr"};
	rig_post(chaos->rig, "/expire", "{s:s}", "what", what[dice_roll(&chaos->dice, 3)]);
}

static void switch_toy(struct chaos *chaos)
{
	json_t *toys = rig_get(chaos->rig, "/toys");
	json_t *list = json_object_get(toys, "toys");
	json_t *toy = json_array_get(list, dice_roll(&chaos->dice, json_array_size(list)));
	rig_post(chaos->rig, "/toys", "{s:s,s:b}", "id", json_string_value(json_object_get(toy, "id")), "connected",
		 (int)dice_roll(&chaos->dice, 2));
	json_decref(toys);
}

static void send_command(struct chaos *chaos)
{
	struct lovense_command command = rig_vibrate(chaos->rig, (int)dice_roll(&chaos->dice, 21), LEASE_S);
	const struct lovense_snapshot *now = rig_now(chaos->rig);
	if (now->toy_count > 0 && dice_roll(&chaos->dice, 2)) {
		command.toy_count = 1 + dice_roll(&chaos->dice, now->toy_count);
		for (size_t i = 0; i < command.toy_count; i++)
			memcpy(command.toys[i], now->toys[i].id, LOVENSE_TOY_ID_SIZE);
	}
	if (dice_roll(&chaos->dice, 4) == 0) {
		command.kind = LOVENSE_COMMAND_PATTERN;
		command.pattern_interval_ms = 100;
		command.pattern_count = 3;
		command.pattern[1] = 20;
	}
	chaos->commands += lovense_link_send(chaos->rig->link, &command) == LOVENSE_SENT;
}

/* Nothing moves any more once the stop had time to arrive, until somebody sends again. */
static void panic(struct chaos *chaos)
{
	struct rig *rig = chaos->rig;
	char path[64];
	char mark[32];
	snprintf(mark, sizeof(mark), "panic-%d", ++chaos->panics);
	for (int i = 0; i < 3; i++) {
		lovense_link_stop_all(rig->link);
		rig_run_ms(rig, PANIC_GRACE_MS / 3);
	}
	rig_post(rig, "/mark", "{s:s}", "name", mark);
	rig_run_ms(rig, 100 + (int)dice_roll(&chaos->dice, 400));
	snprintf(path, sizeof(path), "/asserts?mark=%s", mark);
	json_t *asserts = rig_get(rig, path);
	size_t moving = json_array_size(json_object_get(asserts, "moving_commands_after_mark"));
	if (moving > 0) {
		char *text = json_dumps(json_object_get(asserts, "moving_commands_after_mark"), JSON_INDENT(1));
		fail_msg("commands after an emergency stop: %s", text);
	}
	json_decref(asserts);
}

static void act(struct chaos *chaos)
{
	struct rig *rig = chaos->rig;
	switch (dice_roll(&chaos->dice, 20)) {
	case 0:
	case 1:
	case 2:
		set_random_fault(chaos);
		break;
	case 3:
	case 4:
		faults_lift(rig);
		break;
	case 5:
		drop_socket(chaos);
		break;
	case 6:
		expire(chaos);
		break;
	case 7:
		switch_toy(chaos);
		break;
	case 8:
		rig_post(rig, "/phone", "{s:b}", "online", (int)dice_roll(&chaos->dice, 2));
		break;
	case 9:
		rig_post(rig, dice_roll(&chaos->dice, 4) ? "/pair" : "/unpair", "{s:s}", "uid", RIG_UID);
		break;
	case 10:
		lovense_link_retry_now(rig->link);
		break;
	case 11:
		lovense_link_new_qr(rig->link);
		break;
	case 12:
		panic(chaos);
		break;
	case 13:
		if (dice_roll(&chaos->dice, 10) == 0)
			rig_open(rig);
		break;
	default:
		send_command(chaos);
		break;
	}
}

static void check_leases(struct chaos *chaos)
{
	json_t *asserts = rig_get(chaos->rig, "/asserts");
	double command_ms = json_number_value(json_object_get(asserts, "longest_command_ms"));
	double run_ms = json_number_value(json_object_get(asserts, "longest_unrenewed_ms"));
	if (json_array_size(json_object_get(asserts, "unbounded_commands")) > 0 || command_ms > LEASE_S * 1000.0 ||
	    run_ms > LEASE_S * 1000.0 + SLACK_MS)
		fail_msg("longest command %g ms, longest run %g ms, or a command without end", command_ms, run_ms);
	chaos->longest_command_ms = command_ms > chaos->longest_command_ms ? command_ms : chaos->longest_command_ms;
	chaos->longest_run_ms = run_ms > chaos->longest_run_ms ? run_ms : chaos->longest_run_ms;
	json_decref(asserts);
}

static size_t used_bytes(void)
{
	return mallinfo2().uordblks;
}

/* The same quiet moment each time: no faults, paired, ready. */
static void settle(struct chaos *chaos)
{
	struct rig *rig = chaos->rig;
	faults_lift(rig);
	rig_post(rig, "/phone", "{s:b}", "online", 1);
	rig_post(rig, "/toys/remove", "{s:b}", "all", 1);
	rig_post(rig, "/toys/add", "{s:s}", "type", "lush");
	rig_post(rig, "/toys/add", "{s:s}", "type", "nora");
	rig_post(rig, "/pair", "{s:s}", "uid", RIG_UID);
	lovense_link_retry_now(rig->link);
	rig_await(rig, LOVENSE_READY);
	privacy_check(rig);
	rig->log_used = 0;
}

static void run_quarter(struct chaos *chaos, int quarter, int64_t until_ms)
{
	size_t *least_bytes = &chaos->least_bytes[quarter];
	do {
		int64_t round_until_ms = platform_monotonic_ms() + 4000;
		while (platform_monotonic_ms() < round_until_ms) {
			act(chaos);
			rig_run_ms(chaos->rig, (int)dice_roll(&chaos->dice, 60));
		}
		check_leases(chaos);
		settle(chaos);
		size_t bytes = used_bytes();
		*least_bytes = *least_bytes == 0 || bytes < *least_bytes ? bytes : *least_bytes;
		chaos->rounds[quarter]++;
	} while (platform_monotonic_ms() < until_ms);
}

static void report(const struct chaos *chaos)
{
	const size_t *bytes = chaos->least_bytes;
	print_message(
		"seed %llu, %lld s: %d commands, %d faults, %d emergency stops, none of which moved a toy again\n",
		(unsigned long long)seed, (long long)seconds, chaos->commands, chaos->faults, chaos->panics);
	print_message("longest command %.1f s, longest run of a toy without a new command %.1f s (lease: %d s)\n",
		      chaos->longest_command_ms / 1000, chaos->longest_run_ms / 1000, LEASE_S);
	print_message("least memory in use in each quarter: %zu, %zu, %zu, %zu bytes\n", bytes[0], bytes[1], bytes[2],
		      bytes[3]);
}

/* Caches fill during the first quarter; from there on memory may not grow. */
static void check_growth(const struct chaos *chaos)
{
	if (chaos->rounds[1] < ENOUGH_ROUNDS || chaos->rounds[QUARTERS - 1] < ENOUGH_ROUNDS)
		print_message("too short a run to say whether memory grows\n");
	else
		assert_true(chaos->least_bytes[QUARTERS - 1] < chaos->least_bytes[1] + MAX_GROWTH_BYTES);
}

static struct rig *wild_rig(void)
{
	struct rig *rig = rig_start(NULL);
	rig->config.route = LOVENSE_CHOOSE_AUTO;
	rig->timing.http_ms = 500;
	rig->timing.open_ms = 500;
	rig->timing.join_ms = 500;
	rig->timing.lan.connect_ms = 300;
	rig->timing.lan.total_ms = 300;
	return rig;
}

static void a_wild_evening_stays_safe(void **state)
{
	(void)state;
	struct chaos chaos = {.rig = wild_rig(), .dice = {seed}};
	int64_t start_ms = platform_monotonic_ms();
	chaos.switches = rig_get(chaos.rig, "/faults?list=1");
	rig_pair(chaos.rig);
	for (int i = 0; i < QUARTERS; i++)
		run_quarter(&chaos, i, start_ms + seconds * 250 * (i + 1));
	report(&chaos);
	check_growth(&chaos);
	assert_true(chaos.commands > 0 && chaos.faults > 0);
	json_decref(chaos.switches);
	rig_stop(chaos.rig);
}

int main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_wild_evening_stays_safe),
	};
	seconds = argc > 1 ? atoi(argv[1]) : seconds;
	seed = argc > 2 ? strtoull(argv[2], NULL, 10) : seed;
	return cmocka_run_group_tests(tests, NULL, NULL);
}
