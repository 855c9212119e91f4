/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Values out of a source's settings, which anybody may have written. Any thread. */
#pragma once

struct obs_data;

/* The number under that key, brought into min..max. */
int source_settings_int(struct obs_data *settings, const char *key, int min, int max);
