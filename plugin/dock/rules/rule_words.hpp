// SPDX-License-Identifier: GPL-2.0-or-later
/* Rules in plain words. Pure but for the locale. */
#pragma once

#include <QJsonObject>
#include <QString>
#include <QStringList>

/* A JSON value that may be one word or a list of them. */
QStringList wordsOf(const QJsonValue &value);

/* A key that is not there means the same as its default and stays away. */
void storeUnlessUnstated(QJsonObject &object, const char *key, const QJsonValue &value, const QJsonValue &unstated);

enum class RuleCommand { Add = 1, Edit, RunNow, Duplicate, Delete, Import, Export };
QString ruleCommandText(RuleCommand command);

/* "Level", "Pattern", ... for the "kind" of a rule's action; the kind itself when it is unknown. */
QString actionName(const QString &kind);
bool actionHasLevel(const QString &kind);
/* A number, or the end of a range that stands in its place. */
double highestOf(const QJsonValue &value, double missing);
/* A length of time, or the range of it. */
QString lengthsText(const QJsonObject &object, const char *key, int missing_ms);
/* Highest level an action asks for, 0..1. */
double actionLevel(const QJsonObject &action);

/* The whole rule in sentences: what starts it, what it does, for how long, and its conditions. */
QString ruleSentence(const QJsonObject &rule, bool isDiscreet = false);
