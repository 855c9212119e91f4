/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "obs/sources/label.h"

#include <string.h>

#include <obs-module.h>

struct label {
	obs_source_t *source; /* NULL until there is text, and where OBS has no text source */
	const char *source_id;
	char *text;
	struct label_style style;
};

static const char *text_source_id(void)
{
	static const char *const ids[] = {"text_gdiplus_v3", "text_gdiplus_v2", "text_ft2_source_v2"};
	for (size_t i = 0; i < sizeof(ids) / sizeof(ids[0]); i++)
		if (obs_source_get_display_name(ids[i]))
			return ids[i];
	return NULL;
}

struct label *label_create(void)
{
	struct label *label = bzalloc(sizeof(*label));
	label->source_id = text_source_id();
	label->text = bstrdup("");
	return label;
}

void label_destroy(struct label *label)
{
	if (!label)
		return;
	obs_source_release(label->source);
	bfree(label->text);
	bfree(label);
}

static obs_data_t *text_settings(const struct label *label)
{
	obs_data_t *settings = obs_data_create();
	obs_data_t *font = obs_data_create();
	obs_data_set_string(font, "face", "Sans Serif");
	obs_data_set_int(font, "size", label->style.height_px);
	obs_data_set_obj(settings, "font", font);
	obs_data_set_string(settings, "text", label->text);
	obs_data_set_int(settings, "color", label->style.colour & 0xFFFFFF);
	obs_data_set_int(settings, "color1", label->style.colour | 0xFF000000);
	obs_data_set_int(settings, "color2", label->style.colour | 0xFF000000);
	obs_data_set_bool(settings, "antialiasing", true);
	obs_data_release(font);
	return settings;
}

void label_set(struct label *label, const char *text, const struct label_style *style)
{
	bool is_same = strcmp(label->text, text) == 0 && label->style.colour == style->colour &&
		       label->style.height_px == style->height_px;
	if (is_same || !label->source_id)
		return;
	bfree(label->text);
	label->text = bstrdup(text);
	label->style = *style;
	if (!label->source && !text[0])
		return;
	obs_data_t *settings = text_settings(label);
	if (label->source)
		obs_source_update(label->source, settings);
	else
		label->source = obs_source_create_private(label->source_id, "lovense-for-obs label", settings);
	obs_data_release(settings);
}

uint32_t label_height(const struct label *label)
{
	return label->source && label->text[0] ? obs_source_get_height(label->source) : 0;
}

void label_render(const struct label *label, float x, float y, float width, float height)
{
	float text_height = (float)label_height(label);
	float text_width = text_height < 1.0f ? 0.0f : (float)obs_source_get_width(label->source);
	if (text_width < 1.0f)
		return;
	float scale = text_width > width ? width / text_width : 1.0f;
	gs_matrix_push();
	gs_matrix_translate3f(x + (width - text_width * scale) / 2.0f, y + (height - text_height * scale) / 2.0f, 0.0f);
	gs_matrix_scale3f(scale, scale, 1.0f);
	obs_source_video_render(label->source);
	gs_matrix_pop();
}
