// SPDX-License-Identifier: GPL-2.0-or-later
/* Colours that can be read in every theme. They come from the theme that is worn; where it leaves too little contrast
 * (WCAG: 4.5:1 for text, 3:1 for controls), they are made darker or lighter until it is enough. */
#pragma once

#include <QColor>
#include <QVector>

class QWidget;

constexpr double LEAST_TEXT_CONTRAST = 4.5;
constexpr double LEAST_CONTROL_CONTRAST = 3.0;

/* 1 to 21, as WCAG 2 defines it. */
double contrastOf(const QColor &one, const QColor &other);
/* share: of the second, 0 to 1. */
QColor mixed(const QColor &from, const QColor &to, double share);
/* The colour, or the nearest one towards black or white that stands out from each of the grounds. */
QColor legible(const QColor &color, const QVector<QColor> &grounds, double leastContrast);

/* A window of the dock and all in it follow the theme, now and when it changes, and what has the keyboard is marked.
 * Does nothing the second time. */
void keepLegible(QWidget *root);
