/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "haptics/rules/rule_reader.h"

#include <limits.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

size_t rule_reader_enter(struct rule_reader *reader, const char *key, int index)
{
	size_t mark = strlen(reader->path);
	char *end = reader->path + mark;
	size_t room = sizeof(reader->path) - mark;
	if (index >= 0)
		snprintf(end, room, "[%d]", index);
	else
		snprintf(end, room, "%s%s", mark > 0 ? "." : "", key);
	return mark;
}

void rule_reader_leave(struct rule_reader *reader, size_t mark)
{
	reader->path[mark] = '\0';
}

bool rule_reader_has_failed(const struct rule_reader *reader)
{
	return reader->problem.code != HAPTICS_PROBLEM_NONE;
}

static void fail_with(struct rule_reader *reader, const char *key, struct haptics_problem problem)
{
	if (rule_reader_has_failed(reader))
		return;
	const char *dot = reader->path[0] && key[0] ? "." : "";
	snprintf(problem.path, sizeof(problem.path), "%s%s%s", reader->path, dot, key);
	problem.rule = -1;
	reader->problem = problem;
}

void rule_reader_fail(struct rule_reader *reader, const char *key, enum haptics_problem_code code)
{
	fail_with(reader, key, (struct haptics_problem){.code = code});
}

void rule_reader_fail_number(struct rule_reader *reader, const char *key, enum haptics_problem_code code, double value,
			     double min, double max)
{
	fail_with(reader, key, (struct haptics_problem){.code = code, .value = value, .min = min, .max = max});
}

void rule_reader_fail_text(struct rule_reader *reader, const char *key, enum haptics_problem_code code,
			   const char *text)
{
	struct haptics_problem problem = {.code = code};
	haptics_copy_text(problem.text, sizeof(problem.text), text);
	fail_with(reader, key, problem);
}

static const json_t *find(const struct rule_reader *reader, const json_t *object, const char *key)
{
	if (rule_reader_has_failed(reader))
		return NULL;
	const json_t *value = json_object_get(object, key);
	return json_is_null(value) ? NULL : value;
}

const json_t *rule_read_object(struct rule_reader *reader, const json_t *object, const char *key)
{
	const json_t *value = find(reader, object, key);
	if (value && !json_is_object(value))
		rule_reader_fail(reader, key, HAPTICS_PROBLEM_NOT_OBJECT);
	return rule_reader_has_failed(reader) ? NULL : value;
}

const json_t *rule_read_array(struct rule_reader *reader, const json_t *object, const char *key, size_t max)
{
	const json_t *value = find(reader, object, key);
	if (value && !json_is_array(value))
		rule_reader_fail(reader, key, HAPTICS_PROBLEM_NOT_LIST);
	else if (value && json_array_size(value) > max)
		rule_reader_fail_number(reader, key, HAPTICS_PROBLEM_ENTRY_COUNT, (double)json_array_size(value), 0,
					(double)max);
	return rule_reader_has_failed(reader) ? NULL : value;
}

const char *rule_read_text(struct rule_reader *reader, const json_t *object, const char *key, const char *missing)
{
	const json_t *value = find(reader, object, key);
	if (!value)
		return missing;
	if (!json_is_string(value))
		rule_reader_fail(reader, key, HAPTICS_PROBLEM_NOT_STRING);
	return json_is_string(value) ? json_string_value(value) : missing;
}

bool rule_read_bool(struct rule_reader *reader, const json_t *object, const char *key, bool missing)
{
	const json_t *value = find(reader, object, key);
	if (!value)
		return missing;
	if (!json_is_boolean(value))
		rule_reader_fail(reader, key, HAPTICS_PROBLEM_NOT_BOOLEAN);
	return json_is_true(value);
}

double rule_check_number(struct rule_reader *reader, const json_t *value, const char *key, double min, double max)
{
	double number = json_number_value(value);
	if (!json_is_number(value))
		rule_reader_fail_number(reader, key, HAPTICS_PROBLEM_NOT_NUMBER, 0, min, max);
	else if (!(number >= min && number <= max))
		rule_reader_fail_number(reader, key, HAPTICS_PROBLEM_OUT_OF_RANGE, number, min, max);
	return rule_reader_has_failed(reader) ? min : number;
}

double rule_read_number(struct rule_reader *reader, const json_t *object, const char *key, double min, double max,
			double missing)
{
	const json_t *value = find(reader, object, key);
	if (value)
		return rule_check_number(reader, value, key, min, max);
	if (isnan(missing))
		rule_reader_fail_number(reader, key, HAPTICS_PROBLEM_NOT_NUMBER, 0, min, max);
	return isnan(missing) ? min : missing;
}

int rule_read_int(struct rule_reader *reader, const json_t *object, const char *key, int min, int max, int missing)
{
	double number = rule_read_number(reader, object, key, min, max, missing == INT_MIN ? NAN : missing);
	if (number != floor(number))
		rule_reader_fail_number(reader, key, HAPTICS_PROBLEM_NOT_WHOLE, number, 0, 0);
	return (int)number;
}

/* 0 with an error: it is none of them. */
static int find_word(struct rule_reader *reader, const char *key, const char *const *words, const char *text)
{
	struct haptics_problem problem = {.code = HAPTICS_PROBLEM_UNKNOWN_WORD};
	for (int value = 0; words[value]; value++) {
		if (!words[value][0])
			continue;
		if (strcmp(words[value], text) == 0)
			return value;
		size_t length = strlen(problem.words);
		snprintf(problem.words + length, sizeof(problem.words) - length, "%s%s", length > 0 ? ", " : "",
			 words[value]);
	}
	haptics_copy_text(problem.text, sizeof(problem.text), text);
	fail_with(reader, key, problem);
	return 0;
}

int rule_read_word(struct rule_reader *reader, const json_t *object, const char *key, const char *const *words,
		   int missing)
{
	const char *text = rule_read_text(reader, object, key, missing == 0 ? "" : NULL);
	return text ? find_word(reader, key, words, text) : missing;
}

uint32_t rule_check_words(struct rule_reader *reader, const json_t *list, const char *key, const char *const *words)
{
	uint32_t values = 0;
	for (size_t i = 0; i < json_array_size(list); i++) {
		const char *text = json_string_value(json_array_get(list, i));
		values |= UINT32_C(1) << find_word(reader, key, words, text ? text : "");
	}
	return values;
}

struct rule_names rule_read_names(struct rule_reader *reader, const json_t *object, const char *key)
{
	const json_t *value = find(reader, object, key);
	if (!value)
		return (struct rule_names){0};
	if (json_is_string(value)) {
		bool is_all = strcmp(json_string_value(value), "all") == 0;
		return (struct rule_names){.is_all = is_all, .list = is_all ? NULL : value};
	}
	if (!json_is_array(value) || json_array_size(value) == 0 || json_array_size(value) > HAPTICS_MAX_TOYS) {
		rule_reader_fail_number(reader, key, HAPTICS_PROBLEM_NOT_NAMES, 0, 0, HAPTICS_MAX_TOYS);
		return (struct rule_names){0};
	}
	for (size_t i = 0; i < json_array_size(value); i++)
		if (!json_is_string(json_array_get(value, i)))
			rule_reader_fail_number(reader, key, HAPTICS_PROBLEM_NOT_NAMES, 0, 0, HAPTICS_MAX_TOYS);
	return (struct rule_names){.list = value};
}

static int intern(struct haptics_rules *rules, const struct haptics_ref *ref, unsigned needs)
{
	size_t i = 0;
	while (i < rules->ref_count && !haptics_ref_is_equal(&rules->refs[i].ref, ref))
		i++;
	rules->refs[i].ref = *ref;
	rules->refs[i].needs |= needs;
	rules->ref_count += i == rules->ref_count;
	return (int)i;
}

int rule_read_ref(struct rule_reader *reader, const json_t *object, const char *key, bool is_required, unsigned needs)
{
	struct haptics_ref ref = {0};
	const json_t *value = rule_read_object(reader, object, key);
	if (!value) {
		if (is_required)
			rule_reader_fail(reader, key, HAPTICS_PROBLEM_MISSING);
		return -1;
	}
	size_t mark = rule_reader_enter(reader, key, -1);
	const char *uuid = rule_read_text(reader, value, "uuid", "");
	if (strlen(uuid) >= sizeof(ref.uuid))
		rule_reader_fail_number(reader, "uuid", HAPTICS_PROBLEM_BYTE_COUNT, 0, 0, sizeof(ref.uuid) - 1);
	haptics_copy_text(ref.uuid, sizeof(ref.uuid), uuid);
	haptics_copy_name(ref.name, rule_read_text(reader, value, "name", ""));
	rule_reader_leave(reader, mark);
	return rule_reader_has_failed(reader) ? -1 : intern(reader->rules, &ref, needs);
}
