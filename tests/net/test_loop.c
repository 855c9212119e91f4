/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The event loop: timers, wake-ups, life. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include <cmocka.h>
#include <libwebsockets.h>

#include "net/http/http.h"
#include "net/loop.h"
#include "net/platform.h"
#include "support/certificates.h"
#include "support/run_until.h"

struct clock {
	int64_t now_ms;
};

static int64_t read_clock(void *ctx)
{
	return ((struct clock *)ctx)->now_ms;
}

static double always_a_quarter(void *ctx)
{
	(void)ctx;
	return 0.25;
}

static struct loop *new_clocked_loop(struct clock *clock)
{
	enum loop_error error = LOOP_OK;
	struct loop_config config = {.proxy = "", .clock_ms = read_clock, .random = always_a_quarter, .ctx = clock};
	struct loop *loop = loop_create(&config, &error);
	assert_non_null(loop);
	assert_int_equal(error, LOOP_OK);
	return loop;
}

struct firing {
	struct loop *loop;
	struct loop_timer timer;
	struct loop_timer *other; /* cancelled or started when it fires */
	char *order;
	char name;
	int fired;
	bool cancels;
	bool restarts;
	int64_t restart_at_ms;
};

static void on_fire(void *ctx)
{
	struct firing *firing = ctx;
	firing->fired++;
	if (firing->order) {
		size_t length = strlen(firing->order);
		firing->order[length] = firing->name;
	}
	if (firing->cancels)
		loop_timer_cancel(firing->loop, firing->other ? firing->other : &firing->timer);
	if (firing->restarts)
		loop_timer_start(firing->loop, firing->other ? firing->other : &firing->timer, firing->restart_at_ms);
}

static void start_timer(struct firing *firing, struct loop *loop, int64_t at_ms)
{
	firing->loop = loop;
	firing->timer.fire = on_fire;
	firing->timer.ctx = firing;
	loop_timer_start(loop, &firing->timer, at_ms);
}

static void timers_fire_once_in_the_order_of_their_time(void **state)
{
	(void)state;
	struct clock clock = {.now_ms = 1000};
	struct loop *loop = new_clocked_loop(&clock);
	char order[16] = "";
	struct firing a = {.order = order, .name = 'a'};
	struct firing b = {.order = order, .name = 'b'};
	struct firing c = {.order = order, .name = 'c'};
	struct firing d = {.order = order, .name = 'd'};
	start_timer(&c, loop, 1200);
	start_timer(&a, loop, 1100);
	start_timer(&b, loop, 1100); /* the same time: in the order they were started */
	start_timer(&d, loop, 1300);
	assert_true(loop_run_once(loop, 0));
	assert_string_equal(order, "");
	clock.now_ms = 1200;
	assert_true(loop_run_once(loop, 0));
	assert_string_equal(order, "abc");
	assert_false(a.timer.is_armed);
	assert_true(d.timer.is_armed);
	clock.now_ms = 5000;
	assert_true(loop_run_once(loop, 0));
	assert_true(loop_run_once(loop, 0));
	assert_string_equal(order, "abcd");
	loop_destroy(loop);
}

static void a_timer_may_be_moved_and_cancelled(void **state)
{
	(void)state;
	struct clock clock = {.now_ms = 0};
	struct loop *loop = new_clocked_loop(&clock);
	struct firing moved = {0};
	struct firing cancelled = {0};
	start_timer(&moved, loop, 10);
	loop_timer_start(loop, &moved.timer, 100);
	start_timer(&cancelled, loop, 10);
	loop_timer_cancel(loop, &cancelled.timer);
	loop_timer_cancel(loop, &cancelled.timer);
	clock.now_ms = 50;
	assert_true(loop_run_once(loop, 0));
	assert_int_equal(moved.fired, 0);
	clock.now_ms = 100;
	assert_true(loop_run_once(loop, 0));
	assert_int_equal(moved.fired, 1);
	assert_int_equal(cancelled.fired, 0);
	loop_destroy(loop);
}

static void a_timer_may_cancel_any_other_and_itself(void **state)
{
	(void)state;
	struct clock clock = {.now_ms = 10};
	struct loop *loop = new_clocked_loop(&clock);
	struct firing victim = {0};
	struct firing killer = {.cancels = true, .other = &victim.timer};
	struct firing self = {.cancels = true};
	start_timer(&killer, loop, 1);
	start_timer(&victim, loop, 2);
	start_timer(&self, loop, 3);
	assert_true(loop_run_once(loop, 0));
	assert_int_equal(killer.fired, 1);
	assert_int_equal(victim.fired, 0);
	assert_int_equal(self.fired, 1);
	loop_destroy(loop);
}

static void a_timer_that_is_always_due_does_not_hold_the_turn(void **state)
{
	(void)state;
	struct clock clock = {.now_ms = 10};
	struct loop *loop = new_clocked_loop(&clock);
	struct firing eager = {.restarts = true, .restart_at_ms = 0};
	start_timer(&eager, loop, 0);
	assert_true(loop_run_once(loop, 0));
	assert_int_equal(eager.fired, 1);
	assert_true(loop_run_once(loop, -1)); /* and is not waited for */
	assert_int_equal(eager.fired, 2);
	loop_timer_cancel(loop, &eager.timer);
	loop_destroy(loop);
}

static void a_turn_waits_for_the_next_timer(void **state)
{
	(void)state;
	struct loop *loop = new_test_loop(NULL);
	struct firing firing = {0};
	int64_t start_ms = loop_now_ms(loop);
	start_timer(&firing, loop, start_ms + 30);
	while (!firing.fired)
		assert_true(loop_run_once(loop, -1));
	assert_true(loop_now_ms(loop) >= start_ms + 30);
	loop_destroy(loop);
}

static void clock_and_random_are_those_of_the_config(void **state)
{
	(void)state;
	struct clock clock = {.now_ms = 77};
	struct loop *loop = new_clocked_loop(&clock);
	assert_int_equal(loop_now_ms(loop), 77);
	assert_true(loop_random(loop) == 0.25);
	loop_destroy(loop);
	loop = new_test_loop(NULL);
	for (int i = 0; i < 1000; i++)
		assert_true(loop_random(loop) >= 0.0 && loop_random(loop) < 1.0);
	loop_destroy(loop);
}

struct mailbox {
	struct loop *loop;
	atomic_int posted;
	atomic_bool is_done;
	int seen;
};

enum { POSTS = 5000, POSTERS = 3 };

static void post(void *ctx)
{
	struct mailbox *mailbox = ctx;
	for (int i = 0; i < POSTS; i++) {
		atomic_fetch_add(&mailbox->posted, 1);
		loop_wake(mailbox->loop);
	}
}

static void run_mailbox(void *ctx)
{
	struct mailbox *mailbox = ctx;
	while (mailbox->seen < POSTS * POSTERS) {
		if (!loop_run_once(mailbox->loop, -1)) /* a lost wake-up would hang here */
			return;
		mailbox->seen = atomic_load(&mailbox->posted);
	}
}

static void no_wake_up_is_lost_and_a_loop_may_run_on_another_thread(void **state)
{
	(void)state;
	struct mailbox mailbox = {.loop = new_test_loop(NULL)};
	struct platform_thread *runner = platform_thread_start(run_mailbox, &mailbox, "runner");
	struct platform_thread *posters[POSTERS];
	for (int i = 0; i < POSTERS; i++)
		posters[i] = platform_thread_start(post, &mailbox, "poster");
	for (int i = 0; i < POSTERS; i++)
		assert_true(platform_thread_join(posters[i], -1));
	assert_true(platform_thread_join(runner, -1));
	assert_int_equal(mailbox.seen, POSTS * POSTERS);
	loop_destroy(mailbox.loop);
}

static void a_wake_up_before_the_wait_counts(void **state)
{
	(void)state;
	struct loop *loop = new_test_loop(NULL);
	loop_wake(loop);
	loop_wake(loop);
	assert_true(loop_run_once(loop, -1));
	/* Both were one: the next turn waits its time out. */
	int64_t before_ms = platform_monotonic_ms();
	assert_true(loop_run_once(loop, 60));
	assert_true(platform_monotonic_ms() - before_ms >= 59);
	loop_destroy(loop);
}

/* The turn before the next wait: its own wake-up is behind it, but not yet taken away. */
static void a_wake_up_after_the_turn_of_another_counts(void **state)
{
	(void)state;
	struct loop *loop = new_test_loop(NULL);
	for (int i = 0; i < 3; i++) {
		loop_wake(loop);
		assert_true(loop_run_once(loop, -1)); /* a lost wake-up would hang here */
	}
	loop_destroy(loop);
}

static void live_and_die(void *ctx)
{
	(void)ctx;
	for (int i = 0; i < 3; i++) {
		struct loop *loop = new_test_loop(NULL);
		struct firing firing = {0};
		start_timer(&firing, loop, loop_now_ms(loop));
		while (!firing.fired)
			if (!loop_run_once(loop, -1))
				abort();
		loop_destroy(loop);
	}
}

static void loops_live_side_by_side(void **state)
{
	(void)state;
	struct platform_thread *threads[4];
	for (int i = 0; i < 4; i++)
		threads[i] = platform_thread_start(live_and_die, NULL, "loop");
	for (int i = 0; i < 4; i++)
		assert_true(platform_thread_join(threads[i], -1));
}

/* libwebsockets would write every thread's lines into one buffer, and show addresses in them. */
static void the_websocket_library_writes_no_line(void **state)
{
	(void)state;
	lws_set_log_level(LLL_ERR | LLL_WARN, NULL);
	struct loop *loop = new_test_loop(NULL);
	for (int level = 0; level < LLL_COUNT; level++)
		assert_false(lwsl_visible(1 << level));
	loop_destroy(loop);
}

static void never(void *ctx, const struct http_reply *reply)
{
	(void)ctx;
	(void)reply;
	abort();
}

static void destroying_calls_nobody_back(void **state)
{
	(void)state;
	struct loop *loop = new_test_loop(NULL);
	struct firing firing = {0};
	struct http_options options = {.url = "ftp://refused", .done = never};
	start_timer(&firing, loop, 0);
	assert_non_null(http_start(loop, &options));
	loop_destroy(loop);
	assert_int_equal(firing.fired, 0);
	assert_false(firing.timer.is_armed);
	loop_destroy(NULL);
}

static void a_bad_ca_file_is_an_error(void **state)
{
	(void)state;
	static const char *const bad[] = {"missing.pem", "empty.pem", "text.pem", "cut.pem", "good.key", "pipe.pem"};
	static const char *const good[] = {"ca.pem", "bundle.pem"};
	char folder[256];
	enum loop_error error = LOOP_OK;
	struct loop_config config = {.proxy = ""};
	certificates_make(folder, sizeof(folder));
	assert_int_equal(mkfifo(certificate_path(folder, "pipe.pem"), 0600), 0);
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		config.ca_file = certificate_path(folder, bad[i]);
		assert_null(loop_create(&config, &error));
		assert_int_equal(error, LOOP_ERROR_CA_FILE);
	}
	for (size_t i = 0; i < sizeof(good) / sizeof(good[0]); i++) {
		config.ca_file = certificate_path(folder, good[i]);
		struct loop *loop = loop_create(&config, &error);
		assert_non_null(loop);
		loop_destroy(loop);
	}
	config.ca_file = "";
	struct loop *loop = loop_create(&config, &error);
	assert_non_null(loop);
	loop_destroy(loop);
	certificates_remove(folder);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(timers_fire_once_in_the_order_of_their_time),
		cmocka_unit_test(a_timer_may_be_moved_and_cancelled),
		cmocka_unit_test(a_timer_may_cancel_any_other_and_itself),
		cmocka_unit_test(a_timer_that_is_always_due_does_not_hold_the_turn),
		cmocka_unit_test(a_turn_waits_for_the_next_timer),
		cmocka_unit_test(clock_and_random_are_those_of_the_config),
		cmocka_unit_test(no_wake_up_is_lost_and_a_loop_may_run_on_another_thread),
		cmocka_unit_test(a_wake_up_before_the_wait_counts),
		cmocka_unit_test(a_wake_up_after_the_turn_of_another_counts),
		cmocka_unit_test(loops_live_side_by_side),
		cmocka_unit_test(the_websocket_library_writes_no_line),
		cmocka_unit_test(destroying_calls_nobody_back),
		cmocka_unit_test(a_bad_ca_file_is_an_error),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
