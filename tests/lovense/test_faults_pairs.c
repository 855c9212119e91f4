/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Two faults at once: the user is told of one of them; when it is lifted, of the other; then all is well.
 *
 * usage: test_lovense_faults_pairs [PAIRS [SEED]]: PAIRS for each lottery; without arguments a short sample, another
 * one each day. The seed is printed, and can be given as PAIRS_SEED in the environment too. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <cmocka.h>

#include "dice.h"
#include "fault_tables.h"
#include "privacy.h"

static int pair_count = 20;
static uint64_t seed;

/* Tables from which two faults are drawn, and when they are switched on. */
struct lottery {
	enum fault_stage stage;
	enum lovense_auth auth;
	const struct fault_table *tables[4];
};

static const struct lottery lotteries[] = {
	{FAULT_AT_START,
	 LOVENSE_AUTH_DEVELOPER_TOKEN,
	 {&fault_table_token, &fault_table_socket_url, &fault_table_socket, &fault_table_code}},
	{FAULT_AT_START,
	 LOVENSE_AUTH_TOKEN_SERVICE,
	 {&fault_table_token_service, &fault_table_socket_url, &fault_table_token_service, &fault_table_code}},
	{FAULT_AT_RECONNECT,
	 LOVENSE_AUTH_DEVELOPER_TOKEN,
	 {&fault_table_socket_url, &fault_table_socket, &fault_table_app, &fault_table_lan}},
	{FAULT_AT_RECONNECT,
	 LOVENSE_AUTH_DEVELOPER_TOKEN,
	 {&fault_table_lan, &fault_table_lan_variants, &fault_table_app, &fault_table_lan}},
};

static struct fault draw(const struct lottery *lottery, struct dice *dice)
{
	const struct fault_table *table = lottery->tables[dice_roll(dice, 4)];
	struct fault fault = table->cases[dice_roll(dice, table->count)];
	bool has_scanned = lottery->stage == FAULT_AT_RECONNECT;
	if (!has_scanned && fault.state == LOVENSE_READY)
		fault.state = LOVENSE_WAITING_FOR_SCAN;
	if (has_scanned && fault.state == LOVENSE_WAITING_FOR_SCAN)
		fault.state = LOVENSE_READY;
	return fault;
}

static bool do_collide(const struct fault *a, const struct fault *b)
{
	json_t *first = json_loads(a->switches, 0, NULL);
	json_t *second = json_loads(b->switches, 0, NULL);
	bool has_common = false;
	const char *key = NULL;
	json_t *value = NULL;
	json_object_foreach(first, key, value) has_common = has_common || json_object_get(second, key);
	json_decref(first);
	json_decref(second);
	return has_common;
}

static bool is_told(struct rig *rig, const struct fault *fault)
{
	const struct lovense_snapshot *now = rig_now(rig);
	return now->state == fault->state && (!fault->reason || now->reason == fault->reason);
}

static bool is_one_told(struct rig *rig, void *ctx)
{
	const struct fault *faults = ctx;
	return is_told(rig, &faults[0]) || is_told(rig, &faults[1]);
}

static void enter(struct rig *rig, enum fault_stage stage, const struct fault faults[2])
{
	if (stage == FAULT_AT_RECONNECT)
		rig_pair(rig);
	faults_set(rig, faults[0].switches);
	faults_set(rig, faults[1].switches);
	if (stage == FAULT_AT_RECONNECT) {
		rig_post(rig, "/kill", "{s:s}", "how", "drop");
		rig_await(rig, LOVENSE_RETRYING);
	} else {
		rig_open(rig);
	}
}

static void run_pair(struct rig *rig, enum fault_stage stage, const struct fault faults[2])
{
	print_message("%s and %s\n", faults[0].switches, faults[1].switches);
	rig_post(rig, "/reset", NULL);
	enter(rig, stage, faults);
	rig_await_true(rig, is_one_told, (void *)faults, "one of the two faults");
	privacy_check(rig);
	faults_lift(rig);
	faults_set(rig, faults[1].switches);
	/* A connection that stands may not meet the second fault any more. */
	rig_open(rig);
	faults_await(rig, &faults[1]);
	faults_lift(rig);
	rig_post(rig, "/pair", "{s:s}", "uid", RIG_UID);
	lovense_link_retry_now(rig->link);
	rig_await(rig, LOVENSE_READY);
	/* With its address, in case a fault had hidden or changed that. */
	rig_post(rig, "/announce", NULL);
	rig_await_route(rig, LOVENSE_ROUTE_LAN);
	privacy_check(rig);
	rig->log_used = 0;
	rig_close(rig);
}

static void run_lottery(const struct lottery *lottery)
{
	struct dice dice = {seed};
	struct rig *rig = rig_start(NULL);
	print_message("seed %llu\n", (unsigned long long)seed);
	rig->config.auth = lottery->auth;
	if (lottery->auth == LOVENSE_AUTH_TOKEN_SERVICE)
		rig->config.developer_token = "";
	rig->timing.http_ms = 700;
	rig->timing.open_ms = 700;
	rig->timing.join_ms = 700;
	rig->timing.lan.connect_ms = 500;
	rig->timing.lan.total_ms = 500;
	rig->config.route = LOVENSE_CHOOSE_AUTO;
	for (int i = 0; i < pair_count;) {
		struct fault faults[2] = {draw(lottery, &dice), draw(lottery, &dice)};
		if (do_collide(&faults[0], &faults[1]))
			continue;
		run_pair(rig, lottery->stage, faults);
		i++;
	}
	rig_stop(rig);
}

static void pairs_of_faults_at_the_start_are_told_and_mended(void **state)
{
	(void)state;
	run_lottery(&lotteries[0]);
}

static void pairs_of_faults_with_a_token_service_are_told_and_mended(void **state)
{
	(void)state;
	run_lottery(&lotteries[1]);
}

static void pairs_of_faults_of_a_paired_session_are_told_and_mended(void **state)
{
	(void)state;
	run_lottery(&lotteries[2]);
}

static void pairs_of_faults_of_the_lan_are_told_and_mended(void **state)
{
	(void)state;
	run_lottery(&lotteries[3]);
}

static uint64_t seed_of_today(void)
{
	const char *text = getenv("PAIRS_SEED");
	return text ? strtoull(text, NULL, 10) : (uint64_t)time(NULL) / 86400;
}

int main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(pairs_of_faults_at_the_start_are_told_and_mended),
		cmocka_unit_test(pairs_of_faults_with_a_token_service_are_told_and_mended),
		cmocka_unit_test(pairs_of_faults_of_a_paired_session_are_told_and_mended),
		cmocka_unit_test(pairs_of_faults_of_the_lan_are_told_and_mended),
	};
	pair_count = argc > 1 ? atoi(argv[1]) : pair_count;
	seed = argc > 2 ? strtoull(argv[2], NULL, 10) : seed_of_today();
	return cmocka_run_group_tests(tests, NULL, NULL);
}
