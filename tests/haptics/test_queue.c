/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The queue: one at a time, in order, within its bounds, and emptied by everything that stops. */
#include "tips_case.h"

#define TWO                                                                                                            \
	QUEUED("q", 1, 5000)                                                                                           \
	"," RULE("vip", FROM(100), RUN(4000, "queue"), LEVEL(0.8),                                                     \
		 PRIORITY(2)) "," RULE("beside", BAND(7, 7), RUN(1000, "restart"), LEVEL(0.3), "")
#define NO_LIMITS "\"per_minute\":0,\"per_name_per_minute\":0"

static void the_next_two_wait_their_turn(void **state)
{
	(void)state;
	open_with(SET(TWO, ""));
	struct haptics_verdict first = tip(1);
	struct haptics_verdict second = tip(2);
	struct haptics_verdict third = tip(3);
	assert_outcome(first, HAPTICS_FIRED);
	assert_int_equal(first.queued, 0);
	assert_outcome(second, HAPTICS_QUEUED);
	assert_int_equal(second.queued, 1);
	assert_int_equal(third.queued, 2);
	assert_true(second.run && third.run && second.run != third.run);
	assert_float_equal(second.applied, 0.5, 1e-9);
	assert_int_equal(queue().running, first.run);
	assert_int_equal(queue().waiting_ms, 10000);
	world_wait(&world, 5100);
	assert_int_equal(queue().running, second.run);
	assert_int_equal(queue().count, 1);
	world_wait(&world, 10000);
	assert_true(queue().running == 0 && world_is_still(&world));
	assert_float_equal(haptics_goal(world.core).current, 6, 0);
}

static void priority_goes_first_then_who_came_first(void **state)
{
	(void)state;
	open_with(SET(TWO, ""));
	tip(1);
	uint32_t second = tip(2).run;
	struct haptics_verdict vip = tip(100);
	uint32_t vip2 = tip(101).run;
	assert_int_equal(vip.queued, 1);
	assert_int_equal(waiting(0), vip.run);
	assert_int_equal(waiting(1), vip2);
	assert_int_equal(waiting(2), second);
	world_wait(&world, 5600);
	assert_level(&world, 0, VIBRATE, 0.8);
}

static void another_retrigger_starts_beside_it(void **state)
{
	(void)state;
	open_with(SET(TWO, ""));
	tip(1);
	assert_outcome(tip(7), HAPTICS_FIRED);
	assert_int_equal(queue().count, 0);
}

static void a_full_queue_takes_no_more(void **state)
{
	(void)state;
	open_with(SET(TWO, ",\"queue\":{\"max_seconds\":12," NO_LIMITS "}"));
	tip(1);
	tip(1);
	assert_outcome(tip(1), HAPTICS_IGNORED_QUEUE_FULL);
	world_wait(&world, 3100); /* what is left of the running one counts */
	assert_outcome(tip(1), HAPTICS_QUEUED);
	assert_outcome(tip(1), HAPTICS_IGNORED_QUEUE_FULL);
}

static void it_holds_fifty(void **state)
{
	(void)state;
	open_with(SET(QUEUED("q", 1, 1000), ",\"queue\":{" NO_LIMITS "}"));
	for (int i = 0; i < 51; i++)
		assert_true(tip(1).run != 0);
	assert_int_equal(queue().count, HAPTICS_QUEUE_MAX);
	assert_outcome(tip(1), HAPTICS_IGNORED_QUEUE_FULL);
}

static void the_oldest_makes_room_but_none_of_higher_priority(void **state)
{
	(void)state;
	open_with(SET(TWO, ",\"queue\":{\"max_seconds\":14,\"overflow\":\"drop_oldest\"," NO_LIMITS "}"));
	uint32_t running = tip(1).run;
	uint32_t vip = tip(100).run;
	uint32_t old = tip(1).run;
	uint32_t new = tip(1).run;
	assert_int_equal(rejection(old), HAPTICS_IGNORED_QUEUE_FULL);
	assert_int_equal(queue().running, running);
	assert_int_equal(waiting(0), vip);
	assert_int_equal(waiting(1), new);
	uint32_t vip2 = tip(100).run;
	assert_int_equal(rejection(vip), HAPTICS_IGNORED_QUEUE_FULL);
	uint32_t vip3 = tip(100).run;
	assert_int_equal(rejection(new), HAPTICS_IGNORED_QUEUE_FULL);
	assert_int_equal(waiting(0), vip2);
	assert_int_equal(waiting(1), vip3);
	assert_outcome(tip(1), HAPTICS_IGNORED_QUEUE_FULL);
	assert_int_equal(queue().count, 2);
}

static void nobody_makes_room_in_vain(void **state)
{
	(void)state;
	open_with(SET(QUEUED("q", 1, 2000) "," RULE("long", FROM(50), RUN(9000, "queue"), LEVEL(0.8), "") "," RULE(
			      "vip", FROM(100), RUN(4000, "queue"), LEVEL(0.8), PRIORITY(2)),
		      ",\"queue\":{\"max_seconds\":12,\"overflow\":\"drop_oldest\"," NO_LIMITS "}"));
	tip(100);
	tip(1);
	assert_outcome(tip(50), HAPTICS_IGNORED_QUEUE_FULL); /* 4 of the running one are left */
	assert_int_equal(queue().count, 1);
}

static void a_newcomer_is_cut_to_what_fits(void **state)
{
	(void)state;
	struct haptics_run_status run;
	open_with(SET(TWO, ",\"queue\":{\"max_seconds\":8,\"overflow\":\"shorten\"," NO_LIMITS "}"));
	tip(1);
	assert_outcome(tip(1), HAPTICS_QUEUED);
	assert_true(haptics_waiting(world.core, 0, &run));
	assert_int_equal(run.length_ms, 3000);
	assert_outcome(tip(1), HAPTICS_IGNORED_QUEUE_FULL); /* less than a second fits */
	world_wait(&world, 900);
	assert_outcome(tip(1), HAPTICS_IGNORED_QUEUE_FULL);
	world_wait(&world, 100);
	assert_outcome(tip(1), HAPTICS_QUEUED);
	world_wait(&world, 4000);
	world_wait(&world, 3100);
	assert_int_equal(queue().count, 0);
}

static void a_rule_that_is_too_long_is_cut(void **state)
{
	(void)state;
	open_with(SET(QUEUED("q", 1, 30000), ",\"queue\":{\"max_seconds\":6}"));
	tip(1);
	assert_int_equal(world_rule(&world, "q").ends_ms - world.time.now_ms, 6000);
}

static void who_waits_too_long_is_dropped(void **state)
{
	(void)state;
	open_with(SET(QUEUED("q", 1, 15000), ",\"queue\":{\"max_age_seconds\":10}"));
	tip(1);
	uint32_t run = tip(1).run;
	world_wait(&world, 9900);
	assert_int_equal(queue().count, 1);
	world_wait(&world, 200);
	assert_int_equal(queue().count, 0);
	assert_int_equal(rejection(run), HAPTICS_IGNORED_EXPIRED);
	world_wait(&world, 10000);
	assert_true(world_is_still(&world));
}

static void a_paused_queue_lets_the_running_one_end(void **state)
{
	(void)state;
	struct haptics_intent pause = {.kind = HAPTICS_INTENT_PAUSE_QUEUE, .on = true, .is_request = true};
	open_with(SET(TWO, ""));
	tip(1);
	apply(&pause);
	assert_outcome(tip(1), HAPTICS_QUEUED);
	world_wait(&world, 3000);
	assert_false(world_is_still(&world));
	world_wait(&world, 3000);
	assert_true(world_is_still(&world));
	assert_outcome(tip(1), HAPTICS_QUEUED); /* nothing begins although nothing runs */
	pause.on = false;
	apply(&pause);
	assert_true(queue().running != 0);
}

static void a_request_does_not_end_the_pause_of_a_person(void **state)
{
	(void)state;
	struct haptics_intent pause = {.kind = HAPTICS_INTENT_PAUSE_QUEUE, .on = true, .is_request = true};
	open_with(SET(TWO, ""));
	apply(&pause);
	do_kind(HAPTICS_INTENT_TOGGLE_QUEUE); /* a person's key */
	assert_false(queue().is_paused);
	do_kind(HAPTICS_INTENT_TOGGLE_QUEUE);
	apply(&pause);
	assert_true(queue().is_persons_pause);
	pause.on = false;
	assert_outcome(apply(&pause), HAPTICS_IGNORED_NOT_ALLOWED);
	assert_true(queue().is_paused);
	pause.is_request = false;
	assert_outcome(apply(&pause), HAPTICS_DONE);
	assert_false(queue().is_paused || queue().is_persons_pause);
}

static void skip_ends_the_running_one(void **state)
{
	(void)state;
	open_with(SET(TWO, ""));
	uint32_t first = tip(1).run;
	uint32_t second = tip(1).run;
	do_kind(HAPTICS_INTENT_SKIP_CURRENT);
	assert_int_equal(rejection(first), HAPTICS_IGNORED_SKIPPED);
	assert_true(world_has_record(&world, HAPTICS_IGNORED_SKIPPED, "q"));
	assert_false(world_has_record(&world, HAPTICS_STOPPED, "q"));
	assert_int_equal(queue().running, second);
	do_kind(HAPTICS_INTENT_SKIP_CURRENT);
	assert_true(world_is_still(&world));
	assert_outcome(do_kind(HAPTICS_INTENT_SKIP_CURRENT), HAPTICS_DONE);
}

static void clear_leaves_the_running_one(void **state)
{
	(void)state;
	open_with(SET(TWO, ""));
	uint32_t first = tip(1).run;
	uint32_t second = tip(1).run;
	do_kind(HAPTICS_INTENT_CLEAR_QUEUE);
	assert_int_equal(rejection(second), HAPTICS_IGNORED_CLEARED);
	assert_int_equal(queue().count, 0);
	assert_int_equal(queue().running, first);
}

static void one_that_waits_is_cancelled(void **state)
{
	(void)state;
	open_with(SET(TWO, ""));
	tip(1);
	struct haptics_intent cancel = {.kind = HAPTICS_INTENT_CANCEL_RUN, .run = tip(1).run};
	uint32_t third = tip(1).run;
	apply(&cancel);
	assert_int_equal(queue().count, 1);
	assert_int_equal(waiting(0), third);
}

/* --- what empties it --- */

static void stop_all(void)
{
	do_kind(HAPTICS_INTENT_STOP_ALL);
	do_kind(HAPTICS_INTENT_RESUME);
}

static void stop_without_latch(void)
{
	apply(&(struct haptics_intent){.kind = HAPTICS_INTENT_HALT, .cause = HAPTICS_HALT_REQUEST});
}

static void change_profile(void)
{
	apply(&(struct haptics_intent){.kind = HAPTICS_INTENT_HALT, .cause = HAPTICS_HALT_PROFILE});
}

static void disarm(void)
{
	world_arm(&world, false);
	world_arm(&world, true);
}

static void lose_the_app(void)
{
	haptics_set_online(world.core, false, world.time);
	world_poll(&world);
	world_wait(&world, 1000);
	haptics_set_online(world.core, true, world.time);
	world_poll(&world);
}

static void end_the_stream(void)
{
	world_output(&world, HAPTICS_OUTPUT_STREAM, true);
	world_output(&world, HAPTICS_OUTPUT_STREAM, false);
}

static void sleep_a_while(void)
{
	world_sleep(&world, 60000);
	world_poll(&world);
}

static void stop_the_toy(void)
{
	do_kind(HAPTICS_INTENT_STOP_TOY);
}

static void press_a_stop_rule(void)
{
	world_press(&world, "stop");
}

static void nothing_is_replayed_after_what_stops(void **state)
{
	(void)state;
	static void (*const stops[])(void) = {stop_all,      stop_without_latch, change_profile,
					      disarm,        lose_the_app,       end_the_stream,
					      sleep_a_while, press_a_stop_rule,  stop_the_toy};
	for (size_t i = 0; i < sizeof(stops) / sizeof(stops[0]); i++) {
		open_with(SET(TWO ",{\"id\":\"stop\",\"when\":{\"type\":\"hotkey\"},\"do\":{\"kind\":\"stop\"},"
				  "\"limit\":{\"priority\":2}}",
			      ""));
		tip(1);
		uint32_t second = tip(1).run;
		stops[i]();
		assert_int_equal(queue().count, 0);
		assert_int_equal(rejection(second), HAPTICS_IGNORED_STOPPED);
		world_wait(&world, 20000);
		assert_true(world_is_still(&world));
		assert_outcome(tip(1), HAPTICS_FIRED);
	}
}

static void a_sleep_empties_it_while_only_waiting(void **state)
{
	(void)state;
	open_with(SET(TWO, ""));
	apply(&(struct haptics_intent){.kind = HAPTICS_INTENT_PAUSE_QUEUE, .on = true});
	tip(1);
	world_wait(&world, 5000);
	assert_int_equal(queue().count, 1);
	sleep_a_while();
	assert_int_equal(queue().count, 0);
}

static void a_stop_rule_for_some_toys_leaves_it(void **state)
{
	(void)state;
	open_with(SET(TWO ",{\"id\":\"stop\",\"when\":{\"type\":\"hotkey\"},\"do\":{\"kind\":\"stop\",\"toys\":"
			  "[\"t9\"]}}",
		      ""));
	tip(1);
	tip(1);
	press_a_stop_rule();
	assert_int_equal(queue().count, 1);
}

static void a_key_and_a_pause_leave_it(void **state)
{
	(void)state;
	open_with(SET(TWO, ""));
	tip(1);
	uint32_t second = tip(1).run;
	do_kind(HAPTICS_INTENT_STOP_KEY);
	assert_int_equal(queue().count, 1);
	apply(&(struct haptics_intent){.kind = HAPTICS_INTENT_PAUSE, .duration_ms = 4000});
	assert_true(world_is_still(&world));
	assert_int_equal(queue().count, 1);
	world_wait(&world, 3000);
	assert_true(world_is_still(&world));
	world_wait(&world, 1500);
	assert_int_equal(queue().running, second);
}

static void a_held_key_starts_now_or_not_at_all(void **state)
{
	(void)state;
	struct haptics_intent start = {.kind = HAPTICS_INTENT_START_KEY, .id = "q", .key = "k", .duration_ms = 5000};
	open_with(SET(TWO, ""));
	assert_outcome(apply(&start), HAPTICS_FIRED);
	assert_outcome(apply(&start), HAPTICS_EXTENDED);
	assert_outcome(tip(1), HAPTICS_QUEUED);
	snprintf(start.key, sizeof(start.key), "other");
	assert_outcome(apply(&start), HAPTICS_IGNORED_RUNNING);
}

static void a_key_that_is_renewed_keeps_nobody_waiting_for_longer(void **state)
{
	(void)state;
	struct haptics_intent start = {.kind = HAPTICS_INTENT_START_KEY, .id = "q", .key = "k", .duration_ms = 5000};
	open_with(SET(TWO, ",\"queue\":{\"max_seconds\":10}"));
	apply(&start);
	assert_outcome(tip(1), HAPTICS_QUEUED);
	world_wait(&world, 3000);
	start.duration_ms = 9000;
	assert_outcome(apply(&start), HAPTICS_EXTENDED);
	assert_int_equal(queue().ends_ms - world.time.now_ms, 5000);
}

static void a_rule_that_is_switched_off_or_changed_leaves_it(void **state)
{
	(void)state;
	open_with(SET(TWO, ""));
	tip(1);
	uint32_t q = tip(1).run;
	uint32_t vip = tip(100).run;
	apply(&(struct haptics_intent){.kind = HAPTICS_INTENT_RULE_ENABLED, .id = "vip"});
	assert_int_equal(rejection(vip), HAPTICS_IGNORED_STOPPED);
	assert_int_equal(waiting(0), q);
	world_rules(&world,
		    SET(RULE("new", FROM(50), RUN(1000, "queue"), LEVEL(0.1), "") "," QUEUED("q", 1, 5000), ""));
	assert_int_equal(waiting(0), q); /* the same rule, at another place */
	world_rules(&world, SET(QUEUED("q", 1, 5001), ""));
	assert_int_equal(queue().count, 0);
	assert_int_equal(rejection(q), HAPTICS_IGNORED_STOPPED);
}

static void tighter_bounds_count_at_once(void **state)
{
	(void)state;
	open_with(SET(QUEUED("q", 1, 5000), ""));
	for (int i = 0; i < 5; i++)
		tip(1);
	world_rules(&world, SET(QUEUED("q", 1, 5000), ",\"queue\":{\"max_seconds\":11}"));
	assert_int_equal(queue().count, 1);
}

static void the_cooldown_of_a_rule_is_waited_for(void **state)
{
	(void)state;
	open_with(SET(RULE("q", FROM(1), RUN(1000, "queue"), LEVEL(0.5),
			   ",\"limit\":{\"cooldown_ms\":3000}") "," QUEUED("other", 50, 1000),
		      ""));
	tip(1);
	tip(1);
	uint32_t other = tip(50).run;
	world_wait(&world, 1100);
	assert_int_equal(queue().running, other); /* meanwhile another one runs */
	world_wait(&world, 1500);
	assert_int_equal(queue().running, 0);
	world_wait(&world, 1500);
	assert_true(queue().running != 0);
}

static void tips_that_are_not_allowed_any_more_are_gone(void **state)
{
	(void)state;
	open_with(SET(TWO, ""));
	tip(1);
	uint32_t second = tip(1).run;
	apply(&(struct haptics_intent){.kind = HAPTICS_INTENT_RUN_RULE, .id = "q"});
	allow_tips(false);
	assert_int_equal(rejection(second), HAPTICS_IGNORED_NOT_ALLOWED);
	assert_int_equal(queue().count, 0); /* the one that no viewer sent has begun */
	assert_true(queue().running != 0);
}

#define KEY(id, action, priority)                                                                                      \
	"{\"id\":\"" id "\",\"when\":{\"type\":\"hotkey\"},\"run\":{\"duration_ms\":20000},\"do\":" action PRIORITY(   \
		priority) "}"

static void the_keys_of_the_streamer_come_first(void **state)
{
	(void)state;
	open_with(SET(
		TWO
		"," KEY("key", LEVEL(0.2),
			0) ","
			   "{\"id\":\"scene\",\"when\":{\"type\":\"scene\",\"ref\":{\"name\":\"A\"}},\"run\":{\"mode\":"
			   "\"while\"},\"do\":" LEVEL(0.1) "}",
		""));
	world_scene(&world, "B");
	world_press(&world, "key");
	world_wait(&world, 500);
	tip(100);
	world_wait(&world, 500);
	assert_level(&world, 0, VIBRATE, 0.2); /* although the tip is newer and higher */
	world_scene(&world, "A");
	world_wait(&world, 500);
	assert_level(&world, 0, VIBRATE, 0.2);
	world_wait(&world, 4500); /* without the tip priority counts as always */
	assert_level(&world, 0, VIBRATE, 0.1);
}

static void a_stop_rule_ends_it_whatever_its_priority(void **state)
{
	(void)state;
	open_with(SET(TWO "," KEY("stop", "{\"kind\":\"stop\"}", 0), ""));
	tip(100);
	tip(100);
	world_wait(&world, 500);
	press_a_stop_rule();
	assert_true(world_is_still(&world));
	assert_int_equal(queue().count, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(the_next_two_wait_their_turn),
		CASE(priority_goes_first_then_who_came_first),
		CASE(another_retrigger_starts_beside_it),
		CASE(a_full_queue_takes_no_more),
		CASE(it_holds_fifty),
		CASE(the_oldest_makes_room_but_none_of_higher_priority),
		CASE(nobody_makes_room_in_vain),
		CASE(a_newcomer_is_cut_to_what_fits),
		CASE(a_rule_that_is_too_long_is_cut),
		CASE(who_waits_too_long_is_dropped),
		CASE(a_paused_queue_lets_the_running_one_end),
		CASE(a_request_does_not_end_the_pause_of_a_person),
		CASE(skip_ends_the_running_one),
		CASE(clear_leaves_the_running_one),
		CASE(one_that_waits_is_cancelled),
		CASE(nothing_is_replayed_after_what_stops),
		CASE(a_sleep_empties_it_while_only_waiting),
		CASE(a_stop_rule_for_some_toys_leaves_it),
		CASE(a_key_and_a_pause_leave_it),
		CASE(a_held_key_starts_now_or_not_at_all),
		CASE(a_key_that_is_renewed_keeps_nobody_waiting_for_longer),
		CASE(a_rule_that_is_switched_off_or_changed_leaves_it),
		CASE(tighter_bounds_count_at_once),
		CASE(the_cooldown_of_a_rule_is_waited_for),
		CASE(tips_that_are_not_allowed_any_more_are_gone),
		CASE(the_keys_of_the_streamer_come_first),
		CASE(a_stop_rule_ends_it_whatever_its_priority),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
