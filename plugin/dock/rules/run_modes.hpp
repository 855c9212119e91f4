// SPDX-License-Identifier: GPL-2.0-or-later
/* What the core allows a rule to run like. Pure. */
#pragma once

#include <QJsonObject>
#include <QString>
#include <QStringList>

/* Whether the core lets a rule run for as long as its trigger is true: a longest run of 0. */
bool mayBeEndless(const QString &trigger, const QString &mode);
/* What it waits for has no end, and so nothing can last as long. */
bool isMoment(const QString &trigger);
/* The longest run of a rule that states none, as the core has it. */
int longestRunUnstated_ms(const QString &trigger, const QString &mode);
/* The run modes the core takes for a trigger, edge and action. */
QStringList legalModes(const QJsonObject &rule);
