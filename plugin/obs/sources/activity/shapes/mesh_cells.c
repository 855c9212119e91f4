/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <math.h>
#include <stdlib.h>

#include "obs/sources/activity/shapes/mesh_private.h"

static int compare_floats(const void *left, const void *right)
{
	float a = *(const float *)left;
	float b = *(const float *)right;
	return (a > b) - (a < b);
}

static bool is_in_hole(float x, float y, const struct rect *holes, int count)
{
	for (int i = 0; i < count; i++)
		if (x > holes[i].x && x < holes[i].x + holes[i].w && y > holes[i].y && y < holes[i].y + holes[i].h)
			return true;
	return false;
}

static float within(float value, float min, float max)
{
	return fminf(fmaxf(value, min), max);
}

/* Cells that have grown downwards from line to line for as long as they stay as wide: the fewer there are, the fewer
 * pixels lie on their edges. */
struct columns {
	struct rect open[MESH_MAX_HOLES + 1];
	int count;
};

/* Takes out and makes longer the one above this cell, where there is one of the same width. */
static void grow(struct columns *above, struct rect *cell)
{
	for (int i = 0; i < above->count; i++) {
		if (above->open[i].x != cell->x || above->open[i].w != cell->w)
			continue;
		cell->h += above->open[i].h;
		cell->y = above->open[i].y;
		above->open[i] = above->open[--above->count];
		return;
	}
}

static void add_run(struct columns *above, struct columns *row, struct rect cell)
{
	if (cell.w < 0.001f || row->count > MESH_MAX_HOLES)
		return;
	grow(above, &cell);
	row->open[row->count++] = cell;
}

static void close_columns(struct mesh *mesh, const struct columns *columns, const struct paint *paint)
{
	for (int i = 0; i < columns->count; i++)
		mesh_add_rect(mesh, &columns->open[i], paint);
}

/* Runs of cells without a hole between two lines. */
static void add_row(struct columns *above, struct columns *row, const float *xs, int x_count, float y0, float y1,
		    const struct rect *holes, int hole_count)
{
	float from = xs[0];
	row->count = 0;
	for (int i = 0; i + 1 < x_count; i++) {
		if (!is_in_hole((xs[i] + xs[i + 1]) * 0.5f, (y0 + y1) * 0.5f, holes, hole_count))
			continue;
		add_run(above, row, (struct rect){from, y0, xs[i] - from, y1 - y0});
		from = xs[i + 1];
	}
	add_run(above, row, (struct rect){from, y0, xs[x_count - 1] - from, y1 - y0});
}

/* The sides of the holes that cross between two lines only: fewer, larger rectangles. */
static int cut_row(float *xs, struct rect box, float y0, float y1, const struct rect *holes, int hole_count)
{
	int count = 0;
	xs[count++] = box.x;
	for (int i = 0; i < hole_count; i++) {
		if (holes[i].y >= y1 || holes[i].y + holes[i].h <= y0)
			continue;
		xs[count++] = within(holes[i].x, box.x, box.x + box.w);
		xs[count++] = within(holes[i].x + holes[i].w, box.x, box.x + box.w);
	}
	xs[count++] = box.x + box.w;
	qsort(xs, (size_t)count, sizeof(*xs), compare_floats);
	return count;
}

void mesh_cells(struct mesh *mesh, struct rect box, const struct rect *holes, int hole_count, const struct paint *paint)
{
	float ys[2 * MESH_MAX_HOLES + 2] = {box.y, box.y + box.h};
	float xs[2 * MESH_MAX_HOLES + 2];
	struct columns columns[2] = {0};
	int y_count = 2;
	hole_count = hole_count < MESH_MAX_HOLES ? hole_count : MESH_MAX_HOLES;
	for (int i = 0; i < hole_count; i++) {
		ys[y_count++] = within(holes[i].y, box.y, box.y + box.h);
		ys[y_count++] = within(holes[i].y + holes[i].h, box.y, box.y + box.h);
	}
	qsort(ys, (size_t)y_count, sizeof(*ys), compare_floats);
	for (int i = 0; i + 1 < y_count; i++) {
		if (ys[i + 1] - ys[i] < 0.001f)
			continue;
		int x_count = cut_row(xs, box, ys[i], ys[i + 1], holes, hole_count);
		add_row(&columns[0], &columns[1], xs, x_count, ys[i], ys[i + 1], holes, hole_count);
		close_columns(mesh, &columns[0], paint);
		columns[0] = columns[1];
	}
	close_columns(mesh, &columns[0], paint);
}
