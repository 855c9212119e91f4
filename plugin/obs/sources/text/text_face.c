/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "obs/sources/text/text_face.h"

#include <string.h>

#include <obs-module.h>

#include "net/utf8.h"

enum {
	ATLAS_PX = 2048,     /* side of the square that a FreeType source keeps its letters in */
	ATLAS_STANDARD = 95, /* letters that it draws at once */
	SEEN_MIN = 8,
	SEEN_MAX = 1024,
	SEEN_ROOM = SEEN_MAX + TEXT_BYTES_MAX, /* the last line before a new atlas counts as a whole */
};

const char *text_face_source_id(void)
{
	static const char *const ids[] = {"text_gdiplus_v3", "text_gdiplus_v2", "text_ft2_source_v2"};
	for (size_t i = 0; i < sizeof(ids) / sizeof(ids[0]); i++)
		if (obs_source_get_display_name(ids[i]))
			return ids[i];
	return NULL;
}

bool text_face_has_fallback(void)
{
	const char *id = text_face_source_id();
	return id && strncmp(id, "text_gdiplus", strlen("text_gdiplus")) == 0;
}

struct text_face *text_face_create(const struct text_font *font)
{
	struct text_face *face = bzalloc(sizeof(*face));
	face->font = *font;
	return face;
}

void text_face_destroy(struct text_face *face)
{
	obs_source_release(face->source);
	if (face->strip) {
		obs_enter_graphics();
		gs_texrender_destroy(face->strip);
		obs_leave_graphics();
	}
	bfree(face->seen);
	bfree(face);
}

void text_face_forget_source(struct text_face *face)
{
	obs_source_t *source = face->source;
	face->source = NULL;
	face->seen_count = 0;
	obs_source_release(source);
}

static obs_data_t *settings_of(const struct text_face *face, const char *text)
{
	obs_data_t *settings = obs_data_create();
	obs_data_t *font = obs_data_create();
	obs_data_set_string(font, "face", face->font.face[0] ? face->font.face : "Sans Serif");
	obs_data_set_int(font, "size", face->font.size_px);
	if (face->font.is_bold) {
		obs_data_set_string(font, "style", "Bold");
		obs_data_set_int(font, "flags", OBS_FONT_BOLD); /* the weight is looked for by this, not by the style */
	}
	obs_data_set_obj(settings, "font", font);
	obs_data_set_string(settings, "text", text);
	obs_data_set_int(settings, "color", 0xFFFFFF);
	obs_data_set_int(settings, "color1", 0xFFFFFFFF);
	obs_data_set_int(settings, "color2", 0xFFFFFFFF);
	obs_data_set_bool(settings, "antialiasing", true);
	obs_data_release(font);
	return settings;
}

/* --- the atlas --- */

/* Half of what fits beside the standard letters: how well they are packed is the source's business. */
static size_t seen_max(const struct text_face *face)
{
	int side = face->font.size_px + 1;
	int places = (ATLAS_PX / side) * (ATLAS_PX / (side * 13 / 10));
	int spare = (places - ATLAS_STANDARD) / 2;
	return (size_t)(spare < SEEN_MIN ? SEEN_MIN : spare > SEEN_MAX ? SEEN_MAX : spare);
}

static bool has_seen(const struct text_face *face, uint32_t code)
{
	for (size_t i = 0; i < face->seen_count; i++)
		if (face->seen[i] == code)
			return true;
	return false;
}

/* Returns how many were new. */
static size_t note_letters(struct text_face *face, const char *text)
{
	size_t count = 0;
	size_t left = strlen(text);
	for (size_t size = 0; left > 0 && (size = utf8_character_size(text, left)) > 0; text += size, left -= size) {
		uint32_t code = utf8_code_point(text, size);
		if (size == 1 || has_seen(face, code))
			continue;
		count++;
		if (!face->seen)
			face->seen = bmalloc(SEEN_ROOM * sizeof(*face->seen));
		if (face->seen_count < SEEN_ROOM)
			face->seen[face->seen_count++] = code;
	}
	return count;
}

/* Whether the source has to be made anew, or measured again, for letters it has not drawn before. */
static void prepare_for(struct text_face *face, const char *text)
{
	bool is_full = face->seen_count >= seen_max(face);
	if (text_face_has_fallback() || note_letters(face, text) == 0)
		return;
	if (is_full)
		text_face_forget_source(face);
	face->ascent = 0.0f; /* a letter higher than all before moves the baseline of every text */
}

bool text_face_feed(struct text_face *face, const char *text)
{
	const char *id = text_face_source_id();
	prepare_for(face, text);
	bool is_new = !face->source;
	obs_data_t *settings = settings_of(face, is_new ? TEXT_FACE_PROBE : text);
	if (!is_new)
		obs_source_update(face->source, settings);
	else if (id)
		face->source = obs_source_create_private(id, "lovense-for-obs text", settings);
	obs_data_release(settings);
	return !is_new;
}

float text_face_width(const struct text_face *face)
{
	return (float)obs_source_get_width(face->source);
}

float text_face_height(const struct text_face *face)
{
	return (float)obs_source_get_height(face->source);
}

void text_face_measure(struct text_face *face)
{
	float height = text_face_height(face);
	if (text_face_has_fallback())
		height *= 0.8f; /* a whole line, of which that lies above the baseline in most fonts */
	face->ascent = height >= 1.0f ? height : (float)face->font.size_px;
}
