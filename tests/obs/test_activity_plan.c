/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the settings of an activity source mean, where its parts lie, what its texts say, and that there is room for it.
 */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include <obs-data.h>

#include "obs/sources/activity/picture.h"
#include "obs/sources/activity/plan.h"
#include "obs/sources/activity/sample.h"
#include "obs/sources/activity/words/words.h"

static struct activity_options options_of(const char *json)
{
	struct activity_options options;
	obs_data_t *settings = obs_data_create_from_json(json);
	assert_non_null(settings);
	activity_options_default(settings);
	activity_options_read(&options, settings);
	obs_data_release(settings);
	return options;
}

static void without_settings_it_is_a_glass_bar(void **state)
{
	struct activity_options options = options_of("{}");
	(void)state;
	assert_int_equal(options.layout, ACTIVITY_BAR);
	assert_int_equal(options.look_id, LOOK_GLASS);
	assert_int_equal(options.width_px, 600);
	assert_int_equal(options.align, ACTIVITY_LEFT);
	assert_string_equal(options.label, "{rule} {level}");
	assert_true(options.shows_names && !options.is_idle_text_shown && !options.is_motion_reduced);
	assert_true(options.has_number && !options.has_text_gradient && options.padding_px < 0.0f);
	assert_true(options.idle_after_s == 2.5f && options.graph_seconds == 30.0f);
	assert_true(fabsf(options.look.panel_top.a - look_get(LOOK_GLASS).panel_top.a) < 0.001f);
}

static void settings_may_hold_anything(void **state)
{
	static const char *const oddities[] = {
		"{\"width\": 0, \"padding\": -5, \"opacity\": 7, \"radius\": -1, \"outline\": 99, \"shadow\": -3}",
		"{\"width\": 99999999, \"font\": {\"size\": 100000, \"face\": \"No such face\"}, \"graph_seconds\": 0}",
		"{\"width\": -4096, \"layout\": \"\", \"look\": \"x\", \"align\": \"up\", \"idle_after_s\": -1}",
		"{\"width\": \"wide\", \"layout\": 7, \"font\": 3, \"label\": {}, \"opacity\": \"x\"}",
		"{\"width\": 160, \"padding\": 100, \"font\": {\"size\": 160}, \"layout\": \"toys\"}",
		"{\"width\": 4096, \"font\": {\"size\": -1}, \"layout\": \"queue\", \"padding\": 0}",
	};
	(void)state;
	for (size_t i = 0; i < sizeof(oddities) / sizeof(oddities[0]); i++) {
		struct activity_options options = options_of(oddities[i]);
		struct plan plan;
		plan_make(&plan, &options, 1000000);
		assert_true(options.width_px >= ACTIVITY_MIN_WIDTH && options.width_px <= ACTIVITY_MAX_WIDTH);
		assert_true(options.title_px >= ACTIVITY_MIN_TITLE_PX && options.title_px <= ACTIVITY_MAX_TITLE_PX);
		assert_true(options.look.panel_top.a >= 0.0f && options.look.panel_top.a <= 1.0f);
		assert_true(options.look.outline_px <= 8.0f && options.look.surround_px >= 0.0f);
		assert_true(options.graph_seconds >= 5.0f && options.idle_after_s >= 0.0f);
		assert_true(plan.width_px > 0 && plan.height_px > 0 && plan.height_px < 8192);
		assert_true(plan.row_count <= ACTIVITY_ROWS && plan.panel.w > 0.0f);
	}
}

static void the_level_stands_apart_at_either_end(void **state)
{
	(void)state;
	assert_true(options_of("{\"label\": \"{level}\"}").has_number);
	assert_true(options_of("{\"label\": \"  {level} of {rule}\"}").has_number);
	assert_true(options_of("{\"label\": \"{rule} {level}  \"}").has_number);
	assert_false(options_of("{\"label\": \"{rule} at {level} now\"}").has_number);
	assert_false(options_of("{\"label\": \"{rule}\"}").has_number);
	assert_false(options_of("{\"label\": \"\"}").has_number);
}

static void what_a_person_chose_goes_back_to_the_look(void **state)
{
	(void)state;
	obs_data_t *settings = obs_data_create_from_json(
		"{\"look\": \"neon\", \"accent\": 4278255360, \"opacity\": 0.3, \"radius\": 2.0, \"width\": 800}");
	struct activity_options options;
	struct look look = look_get(LOOK_NEON);
	activity_options_default(settings);
	activity_options_read(&options, settings);
	assert_true(fabsf(options.look.panel_top.a - 0.3f) < 0.001f && options.look.radius_px == 2.0f);
	assert_true(options.look.fill_a.g == 1.0f && options.look.fill_a.r == 0.0f);
	activity_options_reset_look(settings);
	activity_options_read(&options, settings);
	assert_true(options.look.panel_top.a == look.panel_top.a && options.look.fill_a.r == look.fill_a.r);
	assert_int_equal(options.width_px, 800);
	/* What is shown there is what is drawn. */
	assert_true(obs_data_get_double(settings, "radius") > 10.0);
	assert_int_equal(obs_data_get_int(settings, "accent"), colour_to_setting(look.fill_a));
	obs_data_release(settings);
}

static int is_within(struct rect inner, struct rect outer)
{
	return inner.x >= outer.x && inner.y >= outer.y && inner.x + inner.w <= outer.x + outer.w &&
	       inner.y + inner.h <= outer.y + outer.h;
}

static void check_plan(const struct activity_options *options, int rows)
{
	struct plan plan;
	plan_make(&plan, options, rows);
	struct rect source = {0.0f, 0.0f, (float)plan.width_px, (float)plan.height_px};
	assert_true(is_within(plan.panel, source));
	assert_int_equal(plan.width_px, options->width_px);
	if (plan.groove.w > 0.0f)
		assert_true(is_within(plan.groove, plan.panel));
	if (plan.graph.w > 0.0f)
		assert_true(is_within(plan.graph, plan.panel));
	for (int slot = 0; slot < PLAN_SLOTS; slot++) {
		const struct plan_text *text = &plan.texts[slot];
		if (text->width <= 0.0f)
			continue;
		assert_true(text->x >= plan.panel.x && text->x + text->width <= plan.panel.x + plan.panel.w + 1.0f);
		if (slot != PLAN_ROW_NUMBER)
			assert_true(text->baseline > plan.panel.y && text->baseline < plan.panel.y + plan.panel.h);
	}
	for (int row = 0; row < plan.row_count; row++)
		if (plan.row_grooves[row].w > 0.0f)
			assert_true(is_within(plan.row_grooves[row], plan.panel));
}

static void all_of_it_lies_within_the_panel(void **state)
{
	static const char *const aligns[] = {"left", "center", "right"};
	static const char *const looks[] = {"glass", "neon", "soft", "mono"};
	(void)state;
	for (enum activity_layout layout = ACTIVITY_BAR; layout < ACTIVITY_LAYOUT_COUNT; layout++)
		for (int i = 0; i < 12; i++) {
			char json[256];
			snprintf(json, sizeof(json), "{\"layout\": \"%s\", \"align\": \"%s\", \"look\": \"%s\"}",
				 activity_layout_word(layout), aligns[i % 3], looks[i / 3]);
			struct activity_options options = options_of(json);
			for (int rows = 0; rows <= ACTIVITY_ROWS; rows += 4)
				check_plan(&options, rows);
		}
}

static void the_default_size_is_that_of_an_alert(void **state)
{
	struct activity_options options = options_of("{}");
	int width = 0;
	int height = 0;
	(void)state;
	plan_size(&options, 0, &width, &height);
	assert_int_equal(width, 600);
	assert_in_range(height, 190, 210);
}

/* The name of who caused it is what viewers look for. */
static void who_caused_it_is_as_large_as_who_waits(void **state)
{
	static const char *const layouts[] = {"bar", "ring", "graph", "queue"};
	(void)state;
	for (int i = 0; i < 4; i++) {
		char json[64];
		struct plan plan;
		snprintf(json, sizeof(json), "{\"layout\": \"%s\"}", layouts[i]);
		struct activity_options options = options_of(json);
		plan_make(&plan, &options, 3);
		assert_true((float)plan.texts[PLAN_SECOND].size_px >= 0.61f * plan.em);
		assert_true(plan.texts[PLAN_SECOND].size_px >= plan.texts[PLAN_ROW_LEFT].size_px);
	}
}

/* --- words --- */

static void words(char *text, enum plan_slot slot, const char *json)
{
	struct activity_options options = options_of(json);
	struct activity_view view;
	struct motion motion = {.percent = 62, .rows = {0.5f}};
	sample_view(&view, 2.0f, 100000);
	strcpy(view.rule, "Wave");
	words_of_slot(text, slot, &options, &view, &motion, 100000);
}

static void labels_are_filled(void **state)
{
	char text[WORDS_SIZE];
	(void)state;
	words(text, PLAN_TITLE, "{}");
	assert_string_equal(text, "Wave");
	words(text, PLAN_NUMBER, "{}");
	assert_string_equal(text, "62 %");
	words(text, PLAN_NUMBER, "{\"layout\": \"ring\"}");
	assert_string_equal(text, "62%");
	words(text, PLAN_TITLE, "{\"label\": \"{by}: {level} for {seconds} s, {toy}\"}");
	assert_string_equal(text, "Mira: 62 % for 6 s, Lush");
	words(text, PLAN_TITLE, "{\"label\": \"{nothing} {amount}\"}");
	assert_string_equal(text, "{nothing} 100");
	words(text, PLAN_IDLE, "{\"when_idle\": \"text\", \"idle_text\": \"Tip me\"}");
	assert_string_equal(text, "Tip me");
}

static void time_of(char *text, int64_t started_ms, int64_t ends_ms, const char *json)
{
	struct activity_options options = options_of(json);
	struct activity_view view = {.is_active = true, .started_ms = started_ms, .ends_ms = ends_ms};
	struct motion motion = {.percent = 62};
	words_of_slot(text, PLAN_TIME, &options, &view, &motion, 100000);
}

static void long_times_are_read_as_on_a_clock(void **state)
{
	char text[WORDS_SIZE];
	(void)state;
	time_of(text, 100000, 145000, "{}");
	assert_string_equal(text, "45");
	time_of(text, 100000, 199000, "{}");
	assert_string_equal(text, "99");
	time_of(text, 100000, 200000, "{}");
	assert_string_equal(text, "1:40");
	time_of(text, 0, 3580000, "{\"layout\": \"ring\"}");
	assert_string_equal(text, "58:00");
	time_of(text, 1000, 5500000, "{\"layout\": \"queue\"}");
	assert_string_equal(text, "1:30:00");
	time_of(text, 1000, 145000, "{}"); /* it began on the clock */
	assert_string_equal(text, "0:45");
	time_of(text, 1000, 100000, "{}"); /* over */
	assert_string_equal(text, "");
	time_of(text, 100000, 3580000, "{\"label\": \"{rule} {seconds}\"}"); /* says it already */
	assert_string_equal(text, "");
	words(text, PLAN_TITLE, "{\"label\": \"{seconds}\"}"); /* a plain number as before */
	assert_string_equal(text, "6");
}

static void names_can_be_hidden(void **state)
{
	static const char *const labels[] = {"{by} {level}", "{message}", "{rule} {level}"};
	char text[WORDS_SIZE];
	char json[256];
	(void)state;
	for (int layout = ACTIVITY_BAR; layout < ACTIVITY_LAYOUT_COUNT; layout++)
		for (int i = 0; i < 3; i++)
			for (enum plan_slot slot = 0; slot < PLAN_SLOTS; slot++) {
				snprintf(json, sizeof(json),
					 "{\"layout\": \"%s\", \"label\": \"%s\", \"show_names\": false}",
					 activity_layout_word((enum activity_layout)layout), labels[i]);
				words(text, slot, json);
				assert_null(strstr(text, "Mira"));
				assert_null(strstr(text, "Alex"));
			}
}

static void a_hundred_places_stay_within_bounds(void **state)
{
	char json[1024] = "{\"label\": \"";
	char text[WORDS_SIZE];
	(void)state;
	for (int i = 0; i < 100; i++)
		strcat(json, "{rule} ");
	strcat(json, "\"}");
	words(text, PLAN_TITLE, json);
	assert_true(strlen(text) < WORDS_SIZE && strncmp(text, "Wave Wave", 9) == 0);
}

static void what_no_rule_began_is_named_by_its_toy(void **state)
{
	struct activity_options options = options_of("{}");
	struct activity_view view = {.is_active = true, .toy_count = 2, .amount = -1.0};
	struct motion motion = {.percent = 20};
	char text[WORDS_SIZE];
	strcpy(view.toys[0].name, "Lush");
	strcpy(view.toys[1].name, "Nora");
	view.toys[1].level = 0.2f;
	(void)state;
	words_of_slot(text, PLAN_TITLE, &options, &view, &motion, 0);
	assert_string_equal(text, "Nora");
	words_of_slot(text, PLAN_SECOND, &options, &view, &motion, 0);
	assert_string_equal(text, "");
}

/* --- room for the triangles --- */

struct arrays {
	float position[MESH_VERTICES][4], color[MESH_VERTICES][4], edge[MESH_VERTICES][4];
	uint16_t index[MESH_INDICES], soft[MESH_INDICES], rim[MESH_INDICES];
};

static struct mesh mesh_over(struct arrays *arrays)
{
	return (struct mesh){.position = arrays->position,
			     .color = arrays->color,
			     .edge = arrays->edge,
			     .index = arrays->index,
			     .soft = arrays->soft,
			     .rim = arrays->rim};
}

/* A number is four letters. */
static int fill_boxes(const struct plan *plan, struct line_box boxes[LINES_MAX_BOXES])
{
	int count = 0;
	for (enum plan_slot slot = 0; slot < PLAN_IDLE; slot++) {
		const struct plan_text *text = &plan->texts[slot];
		int rows = slot == PLAN_ROW_NUMBER ? plan->row_count : 1;
		int pieces = slot == PLAN_NUMBER || slot == PLAN_ROW_NUMBER ? 4 : 1;
		for (int i = 0; text->width > 0.0f && i < rows * pieces && count < LINES_MAX_BOXES; i++) {
			float size = (float)text->size_px;
			float line = slot == PLAN_ROW_NUMBER ? plan->texts[PLAN_ROW_LEFT + i / pieces].baseline
							     : text->baseline;
			float width = floorf(text->width / (float)pieces);
			struct rect box = {text->x + width * (float)(i % pieces), line - size, width,
					   roundf(size * 1.2f)};
			boxes[count++] = (struct line_box){.box = box, .slot = slot};
		}
	}
	return count;
}

/* step: by which the curve is higher in every other part of the graph. */
static void build(struct mesh *mesh, const struct activity_options *options, float step)
{
	struct plan plan;
	struct line_box boxes[LINES_MAX_BOXES];
	struct history_band bands[HISTORY_BANDS];
	struct picture_inks inks;
	struct motion motion = {.content = MOTION_ACTIVITY, .level = 0.63f, .goal = 0.63f, .shown = 1.0f};
	plan_make(&plan, options, ACTIVITY_ROWS);
	for (int row = 0; row < ACTIVITY_ROWS; row++)
		motion.rows[row] = 0.3f + 0.05f * (float)row;
	for (int band = 0; band < HISTORY_BANDS; band++)
		bands[band] =
			(struct history_band){.low = 0.3f, .high = 0.5f + step * (float)(band % 2), .cosine = 0.5f};
	struct picture_input input = {.options = options,
				      .plan = &plan,
				      .motion = &motion,
				      .boxes = boxes,
				      .box_count = fill_boxes(&plan, boxes),
				      .ceiling = 0.8f,
				      .seconds_left = 0.63f,
				      .bands = bands,
				      .alpha = 1.0f,
				      .accent = 0.5f};
	picture_build(mesh, &inks, &input);
}

static void expect_room(struct arrays *arrays, enum activity_layout layout, enum look_id look, const char *size)
{
	struct mesh mesh = mesh_over(arrays);
	char json[256];
	snprintf(json, sizeof(json), "{\"layout\": \"%s\", \"look\": \"%s\", %s}", activity_layout_word(layout),
		 look_word(look), size);
	struct activity_options options = options_of(json);
	build(&mesh, &options, 0.2f);
	assert_true(mesh.index_count > 0 && !mesh.is_full);
}

static void there_is_room_for_the_fullest_picture(void **state)
{
	static const char *const sizes[] = {"\"width\": 160", "\"width\": 600",
					    "\"width\": 4096, \"font\": {\"size\": 160}"};
	struct arrays *arrays = calloc(1, sizeof(*arrays));
	(void)state;
	assert_non_null(arrays);
	for (enum activity_layout layout = ACTIVITY_BAR; layout < ACTIVITY_LAYOUT_COUNT; layout++)
		for (enum look_id look = LOOK_GLASS; look < LOOK_COUNT; look++)
			for (int i = 0; i < 3; i++)
				expect_room(arrays, layout, look, sizes[i]);
	free(arrays);
}

/* Each piece is two triangles, of which a renderer looks at every pixel between them twice. */
static void a_curve_that_stays_as_high_is_one_piece(void **state)
{
	struct activity_options options = options_of("{\"layout\": \"graph\"}");
	struct arrays *arrays = calloc(1, sizeof(*arrays));
	(void)state;
	assert_non_null(arrays);
	struct mesh mesh = mesh_over(arrays);
	build(&mesh, &options, 0.0f);
	assert_int_equal(mesh.count[MESH_GRAPH], 6);
	build(&mesh, &options, 0.2f);
	assert_int_equal(mesh.count[MESH_GRAPH], 6 * HISTORY_BANDS);
	free(arrays);
}

static float weight_of_letters(const char *json, bool is_linear)
{
	struct activity_options options = options_of(json);
	struct picture_inks inks;
	struct arrays *arrays = calloc(1, sizeof(*arrays));
	struct plan plan;
	struct motion motion = {.content = MOTION_NOTHING};
	struct picture_input input = {.options = &options,
				      .plan = &plan,
				      .motion = &motion,
				      .alpha = 1.0f,
				      .space = {.is_linear = is_linear, .white = 1.0f}};
	assert_non_null(arrays);
	struct mesh mesh = mesh_over(arrays);
	plan_make(&plan, &options, 0);
	picture_build(&mesh, &inks, &input);
	free(arrays);
	return inks.text_weight;
}

static void dark_letters_on_a_light_panel_get_back_what_light_takes_from_them(void **state)
{
	(void)state;
	assert_true(weight_of_letters("{\"look\": \"soft\"}", true) > 0.9f);
	assert_true(weight_of_letters("{\"look\": \"soft\", \"opacity\": 0}", true) == 0.0f);
	assert_true(weight_of_letters("{\"look\": \"soft\"}", false) == 0.0f);
	assert_true(weight_of_letters("{\"look\": \"glass\"}", true) == 0.0f);
	assert_true(weight_of_letters("{\"look\": \"mono\"}", true) == 0.0f);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(without_settings_it_is_a_glass_bar),
		cmocka_unit_test(settings_may_hold_anything),
		cmocka_unit_test(the_level_stands_apart_at_either_end),
		cmocka_unit_test(what_a_person_chose_goes_back_to_the_look),
		cmocka_unit_test(all_of_it_lies_within_the_panel),
		cmocka_unit_test(the_default_size_is_that_of_an_alert),
		cmocka_unit_test(who_caused_it_is_as_large_as_who_waits),
		cmocka_unit_test(labels_are_filled),
		cmocka_unit_test(long_times_are_read_as_on_a_clock),
		cmocka_unit_test(names_can_be_hidden),
		cmocka_unit_test(a_hundred_places_stay_within_bounds),
		cmocka_unit_test(what_no_rule_began_is_named_by_its_toy),
		cmocka_unit_test(there_is_room_for_the_fullest_picture),
		cmocka_unit_test(a_curve_that_stays_as_high_is_one_piece),
		cmocka_unit_test(dark_letters_on_a_light_panel_get_back_what_light_takes_from_them),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
