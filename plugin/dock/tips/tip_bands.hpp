// SPDX-License-Identifier: GPL-2.0-or-later
/* Rules for tips as rows of a table: from which amount to which, what moves, how strong, for how long. Pure but for the
 * locale. */
#pragma once

#include <QJsonArray>
#include <QJsonObject>
#include <QString>
#include <QStringList>
#include <QVector>

#include "engine/snapshot.h"

class RuleBook;
struct haptics_rules;

struct TipBand {
	double from{1};
	double to{0};                        /* below from: no end */
	QString what;                        /* "level", a preset, or another kind of action, which has no level here */
	double levelFrom{0.2}, levelTo{0.2}; /* 0..1; the same: fixed, else by the amount or by chance */
	int secondsFrom_ms{5000}, secondsTo_ms{5000};
};

bool isTipRule(const QJsonValue &rule);
/* Those of the rules that tips start, by their amount. */
QVector<QJsonObject> tipRules(const QJsonArray &rules);
TipBand bandOf(const QJsonObject &rule);
/* The rule with the band's values; whatever the table does not show stays. */
QJsonObject withBand(QJsonObject rule, const TipBand &band);
/* A new rule, switched on, that waits for its turn. */
QJsonObject makeTipRule(const TipBand &band);
/* Five bands to start from, the strongest last. */
QVector<TipBand> tipLadder();
/* Adds a rule for each of them; false with a sentence. */
bool addTipLadder(RuleBook &book, QString *error);
/* What somebody who made the table may not have meant, a line each: amounts between two bands for which there is no
 * rule, and amounts that two rules of the set in force want, as the core sees it, while both are on. */
QStringList gapHints(const QVector<QJsonObject> &rules);
QStringList overlapHints(const engine_snapshot &snapshot);
