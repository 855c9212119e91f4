// SPDX-License-Identifier: GPL-2.0-or-later
/* What has to be pasted into other programs so that they send tips: the page for them is the one place that knows it.
 */
#pragma once

#include <QString>
#include <QStringList>

/* The programs with a text to paste, by the headings of the page. Empty when there is no such page. */
QStringList programsToCopyFor();
/* The text, as it stands in the page. */
QString textToCopyFor(const QString &program);
