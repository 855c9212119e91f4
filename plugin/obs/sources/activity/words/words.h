/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the texts of a picture say. Pure but for the locale; any thread. */
#pragma once

#include "obs/sources/activity/motion.h"
#include "obs/sources/activity/view.h"

enum { WORDS_SIZE = 512 };

/* What a slot shows: a text, or a number of what text_digits can draw; "": nothing. Cut to WORDS_SIZE. */
void words_of_slot(char *words, enum plan_slot slot, const struct activity_options *options,
		   const struct activity_view *view, const struct motion *motion, int64_t now_ms);
/* Room for how long it runs, with what parts it from who stands before it, in sizes of its font: about. */
float words_time_em(void);
/* The number of a row. */
void words_of_row(char *words, int row, const struct motion *motion);
