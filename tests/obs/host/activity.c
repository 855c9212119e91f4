/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What viewers see, in a bare libobs. One scenario a run. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <util/bmem.h>
#include <util/platform.h>

#include "activity_session.h"
#include "fake_engine.h"

static const char *const layouts[] = {"bar", "ring", "graph", "toys", "queue", "menu", "goal"};
static const char *const looks[] = {"glass", "neon", "soft", "mono"};
enum { LAYOUTS = sizeof(layouts) / sizeof(layouts[0]), LOOKS = sizeof(looks) / sizeof(looks[0]) };

static obs_source_t *make_with(const char *layout, const char *look, const char *more)
{
	char json[512];
	snprintf(json, sizeof(json), "{\"layout\": \"%s\", \"look\": \"%s\"%s}", layout, look, more);
	return activity_make(json);
}

static void press_try(obs_source_t *source)
{
	obs_properties_t *properties = obs_source_properties(source);
	HOST_CHECK(obs_property_button_clicked(obs_properties_get(properties, "try"), source) || true);
	obs_properties_destroy(properties);
}

/* Each layout in each look, as Try shows it. */
static void every_layout_is_drawn_in_every_look(void)
{
	activity_start(false);
	for (int layout = 0; layout < LAYOUTS; layout++)
		for (int look = 0; look < LOOKS; look++) {
			char name[64];
			obs_source_t *source = make_with(layouts[layout], looks[look], "");
			press_try(source);
			host_run_frames(90);
			const struct activity_ground ground = {.rgb = 0x5A7A4A, .scale = 1.0f};
			struct host_picture picture = activity_draw_on(
				source, &ground, (int)obs_source_get_width(source), (int)obs_source_get_height(source));
			snprintf(name, sizeof(name), "%s-%s", layouts[layout], looks[look]);
			activity_keep(&picture, name);
			HOST_CHECK(activity_pixel(&picture, 40, 60) != 0x5A7A4A);
			bfree(picture.bgra);
			obs_source_release(source);
		}
	activity_finish();
}

static const struct host_scenario scenarios[] = {
	{"every_layout_is_drawn_in_every_look", every_layout_is_drawn_in_every_look},
};

int main(int argc, char **argv)
{
	return host_run_scenario(argc, argv, scenarios, sizeof(scenarios) / sizeof(scenarios[0]));
}
