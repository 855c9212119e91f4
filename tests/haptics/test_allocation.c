/* SPDX-License-Identifier: GPL-2.0-or-later */
/* After start-up a step allocates nothing, and start-up survives every single allocation that fails: what the core and
 * jansson take from the heap is counted. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include "world.h"

/* The linker sends every call of our own code here (--wrap), jansson by its own hook. */
void *__real_malloc(size_t size);
void *__real_calloc(size_t count, size_t size);
void *__real_realloc(void *old, size_t size);
void *__wrap_malloc(size_t size);
void *__wrap_calloc(size_t count, size_t size);
void *__wrap_realloc(void *old, size_t size);

static size_t allocations;
static size_t failing; /* number of the allocation that fails, 0: none */

static bool is_failing(void)
{
	return ++allocations == failing;
}

void *__wrap_malloc(size_t size)
{
	return is_failing() ? NULL : __real_malloc(size);
}

void *__wrap_calloc(size_t count, size_t size)
{
	return is_failing() ? NULL : __real_calloc(count, size);
}

void *__wrap_realloc(void *old, size_t size)
{
	return is_failing() ? NULL : __real_realloc(old, size);
}

static void *jansson_malloc(size_t size)
{
	return malloc(size);
}

static void jansson_free(void *memory)
{
	free(memory);
}

static struct world world;

static const char rules[] =
	"{\"rules\":["
	"{\"id\":\"hold\",\"when\":{\"type\":\"hotkey\"},\"run\":{\"mode\":\"while\"},\"do\":{\"kind\":\"level\","
	"\"level\":0.5,"
	"\"toys\":[\"t1\",\"nora\"],\"fn\":[\"vibrate\",\"rotate\"]},\"limit\":{\"cooldown_ms\":100}},"
	"{\"id\":\"scene\",\"when\":{\"type\":\"scene\",\"ref\":{\"name\":\"A\"}},\"only_if\":[{\"type\":\"output\","
	"\"is\":\"stream\"}],"
	"\"run\":{\"mode\":\"while\"},\"do\":{\"kind\":\"pattern\",\"steps\":[0.2,0.8],\"step_ms\":200}},"
	"{\"id\":\"mic\",\"when\":{\"type\":\"audio\",\"ref\":{\"name\":\"Mic\"}},\"run\":{\"mode\":\"while\"},\"do\":{"
	"\"kind\":"
	"\"audio\"}},"
	"{\"id\":\"timer\",\"when\":{\"type\":\"timer\",\"every_ms\":3000},\"do\":{\"kind\":\"preset\",\"preset\":"
	"\"wave\"}},"
	"{\"id\":\"stop\",\"when\":{\"type\":\"scene\",\"ref\":{\"name\":\"B\"}},\"do\":{\"kind\":\"stop\"}}]}";

static void keys_and_requests(void)
{
	struct haptics_intent key = {.kind = HAPTICS_INTENT_START_KEY, .value = 0.4, .duration_ms = 2000};
	world_press(&world, "hold");
	world_wait(&world, 500);
	world_release(&world, "hold");
	world_press(&world, "nobody");
	world_level_request(&world, 0.3, 1000);
	snprintf(key.key, sizeof(key.key), "deck");
	world_do(&world, &key);
	key.kind = HAPTICS_INTENT_STOP_KEY;
	world_do(&world, &key);
	key = (struct haptics_intent){.kind = HAPTICS_INTENT_RUN_RULE, .id = "scene"};
	world_do(&world, &key);
	key.kind = HAPTICS_INTENT_RULE_ENABLED;
	world_do(&world, &key);
	key.on = true;
	world_do(&world, &key);
}

static void events_of_obs(void)
{
	struct haptics_intent rename = {.kind = HAPTICS_INTENT_REF_RENAMED, .ref.name = "Mic", .new_name = "Mic"};
	world_output(&world, HAPTICS_OUTPUT_STREAM, true);
	world_scene(&world, "B");
	world_scene(&world, "A");
	world_fact(&world, HAPTICS_INTENT_SOURCE_ACTIVE, "Mic", true);
	world_audio_for(&world, "Mic", -10, 3000);
	world_fact(&world, HAPTICS_INTENT_SOURCE_ACTIVE, "S", true);
	world_fact(&world, HAPTICS_INTENT_REF_EXISTS, "S", false);
	world_do(&world, &rename);
	world_output(&world, HAPTICS_OUTPUT_STREAM, false);
}

static void safety(void)
{
	world_value(&world, HAPTICS_INTENT_SET_CEILING, 0.3);
	world_kind(&world, HAPTICS_INTENT_STOP_ALL);
	world_kind(&world, HAPTICS_INTENT_RESUME);
	world_arm(&world, false);
	world_arm(&world, true);
	haptics_set_online(world.core, false, world.time);
	haptics_set_online(world.core, true, world.time);
	world_set_toys(&world);
	world_value(&world, HAPTICS_INTENT_SET_CEILING, 1);
}

static void a_step_allocates_nothing(void **state)
{
	(void)state;
	json_set_alloc_funcs(jansson_malloc, jansson_free);
	world_open(&world, "lush", "nora", NULL);
	world_rules(&world, rules);
	assert_true(allocations > 0); /* the count works */
	allocations = 0;
	for (int i = 0; i < 20; i++) {
		keys_and_requests();
		events_of_obs();
		safety();
		world_wait(&world, 7000);
		world_mark(&world);
	}
	size_t count = allocations;
	assert_true(world_has_record(&world, HAPTICS_FIRED, NULL));
	assert_int_equal(count, 0);
	world_close(&world);
}

static void fail_the(size_t number)
{
	allocations = 0;
	failing = number;
}

static void a_rule_set_that_does_not_fit_in_memory_is_refused(void **state)
{
	(void)state;
	const struct haptics_rules *parsed = NULL;
	size_t refusals = 0;
	for (; haptics_rules_count(parsed) == 0; refusals++) {
		assert_true(refusals < 10000);
		haptics_rules_release(parsed);
		fail_the(refusals + 1);
		parsed = haptics_rules_parse_text(rules);
		fail_the(0);
		assert_true(!parsed || haptics_rules_count(parsed) == 5 || haptics_rules_problem(parsed, 0));
	}
	assert_true(refusals > 100);
	assert_int_equal(haptics_rules_count(parsed), 5);
	haptics_rules_release(parsed);
}

static void a_core_that_does_not_fit_in_memory_is_not_made(void **state)
{
	(void)state;
	struct haptics_config config = world_config();
	fail_the(1);
	struct haptics *core = haptics_create(&config);
	fail_the(0);
	assert_null(core);
}

static void without_memory_for_new_rules_there_are_none(void **state)
{
	(void)state;
	world_open(&world, "lush", NULL);
	for (size_t number = 1; number <= 2; number++) {
		world_rules(&world, rules);
		world_press(&world, "hold");
		world_wait(&world, 300);
		assert_false(world_is_still(&world));
		const struct haptics_rules *more = haptics_rules_parse_text(rules);
		fail_the(number);
		haptics_set_rules(world.core, more, false, world.time);
		fail_the(0);
		assert_null(haptics_rules_in_force(world.core));
		world_poll(&world);
		assert_true(world_is_still(&world));
	}
	world_close(&world);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_step_allocates_nothing),
		cmocka_unit_test(a_rule_set_that_does_not_fit_in_memory_is_refused),
		cmocka_unit_test(a_core_that_does_not_fit_in_memory_is_not_made),
		cmocka_unit_test(without_memory_for_new_rules_there_are_none),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
