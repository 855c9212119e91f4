/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A program that plays OBS around the module: libobs with or without video, a UI thread (the main thread), hotkeys,
 * pictures of sources. Needs an X display. Main thread, for everything. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <obs.h>

struct host_scenario {
	const char *name;
	void (*run)(void);
};
/* Runs the one that is named on the command line; for main() to return. */
int host_run_scenario(int argc, char **argv, const struct host_scenario *scenarios, size_t count);

enum { HOST_WIDTH = 1280, HOST_HEIGHT = 720 };

struct host_options {
	const char *config; /* module config folder; NULL: libobs has none */
	bool has_no_video;
	bool is_hdr; /* a canvas of Rec. 2100 PQ */
};

/* Any failed check ends the program with status 1 and says where. */
#define HOST_CHECK(condition) host_check((condition), #condition, __FILE__, __LINE__)
void host_check(bool is_true, const char *what, const char *file, int line);

void host_start(const struct host_options *options);
/* What the system wants before libobs starts; host_start() calls it. */
void host_prepare(void);
/* Loads the module given by MODULE and MODULE_DATA and makes it ready; true: it loaded. */
bool host_load_module(void);
/* Shuts libobs down, which unloads the module. How many blocks of memory are left. */
long host_end(void);
/* The same, and checks that there are none, and that no line of the log says that something was not drawn. */
void host_finish(void);

/* Runs what waits for the UI thread. */
void host_run_ui(void);
/* Lets OBS make that many frames at least, running UI tasks meanwhile. */
void host_run_frames(int count);
/* Runs frames and UI tasks until done(ctx); checks that it comes true within 60 s. */
void host_wait(bool (*done)(void *ctx), void *ctx, const char *what);

/* Presses and releases a hotkey by name; false: there is none of that name. */
bool host_press(const char *name);
bool host_has_hotkey(const char *name, char *description, size_t size);
/* How many keys are bound to it. */
int host_bindings(const char *name);
/* Calls pressed(true) or pressed(false) only. */
bool host_set_hotkey(const char *name, bool is_pressed);

/* Asks the way scripts do: obs_data_release() the reply. */
obs_data_t *host_ask(const char *request, const char *json);

struct host_picture {
	uint8_t *bgra; /* bfree() */
	int width_px, height_px;
};
/* The source alone, drawn now. bgra NULL: it has no size. */
struct host_picture host_draw(obs_source_t *source);
bool host_is_empty(const struct host_picture *picture);
/* The text of the QR code in the picture, "" when there is none. */
void host_read(const struct host_picture *picture, char *text, size_t size);
/* The light at a pixel of the source, drawn as on a canvas of that colour space: linear, 1 is the white of SDR. */
void host_light(obs_source_t *source, enum gs_color_space space, int x, int y, float rgb[3]);
/* The same of the program, on a canvas of high dynamic range. */
void host_canvas_light(int x, int y, float rgb[3]);
/* The program as an output gets it, count frames after the output began; is_live as long as it runs. */
struct host_picture host_record(int count);

/* Whether a log line with this text was written since the start. */
bool host_has_logged(const char *text);
int host_log_count(const char *text);
