/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What viewers may know of one moment, as plain values: nothing that is meant for the operator is in here. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "obs/sources/activity/plan.h"

struct engine_snapshot;

enum { VIEW_TEXT_SIZE = 128 };

struct view_toy {
	char name[VIEW_TEXT_SIZE];
	float level; /* 0..1, as sent */
	int battery; /* percent; -1: unknown */
};

/* One line of the queue that waits, or of the menu. */
struct view_row {
	char left[VIEW_TEXT_SIZE];
	char by[VIEW_TEXT_SIZE]; /* who; hidden with the names */
	char right[32];
};

/* A plain value: copy it freely. Texts are valid UTF-8, "" where there is none. */
struct activity_view {
	bool is_active;  /* something runs or moves, and nothing stops it */
	bool is_stopped; /* STOP ALL is in force */
	uint64_t halt;   /* which stop without latch was the last; 0: none that the journal still tells of */
	float level;     /* of the strongest function of the strongest toy, as sent after the ceilings; 0..1 */
	float ceiling;   /* the strongest level that could be sent; 1: none is set */
	float actual;    /* what the app reports, below 0: unknown */
	uint32_t run;    /* changes when something else begins; 0: unknown */
	char rule[VIEW_TEXT_SIZE];
	char by[VIEW_TEXT_SIZE];
	char message[VIEW_TEXT_SIZE];
	char unit[32];
	double amount;               /* below 0: none */
	int64_t started_ms, ends_ms; /* engine_now_ms(); 0: unknown */
	int toy_count;
	struct view_toy toys[ACTIVITY_ROWS];
	int waiting_count; /* rows that follow; of a menu: its lines */
	struct view_row waiting[ACTIVITY_ROWS];
	int menu_count;
	struct view_row menu[ACTIVITY_ROWS];
	bool has_goal;
	char goal_label[VIEW_TEXT_SIZE];
	double goal_current, goal_target;
};

/* The one place that reads the engine. snapshot is borrowed during the call. Any thread. */
void activity_view_of(struct activity_view *view, const struct engine_snapshot *snapshot);
/* Takes out who sent something, what they said, and the toys' names. */
void activity_view_hide_names(struct activity_view *view);
/* Whether so many seconds read better as minutes. */
bool activity_time_is_long(int seconds);
/* "1:40", "58:00", "1:30:00". Any thread. */
void activity_clock_text(char *text, size_t size, int seconds);
/* Rows that this layout has now. */
int activity_view_rows(const struct activity_view *view, enum activity_layout layout);
