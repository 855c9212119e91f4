/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "obs/sources/activity/sample.h"

#include <stdio.h>

#include <obs-module.h>

/* Names that no locale has to translate. */
static const char *const names[] = {"Mira", "Alex", "Noa", "Sam"};
static const char *const rules[] = {"Viewers.Sample.Pulse", "Viewers.Sample.Wave", "Viewers.Sample.Boost",
				    "Viewers.Sample.Quake"};
static const int prices[] = {50, 100, 250, 500};
static const int lengths[] = {5, 8, 12, 20};
enum { SAMPLES = 4 };

/* As rules send it: in steps, twice a second; the second half is capped. */
static float level_at(float seconds)
{
	static const float levels[2 * SAMPLE_SECONDS] = {0.30f, 0.30f, 0.55f, 0.55f, 0.75f, 0.60f, 0.40f, 0.62f,
							 0.80f, 0.80f, 0.80f, 0.55f, 0.35f, 0.70f, 0.80f, 0.45f};
	int at = (int)(seconds * 2.0f);
	return at < 0 || at >= 2 * SAMPLE_SECONDS ? 0.0f : levels[at];
}

static void write_text(char *to, const char *text)
{
	snprintf(to, VIEW_TEXT_SIZE, "%s", text);
}

static void add_waiting(struct activity_view *view, int first, int count)
{
	for (int i = 0; i < count; i++) {
		struct view_row *row = &view->waiting[view->waiting_count++];
		write_text(row->left, obs_module_text(rules[(first + i) % SAMPLES]));
		write_text(row->by, names[(first + i) % SAMPLES]);
		snprintf(row->right, sizeof(row->right), "%d s", lengths[(first + i) % SAMPLES]);
	}
}

static void add_menu(struct activity_view *view)
{
	for (int i = 0; i < SAMPLES; i++) {
		struct view_row *row = &view->menu[view->menu_count++];
		snprintf(row->left, sizeof(row->left), "%s \xc2\xb7 %d s", obs_module_text(rules[i]), lengths[i]);
		snprintf(row->right, sizeof(row->right), "%d", prices[i]);
	}
}

static void add_toys(struct activity_view *view, float seconds)
{
	static const char *const models[] = {"Lush", "Nora"};
	const float levels[] = {view->level, level_at(seconds + 1.5f) * 0.7f};
	for (int i = 0; i < 2; i++) {
		struct view_toy *toy = &view->toys[view->toy_count++];
		*toy = (struct view_toy){.level = levels[i], .battery = 80 - 15 * i};
		write_text(toy->name, models[i]);
	}
}

void sample_view(struct activity_view *view, float seconds, int64_t now_ms)
{
	int64_t began_ms = now_ms - (int64_t)(seconds * 1000.0f);
	*view = (struct activity_view){.is_active = seconds < SAMPLE_SECONDS,
				       .level = level_at(seconds),
				       .ceiling = 0.8f,
				       .actual = level_at(seconds),
				       .run = 1,
				       .amount = prices[1],
				       .started_ms = began_ms,
				       .ends_ms = began_ms + SAMPLE_SECONDS * INT64_C(1000),
				       .has_goal = true,
				       .goal_current = 1250.0 + (seconds > 3.0f ? 100.0 : 0.0),
				       .goal_target = 2000.0};
	write_text(view->rule, obs_module_text(rules[1]));
	write_text(view->by, names[0]);
	write_text(view->goal_label, obs_module_text("Viewers.Sample.Goal"));
	add_toys(view, seconds);
	add_waiting(view, 1, 3);
	add_menu(view);
}
