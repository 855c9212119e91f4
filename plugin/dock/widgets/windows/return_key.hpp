// SPDX-License-Identifier: GPL-2.0-or-later
/* Return, of either part of the keyboard, presses the button that has the focus, as Space does. Qt gives that key to
 * the window instead, where it presses what saves or closes. UI thread. */
#pragma once

#include <QKeyEvent>

class QDialog;
class QWidget;

bool isReturnKey(const QKeyEvent &event);
/* Presses the button with the focus, if there is one within; false: there is none, or it is no key for that. Not what
 * is ticked, nor the arrow of a dock's heading: there the key has other uses. */
bool pressByReturn(const QWidget *within, const QKeyEvent &event);
/* From now on, of all its buttons, those that fold included. */
void letReturnPress(QDialog *dialog);
