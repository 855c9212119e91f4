// SPDX-License-Identifier: GPL-2.0-or-later
/* A record of the explain ring in plain words: what was triggered, what came of it, why nothing happened. */
#pragma once

#include <QDateTime>
#include <QString>

#include "haptics/journal.h"

QString activityText(const haptics_record &record);
/* "21:04:11  Boost: 45 % sent"; when_ms is the record's time in the clock of now_ms, which is now in clock time. */
QString activityLine(const haptics_record &record, qint64 now_ms, const QDateTime &now);
