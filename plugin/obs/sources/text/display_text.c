/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "obs/sources/text/display_text.h"

#include <math.h>
#include <string.h>

#include "net/utf8.h"
#include "obs/sources/text/characters.h"

enum { MARKS_MAX = 2 }; /* on one letter: more are a joke that covers the lines around it */

static const char ellipsis[] = "\xE2\x80\xA6";

/* The next character of valid text; 0 at its end. */
static uint32_t next_code(const char *text, size_t *size)
{
	*size = utf8_character_size(text, strlen(text));
	return *size ? utf8_code_point(text, *size) : 0;
}

/* --- cleaning --- */

struct cleaning {
	char *out;
	size_t size, used;
	int marks;
	bool needs_space;
};

static void append(struct cleaning *cleaning, const char *text, size_t size)
{
	size_t space = cleaning->needs_space && cleaning->used > 0;
	if (cleaning->used + space + size >= cleaning->size)
		return;
	if (space)
		cleaning->out[cleaning->used++] = ' ';
	cleaning->needs_space = false;
	memcpy(cleaning->out + cleaning->used, text, size);
	cleaning->used += size;
}

static bool is_space(uint32_t code)
{
	return code == ' ' || code == '\t' || code == '\n' || code == '\r' || code == 0xA0 || code == 0x3000 ||
	       (code >= 0x2000 && code <= 0x200A);
}

static void clean_character(struct cleaning *cleaning, const char *text, size_t size)
{
	uint32_t code = utf8_code_point(text, size);
	uint32_t plain = character_plain(code);
	bool is_mark = character_is_mark(code);
	cleaning->marks = is_mark ? cleaning->marks + 1 : 0;
	if (is_space(code))
		cleaning->needs_space = true;
	else if (plain != code)
		append(cleaning, &(char){(char)plain}, 1);
	else if (!character_is_dropped(code) && !(is_mark && (cleaning->used == 0 || cleaning->marks > MARKS_MAX)))
		append(cleaning, text, size);
}

bool display_text_clean(char *out, size_t size, const char *text)
{
	struct cleaning cleaning = {.out = out, .size = size};
	size_t left = strlen(text);
	for (size_t width = 0; left > 0; text += width, left -= width) {
		width = utf8_character_size(text, left);
		if (width > 0)
			clean_character(&cleaning, text, width);
		else
			width = 1, append(&cleaning, "?", 1);
	}
	if (size > 0)
		out[cleaning.used] = '\0';
	return cleaning.used > 0;
}

void display_text_drop(char *text)
{
	char *out = text;
	size_t size = 0;
	for (uint32_t code = next_code(text, &size); code; code = next_code(text, &size)) {
		if (!character_is_dropped(code))
			memmove(out, text, size), out += size;
		text += size;
	}
	*out = '\0';
}

/* --- right to left --- */

static bool is_strong(uint32_t code)
{
	return !character_is_neutral(code) && !character_is_hebrew(code);
}

/* Bytes of the run of Hebrew that begins at text: to its last letter, or to the end of a text that has no other
 * script, so that its closing mark lies on the left. */
static size_t hebrew_run(const char *text, bool is_pure)
{
	size_t run = 0;
	size_t at = 0;
	size_t size = 0;
	for (uint32_t code = next_code(text, &size); code && !is_strong(code); code = next_code(text + at, &size)) {
		at += size;
		if (is_pure || character_is_hebrew(code))
			run = at;
	}
	return run;
}

static void reverse_bytes(char *from, size_t size)
{
	for (size_t i = 0; i < size / 2; i++) {
		char kept = from[i];
		from[i] = from[size - 1 - i];
		from[size - 1 - i] = kept;
	}
}

static bool is_part_of_number(uint32_t code)
{
	return code < 0x80 && code != 0 && strchr("0123456789.,:/%", (int)code);
}

/* Bytes of what keeps its direction: a number, or a character with its marks. Turns a bracket round. */
static size_t unit_at(char *text)
{
	size_t size = 0;
	uint32_t code = next_code(text, &size);
	size_t unit = size;
	if (code >= '0' && code <= '9') {
		while (is_part_of_number((unsigned char)text[unit]))
			unit++;
		while (unit > 1 && strchr(".,:", text[unit - 1]))
			unit--;
		return unit;
	}
	if (size == 1)
		*text = (char)character_mirrored(code);
	while (character_is_mark(next_code(text + unit, &size)))
		unit += size;
	return unit;
}

/* Every unit is turned round, and then the whole, which leaves the units as they were in the other order. */
static void reverse_run(char *text, size_t run)
{
	for (size_t at = 0, unit = 0; at < run; at += unit) {
		unit = unit_at(text + at);
		unit = at + unit > run ? run - at : unit;
		reverse_bytes(text + at, unit);
	}
	reverse_bytes(text, run);
}

static bool has_strong(const char *text)
{
	size_t size = 0;
	for (uint32_t code = next_code(text, &size); code; code = next_code(text, &size)) {
		if (is_strong(code))
			return true;
		text += size;
	}
	return false;
}

void display_text_reorder(char *text)
{
	bool is_pure = !has_strong(text);
	size_t size = 0;
	for (uint32_t code = next_code(text, &size); code; code = next_code(text, &size)) {
		bool begins = character_is_hebrew(code) && !character_is_mark(code);
		size_t run = begins ? hebrew_run(text, is_pure) : 0;
		if (begins)
			reverse_run(text, run);
		text += begins ? run : size;
	}
}

/* --- scripts --- */

size_t display_text_runs(const char *text, struct display_run *runs, size_t room)
{
	size_t count = 0;
	size_t at = 0;
	size_t size = 0;
	for (uint32_t code = next_code(text, &size); code; at += size, code = next_code(text + at, &size)) {
		struct display_run *last = count ? &runs[count - 1] : NULL;
		bool is_other = !character_is_neutral(code) && !character_is_western(code);
		bool goes_on = last && (character_is_neutral(code) || last->is_other == is_other || count == room);
		if (!goes_on)
			runs[count++] = (struct display_run){.from = at, .is_other = is_other};
		runs[count - 1].size += size;
	}
	return count;
}

/* --- width --- */

/* Bytes of a character with all that belongs to it; 0 at the end of the text. */
static size_t seen_character(const char *text)
{
	enum { JOINER = 0x200D };
	size_t size = 0;
	uint32_t code = next_code(text, &size);
	size_t whole = size;
	bool is_flag = code >= 0x1F1E6 && code <= 0x1F1FF;
	for (uint32_t next = next_code(text + whole, &size); next; next = next_code(text + whole, &size)) {
		bool is_flag_pair = is_flag && next >= 0x1F1E6 && next <= 0x1F1FF;
		if (!character_is_mark(next) && code != JOINER && !is_flag_pair)
			break;
		is_flag = false;
		code = next;
		whole += size;
	}
	return whole;
}

size_t display_text_length(const char *text)
{
	size_t count = 0;
	for (size_t size = seen_character(text); size > 0; size = seen_character(text)) {
		text += size;
		count++;
	}
	return count;
}

void display_text_shorten(char *text, size_t size, size_t keep)
{
	size_t used = 0;
	for (size_t i = 0; i < keep; i++) {
		size_t width = seen_character(text + used);
		if (width == 0 || used + width + sizeof(ellipsis) > size)
			break;
		used += width;
	}
	if (text[used] == '\0' || size < sizeof(ellipsis))
		return;
	while (used > 0 && text[used - 1] == ' ')
		used--;
	memcpy(text + used, ellipsis, sizeof(ellipsis));
}

enum display_fit display_text_fit(size_t length, float width, float room, float least_scale, float *scale, size_t *keep)
{
	*scale = width > room ? room / width : 1.0f;
	*keep = length;
	if (width <= room)
		return DISPLAY_FITS;
	if (*scale >= least_scale || length == 0)
		return DISPLAY_SMALLER;
	/* A guess by the mean width, with room for the ellipsis; it is measured again, and gets shorter each time. */
	float fits = floorf((float)length * *scale / least_scale) - 1.0f;
	*keep = fits < 1.0f ? 0 : (size_t)fits < length ? (size_t)fits : length - 1;
	return DISPLAY_SHORTER;
}
