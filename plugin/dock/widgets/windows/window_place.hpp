// SPDX-License-Identifier: GPL-2.0-or-later
/* Where a window goes that must not cover something. Pure; all in pixels of the desktop. */
#pragma once

#include <QRect>

/* What is around the window. */
struct Surroundings {
	QRect available; /* of the screen */
	QRect parent;    /* the window that it belongs to */
	QRect opener;    /* what it was opened from */
	QRect kept;      /* the part of that which stays visible; empty: none */
};

/* With its frame: over the middle of its parent, else beside what it was opened from, else below what stays visible, as
 * high as there is room, but not lower than least_px. Where none of these is possible it is over the middle. */
QRect windowPlace(const Surroundings &around, const QSize &size, int least_px);

/* The frame, so much higher: downwards as far as the screen goes, then upwards as far as it covers nothing that it did
 * not cover before. As much as there is room for. */
QRect windowGrown(const Surroundings &around, const QRect &frame, int lacking_px);
