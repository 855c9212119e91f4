/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "obs/sources/activity/view.h"

#include <math.h>
#include <stdio.h>

#include <obs-module.h>

#include "engine/snapshot.h"
#include "haptics/rules/rule.h"
#include "net/text.h"
#include "obs/sources/amount_text.h"
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
	view->actual = fmaxf(view->actual, (float)toy->actual);
	if (view->toy_count >= ACTIVITY_ROWS)
		return;
	struct view_toy *row = &view->toys[view->toy_count++];
	row->level = level;
	row->battery = toy->battery;
	display_text_clean(row->name, sizeof(row->name), toy->name); /* the model; what a person calls it is private */
}

static void take_name(char by[VIEW_TEXT_SIZE], const char *name)
{
	bool is_drawn = display_text_clean(by, VIEW_TEXT_SIZE, name);
	if (name[0] && !is_drawn)
		text_copy(by, VIEW_TEXT_SIZE, obs_module_text("Viewers.Someone"));
}

static void take_run(struct activity_view *view, const struct engine_run *run)
{
	view->run = run->run;
	view->started_ms = run->started_ms;
	view->ends_ms = run->ends_ms;
	if (run->amount > 0.0)
		view->amount = run->amount;
	display_text_clean(view->rule, sizeof(view->rule), run->rule_name);
	take_name(view->by, run->by);
	display_text_clean(view->message, sizeof(view->message), run->message);
	display_text_clean(view->unit, sizeof(view->unit), run->unit);
}

bool activity_time_is_long(int seconds)
{
	return seconds >= 100;
}

void activity_clock_text(char *text, size_t size, int seconds)
{
	int hours = seconds / 3600;
	int minutes = seconds / 60 % 60;
	if (hours > 0)
		snprintf(text, size, "%d:%02d:%02d", hours, minutes, seconds % 60);
	else
		snprintf(text, size, "%d:%02d", minutes, seconds % 60);
}

static void take_waiting(struct activity_view *view, const struct engine_snapshot *snapshot)
{
	for (size_t i = 0; i < snapshot->waiting_count && view->waiting_count < ACTIVITY_WAITING_ROWS; i++) {
		const struct engine_run *run = &snapshot->waiting[i];
		struct view_row *row = &view->waiting[view->waiting_count++];
		display_text_clean(row->left, sizeof(row->left), run->rule_name);
		take_name(row->by, run->by);
		if (activity_time_is_long(run->seconds))
			activity_clock_text(row->right, sizeof(row->right), run->seconds);
		else
			snprintf(row->right, sizeof(row->right), "%d s", run->seconds);
	}
}

/* --- the price list --- */

static bool is_on_menu(const struct engine_rule *rule)
{
	return rule->trigger == HAPTICS_TRIGGER_TIP && rule->is_enabled;
}

/* The cheapest one that costs more than the last, of those that cost the same the first; NULL: there is none. */
static const struct engine_rule *next_on_menu(const struct engine_snapshot *snapshot, const struct engine_rule *last)
{
	const struct engine_rule *next = NULL;
	for (size_t i = 0; i < snapshot->rule_count; i++) {
		const struct engine_rule *rule = &snapshot->rules[i];
		bool is_later = !last || rule->amount_from > last->amount_from ||
				(rule->amount_from == last->amount_from && rule > last);
		if (is_on_menu(rule) && is_later && (!next || rule->amount_from < next->amount_from))
			next = rule;
	}
	return next;
}

static void take_menu(struct activity_view *view, const struct engine_snapshot *snapshot)
{
	const struct engine_rule *rule = next_on_menu(snapshot, NULL);
	for (; rule && view->menu_count < ACTIVITY_ROWS; rule = next_on_menu(snapshot, rule)) {
		struct view_row *row = &view->menu[view->menu_count++];
		display_text_clean(row->left, sizeof(row->left), rule->name);
		amount_text(row->right, sizeof(row->right), rule->amount_from);
	}
}

static void take_goal(struct activity_view *view, const struct haptics_goal *goal)
{
	view->has_goal = goal->label[0] || goal->current > 0.0;
	view->goal_current = goal->current;
	view->goal_target = goal->target;
	display_text_clean(view->goal_label, sizeof(view->goal_label), goal->label);
}

static void take_activity(struct activity_view *view, const struct engine_snapshot *snapshot)
{
	for (size_t i = 0; i < snapshot->toy_count; i++)
		if (snapshot->toys[i].is_online)
			add_toy(view, snapshot, &snapshot->toys[i]);
	view->is_active = view->level > 0.0f || (snapshot->run_count > 0 && snapshot->paused_until_ms == 0);
	if (snapshot->run_count > 0)
		take_run(view, &snapshot->runs[0]);
	take_waiting(view, snapshot);
}

static uint64_t newest_halt(const struct engine_snapshot *snapshot)
{
	for (size_t i = snapshot->record_count; i > 0; i--) {
		const struct haptics_record *record = &snapshot->records[i - 1];
		if (record->outcome == HAPTICS_HALTED && record->cause == HAPTICS_HALT_REQUEST)
			return record->serial;
	}
	return 0;
}

void activity_view_of(struct activity_view *view, const struct engine_snapshot *snapshot)
{
	*view = (struct activity_view){
		.is_stopped = snapshot->is_panic, .halt = newest_halt(snapshot), .actual = -1.0f, .amount = -1.0};
	if (snapshot->is_panic)
		return;
	if (snapshot->are_tips_allowed)
		take_menu(view, snapshot);
	take_goal(view, &snapshot->goal);
	if (snapshot->state == ENGINE_READY)
		take_activity(view, snapshot);
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
