// SPDX-License-Identifier: GPL-2.0-or-later
/* OBS's undo has a key of its own that works behind every window of OBS. In a form that key must not change what stands
 * behind it. */
#pragma once

class QWidget;

/* For as long as the window lives: undo and redo do nothing in it, but in the fields that have their own. */
void keepUndoInside(QWidget *window);
