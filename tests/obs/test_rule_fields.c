/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What is wrong with a rule is said with the rule's name and the field as the editor has it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "haptics/rules/rule.h"
#include "obs/stores/rule_fields.h"
#include "obs/stores/rules_problem.h"
#include "rules_fixture.h"

static void paths_lead_to_the_fields_of_the_editor(void **state)
{
	static const struct {
		const char *path, *label;
	} cases[] = {
		{"rules[0].do.level", "Toy.Level"},
		{"rules[12].do.steps[3]", "Rule.Field.Steps"},
		{"rules[0].only_if[2].on_db", "Rule.Field.LouderThan"},
		{"rules[0].only_if", "Rule.Field.OnlyIf"},
		{"rules[0].run.duration_ms.to", "Rule.Field.Duration"},
		{"rules[0].do.stroke", NULL},
		{"rules[0]", NULL},
		{"rules[", NULL},
		{"only_if[0].ref", NULL},
		{"", NULL},
	};
	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		const struct rule_field *field = rule_field_of(cases[i].path);
		assert_int_equal(field != NULL, cases[i].label != NULL);
		if (field)
			assert_string_equal(field->label, cases[i].label);
	}
	assert_string_equal(rule_field_key("rules[3].do.stroke"), "do.stroke");
	assert_string_equal(rule_field_key("queue.max_seconds"), "queue.max_seconds");
}

static void a_problem_names_the_rule_and_the_field_in_its_own_numbers(void **state)
{
	static const struct {
		const char *rules, *sentence;
	} cases[] = {
		{SET("{\"id\": \"a\", \"name\": \"Boost\", \"when\": {\"type\": \"hotkey\"}, \"do\": {\"kind\": "
		     "\"level\", \"level\": 1.5}}"),
		 "<Boost> Rules.Problem.OutOfRange Toy.Level: 150\xc2\xa0%, 0\xc2\xa0%, 100\xc2\xa0%"},
		{SET("{\"id\": \"a\", \"name\": \"Boost\", \"when\": {\"type\": \"hotkey\"}, \"run\": {\"delay_ms\": "
		     "900000}, \"do\": {\"kind\": \"stop\"}}"),
		 "<Boost> Rules.Problem.OutOfRange Rule.Field.Delay: 900\xc2\xa0s, 0\xc2\xa0s, 600\xc2\xa0s"},
		{SET("{\"id\": \"a\", \"name\": \"Boost\", \"when\": {\"type\": \"tip\", \"from\": 5, \"to\": 3}, "
		     "\"do\": {\"kind\": \"stop\"}}"),
		 "<Boost> Rules.Problem.OutOfRange Rule.Field.AmountTo: 3, 5, 1000000000000"},
		{SET("{\"id\": \"a\", \"name\": \"Boost\", \"when\": {\"type\": \"clock\", \"from\": \"20:00\", "
		     "\"to\": "
		     "\"23:00\", \"days\": []}, \"do\": {\"kind\": \"stop\"}}"),
		 "<Boost> Rules.Problem.NoDay"},
	};
	char text[512];
	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		const struct haptics_rules *rules = haptics_rules_parse_text(cases[i].rules);
		rules_problem_in_rule(rules, haptics_rules_problem(rules, 0), text, sizeof(text));
		assert_string_equal(text, cases[i].sentence);
		haptics_rules_release(rules);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(paths_lead_to_the_fields_of_the_editor),
		cmocka_unit_test(a_problem_names_the_rule_and_the_field_in_its_own_numbers),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
