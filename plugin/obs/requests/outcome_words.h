/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the core's outcomes are called in replies and events. Pure: any thread. */
#pragma once

#include "haptics/journal.h"

/* The word of the API, such as "disarmed"; NULL: the outcome is no refusal. Static string. */
const char *outcome_word(enum haptics_outcome outcome);
/* Locale key of the sentence for people; NULL as above. names: of the verdict, may be ""; where there are some the
 * sentence may hold a place for them, "{names}". */
const char *outcome_sentence(enum haptics_outcome outcome, const char *names);
