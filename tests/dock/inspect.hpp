// SPDX-License-Identifier: GPL-2.0-or-later
/* Looks at widgets the way a person would: what can be read, what is cut off. */
#pragma once

#include <QString>
#include <QStringList>
#include <QVector>

class QWidget;

/* Every text that can be seen, one a line. */
QString shownText(const QWidget &widget);
/* A sentence for each label, button or box whose text does not fit, or that sticks out of the window, or of
 * the view of a page that does not scroll sideways. */
QStringList clippedTexts(const QWidget &window);
/* A sentence for each widget that takes the focus but has no name for a screen reader. */
QStringList namelessWidgets(const QWidget &window);
/* A sentence for each step of the Tab key that goes against the order of reading: up, or left in the same line. */
QStringList strayTabSteps(const QWidget &window);
/* What takes the focus by Tab, in no order. */
QVector<QWidget *> usableByKeys(const QWidget &root);
/* A line for each of those that the key (Qt::Key_Tab or Qt::Key_Backtab) does not lead to from the first of them, until
 * it comes there again. The window is in front. */
QStringList unreachedBy(Qt::Key key, const QWidget &root);
