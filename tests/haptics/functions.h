/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The functions of the toys in these tests: one of each kind that the core has to know. */
#pragma once

#include "haptics/haptics.h"

enum { VIBRATE, VIBRATE1, VIBRATE2, ROTATE, PUMP, THRUSTING, DEPTH, STROKE, FUNCTION_COUNT };

#define TEST_FUNCTIONS                                                                                                 \
	{                                                                                                              \
		[VIBRATE] = {"Vibrate", 20, true, 1u << VIBRATE1 | 1u << VIBRATE2},                                    \
		[VIBRATE1] = {"Vibrate1", 20, true, 0}, [VIBRATE2] = {"Vibrate2", 20, true, 0},                        \
		[ROTATE] = {"Rotate", 20, true, 0}, [PUMP] = {"Pump", 3, true, 0},                                     \
		[THRUSTING] = {"Thrusting", 20, true, 0}, [DEPTH] = {"Depth", 3, false, 0},                            \
		[STROKE] = {"Stroke", 100, false, 0},                                                                  \
	}
