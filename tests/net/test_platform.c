/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The calls that differ between systems. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <cmocka.h>

#include "net/log.h"
#include "net/platform.h"
#include "net/random.h"
#include "support/run_until.h"

static void time_goes_forward(void **state)
{
	(void)state;
	uint64_t before_ns = platform_monotonic_ns();
	int64_t before_ms = platform_monotonic_ms();
	while (platform_monotonic_ms() == before_ms)
		;
	assert_true(platform_monotonic_ns() > before_ns);
	assert_true(platform_monotonic_ms() > before_ms);
	assert_true(before_ms - (int64_t)(before_ns / 1000000) <= 1);
}

#ifndef _WIN32 /* the zone is not taken from the environment there */
static void the_minute_of_the_week_starts_on_monday(void **state)
{
	(void)state;
	static const struct {
		const char *zone;
		int hours;
	} zones[] = {{"UTC0", 0}, {"XXX-5", 5}, {"XXX+7", -7}};
	for (size_t i = 0; i < sizeof(zones) / sizeof(zones[0]); i++) {
		setenv("TZ", zones[i].zone, 1);
		tzset();
		int64_t before = (int64_t)time(NULL);
		int minute = platform_minute_of_week();
		int64_t after = (int64_t)time(NULL);
		/* 1970-01-01 was a Thursday, three days after a Monday. */
		int64_t offset_s = 3 * 86400 + zones[i].hours * 3600;
		int first = (int)((before + offset_s) / 60 % 10080);
		int last = (int)((after + offset_s) / 60 % 10080);
		assert_true(minute == first || minute == last);
	}
	unsetenv("TZ");
	tzset();
}
#endif

static void random_bytes_fill_the_whole_buffer(void **state)
{
	(void)state;
	enum { SIZE = 1000 };
	unsigned char seen[SIZE] = {0};
	unsigned char bytes[SIZE + 1] = {0};
	bytes[SIZE] = 0xa5;
	for (int round = 0; round < 8; round++) {
		assert_true(random_bytes(bytes, SIZE));
		for (size_t i = 0; i < SIZE; i++)
			seen[i] |= bytes[i];
	}
	for (size_t i = 0; i < SIZE; i++)
		assert_int_not_equal(seen[i], 0); /* zero eight times: 1000 in 2^64 */
	assert_int_equal(bytes[SIZE], 0xa5);
	assert_true(random_bytes(bytes, 0));
}

static void a_uuid_is_random_and_of_version_4(void **state)
{
	(void)state;
	char ids[2][RANDOM_UUID_SIZE];
	for (int i = 0; i < 2; i++) {
		random_uuid(ids[i]);
		assert_int_equal(strlen(ids[i]), RANDOM_UUID_SIZE - 1);
		for (int at = 0; ids[i][at]; at++)
			assert_non_null(strchr(at == 8 || at == 13 || at == 18 || at == 23 ? "-" : "0123456789abcdef",
					       ids[i][at]));
		assert_int_equal(ids[i][14], '4');
		assert_non_null(strchr("89ab", ids[i][19]));
	}
	assert_string_not_equal(ids[0], ids[1]);
}

static void what_is_wiped_is_zero_and_no_more(void **state)
{
	(void)state;
	char text[] = "secret";
	platform_wipe(text, 5);
	assert_memory_equal(text, "\0\0\0\0\0t", 6);
}

struct shared {
	struct platform_mutex *mutex;
	int counter;
	atomic_bool may_end;
};

static void count_up(void *ctx)
{
	struct shared *shared = ctx;
	for (int i = 0; i < 20000; i++) {
		platform_mutex_lock(shared->mutex);
		shared->counter++;
		platform_mutex_unlock(shared->mutex);
	}
}

static void a_mutex_excludes(void **state)
{
	(void)state;
	struct shared shared = {.mutex = platform_mutex_create()};
	struct platform_thread *threads[4];
	for (int i = 0; i < 4; i++)
		threads[i] = platform_thread_start(count_up, &shared, "a name that is too long for the system");
	for (int i = 0; i < 4; i++)
		assert_true(platform_thread_join(threads[i], -1));
	assert_int_equal(shared.counter, 80000);
	assert_true(platform_mutex_trylock(shared.mutex));
	platform_mutex_unlock(shared.mutex);
	platform_mutex_destroy(shared.mutex);
	platform_mutex_destroy(NULL);
}

static void hold_until_told(void *ctx)
{
	struct shared *shared = ctx;
	platform_mutex_lock(shared->mutex);
	while (!atomic_load(&shared->may_end))
		;
	platform_mutex_unlock(shared->mutex);
}

static void a_join_can_give_up_and_try_again(void **state)
{
	(void)state;
	struct shared shared = {.mutex = platform_mutex_create()};
	struct platform_thread *thread = platform_thread_start(hold_until_told, &shared, "holder");
	assert_non_null(thread);
	while (platform_mutex_trylock(shared.mutex)) /* until the thread has it */
		platform_mutex_unlock(shared.mutex);
	assert_false(platform_thread_join(thread, 0));
	assert_false(platform_thread_join(thread, 20));
	atomic_store(&shared.may_end, true);
	assert_true(platform_thread_join(thread, PATIENCE_MS));
	assert_true(platform_thread_join(NULL, 0));
	platform_mutex_destroy(shared.mutex);
}

struct handshake {
	struct platform_mutex *mutex; /* guards the two flags */
	struct platform_condition *asked, *answered;
	bool is_asked, is_answered;
};

/* Waits for the flag; false: the condition says that the time is over. */
static bool await(struct platform_condition *condition, struct platform_mutex *mutex, const bool *flag)
{
	while (!*flag)
		if (!platform_condition_wait(condition, mutex, PATIENCE_MS))
			return false;
	return true;
}

static void answer_when_asked(void *ctx)
{
	struct handshake *handshake = ctx;
	platform_mutex_lock(handshake->mutex);
	handshake->is_answered = await(handshake->asked, handshake->mutex, &handshake->is_asked);
	platform_condition_signal(handshake->answered);
	platform_mutex_unlock(handshake->mutex);
}

static void a_condition_wakes_who_waits_and_gives_the_mutex_back(void **state)
{
	(void)state;
	struct handshake handshake = {.mutex = platform_mutex_create(),
				      .asked = platform_condition_create(),
				      .answered = platform_condition_create()};
	struct platform_thread *thread = platform_thread_start(answer_when_asked, &handshake, "answers");
	platform_mutex_lock(handshake.mutex);
	handshake.is_asked = true;
	platform_condition_signal(handshake.asked);
	assert_true(await(handshake.answered, handshake.mutex, &handshake.is_answered));
	assert_false(platform_mutex_trylock(handshake.mutex)); /* it is ours again */
	platform_mutex_unlock(handshake.mutex);
	assert_true(platform_thread_join(thread, PATIENCE_MS));
	platform_condition_destroy(handshake.asked);
	platform_condition_destroy(handshake.answered);
	platform_condition_destroy(NULL);
	platform_mutex_destroy(handshake.mutex);
}

static void a_condition_gives_up_when_its_time_is_over_and_not_before(void **state)
{
	(void)state;
	static const int timeouts_ms[] = {0, 1, 30, 1200}; /* the last is carried over into seconds */
	struct platform_mutex *mutex = platform_mutex_create();
	struct platform_condition *condition = platform_condition_create();
	platform_mutex_lock(mutex);
	for (size_t i = 0; i < sizeof(timeouts_ms) / sizeof(timeouts_ms[0]); i++) {
		int64_t end_ms = platform_monotonic_ms() + timeouts_ms[i];
		while (platform_condition_wait(condition, mutex, timeouts_ms[i]))
			end_ms = platform_monotonic_ms() + timeouts_ms[i]; /* woken for no reason */
		assert_true(platform_monotonic_ms() >= end_ms - 20);       /* a system may count in ticks */
	}
	platform_mutex_unlock(mutex);
	platform_condition_destroy(condition);
	platform_mutex_destroy(mutex);
}

struct lines {
	char text[4096];
	enum log_level level;
	int count;
};

static void keep_line(void *ctx, enum log_level level, const char *line)
{
	struct lines *lines = ctx;
	lines->level = level;
	lines->count++;
	strncpy(lines->text, line, sizeof(lines->text) - 1);
}

static void log_lines_are_formatted_and_bounded(void **state)
{
	(void)state;
	struct lines lines = {0};
	struct log_sink sink = {.write = keep_line, .ctx = &lines};
	struct log_sink silent = {0};
	char long_text[3000];
	memset(long_text, 'x', sizeof(long_text) - 1);
	long_text[sizeof(long_text) - 1] = '\0';
	log_warning(&sink, "%d of %s", 3, "four");
	assert_string_equal(lines.text, "3 of four");
	assert_int_equal(lines.level, LOG_LEVEL_WARNING);
	log_error(&sink, "%s", long_text);
	assert_int_equal(strlen(lines.text), 1023);
	log_info(&silent, "nothing");
	log_debug(NULL, "nothing");
	assert_int_equal(lines.count, 2);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(time_goes_forward),
#ifndef _WIN32
		cmocka_unit_test(the_minute_of_the_week_starts_on_monday),
#endif
		cmocka_unit_test(random_bytes_fill_the_whole_buffer),
		cmocka_unit_test(a_uuid_is_random_and_of_version_4),
		cmocka_unit_test(what_is_wiped_is_zero_and_no_more),
		cmocka_unit_test(a_mutex_excludes),
		cmocka_unit_test(a_join_can_give_up_and_try_again),
		cmocka_unit_test(a_condition_wakes_who_waits_and_gives_the_mutex_back),
		cmocka_unit_test(a_condition_gives_up_when_its_time_is_over_and_not_before),
		cmocka_unit_test(log_lines_are_formatted_and_bounded),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
