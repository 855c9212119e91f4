/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The function table: lookups by name and letter, and what toy types can do. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "lovense/commands/function.h"

static void names_and_letters_are_found_in_any_case(void **state)
{
	(void)state;
	for (int i = 0; i < LOVENSE_FUNCTION_COUNT; i++) {
		assert_int_equal(lovense_function_find(lovense_functions[i].name), i);
		assert_int_equal(lovense_function_find(lovense_functions[i].letter), i);
		assert_true(lovense_functions[i].steps > 0);
	}
	assert_int_equal(lovense_function_find("vIbRaTe2"), LOVENSE_VIBRATE2);
	assert_int_equal(lovense_function_find("ST"), LOVENSE_STROKE);
	assert_int_equal(lovense_function_find(""), -1);
	assert_int_equal(lovense_function_find("Vibrat"), -1);
}

static void toy_types_have_their_functions(void **state)
{
	(void)state;
	static const struct {
		const char *type;
		uint32_t functions;
	} cases[] = {
		{"lush", LOVENSE_BIT(LOVENSE_VIBRATE)},
		{"Lush 3", LOVENSE_BIT(LOVENSE_VIBRATE)},
		{"NORA", LOVENSE_BIT(LOVENSE_VIBRATE) | LOVENSE_BIT(LOVENSE_ROTATE)},
		{"max 2", LOVENSE_BIT(LOVENSE_VIBRATE) | LOVENSE_BIT(LOVENSE_PUMP)},
		{"edge2", LOVENSE_BIT(LOVENSE_VIBRATE) | LOVENSE_BIT(LOVENSE_VIBRATE1) | LOVENSE_BIT(LOVENSE_VIBRATE2)},
		{"osci", LOVENSE_BIT(LOVENSE_VIBRATE)},
		{"osci 3",
		 LOVENSE_BIT(LOVENSE_VIBRATE) | LOVENSE_BIT(LOVENSE_VIBRATE1) | LOVENSE_BIT(LOVENSE_VIBRATE2)},
		{"Solace Pro", LOVENSE_BIT(LOVENSE_THRUSTING) | LOVENSE_BIT(LOVENSE_STROKE)},
		{"Mini Sex Machine", LOVENSE_BIT(LOVENSE_THRUSTING)},
		{"tenera", LOVENSE_BIT(LOVENSE_SUCTION)},
		{"something new", LOVENSE_BIT(LOVENSE_VIBRATE)},
		{"a name far longer than any toy type has ever been 1234567890", LOVENSE_BIT(LOVENSE_VIBRATE)},
		{"", LOVENSE_BIT(LOVENSE_VIBRATE)},
		{"123", LOVENSE_BIT(LOVENSE_VIBRATE)},
	};
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		assert_int_equal(lovense_functions_of_type(cases[i].type), cases[i].functions);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(names_and_letters_are_found_in_any_case),
		cmocka_unit_test(toy_types_have_their_functions),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
