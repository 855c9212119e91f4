/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "obs/sources/activity/activity_source.h"

#include <obs-module.h>
#include <util/threading.h>

#include "engine/engine.h"
#include "obs/sources/activity/properties.h"
#include "obs/sources/activity/sample.h"
#include "obs/sources/activity/stage.h"
#include "obs/sources/source_parts.h"

enum { READY_AFTER_FRAMES = 60 };

/* One overlay, and the one that takes its place when its text is drawn. */
struct screen {
	struct stage *shown; /* guarded by the source's lock; NULL: none yet */
	struct stage *next;  /* graphics thread only, as the next one; NULL: none */
	int waited_frames;
};

/* Lock rules as in the pairing code source: whoever draws may be a foreign thread, so everybody trylocks. Stages are
 * made by the graphics thread with no lock held, and ended by the thread on which libobs ends sources. */
struct activity {
	obs_source_t *source;
	const struct source_parts *parts;

	/* Graphics thread only (create comes before any tick). */
	struct activity_options options;
	struct activity_view view;
	uint64_t seen_revision;
	bool is_stale;   /* no view was read yet */
	float try_s;     /* since Try was pressed; below 0: not */
	float preview_s; /* of the sample in the properties' preview */

	pthread_mutex_t lock; /* guards what is shown */
	struct screen live;
	struct screen preview; /* while somebody looks at the properties */

	volatile long tries, editors;      /* atomic */
	volatile long width_px, height_px; /* atomic */
	volatile bool has_shapes;          /* atomic */
};

static const char *activity_name(void *type_data)
{
	UNUSED_PARAMETER(type_data);
	return obs_module_text("Viewers.Name");
}

/* --- stages --- */

static void destroy_stage(void *param)
{
	stage_destroy(param);
}

/* Takes ownership; NULL is fine. */
static void retire(struct stage *stage)
{
	if (stage)
		obs_queue_task(OBS_TASK_DESTROY, destroy_stage, stage, false);
}

static void prepare(struct activity *activity, struct screen *screen)
{
	retire(screen->next);
	screen->next = stage_create(activity->parts->text, &activity->options);
	screen->waited_frames = 0;
}

/* With the lock held. Returns what has to be retired. */
static struct stage *take_next(struct screen *screen)
{
	struct stage *old = screen->shown;
	if (!screen->next || (!stage_is_ready(screen->next) && ++screen->waited_frames < READY_AFTER_FRAMES))
		return NULL;
	if (old)
		stage_continue(screen->next, old);
	screen->shown = screen->next;
	screen->next = NULL;
	return old;
}

static void step(struct screen *screen, const struct activity_view *view, int64_t now_ms, float seconds)
{
	if (screen->shown)
		stage_step(screen->shown, view, now_ms, seconds);
	if (screen->next)
		stage_step(screen->next, view, now_ms, seconds);
}

static void take_size(struct activity *activity)
{
	int width = 0;
	int height = 0;
	stage_size(activity->live.shown, &width, &height);
	os_atomic_set_long(&activity->width_px, width);
	os_atomic_set_long(&activity->height_px, height);
}

/* --- settings --- */

/* Called by libobs on the graphics thread before a tick. */
static void activity_update(void *data, obs_data_t *settings)
{
	struct activity *activity = data;
	activity_options_default_look(settings);
	activity_options_read(&activity->options, settings);
	prepare(activity, &activity->live);
	if (activity->preview.shown || activity->preview.next)
		prepare(activity, &activity->preview);
}

static void *activity_create(obs_data_t *settings, obs_source_t *source)
{
	struct activity *activity = bzalloc(sizeof(*activity));
	activity->source = source;
	activity->parts = obs_source_get_type_data(source);
	activity->is_stale = true;
	activity->try_s = -1.0f;
	pthread_mutex_init(&activity->lock, NULL);
	activity_options_default_look(settings);
	activity_options_read(&activity->options, settings);
	activity->live.shown = stage_create(activity->parts->text, &activity->options);
	os_atomic_set_bool(&activity->has_shapes, stage_has_shapes(activity->live.shown));
	take_size(activity);
	return activity;
}

static void activity_destroy(void *data)
{
	struct activity *activity = data;
	struct stage *const stages[] = {activity->live.shown, activity->live.next, activity->preview.shown,
					activity->preview.next};
	for (size_t i = 0; i < sizeof(stages) / sizeof(stages[0]); i++)
		stage_destroy(stages[i]);
	pthread_mutex_destroy(&activity->lock);
	bfree(activity);
}

/* --- a frame later --- */

static void look_at_engine(struct activity *activity)
{
	const struct engine_snapshot *snapshot = engine_snapshot_try_get(activity->parts->engine);
	if (!snapshot)
		return; /* the worker is swapping it: try again next frame */
	uint64_t last_halt = activity->view.halt;
	activity_view_of(&activity->view, snapshot);
	if (activity->view.halt > last_halt)
		activity->try_s = -1.0f;
	activity->seen_revision = snapshot->revision;
	activity->is_stale = false;
	engine_snapshot_release(snapshot);
}

/* The sample in place of the engine's view, after Try; a stop ends that, too. */
static void try_out(struct activity *activity, struct activity_view *view, int64_t now_ms, float seconds)
{
	long tries = os_atomic_set_long(&activity->tries, 0);
	if (tries > 0)
		activity->try_s = 0.0f;
	else if (activity->try_s >= 0.0f)
		activity->try_s += seconds;
	if (activity->try_s >= SAMPLE_SECONDS || view->is_stopped)
		activity->try_s = -1.0f;
	if (activity->try_s >= 0.0f)
		sample_view(view, activity->try_s, now_ms);
}

static void step_preview(struct activity *activity, int64_t now_ms, float seconds)
{
	struct activity_view sample;
	if (!activity->preview.shown && !activity->preview.next)
		return;
	activity->preview_s += seconds;
	if (activity->preview_s >= SAMPLE_SECONDS)
		activity->preview_s = 0.0f;
	sample_view(&sample, activity->preview_s, now_ms);
	step(&activity->preview, &sample, now_ms, seconds);
}

/* It begins when somebody opens the properties, and ends when the last one has closed them. */
static bool is_preview_over(struct activity *activity)
{
	bool is_edited = os_atomic_load_long(&activity->editors) > 0;
	if (is_edited && !activity->preview.shown && !activity->preview.next)
		prepare(activity, &activity->preview);
	if (!is_edited) {
		retire(activity->preview.next);
		activity->preview.next = NULL;
	}
	return !is_edited;
}

/* With the lock held. What nobody looks at is sent when somebody draws it after all. */
static bool has_news(const struct activity *activity)
{
	return obs_source_showing(activity->source) &&
	       (stage_has_news(activity->live.shown) || stage_has_news(activity->preview.shown));
}

/* What is drawn is changed in here and inside the context only. */
static void send_news(struct activity *activity)
{
	obs_enter_graphics();
	stage_send(activity->live.shown);
	stage_send(activity->preview.shown);
	obs_leave_graphics();
}

static void activity_video_tick(void *data, float seconds)
{
	struct activity *activity = data;
	int64_t now_ms = engine_now_ms();
	if (activity->is_stale || engine_revision(activity->parts->engine) != activity->seen_revision)
		look_at_engine(activity);
	struct activity_view view = activity->view;
	try_out(activity, &view, now_ms, seconds);
	if (os_atomic_load_bool(activity->parts->are_names_hidden))
		activity_view_hide_names(&view);
	bool is_over = is_preview_over(activity);
	if (pthread_mutex_trylock(&activity->lock) != 0)
		return;
	step(&activity->live, &view, now_ms, seconds);
	step_preview(activity, now_ms, seconds);
	struct stage *old_live = take_next(&activity->live);
	struct stage *old_preview = is_over ? activity->preview.shown : take_next(&activity->preview);
	if (is_over)
		activity->preview.shown = NULL;
	take_size(activity);
	bool must_send = has_news(activity);
	pthread_mutex_unlock(&activity->lock);
	if (must_send)
		send_news(activity);
	retire(old_live);
	retire(old_preview);
}

/* --- drawing --- */

/* Samples are for the person at the machine: what is recorded, sent or kept has a texture as its target. */
static struct stage *stage_for_target(struct activity *activity)
{
	return activity->preview.shown && !gs_get_render_target() ? activity->preview.shown : activity->live.shown;
}

static void activity_video_render(void *data, gs_effect_t *effect)
{
	struct activity *activity = data;
	UNUSED_PARAMETER(effect);
	if (pthread_mutex_trylock(&activity->lock) != 0)
		return;
	stage_render(stage_for_target(activity));
	pthread_mutex_unlock(&activity->lock);
}

static uint32_t activity_width(void *data)
{
	struct activity *activity = data;
	return (uint32_t)os_atomic_load_long(&activity->width_px);
}

static uint32_t activity_height(void *data)
{
	struct activity *activity = data;
	return (uint32_t)os_atomic_load_long(&activity->height_px);
}

/* Right in any: no picture in between, and crisp at any scale. */
static enum gs_color_space activity_color_space(void *data, size_t count, const enum gs_color_space *preferred)
{
	UNUSED_PARAMETER(data);
	return count > 0 ? preferred[0] : GS_CS_SRGB;
}

/* --- the type --- */

static void activity_get_defaults(void *type_data, obs_data_t *settings)
{
	UNUSED_PARAMETER(type_data);
	activity_options_default(settings);
}

static void count_tries(struct activity *activity)
{
	os_atomic_set_long(&activity->tries, 1);
}

static void count_editors(struct activity *activity, long difference)
{
	if (difference > 0)
		os_atomic_inc_long(&activity->editors);
	else
		os_atomic_dec_long(&activity->editors);
}

static obs_properties_t *activity_get_properties(void *data, void *type_data)
{
	static const struct activity_calls calls = {.try_out = count_tries, .count_editors = count_editors};
	struct activity *activity = data;
	UNUSED_PARAMETER(type_data);
	return activity_properties(activity ? activity->source : NULL, &calls,
				   !activity || os_atomic_load_bool(&activity->has_shapes));
}

void activity_source_register(const struct source_parts *parts)
{
	struct obs_source_info info = {
		.id = "lovense_activity",
		.type = OBS_SOURCE_TYPE_INPUT,
		.output_flags = OBS_SOURCE_VIDEO | OBS_SOURCE_CUSTOM_DRAW | OBS_SOURCE_SRGB,
		.icon_type = OBS_ICON_TYPE_TEXT,
		.get_name = activity_name,
		.create = activity_create,
		.destroy = activity_destroy,
		.update = activity_update,
		.video_tick = activity_video_tick,
		.video_render = activity_video_render,
		.video_get_color_space = activity_color_space,
		.get_width = activity_width,
		.get_height = activity_height,
		.get_defaults2 = activity_get_defaults,
		.get_properties2 = activity_get_properties,
		.type_data = (void *)parts,
	};
	obs_register_source(&info);
}
