/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "obs/sources/status_source.h"

#include <stdio.h>

#include <obs-module.h>
#include <util/threading.h>

#include "engine/engine.h"
#include "obs/sources/draw.h"
#include "obs/sources/label.h"
#include "obs/sources/source_parts.h"
#include "obs/sources/source_settings.h"
#include "obs/sources/state_text.h"

enum { TEXT_PX_MIN = 8, TEXT_PX_MAX = 128, LINES = 2 };

struct status_options {
	int width_px, text_px;
	uint32_t colour, background;
	bool shows_toy, shows_rule;
};

/* Lock rules as in the pairing code source: whoever draws may be a foreign thread, so everybody trylocks. */
struct status_source {
	struct engine *engine;

	struct status_options wanted; /* graphics thread only, as the next two */
	bool is_stale;
	uint64_t seen_revision;

	pthread_mutex_t lock; /* guards everything down to the gap */
	struct status_options options;
	double level; /* 0..1 */
	struct label *lines[LINES];

	volatile long width_px, height_px; /* atomic */
};

static const char *status_name(void *type_data)
{
	UNUSED_PARAMETER(type_data);
	return obs_module_text("Status.Name");
}

static int row_px(const struct status_options *options)
{
	return options->text_px * 3 / 2;
}

/* A row of text for the state, one for what runs, and the level meter. */
static int height_px(const struct status_options *options)
{
	return row_px(options) * (options->shows_rule ? 2 : 1) + options->text_px;
}

static void status_update(void *data, obs_data_t *settings)
{
	struct status_source *status = data;
	status->wanted = (struct status_options){
		.width_px = source_settings_int(settings, "width_px", 64, 4096),
		.text_px = source_settings_int(settings, "text_px", TEXT_PX_MIN, TEXT_PX_MAX),
		.colour = (uint32_t)obs_data_get_int(settings, "colour"),
		.background = (uint32_t)obs_data_get_int(settings, "background"),
		.shows_toy = obs_data_get_bool(settings, "show_toy"),
		.shows_rule = obs_data_get_bool(settings, "show_rule"),
	};
	status->is_stale = true;
	os_atomic_set_long(&status->width_px, status->wanted.width_px);
	os_atomic_set_long(&status->height_px, height_px(&status->wanted));
}

static void *status_create(obs_data_t *settings, obs_source_t *source)
{
	struct status_source *status = bzalloc(sizeof(*status));
	const struct source_parts *parts = obs_source_get_type_data(source);
	status->engine = parts->engine;
	pthread_mutex_init(&status->lock, NULL);
	for (int i = 0; i < LINES; i++)
		status->lines[i] = label_create(parts->text);
	status_update(status, settings);
	status->options = status->wanted;
	return status;
}

static void status_destroy(void *data)
{
	struct status_source *status = data;
	for (int i = 0; i < LINES; i++)
		label_destroy(status->lines[i]);
	pthread_mutex_destroy(&status->lock);
	bfree(status);
}

/* --- looking at the engine --- */

static double highest_level(const struct engine_snapshot *snapshot)
{
	double highest = 0.0;
	for (size_t i = 0; i < snapshot->toy_count; i++) {
		double level = engine_toy_level(&snapshot->toys[i]);
		highest = level > highest ? level : highest;
	}
	return highest;
}

static const char *first_toy(const struct engine_snapshot *snapshot)
{
	for (size_t i = 0; i < snapshot->toy_count; i++)
		if (snapshot->toys[i].is_online)
			return snapshot->toys[i].name;
	return NULL;
}

static const char *active_rule(const struct engine_snapshot *snapshot)
{
	for (size_t i = 0; i < snapshot->rule_count; i++)
		if (snapshot->rules[i].is_active)
			return snapshot->rules[i].name;
	return "";
}

static void take_texts(struct status_source *status, const struct engine_snapshot *snapshot)
{
	const struct status_options *options = &status->options;
	struct label_style style = {
		.colour = options->colour, .height_px = options->text_px, .width_px = options->width_px};
	char state[96];
	char text[192];
	const char *toy = options->shows_toy ? first_toy(snapshot) : NULL;
	state_text(snapshot, state, sizeof(state));
	if (toy)
		snprintf(text, sizeof(text), "%s: %s", toy, state);
	label_set(status->lines[0], toy ? text : state, &style);
	label_set(status->lines[1], options->shows_rule ? active_rule(snapshot) : "", &style);
}

static void look_at_engine(struct status_source *status)
{
	const struct engine_snapshot *snapshot = engine_snapshot_try_get(status->engine);
	if (!snapshot)
		return; /* the worker is swapping it: try again next frame */
	status->options = status->wanted;
	status->level = highest_level(snapshot);
	take_texts(status, snapshot);
	status->seen_revision = snapshot->revision;
	status->is_stale = false;
	engine_snapshot_release(snapshot);
}

static void settle_lines(struct status_source *status)
{
	for (int i = 0; i < LINES; i++)
		label_settle(status->lines[i]);
}

static void status_video_tick(void *data, float seconds)
{
	struct status_source *status = data;
	UNUSED_PARAMETER(seconds);
	bool is_news = status->is_stale || engine_revision(status->engine) != status->seen_revision;
	bool is_changing = label_is_changing(status->lines[0]) || label_is_changing(status->lines[1]);
	if ((!is_news && !is_changing) || pthread_mutex_trylock(&status->lock) != 0)
		return;
	settle_lines(status);
	if (is_news)
		look_at_engine(status);
	pthread_mutex_unlock(&status->lock);
}

/* --- drawing --- */

static void draw_meter(const struct status_source *status, int y)
{
	const struct status_options *options = &status->options;
	int margin = options->text_px / 4;
	int length = options->width_px - 2 * margin;
	int filled = (int)(length * status->level + 0.5);
	int height = options->text_px / 2;
	/* An outline, so that a still meter is seen too and no state is told by colour alone. */
	draw_rectangle(options->colour, (float)margin, (float)y, (uint32_t)length, (uint32_t)height);
	if (length > 4 && height > 4)
		draw_rectangle(options->background, (float)(margin + 2), (float)(y + 2), (uint32_t)(length - 4),
			       (uint32_t)(height - 4));
	if (filled > 0)
		draw_rectangle(options->colour, (float)margin, (float)y, (uint32_t)filled, (uint32_t)height);
}

static void draw_status(const struct status_source *status)
{
	const struct status_options *options = &status->options;
	int row = row_px(options);
	int rows = options->shows_rule ? 2 : 1;
	draw_rectangle(options->background, 0.0f, 0.0f, (uint32_t)options->width_px, (uint32_t)height_px(options));
	for (int i = 0; i < rows; i++)
		label_render(status->lines[i], 0.0f, (float)(row * i), (float)options->width_px, (float)row);
	draw_meter(status, row * rows);
}

static void status_video_render(void *data, gs_effect_t *effect)
{
	struct status_source *status = data;
	UNUSED_PARAMETER(effect);
	if (pthread_mutex_trylock(&status->lock) != 0)
		return;
	draw_status(status);
	pthread_mutex_unlock(&status->lock);
}

static uint32_t status_width(void *data)
{
	struct status_source *status = data;
	return (uint32_t)os_atomic_load_long(&status->width_px);
}

static uint32_t status_height(void *data)
{
	struct status_source *status = data;
	return (uint32_t)os_atomic_load_long(&status->height_px);
}

/* --- the type --- */

static void status_get_defaults(obs_data_t *settings)
{
	obs_data_set_default_int(settings, "width_px", 480);
	obs_data_set_default_int(settings, "text_px", 32);
	obs_data_set_default_int(settings, "colour", 0xFFFFFFFF);
	obs_data_set_default_int(settings, "background", 0xFF202020);
	obs_data_set_default_bool(settings, "show_toy", false);
	obs_data_set_default_bool(settings, "show_rule", true);
}

static obs_properties_t *status_get_properties(void *data)
{
	obs_properties_t *properties = obs_properties_create();
	UNUSED_PARAMETER(data);
	obs_properties_add_int(properties, "width_px", obs_module_text("Status.Width"), 64, 4096, 1);
	obs_properties_add_int(properties, "text_px", obs_module_text("Status.TextSize"), TEXT_PX_MIN, TEXT_PX_MAX, 1);
	obs_properties_add_color(properties, "colour", obs_module_text("Status.Colour"));
	obs_properties_add_color(properties, "background", obs_module_text("Status.Background"));
	obs_properties_add_bool(properties, "show_toy", obs_module_text("Status.ShowToy"));
	obs_properties_add_bool(properties, "show_rule", obs_module_text("Status.ShowRule"));
	return properties;
}

void status_source_register(const struct source_parts *parts)
{
	struct obs_source_info info = {
		.id = "lovense_status",
		.type = OBS_SOURCE_TYPE_INPUT,
		/* Scenes that have it keep it; new ones are offered lovense_activity. */
		.output_flags = OBS_SOURCE_VIDEO | OBS_SOURCE_CUSTOM_DRAW | OBS_SOURCE_SRGB |
				OBS_SOURCE_CAP_DISABLED,
		.icon_type = OBS_ICON_TYPE_TEXT,
		.get_name = status_name,
		.create = status_create,
		.destroy = status_destroy,
		.update = status_update,
		.video_tick = status_video_tick,
		.video_render = status_video_render,
		.get_width = status_width,
		.get_height = status_height,
		.get_defaults = status_get_defaults,
		.get_properties = status_get_properties,
		.type_data = (void *)parts,
	};
	obs_register_source(&info);
}
