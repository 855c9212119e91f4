// SPDX-License-Identifier: GPL-2.0-or-later
/* How large a window opens, and where. UI thread. */
#pragma once

#include "dock/widgets/windows/window_place.hpp"

class PageScroll;
class QWidget;

/* So wide, and as tall as its page needs, as far as the screen goes. Its layout is a vertical one with the page in it.
 * Call it once the style of the window is known, and before it is on the screen: a window that grows afterwards is
 * granted that late, or never. */
void fitWindowToPage(QWidget *window, const PageScroll *page, int columns);
/* What its layout wants for everything, the whole page included, at the width that it has. */
int wantedHeight(const QWidget *window, const PageScroll *page);
/* Of a window that was opened from opener, of which kept stays visible; either may be null. */
Surroundings surroundingsOf(const QWidget *window, const QWidget *opener, const QWidget *kept);
/* Where Qt would put it, unless that covers what stays visible. Call it before it is shown, with its size. */
void placeWindow(QWidget *window, const QWidget *opener, const QWidget *kept);
/* Beside another that looks like it, so that both are seen to be there. */
void placeAside(QWidget *window, const QWidget *other, const Surroundings &around);
