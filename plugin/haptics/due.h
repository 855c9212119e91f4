/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What one toy should get now, and how much of a hurry there is. Thread: the one that is in the core (haptics.h). */
#pragma once

#include "haptics/core.h"

enum due {
	DUE_NOT,
	DUE_NORMAL,
	DUE_URGENT, /* something has to become weaker: does not wait for the gap */
};

struct candidate {
	bool is_online;
	struct target target;
	struct gate_result result;
	enum due due;
};

enum due due_now(const struct haptics *haptics, size_t slot, const struct candidate *candidate);
/* The lease ends before what runs on the toy, or the toy is on its way to a position. */
bool due_needs_renewal(const struct lease *lease, const struct candidate *candidate);
