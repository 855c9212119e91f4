// SPDX-License-Identifier: GPL-2.0-or-later
/* What a file would change, in plain words. Whatever comes from the file is shown on one line, as plain text. */
#pragma once

#include <QString>
#include <QStringList>

#include "obs/stores/transfer/transfer_plan.h"

QString transferGroupName(transfer_group group);
/* What the change is about, never empty. rule: of a key, the change of its rule; NULL: none. */
QString transferName(const transfer_change &change, const transfer_change *rule);
/* What it does, in sentences. */
QStringList transferNotes(const transfer_change &change);
/* What a person should know before it is chosen, or why it cannot be. */
QStringList transferWarnings(const transfer_change &change);
