/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What a command makes a toy do, small enough to keep and to compare: how strong it is with each function. Pure.
 *
 * Where the strength is not known exactly it is taken too high, never too low. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "lovense/commands/command.h"

struct movement {
	enum lovense_command_kind kind;
	uint8_t percent[LOVENSE_FUNCTION_COUNT]; /* the most that it does with each function */
	uint32_t shape;                          /* what strength does not tell: position, stroke, pattern, loop */
};

/* A Stop. */
extern const struct movement movement_none;

/* Of a FUNCTION, STOP, PATTERN, PRESET or POSITION, or of a PATTERN that is played as PATTERN_V2_PLAY. false: a kind
 * that is none of these, or one whose effect depends on commands before it (stopPrevious 0). */
bool movement_of(const struct lovense_command *command, struct movement *out);
/* Whether it can move a toy. */
bool movement_moves(const struct movement *movement);
/* No page of the API lists positions and curves for the server: they would count as sent, and nothing would move. */
bool movement_needs_lan(const struct movement *movement);
/* Two that are the same need not correct each other. A pattern is the same wherever it begins. */
bool movement_is_same(const struct movement *a, const struct movement *b);
/* Some function does more in a than in b. A position has no strength: another one always counts as stronger. */
bool movement_is_stronger(const struct movement *a, const struct movement *b);
