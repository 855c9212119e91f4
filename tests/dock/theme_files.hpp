// SPDX-License-Identifier: GPL-2.0-or-later
/* Themes as OBS has them since 30.2: NAME.obt, or NAME.ovt over the one that it extends. A head of variables, and a
 * style sheet of Qt that names them. */
#pragma once

#include <QPalette>
#include <QString>
#include <QStringList>

struct ThemeFile {
	QString sheet; /* no variable is left in it; "": there is no such file */
	QPalette palette;
};

/* Those of a folder, by what OBS calls them. */
QStringList themeFilesIn(const QString &folder);
/* As OBS makes it. plain: the palette without a theme. */
ThemeFile readThemeFile(const QString &folder, const QString &name, int fontPoints, const QPalette &plain);
