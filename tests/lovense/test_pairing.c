/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Pairing codes on a clock of the test's own: when one is asked for, kept, refreshed, given up. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "lovense/session/pairing.h"

static const struct pairing_timing timing = {
	.reply_ms = 10000, .retry_ms = 30000, .refresh_ms = 900000, .expiry_ms = 12600000, .min_gap_ms = 1000};

struct world {
	struct loop *loop;
	struct pairing pairing;
	int64_t now_ms;
	int asked;
	bool is_deaf;
	char ack_id[64];
	int changes;
};

static int64_t world_clock(void *ctx)
{
	return ((struct world *)ctx)->now_ms;
}

static bool on_ask(void *ctx, const char *ack_id)
{
	struct world *world = ctx;
	world->asked++;
	snprintf(world->ack_id, sizeof(world->ack_id), "%s", ack_id);
	return !world->is_deaf;
}

static void on_changed(void *ctx)
{
	((struct world *)ctx)->changes++;
}

static void open_world(struct world *world)
{
	memset(world, 0, sizeof(*world));
	world->now_ms = 1000;
	struct loop_config loop = {.proxy = "", .clock_ms = world_clock, .ctx = world};
	enum loop_error error = LOOP_OK;
	world->loop = loop_create(&loop, &error);
	assert_non_null(world->loop);
	struct pairing_config config = {
		.loop = world->loop, .timing = &timing, .ask = on_ask, .changed = on_changed, .ctx = world};
	pairing_init(&world->pairing, &config);
}

static void close_world(struct world *world)
{
	pairing_stop(&world->pairing);
	loop_destroy(world->loop);
}

static void pass(struct world *world, int64_t ms)
{
	world->now_ms += ms;
	loop_run_once(world->loop, 0);
}

static void open_world_that_has_asked(struct world *world)
{
	open_world(world);
	pairing_start(&world->pairing, 0);
	pass(world, 0);
}

static void reply(struct world *world, const char *ack_id, const char *payload)
{
	struct event_qr qr = {.refusal = *payload ? QR_REFUSAL_NONE : QR_REFUSAL_BY_SERVICE};
	snprintf(qr.ack_id, sizeof(qr.ack_id), "%s", ack_id);
	snprintf(qr.payload, sizeof(qr.payload), "%s", payload);
	snprintf(qr.code, sizeof(qr.code), "%s", *payload ? "123456" : "");
	snprintf(qr.message, sizeof(qr.message), "%s", *payload ? "" : "busy");
	pairing_receive(&world->pairing, &qr);
}

static void asks_after_the_wait_and_shows_the_answer(void **state)
{
	(void)state;
	struct world world;
	open_world(&world);
	pairing_start(&world.pairing, 2000);
	pass(&world, 1999);
	assert_int_equal(world.asked, 0);
	pass(&world, 1);
	assert_int_equal(world.asked, 1);
	assert_int_equal(strlen(world.ack_id), 32);
	reply(&world, world.ack_id, "payload");
	assert_string_equal(world.pairing.payload, "payload");
	assert_string_equal(world.pairing.code, "123456");
	assert_int_equal(world.pairing.serial, 1);
	close_world(&world);
}

static void ids_are_never_the_same(void **state)
{
	(void)state;
	struct world world;
	char first[64];
	open_world_that_has_asked(&world);
	snprintf(first, sizeof(first), "%s", world.ack_id);
	pass(&world, timing.reply_ms);
	assert_int_equal(world.asked, 2);
	assert_string_not_equal(first, world.ack_id);
	/* A late answer to the first request is stale. */
	reply(&world, first, "stale");
	assert_string_equal(world.pairing.payload, "");
	close_world(&world);
}

static void foreign_unasked_and_second_answers_are_dropped(void **state)
{
	(void)state;
	struct world world;
	open_world(&world);
	reply(&world, "", "unasked");
	pairing_start(&world.pairing, 0);
	reply(&world, "", "too early");
	pass(&world, 0);
	reply(&world, "somebody-else", "foreign");
	assert_string_equal(world.pairing.payload, "");
	reply(&world, "", "no id");
	assert_string_equal(world.pairing.payload, "no id");
	reply(&world, "", "another");
	reply(&world, world.ack_id, "another");
	assert_string_equal(world.pairing.payload, "no id");
	close_world(&world);
}

static void refreshes_keep_the_old_code_until_the_new_one_is_there(void **state)
{
	(void)state;
	struct world world;
	open_world_that_has_asked(&world);
	reply(&world, world.ack_id, "old");
	pass(&world, timing.refresh_ms - 1);
	assert_int_equal(world.asked, 1);
	pass(&world, 1);
	assert_int_equal(world.asked, 2);
	assert_string_equal(world.pairing.payload, "old");
	pass(&world, timing.reply_ms);
	assert_int_equal(world.pairing.note, LOVENSE_REASON_NONE);
	reply(&world, world.ack_id, "new");
	assert_string_equal(world.pairing.payload, "new");
	assert_int_equal(world.pairing.serial, 2);
	close_world(&world);
}

static void a_code_that_cannot_be_replaced_is_wiped_before_it_expires(void **state)
{
	(void)state;
	struct world world;
	open_world_that_has_asked(&world);
	reply(&world, world.ack_id, "old");
	for (int64_t waited = 0; waited < timing.expiry_ms + timing.reply_ms; waited += timing.reply_ms)
		pass(&world, timing.reply_ms);
	assert_string_equal(world.pairing.payload, "");
	assert_int_equal(world.pairing.note, LOVENSE_REASON_NO_QR_CODE);
	close_world(&world);
}

static void silence_and_refusal_are_told_and_asked_again(void **state)
{
	(void)state;
	struct world world;
	open_world_that_has_asked(&world);
	pass(&world, timing.reply_ms);
	assert_int_equal(world.pairing.note, LOVENSE_REASON_NO_QR_CODE);
	assert_int_equal(world.asked, 2);
	reply(&world, world.ack_id, "");
	assert_string_equal(world.pairing.message, "busy");
	pass(&world, timing.retry_ms);
	assert_int_equal(world.asked, 3);
	reply(&world, world.ack_id, "good");
	assert_int_equal(world.pairing.note, LOVENSE_REASON_NONE);
	assert_string_equal(world.pairing.message, "");
	/* A request that could not even be sent counts as no answer. */
	world.is_deaf = true;
	pairing_stop(&world.pairing);
	pairing_start(&world.pairing, 0);
	pass(&world, 0);
	pass(&world, timing.reply_ms);
	assert_int_equal(world.pairing.note, LOVENSE_REASON_NO_QR_CODE);
	close_world(&world);
}

static void the_user_cannot_flood_the_service(void **state)
{
	(void)state;
	struct world world;
	open_world(&world);
	pairing_ask_again(&world.pairing);
	pairing_start(&world.pairing, 0);
	pairing_ask_again(&world.pairing);
	assert_int_equal(world.asked, 0);
	pass(&world, 0);
	for (int i = 0; i < 100; i++)
		pairing_ask_again(&world.pairing);
	assert_int_equal(world.asked, 1);
	pass(&world, timing.min_gap_ms);
	pairing_ask_again(&world.pairing);
	assert_int_equal(world.asked, 2);
	close_world(&world);
}

static void stopping_wipes_the_code_and_asks_no_more(void **state)
{
	(void)state;
	struct world world;
	open_world_that_has_asked(&world);
	reply(&world, world.ack_id, "payload");
	pairing_stop(&world.pairing);
	static const char zeros[LOVENSE_QR_MAX + 1];
	assert_memory_equal(world.pairing.payload, zeros, sizeof(zeros));
	assert_memory_equal(world.pairing.code, zeros, sizeof(world.pairing.code));
	pass(&world, 10 * (int64_t)timing.refresh_ms);
	assert_int_equal(world.asked, 1);
	reply(&world, world.ack_id, "late");
	assert_string_equal(world.pairing.payload, "");
	close_world(&world);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(asks_after_the_wait_and_shows_the_answer),
		cmocka_unit_test(ids_are_never_the_same),
		cmocka_unit_test(foreign_unasked_and_second_answers_are_dropped),
		cmocka_unit_test(refreshes_keep_the_old_code_until_the_new_one_is_there),
		cmocka_unit_test(a_code_that_cannot_be_replaced_is_wiped_before_it_expires),
		cmocka_unit_test(silence_and_refusal_are_told_and_asked_again),
		cmocka_unit_test(the_user_cannot_flood_the_service),
		cmocka_unit_test(stopping_wipes_the_code_and_asks_no_more),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
