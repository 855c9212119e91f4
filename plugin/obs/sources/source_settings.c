/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "obs/sources/source_settings.h"

#include <obs-data.h>

int source_settings_int(struct obs_data *settings, const char *key, int min, int max)
{
	long long value = obs_data_get_int(settings, key);
	return value < min ? min : value > max ? max : (int)value;
}
