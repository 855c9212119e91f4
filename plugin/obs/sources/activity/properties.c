/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "obs/sources/activity/properties.h"

#include <string.h>

#include <obs-module.h>

#include "obs/sources/activity/options.h"

/* What an open window of properties holds on to. */
struct editor {
	obs_weak_source_t *source; /* NULL: the type's */
	const struct activity_calls *calls;
};

static void count_editors(const struct editor *editor, long difference)
{
	obs_source_t *source = obs_weak_source_get_source(editor->source);
	struct activity *activity = source ? obs_obj_get_data(source) : NULL;
	if (activity)
		editor->calls->count_editors(activity, difference);
	obs_source_release(source);
}

static void close_editor(void *param)
{
	struct editor *editor = param;
	count_editors(editor, -1);
	obs_weak_source_release(editor->source);
	bfree(editor);
}

/* --- what happens in the window --- */

static void show(obs_properties_t *properties, const char *name, bool is_visible)
{
	obs_property_set_visible(obs_properties_get(properties, name), is_visible);
}

static bool on_layout(obs_properties_t *properties, obs_property_t *property, obs_data_t *settings)
{
	enum activity_layout layout = activity_layout_of_word(obs_data_get_string(settings, "layout"));
	bool is_run = layout == ACTIVITY_BAR || layout == ACTIVITY_RING || layout == ACTIVITY_GRAPH ||
		      layout == ACTIVITY_QUEUE;
	UNUSED_PARAMETER(property);
	show(properties, "graph_seconds", layout == ACTIVITY_GRAPH);
	show(properties, "label", is_run);
	show(properties, "show_names", is_run);
	return true;
}

static bool on_idle(obs_properties_t *properties, obs_property_t *property, obs_data_t *settings)
{
	UNUSED_PARAMETER(property);
	show(properties, "idle_text", strcmp(obs_data_get_string(settings, "when_idle"), "text") == 0);
	return true;
}

static bool on_look(obs_properties_t *properties, obs_property_t *property, obs_data_t *settings)
{
	UNUSED_PARAMETER(properties);
	UNUSED_PARAMETER(property);
	activity_options_default_look(settings);
	return true;
}

static bool on_reset(obs_properties_t *properties, obs_property_t *property, void *data)
{
	const struct editor *editor = obs_properties_get_param(properties);
	obs_source_t *source = editor ? obs_weak_source_get_source(editor->source) : NULL;
	UNUSED_PARAMETER(property);
	UNUSED_PARAMETER(data);
	if (!source)
		return false;
	obs_data_t *settings = obs_source_get_settings(source);
	activity_options_reset_look(settings);
	obs_source_update(source, NULL);
	obs_data_release(settings);
	obs_source_release(source);
	return true;
}

static bool on_try(obs_properties_t *properties, obs_property_t *property, void *data)
{
	const struct editor *editor = obs_properties_get_param(properties);
	UNUSED_PARAMETER(property);
	if (data && editor)
		editor->calls->try_out(data);
	return false;
}

/* --- groups --- */

static obs_property_t *add_list(obs_properties_t *group, const char *name, const char *label)
{
	return obs_properties_add_list(group, name, obs_module_text(label), OBS_COMBO_TYPE_LIST,
				       OBS_COMBO_FORMAT_STRING);
}

static void add_choice(obs_property_t *list, const char *label, const char *word)
{
	obs_property_list_add_string(list, obs_module_text(label), word);
}

static void add_pixels(obs_properties_t *group, const char *name, const char *label, double max)
{
	obs_property_t *property = obs_properties_add_float_slider(group, name, obs_module_text(label), 0.0, max, 0.5);
	obs_property_float_set_suffix(property, " px");
}

static void add_group(obs_properties_t *properties, const char *name, const char *label, obs_properties_t *group)
{
	obs_properties_add_group(properties, name, obs_module_text(label), OBS_GROUP_NORMAL, group);
}

static void add_content_group(obs_properties_t *properties)
{
	static const char *const layouts[] = {"Viewers.Layout.Bar",  "Viewers.Layout.Ring",  "Viewers.Layout.Graph",
					      "Viewers.Layout.Toys", "Viewers.Layout.Queue", "Viewers.Layout.Menu",
					      "Viewers.Layout.Goal"};
	obs_properties_t *group = obs_properties_create();
	obs_property_t *layout = add_list(group, "layout", "Viewers.Layout");
	for (enum activity_layout at = ACTIVITY_BAR; at < ACTIVITY_LAYOUT_COUNT; at++)
		add_choice(layout, layouts[at - ACTIVITY_BAR], activity_layout_word(at));
	obs_property_set_modified_callback(layout, on_layout);
	obs_property_t *label =
		obs_properties_add_text(group, "label", obs_module_text("Viewers.Label"), OBS_TEXT_DEFAULT);
	obs_property_set_long_description(label, obs_module_text("Viewers.Label.Help"));
	obs_properties_add_bool(group, "show_names", obs_module_text("Viewers.ShowNames"));
	obs_property_t *seconds = obs_properties_add_int_slider(group, "graph_seconds",
								obs_module_text("Viewers.GraphSeconds"), 5, 60, 5);
	obs_property_int_set_suffix(seconds, " s");
	add_group(properties, "content_group", "Viewers.Group.Content", group);
}

static void add_look_group(obs_properties_t *properties)
{
	static const char *const looks[] = {"Viewers.Look.Glass", "Viewers.Look.Neon", "Viewers.Look.Soft",
					    "Viewers.Look.Mono"};
	obs_properties_t *group = obs_properties_create();
	obs_property_t *look = add_list(group, "look", "Viewers.Look");
	for (enum look_id at = LOOK_GLASS; at < LOOK_COUNT; at++)
		add_choice(look, looks[at - LOOK_GLASS], look_word(at));
	obs_property_set_modified_callback(look, on_look);
	obs_property_t *accent = obs_properties_add_color(group, "accent", obs_module_text("Viewers.Accent"));
	obs_property_set_long_description(accent, obs_module_text("Viewers.Accent.Help"));
	obs_properties_add_color(group, "background", obs_module_text("Viewers.Background"));
	obs_properties_add_float_slider(group, "opacity", obs_module_text("Viewers.Opacity"), 0.0, 1.0, 0.01);
	add_pixels(group, "radius", "Viewers.Radius", 128.0);
	obs_properties_add_button(group, "reset_look", obs_module_text("Viewers.ResetLook"), on_reset);
	add_group(properties, "look_group", "Viewers.Group.Look", group);
}

static void add_text_group(obs_properties_t *properties)
{
	obs_properties_t *group = obs_properties_create();
	obs_property_t *font = obs_properties_add_font(group, "font", obs_module_text("Viewers.Font"));
	obs_property_set_long_description(font, obs_module_text("Viewers.Font.Help"));
	obs_property_t *second = obs_properties_add_font(group, "font2", obs_module_text("Viewers.Font2"));
	obs_property_set_long_description(second, obs_module_text("Viewers.Font2.Help"));
	obs_properties_add_color(group, "text_color", obs_module_text("Viewers.TextColor"));
	obs_properties_add_color(group, "text_color2", obs_module_text("Viewers.TextColor2"));
	add_pixels(group, "outline", "Viewers.Outline", 8.0);
	add_pixels(group, "shadow", "Viewers.Shadow", 12.0);
	add_group(properties, "text_group", "Viewers.Group.Text", group);
}

static void add_place_group(obs_properties_t *properties)
{
	obs_properties_t *group = obs_properties_create();
	obs_property_t *width = obs_properties_add_int(group, "width", obs_module_text("Viewers.Width"),
						       ACTIVITY_MIN_WIDTH, ACTIVITY_MAX_WIDTH, 1);
	obs_property_int_set_suffix(width, " px");
	obs_property_set_long_description(width, obs_module_text("Viewers.Width.Help"));
	add_pixels(group, "padding", "Viewers.Padding", 100.0);
	obs_property_t *align = add_list(group, "align", "Viewers.Align");
	add_choice(align, "Viewers.Align.Left", "left");
	add_choice(align, "Viewers.Align.Center", "center");
	add_choice(align, "Viewers.Align.Right", "right");
	add_group(properties, "place_group", "Viewers.Group.Place", group);
}

static void add_motion_group(obs_properties_t *properties)
{
	obs_properties_t *group = obs_properties_create();
	obs_property_t *idle = add_list(group, "when_idle", "Viewers.WhenIdle");
	add_choice(idle, "Viewers.WhenIdle.Fade", "fade");
	add_choice(idle, "Viewers.WhenIdle.Text", "text");
	obs_property_set_modified_callback(idle, on_idle);
	obs_properties_add_text(group, "idle_text", obs_module_text("Viewers.IdleText"), OBS_TEXT_DEFAULT);
	obs_property_t *after = obs_properties_add_float_slider(group, "idle_after_s",
								obs_module_text("Viewers.IdleAfter"), 0.0, 30.0, 0.5);
	obs_property_float_set_suffix(after, " s");
	obs_property_t *reduce =
		obs_properties_add_bool(group, "reduce_motion", obs_module_text("Viewers.ReduceMotion"));
	obs_property_set_long_description(reduce, obs_module_text("Viewers.ReduceMotion.Help"));
	add_group(properties, "motion_group", "Viewers.Group.Motion", group);
}

static void add_shapes_warning(obs_properties_t *properties)
{
	obs_property_t *warning =
		obs_properties_add_text(properties, "no_shapes", obs_module_text("Viewers.NoShapes"), OBS_TEXT_INFO);
	obs_property_text_set_info_type(warning, OBS_TEXT_INFO_ERROR);
}

obs_properties_t *activity_properties(obs_source_t *source, const struct activity_calls *calls, bool has_shapes)
{
	struct editor *editor = bzalloc(sizeof(*editor));
	*editor = (struct editor){.source = source ? obs_source_get_weak_source(source) : NULL, .calls = calls};
	count_editors(editor, 1);
	obs_properties_t *properties = obs_properties_create_param(editor, close_editor);
	if (!has_shapes)
		add_shapes_warning(properties);
	obs_properties_add_button(properties, "try", obs_module_text("Viewers.Try"), on_try);
	add_content_group(properties);
	add_look_group(properties);
	add_text_group(properties);
	add_place_group(properties);
	add_motion_group(properties);
	return properties;
}
