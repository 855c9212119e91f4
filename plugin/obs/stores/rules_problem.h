/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What is wrong with a rule set, as a sentence in the user's language. Any thread. */
#pragma once

#include <stddef.h>

struct haptics_problem;

/* Names the key. Cut to size; "" for NULL. */
void rules_problem_text(const struct haptics_problem *problem, char *text, size_t size);
