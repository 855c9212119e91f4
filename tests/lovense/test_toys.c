/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The toy list: aliases that stay, what is kept when the app leaves it out, what the toys can do. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "lovense/toys.h"

static struct lovense_toy toy(const char *id, const char *type)
{
	struct lovense_toy news = {.battery = 50, .is_connected = true};
	snprintf(news.id, sizeof(news.id), "%s", id);
	snprintf(news.type, sizeof(news.type), "%s", type);
	snprintf(news.name, sizeof(news.name), "%s", type);
	return news;
}

static void aliases_stay_with_ids(void **state)
{
	(void)state;
	static const char *const known[] = {"one", "two", NULL};
	struct toys toys;
	toys_init(&toys, known);
	struct lovense_toy list[] = {toy("three", "lush"), toy("two", "nora")};
	toys_update(&toys, list, 2);
	assert_string_equal(toys.toy[0].id, "two");
	assert_string_equal(toys.toy[0].alias, "t2");
	assert_string_equal(toys.toy[1].alias, "t3");
	struct lovense_toy back[] = {toy("one", "max")};
	toys_update(&toys, back, 1);
	assert_int_equal(toys.count, 1);
	assert_string_equal(toys.toy[0].alias, "t1");
	toys_update(&toys, list, 1);
	assert_string_equal(toys.toy[0].alias, "t3");
}

static void aliases_never_run_out(void **state)
{
	(void)state;
	struct toys toys;
	toys_init(&toys, NULL);
	for (int i = 0; i < TOYS_MAX_ALIASES * 3; i++) {
		char id[16];
		snprintf(id, sizeof(id), "id%d", i);
		struct lovense_toy list[] = {toy("stays", "lush"), toy(id, "nora")};
		toys_update(&toys, list, 2);
		assert_int_equal(toys.count, 2);
		assert_string_equal(toys.toy[0].alias, "t1");
		assert_string_not_equal(toys.toy[1].alias, "t1");
	}
}

static void what_the_app_leaves_out_is_kept(void **state)
{
	(void)state;
	struct toys toys;
	toys_init(&toys, NULL);
	struct lovense_toy list[] = {toy("a", "futuretoy")};
	list[0].functions = LOVENSE_BIT(LOVENSE_SUCTION);
	toys_update(&toys, list, 1);
	toys_set_note(&toys, "a", LOVENSE_TOY_UNSUPPORTED);
	list[0].functions = 0;
	list[0].battery = -1;
	toys_update(&toys, list, 1);
	assert_int_equal(toys.toy[0].battery, 50);
	assert_int_equal(toys.toy[0].functions, LOVENSE_BIT(LOVENSE_SUCTION));
	assert_int_equal(toys.toy[0].note, LOVENSE_TOY_UNSUPPORTED);
	assert_false(toys_set_note(&toys, "a", LOVENSE_TOY_UNSUPPORTED));
	assert_false(toys_set_note(&toys, "nobody", LOVENSE_TOY_OK));
	assert_true(toys_set_note(&toys, "a", LOVENSE_TOY_OK));
}

static void functions_come_from_the_app_then_the_table(void **state)
{
	(void)state;
	static const struct {
		const char *type;
		uint32_t reported, functions;
	} cases[] = {
		{"nora", 0, LOVENSE_BIT(LOVENSE_VIBRATE) | LOVENSE_BIT(LOVENSE_ROTATE)},
		{"nora", LOVENSE_BIT(LOVENSE_ROTATE), LOVENSE_BIT(LOVENSE_ROTATE)},
		{"unheard of", 0, LOVENSE_BIT(LOVENSE_VIBRATE)},
		{"edge", LOVENSE_BIT(LOVENSE_VIBRATE),
		 LOVENSE_BIT(LOVENSE_VIBRATE) | LOVENSE_BIT(LOVENSE_VIBRATE1) | LOVENSE_BIT(LOVENSE_VIBRATE2)},
		/* A Gush 2 vibrates, whatever its app lists. */
		{"gush", LOVENSE_BIT(LOVENSE_OSCILLATE), LOVENSE_BIT(LOVENSE_VIBRATE) | LOVENSE_BIT(LOVENSE_OSCILLATE)},
		{"tenera", LOVENSE_BIT(LOVENSE_OSCILLATE), LOVENSE_BIT(LOVENSE_OSCILLATE)},
		{"lush", LOVENSE_BIT(LOVENSE_VIBRATE1), LOVENSE_BIT(LOVENSE_VIBRATE) | LOVENSE_BIT(LOVENSE_VIBRATE1)},
	};
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct toys toys;
		toys_init(&toys, NULL);
		struct lovense_toy list[] = {toy("a", cases[i].type)};
		toys_update(&toys, list, 1);
		list[0].functions = cases[i].reported;
		toys_learn(&toys, list, 1);
		assert_int_equal(toys.toy[0].functions, cases[i].functions);
	}
}

static void learning_changes_no_list(void **state)
{
	(void)state;
	struct toys toys;
	toys_init(&toys, NULL);
	struct lovense_toy list[] = {toy("a", "lush"), toy("b", "nora")};
	toys_update(&toys, list, 1);
	toys_learn(&toys, list + 1, 1);
	assert_int_equal(toys.count, 1);
	assert_int_equal(toys_connected(&toys), 1);
	toys_forget_connections(&toys);
	assert_int_equal(toys_connected(&toys), 0);
	assert_int_equal(toys.count, 1);
	toys_update(&toys, NULL, 0);
	assert_int_equal(toys.count, 0);
}

/* Remote for PC writes them in upper case, the phones in lower case. */
static void an_id_in_another_case_is_the_same_toy(void **state)
{
	(void)state;
	static const char *const known[] = {"AB12", NULL};
	struct toys toys;
	toys_init(&toys, known);
	struct lovense_toy list[] = {toy("ab12", "lush")};
	assert_true(toys_update(&toys, list, 1));
	assert_string_equal(toys.toy[0].alias, "t1");
	struct lovense_toy upper[] = {toy("AB12", "lush")};
	upper[0].functions = LOVENSE_BIT(LOVENSE_SUCTION);
	assert_true(toys_learn(&toys, upper, 1));
	assert_int_equal(toys.toy[0].functions, LOVENSE_BIT(LOVENSE_SUCTION));
	/* A toy that stays keeps the spelling that its commands go by. */
	assert_false(toys_update(&toys, upper, 1));
	assert_string_equal(toys.toy[0].id, "ab12");
	assert_true(toys_set_note(&toys, "AB12", LOVENSE_TOY_UNSUPPORTED));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(aliases_stay_with_ids),
		cmocka_unit_test(aliases_never_run_out),
		cmocka_unit_test(what_the_app_leaves_out_is_kept),
		cmocka_unit_test(functions_come_from_the_app_then_the_table),
		cmocka_unit_test(learning_changes_no_list),
		cmocka_unit_test(an_id_in_another_case_is_the_same_toy),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
