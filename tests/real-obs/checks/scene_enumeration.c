/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Preloaded into OBS by the tests. libobs 31.1 to 32.2 asks a scene for the next one after the scene was handed out.
 * OBS removes each one there when it leaves a collection or ends; one that nobody else holds may be freed by then, on
 * libobs's destruction thread, and the rest is never removed: "Not all sources were cleared", and a crash. It happens
 * without this plugin too. Here every scene is held until the last was handed out, so that a source that is left was
 * left by somebody. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdbool.h>
#include <stddef.h>

typedef struct obs_source obs_source_t;
typedef struct obs_canvas obs_canvas_t;
typedef bool (*each_scene)(void *param, obs_source_t *scene);

enum { MAX_SCENES = 256 };

struct scenes {
	obs_source_t *(*hold)(obs_source_t *source);
	obs_source_t *held[MAX_SCENES];
	size_t count;
};

static bool keep(void *param, obs_source_t *scene)
{
	struct scenes *scenes = param;
	scenes->held[scenes->count++] = scenes->hold(scene);
	return scenes->count < MAX_SCENES;
}

static struct scenes scenes_to_fill(void)
{
	return (struct scenes){.hold = dlsym(RTLD_DEFAULT, "obs_source_get_ref")};
}

static void hand_out(struct scenes *scenes, each_scene each, void *param)
{
	void (*release)(obs_source_t *) = dlsym(RTLD_DEFAULT, "obs_source_release");
	bool goes_on = true;
	for (size_t index = 0; goes_on && index < scenes->count; index++)
		goes_on = !scenes->held[index] || each(param, scenes->held[index]);
	for (size_t index = 0; index < scenes->count; index++)
		release(scenes->held[index]);
}

__attribute__((visibility("default"))) void obs_enum_scenes(each_scene each, void *param)
{
	void (*enumerate)(each_scene, void *) = dlsym(RTLD_NEXT, "obs_enum_scenes");
	struct scenes scenes = scenes_to_fill();
	enumerate(keep, &scenes);
	hand_out(&scenes, each, param);
}

__attribute__((visibility("default"))) void obs_canvas_enum_scenes(obs_canvas_t *canvas, each_scene each, void *param)
{
	void (*enumerate)(obs_canvas_t *, each_scene, void *) = dlsym(RTLD_NEXT, "obs_canvas_enum_scenes");
	struct scenes scenes = scenes_to_fill();
	enumerate(canvas, keep, &scenes);
	hand_out(&scenes, each, param);
}
