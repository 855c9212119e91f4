/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Puts the frontend of fake_frontend.c behind the genuine obs-frontend-api.dll, before main(). That library wants an
 * object of a C++ class without fields: a table of its methods in the order of obs-frontend-internal.hpp (OBS 31.1),
 * each with the object as its first argument, as Microsoft's compiler lays it out. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <windows.h>

#include <util/bmem.h>

#include "fake_frontend.h"
#include "host.h"

typedef void (*method)(void);

/* The places of all methods up to the last that is used; what the test does not play has no name. */
enum slot {
	SLOT_DESTROY,
	SLOT_GET_MAIN_WINDOW,
	SLOT_GET_SCENES = 4,
	SLOT_GET_CURRENT_SCENE,
	SLOT_GET_TRANSITIONS = 7,
	SLOT_GET_SCENE_COLLECTIONS = 15,
	SLOT_GET_CURRENT_SCENE_COLLECTION,
	SLOT_STREAMING_ACTIVE = 28,
	SLOT_RECORDING_ACTIVE = 31,
	SLOT_RECORDING_PAUSED = 33,
	SLOT_REPLAY_BUFFER_ACTIVE = 39,
	SLOT_ADD_EVENT_CALLBACK = 46,
	SLOT_REMOVE_EVENT_CALLBACK,
	SLOT_GET_PROFILE_CONFIG = 51,
	SLOT_GET_USER_CONFIG = 54,
	SLOT_SAVE = 56,
	SLOT_ADD_SAVE_CALLBACK = 59,
	SLOT_REMOVE_SAVE_CALLBACK,
	SLOT_PREVIEW_PROGRAM_MODE_ACTIVE = 68,
	SLOT_VIRTUALCAM_ACTIVE = 84,
	SLOT_COUNT = 128,
};

static method slots[SLOT_COUNT];
static struct {
	method *methods;
} frontend = {slots};

static void destroy(void *self, unsigned int flags)
{
	(void)self;
	(void)flags;
}

static void *get_main_window(void *self)
{
	(void)self;
	return obs_frontend_get_main_window();
}

static void get_scenes(void *self, struct obs_frontend_source_list *list)
{
	(void)self;
	obs_frontend_get_scenes(list);
}

static obs_source_t *get_current_scene(void *self)
{
	(void)self;
	return obs_frontend_get_current_scene();
}

static void get_transitions(void *self, struct obs_frontend_source_list *list)
{
	(void)self;
	obs_frontend_get_transitions(list);
}

/* std::string and std::vector of Microsoft's library. What is shorter than the array lies in the string itself. */
struct cpp_string {
	char text[16];
	size_t length, capacity;
};

struct cpp_strings {
	struct cpp_string *begin, *end, *room_end;
};

/* Only the open one. The library frees what is put in, with the C library that it shares with this program. */
static void get_scene_collections(void *self, struct cpp_strings *names)
{
	char *open = obs_frontend_get_current_scene_collection();
	struct cpp_string *name = calloc(1, sizeof(*name));
	(void)self;
	name->length = strlen(open);
	name->capacity = sizeof(name->text) - 1;
	HOST_CHECK(name->length <= name->capacity);
	memcpy(name->text, open, name->length);
	*names = (struct cpp_strings){.begin = name, .end = name + 1, .room_end = name + 1};
	bfree(open);
}

static char *get_current_scene_collection(void *self)
{
	(void)self;
	return obs_frontend_get_current_scene_collection();
}

static bool streaming_active(void *self)
{
	(void)self;
	return obs_frontend_streaming_active();
}

static bool recording_active(void *self)
{
	(void)self;
	return obs_frontend_recording_active();
}

static bool recording_paused(void *self)
{
	(void)self;
	return obs_frontend_recording_paused();
}

static bool replay_buffer_active(void *self)
{
	(void)self;
	return obs_frontend_replay_buffer_active();
}

static void add_event_callback(void *self, obs_frontend_event_cb callback, void *data)
{
	(void)self;
	obs_frontend_add_event_callback(callback, data);
}

static void remove_event_callback(void *self, obs_frontend_event_cb callback, void *data)
{
	(void)self;
	obs_frontend_remove_event_callback(callback, data);
}

static config_t *get_profile_config(void *self)
{
	(void)self;
	return obs_frontend_get_profile_config();
}

/* The test has none, as in an OBS that has not read it yet. */
static config_t *get_user_config(void *self)
{
	(void)self;
	return NULL;
}

static void save(void *self)
{
	(void)self;
	obs_frontend_save();
}

static void add_save_callback(void *self, obs_frontend_save_cb callback, void *data)
{
	(void)self;
	obs_frontend_add_save_callback(callback, data);
}

static void remove_save_callback(void *self, obs_frontend_save_cb callback, void *data)
{
	(void)self;
	obs_frontend_remove_save_callback(callback, data);
}

static bool preview_program_mode_active(void *self)
{
	(void)self;
	return obs_frontend_preview_program_mode_active();
}

static bool virtualcam_active(void *self)
{
	(void)self;
	return obs_frontend_virtualcam_active();
}

static void not_played(void *self)
{
	(void)self;
	fprintf(stderr, "a function of the frontend was called that the test does not play\n");
	_Exit(1);
}

__attribute__((constructor)) static void give_to_library(void)
{
	static const char setter[] = "?obs_frontend_set_callbacks_internal@@YAXPEAUobs_frontend_callbacks@@@Z";
	HMODULE library = LoadLibraryW(L"obs-frontend-api.dll");
	FARPROC found = library ? GetProcAddress(library, setter) : NULL;
	void (*set)(void *callbacks) = NULL;
	if (!found) {
		fprintf(stderr, "obs-frontend-api.dll does not take a frontend\n");
		_Exit(1);
	}
	memcpy(&set, &found, sizeof(set));
	for (int i = 0; i < SLOT_COUNT; i++)
		slots[i] = (method)not_played;
	slots[SLOT_DESTROY] = (method)destroy;
	slots[SLOT_GET_MAIN_WINDOW] = (method)get_main_window;
	slots[SLOT_GET_SCENES] = (method)get_scenes;
	slots[SLOT_GET_CURRENT_SCENE] = (method)get_current_scene;
	slots[SLOT_GET_TRANSITIONS] = (method)get_transitions;
	slots[SLOT_GET_SCENE_COLLECTIONS] = (method)get_scene_collections;
	slots[SLOT_GET_CURRENT_SCENE_COLLECTION] = (method)get_current_scene_collection;
	slots[SLOT_STREAMING_ACTIVE] = (method)streaming_active;
	slots[SLOT_RECORDING_ACTIVE] = (method)recording_active;
	slots[SLOT_RECORDING_PAUSED] = (method)recording_paused;
	slots[SLOT_REPLAY_BUFFER_ACTIVE] = (method)replay_buffer_active;
	slots[SLOT_ADD_EVENT_CALLBACK] = (method)add_event_callback;
	slots[SLOT_REMOVE_EVENT_CALLBACK] = (method)remove_event_callback;
	slots[SLOT_GET_PROFILE_CONFIG] = (method)get_profile_config;
	slots[SLOT_GET_USER_CONFIG] = (method)get_user_config;
	slots[SLOT_SAVE] = (method)save;
	slots[SLOT_ADD_SAVE_CALLBACK] = (method)add_save_callback;
	slots[SLOT_REMOVE_SAVE_CALLBACK] = (method)remove_save_callback;
	slots[SLOT_PREVIEW_PROGRAM_MODE_ACTIVE] = (method)preview_program_mode_active;
	slots[SLOT_VIRTUALCAM_ACTIVE] = (method)virtualcam_active;
	set(&frontend);
}
