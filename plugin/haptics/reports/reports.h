/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What toys themselves report: buttons, shakes, depth, motion. It starts and ends rules and does nothing else. Inside
 * haptics/ only. Thread: the one that is in the core (haptics.h). */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct haptics;
struct haptics_intent;
struct rule_trigger;

/* Of one toy. */
struct toy_report {
	uint32_t down;          /* buttons that are held, by index */
	uint32_t let_go;        /* those of the last release, for: */
	int64_t let_go_ms;      /* a "pressed" that follows it says nothing new */
	uint32_t pulsed;        /* buttons of which only "pressed" came */
	int64_t pulse_until_ms; /* and how long they count as held */
	int64_t shaken_until_ms;
	double depth;
	double motion;
	int64_t motion_until_ms; /* a toy that rests may say nothing of it */
};

/* HAPTICS_INTENT_TOY_REPORT */
void reports_take(struct haptics *haptics, const struct haptics_intent *intent);
/* Nobody tells any more what these toys (mask) do: what they did is over. */
void reports_forget(struct haptics *haptics, uint32_t toys);
/* Whether the toy in that slot does what a trigger of kind button, shake, depth or motion asks for. */
bool reports_is_on(const struct haptics *haptics, const struct rule_trigger *trigger, size_t slot, bool was_on);
/* When that may change with nobody saying anything. */
int64_t reports_next_ms(const struct haptics *haptics, const struct rule_trigger *trigger);
