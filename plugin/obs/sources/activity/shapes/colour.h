/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Colours of the activity source. Pure; any thread. */
#pragma once

#include <stdint.h>

/* sRGB values 0..1, not premultiplied; alpha counts in linear light. */
struct colour {
	float r, g, b, a;
};

/* The same as a target takes it: premultiplied, in the target's own space. */
struct ink {
	float v[4];
};

/* What a target takes. */
struct ink_space {
	int is_linear; /* it adds up light, as OBS does; 0: sRGB values ("SRGB off") */
	float white;   /* light of SDR white: 1 but on a canvas of high dynamic range; linear spaces only */
};

struct colour colour_of_rgba(uint32_t rrggbbaa);
/* As OBS keeps it in settings, 0xAABBGGRR; opaque, since OBS's plain colour property drops the alpha. */
struct colour colour_of_setting(uint32_t aabbggrr);
/* The other way, with the alpha FF. */
uint32_t colour_to_setting(struct colour colour);
struct colour colour_with_alpha(struct colour colour, float alpha);
struct colour colour_mix(struct colour from, struct colour to, float t);

/* Turns the hue of `colour` by as much as leads from `from` to `to`, and its strength in the same measure. Its
 * lightness stays, and so do greys (in OKLab). */
struct colour colour_follow(struct colour colour, struct colour from, struct colour to);

/* WCAG contrast, 1..21, of text on a panel that lies on a scene of that colour. */
float colour_contrast(struct colour text, struct colour panel, struct colour scene);

struct ink colour_ink(struct colour colour, const struct ink_space *space);
struct ink ink_over(struct ink top, struct ink below);
struct ink ink_faded(struct ink ink, float alpha);
struct ink ink_mix(struct ink from, struct ink to, float t);
