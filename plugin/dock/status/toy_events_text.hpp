// SPDX-License-Identifier: GPL-2.0-or-later
/* Listening to what toys tell, in plain words. Pure but for the locale. */
#pragma once

#include <QString>

#include "engine/snapshot.h"

/* How it stands; empty while it is off. */
QString toyEventsText(const engine_snapshot &snapshot);
/* What a user who counts on a toy's button as a stop key has to know; empty: every button was heard of. */
QString toyButtonsText(const engine_snapshot &snapshot, bool isDiscreet);
