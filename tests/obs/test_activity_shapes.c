/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Triangles of the activity source, rastered here: every pixel is covered once, and nothing beside it. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "obs/sources/activity/shapes/mesh.h"

enum { WIDTH = 240, HEIGHT = 120 };

struct raster {
	struct mesh mesh;
	uint8_t covers[HEIGHT][WIDTH]; /* how often a pixel's centre was drawn */
	float position[MESH_VERTICES][4], color[MESH_VERTICES][4], edge[MESH_VERTICES][4];
	uint16_t index[MESH_INDICES], soft[MESH_INDICES], rim[MESH_INDICES];
};

static const struct ink opaque = {{1.0f, 1.0f, 1.0f, 1.0f}};

static int setup(void **state)
{
	struct raster *raster = calloc(1, sizeof(*raster));
	if (!raster)
		return -1;
	raster->mesh = (struct mesh){.position = raster->position,
				     .color = raster->color,
				     .edge = raster->edge,
				     .index = raster->index,
				     .soft = raster->soft,
				     .rim = raster->rim};
	mesh_begin(&raster->mesh);
	mesh_begin_list(&raster->mesh, MESH_PLAIN);
	*state = raster;
	return 0;
}

static int teardown(void **state)
{
	free(*state);
	return 0;
}

static float side(const float *a, const float *b, float x, float y)
{
	return (b[0] - a[0]) * (y - a[1]) - (b[1] - a[1]) * (x - a[0]);
}

/* The coverage the shader would give, of the distances in edge, 1 pixel of the source being one of the target. */
static float coverage(const struct raster *raster, const uint16_t *corners, float x, float y)
{
	const float *a = raster->position[corners[0]];
	const float *b = raster->position[corners[1]];
	const float *c = raster->position[corners[2]];
	float area = side(a, b, c[0], c[1]);
	float u = side(b, c, x, y) / area;
	float v = side(c, a, x, y) / area;
	float distance = raster->edge[corners[0]][0] * u + raster->edge[corners[1]][0] * v +
			 raster->edge[corners[2]][0] * (1.0f - u - v);
	float half = raster->edge[corners[0]][1]; /* of a band, where it is above 0 */
	return 0.5f - (half > 0.0f ? fabsf(distance) - half : distance);
}

/* Off the lines between cells: whom a pixel on a line belongs to is the graphics card's business. */
static const float nudge_x = 0.4871f;
static const float nudge_y = 0.5133f;

static void cover(struct raster *raster, const uint16_t *corners, int is_rim)
{
	const float *a = raster->position[corners[0]];
	const float *b = raster->position[corners[1]];
	const float *c = raster->position[corners[2]];
	float area = side(a, b, c[0], c[1]);
	for (int y = 0; y < HEIGHT && area != 0.0f; y++)
		for (int x = 0; x < WIDTH; x++) {
			float px = (float)x + nudge_x;
			float py = (float)y + nudge_y;
			float sign = area > 0.0f ? 1.0f : -1.0f;
			if (side(a, b, px, py) * sign <= 0.0f || side(b, c, px, py) * sign <= 0.0f ||
			    side(c, a, px, py) * sign <= 0.0f)
				continue;
			if (!is_rim || coverage(raster, corners, px, py) > 0.5f)
				raster->covers[y][x]++;
		}
}

static void draw(struct raster *raster)
{
	struct mesh *mesh = &raster->mesh;
	mesh_end(mesh);
	assert_false(mesh->is_full);
	for (int list = 0; list < MESH_LISTS; list++)
		for (uint32_t i = 0; i < mesh->count[list]; i += 3)
			cover(raster, mesh->index + mesh->begin[list] + i, list == MESH_RIM);
}

static float box_distance(struct rect box, float radius, float x, float y)
{
	float dx = fabsf(x - box.x - box.w * 0.5f) - box.w * 0.5f + radius;
	float dy = fabsf(y - box.y - box.h * 0.5f) - box.h * 0.5f + radius;
	return hypotf(fmaxf(dx, 0.0f), fmaxf(dy, 0.0f)) + fminf(fmaxf(dx, dy), 0.0f) - radius;
}

static void expect_box(struct raster *raster, struct rect box, float radius, const struct rect *hole)
{
	for (int y = 0; y < HEIGHT; y++)
		for (int x = 0; x < WIDTH; x++) {
			float px = (float)x + nudge_x;
			float py = (float)y + nudge_y;
			float distance = box_distance(box, radius, px, py);
			int is_hole = hole && px > hole->x && px < hole->x + hole->w && py > hole->y &&
				      py < hole->y + hole->h;
			int expected = distance < 0.0f && !is_hole;
			/* A round corner is drawn with straight edges: up to a tenth of a pixel beside it. */
			if (fabsf(distance) > 0.12f && raster->covers[y][x] != expected)
				print_error("at %d,%d: %d times\n", x, y, raster->covers[y][x]);
			assert_true(fabsf(distance) <= 0.12f || raster->covers[y][x] == expected);
		}
}

static void a_box_covers_each_pixel_once(void **state)
{
	static const struct {
		struct rect box;
		float radius, border;
	} cases[] = {
		{{10.0f, 10.0f, 200.0f, 90.0f}, 26.0f, 2.0f}, {{10.3f, 10.6f, 100.5f, 60.2f}, 0.0f, 0.0f},
		{{10.0f, 10.0f, 200.0f, 30.0f}, 15.0f, 0.0f}, {{5.0f, 5.0f, 64.0f, 64.0f}, 32.0f, 1.0f},
		{{10.0f, 10.0f, 50.0f, 50.0f}, 1.0f, 3.0f},
	};
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		assert_int_equal(setup(state), 0);
		struct raster *raster = *state;
		struct paint paint = paint_flat(opaque);
		mesh_box(&raster->mesh, cases[i].box, cases[i].radius, cases[i].border, NULL, 0, &paint);
		draw(raster);
		expect_box(raster, cases[i].box, cases[i].radius, NULL);
		teardown(state);
	}
	assert_int_equal(setup(state), 0);
}

static void a_pill_covers_each_pixel_once(void **state)
{
	struct raster *raster = *state;
	const struct rect box = {10.0f, 20.0f, 200.0f, 23.0f};
	const struct rect filled = {21.5f, 21.0f, 118.5f, 21.0f};
	const struct rect with_its_edges = {21.5f, 19.0f, 118.5f, 25.0f};
	struct paint paint = paint_flat(opaque);
	mesh_pill(&raster->mesh, box, &paint, &paint, &filled);
	draw(raster);
	expect_box(raster, box, 11.5f, &with_its_edges);
}

/* Text begins where the rounding of a large corner still goes on. */
static void a_hole_may_reach_into_the_corner(void **state)
{
	struct raster *raster = *state;
	const struct rect box = {10.0f, 10.0f, 200.0f, 90.0f};
	float c = mesh_corner_px(36.0f, 2.0f);
	const struct rect hole = {10.0f + c, 10.0f + c, 60.0f, 20.0f};
	struct paint paint = paint_flat(opaque);
	assert_true(c < 15.0f);
	mesh_box(&raster->mesh, box, 36.0f, 2.0f, &hole, 1, &paint);
	draw(raster);
	expect_box(raster, box, 36.0f, &hole);
}

static void cells_fill_all_but_their_holes(void **state)
{
	struct raster *raster = *state;
	const struct rect holes[] = {
		{20, 20, 50, 20}, {60, 30, 30, 40}, {60, 30, 30, 40}, {190, 0, 100, 50}, {0, 0, 0, 0}};
	struct paint paint = paint_flat(opaque);
	mesh_cells(&raster->mesh, (struct rect){10.0f, 10.0f, 200.0f, 90.0f}, holes, 5, &paint);
	draw(raster);
	for (int y = 0; y < HEIGHT; y++)
		for (int x = 0; x < WIDTH; x++) {
			int expected = x >= 10 && x < 210 && y >= 10 && y < 100;
			for (int i = 0; i < 5; i++)
				expected &= !(x >= (int)holes[i].x && x < (int)(holes[i].x + holes[i].w) &&
					      y >= (int)holes[i].y && y < (int)(holes[i].y + holes[i].h));
			assert_int_equal(raster->covers[y][x], expected);
		}
}

static void a_ring_covers_its_share_once(void **state)
{
	struct raster *raster = *state;
	const struct mesh_ring ring = {120.0f, 60.0f, 40.0f, 12.0f};
	mesh_arc(&raster->mesh, &ring, 0.0f, 0.25f, false, opaque, opaque);
	draw(raster);
	for (int y = 0; y < HEIGHT; y++)
		for (int x = 0; x < WIDTH; x++) {
			float dx = (float)x + nudge_x - ring.x;
			float dy = ring.y - (float)y - nudge_y;
			float away = fabsf(hypotf(dx, dy) - ring.radius) - ring.width * 0.5f;
			int is_quarter = dx > 0.0f && dy > 0.0f;
			if (fabsf(away) < 0.15f || fabsf(dx) < 1.0f || fabsf(dy) < 1.0f)
				continue;
			assert_int_equal(raster->covers[y][x], away < 0.0f && is_quarter);
		}
}

static void round_ends_reach_half_a_width_further(void **state)
{
	struct raster *raster = *state;
	const struct mesh_ring ring = {120.0f, 60.0f, 40.0f, 12.0f};
	mesh_arc(&raster->mesh, &ring, 0.0f, 0.25f, true, opaque, opaque);
	draw(raster);
	assert_int_equal(raster->covers[20][115], 1); /* before the top */
	assert_int_equal(raster->covers[20][112], 0);
	assert_int_equal(raster->covers[65][160], 1); /* below the right */
	assert_int_equal(raster->covers[68][160], 0);
}

/* What a software renderer shades at a time: a square of four pixels, once for each triangle that has one of them. */
static bool touches(const struct raster *raster, const uint16_t *corners, int left, int top)
{
	const float *a = raster->position[corners[0]];
	const float *b = raster->position[corners[1]];
	const float *c = raster->position[corners[2]];
	float sign = side(a, b, c[0], c[1]) > 0.0f ? 1.0f : -1.0f;
	for (int i = 0; i < 16; i++) {
		float x = (float)(left + i % 4) + nudge_x;
		float y = (float)(top + i / 4) + nudge_y;
		if (side(a, b, x, y) * sign > 0.0f && side(b, c, x, y) * sign > 0.0f && side(c, a, x, y) * sign > 0.0f)
			return true;
	}
	return false;
}

static int count_squares(const struct raster *raster)
{
	int count = 0;
	for (uint32_t i = 0; i < raster->mesh.index_count; i += 3)
		for (int y = 0; y < HEIGHT; y += 4)
			for (int x = 0; x < WIDTH; x += 4)
				count += touches(raster, raster->index + i, x, y);
	return count;
}

/* Twenty rings are drawn sixty times a second. */
static void a_ring_is_one_band(void **state)
{
	struct raster *raster = *state;
	const struct mesh_ring ring = {120.0f, 60.0f, 33.0f, 8.0f};
	mesh_arc(&raster->mesh, &ring, 0.0f, 1.0f, false, opaque, opaque);
	draw(raster);
	assert_true(count_squares(raster) < 400);
	assert_true(raster->mesh.index_count / 3 < 100);
}

static void a_stroke_is_as_wide_as_told(void **state)
{
	struct raster *raster = *state;
	mesh_stroke(&raster->mesh, 100.0f, 20.0f, 100.0f, 80.0f, 4.0f, opaque);
	draw(raster);
	int width = 0;
	for (int x = 0; x < WIDTH; x++)
		width += raster->covers[50][x];
	assert_int_equal(width, 4);
	assert_int_equal(raster->covers[10][100], 0);
}

static void a_glow_lies_outside_only(void **state)
{
	struct raster *raster = *state;
	const struct rect box = {60.0f, 40.0f, 120.0f, 40.0f};
	mesh_soft(&raster->mesh, box, 20.0f, 14.0f, 0.0f, opaque);
	mesh_end(&raster->mesh);
	for (uint32_t i = 0; i < raster->mesh.vertex_count; i++) {
		float distance = box_distance(box, 20.0f, raster->position[i][0], raster->position[i][1]);
		assert_true(distance > -0.6f && distance < 14.1f);
		/* It fades from the edge to its end. */
		assert_true(raster->edge[i][0] == (distance > 1.0f ? 1.0f : 0.0f));
	}
}

static void too_much_is_left_out_and_told(void **state)
{
	struct raster *raster = *state;
	struct paint paint = paint_flat(opaque);
	for (int i = 0; i < 200; i++)
		mesh_box(&raster->mesh, (struct rect){10, 10, 200, 90}, 20.0f, 1.0f, NULL, 0, &paint);
	mesh_end(&raster->mesh);
	assert_true(raster->mesh.is_full);
	assert_true(raster->mesh.vertex_count <= MESH_VERTICES && raster->mesh.index_count <= MESH_INDICES);
	for (uint32_t i = 0; i < raster->mesh.index_count; i++)
		assert_true(raster->index[i] < raster->mesh.vertex_count);
}

static void boxes_without_room_draw_nothing(void **state)
{
	struct raster *raster = *state;
	struct paint paint = paint_flat(opaque);
	mesh_box(&raster->mesh, (struct rect){10, 10, 0, 90}, 20.0f, 1.0f, NULL, 0, &paint);
	mesh_box(&raster->mesh, (struct rect){10, 10, -5, -5}, 20.0f, 1.0f, NULL, 0, &paint);
	mesh_arc(&raster->mesh, &(struct mesh_ring){60, 60, 40, 12}, 0.5f, 0.5f, true, opaque, opaque);
	mesh_end(&raster->mesh);
	assert_int_equal(raster->mesh.index_count, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(a_box_covers_each_pixel_once, NULL, teardown),
		cmocka_unit_test_setup_teardown(a_pill_covers_each_pixel_once, setup, teardown),
		cmocka_unit_test_setup_teardown(a_hole_may_reach_into_the_corner, setup, teardown),
		cmocka_unit_test_setup_teardown(cells_fill_all_but_their_holes, setup, teardown),
		cmocka_unit_test_setup_teardown(a_ring_covers_its_share_once, setup, teardown),
		cmocka_unit_test_setup_teardown(round_ends_reach_half_a_width_further, setup, teardown),
		cmocka_unit_test_setup_teardown(a_ring_is_one_band, setup, teardown),
		cmocka_unit_test_setup_teardown(a_stroke_is_as_wide_as_told, setup, teardown),
		cmocka_unit_test_setup_teardown(a_glow_lies_outside_only, setup, teardown),
		cmocka_unit_test_setup_teardown(too_much_is_left_out_and_told, setup, teardown),
		cmocka_unit_test_setup_teardown(boxes_without_room_draw_nothing, setup, teardown),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
