/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Reads values of a source's settings, which may hold anything. Any thread. */
#pragma once

struct obs_data;

/* The number under that key, brought into min..max. */
int source_settings_int(struct obs_data *settings, const char *key, int min, int max);
