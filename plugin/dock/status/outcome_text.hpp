// SPDX-License-Identifier: GPL-2.0-or-later
/* Outcomes of the core in plain words: of what was done, and of what would be. Pure but for the locale. */
#pragma once

#include <QString>

#include "engine/snapshot.h"
#include "haptics/journal.h"
#include "haptics/preview/verdict.h"

/* The amounts of one, 0..1, as the journal has them; least: of the toys that were sent to, the one that got least. */
struct OutcomeAmounts {
	double wanted, sent, least;
	bool isLimited; /* a ceiling held some of them down */
};
QString outcomeText(haptics_outcome outcome, const OutcomeAmounts &amounts = {}, qint64 wait_ms = 0,
		    bool isDiscreet = false);
/* Nothing came of it; what was skipped has run, and is no such refusal. */
bool hadNoEffect(haptics_outcome outcome);
/* Among how many of the newest entries of a log the same is counted instead of written again: a sound, say, starts and
 * ends its rule in turn. Of a stop and what lifts it the order tells how long it stood. */
int foldDepth(haptics_outcome outcome);
/* Why nothing would move, as a sentence; "" when something would. Names of toys are left out in discreet mode. */
QString refusalText(const haptics_verdict &verdict, bool isDiscreet);
/* The same of what would be posted now. */
QString refusalText(const engine_snapshot &snapshot, const haptics_intent &intent, bool isDiscreet);
/* When there is no toy to send to; names: those that are missing, may be "". */
QString sendsNothingText(const QString &names = {}, bool isDiscreet = false);
