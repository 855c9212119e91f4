// SPDX-License-Identifier: GPL-2.0-or-later
/* A button with a menu opens it by Space, Return and the menu key. A menu that was opened by keys has its first entry
 * chosen, so that Return takes it and Down goes on from there; one that was opened by the mouse has none. UI thread. */
#pragma once

class QWidget;

/* For every menu that belongs to root or to what is in it, now or later. Lives as long as root. */
void makeMenusKeyed(QWidget *root);
