/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "obs/sources/text/label_template.h"

#include <string.h>

#include "net/utf8.h"
#include "obs/sources/text/text_digits.h"

static const char *const names[LABEL_PLACES] = {
	[LABEL_LEVEL] = "level",     [LABEL_RULE] = "rule", [LABEL_BY] = "by",
	[LABEL_SECONDS] = "seconds", [LABEL_TOY] = "toy",   [LABEL_BATTERY] = "battery",
	[LABEL_AMOUNT] = "amount",   [LABEL_UNIT] = "unit", [LABEL_MESSAGE] = "message",
	[LABEL_ACTUAL] = "actual",
};

struct filling {
	struct label_text *label;
	size_t used;
	bool is_full;
};

static void write_character(struct filling *filling, const char *character, size_t size)
{
	filling->is_full |= filling->used + size >= LABEL_BYTES_MAX;
	if (filling->is_full)
		return;
	memcpy(filling->label->text + filling->used, character, size);
	filling->used += size;
}

/* Control characters become spaces, and what is no UTF-8 a question mark, as everywhere. */
static void write(struct filling *filling, const char *text, size_t size)
{
	for (size_t width = 0; size > 0 && !filling->is_full; text += width, size -= width) {
		width = utf8_character_size(text, size);
		if (width == 0)
			width = 1, write_character(filling, "?", 1);
		else if ((unsigned char)*text < ' ' || *text == 0x7F)
			write_character(filling, " ", 1);
		else
			write_character(filling, text, width);
	}
}

/* --- parts --- */

/* Makes what was written since the last part a part; text after text is one. */
static void end_part(struct filling *filling, bool is_number)
{
	struct label_text *label = filling->label;
	struct label_part *last = label->part_count ? &label->parts[label->part_count - 1] : NULL;
	size_t from = last ? last->from + last->size : 0;
	if (filling->used == from)
		return;
	bool is_room = label->part_count < LABEL_PARTS_MAX;
	if (last && (!is_room || (!last->is_number && !is_number))) {
		last->size = filling->used - last->from;
		last->is_number &= is_number;
		return;
	}
	label->parts[label->part_count++] =
		(struct label_part){.from = from, .size = filling->used - from, .is_number = is_number};
}

static bool ends_with_space(const struct filling *filling)
{
	return filling->used > 0 && filling->label->text[filling->used - 1] == ' ';
}

/* A number never ends with a space, so that it is text which gets shorter. */
static void drop_space(struct filling *filling)
{
	struct label_text *label = filling->label;
	filling->used--;
	struct label_part *last = label->part_count ? &label->parts[label->part_count - 1] : NULL;
	if (last && last->from + last->size > filling->used && --last->size == 0)
		label->part_count--;
}

/* --- places --- */

/* LABEL_PLACES: none begins here. */
static enum label_place place_at(const char *template, size_t *size)
{
	for (int place = 0; place < LABEL_PLACES; place++) {
		*size = strlen(names[place]);
		if (strncmp(template + 1, names[place], *size) == 0 && template[1 + *size] == '}') {
			*size += 2;
			return (enum label_place)place;
		}
	}
	return LABEL_PLACES;
}

static bool changes_often(enum label_place place, const char *value)
{
	bool is_number = place == LABEL_LEVEL || place == LABEL_SECONDS || place == LABEL_ACTUAL;
	return is_number && value[strlen(value) - 1] != ' ' && text_digits_can_show(value);
}

/* Returns how much of the template goes away with a place that has nothing to say. */
static size_t collapse(struct filling *filling, const char *rest)
{
	bool has_gap = filling->used == 0 || ends_with_space(filling);
	if (has_gap && *rest == ' ')
		return 1;
	if (has_gap && filling->used > 0 && *rest && strchr(",.;:!?)", *rest))
		drop_space(filling);
	return 0;
}

static size_t fill_place(struct filling *filling, enum label_place place, const char *rest,
			 const struct label_values *values)
{
	const char *value = values->of[place];
	if (!value || !value[0])
		return collapse(filling, rest);
	end_part(filling, false);
	write(filling, value, strlen(value));
	end_part(filling, !filling->is_full && changes_often(place, value));
	return 0;
}

void label_template_fill(struct label_text *label, const char *template, const struct label_values *values)
{
	struct filling filling = {.label = label};
	int places = 0;
	label->part_count = 0;
	while (*template && !filling.is_full) {
		size_t size = 0;
		if (filling.used == 0 && *template == ' ') {
			template ++;
			continue;
		}
		bool may_be_place = *template == '{' && places < LABEL_PLACES_MAX;
		enum label_place place = may_be_place ? place_at(template, &size) : LABEL_PLACES;
		if (place == LABEL_PLACES) {
			size = utf8_character_size(template, strlen(template));
			size = size ? size : 1;
			write(&filling, template, size);
			template += size;
			continue;
		}
		places++;
		template += size;
		template += fill_place(&filling, place, template, values);
	}
	end_part(&filling, false);
	while (ends_with_space(&filling))
		drop_space(&filling);
	label->text[filling.used] = '\0';
}
