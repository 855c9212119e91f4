/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "haptics/rules/rule_reader.h"

#include <limits.h>
#include <math.h>
#include <stdarg.h>
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

void rule_reader_fail(struct rule_reader *reader, const char *key, const char *format, ...)
{
	if (reader->has_failed)
		return;
	reader->has_failed = true;
	char sentence[200];
	va_list arguments;
	va_start(arguments, format);
	vsnprintf(sentence, sizeof(sentence), format, arguments);
	va_end(arguments);
	bool needs_dot = reader->path[0] && key[0];
	if (!reader->path[0] && !key[0])
		snprintf(reader->error, reader->error_size, "%s", sentence);
	else
		snprintf(reader->error, reader->error_size, "%s%s%s: %s", reader->path, needs_dot ? "." : "", key,
			 sentence);
}

static const json_t *find(const struct rule_reader *reader, const json_t *object, const char *key)
{
	if (reader->has_failed)
		return NULL;
	const json_t *value = json_object_get(object, key);
	return json_is_null(value) ? NULL : value;
}

const json_t *rule_read_object(struct rule_reader *reader, const json_t *object, const char *key)
{
	const json_t *value = find(reader, object, key);
	if (value && !json_is_object(value))
		rule_reader_fail(reader, key, "must be an object");
	return reader->has_failed ? NULL : value;
}

const json_t *rule_read_array(struct rule_reader *reader, const json_t *object, const char *key, size_t max)
{
	const json_t *value = find(reader, object, key);
	if (value && !json_is_array(value))
		rule_reader_fail(reader, key, "must be a list");
	else if (value && json_array_size(value) > max)
		rule_reader_fail(reader, key, "%d entries are more than the %d allowed", (int)json_array_size(value),
				 (int)max);
	return reader->has_failed ? NULL : value;
}

const char *rule_read_text(struct rule_reader *reader, const json_t *object, const char *key, const char *missing)
{
	const json_t *value = find(reader, object, key);
	if (!value)
		return missing;
	if (!json_is_string(value))
		rule_reader_fail(reader, key, "must be a text");
	return json_is_string(value) ? json_string_value(value) : missing;
}

bool rule_read_bool(struct rule_reader *reader, const json_t *object, const char *key, bool missing)
{
	const json_t *value = find(reader, object, key);
	if (!value)
		return missing;
	if (!json_is_boolean(value))
		rule_reader_fail(reader, key, "must be true or false");
	return json_is_true(value);
}

static double check_number(struct rule_reader *reader, const json_t *value, const char *key, double min, double max)
{
	double number = json_number_value(value);
	if (!json_is_number(value))
		rule_reader_fail(reader, key, "must be a number from %.10g to %.10g", min, max);
	else if (!(number >= min && number <= max))
		rule_reader_fail(reader, key, "%.10g is not within %.10g..%.10g", number, min, max);
	return reader->has_failed ? min : number;
}

double rule_read_number(struct rule_reader *reader, const json_t *object, const char *key, double min, double max,
			double missing)
{
	const json_t *value = find(reader, object, key);
	if (value)
		return check_number(reader, value, key, min, max);
	if (isnan(missing))
		rule_reader_fail(reader, key, "is missing; give a number from %.10g to %.10g", min, max);
	return isnan(missing) ? min : missing;
}

int rule_read_int(struct rule_reader *reader, const json_t *object, const char *key, int min, int max, int missing)
{
	const json_t *value = find(reader, object, key);
	if (!value) {
		if (missing == INT_MIN)
			rule_reader_fail(reader, key, "is missing; give a whole number from %d to %d", min, max);
		return missing == INT_MIN ? min : missing;
	}
	double number = check_number(reader, value, key, min, max);
	if (number != floor(number))
		rule_reader_fail(reader, key, "%.10g is not a whole number", number);
	return (int)number;
}

int rule_find_word(struct rule_reader *reader, const char *key, const struct rule_word *words, const char *text)
{
	char known[160] = "";
	for (const struct rule_word *word = words; word->word; word++) {
		if (strcmp(word->word, text) == 0)
			return word->value;
		size_t length = strlen(known);
		snprintf(known + length, sizeof(known) - length, "%s%s", length > 0 ? ", " : "", word->word);
	}
	rule_reader_fail(reader, key, "\"%.32s\" is not known here; use one of %s", text, known);
	return 0;
}

int rule_read_word(struct rule_reader *reader, const json_t *object, const char *key, const struct rule_word *words,
		   int missing)
{
	const char *text = rule_read_text(reader, object, key, NULL);
	if (text)
		return rule_find_word(reader, key, words, text);
	if (missing == 0)
		return rule_find_word(reader, key, words, "");
	return missing;
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
		rule_reader_fail(reader, key, "must be \"all\", a name, or a list of 1 to %d names", HAPTICS_MAX_TOYS);
		return (struct rule_names){0};
	}
	for (size_t i = 0; i < json_array_size(value); i++)
		if (!json_is_string(json_array_get(value, i)))
			rule_reader_fail(reader, key, "every entry must be a text");
	return (struct rule_names){.list = value};
}

bool rule_ref_matches(const struct haptics_ref *a, const struct haptics_ref *b)
{
	if (a->uuid[0] && b->uuid[0])
		return strcmp(a->uuid, b->uuid) == 0;
	return a->name[0] && strcmp(a->name, b->name) == 0;
}

void rule_copy_text(char *to, size_t size, const char *text)
{
	size_t length = strlen(text);
	if (length >= size)
		for (length = size - 1; length > 0 && ((unsigned char)text[length] & 0xc0) == 0x80;)
			length--;
	memcpy(to, text, length);
	to[length] = '\0';
}

static int intern(struct haptics_rules *rules, const struct haptics_ref *ref)
{
	for (size_t i = 0; i < rules->ref_count; i++)
		if (strcmp(rules->refs[i].uuid, ref->uuid) == 0 && strcmp(rules->refs[i].name, ref->name) == 0)
			return (int)i;
	rules->refs[rules->ref_count] = *ref;
	return (int)rules->ref_count++;
}

int rule_read_ref(struct rule_reader *reader, const json_t *object, const char *key, bool is_required)
{
	struct haptics_ref ref = {0};
	const json_t *value = rule_read_object(reader, object, key);
	if (!value) {
		if (is_required)
			rule_reader_fail(reader, key, "is missing; give {\"uuid\": ..., \"name\": ...}");
		return -1;
	}
	size_t mark = rule_reader_enter(reader, key, -1);
	const char *uuid = rule_read_text(reader, value, "uuid", "");
	if (strlen(uuid) >= sizeof(ref.uuid))
		rule_reader_fail(reader, "uuid", "is longer than %d bytes", (int)sizeof(ref.uuid) - 1);
	else
		rule_copy_text(ref.uuid, sizeof(ref.uuid), uuid);
	rule_copy_text(ref.name, sizeof(ref.name), rule_read_text(reader, value, "name", ""));
	rule_reader_leave(reader, mark);
	return reader->has_failed ? -1 : intern(reader->rules, &ref);
}
