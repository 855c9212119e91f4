/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What every OBS module has and a bare test program lacks. Texts are their keys, but for those that have places to
 * fill. */
#include <string.h>

#include <obs-module.h>

const char *obs_module_text(const char *key)
{
	static const char *const texts[][2] = {
		{"Rules.Unused", "{used} of {count}; not {names}; {reason}"},
		{"Rules.Unused.Range", "{from}-{to}"},
		{"Rules.Unused.Name", "<{name}>"},
		{"Rules.Unused.Number", "no. {number}"},
		{"Rules.Problem.OfRule", "<{name}> {reason}"},
		{"Rules.Problem.OutOfRange", "Rules.Problem.OutOfRange {key}: {value}, {min}, {max}"},
	};
	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++)
		if (strcmp(key, texts[i][0]) == 0)
			return texts[i][1];
	return strncmp(key, "Settings.Demand.", strlen("Settings.Demand.")) == 0 ? "{key} is refused." : key;
}

obs_module_t *obs_current_module(void)
{
	return NULL;
}
