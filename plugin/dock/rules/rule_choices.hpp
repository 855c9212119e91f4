// SPDX-License-Identifier: GPL-2.0-or-later
/* The words of the rule JSON that a form offers, and the locale keys of their names. */
#pragma once

#include <QStringList>

#include "dock/widgets/text.hpp"

/* In the order of the core's enum haptics_trigger, which a snapshot's rules carry. */
inline constexpr WordKey TRIGGER_TYPES[] = {
	{"hotkey", "Rule.Trigger.Hotkey"}, {"scene", "Rule.Trigger.Scene"},
	{"source", "Rule.Trigger.Source"}, {"media", "Rule.Trigger.Media"},
	{"output", "Rule.Trigger.Output"}, {"replay", "Rule.Trigger.Replay"},
	{"audio", "Rule.Trigger.Audio"},   {"request", "Rule.Trigger.Request"},
	{"timer", "Rule.Trigger.Timer"},   {"clock", "Rule.Trigger.Clock"},
	{"toy", "Rule.Trigger.Toy"},       {"studio_mode", "Rule.Trigger.StudioMode"},
	{"tip", "Rule.Trigger.Tip"},
};

inline QStringList conditionTypes()
{
	return {"scene", "source", "media", "output", "studio_mode", "audio", "clock", "toy"};
}

inline constexpr WordKey ACTION_KINDS[] = {
	{"level", "Rule.Action.Level"},       {"pattern", "Rule.Action.Pattern"}, {"preset", "Rule.Action.Preset"},
	{"position", "Rule.Action.Position"}, {"audio", "Rule.Action.Audio"},     {"stop", "Rule.Action.Stop"},
};

inline constexpr WordKey EDGES[] = {{"enter", "Rule.Edge.Start"}, {"leave", "Rule.Edge.End"}};

/* The same in the words of a trigger. */
inline constexpr struct {
	const char *value; /* the type of the trigger */
	const char *begins;
	const char *ends;
} EDGES_OF_TRIGGERS[] = {
	{"hotkey", "Rule.Edge.Key", "Rule.Edge.Key.Ends"},
	{"scene", "Rule.Edge.Scene", "Rule.Edge.Scene.Ends"},
	{"request", "Rule.Edge.Request", "Rule.Edge.Request.Ends"},
};

inline constexpr WordKey RUN_MODES[] = {
	{"once", "Rule.Mode.Once"},
	{"while", "Rule.Mode.While"},
	{"toggle", "Rule.Mode.Toggle"},
};

inline constexpr WordKey RETRIGGERS[] = {
	{"ignore", "Rule.Retrigger.Ignore"},
	{"restart", "Rule.Retrigger.Restart"},
	{"extend", "Rule.Retrigger.Extend"},
	{"queue", "Rule.Retrigger.Queue"},
};

/* Numbers in the JSON. */
inline constexpr TextKey<int> PRIORITIES[] = {
	{0, "Rule.Priority.Low"},
	{1, "Rule.Priority.Normal"},
	{2, "Rule.Priority.High"},
};

inline constexpr WordKey PRESETS[] = {
	{"pulse", "Rule.Preset.Pulse"},
	{"wave", "Rule.Preset.Wave"},
	{"fireworks", "Rule.Preset.Fireworks"},
	{"earthquake", "Rule.Preset.Earthquake"},
};

inline constexpr WordKey OUTPUTS[] = {
	{"stream", "Rule.Output.Stream"},
	{"record", "Rule.Output.Record"},
	{"record_paused", "Rule.Output.RecordPaused"},
	{"replay_buffer", "Rule.Output.ReplayBuffer"},
	{"virtual_camera", "Rule.Output.VirtualCamera"},
};

inline constexpr WordKey SOURCE_STATES[] = {
	{"active", "Rule.SourceState.Active"},
	{"shown", "Rule.SourceState.Shown"},
};

inline constexpr WordKey TOY_EVENTS[] = {
	{"online", "Rule.ToyEvent.Online"}, {"battery_below", "Rule.ToyEvent.BatteryBelow"},
	{"button", "Rule.ToyEvent.Button"}, {"shake", "Rule.ToyEvent.Shake"},
	{"depth", "Rule.ToyEvent.Depth"},   {"motion", "Rule.ToyEvent.Motion"},
};

inline constexpr WordKey WEEKDAYS[] = {
	{"mon", "Rule.Day.Monday"},   {"tue", "Rule.Day.Tuesday"}, {"wed", "Rule.Day.Wednesday"},
	{"thu", "Rule.Day.Thursday"}, {"fri", "Rule.Day.Friday"},  {"sat", "Rule.Day.Saturday"},
	{"sun", "Rule.Day.Sunday"},
};
