/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "obs/sources/activity/shapes/look.h"

#include <math.h>
#include <string.h>

/* 0xRRGGBBAA; alpha counts in linear light, where it looks thinner than in CSS. */
struct palette {
	uint32_t panel_top, panel_bottom, border, shadow;
	uint32_t groove, fill_a, fill_b, glow;
	uint32_t title, second, surround;
};

struct recipe {
	const char *word;
	struct palette palette;
	struct look numbers; /* all but the colours */
};

static const struct recipe recipes[LOOK_COUNT] = {
	[LOOK_GLASS] = {"glass",
			{0x14161CEB, 0x0D0F14F0, 0xFFFFFF24, 0x00000080, 0xFFFFFF2E, 0xFFFFFFFF, 0xFFFFFFFF, 0x00000000,
			 0xFFFFFFFF, 0xFFFFFFEB, 0x00000059},
			{.border_px = 1.0f,
			 .radius_px = 14.0f,
			 .shadow_px = 7.0f,
			 .shadow_down_px = 2.0f,
			 .line_px = 3.0f,
			 .surround_px = 3.0f,
			 .face = "Inter",
			 .motion = {.in_ms = 240.0f,
				    .out_ms = 400.0f,
				    .ease_power = 3,
				    .rise_px = 8.0f,
				    .up_ms = 90.0f,
				    .down_ms = 180.0f,
				    .accent_up_ms = 160.0f,
				    .accent_down_ms = 500.0f,
				    .accent = LOOK_ACCENT_BORDER}}},
	[LOOK_NEON] = {"neon",
		       {0x0A0714FB, 0x130A26FD, 0xFF3DBE99, 0x000000A0, 0xFF3DBE2A, 0xFF2FB3FF, 0x7A5CFFFF, 0xFF2FB38C,
			0xFFFFFFFF, 0xE9C6FFFF, 0xFF2FB373},
		       {.border_px = 1.5f,
			.radius_px = 10.0f,
			.shadow_px = 7.5f,
			.shadow_down_px = 1.5f,
			.glow_px = 14.0f,
			.line_px = 3.5f,
			.surround_px = 4.0f,
			.face = "Inter",
			.motion = {.in_ms = 180.0f,
				   .out_ms = 300.0f,
				   .ease_power = 5,
				   .up_ms = 60.0f,
				   .down_ms = 160.0f,
				   .accent_up_ms = 120.0f,
				   .accent_down_ms = 600.0f,
				   .accent = LOOK_ACCENT_GLOW}}},
	[LOOK_SOFT] = {"soft",
		       {0xFFF4F7F5, 0xFFE3ECF5, 0xFFFFFFFF, 0x3A102840, 0xF3C4D3FF, 0xFF7A9FFF, 0xFF5C8AFF, 0x00000000,
			0x4A1F33FF, 0x8A4E67FF, 0x00000000},
		       {.border_px = 2.0f,
			.radius_px = 26.0f,
			.shadow_px = 9.0f,
			.shadow_down_px = 4.0f,
			.line_px = 4.0f,
			.is_second_bold = true,
			.face = "Lato",
			.motion = {.in_ms = 320.0f,
				   .out_ms = 450.0f,
				   .ease_power = 3,
				   .rise_px = 12.0f,
				   .back = 1.2f,
				   .up_ms = 130.0f,
				   .down_ms = 220.0f,
				   .accent_up_ms = 200.0f,
				   .accent_down_ms = 500.0f,
				   .accent = LOOK_ACCENT_FILL}}},
	[LOOK_MONO] = {"mono",
		       {0x000000FF, 0x000000FF, 0xFFFFFFFF, 0x00000000, 0x3A3A3AFF, 0xFFFFFFFF, 0xFFFFFFFF, 0x00000000,
			0xFFFFFFFF, 0xD0D0D0FF, 0x00000000},
		       {.border_px = 2.0f,
			.line_px = 3.0f,
			.face = "Roboto",
			.motion = {.out_ms = 120.0f,
				   .ease_power = 1,
				   .accent_up_ms = 1.0f,
				   .accent_down_ms = 90.0f,
				   .accent = LOOK_ACCENT_INVERT}}},
};

enum look_id look_of_word(const char *word)
{
	for (enum look_id id = LOOK_GLASS; id < LOOK_COUNT; id++)
		if (strcmp(recipes[id].word, word) == 0)
			return id;
	return LOOK_GLASS;
}

const char *look_word(enum look_id id)
{
	return recipes[id].word;
}

struct look look_get(enum look_id id)
{
	const struct palette *palette = &recipes[id].palette;
	struct look look = recipes[id].numbers;
	look.panel_top = colour_of_rgba(palette->panel_top);
	look.panel_bottom = colour_of_rgba(palette->panel_bottom);
	look.border = colour_of_rgba(palette->border);
	look.shadow = colour_of_rgba(palette->shadow);
	look.groove = colour_of_rgba(palette->groove);
	look.fill_a = colour_of_rgba(palette->fill_a);
	look.fill_b = colour_of_rgba(palette->fill_b);
	look.glow = colour_of_rgba(palette->glow);
	look.title = colour_of_rgba(palette->title);
	look.second = colour_of_rgba(palette->second);
	look.surround = colour_of_rgba(palette->surround);
	return look;
}

struct colour look_accent_colour(enum look_id id)
{
	return colour_of_rgba(recipes[id].palette.fill_a);
}

static struct colour inverted(struct colour colour)
{
	return (struct colour){1.0f - colour.r, 1.0f - colour.g, 1.0f - colour.b, colour.a};
}

static void invert(struct look *look)
{
	struct colour *const all[] = {&look->panel_top, &look->panel_bottom, &look->border, &look->groove,
				      &look->fill_a,    &look->fill_b,       &look->title,  &look->second};
	for (size_t i = 0; i < sizeof(all) / sizeof(all[0]); i++)
		*all[i] = inverted(*all[i]);
}

void look_answer(struct look *look, float accent)
{
	const struct colour white = {1.0f, 1.0f, 1.0f, 1.0f};
	if (accent <= 0.0f)
		return;
	switch (look->motion.accent) {
	case LOOK_ACCENT_BORDER:
		look->border.a += (fmaxf(0.7f, look->border.a) - look->border.a) * accent;
		break;
	case LOOK_ACCENT_GLOW:
		look->glow.a = fminf(look->glow.a * (1.0f + 0.6f * accent), 1.0f);
		look->border.a = fminf(look->border.a * (1.0f + 0.6f * accent), 1.0f);
		break;
	case LOOK_ACCENT_FILL:
		look->fill_a = colour_mix(look->fill_a, white, 0.35f * accent);
		look->fill_b = colour_mix(look->fill_b, white, 0.35f * accent);
		break;
	case LOOK_ACCENT_INVERT:
	default:
		invert(look);
		break;
	}
}

void look_recolour(struct look *look, enum look_id id, struct colour accent)
{
	struct colour from = look_accent_colour(id);
	struct colour *const followers[] = {&look->panel_top, &look->panel_bottom, &look->border, &look->shadow,
					    &look->groove,    &look->fill_b,       &look->glow,   &look->title,
					    &look->second,    &look->surround};
	bool is_plain = look->fill_a.r == look->fill_b.r && look->fill_a.g == look->fill_b.g &&
			look->fill_a.b == look->fill_b.b;
	for (size_t i = 0; i < sizeof(followers) / sizeof(followers[0]); i++)
		*followers[i] = colour_follow(*followers[i], from, accent);
	look->fill_a = accent;
	if (is_plain)
		look->fill_b = accent;
}
