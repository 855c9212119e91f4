// SPDX-License-Identifier: GPL-2.0-or-later
/* A rule in one line, by what tells it from others: "F9 → 50 %", "Scene: Hot cam → Pulse, 3 s". Pure but for the
 * locale. */
#pragma once

#include <QJsonObject>
#include <QString>

/* Started by a hotkey that has no key: it cannot run by itself. */
bool lacksKey(const QJsonObject &rule, const QString &key);
/* key: the one that is bound to the rule, "" for none. */
QString ruleSummary(const QJsonObject &rule, const QString &key, bool isDiscreet = false);

/* The name follows what the rule does until a person has typed one: a key of the rule says so, which other programs and
 * older versions leave alone. */
bool ruleNameFollows(const QJsonObject &rule);
/* The key of one that waits for a key, or that it has none; "" for others. */
QString ruleKey(const QJsonObject &rule, const QString &key);
QString suggestedRuleName(const QJsonObject &rule, bool isDiscreet = false);
void setRuleName(QJsonObject &rule, const QString &name, bool follows);
