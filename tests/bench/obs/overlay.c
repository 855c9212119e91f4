/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the pairing overlay costs a frame, beside OBS's own image source of the same size, in one process with one
 * clock: CPU time of the calling thread for tick and render, drawing nothing new and drawing something new every time.
 * The sources are called as libobs calls them; how, is taken from their registration. usage: overlay FRAMES
 * IMAGE_MODULE IMAGE_DATA ONE.png OTHER.png     prints JSON environment: MODULE, MODULE_DATA */
#define _GNU_SOURCE /* RTLD_NEXT */
#include <dlfcn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <graphics/graphics.h>
#include <util/bmem.h>
#include <util/platform.h>

#include "fake_engine.h"
#include "host.h"

enum { MAX_KINDS = 64, WARM_UP = 20, BLOCK = 10 };

/* --- registrations pass by here on their way to libobs --- */

static struct obs_source_info kinds[MAX_KINDS];
static size_t kind_count;

void obs_register_source_s(const struct obs_source_info *info, size_t size)
{
	typedef void (*register_function)(const struct obs_source_info *, size_t);
	void *found = dlsym(RTLD_NEXT, "obs_register_source_s");
	register_function next = NULL;
	HOST_CHECK(found != NULL && kind_count < MAX_KINDS);
	memcpy(&next, &found, sizeof(next));
	memcpy(&kinds[kind_count++], info, size < sizeof(*info) ? size : sizeof(*info));
	next(info, size);
}

static const struct obs_source_info *kind(const char *id)
{
	for (size_t i = 0; i < kind_count; i++)
		if (strcmp(kinds[i].id, id) == 0)
			return &kinds[i];
	return NULL;
}

/* --- one source under measurement --- */

struct subject {
	const char *name;
	const struct obs_source_info *info;
	obs_source_t *source;
	void *data;
	void (*change)(struct subject *subject, int count);
	obs_data_t *settings;
	const char *files[2];
};

static double thread_us(void)
{
	struct timespec now;
	clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
	return (double)now.tv_sec * 1e6 + (double)now.tv_nsec / 1e3;
}

static void offer_code(struct subject *subject, int count)
{
	struct engine_snapshot snapshot;
	UNUSED_PARAMETER(subject);
	fake_engine_blank(&snapshot);
	snapshot.state = ENGINE_WAITING_FOR_SCAN;
	snapshot.qr_serial = (uint32_t)count + 1;
	snprintf(snapshot.qr_payload, sizeof(snapshot.qr_payload),
		 "{\"type\":5,\"data\":\"AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8gISIjJCUmJygpKissLS4vMDEyMzQ1%"
		 "08d\"}",
		 count);
	fake_engine_publish(fake_engine_current(), &snapshot);
}

static void show_file(struct subject *subject, int count)
{
	obs_data_set_string(subject->settings, "file", subject->files[count % 2]);
	subject->info->update(subject->data, subject->settings);
}

static void tick(struct subject *subject)
{
	if (subject->info->video_tick)
		subject->info->video_tick(subject->data, 1.0f / 60.0f);
}

/* The graphics context is entered. */
static void render(struct subject *subject, gs_texrender_t *target, uint32_t side)
{
	gs_texrender_reset(target);
	if (!gs_texrender_begin(target, side, side))
		return;
	gs_ortho(0.0f, (float)side, 0.0f, (float)side, -100.0f, 100.0f);
	obs_source_video_render(subject->source);
	gs_texrender_end(target);
	gs_flush();
}

static int compare(const void *a, const void *b)
{
	double left = *(const double *)a;
	double right = *(const double *)b;
	return (left > right) - (left < right);
}

static void report(const char *name, double *values, int count, long allocations)
{
	qsort(values, (size_t)count, sizeof(*values), compare);
	printf("\"%s\": {\"p50_us\": %.2f, \"p99_us\": %.2f, \"new_blocks\": %ld}", name, values[count / 2],
	       values[count * 99 / 100], allocations);
}

/* Blocks of frames: one reading of the clock is not finer than an idle frame is short. */
static void measure_unchanged(struct subject *subject, int frames, gs_texrender_t *target, uint32_t side)
{
	int blocks = frames / BLOCK;
	double *ticks = calloc((size_t)blocks, sizeof(*ticks));
	double *renders = calloc((size_t)blocks, sizeof(*renders));
	long before = bnum_allocs();
	for (int block = -WARM_UP / BLOCK; block < blocks; block++) {
		double begin = thread_us();
		for (int i = 0; i < BLOCK; i++)
			tick(subject);
		double middle = thread_us();
		for (int i = 0; i < BLOCK; i++)
			render(subject, target, side);
		double end = thread_us();
		if (block < 0) {
			before = bnum_allocs();
			continue;
		}
		ticks[block] = (middle - begin) / BLOCK;
		renders[block] = (end - middle) / BLOCK;
	}
	long allocations = bnum_allocs() - before;
	report("tick", ticks, blocks, allocations);
	printf(", ");
	report("render", renders, blocks, allocations);
	free(ticks);
	free(renders);
}

static void measure_changed(struct subject *subject, int frames, gs_texrender_t *target, uint32_t side)
{
	double *values = calloc((size_t)frames, sizeof(*values));
	for (int frame = -WARM_UP; frame < frames; frame++) {
		double begin = thread_us();
		subject->change(subject, frame + WARM_UP);
		tick(subject);
		render(subject, target, side);
		if (frame >= 0)
			values[frame] = thread_us() - begin;
	}
	printf(", ");
	report("changed", values, frames, 0);
	free(values);
}

static void measure(struct subject *subject, int frames)
{
	obs_enter_graphics();
	subject->change(subject, 0);
	tick(subject);
	uint32_t side = subject->info->get_width(subject->data);
	gs_texrender_t *target = gs_texrender_create(GS_BGRA, GS_ZS_NONE);
	printf("\"%s\": {\"side_px\": %u, ", subject->name, side);
	measure_unchanged(subject, frames, target, side);
	measure_changed(subject, frames / 10, target, side);
	printf("}");
	gs_texrender_destroy(target);
	obs_leave_graphics();
}

static struct subject make(const char *name, const char *id, const char *settings_json)
{
	struct subject subject = {.name = name, .info = kind(id)};
	HOST_CHECK(subject.info != NULL);
	subject.settings = obs_data_create_from_json(settings_json);
	subject.source = obs_source_create(id, name, subject.settings, NULL);
	HOST_CHECK(subject.source != NULL);
	subject.data = obs_obj_get_data(subject.source);
	host_run_frames(2);
	return subject;
}

static void release(struct subject *subject)
{
	obs_data_release(subject->settings);
	obs_source_release(subject->source);
}

static double load_ms(void)
{
	uint64_t begin = os_gettime_ns();
	HOST_CHECK(host_load_module());
	return (double)(os_gettime_ns() - begin) / 1e6;
}

static void load_image_source(const char *module_path, const char *data_path)
{
	obs_module_t *module = NULL;
	HOST_CHECK(obs_open_module(&module, module_path, data_path) == MODULE_SUCCESS);
	HOST_CHECK(obs_init_module(module));
}

int main(int argc, char **argv)
{
	struct host_options options = {.config = getenv("CONFIG")};
	HOST_CHECK(argc == 6);
	int frames = atoi(argv[1]);
	host_start(&options);
	load_image_source(argv[2], argv[3]);
	printf("{\"load_ms\": %.2f, ", load_ms());

	struct subject overlay = make("overlay", "lovense_pairing_qr", "{\"module_px\": 8, \"quiet_zone\": 4}");
	overlay.change = offer_code;
	measure(&overlay, frames);
	release(&overlay);
	printf(", ");
	struct subject image = make("image", "image_source", "{}");
	image.change = show_file;
	image.files[0] = argv[4];
	image.files[1] = argv[5];
	measure(&image, frames);
	release(&image);
	printf("}\n");
	host_finish();
	return 0;
}
