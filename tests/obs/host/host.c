/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "host.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <util/bmem.h>
#include <util/platform.h>
#include <util/threading.h>

enum { LOG_SIZE = 1 << 20, WAIT_SECONDS = 60 };

/* --- log --- */

static pthread_mutex_t log_lock = PTHREAD_MUTEX_INITIALIZER; /* guards: log_text, log_length */
static char log_text[LOG_SIZE];
static size_t log_length;

__attribute__((format(printf, 2, 0))) static void write_log(int level, const char *format, va_list args, void *unused)
{
	char line[4096];
	UNUSED_PARAMETER(unused);
	vsnprintf(line, sizeof(line), format, args);
	pthread_mutex_lock(&log_lock);
	int written = snprintf(log_text + log_length, LOG_SIZE - log_length, "%s\n", line);
	if (written > 0 && log_length + (size_t)written < LOG_SIZE)
		log_length += (size_t)written;
	pthread_mutex_unlock(&log_lock);
	if (level <= LOG_WARNING || strstr(line, "[lovense-for-obs]") || getenv("HOST_VERBOSE"))
		fprintf(stderr, "%s\n", line);
}

int host_log_count(const char *text)
{
	int count = 0;
	pthread_mutex_lock(&log_lock);
	for (const char *at = strstr(log_text, text); at; at = strstr(at + 1, text))
		count++;
	pthread_mutex_unlock(&log_lock);
	return count;
}

bool host_has_logged(const char *text)
{
	return host_log_count(text) > 0;
}

void host_check(bool is_true, const char *what, const char *file, int line)
{
	if (is_true)
		return;
	fprintf(stderr, "%s:%d: not true: %s\n", file, line, what);
	_Exit(1);
}

/* --- the UI thread --- */

struct ui_task {
	obs_task_t run;
	void *param;
	os_event_t *done; /* set when the caller waits */
	struct ui_task *next;
};

static pthread_mutex_t ui_lock = PTHREAD_MUTEX_INITIALIZER; /* guards: ui_first */
static struct ui_task *ui_first;
static pthread_t ui_thread;

static void run_or_queue(obs_task_t run, void *param, bool wait)
{
	if (pthread_equal(pthread_self(), ui_thread)) {
		run(param);
		return;
	}
	struct ui_task *task = calloc(1, sizeof(*task));
	*task = (struct ui_task){.run = run, .param = param};
	if (wait)
		os_event_init(&task->done, OS_EVENT_TYPE_MANUAL);
	os_event_t *done = task->done;
	pthread_mutex_lock(&ui_lock);
	struct ui_task **end = &ui_first;
	while (*end)
		end = &(*end)->next;
	*end = task;
	pthread_mutex_unlock(&ui_lock);
	if (wait) {
		os_event_wait(done);
		os_event_destroy(done);
	}
}

void host_run_ui(void)
{
	for (;;) {
		pthread_mutex_lock(&ui_lock);
		struct ui_task *task = ui_first;
		if (task)
			ui_first = task->next;
		pthread_mutex_unlock(&ui_lock);
		if (!task)
			return;
		task->run(task->param);
		if (task->done)
			os_event_signal(task->done);
		free(task);
	}
}

/* --- hotkeys come to the UI thread, as in OBS --- */

struct key_event {
	obs_hotkey_id id;
	bool is_pressed;
};

static void run_key_event(void *param)
{
	struct key_event *event = param;
	obs_hotkey_trigger_routed_callback(event->id, event->is_pressed);
	free(event);
}

static void route_hotkey(void *unused, obs_hotkey_id id, bool is_pressed)
{
	struct key_event *event = malloc(sizeof(*event));
	UNUSED_PARAMETER(unused);
	*event = (struct key_event){.id = id, .is_pressed = is_pressed};
	run_or_queue(run_key_event, event, false);
}

/* --- frames --- */

static volatile long ticks;

static void on_tick(void *unused, float seconds)
{
	UNUSED_PARAMETER(unused);
	UNUSED_PARAMETER(seconds);
	os_atomic_inc_long(&ticks);
}

static bool has_ticked(void *ctx)
{
	return os_atomic_load_long(&ticks) >= *(long *)ctx;
}

void host_wait(bool (*done)(void *ctx), void *ctx, const char *what)
{
	uint64_t deadline = os_gettime_ns() + WAIT_SECONDS * UINT64_C(1000000000);
	for (;;) {
		/* Asked before the tasks run: what was queued by then is done too when this returns. */
		bool is_done = done(ctx);
		host_run_ui();
		if (is_done)
			return;
		host_check(os_gettime_ns() < deadline, what, "waiting for", 0);
		os_sleep_ms(2);
	}
}

void host_run_frames(int count)
{
	/* The first may have begun before this call. */
	long wanted = os_atomic_load_long(&ticks) + count + 1;
	host_wait(has_ticked, &wanted, "frames");
}

/* --- hotkeys --- */

struct key_search {
	const char *name;
	obs_hotkey_id id;
	char description[256];
	int bindings;
};

static bool match_hotkey(void *param, obs_hotkey_id id, obs_hotkey_t *key)
{
	struct key_search *search = param;
	if (strcmp(obs_hotkey_get_name(key), search->name) != 0)
		return true;
	search->id = id;
	snprintf(search->description, sizeof(search->description), "%s", obs_hotkey_get_description(key));
	return false;
}

static bool find_hotkey(const char *name, struct key_search *search)
{
	*search = (struct key_search){.name = name, .id = OBS_INVALID_HOTKEY_ID};
	obs_enum_hotkeys(match_hotkey, search);
	return search->id != OBS_INVALID_HOTKEY_ID;
}

bool host_has_hotkey(const char *name, char *description, size_t size)
{
	struct key_search search;
	if (!find_hotkey(name, &search))
		return false;
	if (description)
		snprintf(description, size, "%s", search.description);
	return true;
}

static bool count_binding(void *data, size_t index, obs_hotkey_binding_t *binding)
{
	struct key_search *search = data;
	UNUSED_PARAMETER(index);
	search->bindings += strcmp(obs_hotkey_get_name(obs_hotkey_binding_get_hotkey(binding)), search->name) == 0;
	return true;
}

int host_bindings(const char *name)
{
	struct key_search search = {.name = name};
	obs_enum_hotkey_bindings(count_binding, &search);
	return search.bindings;
}

bool host_set_hotkey(const char *name, bool is_pressed)
{
	struct key_search search;
	if (!find_hotkey(name, &search))
		return false;
	obs_hotkey_trigger_routed_callback(search.id, is_pressed);
	return true;
}

bool host_press(const char *name)
{
	return host_set_hotkey(name, true) && host_set_hotkey(name, false);
}

/* --- requests --- */

obs_data_t *host_ask(const char *request, const char *json)
{
	calldata_t params = {0};
	calldata_set_string(&params, "type", request);
	calldata_set_string(&params, "data", json);
	HOST_CHECK(proc_handler_call(obs_get_proc_handler(), "lovense_for_obs_request", &params));
	obs_data_t *reply = obs_data_create_from_json(calldata_string(&params, "reply"));
	calldata_free(&params);
	return reply;
}

/* --- libobs --- */

static bool reset_video(bool is_hdr)
{
	/* The name of the graphics module differs between OBS versions and packages. */
	const char *modules[] = {"libobs-opengl.so.1", "libobs-opengl.so.30", "libobs-opengl.so.0", "libobs-opengl"};
	for (size_t i = 0; i < sizeof(modules) / sizeof(modules[0]); i++) {
		struct obs_video_info info = {.graphics_module = modules[i],
					      .fps_num = 60,
					      .fps_den = 1,
					      .base_width = HOST_WIDTH,
					      .base_height = HOST_HEIGHT,
					      .output_width = HOST_WIDTH,
					      .output_height = HOST_HEIGHT,
					      .output_format = is_hdr ? VIDEO_FORMAT_P010 : VIDEO_FORMAT_NV12,
					      .gpu_conversion = true,
					      .colorspace = is_hdr ? VIDEO_CS_2100_PQ : VIDEO_CS_709,
					      .range = VIDEO_RANGE_PARTIAL,
					      .scale_type = OBS_SCALE_BICUBIC};
		int result = obs_reset_video(&info);
		if (result == OBS_VIDEO_SUCCESS || result == OBS_VIDEO_FAIL)
			return result == OBS_VIDEO_SUCCESS;
	}
	return false;
}

void host_start(const struct host_options *options)
{
	struct obs_audio_info audio = {.samples_per_sec = 48000, .speakers = SPEAKERS_STEREO};
	ui_thread = pthread_self();
	base_set_log_handler(write_log, NULL);
	host_prepare();
	HOST_CHECK(obs_startup("en-US", options->config, NULL));
	obs_set_ui_task_handler(run_or_queue);
	obs_hotkey_set_callback_routing_func(route_hotkey, NULL);
	obs_hotkey_enable_callback_rerouting(true);
	/* First the video: libobs makes the mutex of its mixes there, which the thread of its audio takes. */
	if (!options->has_no_video)
		HOST_CHECK(reset_video(options->is_hdr));
	HOST_CHECK(obs_reset_audio(&audio));
	obs_add_tick_callback(on_tick, NULL);
}

bool host_load_module(void)
{
	obs_module_t *module = NULL;
	const char *path = getenv("MODULE");
	const char *data = getenv("MODULE_DATA");
	HOST_CHECK(path && data);
	if (obs_open_module(&module, path, data) != MODULE_SUCCESS || !obs_init_module(module))
		return false;
	obs_post_load_modules();
	return true;
}

long host_end(void)
{
	obs_remove_tick_callback(on_tick, NULL);
	obs_wait_for_destroy_queue();
	host_run_ui();
	obs_shutdown();
	host_run_ui();
	return bnum_allocs();
}

void host_finish(void)
{
	long left = host_end();
	if (left != 0)
		fprintf(stderr, "%ld allocations are left\n", left);
	HOST_CHECK(left == 0);
	/* A frame that was refused is quick, and looks like one with nothing to draw. */
	HOST_CHECK(!host_has_logged("device_draw (GL) failed"));
	HOST_CHECK(!host_has_logged("Could not find attribute"));
	HOST_CHECK(!host_has_logged("invalid size"));
}
