/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "obs/sources/activity/stage.h"

#include <math.h>
#include <string.h>

#include <obs-module.h>

#include "obs/sources/activity/canvas.h"
#include "obs/sources/activity/words/words.h"
#include "obs/sources/text/text_sheet.h"

struct stage {
	struct activity_options options;
	struct plan plan;
	struct motion_rules rules;
	struct motion motion;
	struct history history;
	struct activity_view view; /* what is shown: the last that was active, for as long as it can be seen */
	float seconds_left;        /* share of the run; below 0: unknown */
	int64_t run_began_ms;
	uint32_t run;
	uint64_t halt; /* the stop without latch that was answered last */
	float held_s;  /* it waits for its words so long already */
	struct lines *lines;
	uint64_t drawn_lines; /* serial of what is in the mesh */
	bool is_mesh_old, is_history_old;
	uint8_t texels[HISTORY_BYTES]; /* of the graph, as drawn */
	struct ink_space space;        /* of the mesh */
	/* Touched inside the graphics context only. */
	struct canvas *canvas;
	struct picture_inks inks;
};

static struct motion_rules rules_for(const struct activity_options *options)
{
	return (struct motion_rules){.look = options->look.motion,
				     .is_reduced = options->is_motion_reduced,
				     .has_idle_text = options->is_idle_text_shown && options->idle_text[0],
				     .idle_after_s = options->idle_after_s};
}

struct stage *stage_create(struct text_pool *pool, const struct activity_options *options)
{
	struct stage *stage = bzalloc(sizeof(*stage));
	stage->options = *options;
	stage->rules = rules_for(options);
	stage->seconds_left = -1.0f;
	stage->is_mesh_old = stage->is_history_old = true;
	history_clear(&stage->history, options->graph_seconds);
	plan_make(&stage->plan, options, ACTIVITY_ROWS);
	stage->lines = lines_create(pool, &stage->plan, options);
	plan_make(&stage->plan, options, 0);
	obs_enter_graphics();
	stage->canvas = canvas_create();
	obs_leave_graphics();
	return stage;
}

void stage_destroy(struct stage *stage)
{
	if (!stage)
		return;
	lines_destroy(stage->lines);
	obs_enter_graphics();
	canvas_destroy(stage->canvas);
	obs_leave_graphics();
	bfree(stage);
}

void stage_continue(struct stage *stage, const struct stage *from)
{
	stage->motion = from->motion;
	if (stage->history.seconds == from->history.seconds)
		stage->history = from->history;
	stage->view = from->view;
	stage->run = from->run;
	stage->halt = from->halt;
	stage->run_began_ms = from->run_began_ms;
	stage->is_mesh_old = stage->is_history_old = true;
}

bool stage_is_ready(const struct stage *stage)
{
	return lines_are_settled(stage->lines);
}

bool stage_has_shapes(const struct stage *stage)
{
	return canvas_has_effect(stage->canvas);
}

void stage_size(const struct stage *stage, int *width_px, int *height_px)
{
	plan_size(&stage->options, activity_view_rows(&stage->view, stage->options.layout), width_px, height_px);
}

/* --- a moment later --- */

static float goal_share(const struct activity_view *view)
{
	return view->goal_target > 0.0 ? (float)fmin(fmax(view->goal_current / view->goal_target, 0.0), 1.0) : 0.0f;
}

/* Menu and goal are there without anything that runs. */
static bool has_something(const struct stage *stage, const struct activity_view *view)
{
	switch (stage->options.layout) {
	case ACTIVITY_MENU:
		return view->menu_count > 0 && !view->is_stopped;
	case ACTIVITY_GOAL:
		return view->has_goal && !view->is_stopped;
	case ACTIVITY_QUEUE:
		return view->is_active || view->waiting_count > 0;
	default:
		return view->is_active;
	}
}

/* What a stop has ended goes at once. One without latch leaves the price list and the goal where they are. */
static bool is_cut(struct stage *stage, const struct activity_view *view, bool is_active)
{
	bool is_halted = view->halt > stage->halt && !is_active;
	if (is_halted)
		stage->halt = view->halt;
	return view->is_stopped || is_halted;
}

/* What fades out keeps its words, and its numbers go down. */
static void take_view(struct stage *stage, const struct activity_view *view, bool is_new)
{
	int rows = stage->plan.row_count;
	if (is_new)
		stage->view = *view;
	plan_make(&stage->plan, &stage->options, activity_view_rows(&stage->view, stage->options.layout));
	stage->is_mesh_old |= rows != stage->plan.row_count;
}

static float run_share(struct stage *stage, const struct activity_view *view, int64_t now_ms)
{
	if (view->run != stage->run || stage->run_began_ms == 0)
		stage->run_began_ms = now_ms;
	stage->run = view->run;
	int64_t began_ms = view->started_ms > 0 ? view->started_ms : stage->run_began_ms;
	if (view->ends_ms <= 0 || view->ends_ms <= began_ms)
		return -1.0f;
	float share = (float)(view->ends_ms - now_ms) / (float)(view->ends_ms - began_ms);
	return fminf(fmaxf(share, 0.0f), 1.0f);
}

static bool take_seconds(struct stage *stage, const struct activity_view *view, int64_t now_ms)
{
	float before = stage->seconds_left;
	if (view->is_active)
		stage->seconds_left = run_share(stage, view, now_ms);
	else if (stage->seconds_left > 0.0f)
		stage->seconds_left = 0.0f;
	return stage->options.layout == ACTIVITY_RING && before != stage->seconds_left;
}

static struct motion_target target_for(const struct activity_view *view, bool is_active, bool is_stopped)
{
	struct motion_target target = {.is_active = is_active,
				       .is_stopped = is_stopped,
				       .level = view->level,
				       .goal = goal_share(view),
				       .run = view->run};
	for (int i = 0; i < view->toy_count; i++)
		target.rows[i] = view->toys[i].level;
	return target;
}

static bool step_history(struct stage *stage, bool is_stopped, float seconds)
{
	if (stage->options.layout != ACTIVITY_GRAPH)
		return false;
	if (is_stopped) {
		bool was_busy = stage->history.busy > 0;
		history_clear(&stage->history, stage->options.graph_seconds);
		return was_busy;
	}
	return history_add(&stage->history, stage->motion.level, seconds);
}

/* What comes in does so with its words: not the panel before its title, nor with that of what was before. A font that
 * is not there, or many copies that change at once, do not keep it away for long. */
static bool is_held(struct stage *stage, float seconds)
{
	static const float first_s = 1.0f;
	static const float change_s = 0.1f;
	static const float longest_step_s = 1.0f / 30.0f; /* words need some frames, however long those are */
	bool is_asked = stage->motion.content > MOTION_NOTHING;
	if (stage->motion.shown > 0.0f || !is_asked) {
		stage->held_s = 0.0f;
		return !is_asked;
	}
	stage->held_s += fminf(seconds, longest_step_s);
	bool is_begun = lines_are_begun(stage->lines);
	return is_begun ? !lines_are_settled(stage->lines) && stage->held_s <= change_s : stage->held_s <= first_s;
}

void stage_step(struct stage *stage, const struct activity_view *view, int64_t now_ms, float seconds)
{
	bool is_active = has_something(stage, view);
	bool is_stopped = is_cut(stage, view, is_active);
	struct motion_target target = target_for(view, is_active, is_stopped);
	target.is_held = is_held(stage, seconds);
	bool was_capped_at = stage->view.ceiling != view->ceiling;
	bool is_changed = motion_step(&stage->motion, &target, &stage->rules, seconds);
	take_view(stage, view, is_active || is_stopped);
	is_changed |= was_capped_at && is_active;
	is_changed |= take_seconds(stage, view, now_ms);
	stage->is_history_old |= step_history(stage, is_stopped, seconds);
	if (stage->motion.content == MOTION_NOTHING && !is_changed)
		return;
	struct lines_content content = {&stage->view, &stage->motion, now_ms};
	lines_set(stage->lines, &stage->options, &content);
	stage->is_mesh_old |= is_changed || lines_serial(stage->lines) != stage->drawn_lines;
}

/* --- drawing --- */

/* Inside the graphics context. */
static void send_history(struct stage *stage)
{
	const struct rect *graph = &stage->plan.graph;
	history_texels(&stage->history, graph->h / fmaxf(graph->w, 1.0f), stage->texels);
	canvas_set_history(stage->canvas, stage->texels);
	stage->is_history_old = false;
	stage->is_mesh_old = true; /* which keeps close to the curve */
}

/* Not before the first step: content is none of its values until then. */
bool stage_has_news(const struct stage *stage)
{
	return stage && stage->is_history_old && stage->motion.content > MOTION_NOTHING &&
	       stage->options.layout == ACTIVITY_GRAPH && canvas_has_effect(stage->canvas);
}

void stage_send(struct stage *stage)
{
	if (stage_has_news(stage))
		send_history(stage);
}

static void build(struct stage *stage, const struct ink_space *space)
{
	struct line_box boxes[LINES_MAX_BOXES];
	struct history_band bands[HISTORY_BANDS];
	history_bands(stage->texels, bands);
	struct picture_input input = {
		.options = &stage->options,
		.plan = &stage->plan,
		.motion = &stage->motion,
		.boxes = boxes,
		.box_count = lines_place(stage->lines, &stage->plan, &stage->options, boxes),
		.ceiling = stage->view.ceiling,
		.seconds_left = stage->seconds_left,
		.bands = bands,
		.alpha = motion_alpha(&stage->motion, &stage->rules),
		.accent = motion_accent(&stage->motion, &stage->rules),
		.space = *space,
	};
	picture_build(canvas_mesh(stage->canvas), &stage->inks, &input);
	canvas_upload(stage->canvas);
	stage->drawn_lines = lines_serial(stage->lines);
	stage->space = *space;
	stage->is_mesh_old = false;
}

void stage_render(struct stage *stage)
{
	if (!canvas_has_effect(stage->canvas)) {
		if (stage->motion.content != MOTION_NOTHING)
			lines_draw_plain(stage->lines, &stage->plan, colour_to_setting(stage->options.look.title));
		return;
	}
	struct ink_space space = canvas_space();
	stage_send(stage);
	if (stage->is_mesh_old || space.is_linear != stage->space.is_linear || space.white != stage->space.white)
		build(stage, &space);
	if (stage->motion.content == MOTION_NOTHING)
		return;
	float rise = motion_rise(&stage->motion, &stage->rules);
	gs_matrix_push();
	gs_matrix_translate3f(0.0f, rise, 0.0f);
	canvas_draw(stage->canvas, &stage->inks, text_sheet_texture(lines_sheet(stage->lines)));
	gs_matrix_pop();
}
