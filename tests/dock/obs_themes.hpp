// SPDX-License-Identifier: GPL-2.0-or-later
/* The themes that OBS ships, put on the whole application. */
#pragma once

#include <QString>
#include <QStringList>

/* Those that the OBS here has installed, by name: before 30.2 style sheets of Qt, since then files of its own kind. */
QStringList installedThemes();
/* The colours of the themes of OBS 32 in the rules that the dock's widgets meet: where the OBS here has older ones. */
QStringList newThemes();
/* A theme of either kind; "": the plain style of Qt. false: it is not here. */
bool wearTheme(const QString &name, int fontPercent = 100);
/* As the application began. */
void takeThemeOff();
