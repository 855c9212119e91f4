// SPDX-License-Identifier: GPL-2.0-or-later
/* What stands beside the rules of a set about all tips: the queue, the budget for the body, blocked words. Pure. */
#pragma once

#include <QJsonObject>
#include <QString>
#include <QStringList>

struct TipSettings {
	int perMinute{60}, perNamePerMinute{12}; /* 0: no limit */
	int maxSeconds{120};
	QString overflow{QStringLiteral("drop_newest")};
	int moveMinutes{0}; /* 0: no budget */
	int restMinutes{2};
	QStringList blocked;
};

TipSettings tipSettingsOf(const QJsonObject &set);
/* The set with them; keys that are not known here stay, and a key that is not there stays away while its value is what
 * is meant without it. */
QJsonObject withTipSettings(QJsonObject set, const TipSettings &settings);
/* Between commas and line breaks, each once. */
QStringList wordsIn(const QString &text);
