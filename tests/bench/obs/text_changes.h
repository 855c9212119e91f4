/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

/* CPU time of the process for a frame of libobs in which a bar moves: the dearest of nine. */
struct text_changes {
	double still_us; /* its title stays */
	double added_us; /* what another title adds */
};

/* Needs a host whose module and text source are loaded, and no other source that shows activity. Takes about 2.5 s a
 * round at 60 frames a second. */
struct text_changes text_changes_measure(int rounds);
