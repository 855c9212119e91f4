/* SPDX-License-Identifier: GPL-2.0-or-later */
/* OBS with the module in it, played line by line: each line of standard input is a command, and each is answered by one
 * line "= ..." on standard output. The log goes to standard error. tests/obs/player.mjs speaks to it; commands is the
 * list. Paths and names are UTF-8 on every system, which command lines are not. */
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <util/bmem.h>
#include <util/platform.h>
#include <util/threading.h>

#include "fake_frontend.h"
#include "host.h"
#include "session.h"
#include "ppm.h"
#include "tone.h"

enum { LINE_SIZE = 1 << 16, MAX_MADE = 16 };

struct player {
	obs_scene_t *scenes[2]; /* A and B */
	obs_source_t *made[MAX_MADE];
	int made_count;
	obs_source_t *sound;
	float amplitude;
	bool has_ended;
};

__attribute__((format(printf, 1, 2))) static void answer(const char *format, ...)
{
	va_list args;
	va_start(args, format);
	printf("= ");
	vprintf(format, args);
	printf("\n");
	fflush(stdout);
	va_end(args);
}

/* Cuts the first word off the text, and returns what follows it. */
static char *rest_of(char *text)
{
	char *blank = strchr(text, ' ');
	if (!blank)
		return text + strlen(text);
	*blank = '\0';
	return blank + 1;
}

/* --- life --- */

static void put_on_air(struct player *player, int index)
{
	obs_source_t *scene = obs_scene_get_source(player->scenes[index]);
	obs_set_output_source(0, scene);
	frontend_set_scene(scene);
}

/* start CONFIG: with the module of MODULE, if that is set */
static void start(struct player *player, char *config)
{
	struct host_options options = {.config = config};
	host_start(&options);
	websocket_start();
	frontend_set_profile("");
	bool has_module = getenv("MODULE") != NULL;
	HOST_CHECK(!has_module || host_load_module());
	player->scenes[0] = obs_scene_create("Scene A");
	player->scenes[1] = obs_scene_create("Scene B");
	put_on_air(player, 0);
	answer("started");
}

/* rules JSON: the collection with these rules is loaded; OBS has finished loading */
static void rules(struct player *player, char *json)
{
	UNUSED_PARAMETER(player);
	session_finish_loading(json);
	answer("loaded");
}

/* quit: what OBS does when its window is closed */
static void quit(struct player *player, char *unused)
{
	UNUSED_PARAMETER(unused);
	obs_set_output_source(0, NULL);
	obs_set_output_source(1, NULL);
	frontend_set_scene(NULL);
	for (int i = 0; i < player->made_count; i++) {
		obs_source_remove(player->made[i]);
		obs_source_release(player->made[i]);
	}
	for (int i = 0; i < 2; i++) {
		obs_source_remove(obs_scene_get_source(player->scenes[i]));
		obs_scene_release(player->scenes[i]);
	}
	obs_source_release(player->sound);
	session_leave();
	HOST_CHECK(frontend_calls_after_close() == 0);
	websocket_stop();
	player->has_ended = true;
	answer("%ld", host_end());
}

/* --- sources --- */

/* types: the source types of the module */
static void types(struct player *player, char *unused)
{
	char text[1024] = "";
	const char *id = NULL;
	UNUSED_PARAMETER(player);
	UNUSED_PARAMETER(unused);
	for (size_t i = 0; obs_enum_input_types(i, &id); i++) {
		size_t length = strlen(text);
		if (strncmp(id, "lovense_", strlen("lovense_")) == 0)
			snprintf(text + length, sizeof(text) - length, "%s%s", length ? " " : "", id);
	}
	answer("%s", text);
}

/* make TYPE: a source of that type and name, in scene A */
static void make(struct player *player, char *type)
{
	HOST_CHECK(obs_source_get_display_name(type) && player->made_count < MAX_MADE);
	obs_source_t *source = obs_source_create(type, type, NULL, NULL);
	struct vec2 position = {.x = 300.0f, .y = 100.0f};
	HOST_CHECK(source != NULL);
	player->made[player->made_count++] = source;
	obs_sceneitem_set_pos(obs_scene_add(player->scenes[0], source), &position);
	answer("made");
}

static void answer_picture(struct host_picture picture, const char *file)
{
	HOST_CHECK(!picture.bgra || ppm_write(os_fopen(file, "wb"), picture.bgra, picture.width_px, picture.height_px,
					      (size_t)picture.width_px * 4));
	answer("%d %d %s", picture.width_px, picture.height_px, host_is_empty(&picture) ? "empty" : "drawn");
	bfree(picture.bgra);
}

/* draw TYPE FILE: what was made, alone */
static void draw(struct player *player, char *type)
{
	char *file = rest_of(type);
	obs_source_t *source = obs_get_source_by_name(type);
	UNUSED_PARAMETER(player);
	HOST_CHECK(source != NULL);
	host_run_frames(2);
	answer_picture(host_draw(source), file);
	obs_source_release(source);
}

/* --- what moves toys --- */

/* ask REQUEST JSON: as a script does */
static void ask(struct player *player, char *request)
{
	char *json = rest_of(request);
	obs_data_t *reply = host_ask(request, json[0] ? json : "{}");
	UNUSED_PARAMETER(player);
	answer("%s", reply ? obs_data_get_json(reply) : "null");
	obs_data_release(reply);
}

/* hold HOTKEY, release HOTKEY */
static void hold(struct player *player, char *name)
{
	UNUSED_PARAMETER(player);
	HOST_CHECK(host_set_hotkey(name, true));
	answer("held");
}

static void release(struct player *player, char *name)
{
	UNUSED_PARAMETER(player);
	HOST_CHECK(host_set_hotkey(name, false));
	answer("released");
}

/* bind HOTKEY KEY: in a profile that is changed to */
static void bind(struct player *player, char *name)
{
	char profile[512];
	char *key = rest_of(name);
	UNUSED_PARAMETER(player);
	snprintf(profile, sizeof(profile), "[Hotkeys]\n%s={\"bindings\":[{\"key\":\"%s\"}]}\n", name, key);
	frontend_set_profile(profile);
	frontend_send(OBS_FRONTEND_EVENT_PROFILE_CHANGED);
	host_run_ui();
	answer("%d", host_bindings(name));
}

/* key KEY: pressed and released, as libobs gets it from the system */
static void key(struct player *player, char *name)
{
	obs_key_combination_t combination = {.key = obs_key_from_name(name)};
	UNUSED_PARAMETER(player);
	obs_hotkey_inject_event(combination, true);
	obs_hotkey_inject_event(combination, false);
	answer("pressed");
}

/* scene A, scene B */
static void scene(struct player *player, char *name)
{
	put_on_air(player, name[0] == 'B');
	frontend_send(OBS_FRONTEND_EVENT_SCENE_CHANGED);
	answer("changed");
}

/* tone AMPLITUDE: from now on, of the source "Sound" */
static void tone(struct player *player, char *amplitude)
{
	if (!player->sound)
		player->sound = tone_make("Sound");
	obs_set_output_source(1, player->sound);
	player->amplitude = (float)atof(amplitude);
	answer("plays");
}

/* --- lines --- */

static const struct {
	const char *name;
	void (*run)(struct player *player, char *rest);
} commands[] = {
	{"start", start}, {"rules", rules}, {"quit", quit}, {"types", types},     {"make", make},
	{"draw", draw},   {"ask", ask},     {"hold", hold}, {"release", release}, {"bind", bind},
	{"key", key},     {"scene", scene}, {"tone", tone},
};

static void run_line(struct player *player, char *line)
{
	char *rest = rest_of(line);
	for (size_t i = 0; i < sizeof(commands) / sizeof(commands[0]); i++)
		if (strcmp(commands[i].name, line) == 0) {
			commands[i].run(player, rest);
			return;
		}
	answer("unknown");
}

/* Between the thread that waits for standard input and the one that is OBS's. */
struct input {
	char line[LINE_SIZE]; /* the reader's until has_line is set, then the other's until is_taken */
	volatile long has_line, has_ended;
	os_event_t *is_taken;
};

static void *read_lines(void *data)
{
	struct input *input = data;
	while (fgets(input->line, sizeof(input->line), stdin)) {
		input->line[strcspn(input->line, "\r\n")] = '\0';
		os_atomic_set_long(&input->has_line, 1);
		os_event_wait(input->is_taken);
	}
	os_atomic_set_long(&input->has_ended, 1);
	return NULL;
}

static bool run_input(struct player *player, struct input *input)
{
	if (os_atomic_load_long(&input->has_line)) {
		run_line(player, input->line);
		os_atomic_set_long(&input->has_line, 0);
		os_event_signal(input->is_taken);
	}
	return !os_atomic_load_long(&input->has_ended) && !player->has_ended;
}

int main(void)
{
	static struct input input;
	static struct player player;
	pthread_t reader;
	HOST_CHECK(os_event_init(&input.is_taken, OS_EVENT_TYPE_AUTO) == 0);
	HOST_CHECK(pthread_create(&reader, NULL, read_lines, &input) == 0);
	HOST_CHECK(pthread_detach(reader) == 0); /* it may wait for a line that never comes */
	while (run_input(&player, &input)) {
		if (player.amplitude > 0.0f)
			tone_play(player.sound, player.amplitude);
		if (player.scenes[0])
			host_run_ui();
		os_sleep_ms(10);
	}
	return 0;
}
