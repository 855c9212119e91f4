/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The functions a toy can have, as the Lovense API names them. Data, pure.
 *
 * Source: Standard API, "Function" command, for names and ranges; single motors from its older LAN API. What each type
 * can do: the API's pages where they say so, else the hardware tables of open implementations. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum lovense_function {
	LOVENSE_VIBRATE,
	LOVENSE_VIBRATE1,
	LOVENSE_VIBRATE2,
	LOVENSE_VIBRATE3,
	LOVENSE_ROTATE,
	LOVENSE_PUMP,
	LOVENSE_THRUSTING,
	LOVENSE_FINGERING,
	LOVENSE_SUCTION,
	LOVENSE_DEPTH,
	LOVENSE_STROKE, /* a range, only together with Thrusting; its steps are percent */
	LOVENSE_OSCILLATE,
	LOVENSE_FUNCTION_COUNT
};

struct lovense_function_info {
	const char *name;   /* "Vibrate": word in an action, and in rules without regard to case */
	const char *letter; /* "v": letter in a Pattern's F: list and in shortFunctionNames */
	int steps;          /* highest level: 20, 3 or 100 */
};
extern const struct lovense_function_info lovense_functions[LOVENSE_FUNCTION_COUNT];

/* Bit of a function in a mask. */
#define LOVENSE_BIT(function) (UINT32_C(1) << (function))
/* The single motors that Vibrate drives. */
#define LOVENSE_MOTORS (LOVENSE_BIT(LOVENSE_VIBRATE1) | LOVENSE_BIT(LOVENSE_VIBRATE2) | LOVENSE_BIT(LOVENSE_VIBRATE3))

/* Case-insensitive, by name or letter; -1 when unknown. */
int lovense_function_find(const char *name_or_letter);
/* What a toyType (or name) usually can do, when the app does not say: a mask. Unknown types: Vibrate. */
uint32_t lovense_functions_of_type(const char *toy_type);
bool lovense_is_known_type(const char *toy_type);
/* The types that are known, in their own order: lower case, without spaces; NULL behind the last. Static strings. */
const char *lovense_toy_type(size_t index);
