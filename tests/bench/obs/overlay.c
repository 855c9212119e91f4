/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the plugin's sources cost a frame, beside OBS's own image source of the same size (for what viewers see: and a
 * text source on it). All subjects take turns, round by round, in one process: CPU time of the whole process, with a
 * software renderer that draws on the calling thread (LP_NUM_THREADS=0), while nothing else of OBS works. The sources
 * are called on the graphics thread as libobs calls them; how, is taken from their registration. usage: overlay ROUNDS
 * FRAMES IMAGE_MODULE IMAGE_DATA TEXT_MODULE TEXT_DATA CODE.png OTHER.png SMALL.png WIDE.png prints JSON environment:
 * MODULE, MODULE_DATA */
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
#include "text_changes.h"

enum { MAX_KINDS = 64, MAX_SUBJECTS = 64, MAX_ROUNDS = 64, WARM_UP = 4 };

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

enum value { TICK, RENDER, CHANGED, VALUES };
static const char *const value_names[VALUES] = {"tick", "render", "changed"};

struct subject {
	char name[64];
	const struct obs_source_info *info;
	obs_source_t *source;
	void *data;
	obs_data_t *settings;
	void (*change)(struct subject *subject, int count); /* NULL: it moves by itself */
	obs_source_t *on_top;                               /* drawn after it; NULL: nothing */
	const char *files[2];
	double us[VALUES][MAX_ROUNDS];
	long blocks;
};

static struct subject subjects[MAX_SUBJECTS];
static int subject_count;

static double process_us(void)
{
	struct timespec now;
	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
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

/* Into a canvas that adds up light, as that of OBS. */
static void render(struct subject *subject, gs_texrender_t *target)
{
	uint32_t width = subject->info->get_width(subject->data);
	uint32_t height = subject->info->get_height(subject->data);
	gs_texrender_reset(target);
	if (!gs_texrender_begin(target, width, height))
		return;
	bool was_linear = gs_set_linear_srgb(true);
	gs_ortho(0.0f, (float)width, 0.0f, (float)height, -100.0f, 100.0f);
	obs_source_video_render(subject->source);
	if (subject->on_top)
		obs_source_video_render(subject->on_top);
	gs_set_linear_srgb(was_linear);
	gs_texrender_end(target);
	gs_flush();
}

/* --- rounds --- */

struct round {
	int number, frames;
	gs_texrender_t *target;
};

static void measure(struct subject *subject, const struct round *round)
{
	double ticks = 0.0;
	double renders = 0.0;
	long before = 0;
	for (int frame = -WARM_UP; frame < round->frames; frame++) {
		double begin = process_us();
		tick(subject);
		double middle = process_us();
		render(subject, round->target);
		if (frame < 0) {
			before = bnum_allocs();
			continue;
		}
		ticks += middle - begin;
		renders += process_us() - middle;
	}
	subject->blocks += bnum_allocs() - before;
	subject->us[TICK][round->number] = ticks / round->frames;
	subject->us[RENDER][round->number] = renders / round->frames;
}

static void measure_changes(struct subject *subject, const struct round *round)
{
	double sum = 0.0;
	for (int frame = 0; frame < round->frames; frame++) {
		double begin = process_us();
		subject->change(subject, round->number * round->frames + frame);
		tick(subject);
		render(subject, round->target);
		sum += process_us() - begin;
	}
	subject->us[CHANGED][round->number] = sum / round->frames;
}

/* On the graphics thread, between two of its frames. */
static void run_round(void *param)
{
	struct round *round = param;
	obs_enter_graphics();
	round->target = gs_texrender_create(GS_BGRA, GS_ZS_NONE);
	for (int i = 0; i < subject_count; i++) {
		measure(&subjects[i], round);
		if (subjects[i].change)
			measure_changes(&subjects[i], round);
	}
	gs_texrender_destroy(round->target);
	obs_leave_graphics();
}

/* A sample lasts eight seconds: it begins anew before each round. */
static void press_try_everywhere(void)
{
	for (int i = 0; i < subject_count; i++) {
		if (strcmp(subjects[i].info->id, "lovense_activity") != 0)
			continue;
		obs_properties_t *properties = obs_source_properties(subjects[i].source);
		obs_property_button_clicked(obs_properties_get(properties, "try"), subjects[i].source);
		obs_properties_destroy(properties);
	}
}

/* --- subjects --- */

static struct subject *add(const char *name, const char *id, const char *settings_json)
{
	HOST_CHECK(subject_count < MAX_SUBJECTS);
	struct subject *subject = &subjects[subject_count++];
	snprintf(subject->name, sizeof(subject->name), "%s", name);
	subject->info = kind(id);
	HOST_CHECK(subject->info != NULL);
	subject->settings = obs_data_create_from_json(settings_json);
	subject->source = obs_source_create(id, name, subject->settings, NULL);
	HOST_CHECK(subject->source != NULL);
	subject->data = obs_obj_get_data(subject->source);
	return subject;
}

/* An image with a line of text on it: what a plain overlay would cost. */
static void add_limit(const char *name, const char *file)
{
	struct subject *limit = add(name, "image_source", "{}");
	obs_data_set_string(limit->settings, "file", file);
	obs_source_update(limit->source, limit->settings);
	obs_data_t *settings = obs_data_create_from_json("{\"text\": \"Hold a key\", \"font\": {\"face\": \"Sans "
							 "Serif\", \"size\": 36}, \"antialiasing\": true}");
	limit->on_top = obs_source_create("text_ft2_source_v2", "text", settings, NULL);
	HOST_CHECK(limit->on_top != NULL);
	obs_data_release(settings);
}

static void add_activities(int width, const char *const *layouts, int layout_count)
{
	static const char *const looks[] = {"glass", "neon", "soft", "mono"};
	for (int i = 0; i < layout_count * 4; i++) {
		char name[64];
		char json[128];
		snprintf(name, sizeof(name), "%s %s %d", layouts[i / 4], looks[i % 4], width);
		snprintf(json, sizeof(json), "{\"layout\": \"%s\", \"look\": \"%s\", \"width\": %d}", layouts[i / 4],
			 looks[i % 4], width);
		if (!getenv("ONLY") || strstr(name, getenv("ONLY")))
			add(name, "lovense_activity", json);
	}
}

static void add_all(char **files)
{
	static const char *const layouts[] = {"bar", "ring", "graph", "toys", "queue", "menu", "goal"};
	struct subject *code = add("overlay", "lovense_pairing_qr", "{\"module_px\": 8, \"quiet_zone\": 4}");
	code->change = offer_code;
	offer_code(code, 0);
	struct subject *image = add("image", "image_source", "{}");
	image->change = show_file;
	image->files[0] = files[0];
	image->files[1] = files[1];
	show_file(image, 0);
	add_limit("limit 600", files[2]);
	add_activities(600, layouts, 7);
	add_limit("limit 1920", files[3]);
	add_activities(1920, layouts, 3);
}

static void release_all(void)
{
	for (int i = 0; i < subject_count; i++) {
		obs_data_release(subjects[i].settings);
		obs_source_release(subjects[i].source);
		obs_source_release(subjects[i].on_top);
	}
}

/* --- the report --- */

static int compare(const void *a, const void *b)
{
	double left = *(const double *)a;
	double right = *(const double *)b;
	return (left > right) - (left < right);
}

static double median(const double *values, int count)
{
	double sorted[MAX_ROUNDS];
	memcpy(sorted, values, (size_t)count * sizeof(*values));
	qsort(sorted, (size_t)count, sizeof(*sorted), compare);
	return sorted[count / 2];
}

static double area(const struct subject *subject)
{
	return (double)subject->info->get_width(subject->data) * subject->info->get_height(subject->data);
}

/* Of each round against the limit of that round: whatever else the machine does hits both. A source that is larger than
 * the image of the limit is held against so much more of it. */
static double ratio(const struct subject *subject, const struct subject *limit, int rounds)
{
	double ratios[MAX_ROUNDS];
	double larger = area(subject) > area(limit) ? area(subject) / area(limit) : 1.0;
	for (int i = 0; i < rounds; i++)
		ratios[i] = (subject->us[TICK][i] + subject->us[RENDER][i]) /
			    (limit->us[TICK][i] + limit->us[RENDER][i]) / larger;
	return median(ratios, rounds);
}

static void report(int rounds)
{
	const struct subject *limit = NULL;
	for (int i = 0; i < subject_count; i++) {
		const struct subject *subject = &subjects[i];
		if (subject->on_top)
			limit = subject;
		printf("%s\"%s\": {\"new_blocks\": %ld", i ? ", " : "", subject->name, subject->blocks);
		if (limit)
			printf(", \"ratio\": %.3f", ratio(subject, limit, rounds));
		for (enum value value = TICK; value < VALUES; value++)
			printf(", \"%s_us\": %.2f", value_names[value], median(subject->us[value], rounds));
		printf("}");
	}
}

static void load_module(const char *module_path, const char *data_path)
{
	obs_module_t *module = NULL;
	HOST_CHECK(obs_open_module(&module, module_path, data_path) == MODULE_SUCCESS);
	HOST_CHECK(obs_init_module(module));
}

static double load_ms(void)
{
	uint64_t begin = os_gettime_ns();
	HOST_CHECK(host_load_module());
	return (double)(os_gettime_ns() - begin) / 1e6;
}

int main(int argc, char **argv)
{
	struct host_options options = {.config = getenv("CONFIG")};
	HOST_CHECK(argc == 11 && setenv("LP_NUM_THREADS", "0", 1) == 0);
	int rounds = atoi(argv[1]);
	HOST_CHECK(rounds >= 1 && rounds <= MAX_ROUNDS && atoi(argv[2]) > 0);
	host_start(&options);
	load_module(argv[3], argv[4]);
	load_module(argv[5], argv[6]);
	double load = load_ms();
	struct text_changes text = text_changes_measure(rounds);
	add_all(argv + 7);
	press_try_everywhere();
	host_run_frames(600); /* each line of text takes a few */
	for (int i = 0; i < rounds; i++) {
		struct round round = {.number = i, .frames = atoi(argv[2])};
		press_try_everywhere();
		host_run_frames(60); /* past the fade */
		obs_queue_task(OBS_TASK_GRAPHICS, run_round, &round, true);
	}
	printf("{\"load_ms\": %.2f, \"text\": {\"still_us\": %.2f, \"added_us\": %.2f}, ", load, text.still_us,
	       text.added_us);
	report(rounds);
	printf("}\n");
	release_all();
	host_finish();
	HOST_CHECK(!host_has_logged("device_draw (GL) failed"));
	return 0;
}
