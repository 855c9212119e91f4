// SPDX-License-Identifier: GPL-2.0-or-later
/* A snapshot in plain words: where the connection stands, what to do next, what went wrong. Pure but for the locale. */
#pragma once

#include <QString>

#include "dock/widgets/looks.hpp"
#include "engine/engine.h"
#include "engine/snapshot.h"

/* What the dock does at a button or an entry of its menu. */
enum class Action {
	None = 1,
	SetUp,
	Pair,
	RetryNow,
	NewCode,
	NewIdentity,
	Dashboard,
	Diagnostics,
	AllowCeiling,
	NotNow,
	ShowCode,
	EndPause,
	Tips,
	Options,
	UseRules,
	LeaveRulesOff,
	RestoreRules,
	TryOut,
	SwitchOff,
	Connect,
	BackToToys,
	OpenDraft,
	DiscardDraft,
	TryOverlay,
	Dismiss
};

enum class NextStep { None = 1, Scan, OpenApp, ConnectToy, Allow, Arm, PressTest, Resume, BeFaster, Connect };
/* Empty for None. */
QString nextStepText(NextStep step, bool isDiscreet = false);

struct StatusWords {
	QString sign; /* says the tone without colour */
	QString line;
	QString next; /* the next step; may be empty */
	Tone tone;
	Action action;
};

/* One message with at most one button, and a second to decline a question. Empty words: nothing to say. */
struct Notice {
	QString words;
	Action action;
	Action decline{Action::None};
	bool isWarning{true};
};

/* What words depend on beside the snapshot. */
struct StatusContext {
	bool isSetUp{false};    /* there is an account to go back to */
	bool isDiscreet{false}; /* no word tells what is driven */
};

/* The settings name an account: what is needed to sign in was entered. */
bool hasAccount(const engine_settings &settings);
/* Something was sent to a toy and has not ended. */
bool isMoving(const engine_snapshot &snapshot);
/* Seconds are counted down, or it matters whether OBS is live: no new snapshot comes for either. */
bool changesByItself(const engine_snapshot &snapshot);
/* What a toy is called, or its number in discreet mode. slot: its index in the snapshot. */
QString toyName(const engine_toy &toy, int slot, bool isDiscreet);
/* The next step of who tries virtual toys, told beside them; empty: it is another one. hasMoved: one has moved already,
 * and nobody needs to be told how. */
QString testHint(const engine_snapshot &snapshot, bool hasMoved, bool isDiscreet);
StatusWords statusWords(const engine_snapshot &snapshot, qint64 now_ms, const StatusContext &context = {});
/* A stop that is not obeyed, or may not have arrived. */
bool isStopInDoubt(const engine_snapshot &snapshot);
/* The most urgent message: a stop that is not obeyed, or may not have arrived, then what keeps it from working, then a
 * live output. canShowLive: a source may show the code on air when asked. */
Notice noticeOf(const engine_snapshot &snapshot, int lease_ms, bool isLive, bool canShowLive, bool isDiscreet = false);
/* What happened, why, what to do. Empty for ENGINE_REASON_NONE. */
QString reasonText(engine_reason reason, const char *serviceWords, bool isDiscreet = false);
Action reasonAction(engine_reason reason);
QString actionText(Action action, bool isDiscreet = false);
/* A function of toys in the user's language; index: of engine_function_name(). Discreet: by its number there, which is
 * the same wherever the function is named. */
QString functionText(int index, bool isDiscreet = false);
/* The same by the name that the API has for it, in any case; what it does not know stays as it is. */
QString functionNamed(const QString &name);
