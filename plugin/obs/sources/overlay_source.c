/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "obs/sources/overlay_source.h"

#include <string.h>

#include <obs-module.h>
#include <util/platform.h>
#include <util/threading.h>

#include "engine/engine.h"
#include "obs/pairing_permission.h"
#include "obs/sources/draw.h"
#include "obs/sources/label.h"
#include "obs/sources/source_parts.h"
#include "obs/sources/state_text.h"

/* Lock rules. Pictures are drawn by the graphics thread, and by any thread that has entered graphics (screenshots),
 * which may happen during a tick. Everybody trylocks: the graphics thread never waits, it looks again at the next
 * frame, and finds the lock taken only while a foreign picture is being drawn. Nothing of libobs waits for this lock.
 */
struct overlay {
	obs_source_t *source;
	struct pairing_permission *permission;

	/* Graphics thread only (create comes before any tick). */
	struct overlay_options wanted;
	bool is_stale; /* the settings have changed since the last look at the engine */
	uint64_t seen_revision;

	pthread_mutex_t lock; /* guards everything down to the gap */
	struct overlay_options options;
	struct overlay_policy policy;
	bool may_show;
	uint32_t seen_serial;
	struct qr_image image; /* a pixel for each module; waits to become the texture; pixels NULL: nothing waits */
	bool is_texture_old;
	gs_texture_t *texture;      /* touched with the graphics context only, as is the next */
	gs_samplerstate_t *nearest; /* NULL before the first code */
	struct label *caption;
	struct label *status;

	/* Written by the graphics thread, read by any; atomic. */
	volatile long side_px;
	volatile long caption_px;
	volatile long standing;
};

/* Smaller than that letters beside a code cannot be read. */
static const float least_caption_scale = 0.5f;

static const char *overlay_name(void *type_data)
{
	UNUSED_PARAMETER(type_data);
	return obs_module_text("Overlay.Name");
}

/* --- settings --- */

static long usual_side_px(const struct qr_style *style)
{
	return (OVERLAY_USUAL_MODULES + 2L * style->quiet_zone) * style->module_px;
}

/* Called by create, and by libobs on the graphics thread before a tick. */
static void overlay_update(void *data, obs_data_t *settings)
{
	struct overlay *overlay = data;
	bool was_always = overlay->wanted.show_when == OVERLAY_ALWAYS;
	overlay_options_read(&overlay->wanted, settings);
	bool is_always = overlay->wanted.show_when == OVERLAY_ALWAYS;
	if (is_always && !was_always)
		os_atomic_inc_long(&overlay->permission->always_sources);
	if (was_always && !is_always)
		os_atomic_dec_long(&overlay->permission->always_sources);
	overlay->is_stale = true;
}

static void *overlay_create(obs_data_t *settings, obs_source_t *source)
{
	struct overlay *overlay = bzalloc(sizeof(*overlay));
	overlay->source = source;
	const struct source_parts *parts = obs_source_get_type_data(source);
	overlay->permission = parts->permission;
	pthread_mutex_init(&overlay->lock, NULL);
	overlay->caption = label_create(parts->text);
	overlay->status = label_create(parts->text);
	overlay_update(overlay, settings);
	overlay->options = overlay->wanted;
	os_atomic_set_long(&overlay->side_px, usual_side_px(&overlay->options.style));
	return overlay;
}

static void overlay_destroy(void *data)
{
	struct overlay *overlay = data;
	if (overlay->wanted.show_when == OVERLAY_ALWAYS)
		os_atomic_dec_long(&overlay->permission->always_sources);
	obs_enter_graphics();
	gs_texture_destroy(overlay->texture);
	gs_samplerstate_destroy(overlay->nearest);
	obs_leave_graphics();
	qr_image_free(&overlay->image);
	label_destroy(overlay->caption);
	label_destroy(overlay->status);
	pthread_mutex_destroy(&overlay->lock);
	bfree(overlay);
}

/* --- looking at the engine: with the lock held, on the graphics thread --- */

static bool has_code(const struct overlay *overlay)
{
	return overlay->image.pixels || (overlay->texture && !overlay->is_texture_old);
}

static void take_code(struct overlay *overlay, const struct engine_snapshot *snapshot)
{
	const struct qr_style *wanted = &overlay->options.style;
	struct qr_style style = *wanted;
	style.module_px = 1; /* made as large as wanted while drawing */
	qr_image_free(&overlay->image);
	overlay->is_texture_old = true;
	overlay->seen_serial = snapshot->qr_serial;
	if (qr_image_make(&overlay->image, snapshot->qr_payload, &style) == QR_OK)
		os_atomic_set_long(&overlay->side_px, (long)overlay->image.width_px * wanted->module_px);
}

static void take_texts(struct overlay *overlay, const struct engine_snapshot *snapshot)
{
	const struct overlay_options *options = &overlay->options;
	struct label_style style = {.colour = options->style.foreground,
				    .height_px = options->caption_px,
				    .width_px = (int)os_atomic_load_long(&overlay->side_px),
				    .least_scale = least_caption_scale};
	char text[160] = "";
	label_set(overlay->caption, options->caption, &style);
	if (options->wants_status)
		state_text(snapshot, text, sizeof(text));
	label_set(overlay->status, text, &style);
}

static void take_options(struct overlay *overlay)
{
	overlay->options = overlay->wanted;
	overlay->policy.show_when = overlay->options.show_when;
	if (!has_code(overlay))
		os_atomic_set_long(&overlay->side_px, usual_side_px(&overlay->options.style));
}

static void look_at_engine(struct overlay *overlay)
{
	const struct engine_snapshot *snapshot = engine_snapshot_try_get(overlay->permission->engine);
	if (!snapshot)
		return; /* the worker is swapping it: try again next frame */
	if (overlay->is_stale)
		take_options(overlay);
	bool is_offered = snapshot->qr_payload[0] != '\0';
	if (overlay->is_stale || is_offered != has_code(overlay) || snapshot->qr_serial != overlay->seen_serial)
		take_code(overlay, snapshot);
	take_texts(overlay, snapshot);
	overlay->seen_revision = snapshot->revision;
	overlay->is_stale = false;
	engine_snapshot_release(snapshot);
}

/* Asked here and not while drawing, because obs_video_active() takes a lock that libobs holds while it draws. The tick
 * comes before the drawing of the same frame, so no frame shows what is no longer allowed. */
static bool may_show(struct overlay *overlay)
{
	struct overlay_moment moment = {
		.is_live = pairing_permission_is_live(overlay->permission),
		.is_virtual_camera_on = pairing_permission_is_virtual_camera_on(overlay->permission),
		.has_consent = pairing_permission_has_consent(overlay->permission),
		.is_in_program = obs_source_active(overlay->source),
		.show_requests = os_atomic_load_long(&overlay->permission->show_requests),
		.show_seconds = os_atomic_load_long(&overlay->permission->show_seconds),
		.now_ns = os_gettime_ns(),
	};
	return overlay_policy_allows(&overlay->policy, &moment);
}

/* Text is measured when it is drawn, a few frames after it was set. */
static void measure_caption(struct overlay *overlay)
{
	long caption_px = overlay->options.caption[0] ? (long)label_height(overlay->caption) : 0;
	if (caption_px != os_atomic_load_long(&overlay->caption_px))
		os_atomic_set_long(&overlay->caption_px, caption_px);
}

long overlay_standing(const struct overlay *overlay)
{
	return os_atomic_load_long(&overlay->standing);
}

static void tell_standing(struct overlay *overlay)
{
	long standing = (has_code(overlay) ? OVERLAY_HAS_CODE : 0) |
			(has_code(overlay) && !overlay->may_show ? OVERLAY_IS_HIDDEN : 0) |
			(label_is_shortened(overlay->caption) ? OVERLAY_CAPTION_IS_CUT : 0);
	if (standing != os_atomic_load_long(&overlay->standing))
		os_atomic_set_long(&overlay->standing, standing);
}

static void overlay_video_tick(void *data, float seconds)
{
	struct overlay *overlay = data;
	UNUSED_PARAMETER(seconds);
	if (pthread_mutex_trylock(&overlay->lock) != 0)
		return;
	if (overlay->is_stale || engine_revision(overlay->permission->engine) != overlay->seen_revision)
		look_at_engine(overlay);
	if (has_code(overlay))
		overlay->may_show = may_show(overlay);
	label_settle(overlay->caption);
	label_settle(overlay->status);
	measure_caption(overlay);
	tell_standing(overlay);
	pthread_mutex_unlock(&overlay->lock);
}

/* --- drawing: with the lock held and the graphics context entered --- */

static void renew_texture(struct overlay *overlay)
{
	static const struct gs_sampler_info nearest = {.filter = GS_FILTER_POINT,
						       .address_u = GS_ADDRESS_CLAMP,
						       .address_v = GS_ADDRESS_CLAMP,
						       .address_w = GS_ADDRESS_CLAMP};
	gs_texture_destroy(overlay->texture);
	overlay->texture = NULL;
	overlay->is_texture_old = false;
	if (!overlay->image.pixels)
		return;
	uint32_t side = (uint32_t)overlay->image.width_px;
	const uint8_t *pixels = (const uint8_t *)overlay->image.pixels;
	overlay->texture = gs_texture_create(side, side, GS_BGRA, 1, &pixels, 0);
	if (!overlay->nearest)
		overlay->nearest = gs_samplerstate_create(&nearest);
	qr_image_free(&overlay->image);
}

static void draw_code(struct overlay *overlay)
{
	long side = os_atomic_load_long(&overlay->side_px);
	long caption = os_atomic_load_long(&overlay->caption_px);
	long top = overlay->options.is_caption_above ? caption : 0;
	draw_texture(overlay->texture, overlay->nearest, 0, (int)top, (uint32_t)side);
	if (caption == 0)
		return;
	float caption_y = overlay->options.is_caption_above ? 0.0f : (float)side;
	draw_rectangle(overlay->options.style.background, 0.0f, caption_y, (uint32_t)side, (uint32_t)caption);
	label_render(overlay->caption, 0.0f, caption_y, (float)side, (float)caption);
}

static void draw_status(struct overlay *overlay)
{
	uint32_t height = label_height(overlay->status);
	if (!overlay->options.wants_status || height == 0)
		return;
	uint32_t side = (uint32_t)os_atomic_load_long(&overlay->side_px);
	draw_rectangle(overlay->options.style.background, 0.0f, 0.0f, side, height * 2);
	label_render(overlay->status, 0.0f, 0.0f, (float)side, (float)(height * 2));
}

static void overlay_video_render(void *data, gs_effect_t *effect)
{
	struct overlay *overlay = data;
	UNUSED_PARAMETER(effect);
	if (pthread_mutex_trylock(&overlay->lock) != 0)
		return;
	if (overlay->is_texture_old)
		renew_texture(overlay);
	if (!overlay->texture)
		draw_status(overlay);
	else if (overlay->may_show)
		draw_code(overlay);
	pthread_mutex_unlock(&overlay->lock);
}

static uint32_t overlay_width(void *data)
{
	struct overlay *overlay = data;
	return (uint32_t)os_atomic_load_long(&overlay->side_px);
}

static uint32_t overlay_height(void *data)
{
	struct overlay *overlay = data;
	return (uint32_t)(os_atomic_load_long(&overlay->side_px) + os_atomic_load_long(&overlay->caption_px));
}

/* --- the type --- */

static void overlay_get_defaults(void *type_data, obs_data_t *settings)
{
	UNUSED_PARAMETER(type_data);
	overlay_options_default(settings);
}

static obs_properties_t *overlay_get_properties(void *data, void *type_data)
{
	struct overlay *overlay = data;
	const struct source_parts *parts = type_data;
	return overlay_properties(parts->permission, overlay ? overlay->source : NULL);
}

void overlay_source_register(const struct source_parts *parts)
{
	struct obs_source_info info = {
		.id = "lovense_pairing_qr",
		.type = OBS_SOURCE_TYPE_INPUT,
		.output_flags = OBS_SOURCE_VIDEO | OBS_SOURCE_CUSTOM_DRAW | OBS_SOURCE_SRGB,
		.icon_type = OBS_ICON_TYPE_IMAGE,
		.get_name = overlay_name,
		.create = overlay_create,
		.destroy = overlay_destroy,
		.update = overlay_update,
		.video_tick = overlay_video_tick,
		.video_render = overlay_video_render,
		.get_width = overlay_width,
		.get_height = overlay_height,
		.get_defaults2 = overlay_get_defaults,
		.get_properties2 = overlay_get_properties,
		.type_data = (void *)parts,
	};
	obs_register_source(&info);
}
