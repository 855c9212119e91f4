/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "obs/sources/overlay_sight.h"

#include <math.h>
#include <string.h>

#include <graphics/matrix4.h>
#include <obs-module.h>

#include "net/text.h"
#include "obs/frontend_symbol.h"

enum { CORNERS = 4, DEPTH_MAX = 16 };
static const double tolerance = 0.01;
static const float pixel = 1.0f; /* that rounding may cost */

/* The square of the code, on its way from the source to the canvas. */
struct square {
	struct vec2 corners[CORNERS]; /* from the top left one clockwise, as the code is drawn */
	float side;                   /* in the source */
	bool is_cut;
	bool is_filtered;
	bool is_distorted;
};

/* An item on the way from a scene to the code: in a scene, or in what another item shows. */
struct way {
	const struct way *outer; /* NULL: the scene itself */
	obs_sceneitem_t *item;
	int depth;
};

struct search {
	obs_source_t *source;
	enum overlay_code_end end;
	const struct way *outer; /* the item whose inside is looked at; NULL: a scene */
	struct overlay_sight *found;
};

/* --- geometry --- */

static void cut(struct square *square, float left, float top, float right, float bottom)
{
	for (int i = 0; i < CORNERS; i++) {
		const struct vec2 *at = &square->corners[i];
		bool is_inside = at->x >= left - pixel && at->x <= right + pixel && at->y >= top - pixel &&
				 at->y <= bottom + pixel;
		square->is_cut = square->is_cut || !is_inside;
	}
}

static void shift(struct square *square, float x, float y)
{
	for (int i = 0; i < CORNERS; i++)
		vec2_set(&square->corners[i], square->corners[i].x + x, square->corners[i].y + y);
}

static void stretch(struct square *square, float across, float down)
{
	for (int i = 0; i < CORNERS; i++)
		vec2_set(&square->corners[i], square->corners[i].x * across, square->corners[i].y * down);
}

static void transform(struct square *square, const struct matrix4 *by)
{
	for (int i = 0; i < CORNERS; i++) {
		struct vec2 at = square->corners[i];
		vec2_set(&square->corners[i], at.x * by->x.x + at.y * by->y.x + by->t.x,
			 at.x * by->x.y + at.y * by->y.y + by->t.y);
	}
}

static bool is_whole(double scale)
{
	return scale >= 1.0 - tolerance && fabs(scale - round(scale)) <= tolerance;
}

/* --- filters --- */

struct filtering {
	struct square *square;
	float width, height; /* of what comes into the filter */
};

static void crop_by_filter(struct filtering *at, obs_source_t *filter, float width, float height)
{
	obs_data_t *settings = obs_source_get_settings(filter);
	float left = (float)obs_data_get_int(settings, "left");
	float top = (float)obs_data_get_int(settings, "top");
	cut(at->square, left, top, left + width, top + height);
	shift(at->square, -left, -top);
	obs_data_release(settings);
}

static void pass_filter(obs_source_t *source, obs_source_t *filter, void *param)
{
	struct filtering *at = param;
	bool is_on = obs_source_enabled(filter) && (obs_source_get_output_flags(filter) & OBS_SOURCE_VIDEO);
	float width = (float)obs_source_get_base_width(filter);
	float height = (float)obs_source_get_base_height(filter);
	UNUSED_PARAMETER(source);
	if (!is_on || width <= 0.0f || height <= 0.0f)
		return;
	if (strcmp(obs_source_get_unversioned_id(filter), "crop_filter") == 0) {
		crop_by_filter(at, filter, width, height);
	} else {
		at->square->is_filtered = true;
		stretch(at->square, width / at->width, height / at->height);
	}
	at->width = width;
	at->height = height;
}

static void leave_source(struct square *square, obs_source_t *source)
{
	struct filtering at = {.square = square,
			       .width = (float)obs_source_get_base_width(source),
			       .height = (float)obs_source_get_base_height(source)};
	if (at.width > 0.0f && at.height > 0.0f)
		obs_source_enum_filters(source, pass_filter, &at);
}

/* --- items --- */

static bool is_cropped_to_bounds(obs_sceneitem_t *item)
{
	typedef bool (*get_bounds_crop)(const obs_sceneitem_t *);
	get_bounds_crop get = (get_bounds_crop)frontend_symbol_find("obs_sceneitem_get_bounds_crop"); /* since 30.2 */
	enum obs_bounds_type type = obs_sceneitem_get_bounds_type(item);
	return get && get(item) &&
	       (type == OBS_BOUNDS_SCALE_OUTER || type == OBS_BOUNDS_SCALE_TO_WIDTH ||
		type == OBS_BOUNDS_SCALE_TO_HEIGHT);
}

/* What libobs crops of one axis so that it fits; how much of that before the picture. */
static int over_bounds(double size, double scale, double bounds, uint32_t align, uint32_t near, uint32_t far,
		       int *before)
{
	double over = size - bounds / scale;
	if (over * scale <= 0.1)
		over = 0.0;
	*before = (int)lround((align & near) ? 0.0 : (align & far) ? over : over / 2.0);
	return (int)lround(over);
}

static void add_bounds_crop(obs_sceneitem_t *item, const struct matrix4 *drawn, struct vec2 size,
			    struct obs_sceneitem_crop *crop)
{
	struct vec2 bounds;
	uint32_t align = obs_sceneitem_get_bounds_alignment(item);
	double across = hypot((double)drawn->x.x, (double)drawn->x.y);
	double down = hypot((double)drawn->y.x, (double)drawn->y.y);
	int left = 0;
	int top = 0;
	obs_sceneitem_get_bounds(item, &bounds);
	if (across <= 0.0 || down <= 0.0)
		return;
	int width = over_bounds((double)size.x - crop->left - crop->right, across, (double)bounds.x, align,
				OBS_ALIGN_LEFT, OBS_ALIGN_RIGHT, &left);
	int height = over_bounds((double)size.y - crop->top - crop->bottom, down, (double)bounds.y, align,
				 OBS_ALIGN_TOP, OBS_ALIGN_BOTTOM, &top);
	crop->left += left;
	crop->right += width - left;
	crop->top += top;
	crop->bottom += height - top;
}

/* A nested scene is drawn into a picture of its own size first, and that is smoothed when it is scaled. */
static bool is_picture(obs_sceneitem_t *item)
{
	return obs_scene_from_source(obs_sceneitem_get_source(item)) && !obs_sceneitem_is_group(item);
}

static bool is_smoothed(obs_sceneitem_t *item, double scale)
{
	return !is_whole(scale) && obs_sceneitem_get_scale_filter(item) != OBS_SCALE_POINT;
}

static void leave_item(struct square *square, obs_sceneitem_t *item)
{
	obs_source_t *source = obs_sceneitem_get_source(item);
	struct vec2 size = {.x = (float)obs_source_get_width(source), .y = (float)obs_source_get_height(source)};
	struct obs_sceneitem_crop crop;
	struct matrix4 drawn;
	leave_source(square, source);
	obs_sceneitem_get_crop(item, &crop);
	obs_sceneitem_get_draw_transform(item, &drawn);
	if (is_cropped_to_bounds(item))
		add_bounds_crop(item, &drawn, size, &crop);
	if (crop.left || crop.top || crop.right || crop.bottom || is_picture(item))
		cut(square, (float)crop.left, (float)crop.top, size.x - (float)crop.right, size.y - (float)crop.bottom);
	shift(square, (float)-crop.left, (float)-crop.top);
	transform(square, &drawn);
	if (is_picture(item) && is_smoothed(item, hypot((double)drawn.x.x, (double)drawn.x.y)))
		square->is_distorted = true;
}

/* --- what is left of it on the canvas --- */

static void leave_canvas(struct square *square)
{
	struct obs_video_info video;
	if (obs_get_video_info(&video))
		cut(square, 0.0f, 0.0f, (float)video.base_width, (float)video.base_height);
}

static struct overlay_sight sight_of(const struct square *square, obs_sceneitem_t *item)
{
	const struct vec2 *corners = square->corners;
	double x = (double)corners[1].x - (double)corners[0].x;
	double y = (double)corners[1].y - (double)corners[0].y;
	double down_x = (double)corners[3].x - (double)corners[0].x;
	double down_y = (double)corners[3].y - (double)corners[0].y;
	double across = hypot(x, y) / (double)square->side;
	double down = hypot(down_x, down_y) / (double)square->side;
	struct overlay_sight sight = {.is_shown = true,
				      .is_cut = square->is_cut,
				      .is_filtered = square->is_filtered,
				      .scale = fmin(across, down)};
	/* Quarter turns do a code no harm. */
	bool is_turned = fmin(fabs(x), fabs(y)) > tolerance * hypot(x, y);
	bool is_mirrored = x * down_y - y * down_x < 0.0;
	bool is_stretched = fabs(across - down) > tolerance * across;
	sight.is_distorted =
		square->is_distorted || is_turned || is_mirrored || is_stretched || is_smoothed(item, sight.scale);
	return sight;
}

static bool is_better(const struct overlay_sight *a, const struct overlay_sight *b)
{
	if (a->is_shown != b->is_shown)
		return a->is_shown;
	if (a->is_cut != b->is_cut)
		return b->is_cut;
	if (a->is_filtered != b->is_filtered)
		return b->is_filtered;
	if (a->is_distorted != b->is_distorted)
		return b->is_distorted;
	return a->scale > b->scale;
}

static void measure(const struct search *search, const struct way *way)
{
	float side = (float)obs_source_get_base_width(search->source);
	float top =
		search->end == OVERLAY_CODE_AT_BOTTOM ? (float)obs_source_get_base_height(search->source) - side : 0.0f;
	struct square square = {.side = side};
	if (side <= 0.0f)
		return;
	vec2_set(&square.corners[0], 0.0f, top);
	vec2_set(&square.corners[1], side, top);
	vec2_set(&square.corners[2], side, top + side);
	vec2_set(&square.corners[3], 0.0f, top + side);
	for (const struct way *at = way; at; at = at->outer) {
		leave_item(&square, at->item);
		if (!at->outer)
			leave_source(&square, obs_scene_get_source(obs_sceneitem_get_scene(at->item)));
	}
	leave_canvas(&square);
	struct overlay_sight sight = sight_of(&square, way->item);
	if (sight.scale > 0.0 && is_better(&sight, search->found))
		*search->found = sight;
}

/* --- the search --- */

static bool look_at_item(obs_scene_t *scene, obs_sceneitem_t *item, void *data)
{
	const struct search *search = data;
	obs_source_t *source = obs_sceneitem_get_source(item);
	const struct way way = {
		.outer = search->outer, .item = item, .depth = search->outer ? search->outer->depth + 1 : 1};
	struct search inside = *search;
	inside.outer = &way;
	UNUSED_PARAMETER(scene);
	if (!obs_sceneitem_visible(item) || way.depth > DEPTH_MAX)
		return true;
	if (source == search->source)
		measure(search, &way);
	else if (obs_sceneitem_is_group(item))
		obs_sceneitem_group_enum_items(item, look_at_item, &inside);
	else if (obs_scene_from_source(source))
		obs_scene_enum_items(obs_scene_from_source(source), look_at_item, &inside);
	return true;
}

static struct overlay_sight look_in(const struct search *search, obs_source_t *scene)
{
	struct overlay_sight here = {0};
	struct search inside = *search;
	inside.found = &here;
	if (obs_scene_from_source(scene))
		obs_scene_enum_items(obs_scene_from_source(scene), look_at_item, &inside);
	return here;
}

static bool look_at_scene(void *data, obs_source_t *scene)
{
	const struct search *search = data;
	struct overlay_sight here = look_in(search, scene);
	if (here.is_shown && (!search->found->is_shown || is_better(search->found, &here)))
		*search->found = here;
	return true;
}

/* obs_source_release() it; NULL: none. */
static obs_source_t *program_scene(void)
{
	obs_source_t *source = obs_get_output_source(0);
	while (source && obs_source_get_type(source) == OBS_SOURCE_TYPE_TRANSITION) {
		obs_source_t *shown = obs_transition_get_active_source(source);
		obs_source_release(source);
		source = shown;
	}
	return source;
}

/* --- another one beside it --- */

struct twins {
	obs_source_t *source;
	bool has_source;
	obs_source_t *other; /* borrowed while the scene is locked */
};

static bool note_twin(obs_scene_t *scene, obs_sceneitem_t *item, void *data)
{
	struct twins *twins = data;
	obs_source_t *source = obs_sceneitem_get_source(item);
	UNUSED_PARAMETER(scene);
	if (source == twins->source)
		twins->has_source = true;
	else if (strcmp(obs_source_get_unversioned_id(source), obs_source_get_unversioned_id(twins->source)) == 0)
		twins->other = source;
	else if (obs_sceneitem_is_group(item))
		obs_sceneitem_group_enum_items(item, note_twin, data);
	return true;
}

static bool look_for_another(void *data, obs_source_t *scene)
{
	const struct search *search = data;
	struct twins twins = {.source = search->source};
	obs_scene_enum_items(obs_scene_from_source(scene), note_twin, &twins);
	if (twins.has_source && twins.other)
		text_copy(search->found->another, sizeof(search->found->another), obs_source_get_name(twins.other));
	return true;
}

void overlay_sight_find(struct overlay_sight *sight, struct obs_source *source, enum overlay_code_end end)
{
	struct search search = {.source = source, .end = end, .found = sight};
	*sight = (struct overlay_sight){0};
	if (source) {
		obs_source_t *program = program_scene();
		*sight = look_in(&search, program);
		obs_source_release(program);
		sight->is_in_program = sight->is_shown;
		if (!sight->is_shown)
			obs_enum_scenes(look_at_scene, &search);
		obs_enum_scenes(look_for_another, &search);
	}
	if (!sight->is_shown)
		sight->scale = 1.0;
}

bool overlay_sight_is_same(const struct overlay_sight *a, const struct overlay_sight *b)
{
	return a->is_shown == b->is_shown && a->is_in_program == b->is_in_program && a->is_cut == b->is_cut &&
	       a->is_filtered == b->is_filtered && a->is_distorted == b->is_distorted &&
	       fabs(a->scale - b->scale) < 0.001 && strcmp(a->another, b->another) == 0;
}
