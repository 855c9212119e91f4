/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The function table: lookups by name and letter, and what toy types can do. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <jansson.h>

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
		{"Osci 3", LOVENSE_BIT(LOVENSE_VIBRATE)},
		{"velvo", LOVENSE_BIT(LOVENSE_VIBRATE) | LOVENSE_BIT(LOVENSE_ROTATE)},
		{"diamo", LOVENSE_BIT(LOVENSE_VIBRATE)},
		{"mXMachine", LOVENSE_BIT(LOVENSE_THRUSTING)},
		{"Lovense Mini Sex Machine", LOVENSE_BIT(LOVENSE_THRUSTING)},
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

/* The simulator of the tests lists what its toys can do. "Vibrate" is there for every motor, and a toy with Position
 * has a stroke. */
static uint32_t mask_of(const json_t *names)
{
	uint32_t mask = 0;
	size_t index = 0;
	json_t *name = NULL;
	json_array_foreach(names, index, name)
	{
		int function = lovense_function_find(json_string_value(name));
		mask |= function >= 0 ? LOVENSE_BIT(function) : 0;
	}
	return mask & LOVENSE_MOTORS ? mask | LOVENSE_BIT(LOVENSE_VIBRATE) : mask;
}

static void the_simulator_has_the_same_toys(void **state)
{
	(void)state;
	json_t *types = json_load_file(TOY_TYPES_FILE, 0, NULL);
	const char *type = NULL;
	json_t *names = NULL;
	assert_true(json_object_size(types) > 0);
	json_object_foreach(types, type, names)
	{
		print_message("%s\n", type);
		assert_true(lovense_is_known_type(type));
		assert_int_equal(lovense_functions_of_type(type), mask_of(names));
	}
	for (size_t i = 0; (type = lovense_toy_type(i)); i++) {
		print_message("%s\n", type);
		assert_non_null(json_object_get(types, type));
	}
	json_decref(types);
	assert_false(lovense_is_known_type("something new"));
	assert_true(lovense_is_known_type("Lush 4"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(names_and_letters_are_found_in_any_case),
		cmocka_unit_test(toy_types_have_their_functions),
		cmocka_unit_test(the_simulator_has_the_same_toys),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
