/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "obs/hotkey_names.h"

#include <stdio.h>
#include <string.h>

void rule_hotkey_name(const char *rule_id, char *name, size_t size)
{
	snprintf(name, size, RULE_HOTKEY_PREFIX "%s", rule_id);
}

const char *hotkey_title(const char *name)
{
	static const struct {
		const char *name, *title;
	} fixed[] = {
		{STOP_ALL_HOTKEY, "Hotkey.StopAll"},
		{"lovense-for-obs.toggle_armed", "Hotkey.ToggleArmed"},
		{"lovense-for-obs.pause", "Hotkey.Pause"},
		{"lovense-for-obs.ceiling_up", "Hotkey.CeilingUp"},
		{"lovense-for-obs.ceiling_down", "Hotkey.CeilingDown"},
		{"lovense-for-obs.test_pulse", "Hotkey.TestPulse"},
		{"lovense-for-obs.toggle_tips", "Hotkey.ToggleTips"},
		{"lovense-for-obs.queue_skip", "Hotkey.QueueSkip"},
		{"lovense-for-obs.queue_pause", "Hotkey.QueuePause"},
		{"lovense-for-obs.queue_clear", "Hotkey.QueueClear"},
	};
	for (size_t i = 0; i < sizeof(fixed) / sizeof(fixed[0]); i++)
		if (strcmp(fixed[i].name, name) == 0)
			return fixed[i].title;
	return NULL;
}

const char *hotkey_rule_id(const char *name)
{
	size_t length = strlen(RULE_HOTKEY_PREFIX);
	return strncmp(name, RULE_HOTKEY_PREFIX, length) == 0 && name[length] ? name + length : NULL;
}
