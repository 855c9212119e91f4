/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The access log: whole JSON lines, and lines lost rather than time. */
#include "cmocka_all.h"

#include <fcntl.h>
#include <jansson.h>
#include <stdlib.h>
#include <unistd.h>

#include "token-service/access_log.h"

static struct access_entry entry(void)
{
	return (struct access_entry){.request_id = "0011223344556677",
				     .route = ROUTE_TOKEN,
				     .method = "POST",
				     .problem = PROBLEM_NONE,
				     .key_id = "aabbccddeeff",
				     .address = "192.0.2.1",
				     .duration_us = 12345,
				     .upstream_us = 12000,
				     .attempts = 2};
}

static void writes_one_object_a_line(void **state)
{
	(void)state;
	int ends[2];
	char text[1024] = "";
	uint64_t dropped = 0;
	struct access_log log;
	struct access_entry first = entry();
	struct access_entry second = entry();
	second.key_id = "";
	second.address = "";
	second.upstream_us = -1;
	second.problem = PROBLEM_KEY_MISSING;
	assert_int_equal(pipe(ends), 0);
	assert_true(access_log_open(&log, ends[1], &dropped));
	access_log_add(&log, &first, 1700000000123456);
	access_log_add(&log, &second, 1700000000123456);
	access_log_flush(&log);
	assert_true(read(ends[0], text, sizeof(text) - 1) > 0);
	char *newline = strchr(text, '\n');
	assert_non_null(newline);
	*newline = '\0';
	json_t *a = json_loads(text, 0, NULL);
	json_t *b = json_loads(newline + 1, 0, NULL);
	assert_string_equal(json_string_value(json_object_get(a, "time")), "2023-11-14T22:13:20.123Z");
	assert_string_equal(json_string_value(json_object_get(a, "key")), "aabbccddeeff");
	assert_string_equal(json_string_value(json_object_get(a, "address")), "192.0.2.1");
	assert_int_equal(json_integer_value(json_object_get(a, "attempts")), 2);
	assert_string_equal(json_string_value(json_object_get(b, "code")), "key_missing");
	assert_int_equal(json_object_size(b), 7);
	json_decref(a);
	json_decref(b);
	access_log_close(&log);
	close(ends[0]);
	close(ends[1]);
}

static void a_reader_that_stalls_costs_lines_not_time(void **state)
{
	(void)state;
	int ends[2];
	char text[65536];
	uint64_t dropped = 0;
	struct access_log log;
	struct access_entry line = entry();
	assert_int_equal(pipe(ends), 0);
	assert_true(access_log_open(&log, ends[1], &dropped));
	for (int i = 0; i < 10000; i++)
		access_log_add(&log, &line, 0);
	assert_true(dropped > 0);
	uint64_t before = dropped;
	/* once the reader is back, lines go through again, and none is cut */
	fcntl(ends[0], F_SETFL, O_NONBLOCK);
	size_t lines = 0;
	char last = '\n';
	for (int round = 0; round < 100; round++) {
		ssize_t size = read(ends[0], text, sizeof(text));
		for (ssize_t i = 0; i < size; i++) {
			lines += text[i] == '\n';
			if (last == '\n')
				assert_int_equal(text[i], '{');
			last = text[i];
		}
		access_log_flush(&log);
	}
	assert_int_equal(last, '\n');
	assert_int_equal(lines, 10000 - before);
	assert_int_equal(log.pending_size, 0);
	access_log_close(&log);
	close(ends[0]);
	close(ends[1]);
}

static void can_be_off(void **state)
{
	(void)state;
	struct access_log log;
	struct access_entry line = entry();
	assert_true(access_log_open(&log, -1, NULL));
	access_log_add(&log, &line, 0);
	access_log_close(&log);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(writes_one_object_a_line),
		cmocka_unit_test(a_reader_that_stalls_costs_lines_not_time),
		cmocka_unit_test(can_be_off),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
