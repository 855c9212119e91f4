/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "obs/sources/activity/view.h"

#include <math.h>

#include "engine/snapshot.h"
#include "obs/sources/text/display_text.h"

static float toy_ceiling(const struct engine_snapshot *snapshot, const struct engine_toy *toy)
{
	double highest = 0.0;
	for (int i = 0; i < HAPTICS_MAX_FUNCTIONS; i++)
		if (toy->functions & (1u << i))
			highest = fmax(highest, toy->function_ceiling[i]);
	return (float)fmin(fmin(snapshot->ceiling, toy->ceiling), highest);
}

static void add_toy(struct activity_view *view, const struct engine_snapshot *snapshot, const struct engine_toy *toy)
{
	float level = (float)engine_toy_level(toy);
	view->level = fmaxf(view->level, level);
	view->ceiling = fmaxf(view->ceiling, toy_ceiling(snapshot, toy));
	if (view->toy_count >= ACTIVITY_ROWS)
		return;
	struct view_toy *row = &view->toys[view->toy_count++];
	row->level = level;
	row->battery = toy->battery;
	display_text_clean(row->name, sizeof(row->name), toy->name); /* the model; what a person calls it is private */
}

/* The one that began last. */
static const struct engine_rule *newest_rule(const struct engine_snapshot *snapshot)
{
	const struct engine_rule *newest = NULL;
	for (size_t i = 0; i < snapshot->rule_count; i++) {
		const struct engine_rule *rule = &snapshot->rules[i];
		if (rule->is_active && (!newest || rule->run > newest->run))
			newest = rule;
	}
	return newest;
}

static void take_run(struct activity_view *view, const struct engine_rule *rule)
{
	if (!rule)
		return;
	view->run = rule->run;
	view->ends_ms = rule->ends_ms;
	display_text_clean(view->rule, sizeof(view->rule), rule->name);
}

void activity_view_of(struct activity_view *view, const struct engine_snapshot *snapshot)
{
	*view = (struct activity_view){.is_stopped = snapshot->is_panic, .actual = -1.0f, .amount = -1.0};
	if (snapshot->state != ENGINE_READY || snapshot->is_panic)
		return;
	const struct engine_rule *rule = newest_rule(snapshot);
	for (size_t i = 0; i < snapshot->toy_count; i++)
		if (snapshot->toys[i].is_online)
			add_toy(view, snapshot, &snapshot->toys[i]);
	view->is_active = view->level > 0.0f || (rule && snapshot->paused_until_ms == 0);
	take_run(view, rule);
}

void activity_view_hide_names(struct activity_view *view)
{
	view->by[0] = view->message[0] = '\0';
	for (int i = 0; i < view->toy_count; i++)
		view->toys[i].name[0] = '\0';
	for (int i = 0; i < view->waiting_count; i++)
		view->waiting[i].by[0] = '\0';
}

int activity_view_rows(const struct activity_view *view, enum activity_layout layout)
{
	switch (layout) {
	case ACTIVITY_TOYS:
		return view->toy_count;
	case ACTIVITY_QUEUE:
		return view->waiting_count;
	case ACTIVITY_MENU:
		return view->menu_count;
	default:
		return 0;
	}
}
