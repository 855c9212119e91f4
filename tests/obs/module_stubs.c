/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What every OBS module has and a bare test program lacks. Texts are their keys, but for those that name a setting. */
#include <string.h>

#include <obs-module.h>

const char *obs_module_text(const char *key)
{
	return strncmp(key, "Settings.Demand.", strlen("Settings.Demand.")) == 0 ? "{key} is refused." : key;
}

obs_module_t *obs_current_module(void)
{
	return NULL;
}
