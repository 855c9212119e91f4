// SPDX-License-Identifier: GPL-2.0-or-later
/* What a rule waits for, where its sentence and its row say it in the same words. Pure but for the locale. */
#pragma once

#include <QJsonObject>
#include <QString>

/* "90 s", or "30 s to 150 s" where the time between two is drawn by lot. */
QString timerText(const QJsonObject &watch);
/* The time of day, with the days where it is not every day: "21:30 (Sat, Sun)". */
QString onDays(const QString &time, const QJsonObject &watch);
/* Without the unit, which is part of the texts. */
QString decibelsText(double decibels);
