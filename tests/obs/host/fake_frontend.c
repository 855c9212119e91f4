/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "fake_frontend.h"

#include <pthread.h>
#include <stdio.h>
#include <string.h>

#include <util/bmem.h>
#include <util/config-file.h>
#include <util/threading.h>

#include "host.h"

/* As a user may call it, in letters that no code page of Windows has together. */
#define COLLECTION "Jürgen 日本"

enum { MAX_CALLBACKS = 8, MAX_REQUESTS = 32, MAX_EVENTS = 256 };

static struct {
	obs_frontend_event_cb event[MAX_CALLBACKS];
	void *event_data[MAX_CALLBACKS];
	int event_count;
	obs_frontend_save_cb save;
	void *save_data;
	config_t *profile;
	obs_source_t *scene;
	obs_source_t *transition;
	bool is_streaming, is_recording, is_virtual_camera_on;
	int opened_properties;
	bool is_closed;
	int late_calls;
} frontend;

static void note_call(void)
{
	if (frontend.is_closed)
		frontend.late_calls++;
	/* Everything the module calls touches lists without locks: only the UI thread may. */
	HOST_CHECK(obs_in_task_thread(OBS_TASK_UI));
}

/* --- what a test does --- */

void frontend_send(enum obs_frontend_event event)
{
	for (int i = frontend.event_count; i-- > 0;)
		frontend.event[i](event, frontend.event_data[i]);
}

obs_data_t *frontend_save_collection(void)
{
	obs_data_t *modules = obs_data_create();
	if (frontend.save)
		frontend.save(modules, true, frontend.save_data);
	return modules;
}

void frontend_load_collection(obs_data_t *modules)
{
	if (frontend.save)
		frontend.save(modules, false, frontend.save_data);
}

void frontend_set_profile(const char *text)
{
	if (frontend.profile)
		config_close(frontend.profile);
	frontend.profile = NULL;
	if (text)
		HOST_CHECK(config_open_string(&frontend.profile, text) == CONFIG_SUCCESS);
}

void frontend_set_scene(obs_source_t *scene)
{
	obs_source_release(frontend.scene);
	frontend.scene = obs_source_get_ref(scene);
}

void frontend_set_transition(obs_source_t *transition)
{
	obs_source_release(frontend.transition);
	frontend.transition = obs_source_get_ref(transition);
}

void frontend_set_outputs(bool is_streaming, bool is_recording)
{
	frontend.is_streaming = is_streaming;
	frontend.is_recording = is_recording;
}

void frontend_set_virtual_camera(bool is_on)
{
	frontend.is_virtual_camera_on = is_on;
}

int frontend_callback_count(void)
{
	return frontend.event_count + (frontend.save ? 1 : 0);
}

void frontend_close(void)
{
	frontend.is_closed = true;
	frontend_set_scene(NULL);
	frontend_set_transition(NULL);
	frontend_set_profile(NULL);
}

int frontend_calls_after_close(void)
{
	return frontend.late_calls;
}

/* --- what the module calls --- */

void *obs_frontend_get_main_window(void)
{
	note_call();
	return &frontend;
}

void obs_frontend_add_event_callback(obs_frontend_event_cb callback, void *data)
{
	note_call();
	HOST_CHECK(frontend.event_count < MAX_CALLBACKS);
	frontend.event[frontend.event_count] = callback;
	frontend.event_data[frontend.event_count++] = data;
}

void obs_frontend_remove_event_callback(obs_frontend_event_cb callback, void *data)
{
	note_call();
	HOST_CHECK(frontend.event_count == 1 && frontend.event[0] == callback && frontend.event_data[0] == data);
	frontend.event_count = 0;
}

void obs_frontend_add_save_callback(obs_frontend_save_cb callback, void *data)
{
	note_call();
	frontend.save = callback;
	frontend.save_data = data;
}

void obs_frontend_remove_save_callback(obs_frontend_save_cb callback, void *data)
{
	note_call();
	HOST_CHECK(frontend.save == callback && frontend.save_data == data);
	frontend.save = NULL;
}

void obs_frontend_save(void)
{
	note_call();
}

char *obs_frontend_get_current_scene_collection(void)
{
	note_call();
	return bstrdup(COLLECTION);
}

char **obs_frontend_get_scene_collections(void)
{
	static char *const names[] = {COLLECTION, NULL};
	note_call();
	return bmemdup(names, sizeof(names));
}

config_t *obs_frontend_get_global_config(void)
{
	note_call();
	return NULL;
}

config_t *obs_frontend_get_profile_config(void)
{
	note_call();
	return frontend.profile;
}

obs_source_t *obs_frontend_get_current_scene(void)
{
	note_call();
	return obs_source_get_ref(frontend.scene);
}

void obs_frontend_get_transitions(struct obs_frontend_source_list *list)
{
	note_call();
	obs_source_t *transition = obs_source_get_ref(frontend.transition);
	if (transition)
		da_push_back(list->sources, &transition);
}

void obs_frontend_get_scenes(struct obs_frontend_source_list *list)
{
	note_call();
	obs_source_t *scene = obs_source_get_ref(frontend.scene);
	if (scene)
		da_push_back(list->sources, &scene);
}

bool obs_frontend_streaming_active(void)
{
	return frontend.is_streaming;
}

bool obs_frontend_recording_active(void)
{
	return frontend.is_recording;
}

bool obs_frontend_recording_paused(void)
{
	return false;
}

bool obs_frontend_replay_buffer_active(void)
{
	return false;
}

bool obs_frontend_virtualcam_active(void)
{
	return frontend.is_virtual_camera_on;
}

bool obs_frontend_preview_program_mode_active(void)
{
	note_call();
	return false;
}

void obs_frontend_open_source_properties(obs_source_t *source)
{
	note_call();
	frontend.opened_properties += source != NULL;
}

int frontend_opened_properties(void)
{
	return frontend.opened_properties;
}

/* --- obs-websocket --- */

struct request_callback {
	void (*callback)(obs_data_t *request, obs_data_t *reply, void *data);
	void *data;
};

static struct {
	proc_handler_t *procs;
	struct {
		char name[64];
		struct request_callback callback;
	} requests[MAX_REQUESTS];
	int request_count;
	struct {
		char type[32];
		char json[2048];
	} events[MAX_EVENTS];
	int event_count;
	int vendor; /* its address is our handle */
} websocket;

static void get_procs(void *data, calldata_t *params)
{
	UNUSED_PARAMETER(data);
	calldata_set_ptr(params, "ph", websocket.procs);
}

static void register_vendor(void *data, calldata_t *params)
{
	UNUSED_PARAMETER(data);
	HOST_CHECK(strcmp(calldata_string(params, "name"), "lovense-for-obs") == 0);
	calldata_set_ptr(params, "vendor", &websocket.vendor);
}

static bool is_ours(calldata_t *params)
{
	return calldata_ptr(params, "vendor") == &websocket.vendor;
}

static void register_request(void *data, calldata_t *params)
{
	UNUSED_PARAMETER(data);
	HOST_CHECK(is_ours(params) && websocket.request_count < MAX_REQUESTS);
	int i = websocket.request_count++;
	snprintf(websocket.requests[i].name, sizeof(websocket.requests[i].name), "%s", calldata_string(params, "type"));
	websocket.requests[i].callback = *(struct request_callback *)calldata_ptr(params, "callback");
	calldata_set_bool(params, "success", true);
}

static int find_request(const char *name)
{
	for (int i = 0; i < websocket.request_count; i++)
		if (strcmp(websocket.requests[i].name, name) == 0)
			return i;
	return -1;
}

static void unregister_request(void *data, calldata_t *params)
{
	UNUSED_PARAMETER(data);
	HOST_CHECK(is_ours(params));
	int i = find_request(calldata_string(params, "type"));
	HOST_CHECK(i >= 0);
	websocket.requests[i].name[0] = '\0';
	calldata_set_bool(params, "success", true);
}

static void take_event(void *data, calldata_t *params)
{
	UNUSED_PARAMETER(data);
	HOST_CHECK(is_ours(params) && websocket.event_count < MAX_EVENTS);
	int i = websocket.event_count++;
	snprintf(websocket.events[i].type, sizeof(websocket.events[i].type), "%s", calldata_string(params, "type"));
	snprintf(websocket.events[i].json, sizeof(websocket.events[i].json), "%s",
		 obs_data_get_json(calldata_ptr(params, "data")));
	calldata_set_bool(params, "success", true);
}

void websocket_start(void)
{
	websocket.procs = proc_handler_create();
	proc_handler_add(obs_get_proc_handler(), "bool obs_websocket_api_get_ph(out ptr ph)", get_procs, NULL);
	proc_handler_add(websocket.procs, "bool vendor_register(in string name, out ptr vendor)", register_vendor,
			 NULL);
	proc_handler_add(websocket.procs,
			 "bool vendor_request_register(in ptr vendor, in string type, in ptr callback)",
			 register_request, NULL);
	proc_handler_add(websocket.procs, "bool vendor_request_unregister(in ptr vendor, in string type)",
			 unregister_request, NULL);
	proc_handler_add(websocket.procs, "bool vendor_event_emit(in ptr vendor, in string type, in ptr data)",
			 take_event, NULL);
}

void websocket_stop(void)
{
	proc_handler_destroy(websocket.procs);
	websocket.procs = NULL;
}

bool websocket_has_request(const char *name)
{
	return find_request(name) >= 0;
}

obs_data_t *websocket_call_here(const char *name, obs_data_t *request)
{
	int i = find_request(name);
	if (i < 0)
		return NULL;
	obs_data_t *reply = obs_data_create();
	websocket.requests[i].callback.callback(request, reply, websocket.requests[i].callback.data);
	return reply;
}

struct websocket_task {
	const char *name;
	obs_data_t *request, *reply;
};

static void *run_task(void *arg)
{
	struct websocket_task *task = arg;
	task->reply = websocket_call_here(task->name, task->request);
	return NULL;
}

obs_data_t *websocket_call(const char *name, const char *request_json)
{
	pthread_t thread;
	struct websocket_task task = {.name = name, .request = obs_data_create_from_json(request_json)};
	HOST_CHECK(pthread_create(&thread, NULL, run_task, &task) == 0);
	HOST_CHECK(pthread_join(thread, NULL) == 0);
	obs_data_release(task.request);
	return task.reply;
}

void websocket_last_event(const char *type, char *text, size_t size, int *count)
{
	text[0] = '\0';
	*count = 0;
	for (int i = 0; i < websocket.event_count; i++) {
		if (strcmp(websocket.events[i].type, type) != 0)
			continue;
		snprintf(text, size, "%s", websocket.events[i].json);
		++*count;
	}
}
