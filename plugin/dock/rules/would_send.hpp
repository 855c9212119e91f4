// SPDX-License-Identifier: GPL-2.0-or-later
/* What an action would send at this moment, for the line under the rule form. The safety gate decides in the end; this
 * only reads the same limits. Pure but for the locale. */
#pragma once

#include <QJsonObject>
#include <QString>

#include "engine/snapshot.h"

QString wouldSendText(const QJsonObject &action, const engine_snapshot &snapshot, bool isDiscreet);
/* When there is no toy to send to. */
QString sendsNothingText();
/* Slots of the toys an action names, as a mask; toys that are not there are left out. */
quint32 toyMask(const QJsonObject &action, const engine_snapshot &snapshot);
