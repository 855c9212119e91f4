/* SPDX-License-Identifier: GPL-2.0-or-later */
/* How strong a command can make a toy, 0..1: what the app makes of it, rounded up. */
#pragma once

#include "program.h"

/* Twice as much as the core's own, so that only real excess counts. */
#define EPSILON 1e-5

double strength_peak(const struct haptics_command *command); /* of a pattern */
/* What a command says of a function itself. */
double strength_named(const struct haptics_command *command, size_t function);
/* How far the machine goes: over all it has, unless it is told a range. */
double strength_stroke(const struct haptics_command *command);
/* The strongest that a function may get. The motors of an Edge move with Vibrate; whoever put a ceiling on Vibrate
 * means each of them. */
double strength_of(const struct haptics_command *command, size_t function);
