// SPDX-License-Identifier: GPL-2.0-or-later
/* Menus by keys: one that was opened by them has its first entry chosen, so that Return takes it and Down goes on from
 * there; one that was opened by the mouse has none. UI thread. */
#pragma once

class QContextMenuEvent;
class QMenu;
class QToolButton;

/* Space, Return and the menu key open the button's menu, which it has already. The keys that the menu tells are those
 * of the list beside it, and do nothing on the button. */
void makeMenuKeyed(QToolButton *button);
/* Where it was asked for. */
void popUpMenu(QMenu *menu, const QContextMenuEvent &asked);
