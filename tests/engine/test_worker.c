/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the worker makes of a link that does not do as it is asked. The linker puts a fake link in the place of the real
 * one, and lets the loop break down on demand. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "engine/fake_link.h"
#include "engine/fixture.h"
#include "engine/link_factory.h"
#include "engine/mailbox/mailbox.h"
#include "engine/worker_private.h"
#include "haptics/haptics.h"
#include "lovense/session/session.h"
#include "net/loop.h"

/* Set by the test's thread, used by the worker's; one link at a time. */
static struct {
	atomic_bool is_away, is_loop_broken;
	atomic_int send_result, stop_all_result;
	atomic_int moves, stops, stop_alls, strongest; /* strongest: step of a Vibrate */
	void (*meanwhile)(void);                       /* called once, while an intent is applied */
	atomic_bool must_hold, is_holding;             /* the worker, between two turns */
	char log[512]; /* the worker's: 'a' an intent was applied, 'm' a movement sent, 's' a stop */
	atomic_size_t log_size;
} world;

static void note(char what)
{
	if (world.log_size < sizeof(world.log) - 1)
		world.log[world.log_size++] = what;
}

static struct fake_link fake;

/* Says what the world is like now; engine_new_qr() asks for it. */
static void look(struct lovense_link *link)
{
	(void)link;
	fake.snapshot.state = world.is_away ? LOVENSE_APP_OFFLINE : LOVENSE_READY;
	fake.snapshot.route = world.is_away ? LOVENSE_ROUTE_NONE : LOVENSE_ROUTE_SERVER;
	fake.snapshot.toys[0].is_connected = !world.is_away;
	fake.listener.changed(fake.listener.ctx);
}

static enum lovense_send_result send_to(struct lovense_link *link, const struct lovense_command *command)
{
	(void)link;
	note(command->kind == LOVENSE_COMMAND_STOP ? 's' : 'm');
	if (command->level[LOVENSE_VIBRATE] > world.strongest)
		world.strongest = command->level[LOVENSE_VIBRATE];
	(*(command->kind == LOVENSE_COMMAND_STOP ? &world.stops : &world.moves))++;
	return (enum lovense_send_result)world.send_result;
}

static enum lovense_send_result stop_all(struct lovense_link *link)
{
	(void)link;
	note('s');
	world.stop_alls++;
	return (enum lovense_send_result)world.stop_all_result;
}

static const struct lovense_link_ops ops = {
	.start = look,
	.shut = fake_link_shut,
	.send = send_to,
	.stop_all = stop_all,
	.new_qr = look,
	.retry_now = fake_link_does_nothing,
	.snapshot = fake_link_snapshot,
	.destroy = fake_link_does_nothing,
};

struct lovense_link *__real_link_create(struct loop *loop, const struct engine_settings *settings,
					const struct lovense_listener *listener);
bool __wrap_loop_run_once(struct loop *loop, int64_t max_wait_ms);
bool __real_loop_run_once(struct loop *loop, int64_t max_wait_ms);
struct lovense_link *__wrap_lovense_session_create(struct loop *loop, const struct lovense_session_config *config);
struct haptics_verdict __wrap_haptics_apply(struct haptics *haptics, const struct haptics_intent *intent,
					    struct haptics_time now);
struct haptics_verdict __real_haptics_apply(struct haptics *haptics, const struct haptics_intent *intent,
					    struct haptics_time now);

struct lovense_link *__wrap_link_create(struct loop *loop, const struct engine_settings *settings,
					const struct lovense_listener *listener)
{
	(void)loop;
	if (settings->mode == ENGINE_MODE_OFF)
		return NULL;
	fake_link_create(&fake, &ops, listener);
	snprintf(fake.snapshot.qr_payload, sizeof(fake.snapshot.qr_payload), "%s", "a code");
	return &fake.link;
}

struct haptics_verdict __wrap_haptics_apply(struct haptics *haptics, const struct haptics_intent *intent,
					    struct haptics_time now)
{
	void (*meanwhile)(void) = world.meanwhile;
	world.meanwhile = NULL;
	if (meanwhile)
		meanwhile();
	note('a');
	return __real_haptics_apply(haptics, intent, now);
}

bool __wrap_loop_run_once(struct loop *loop, int64_t max_wait_ms)
{
	while (world.must_hold)
		world.is_holding = true;
	world.is_holding = false;
	return !world.is_loop_broken && __real_loop_run_once(loop, max_wait_ms);
}

static size_t known_count;
static char last_known[LOVENSE_TOY_ID_SIZE];

struct lovense_link *__wrap_lovense_session_create(struct loop *loop, const struct lovense_session_config *config)
{
	(void)loop;
	for (known_count = 0; config->known_toys[known_count]; known_count++)
		snprintf(last_known, sizeof(last_known), "%s", config->known_toys[known_count]);
	return NULL;
}

static struct fixture fixture;

static int open_fixture(void **state)
{
	(void)state;
	memset(&world, 0, sizeof(world));
	world.send_result = LOVENSE_SENT;
	world.stop_all_result = LOVENSE_SENT;
	fixture_open(&fixture);
	fixture_start_simulator(&fixture, true);
	return 0;
}

static int close_fixture(void **state)
{
	(void)state;
	fixture_close(&fixture);
	return 0;
}

static bool is_unconfirmed(const struct engine_snapshot *snapshot, const void *ctx)
{
	(void)ctx;
	return snapshot->stop_unconfirmed;
}

static bool is_in_panic_and_confirmed(const struct engine_snapshot *snapshot, const void *ctx)
{
	return is_panic(snapshot, ctx) && !snapshot->stop_unconfirmed;
}

/* Longer than any test takes, so that no lease ends by itself in the middle of one. */
static void use_long_leases(void)
{
	struct engine_settings settings;
	engine_settings_default(&settings);
	settings.mode = ENGINE_MODE_SIMULATOR;
	settings.lease_ms = 10000;
	engine_configure(fixture.engine, &settings);
}

static void run(int duration_ms)
{
	use_long_leases();
	fixture_run_level(&fixture, 0.2, duration_ms);
	fixture_wait(&fixture, is_moving, NULL, "moving");
}

static void the_end_of_a_run_is_no_emergency(void **state)
{
	(void)state;
	int before = world.stop_alls; /* one as soon as the app can be reached */
	run(500);
	fixture_wait(&fixture, is_still, NULL, "still");
	assert_int_equal(world.stops, 1);
	assert_int_equal(world.stop_alls, before);
}

static void disarm_halt_and_panic_are_emergencies(void **state)
{
	(void)state;
	static const enum haptics_intent_kind kinds[] = {HAPTICS_INTENT_SET_ARMED, HAPTICS_INTENT_HALT,
							 HAPTICS_INTENT_STOP_ALL};
	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++) {
		fixture_arm(&fixture);
		run(30000);
		int before = world.stop_alls;
		fixture_post(&fixture, kinds[i]);
		fixture_wait(&fixture, is_still, NULL, "still");
		assert_true(world.stop_alls > before);
		assert_int_equal(world.stops, 0);
	}
}

static void a_stop_that_no_route_takes_is_told(void **state)
{
	(void)state;
	run(30000);
	world.stop_all_result = LOVENSE_CONGESTED;
	fixture_post(&fixture, HAPTICS_INTENT_STOP_ALL);
	fixture_wait(&fixture, is_unconfirmed, NULL, "unconfirmed");
}

static void a_stop_that_is_taken_is_confirmed_until_the_link_drops(void **state)
{
	(void)state;
	run(30000);
	fixture_post(&fixture, HAPTICS_INTENT_STOP_ALL);
	fixture_wait(&fixture, is_in_panic_and_confirmed, NULL, "panic, and nothing to worry about");
	world.is_away = true;
	engine_new_qr(fixture.engine);
	fixture_wait(&fixture, is_unconfirmed, NULL, "unconfirmed after all");
	world.is_away = false;
	engine_new_qr(fixture.engine);
	fixture_wait(&fixture, is_in_panic_and_confirmed, NULL, "stopped again on the new connection");
}

/* Whoever disconnects was frightened each time. */
static void a_stop_that_is_gone_before_the_link_is_closed_is_no_worry(void **state)
{
	(void)state;
	struct engine_settings settings;
	run(30000);
	engine_settings_default(&settings);
	engine_configure(fixture.engine, &settings);
	fixture_wait_state(&fixture, ENGINE_OFF);
	const struct engine_snapshot *snapshot = engine_snapshot_get(fixture.engine);
	assert_false(snapshot->stop_unconfirmed);
	engine_snapshot_release(snapshot);
}

/* While the link says goodbye nothing more goes out, and nothing more has to. */
static void a_stop_that_was_taken_stands_whatever_comes_after_it(void **state)
{
	(void)state;
	struct loop_config config = {0};
	struct haptics_command movement = {.duration_ms = 10000};
	enum loop_error error = LOOP_OK;
	struct worker *worker = calloc(1, sizeof(*worker));
	assert_non_null(worker);
	worker->loop = loop_create(&config, &error);
	assert_non_null(worker->loop);
	worker->is_online = true;
	worker_note_movement(worker, &movement);
	worker_note_stop(worker, 0, LOVENSE_SENT);
	worker->is_online = false;
	worker_note_stop(worker, 0, LOVENSE_NOT_CONNECTED);
	assert_false(worker_is_stop_unconfirmed(worker));
	worker_note_movement(worker, &movement);
	worker_note_stop(worker, 0, LOVENSE_NOT_CONNECTED);
	assert_true(worker_is_stop_unconfirmed(worker));
	loop_destroy(worker->loop);
	free(worker);
}

/* The haptics core counts it as sent; the toy must not go on with what it was told before. */
static void a_command_that_no_route_takes_stops_everything(void **state)
{
	(void)state;
	static const enum lovense_send_result results[] = {LOVENSE_NOT_CONNECTED, LOVENSE_CONGESTED,
							   LOVENSE_BAD_COMMAND};
	for (size_t i = 0; i < sizeof(results) / sizeof(results[0]); i++) {
		int before = world.stop_alls;
		world.send_result = results[i];
		run(1000);
		assert_true(world.stop_alls > before);
		fixture_wait(&fixture, is_still, NULL, "still");
	}
}

static bool is_at_an_end(const struct engine_snapshot *snapshot, const void *ctx)
{
	return snapshot->state == ENGINE_OFF && is_still(snapshot, ctx);
}

static void hold_worker(void)
{
	world.must_hold = true;
	engine_retry_now(fixture.engine);
	while (!world.is_holding)
		;
	world.log_size = 0;
}

static void post_many(int count)
{
	for (int i = 0; i < count; i++)
		fixture_post(&fixture, HAPTICS_INTENT_STUDIO_MODE);
}

static void a_stop_is_sent_before_the_rest_of_the_mailbox_is_read(void **state)
{
	(void)state;
	static const struct haptics_intent stops[] = {
		{.kind = HAPTICS_INTENT_SET_ARMED, .on = false},
		{.kind = HAPTICS_INTENT_STOP_TOY},
		{.kind = HAPTICS_INTENT_HALT},
		{.kind = HAPTICS_INTENT_STOP_ALL},
	};
	for (size_t i = 0; i < sizeof(stops) / sizeof(stops[0]); i++) {
		fixture_arm(&fixture);
		run(30000);
		hold_worker();
		assert_true(engine_post(fixture.engine, &stops[i]));
		post_many(10);
		world.must_hold = false;
		fixture_wait(&fixture, is_still, NULL, "still");
		assert_memory_equal(world.log, "as", 2);
	}
}

static void a_full_mailbox_does_not_keep_what_it_asks_for_from_being_sent(void **state)
{
	(void)state;
	struct haptics_intent level = {.kind = HAPTICS_INTENT_RUN_LEVEL, .value = 0.2, .duration_ms = 30000};
	hold_worker();
	assert_true(engine_post(fixture.engine, &level));
	post_many(MAILBOX_CAPACITY - 1);
	world.must_hold = false;
	fixture_wait(&fixture, is_moving, NULL, "moving");
	assert_true(strchr(world.log, 'm') - world.log < MAILBOX_CAPACITY / 2);
}

static bool is_lowered(const struct engine_snapshot *snapshot, const void *ctx)
{
	(void)ctx;
	return snapshot->ceiling < 0.2;
}

static void a_full_mailbox_is_read_to_its_end(void **state)
{
	(void)state;
	struct haptics_intent lower = {.kind = HAPTICS_INTENT_LOWER_CEILING, .value = 0.1};
	hold_worker();
	post_many(MAILBOX_CAPACITY);
	assert_true(engine_post(fixture.engine, &lower));
	world.must_hold = false;
	fixture_wait(&fixture, is_lowered, NULL, "the last one");
}

/* What only stops is sent at once, and what waits goes out with it. */
static void a_ceiling_is_set_and_a_level_follows(void)
{
	struct engine_settings settings;
	engine_settings_default(&settings);
	settings.mode = ENGINE_MODE_SIMULATOR;
	settings.ceiling_count = 1;
	const struct engine_snapshot *snapshot = engine_snapshot_get(fixture.engine);
	memcpy(settings.ceilings[0].toy_id, snapshot->toys[0].toy_id, sizeof(settings.ceilings[0].toy_id));
	engine_snapshot_release(snapshot);
	settings.ceilings[0].all = 0.1;
	for (size_t f = 0; f < HAPTICS_MAX_FUNCTIONS; f++)
		settings.ceilings[0].function[f] = 1.0;
	engine_configure(fixture.engine, &settings);
	fixture_run_level(&fixture, 0.9, 30000);
	struct haptics_intent lower = {.kind = HAPTICS_INTENT_LOWER_CEILING, .value = 0.8};
	engine_post(fixture.engine, &lower);
}

static void a_ceiling_counts_for_a_level_that_comes_right_after_it(void **state)
{
	(void)state;
	hold_worker();
	world.meanwhile = a_ceiling_is_set_and_a_level_follows;
	post_many(1);
	world.must_hold = false;
	fixture_wait(&fixture, is_moving, NULL, "moving");
	assert_int_equal(world.strongest, 2);
}

static void a_loop_that_breaks_down_leaves_nothing_armed_or_shown(void **state)
{
	(void)state;
	struct haptics_intent level = {.kind = HAPTICS_INTENT_RUN_LEVEL, .value = 0.1};
	struct haptics_intent stop = {.kind = HAPTICS_INTENT_STOP_ALL};
	run(30000);
	int before = world.stop_alls;
	world.is_loop_broken = true;
	engine_retry_now(fixture.engine);
	fixture_wait(&fixture, is_at_an_end, NULL, "the end");
	const struct engine_snapshot *snapshot = engine_snapshot_get(fixture.engine);
	assert_false(snapshot->is_armed);
	assert_string_equal(snapshot->qr_payload, "");
	assert_false(snapshot->toys[0].is_online);
	assert_int_equal(snapshot->reason, ENGINE_REASON_NETWORK_FAILED);
	engine_snapshot_release(snapshot);
	assert_true(world.stop_alls > before);
	assert_false(engine_post(fixture.engine, &level));
	struct haptics_verdict verdict;
	assert_int_equal(engine_ask(fixture.engine, &level, INT32_MAX, &verdict), ENGINE_ENDED);
	assert_true(engine_post(fixture.engine, &stop));
	world.is_loop_broken = false;
}

static void every_alias_that_was_ever_given_is_handed_to_the_session(void **state)
{
	(void)state;
	struct engine_settings settings;
	struct lovense_listener listener = {0};
	engine_settings_default(&settings);
	settings.mode = ENGINE_MODE_CLOUD;
	settings.known_toy_count = ENGINE_MAX_KNOWN_TOYS;
	for (int i = 0; i < ENGINE_MAX_KNOWN_TOYS; i++)
		snprintf(settings.known_toys[i], sizeof(settings.known_toys[i]), "toy-%d", i + 1);
	assert_null(__real_link_create(NULL, &settings, &listener));
	assert_int_equal(known_count, 64);
	assert_string_equal(last_known, "toy-64");
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, open_fixture, close_fixture)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(the_end_of_a_run_is_no_emergency),
		TEST(disarm_halt_and_panic_are_emergencies),
		TEST(a_stop_that_no_route_takes_is_told),
		TEST(a_stop_that_is_taken_is_confirmed_until_the_link_drops),
		TEST(a_stop_that_is_gone_before_the_link_is_closed_is_no_worry),
		TEST(a_stop_that_was_taken_stands_whatever_comes_after_it),
		TEST(a_command_that_no_route_takes_stops_everything),
		TEST(a_stop_is_sent_before_the_rest_of_the_mailbox_is_read),
		TEST(a_full_mailbox_does_not_keep_what_it_asks_for_from_being_sent),
		TEST(a_full_mailbox_is_read_to_its_end),
		TEST(a_ceiling_counts_for_a_level_that_comes_right_after_it),
		TEST(a_loop_that_breaks_down_leaves_nothing_armed_or_shown),
		cmocka_unit_test(every_alias_that_was_ever_given_is_handed_to_the_session),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
