/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Draws the activity source for the README: four layouts on a picture, or a run of a bar frame by frame.
 * usage: gallery LOOK PICTURE.bgra FOLDER [frames]        PICTURE: 1280 x 720; writes LOOK.pam or LOOK-000.pam, ...
 * environment: as the tests in tests/obs/host, KEEP_PICTURES is set by the program */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <util/bmem.h>
#include <util/platform.h>

#include "activity_session.h"

enum { COUNT = 4, FRAME_WIDTH = 640, FRAME_HEIGHT = 260, FRAMES_S = 10 };
static const uint64_t second_ns = 1000000000;

static void place(obs_scene_t *scene, obs_source_t *source, float x, float y)
{
	struct vec2 position = {.x = x, .y = y};
	obs_sceneitem_set_pos(obs_scene_add(scene, source), &position);
}

static obs_source_t *make(const char *layout, const char *look, int width)
{
	char json[256];
	snprintf(json, sizeof(json),
		 "{\"layout\": \"%s\", \"look\": \"%s\", \"width\": %d, \"graph_seconds\": 10, \"idle_after_s\": 1}",
		 layout, look, width);
	return activity_make(json);
}

static char *read_picture(const char *path)
{
	size_t size = (size_t)HOST_WIDTH * HOST_HEIGHT * 4;
	char *bgra = bmalloc(size);
	FILE *file = fopen(path, "rb");
	HOST_CHECK(file && fread(bgra, 1, size, file) == size);
	fclose(file);
	return bgra;
}

static void press_try(obs_source_t *source)
{
	obs_properties_t *properties = obs_source_properties(source);
	obs_property_button_clicked(obs_properties_get(properties, "try"), source);
	obs_properties_destroy(properties);
}

static void keep(obs_source_t *scene, const char *photo, int width, int height, const char *name)
{
	const struct activity_ground ground = {.scale = 1.0f, .photo = photo};
	struct host_picture picture = activity_draw_on(scene, &ground, width, height);
	activity_keep(&picture, name);
	bfree(picture.bgra);
}

/* The top left corner of the picture: with less to draw there are more frames. */
static char *cut_corner(const char *photo)
{
	char *corner = bmalloc((size_t)FRAME_WIDTH * FRAME_HEIGHT * 4);
	for (size_t y = 0; y < FRAME_HEIGHT; y++)
		memcpy(corner + y * FRAME_WIDTH * 4, photo + y * HOST_WIDTH * 4, FRAME_WIDTH * 4);
	return corner;
}

static bool has_passed(void *ctx)
{
	return os_gettime_ns() >= *(uint64_t *)ctx;
}

/* The middle of the eight seconds that a sample lasts. */
static void keep_still(obs_source_t *scene, const char *photo, const char *look)
{
	uint64_t until = os_gettime_ns() + 4 * second_ns;
	host_wait(has_passed, &until, "the middle of the sample");
	keep(scene, photo, HOST_WIDTH, HOST_HEIGHT, look);
}

/* From before the bar comes until it has gone: as many frames as the machine can draw. */
static void keep_frames(obs_source_t *scene, const char *photo, const char *look)
{
	char name[64];
	char *corner = cut_corner(photo);
	uint64_t begin = os_gettime_ns();
	for (int frame = 0; os_gettime_ns() - begin < FRAMES_S * second_ns; frame++) {
		host_run_frames(1);
		snprintf(name, sizeof(name), "%s-%03d", look, frame);
		keep(scene, corner, FRAME_WIDTH, FRAME_HEIGHT, name);
	}
	bfree(corner);
}

int main(int argc, char **argv)
{
	static const char *const layouts[COUNT] = {"bar", "ring", "graph", "queue"};
	static const float places[COUNT][2] = {{30, 20}, {660, 20}, {30, 500}, {660, 370}};
	obs_source_t *sources[COUNT];
	bool wants_frames = argc == 5 && strcmp(argv[4], "frames") == 0;
	HOST_CHECK((argc == 4 || wants_frames) && setenv("KEEP_PICTURES", argv[3], 1) == 0);
	char *photo = read_picture(argv[2]);
	activity_start(false);
	obs_scene_t *scene = obs_scene_create("gallery");
	for (int i = 0; i < COUNT; i++) {
		sources[i] = make(layouts[i], argv[1], 590);
		place(scene, sources[i], places[i][0], places[i][1]);
	}
	host_run_frames(120); /* the digits are drawn */
	/* With one to draw there are more frames. */
	for (int i = 0; i < (wants_frames ? 1 : COUNT); i++)
		press_try(sources[i]);
	if (wants_frames)
		keep_frames(obs_scene_get_source(scene), photo, argv[1]);
	else
		keep_still(obs_scene_get_source(scene), photo, argv[1]);
	obs_source_remove(obs_scene_get_source(scene));
	obs_scene_release(scene);
	for (int i = 0; i < COUNT; i++)
		obs_source_release(sources[i]);
	bfree(photo);
	activity_finish();
	return 0;
}
