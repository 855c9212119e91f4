/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Start and Stop that arrive in another order than they were sent in. */
#include "world_case.h"

static struct haptics_intent of_key(enum haptics_intent_kind kind, const char *key, int64_t seq)
{
	struct haptics_intent intent = {.kind = kind, .has_seq = seq >= 0, .seq = seq};
	snprintf(intent.key, sizeof(intent.key), "%s", key);
	intent.value = 0.4;
	intent.duration_ms = 20000;
	return intent;
}

static enum haptics_outcome start(const char *key, int64_t seq)
{
	struct haptics_intent intent = of_key(HAPTICS_INTENT_START_KEY, key, seq);
	enum haptics_outcome outcome = haptics_apply(world.core, &intent, world.time).outcome;
	world_poll(&world);
	return outcome;
}

static enum haptics_outcome start_rule(const char *key, int64_t seq)
{
	struct haptics_intent intent = of_key(HAPTICS_INTENT_START_KEY, key, seq);
	snprintf(intent.id, sizeof(intent.id), "r");
	enum haptics_outcome outcome = haptics_apply(world.core, &intent, world.time).outcome;
	world_poll(&world);
	return outcome;
}

static void stop(const char *key, int64_t seq)
{
	struct haptics_intent intent = of_key(HAPTICS_INTENT_STOP_KEY, key, seq);
	world_do(&world, &intent);
}

static void a_start_behind_its_stop_begins_nothing(void **state)
{
	(void)state;
	world_open(&world, "lush", NULL);
	stop("k", 2);
	world_mark(&world);
	assert_int_equal(start("k", 1), HAPTICS_IGNORED_OUTDATED);
	assert_true(world_is_still(&world));
	assert_int_equal(world.log_count, 0);
	assert_int_equal(world_record(&world).outcome, HAPTICS_IGNORED_OUTDATED);
	assert_int_equal(start("k", 2), HAPTICS_IGNORED_OUTDATED);
	assert_int_equal(start("other", 1), HAPTICS_FIRED); /* each key has an order of its own */
	assert_int_equal(start("k", 3), HAPTICS_FIRED);
	stop("k", 3); /* the same number with a stop ends it for good */
	assert_int_equal(start("k", 3), HAPTICS_IGNORED_OUTDATED);
}

static void the_same_start_again_is_a_renewal(void **state)
{
	(void)state;
	world_open(&world, "lush", NULL);
	assert_int_equal(start("k", 7), HAPTICS_FIRED);
	world_wait(&world, 15000);
	assert_int_equal(start("k", 7), HAPTICS_EXTENDED);
	assert_int_equal(start("k", 6), HAPTICS_IGNORED_OUTDATED);
	world_wait(&world, 15000);
	assert_false(world_is_still(&world));
}

static void a_stop_is_done_whatever_its_number(void **state)
{
	(void)state;
	world_open(&world, "lush", NULL);
	assert_int_equal(start("k", 7), HAPTICS_FIRED);
	world_wait(&world, 1000);
	stop("k", 3);
	assert_true(world_is_still(&world));
	assert_int_equal(start("k", 5), HAPTICS_IGNORED_OUTDATED); /* 7 is the highest still */
	assert_int_equal(start("k", 7), HAPTICS_FIRED);
	world_wait(&world, 1000);
	stop("k", -1);
	assert_true(world_is_still(&world));
	assert_int_equal(start("k", 8), HAPTICS_FIRED);
	world_wait(&world, 1000);
	stop("", 100); /* of no key: it orders nothing */
	assert_true(world_is_still(&world));
	assert_int_equal(start("k", 9), HAPTICS_FIRED);
}

static void without_a_number_nothing_is_outdated(void **state)
{
	(void)state;
	world_open(&world, "lush", NULL);
	stop("k", 9);
	assert_int_equal(start("k", -1), HAPTICS_FIRED);
	assert_int_equal(start("k", 8), HAPTICS_IGNORED_OUTDATED);
}

static void a_refused_start_counts_too(void **state)
{
	(void)state;
	world_open(&world, "lush", NULL);
	world_arm(&world, false);
	assert_int_equal(start("k", 4), HAPTICS_IGNORED_DISARMED);
	world_arm(&world, true);
	assert_int_equal(start("k", 3), HAPTICS_IGNORED_OUTDATED);
	assert_int_equal(start("k", 4), HAPTICS_FIRED);
}

static void rules_are_held_in_order_too(void **state)
{
	(void)state;
	world_open(&world, "lush", NULL);
	world_one_rule(&world, (struct rule_text){.when = "{\"type\":\"request\"}"});
	stop("k", 2);
	assert_int_equal(start_rule("k", 1), HAPTICS_IGNORED_OUTDATED);
	assert_true(world_has_record(&world, HAPTICS_IGNORED_OUTDATED, "r"));
	assert_int_equal(start_rule("k", 3), HAPTICS_FIRED);
	world_one_rule(&world, (struct rule_text){.when = "{\"type\":\"request\"}",
						  .run = "{\"mode\":\"once\"}",
						  .action = "{\"kind\":\"stop\"}"});
	assert_int_equal(start_rule("k", 1), HAPTICS_FIRED); /* what stops is never too late */
}

static void it_is_forgotten_a_minute_after_the_last_use(void **state)
{
	(void)state;
	world_open(&world, "lush", NULL);
	stop("k", 9);
	world_wait(&world, HAPTICS_ORDER_MS - 1);
	assert_int_equal(start("k", 1), HAPTICS_IGNORED_OUTDATED); /* what is dropped keeps nothing alive */
	world_wait(&world, 1);
	assert_int_equal(start("k", 1), HAPTICS_FIRED);
	world_wait(&world, 20000); /* it ends by itself */
	assert_true(world_is_still(&world));
	world_wait(&world, HAPTICS_ORDER_MS - 1);
	assert_int_equal(start("k", 0), HAPTICS_IGNORED_OUTDATED);
	assert_int_equal(start("k", -1), HAPTICS_FIRED); /* a request that counts */
	world_wait(&world, 1000);
	stop("k", -1);
	world_wait(&world, HAPTICS_ORDER_MS - 1);
	assert_int_equal(start("k", 0), HAPTICS_IGNORED_OUTDATED);
	world_wait(&world, 1);
	assert_int_equal(start("k", 0), HAPTICS_FIRED);
}

/* Of too many keys the ones that were used last are known, and those that run. */
static void the_table_is_bounded(void **state)
{
	(void)state;
	char key[16];
	world_open(&world, "lush", NULL);
	world_one_rule(&world, (struct rule_text){.when = "{\"type\":\"request\"}"});
	assert_int_equal(start_rule("held", 5), HAPTICS_FIRED);
	for (int i = 0; i < 3 * HAPTICS_MAX_ORDERS; i++) {
		world_wait(&world, 10);
		snprintf(key, sizeof(key), "k%d", i);
		stop(key, 5);
	}
	for (int i = 0; i < 3 * HAPTICS_MAX_ORDERS; i++) {
		snprintf(key, sizeof(key), "k%d", i);
		bool is_last = i > 2 * HAPTICS_MAX_ORDERS;
		assert_int_equal(haptics_order_of(world.core, key).is_known, is_last);
	}
	assert_int_equal(start_rule("held", 4), HAPTICS_IGNORED_OUTDATED);
}

/* --- any order at all, against a list of everything that happened --- */

enum { EVENTS = 400, KEYS = 3, ROUNDS = 300 };
struct event {
	bool is_stop;
	int key;
	int64_t seq, time_ms; /* seq -1: none */
};

static uint32_t dice(uint32_t *state, uint32_t sides)
{
	*state = *state * 1664525u + 1013904223u;
	return (*state >> 16) % sides;
}

/* What the words of the API say: of all that counted and is not forgotten, was one newer? */
static bool is_outdated(const struct event *events, int count, const struct event *start)
{
	bool is_it = false;
	int64_t last_ms = INT64_MIN;
	for (int i = 0; i < count; i++) {
		const struct event *event = &events[i];
		if (event->key != start->key)
			continue;
		if (last_ms != INT64_MIN && event->time_ms - last_ms >= HAPTICS_ORDER_MS)
			is_it = false; /* a gap: everything before it is forgotten */
		last_ms = event->time_ms;
		if (event->seq >= 0 && (event->seq > start->seq || (event->seq == start->seq && event->is_stop)))
			is_it = true;
	}
	return is_it && start->time_ms - last_ms < HAPTICS_ORDER_MS;
}

static void run_round(uint32_t *state)
{
	static const char *const keys[KEYS] = {"a", "b", "c"};
	static struct event events[EVENTS];
	int count = 0;
	world_open(&world, "lush", NULL);
	world_arm(&world, false); /* nothing runs, so that only requests count */
	for (int i = 0; i < EVENTS; i++) {
		if (dice(state, 8) == 0)
			world_sleep(&world, dice(state, HAPTICS_ORDER_MS + HAPTICS_ORDER_MS / 4));
		struct event event = {.is_stop = dice(state, 2), .key = (int)dice(state, KEYS)};
		event.seq = (int64_t)dice(state, 12) - 1;
		event.time_ms = world.time.now_ms;
		if (event.is_stop) {
			stop(keys[event.key], event.seq);
		} else {
			bool is_expected = event.seq >= 0 && is_outdated(events, count, &event);
			assert_int_equal(start(keys[event.key], event.seq),
					 is_expected ? HAPTICS_IGNORED_OUTDATED : HAPTICS_IGNORED_DISARMED);
			if (is_expected)
				continue;
		}
		events[count++] = event;
	}
	world_close(&world);
}

static void no_older_start_ever_passes(void **unused)
{
	(void)unused;
	uint32_t state = 1;
	for (int i = 0; i < ROUNDS; i++)
		run_round(&state);
	world_open(&world, "lush", NULL);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(a_start_behind_its_stop_begins_nothing),
		CASE(the_same_start_again_is_a_renewal),
		CASE(a_stop_is_done_whatever_its_number),
		CASE(without_a_number_nothing_is_outdated),
		CASE(a_refused_start_counts_too),
		CASE(rules_are_held_in_order_too),
		CASE(it_is_forgotten_a_minute_after_the_last_use),
		CASE(the_table_is_bounded),
		CASE(no_older_start_ever_passes),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
