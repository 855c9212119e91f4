/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The pictures of the activity source, measured. One scenario a run. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <util/bmem.h>
#include <util/platform.h>

#include "activity_session.h"
#include "fake_engine.h"

static const char *const layouts[] = {"bar", "ring", "graph", "toys", "queue", "menu", "goal"};
static const char *const looks[] = {"glass", "neon", "soft", "mono"};
enum { LAYOUTS = sizeof(layouts) / sizeof(layouts[0]), LOOKS = sizeof(looks) / sizeof(looks[0]) };
static const struct activity_ground meadow = {.rgb = 0x5A7A4A, .scale = 1.0f};

/* Of glass at 600 pixels, in those of the source: see plan.c. */
enum { GROOVE_X = 40, GROOVE_WIDTH = 520, GROOVE_Y = 146, GRAPH_TOP = 80, GRAPH_HEIGHT = 77, GRAPH_SECONDS = 10 };
static const float ring_middle = 98.5f;
static const float ring_radius = 53.96f;

static obs_source_t *make_with(const char *layout, const char *look, const char *more)
{
	char json[512];
	snprintf(json, sizeof(json), "{\"layout\": \"%s\", \"look\": \"%s\"%s}", layout, look, more);
	return activity_make(json);
}

static void press_try(obs_source_t *source)
{
	obs_properties_t *properties = obs_source_properties(source);
	obs_property_button_clicked(obs_properties_get(properties, "try"), source);
	obs_properties_destroy(properties);
}

static bool is_empty(obs_source_t *source)
{
	struct host_picture picture = activity_draw_on(source, &meadow, (int)obs_source_get_width(source),
						       (int)obs_source_get_height(source));
	bool is_bare = true;
	for (int y = 0; y < picture.height_px; y++)
		for (int x = 0; x < picture.width_px; x++)
			is_bare &= activity_pixel(&picture, x, y) == meadow.rgb;
	bfree(picture.bgra);
	return is_bare;
}

/* Each look of a layout, as Try shows it. */
static void draw_looks(const char *layout)
{
	obs_source_t *sources[LOOKS];
	for (int i = 0; i < LOOKS; i++) {
		sources[i] = make_with(layout, looks[i], "");
		press_try(sources[i]);
	}
	host_run_frames(130); /* one line of text a frame */
	for (int i = 0; i < LOOKS; i++) {
		char name[64];
		press_try(sources[i]); /* on a busy machine the first sample may be over */
		while (is_empty(sources[i]))
			host_run_frames(1);
		struct host_picture picture =
			activity_draw_on(sources[i], &meadow, (int)obs_source_get_width(sources[i]),
					 (int)obs_source_get_height(sources[i]));
		snprintf(name, sizeof(name), "%s-%s", layout, looks[i]);
		activity_keep(&picture, name);
		HOST_CHECK(activity_pixel(&picture, 40, 60) != meadow.rgb);
		bfree(picture.bgra);
		obs_source_release(sources[i]);
	}
}

static void every_layout_is_drawn_in_every_look(void)
{
	activity_start(false);
	for (int i = 0; i < LAYOUTS; i++)
		draw_looks(layouts[i]);
	activity_finish();
}

static bool is_white(uint32_t rgb)
{
	return (rgb & 0xFF) > 0xF0 && (rgb >> 8 & 0xFF) > 0xF0 && (rgb >> 16) > 0xF0;
}

static float white_end(const struct host_picture *picture, int y)
{
	int end = 0;
	for (int x = GROOVE_X; x < GROOVE_X + GROOVE_WIDTH; x++)
		if (is_white(activity_pixel(picture, x, y)))
			end = x + 1;
	return (float)(end - GROOVE_X) / GROOVE_WIDTH;
}

static void the_bar_ends_at_the_level_that_was_sent(void)
{
	const double levels[] = {0.25, 0.5, 0.9, 1.0};
	activity_start(false);
	obs_source_t *source = make_with("bar", "glass", "");
	for (size_t i = 0; i < sizeof(levels) / sizeof(levels[0]); i++) {
		activity_show(&(struct activity_run){.level = levels[i], .ceiling = 1.0, .rule = "Pulse", .run = 1});
		activity_settle(source);
		struct host_picture picture = activity_draw_on(source, &meadow, 600, 200);
		float end = white_end(&picture, GROOVE_Y);
		if (fabs((double)end - levels[i]) > 0.006)
			fprintf(stderr, "%f, not %f\n", (double)end, levels[i]);
		HOST_CHECK(fabs((double)end - levels[i]) <= 0.006);
		bfree(picture.bgra);
	}
	obs_source_release(source);
	activity_finish();
}

/* Of a bar at 600 pixels. */
static bool has_same_title(const struct host_picture *one, const struct host_picture *other)
{
	for (int y = 20; y < 80; y++)
		for (int x = 30; x < 400; x++)
			if (activity_pixel(one, x, y) != activity_pixel(other, x, y))
				return false;
	return true;
}

static void the_panel_comes_with_its_title(void)
{
	static const char *const rules[] = {"Earthquake", "Pulse"};
	activity_start(false);
	obs_source_t *source = make_with("bar", "mono", ", \"reduce_motion\": true, \"idle_after_s\": 0");
	for (uint32_t i = 0; i < 2; i++) {
		activity_show(&(struct activity_run){.level = 0.5, .ceiling = 1.0, .rule = rules[i], .run = i + 1});
		while (is_empty(source))
			host_run_frames(1);
		struct host_picture first = activity_draw_on(source, &meadow, 600, 200);
		activity_settle(source);
		struct host_picture last = activity_draw_on(source, &meadow, 600, 200);
		HOST_CHECK(has_same_title(&first, &last));
		bfree(first.bgra);
		bfree(last.bgra);
		activity_show(&(struct activity_run){.ceiling = 1.0});
		while (!is_empty(source))
			host_run_frames(1);
	}
	obs_source_release(source);
	activity_finish();
}

static void the_ceiling_is_a_tick_on_the_bar(void)
{
	activity_start(false);
	obs_source_t *source = make_with("bar", "glass", "");
	activity_show(&(struct activity_run){.level = 0.2, .ceiling = 0.6, .rule = "Pulse", .run = 1});
	activity_settle(source);
	struct host_picture picture = activity_draw_on(source, &meadow, 600, 200);
	float at = white_end(&picture, GROOVE_Y);
	HOST_CHECK(fabsf(at - 0.6f) < 0.008f);
	bfree(picture.bgra);
	obs_source_release(source);
	activity_finish();
}

static float white_turn(const struct host_picture *picture)
{
	enum { STEPS = 720 };
	int white = 0;
	for (int i = 0; i < STEPS; i++) {
		float angle = (float)i / STEPS * 6.2831853f;
		int x = (int)(ring_middle + sinf(angle) * ring_radius);
		int y = (int)(ring_middle - cosf(angle) * ring_radius);
		white += is_white(activity_pixel(picture, x, y));
	}
	return (float)white / STEPS;
}

static void the_ring_turns_by_the_level(void)
{
	const double levels[] = {0.25, 0.5, 0.75, 1.0};
	activity_start(false);
	obs_source_t *source = make_with("ring", "glass", "");
	for (size_t i = 0; i < sizeof(levels) / sizeof(levels[0]); i++) {
		activity_show(&(struct activity_run){.level = levels[i], .ceiling = 1.0, .rule = "Pulse", .run = 1});
		activity_settle(source);
		struct host_picture picture = activity_draw_on(source, &meadow, 600, 200);
		/* A round end on both sides, half as long as the ring is wide. */
		float caps = levels[i] < 1.0 ? 15.96f / (6.2831853f * ring_radius) : 0.0f;
		float turn = white_turn(&picture) - caps;
		if (fabs((double)turn - levels[i]) > 0.015)
			fprintf(stderr, "%f, not %f\n", (double)turn, levels[i]);
		HOST_CHECK(fabs((double)turn - levels[i]) <= 0.015);
		bfree(picture.bgra);
	}
	obs_source_release(source);
	activity_finish();
}

static bool has_passed(void *ctx)
{
	return os_gettime_ns() >= *(uint64_t *)ctx;
}

/* Returns when the middle of it was: on a busy machine it takes longer. */
static uint64_t hold(double level, uint32_t milliseconds)
{
	uint64_t begin = os_gettime_ns();
	uint64_t until = begin + milliseconds * UINT64_C(1000000);
	activity_show(&(struct activity_run){.level = level, .ceiling = 1.0, .rule = "Pulse", .run = 1});
	host_wait(has_passed, &until, "time");
	return begin / 2 + os_gettime_ns() / 2;
}

/* Share of the graph's height at which the line is, so long ago. */
static float curve_at(const struct host_picture *picture, float seconds_ago)
{
	int x = (int)(GROOVE_X + GROOVE_WIDTH * (1.0f - seconds_ago / GRAPH_SECONDS));
	for (int y = GRAPH_TOP - 2; y < GRAPH_TOP + GRAPH_HEIGHT; y++)
		if (is_white(activity_pixel(picture, x, y)))
			return 1.0f - (float)(y + 2 - GRAPH_TOP) / GRAPH_HEIGHT; /* the middle of the line */
	return -1.0f;
}

static void the_graph_shows_what_was_when_it_was(void)
{
	activity_start(false);
	obs_source_t *source = make_with("graph", "glass", ", \"graph_seconds\": 10");
	const float levels[] = {0.8f, 0.3f, 0.6f};
	uint64_t middles[3] = {0};
	hold(0.0, 300);
	for (int i = 0; i < 3; i++)
		middles[i] = hold((double)levels[i], 1500);
	uint64_t now = os_gettime_ns();
	struct host_picture picture = activity_draw_on(source, &meadow, 600, 200);
	activity_keep(&picture, "graph-measured");
	for (int i = 0; i < 3; i++) {
		float height = curve_at(&picture, (float)(now - middles[i]) / 1e9f);
		if (fabsf(height - levels[i]) > 0.05f)
			fprintf(stderr, "%d: %f\n", i, (double)height);
		HOST_CHECK(fabsf(height - levels[i]) <= 0.05f);
	}
	bfree(picture.bgra);
	obs_source_release(source);
	activity_finish();
}

/* --- what does not go on air --- */

static void publish_stop(void)
{
	struct engine_snapshot snapshot;
	activity_fill(&snapshot, &(struct activity_run){.level = 0.0, .ceiling = 1.0});
	snapshot.is_panic = true;
	activity_publish(&snapshot);
}

static void a_stop_clears_all_of_it_at_once(void)
{
	obs_source_t *sources[LAYOUTS];
	activity_start(false);
	for (int i = 0; i < LAYOUTS; i++)
		sources[i] = make_with(layouts[i], "glass", ", \"graph_seconds\": 60");
	activity_show(&(struct activity_run){.level = 0.9, .ceiling = 1.0, .rule = "Pulse", .run = 1});
	for (int i = 0; i < LAYOUTS; i += LAYOUTS - 1)
		press_try(sources[i]); /* a sample is stopped, too */
	activity_settle(sources[1]);
	for (int i = 0; i < 4; i++)
		HOST_CHECK(!is_empty(sources[i]));
	publish_stop();
	host_run_frames(1);
	for (int i = 0; i < LAYOUTS; i++)
		HOST_CHECK(is_empty(sources[i]));
	/* The graph begins empty after it. */
	activity_show(&(struct activity_run){.level = 0.0, .ceiling = 1.0, .rule = "Pulse", .run = 2});
	activity_settle(sources[2]);
	struct host_picture picture = activity_draw_on(sources[2], &meadow, 600, 200);
	for (int x = GROOVE_X + 2; x < GROOVE_X + GROOVE_WIDTH - 2; x++)
		for (int y = GRAPH_TOP; y < GRAPH_TOP + GRAPH_HEIGHT - 8; y++)
			HOST_CHECK(!is_white(activity_pixel(&picture, x, y)));
	bfree(picture.bgra);
	for (int i = 0; i < LAYOUTS; i++)
		obs_source_release(sources[i]);
	activity_finish();
}

static void publish_halt(uint64_t serial)
{
	struct engine_snapshot snapshot;
	activity_fill(&snapshot, &(struct activity_run){.level = 0.0, .ceiling = 1.0});
	snprintf(snapshot.goal.label, sizeof(snapshot.goal.label), "Lights");
	snapshot.goal.target = 100.0;
	snapshot.record_count = 1;
	snapshot.records[0] =
		(struct haptics_record){.serial = serial, .outcome = HAPTICS_HALTED, .cause = HAPTICS_HALT_REQUEST};
	activity_publish(&snapshot);
}

static void a_stop_without_latch_clears_what_ran_at_once(void)
{
	activity_start(false);
	obs_source_t *bar = make_with("bar", "soft", "");
	obs_source_t *tried = make_with("ring", "soft", "");
	obs_source_t *goal = make_with("goal", "soft", "");
	publish_halt(1);
	for (uint64_t serial = 2; serial < 4; serial++) {
		activity_show(
			&(struct activity_run){.level = 0.9, .ceiling = 1.0, .rule = "Pulse", .run = (uint32_t)serial});
		press_try(tried);
		activity_settle(bar);
		HOST_CHECK(!is_empty(bar) && !is_empty(tried));
		publish_halt(serial);
		host_run_frames(1);
		HOST_CHECK(is_empty(bar) && is_empty(tried));
		host_run_frames(30);
		HOST_CHECK(!is_empty(goal));
	}
	obs_source_release(bar);
	obs_source_release(tried);
	obs_source_release(goal);
	activity_finish();
}

static void what_the_operator_has_to_know_is_not_drawn(void)
{
	obs_source_t *sources[LAYOUTS];
	activity_start(false);
	for (int i = 0; i < LAYOUTS; i++)
		sources[i] = make_with(layouts[i], "glass", ", \"idle_after_s\": 0");
	for (enum engine_state state = ENGINE_OFF; state <= ENGINE_NEEDS_YOU; state++) {
		struct engine_snapshot snapshot;
		activity_fill(&snapshot,
			      &(struct activity_run){.level = state == ENGINE_READY ? 0.0 : 0.5, .ceiling = 1.0});
		snapshot.state = state;
		snapshot.reason = ENGINE_REASON_TOKEN_REJECTED;
		activity_publish(&snapshot);
		host_run_frames(2);
		for (int i = 0; i < LAYOUTS; i++)
			HOST_CHECK(is_empty(sources[i]));
	}
	for (int i = 0; i < LAYOUTS; i++)
		obs_source_release(sources[i]);
	activity_finish();
}

/* Samples are for who looks at the properties: whatever is drawn into a texture may be on air. */
static void open_properties_put_no_sample_on_air(void)
{
	activity_start(false);
	obs_source_t *source = make_with("goal", "neon", "");
	obs_properties_t *properties = obs_source_properties(source);
	host_run_frames(60);
	HOST_CHECK(is_empty(source));
	obs_properties_t *again = obs_source_properties(source);
	obs_properties_destroy(properties);
	host_run_frames(3);
	obs_properties_destroy(again);
	host_run_frames(3);
	HOST_CHECK(is_empty(source));
	obs_source_release(source);
	activity_finish();
}

static void try_plays_on_one_source_alone(void)
{
	activity_start(false);
	obs_source_t *tried = make_with("bar", "soft", ", \"idle_after_s\": 0");
	obs_source_t *other = make_with("bar", "soft", "");
	press_try(tried);
	while (is_empty(tried))
		host_run_frames(1);
	HOST_CHECK(is_empty(other));
	uint64_t until = os_gettime_ns() + UINT64_C(9500000000);
	host_wait(has_passed, &until, "the end of the sample");
	HOST_CHECK(is_empty(tried));
	obs_source_release(tried);
	obs_source_release(other);
	activity_finish();
}

static const struct host_scenario scenarios[] = {
	{"every_layout_is_drawn_in_every_look", every_layout_is_drawn_in_every_look},
	{"the_bar_ends_at_the_level_that_was_sent", the_bar_ends_at_the_level_that_was_sent},
	{"the_panel_comes_with_its_title", the_panel_comes_with_its_title},
	{"the_ceiling_is_a_tick_on_the_bar", the_ceiling_is_a_tick_on_the_bar},
	{"the_ring_turns_by_the_level", the_ring_turns_by_the_level},
	{"the_graph_shows_what_was_when_it_was", the_graph_shows_what_was_when_it_was},
	{"a_stop_clears_all_of_it_at_once", a_stop_clears_all_of_it_at_once},
	{"a_stop_without_latch_clears_what_ran_at_once", a_stop_without_latch_clears_what_ran_at_once},
	{"what_the_operator_has_to_know_is_not_drawn", what_the_operator_has_to_know_is_not_drawn},
	{"open_properties_put_no_sample_on_air", open_properties_put_no_sample_on_air},
	{"try_plays_on_one_source_alone", try_plays_on_one_source_alone},
};

int main(int argc, char **argv)
{
	return host_run_scenario(argc, argv, scenarios, sizeof(scenarios) / sizeof(scenarios[0]));
}
