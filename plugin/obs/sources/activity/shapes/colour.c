/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "obs/sources/activity/shapes/colour.h"

#include <math.h>

/* --- sRGB and light --- */

static float to_light(float value)
{
	return value <= 0.04045f ? value / 12.92f : powf((value + 0.055f) / 1.055f, 2.4f);
}

static float from_light(float light)
{
	float clamped = fminf(fmaxf(light, 0.0f), 1.0f);
	return clamped <= 0.0031308f ? clamped * 12.92f : 1.055f * powf(clamped, 1.0f / 2.4f) - 0.055f;
}

static float luminance(struct colour colour)
{
	return 0.2126f * to_light(colour.r) + 0.7152f * to_light(colour.g) + 0.0722f * to_light(colour.b);
}

static float channel(uint32_t packed, int shift)
{
	return (float)((packed >> shift) & 0xFF) / 255.0f;
}

struct colour colour_of_rgba(uint32_t rrggbbaa)
{
	return (struct colour){channel(rrggbbaa, 24), channel(rrggbbaa, 16), channel(rrggbbaa, 8),
			       channel(rrggbbaa, 0)};
}

struct colour colour_of_setting(uint32_t aabbggrr)
{
	return (struct colour){channel(aabbggrr, 0), channel(aabbggrr, 8), channel(aabbggrr, 16), 1.0f};
}

static uint32_t packed(float value)
{
	return (uint32_t)lroundf(fminf(fmaxf(value, 0.0f), 1.0f) * 255.0f);
}

uint32_t colour_to_setting(struct colour colour)
{
	return 0xFF000000 | packed(colour.b) << 16 | packed(colour.g) << 8 | packed(colour.r);
}

struct colour colour_with_alpha(struct colour colour, float alpha)
{
	colour.a = alpha;
	return colour;
}

struct colour colour_mix(struct colour from, struct colour to, float t)
{
	return (struct colour){from.r + (to.r - from.r) * t, from.g + (to.g - from.g) * t, from.b + (to.b - from.b) * t,
			       from.a + (to.a - from.a) * t};
}

/* --- OKLab (Björn Ottosson, 2020) --- */

struct lab {
	float l, a, b;
};

static struct lab to_lab(struct colour colour)
{
	float r = to_light(colour.r);
	float g = to_light(colour.g);
	float b = to_light(colour.b);
	float l = cbrtf(0.4122214708f * r + 0.5363325363f * g + 0.0514459929f * b);
	float m = cbrtf(0.2119034982f * r + 0.6806995451f * g + 0.1073969566f * b);
	float s = cbrtf(0.0883024619f * r + 0.2817188376f * g + 0.6299787005f * b);
	return (struct lab){0.2104542553f * l + 0.7936177850f * m - 0.0040720468f * s,
			    1.9779984951f * l - 2.4285922050f * m + 0.4505937099f * s,
			    0.0259040371f * l + 0.7827717662f * m - 0.8086757660f * s};
}

static void light_of_lab(struct lab lab, float light[3])
{
	float l = lab.l + 0.3963377774f * lab.a + 0.2158037573f * lab.b;
	float m = lab.l - 0.1055613458f * lab.a - 0.0638541728f * lab.b;
	float s = lab.l - 0.0894841775f * lab.a - 1.2914855480f * lab.b;
	l *= l * l;
	m *= m * m;
	s *= s * s;
	light[0] = 4.0767416621f * l - 3.3077115913f * m + 0.2309699292f * s;
	light[1] = -1.2684380046f * l + 2.6097574011f * m - 0.3413193965f * s;
	light[2] = -0.0041960863f * l - 0.7034186147f * m + 1.7076147010f * s;
}

static int is_shown(const float light[3])
{
	for (int i = 0; i < 3; i++)
		if (light[i] < -0.0005f || light[i] > 1.0005f)
			return 0;
	return 1;
}

/* A colour that no screen shows gets paler, not lighter or darker: contrast stays. */
static struct colour from_lab(struct lab lab, float alpha)
{
	enum { STEPS = 24 };
	float light[3];
	for (int i = 0; i <= STEPS; i++) {
		float strength = 1.0f - (float)i / STEPS;
		light_of_lab((struct lab){lab.l, lab.a * strength, lab.b * strength}, light);
		if (is_shown(light))
			break;
	}
	return (struct colour){from_light(light[0]), from_light(light[1]), from_light(light[2]), alpha};
}

struct colour colour_follow(struct colour colour, struct colour from, struct colour to)
{
	struct lab self = to_lab(colour);
	struct lab start = to_lab(from);
	struct lab end = to_lab(to);
	float strength = hypotf(start.a, start.b);
	if (strength < 0.01f)
		return colour;
	float turn = atan2f(end.b, end.a) - atan2f(start.b, start.a);
	float gain = hypotf(end.a, end.b) / strength;
	struct lab turned = {self.l, (self.a * cosf(turn) - self.b * sinf(turn)) * gain,
			     (self.a * sinf(turn) + self.b * cosf(turn)) * gain};
	return from_lab(turned, colour.a);
}

float colour_contrast(struct colour text, struct colour panel, struct colour scene)
{
	float ground = luminance(panel) * panel.a + luminance(scene) * (1.0f - panel.a);
	float letters = luminance(text) * text.a + ground * (1.0f - text.a);
	float light = fmaxf(ground, letters);
	float dark = fminf(ground, letters);
	return (light + 0.05f) / (dark + 0.05f);
}

/* --- inks --- */

struct ink colour_ink(struct colour colour, const struct ink_space *space)
{
	const float values[3] = {colour.r, colour.g, colour.b};
	struct ink ink = {.v = {0.0f, 0.0f, 0.0f, colour.a}};
	for (int i = 0; i < 3; i++)
		ink.v[i] = (space->is_linear ? to_light(values[i]) * space->white : values[i]) * colour.a;
	return ink;
}

struct ink ink_over(struct ink top, struct ink below)
{
	for (int i = 0; i < 4; i++)
		top.v[i] += below.v[i] * (1.0f - top.v[3]);
	return top;
}

struct ink ink_faded(struct ink ink, float alpha)
{
	for (int i = 0; i < 4; i++)
		ink.v[i] *= alpha;
	return ink;
}

struct ink ink_mix(struct ink from, struct ink to, float t)
{
	for (int i = 0; i < 4; i++)
		from.v[i] += (to.v[i] - from.v[i]) * t;
	return from;
}
