// SPDX-License-Identifier: GPL-2.0-or-later
/* In which order rules and the heads of their groups stand on the screen. Pure. */
#pragma once

#include <QJsonArray>
#include <QString>
#include <QStringList>
#include <QVector>

/* A rule, or the head of a group (id is ""). */
struct RulePlace {
	QString group; /* "": in none */
	QString id;

	bool isHead() const
	{
		return id.isEmpty();
	}
};

/* A group stands where its first rule does, its rules together below its head. ids: in the order of the set; a rule
 * that is not in the JSON is in no group. */
QVector<RulePlace> rulePlaces(const QStringList &ids, const QJsonArray &rules);
/* Each once, in the order of the set. */
QStringList ruleGroups(const QJsonArray &rules);
