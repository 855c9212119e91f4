/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A toy keeps its slot however the service lists it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "engine/slots.h"

static struct lovense_snapshot listing(const char *const *ids, size_t count)
{
	struct lovense_snapshot link = {.toy_count = count};
	for (size_t i = 0; i < count; i++) {
		snprintf(link.toys[i].id, sizeof(link.toys[i].id), "%s", ids[i]);
		link.toys[i].is_connected = true;
		link.toys[i].functions = LOVENSE_BIT(LOVENSE_VIBRATE);
	}
	return link;
}

static void another_order_changes_nothing(void **state)
{
	(void)state;
	struct slots slots = {0};
	struct lovense_snapshot first = listing((const char *const[]){"a", "b"}, 2);
	struct lovense_snapshot second = listing((const char *const[]){"b", "a"}, 2);
	slots_update(&slots, &first);
	slots_update(&slots, &second);
	assert_int_equal(slots.count, 2);
	assert_string_equal(slots.ids[0], "a");
	assert_string_equal(slots.ids[1], "b");
}

static void a_toy_that_is_gone_stays_offline_and_gets_its_slot_back(void **state)
{
	(void)state;
	struct slots slots = {0};
	struct lovense_snapshot both = listing((const char *const[]){"a", "b"}, 2);
	struct lovense_snapshot second = listing((const char *const[]){"b"}, 1);
	slots_update(&slots, &both);
	slots_update(&slots, &second);
	assert_false(slots.toys[0].is_connected);
	assert_true(slots.toys[1].is_connected);
	slots_update(&slots, &both);
	assert_true(slots.toys[0].is_connected);
	assert_int_equal(slots.count, 2);
}

static void when_all_slots_are_taken_one_without_a_listed_toy_is_used(void **state)
{
	(void)state;
	struct slots slots = {0};
	char names[HAPTICS_MAX_TOYS + 1][8];
	const char *ids[HAPTICS_MAX_TOYS + 1];
	for (size_t i = 0; i <= HAPTICS_MAX_TOYS; i++) {
		snprintf(names[i], sizeof(names[i]), "toy%zu", i);
		ids[i] = names[i];
	}
	struct lovense_snapshot full = listing(ids, HAPTICS_MAX_TOYS);
	slots_update(&slots, &full);
	struct lovense_snapshot moved = listing(ids + 1, HAPTICS_MAX_TOYS);
	slots_update(&slots, &moved);
	assert_int_equal(slots.count, HAPTICS_MAX_TOYS);
	assert_string_equal(slots.ids[0], names[HAPTICS_MAX_TOYS]);
	assert_string_equal(slots.ids[1], names[1]);
}

static void ceilings_follow_the_toy_not_the_slot(void **state)
{
	(void)state;
	struct slots slots = {0};
	struct engine_settings settings;
	struct haptics_toy toys[HAPTICS_MAX_TOYS];
	engine_settings_default(&settings);
	settings.ceiling_count = 1;
	snprintf(settings.ceilings[0].toy_id, sizeof(settings.ceilings[0].toy_id), "b");
	settings.ceilings[0].all = 0.4;
	settings.ceilings[0].function[LOVENSE_VIBRATE] = 0.2;
	struct lovense_snapshot link = listing((const char *const[]){"a", "b"}, 2);
	slots_update(&slots, &link);
	assert_int_equal(slots_haptics_toys(&slots, &settings, toys), 2);
	assert_true(toys[0].ceiling == 1.0 && toys[0].function_ceiling[LOVENSE_VIBRATE] == 1.0);
	assert_true(toys[1].ceiling == 0.4 && toys[1].function_ceiling[LOVENSE_VIBRATE] == 0.2);
}

static void rules_see_the_battery(void **state)
{
	(void)state;
	struct slots slots = {0};
	struct engine_settings settings;
	struct haptics_toy toys[HAPTICS_MAX_TOYS];
	engine_settings_default(&settings);
	struct lovense_snapshot link = listing((const char *const[]){"a", "b"}, 2);
	link.toys[0].battery = 15;
	link.toys[1].battery = -1; /* unknown */
	slots_update(&slots, &link);
	slots_haptics_toys(&slots, &settings, toys);
	assert_int_equal(toys[0].battery, 15);
	assert_int_equal(toys[1].battery, -1);
}

/* Remote for PC writes ids in upper case, the phones in lower case. */
static void ids_are_the_same_in_either_case(void **state)
{
	(void)state;
	struct slots slots = {0};
	struct engine_settings settings;
	struct haptics_toy toys[HAPTICS_MAX_TOYS];
	engine_settings_default(&settings);
	settings.ceiling_count = 1;
	snprintf(settings.ceilings[0].toy_id, sizeof(settings.ceilings[0].toy_id), "AB12");
	settings.ceilings[0].all = 0.4;
	struct lovense_snapshot lower = listing((const char *const[]){"ab12"}, 1);
	struct lovense_snapshot upper = listing((const char *const[]){"AB12"}, 1);
	slots_update(&slots, &lower);
	slots_update(&slots, &upper);
	assert_int_equal(slots_haptics_toys(&slots, &settings, toys), 1);
	assert_true(toys[0].ceiling == 0.4);
}

static void the_route_is_known(void **state)
{
	(void)state;
	struct slots slots = {0};
	struct engine_settings settings;
	struct haptics_toy toys[HAPTICS_MAX_TOYS];
	engine_settings_default(&settings);
	struct lovense_snapshot link = listing((const char *const[]){"a"}, 1);
	link.route = LOVENSE_ROUTE_SERVER;
	slots_update(&slots, &link);
	slots_haptics_toys(&slots, &settings, toys);
	assert_true(toys[0].is_by_server);
	link.route = LOVENSE_ROUTE_LAN;
	slots_update(&slots, &link);
	slots_haptics_toys(&slots, &settings, toys);
	assert_false(toys[0].is_by_server);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(another_order_changes_nothing),
		cmocka_unit_test(a_toy_that_is_gone_stays_offline_and_gets_its_slot_back),
		cmocka_unit_test(when_all_slots_are_taken_one_without_a_listed_toy_is_used),
		cmocka_unit_test(ceilings_follow_the_toy_not_the_slot),
		cmocka_unit_test(rules_see_the_battery),
		cmocka_unit_test(ids_are_the_same_in_either_case),
		cmocka_unit_test(the_route_is_known),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
