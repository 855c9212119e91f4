// SPDX-License-Identifier: GPL-2.0-or-later
/* The words of the rule JSON that a form offers, each list in the order of the locale list that names its entries. */
#pragma once

#include <QStringList>

inline QStringList triggerTypes()
{
	return {"hotkey", "scene",   "source", "media", "output", "replay",
		"audio",  "request", "timer",  "clock", "toy",    "studio_mode"};
}

inline QStringList conditionTypes()
{
	return {"scene", "source", "media", "output", "studio_mode", "audio", "clock", "toy"};
}

inline QStringList actionKinds()
{
	return {"level", "pattern", "preset", "position", "audio", "stop"};
}

inline QStringList runModes()
{
	return {"once", "while", "toggle"};
}

inline QStringList retriggers()
{
	return {"ignore", "restart", "extend"};
}

inline QStringList presets()
{
	return {"pulse", "wave", "fireworks", "earthquake"};
}

/* After these the list of the locale names the choice "stream or record". */
inline QStringList outputs()
{
	return {"stream", "record", "record_paused", "replay_buffer", "virtual_camera"};
}

inline QStringList weekdays()
{
	return {"mon", "tue", "wed", "thu", "fri", "sat", "sun"};
}
