// SPDX-License-Identifier: GPL-2.0-or-later
/* What a rule would send at this moment, for the line under the rule form and its Test button. The core says what;
 * here are only the words. Pure but for the locale. */
#pragma once

#include <optional>

#include <QString>

#include "engine/snapshot.h"

struct haptics_rules;

struct WouldSend {
	QString line;   /* "" for an action that moves nothing */
	QString whyNot; /* nothing would move now; "": a test does something */
};

/* Of the first of these rules, in force or not. heard_db: what is heard now of the source that it follows; none: as if
 * it were as loud as it counts. What is silent can be tested all the same. */
WouldSend wouldSend(const haptics_rules *rules, const engine_snapshot &snapshot, bool isDiscreet,
		    std::optional<double> heard_db = {});
/* The rule that a tip of that amount would start, and what that would send. */
QString tipWouldDo(const engine_snapshot &snapshot, double amount, bool isDiscreet);
