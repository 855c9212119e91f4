// SPDX-License-Identifier: GPL-2.0-or-later
/* The key that is bound to STOP ALL, and from where a press of it reaches OBS. */
#pragma once

#include <QString>

/* What decides where OBS's hotkeys work. */
struct KeyWorld {
	bool isWayland{false};  /* keys come only while a window of OBS has the focus; on X11 inside Wayland too */
	bool isPermitted{true}; /* macOS asks the user before a program gets keys of others */
	QString focusType;      /* OBS's "Hotkey Focus Behavior", as its configuration spells it (OBSApp.cpp) */
	QString helper;         /* the script that presses STOP ALL for a shortcut of the desktop */
};

enum class KeyReach { Everywhere = 1, FrontByWayland, FrontByPermission, FrontBySetting, Behind, Nowhere };

/* Whether OBS's hotkeys work while one of its windows has the focus, or none has. Pure. Any thread. */
bool hotkeysWork(const KeyWorld &world, bool isInFront);
/* Pure. Any thread. */
KeyReach keyReach(const KeyWorld &world);
/* What the user should know and do about it; "" for Everywhere. */
QString keyReachText(KeyReach reach);
/* How to get a key that works everywhere; "" where OBS's own do, or can be made to. */
QString desktopKeyText(const KeyWorld &world);

/* As it is now, asked of libobs, the frontend and the environment. Needs a frontend. UI thread. */
KeyWorld currentKeyWorld();
/* "Ctrl + F9"; "" when none is bound. UI thread. */
QString stopKeyName();
