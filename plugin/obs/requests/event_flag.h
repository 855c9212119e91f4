/* SPDX-License-Identifier: GPL-2.0-or-later */
/* States of events, as a boolean and beside it as a word: some programs never match a false, nor a true that is text.
 * Any thread. */
#pragma once

#include <stdbool.h>

struct obs_data;

/* name and name_text. */
void event_flag_set(struct obs_data *data, const char *name, bool is_so, const char *yes, const char *no);
