/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "obs/sources/activity/words/words.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include <obs-module.h>

#include "net/utf8.h"
#include "obs/sources/amount_text.h"
#include "obs/sources/text/characters.h"
#include "obs/sources/text/label_template.h"

enum { NUMBER_SIZE = 32 };

static int seconds_left(const struct activity_view *view, int64_t now_ms)
{
	if (view->ends_ms <= 0)
		return -1;
	return view->ends_ms > now_ms ? (int)((view->ends_ms - now_ms + 999) / 1000) : 0;
}

/* With a space before the sign where there is room. */
static void write_percent(char *text, size_t size, int percent, bool is_tight)
{
	snprintf(text, size, is_tight ? "%d%%" : "%d %%", percent);
}

static const char *moving_toy(const struct activity_view *view)
{
	for (int i = 0; i < view->toy_count; i++)
		if (view->toys[i].level > 0.0f)
			return view->toys[i].name;
	return view->toy_count > 0 ? view->toys[0].name : "";
}

static int battery(const struct activity_view *view)
{
	for (int i = 0; i < view->toy_count; i++)
		if (view->toys[i].battery >= 0)
			return view->toys[i].battery;
	return -1;
}

static void write_title(char *words, const struct activity_options *options, const struct activity_view *view,
			const struct motion *motion, int64_t now_ms)
{
	char level[NUMBER_SIZE], seconds[NUMBER_SIZE] = "", charge[NUMBER_SIZE] = "", amount[NUMBER_SIZE];
	char actual[NUMBER_SIZE] = "";
	struct label_text label;
	int left = seconds_left(view, now_ms);
	write_percent(level, sizeof(level), motion->percent, false);
	amount_text(amount, sizeof(amount), view->amount);
	if (left >= 0)
		snprintf(seconds, sizeof(seconds), "%d", left);
	if (battery(view) >= 0)
		write_percent(charge, sizeof(charge), battery(view), false);
	if (view->actual >= 0.0f)
		write_percent(actual, sizeof(actual), (int)lroundf(view->actual * 100.0f), false);
	const struct label_values values = {
		.of = {[LABEL_LEVEL] = options->has_number ? "" : level,
		       [LABEL_RULE] = view->rule,
		       [LABEL_BY] = options->shows_names ? view->by : "",
		       [LABEL_SECONDS] = seconds,
		       [LABEL_TOY] = moving_toy(view),
		       [LABEL_BATTERY] = charge,
		       [LABEL_AMOUNT] = amount,
		       [LABEL_UNIT] = amount[0] ? view->unit : "",
		       [LABEL_MESSAGE] = options->shows_names ? view->message : "",
		       [LABEL_ACTUAL] = actual},
	};
	label_template_fill(&label, options->label, &values);
	/* What no rule began has no name: the toy's model stands for it. */
	snprintf(words, WORDS_SIZE, "%s", label.text[0] || view->rule[0] ? label.text : moving_toy(view));
}

static void put(char *words, const char *part)
{
	size_t length = strlen(words);
	snprintf(words + length, WORDS_SIZE - length, "%s%s", length ? " \xc2\xb7 " : "", part);
}

/* A sentence of the locale with one place in it. */
static void put_filled(char *words, const char *key, const char *place, const char *value)
{
	const char *sentence = obs_module_text(key);
	const char *at = strstr(sentence, place);
	char part[WORDS_SIZE];
	int before = at ? (int)(at - sentence) : (int)strlen(sentence);
	snprintf(part, sizeof(part), "%.*s%s%s", before, sentence, at ? value : "", at ? at + strlen(place) : "");
	put(words, part);
}

/* Not what the label says already. */
static bool shows_name(const struct activity_options *options, const struct activity_view *view)
{
	return view->by[0] && options->shows_names && !strstr(options->label, "{by}");
}

static void write_second(char *words, const struct activity_options *options, const struct activity_view *view)
{
	words[0] = '\0';
	if (shows_name(options, view))
		put_filled(words, "Viewers.From", "{by}", view->by);
}

/* A run that began on the clock ends on it: its words do not change under way. */
static bool is_on_clock(const struct activity_view *view, int left)
{
	int64_t length_ms = view->started_ms > 0 ? view->ends_ms - view->started_ms : 0;
	return activity_time_is_long(left) || activity_time_is_long((int)((length_ms + 999) / 1000));
}

/* The sentence in three parts, so that the number alone is drawn anew. */
static void write_time(char *words, enum plan_slot slot, const struct activity_options *options,
		       const struct activity_view *view, int64_t now_ms)
{
	int left = seconds_left(view, now_ms);
	words[0] = '\0';
	if (left <= 0 || strstr(options->label, "{seconds}"))
		return;
	bool is_clock = is_on_clock(view, left);
	const char *sentence = obs_module_text(is_clock ? "Viewers.TimeLeft" : "Viewers.SecondsLeft");
	const char *place = is_clock ? "{time}" : "{seconds}";
	const char *at = strstr(sentence, place);
	int before = at ? (int)(at - sentence) : (int)strlen(sentence);
	if (slot == PLAN_TIME_BEFORE)
		snprintf(words, WORDS_SIZE, "%s%.*s", shows_name(options, view) ? "\xc2\xb7 " : "", before, sentence);
	else if (slot == PLAN_TIME_AFTER)
		snprintf(words, WORDS_SIZE, "%s", at ? at + strlen(place) : "");
	else if (is_clock)
		activity_clock_text(words, WORDS_SIZE, left);
	else
		snprintf(words, WORDS_SIZE, "%d", left);
}

static float sentence_em(const char *sentence)
{
	float em = 0.0f;
	size_t left = strlen(sentence);
	for (size_t size = 0; left > 0 && (size = utf8_character_size(sentence, left)) > 0;
	     sentence += size, left -= size)
		em += character_is_western(utf8_code_point(sentence, size)) || size == 1 ? 0.56f : 1.0f;
	return em;
}

float words_time_em(void)
{
	float seconds = sentence_em(obs_module_text("Viewers.SecondsLeft"));
	float time = sentence_em(obs_module_text("Viewers.TimeLeft"));
	return fmaxf(seconds - sentence_em("{seconds}") + 1.3f, time - sentence_em("{time}") + 3.0f) + 0.9f;
}

static void write_goal(char *words, const struct activity_view *view, const struct motion *motion)
{
	char current[NUMBER_SIZE], target[NUMBER_SIZE];
	double share = view->goal_target > 0.0 ? view->goal_current / view->goal_target : 0.0;
	/* It counts up along with the bar. */
	double shown = fabs((double)motion->goal - fmin(share, 1.0)) < 0.001
			       ? view->goal_current
			       : round((double)motion->goal * view->goal_target);
	amount_text(current, sizeof(current), shown);
	amount_text(target, sizeof(target), view->goal_target);
	snprintf(words, WORDS_SIZE, "%s / %s", current, target);
}

static void write_left_to_go(char *words, const struct activity_view *view)
{
	char number[NUMBER_SIZE];
	words[0] = '\0';
	if (view->goal_current >= view->goal_target) {
		put(words, obs_module_text("Viewers.GoalReached"));
		return;
	}
	amount_text(number, sizeof(number), view->goal_target - view->goal_current);
	put_filled(words, "Viewers.GoalToGo", "{amount}", number);
}

static void write_row_left(char *words, int row, const struct activity_options *options,
			   const struct activity_view *view)
{
	words[0] = '\0';
	if (options->layout == ACTIVITY_TOYS && row < view->toy_count)
		put(words, view->toys[row].name);
	if (options->layout == ACTIVITY_MENU && row < view->menu_count)
		put(words, view->menu[row].left);
	if (options->layout != ACTIVITY_QUEUE || row >= view->waiting_count)
		return;
	if (options->shows_names && view->waiting[row].by[0])
		put(words, view->waiting[row].by);
	put(words, view->waiting[row].left);
}

static const char *row_right(int row, const struct activity_options *options, const struct activity_view *view)
{
	if (options->layout == ACTIVITY_MENU && row < view->menu_count)
		return view->menu[row].right;
	return options->layout == ACTIVITY_QUEUE && row < view->waiting_count ? view->waiting[row].right : "";
}

void words_of_row(char *words, int row, const struct motion *motion)
{
	write_percent(words, WORDS_SIZE, (int)lroundf(motion->rows[row] * 100.0f), false);
}

static void write_goal_slot(char *words, enum plan_slot slot, const struct activity_view *view,
			    const struct motion *motion)
{
	if (slot == PLAN_TITLE)
		put(words, view->goal_label);
	else if (slot == PLAN_NUMBER)
		write_goal(words, view, motion);
	else if (slot == PLAN_SECOND)
		write_left_to_go(words, view);
}

void words_of_slot(char *words, enum plan_slot slot, const struct activity_options *options,
		   const struct activity_view *view, const struct motion *motion, int64_t now_ms)
{
	words[0] = '\0';
	if (slot == PLAN_IDLE)
		snprintf(words, WORDS_SIZE, "%s", options->is_idle_text_shown ? options->idle_text : "");
	else if (slot >= PLAN_ROW_RIGHT)
		put(words, row_right(slot - PLAN_ROW_RIGHT, options, view));
	else if (slot >= PLAN_ROW_LEFT)
		write_row_left(words, slot - PLAN_ROW_LEFT, options, view);
	else if (options->layout == ACTIVITY_GOAL)
		write_goal_slot(words, slot, view, motion);
	else if (slot == PLAN_TITLE)
		write_title(words, options, view, motion, now_ms);
	else if (slot == PLAN_NUMBER)
		write_percent(words, WORDS_SIZE, motion->percent, options->layout == ACTIVITY_RING);
	else if (slot == PLAN_SECOND)
		write_second(words, options, view);
	else if (slot >= PLAN_TIME_BEFORE && slot <= PLAN_TIME_AFTER)
		write_time(words, slot, options, view, now_ms);
}
