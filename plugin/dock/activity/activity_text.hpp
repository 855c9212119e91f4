// SPDX-License-Identifier: GPL-2.0-or-later
/* A record of the explain ring in plain words: what was triggered, what came of it, why nothing happened. */
#pragma once

#include <QDateTime>
#include <QString>

#include "haptics/journal.h"

/* toys: what it moved, "" when that is not known. */
QString activityText(const haptics_record &record, const QString &toys = {}, bool isDiscreet = false);
/* "21:04:11  Boost, Lush 3: 45 % sent"; when: the record's time by the clock. */
QString activityLine(const haptics_record &record, const QString &toys, const QDateTime &when, bool isDiscreet = false);
