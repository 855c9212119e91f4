/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <stdio.h>
#include <string.h>

#include <obs-module.h>
#include <util/dstr.h>
#include <util/platform.h>
#include <util/threading.h>

#include "engine/engine.h"
#include "obs/pairing_permission.h"
#include "obs/sources/overlay_sight.h"
#include "obs/sources/overlay_source.h"
#include "obs/sources/source_settings.h"
#include "obs/ui_link.h"

/* Module sizes that phones read at 1080p: at a desk, across a room, from a television. */
static const struct {
	const char *word, *label;
	int module_px;
} presets[] = {
	{"desk", "Overlay.Preset.Desk", 5},
	{"room", "Overlay.Preset.Room", 8},
	{"tv", "Overlay.Preset.Tv", 10},
};
enum { PRESET_COUNT = sizeof(presets) / sizeof(presets[0]) };
static const double good_contrast = 4.5;
static const float look_every_s = 0.25f;

/* What the words in the properties are about. */
struct state {
	struct overlay_sight sight;
	long standing;
};

/* What open properties hold on to. UI thread, where nothing else is said. */
struct editor {
	obs_weak_source_t *source; /* NULL: the type's */
	struct ui_link *link;      /* NULL: nobody looks again */
	struct state state;
	float wait_s;           /* graphics thread */
	volatile bool is_asked; /* atomic: a look is on its way */
};

/* --- settings --- */

void overlay_options_default(obs_data_t *settings)
{
	obs_data_set_default_int(settings, "module_px", 8);
	obs_data_set_default_int(settings, "quiet_zone", 4);
	obs_data_set_default_int(settings, "foreground", 0xFF000000);
	obs_data_set_default_int(settings, "background", 0xFFFFFFFF);
	obs_data_set_default_string(settings, "show_when", "not_live");
	obs_data_set_default_string(settings, "when_not_pairing", "hide");
	obs_data_set_default_string(settings, "caption_position", "below");
	obs_data_set_default_int(settings, "caption_px", 28);
}

void overlay_options_read(struct overlay_options *options, obs_data_t *settings)
{
	*options = (struct overlay_options){
		.style = {.module_px = source_settings_int(settings, "module_px", 1, 64),
			  .quiet_zone = source_settings_int(settings, "quiet_zone", 2, 16),
			  .foreground = (uint32_t)obs_data_get_int(settings, "foreground"),
			  .background = (uint32_t)obs_data_get_int(settings, "background")},
		.show_when = overlay_show_when_of(obs_data_get_string(settings, "show_when")),
		.wants_status = strcmp(obs_data_get_string(settings, "when_not_pairing"), "status") == 0,
		.is_caption_above = strcmp(obs_data_get_string(settings, "caption_position"), "above") == 0,
		.caption_px = source_settings_int(settings, "caption_px", 8, 256),
	};
	snprintf(options->caption, sizeof(options->caption), "%s", obs_data_get_string(settings, "caption"));
}

/* --- the verdict line --- */

static int canvas_height(void)
{
	struct obs_video_info video;
	return obs_get_video_info(&video) && video.base_height > 0 ? (int)video.base_height : 1080;
}

/* NULL: it is large enough, and nothing is wrong with it. */
static const char *flaw_of_look(const struct overlay_options *options, double at_1080, enum obs_text_info_type *type)
{
	double contrast = qr_contrast(options->style.foreground, options->style.background);
	struct qr_image image;
	enum qr_result result = qr_image_make(&image, "0", &options->style);
	qr_image_free(&image);
	*type = OBS_TEXT_INFO_ERROR;
	if (result == QR_ERROR_CONTRAST)
		return "Overlay.Verdict.Contrast";
	if (at_1080 < 4.0)
		return "Overlay.Verdict.TooSmall";
	*type = OBS_TEXT_INFO_WARNING;
	if (contrast < good_contrast)
		return "Overlay.Verdict.WeakContrast";
	if (options->style.quiet_zone < 4)
		return "Overlay.Verdict.QuietZone";
	return NULL;
}

static const char *flaw_of_place(const struct overlay_sight *sight, enum obs_text_info_type *type)
{
	*type = sight->is_cut ? OBS_TEXT_INFO_ERROR : OBS_TEXT_INFO_WARNING;
	if (!sight->is_shown)
		return "Overlay.Verdict.NotShown";
	if (sight->is_cut)
		return "Overlay.Verdict.Cut";
	if (sight->is_filtered)
		return "Overlay.Verdict.Filtered";
	return sight->is_distorted ? "Overlay.Verdict.Distorted" : NULL;
}

static const char *verdict_key(const struct overlay_options *options, const struct state *state,
			       enum obs_text_info_type *type)
{
	double at_1080 = options->style.module_px * state->sight.scale * 1080.0 / canvas_height();
	const char *flaw = flaw_of_look(options, at_1080, type);
	if (!flaw || *type != OBS_TEXT_INFO_ERROR) {
		enum obs_text_info_type place_type = OBS_TEXT_INFO_NORMAL;
		const char *place = flaw_of_place(&state->sight, &place_type);
		*type = place ? place_type : *type;
		flaw = place ? place : flaw;
	}
	if (flaw)
		return flaw;
	*type = OBS_TEXT_INFO_WARNING;
	if (at_1080 < 5.0)
		return "Overlay.Verdict.Marginal";
	if (!(state->standing & OVERLAY_HAS_CODE))
		return "Overlay.Verdict.NoCode";
	if (state->standing & OVERLAY_IS_HIDDEN)
		return "Overlay.Verdict.Hidden";
	if (!state->sight.is_in_program)
		return "Overlay.Verdict.NotInProgram";
	*type = OBS_TEXT_INFO_NORMAL;
	return at_1080 < 8.0 ? "Overlay.Verdict.Desk" : "Overlay.Verdict.Anywhere";
}

static void put_number(struct dstr *text, const char *placeholder, int number)
{
	char digits[16];
	snprintf(digits, sizeof(digits), "%d", number);
	dstr_replace(text, placeholder, digits);
}

/* "Modules: 53 x 8 px = 424 px (39 % of the canvas height). Good at a desk." */
static void describe_size(const struct overlay_options *options, const struct state *state, struct dstr *text,
			  enum obs_text_info_type *type)
{
	int modules = OVERLAY_USUAL_MODULES + 2 * options->style.quiet_zone;
	int side = modules * options->style.module_px;
	dstr_copy(text, obs_module_text("Overlay.Size"));
	put_number(text, "{modules}", modules);
	put_number(text, "{module_px}", options->style.module_px);
	put_number(text, "{side_px}", side);
	put_number(text, "{percent}", (int)(side * state->sight.scale * 100.0 / canvas_height() + 0.5));
	dstr_cat_ch(text, ' ');
	dstr_cat(text, obs_module_text(verdict_key(options, state, type)));
}

/* property may be NULL. */
static bool on_look_changed(obs_properties_t *properties, obs_property_t *property, obs_data_t *settings)
{
	UNUSED_PARAMETER(property);
	const struct editor *editor = obs_properties_get_param(properties);
	obs_property_t *line = obs_properties_get(properties, "verdict");
	struct overlay_options options;
	enum obs_text_info_type type = OBS_TEXT_INFO_NORMAL;
	struct dstr text = {0};
	overlay_options_read(&options, settings);
	describe_size(&options, &editor->state, &text, &type);
	obs_property_set_description(line, text.array);
	obs_property_text_set_info_type(line, type);
	dstr_free(&text);
	return true;
}

static bool on_preset(obs_properties_t *properties, obs_property_t *property, obs_data_t *settings)
{
	const char *word = obs_data_get_string(settings, "preset");
	for (int i = 0; i < PRESET_COUNT; i++)
		if (strcmp(presets[i].word, word) == 0) {
			/* Rounded up: a module may be larger than needed, never smaller. */
			int module_px = (presets[i].module_px * canvas_height() + 1079) / 1080;
			obs_data_set_int(settings, "module_px", module_px);
			obs_data_set_string(settings, "preset", "");
		}
	return on_look_changed(properties, property, settings);
}

static void tell_of_another(obs_properties_t *properties, const struct overlay_sight *sight)
{
	obs_property_t *line = obs_properties_get(properties, "another");
	struct dstr text = {0};
	dstr_copy(&text, obs_module_text("Overlay.Another"));
	dstr_replace(&text, "{name}", sight->another);
	obs_property_set_description(line, text.array);
	obs_property_set_visible(line, sight->another[0] != '\0');
	dstr_free(&text);
}

/* --- looking again, while somebody may move the source in its scene --- */

static void find_state(struct state *state, obs_source_t *source)
{
	struct overlay_options options;
	obs_data_t *settings = obs_source_get_settings(source);
	overlay_options_read(&options, settings);
	overlay_sight_find(&state->sight, source,
			   options.is_caption_above ? OVERLAY_CODE_AT_BOTTOM : OVERLAY_CODE_ON_TOP);
	state->standing = overlay_standing(obs_obj_get_data(source));
	obs_data_release(settings);
}

static void look_again(void *ctx, void *payload)
{
	struct editor *editor = ctx;
	obs_source_t *source = obs_weak_source_get_source(editor->source);
	struct state now;
	UNUSED_PARAMETER(payload);
	os_atomic_set_bool(&editor->is_asked, false);
	if (!source)
		return;
	find_state(&now, source);
	bool is_same =
		now.standing == editor->state.standing && overlay_sight_is_same(&now.sight, &editor->state.sight);
	editor->state = now;
	if (!is_same)
		obs_source_update_properties(source); /* which may end these properties, and the editor */
	obs_source_release(source);
}

static void ask_for_a_look(void *param, float seconds)
{
	struct editor *editor = param;
	editor->wait_s += seconds;
	if (editor->wait_s < look_every_s || os_atomic_set_bool(&editor->is_asked, true))
		return;
	editor->wait_s = 0.0f;
	ui_link_post(editor->link, look_again, NULL);
}

static void close_editor(void *param)
{
	struct editor *editor = param;
	if (editor->link)
		obs_remove_tick_callback(ask_for_a_look, editor);
	ui_link_cut(editor->link);
	obs_weak_source_release(editor->source);
	bfree(editor);
}

static struct editor *open_editor(obs_source_t *source)
{
	struct editor *editor = bzalloc(sizeof(*editor));
	if (!source)
		return editor;
	editor->source = obs_source_get_weak_source(source);
	find_state(&editor->state, source);
	if (obs_in_task_thread(OBS_TASK_UI)) {
		editor->link = ui_link_create(editor);
		obs_add_tick_callback(ask_for_a_look, editor);
	}
	return editor;
}

/* --- when to show --- */

/* Whoever chooses "always" here, the streamer has to allow it elsewhere: in the dock. property may be NULL. */
static bool on_show_when(void *data, obs_properties_t *properties, obs_property_t *property, obs_data_t *settings)
{
	bool is_always = overlay_show_when_of(obs_data_get_string(settings, "show_when")) == OVERLAY_ALWAYS;
	bool has_consent = pairing_permission_has_consent(data);
	UNUSED_PARAMETER(property);
	obs_property_set_visible(obs_properties_get(properties, "live_refused"), is_always && !has_consent);
	obs_property_set_visible(obs_properties_get(properties, "live_warning"), is_always && has_consent);
	obs_property_set_visible(obs_properties_get(properties, "show_again"), is_always && has_consent);
	return true;
}

static bool on_new_code(obs_properties_t *properties, obs_property_t *property, void *data)
{
	struct pairing_permission *permission = data;
	UNUSED_PARAMETER(properties);
	UNUSED_PARAMETER(property);
	engine_new_qr(permission->engine);
	return false;
}

static bool on_show_again(obs_properties_t *properties, obs_property_t *property, void *data)
{
	UNUSED_PARAMETER(properties);
	UNUSED_PARAMETER(property);
	pairing_permission_show(data, 0);
	return false;
}

/* --- groups --- */

static void add_group(obs_properties_t *properties, const char *name, const char *label, obs_properties_t *group)
{
	obs_properties_add_group(properties, name, obs_module_text(label), OBS_GROUP_NORMAL, group);
}

static void add_warning(obs_properties_t *group, const char *name, const char *label)
{
	obs_property_t *warning = obs_properties_add_text(group, name, obs_module_text(label), OBS_TEXT_INFO);
	obs_property_text_set_info_type(warning, OBS_TEXT_INFO_WARNING);
}

static void add_code_group(obs_properties_t *properties, struct pairing_permission *permission)
{
	obs_properties_t *group = obs_properties_create();
	obs_properties_add_text(group, "verdict", "", OBS_TEXT_INFO);
	add_warning(group, "another", "Overlay.Another");
	obs_property_t *preset = obs_properties_add_list(group, "preset", obs_module_text("Overlay.Preset"),
							 OBS_COMBO_TYPE_LIST, OBS_COMBO_FORMAT_STRING);
	obs_property_list_add_string(preset, obs_module_text("Overlay.Preset.None"), "");
	for (int i = 0; i < PRESET_COUNT; i++)
		obs_property_list_add_string(preset, obs_module_text(presets[i].label), presets[i].word);
	obs_property_set_modified_callback(preset, on_preset);
	obs_property_t *module_px =
		obs_properties_add_int(group, "module_px", obs_module_text("Overlay.ModulePx"), 1, 64, 1);
	obs_property_int_set_suffix(module_px, " px");
	obs_property_set_long_description(module_px, obs_module_text("Overlay.ModulePx.Help"));
	obs_property_set_modified_callback(module_px, on_look_changed);
	obs_properties_add_button2(group, "new_code", obs_module_text("Overlay.NewCode"), on_new_code, permission);
	add_group(properties, "code", "Overlay.Group.Code", group);
}

static void add_look_group(obs_properties_t *properties)
{
	obs_properties_t *group = obs_properties_create();
	obs_property_t *items[] = {
		obs_properties_add_color(group, "foreground", obs_module_text("Overlay.Foreground")),
		obs_properties_add_color(group, "background", obs_module_text("Overlay.Background")),
		obs_properties_add_int(group, "quiet_zone", obs_module_text("Overlay.QuietZone"), 2, 16, 1),
	};
	for (size_t i = 0; i < sizeof(items) / sizeof(items[0]); i++)
		obs_property_set_modified_callback(items[i], on_look_changed);
	add_group(properties, "look", "Overlay.Group.Look", group);
}

static void add_when_group(obs_properties_t *properties, struct pairing_permission *permission)
{
	obs_properties_t *group = obs_properties_create();
	obs_property_t *when = obs_properties_add_list(group, "show_when", obs_module_text("Overlay.ShowWhen"),
						       OBS_COMBO_TYPE_LIST, OBS_COMBO_FORMAT_STRING);
	obs_property_list_add_string(when, obs_module_text("Overlay.ShowWhen.NotLive"), "not_live");
	obs_property_list_add_string(when, obs_module_text("Overlay.ShowWhen.PreviewOnly"), "preview_only");
	obs_property_list_add_string(when, obs_module_text("Overlay.ShowWhen.Always"), "always");
	obs_property_set_long_description(when, obs_module_text("Overlay.ShowWhen.Help"));
	obs_property_set_modified_callback2(when, on_show_when, permission);
	add_warning(group, "live_refused", "Overlay.LiveRefused");
	add_warning(group, "live_warning", "Overlay.LiveWarning");
	obs_properties_add_button2(group, "show_again", obs_module_text("Overlay.ShowAgain"), on_show_again,
				   permission);
	obs_property_t *idle =
		obs_properties_add_list(group, "when_not_pairing", obs_module_text("Overlay.WhenNotPairing"),
					OBS_COMBO_TYPE_LIST, OBS_COMBO_FORMAT_STRING);
	obs_property_list_add_string(idle, obs_module_text("Overlay.WhenNotPairing.Hide"), "hide");
	obs_property_list_add_string(idle, obs_module_text("Overlay.WhenNotPairing.Status"), "status");
	add_group(properties, "when", "Overlay.Group.When", group);
}

static void add_caption_group(obs_properties_t *properties)
{
	obs_properties_t *group = obs_properties_create();
	obs_properties_add_text(group, "caption", obs_module_text("Overlay.Caption"), OBS_TEXT_DEFAULT);
	obs_property_t *position =
		obs_properties_add_list(group, "caption_position", obs_module_text("Overlay.CaptionPosition"),
					OBS_COMBO_TYPE_LIST, OBS_COMBO_FORMAT_STRING);
	obs_property_list_add_string(position, obs_module_text("Overlay.CaptionPosition.Below"), "below");
	obs_property_list_add_string(position, obs_module_text("Overlay.CaptionPosition.Above"), "above");
	obs_properties_add_int(group, "caption_px", obs_module_text("Overlay.CaptionSize"), 8, 256, 1);
	add_warning(group, "caption_cut", "Overlay.CaptionCut");
	add_group(properties, "caption_group", "Overlay.Group.Caption", group);
}

obs_properties_t *overlay_properties(struct pairing_permission *permission, obs_source_t *source)
{
	struct editor *editor = open_editor(source);
	obs_data_t *settings = source ? obs_source_get_settings(source) : NULL;
	obs_properties_t *properties = obs_properties_create_param(editor, close_editor);
	add_code_group(properties, permission);
	add_look_group(properties);
	add_when_group(properties, permission);
	add_caption_group(properties);
	tell_of_another(properties, &editor->state.sight);
	obs_property_set_visible(obs_properties_get(properties, "caption_cut"),
				 editor->state.standing & OVERLAY_CAPTION_IS_CUT);
	if (settings) {
		on_look_changed(properties, NULL, settings);
		on_show_when(permission, properties, NULL, settings);
	}
	obs_data_release(settings);
	return properties;
}
