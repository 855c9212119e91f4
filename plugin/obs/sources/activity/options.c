/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "obs/sources/activity/options.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include <obs-data.h>

#include "obs/sources/source_settings.h"

static const char *const layout_words[ACTIVITY_LAYOUT_COUNT] = {
	[ACTIVITY_BAR] = "bar",     [ACTIVITY_RING] = "ring", [ACTIVITY_GRAPH] = "graph", [ACTIVITY_TOYS] = "toys",
	[ACTIVITY_QUEUE] = "queue", [ACTIVITY_MENU] = "menu", [ACTIVITY_GOAL] = "goal"};

/* What a person may change about a look; without a value of their own the look's counts. */
static const char *const look_keys[] = {"accent",  "text_color", "text_color2", "background", "opacity",
					"outline", "shadow",     "radius",      "padding"};

enum activity_layout activity_layout_of_word(const char *word)
{
	for (enum activity_layout layout = ACTIVITY_BAR; layout < ACTIVITY_LAYOUT_COUNT; layout++)
		if (strcmp(layout_words[layout], word) == 0)
			return layout;
	return ACTIVITY_BAR;
}

const char *activity_layout_word(enum activity_layout layout)
{
	return layout_words[layout];
}

static enum activity_align align_of_word(const char *word)
{
	if (strcmp(word, "center") == 0)
		return ACTIVITY_CENTER;
	return strcmp(word, "right") == 0 ? ACTIVITY_RIGHT : ACTIVITY_LEFT;
}

/* Not a number counts as min. */
static float number(obs_data_t *settings, const char *key, float min, float max)
{
	double value = obs_data_get_double(settings, key);
	return value > min ? (value < max ? (float)value : max) : min;
}

static struct colour colour(obs_data_t *settings, const char *key)
{
	return colour_of_setting((uint32_t)obs_data_get_int(settings, key));
}

static void copy_word(char *to, size_t size, obs_data_t *settings, const char *key)
{
	snprintf(to, size, "%s", obs_data_get_string(settings, key));
}

static int read_font(struct activity_font *font, obs_data_t *settings, const char *key)
{
	obs_data_t *object = obs_data_get_obj(settings, key);
	*font = (struct activity_font){.flags = (int)obs_data_get_int(object, "flags")};
	copy_word(font->face, sizeof(font->face), object, "face");
	copy_word(font->style, sizeof(font->style), object, "style");
	int size = object && obs_data_get_int(object, "size") > 0
			   ? source_settings_int(object, "size", ACTIVITY_MIN_TITLE_PX, ACTIVITY_MAX_TITLE_PX)
			   : ACTIVITY_TITLE_PX;
	obs_data_release(object);
	return size;
}

static void grow(struct look *look, float factor)
{
	float *const lengths[] = {&look->border_px,      &look->radius_px,   &look->shadow_px,
				  &look->shadow_down_px, &look->glow_px,     &look->line_px,
				  &look->outline_px,     &look->surround_px, &look->motion.rise_px};
	for (size_t i = 0; i < sizeof(lengths) / sizeof(lengths[0]); i++)
		*lengths[i] *= factor;
}

static void take_background(struct look *look, struct colour own)
{
	look->panel_top = colour_with_alpha(own, look->panel_top.a);
	look->panel_bottom = colour_with_alpha(own, look->panel_bottom.a);
}

static void take_opacity(struct look *look, float opacity)
{
	float more = look->panel_bottom.a / look->panel_top.a;
	look->panel_top.a = opacity;
	look->panel_bottom.a = fminf(opacity * more, 1.0f);
	look->border.a *= fminf(opacity * 2.0f, 1.0f); /* a clear panel has no frame either */
	look->shadow.a *= opacity;
}

static void take_text_colour(struct look *look, struct colour own)
{
	look->title = own;
	look->second = colour_with_alpha(own, 0.92f);
}

/* The look as a person changed it. */
static void read_look(struct activity_options *options, obs_data_t *settings)
{
	struct look *look = &options->look;
	*look = look_get(options->look_id);
	grow(look, (float)options->title_px / LOOK_TITLE_PX);
	look->border_px = fmaxf(roundf(look->border_px * 2.0f) * 0.5f, look->border_px > 0.0f ? 1.0f : 0.0f);
	if (obs_data_has_user_value(settings, "accent"))
		look_recolour(look, options->look_id, colour(settings, "accent"));
	if (obs_data_has_user_value(settings, "background"))
		take_background(look, colour(settings, "background"));
	if (obs_data_has_user_value(settings, "opacity"))
		take_opacity(look, number(settings, "opacity", 0.0f, 1.0f));
	if (obs_data_has_user_value(settings, "text_color"))
		take_text_colour(look, colour(settings, "text_color"));
	if (obs_data_has_user_value(settings, "outline"))
		look->outline_px = number(settings, "outline", 0.0f, 8.0f);
	if (obs_data_has_user_value(settings, "shadow"))
		look->surround_px = number(settings, "shadow", 0.0f, 16.0f);
	if ((look->outline_px > 0.0f || look->surround_px > 0.0f) && look->surround.a <= 0.0f)
		look->surround = colour_with_alpha(look->panel_top, 1.0f);
	if (obs_data_has_user_value(settings, "radius"))
		look->radius_px = number(settings, "radius", 0.0f, 256.0f);
}

/* At either end the level is drawn apart and large; within the words it is one of them. */
static bool is_level_apart(const char *label)
{
	static const char place[] = "{level}";
	label += strspn(label, " ");
	size_t size = sizeof(place) - 1;
	const char *end = label + strlen(label);
	while (end > label && end[-1] == ' ')
		end--;
	if ((size_t)(end - label) < size)
		return false;
	return strncmp(label, place, size) == 0 || strncmp(end - size, place, size) == 0;
}

void activity_options_read(struct activity_options *options, obs_data_t *settings)
{
	*options = (struct activity_options){
		.layout = activity_layout_of_word(obs_data_get_string(settings, "layout")),
		.look_id = look_of_word(obs_data_get_string(settings, "look")),
		.width_px = source_settings_int(settings, "width", ACTIVITY_MIN_WIDTH, ACTIVITY_MAX_WIDTH),
		.align = align_of_word(obs_data_get_string(settings, "align")),
		.shows_names = obs_data_get_bool(settings, "show_names"),
		.is_idle_text_shown = strcmp(obs_data_get_string(settings, "when_idle"), "text") == 0,
		.is_motion_reduced = obs_data_get_bool(settings, "reduce_motion"),
		.idle_after_s = number(settings, "idle_after_s", 0.0f, 60.0f),
		.graph_seconds = number(settings, "graph_seconds", 5.0f, 60.0f),
		.padding_px = -1.0f,
		.has_text_gradient = obs_data_has_user_value(settings, "text_color2"),
		.text_gradient = colour(settings, "text_color2"),
	};
	copy_word(options->label, sizeof(options->label), settings, "label");
	copy_word(options->idle_text, sizeof(options->idle_text), settings, "idle_text");
	options->has_number = is_level_apart(options->label);
	/* A few letters have to find room. */
	int most_px = options->width_px / 5;
	int title_px = read_font(&options->font, settings, "font");
	options->title_px = title_px < most_px ? title_px : most_px;
	read_font(&options->second_font, settings, "font2");
	if (obs_data_has_user_value(settings, "padding"))
		options->padding_px = number(settings, "padding", 0.0f, fminf((float)options->width_px * 0.2f, 200.0f));
	read_look(options, settings);
}

void activity_options_default_look(obs_data_t *settings)
{
	enum look_id id = look_of_word(obs_data_get_string(settings, "look"));
	struct look look = look_get(id);
	obs_data_set_default_int(settings, "accent", colour_to_setting(look_accent_colour(id)));
	obs_data_set_default_int(settings, "text_color", colour_to_setting(look.title));
	obs_data_set_default_int(settings, "text_color2", colour_to_setting(look.title));
	obs_data_set_default_int(settings, "background", colour_to_setting(look.panel_top));
	obs_data_set_default_double(settings, "opacity", roundf(look.panel_top.a * 100.0f) / 100.0f);
	obs_data_set_default_double(settings, "outline", look.outline_px);
	grow(&look, (float)ACTIVITY_TITLE_PX / LOOK_TITLE_PX);
	obs_data_set_default_double(settings, "shadow", roundf(look.surround_px));
	obs_data_set_default_double(settings, "radius", roundf(look.radius_px));
	obs_data_set_default_double(settings, "padding", 27.0);
}

void activity_options_default(obs_data_t *settings)
{
	obs_data_set_default_string(settings, "layout", layout_words[ACTIVITY_BAR]);
	obs_data_set_default_string(settings, "look", look_word(LOOK_GLASS));
	obs_data_set_default_int(settings, "width", 600);
	obs_data_set_default_string(settings, "align", "left");
	obs_data_set_default_string(settings, "label", "{rule} {level}");
	obs_data_set_default_bool(settings, "show_names", true);
	obs_data_set_default_string(settings, "when_idle", "fade");
	obs_data_set_default_double(settings, "idle_after_s", 2.5);
	obs_data_set_default_int(settings, "graph_seconds", 30);
	obs_data_set_default_bool(settings, "reduce_motion", false);
	activity_options_default_look(settings);
}

void activity_options_reset_look(obs_data_t *settings)
{
	for (size_t i = 0; i < sizeof(look_keys) / sizeof(look_keys[0]); i++)
		obs_data_unset_user_value(settings, look_keys[i]);
}
