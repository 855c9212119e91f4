/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "haptics/reports/reports.h"

#include <math.h>

#include "haptics/core.h"

enum {
	PULSE_MS = 250,  /* of a button of which nobody says how long it is held */
	SHAKE_MS = 500,  /* without another one the shaking is over */
	MOTION_MS = 500, /* frames come every 100 ms */
	ECHO_MS = 1000,  /* "pressed" behind "down" and "up" is the same press */
};

static uint32_t button_bit(const struct haptics_intent *intent)
{
	int index = intent->index < 0 ? 0 : intent->index;
	return UINT32_C(1) << (index > 31 ? 31 : index);
}

static void press(struct toy_report *report, uint32_t button, int64_t now_ms)
{
	bool is_echo = (report->let_go & button) && now_ms - report->let_go_ms < ECHO_MS;
	if ((report->down & button) || is_echo)
		return;
	report->pulsed = now_ms < report->pulse_until_ms ? report->pulsed | button : button;
	report->pulse_until_ms = now_ms + PULSE_MS;
}

static double part_of(double value)
{
	return isnan(value) ? 0 : fmin(fmax(value, 0), 1);
}

static void take_report(struct toy_report *report, const struct haptics_intent *intent, int64_t now_ms)
{
	uint32_t button = button_bit(intent);
	switch (intent->report) {
	case HAPTICS_REPORT_BUTTON_DOWN:
		report->down |= button;
		report->let_go &= ~button;
		break;
	case HAPTICS_REPORT_BUTTON_UP:
		report->let_go = button & report->down;
		report->let_go_ms = now_ms;
		report->down &= ~button;
		break;
	case HAPTICS_REPORT_BUTTON_PRESSED:
		press(report, button, now_ms);
		break;
	case HAPTICS_REPORT_SHAKE:
		report->shaken_until_ms = now_ms + SHAKE_MS;
		break;
	case HAPTICS_REPORT_DEPTH:
		report->depth = part_of(intent->value);
		break;
	case HAPTICS_REPORT_MOTION:
		report->motion = part_of(intent->value);
		report->motion_until_ms = now_ms + MOTION_MS;
		break;
	case HAPTICS_REPORT_SILENT:
		*report = (struct toy_report){0};
		break;
	case HAPTICS_REPORT_INVALID:
		break;
	}
}

void reports_take(struct haptics *haptics, const struct haptics_intent *intent)
{
	for (size_t slot = 0; slot < HAPTICS_MAX_TOYS; slot++)
		if ((intent->toys >> slot) & 1)
			take_report(&haptics->reports[slot], intent, haptics->time.now_ms);
}

void reports_forget(struct haptics *haptics, uint32_t toys)
{
	const struct haptics_intent silent = {.report = HAPTICS_REPORT_SILENT, .toys = toys};
	reports_take(haptics, &silent);
}

static bool is_past(double value, const struct rule_trigger *trigger, bool was_on)
{
	return was_on ? value >= trigger->below : value >= trigger->above;
}

bool reports_is_on(const struct haptics *haptics, const struct rule_trigger *trigger, size_t slot, bool was_on)
{
	const struct toy_report *report = &haptics->reports[slot];
	int64_t now_ms = haptics->time.now_ms;
	uint32_t held = report->down | (now_ms < report->pulse_until_ms ? report->pulsed : 0);
	switch (trigger->toy_event) {
	case RULE_TOY_BUTTON:
		return trigger->button < 0 ? held != 0 : (held >> trigger->button) & 1;
	case RULE_TOY_SHAKE:
		return now_ms < report->shaken_until_ms;
	case RULE_TOY_DEPTH:
		return is_past(report->depth, trigger, was_on);
	case RULE_TOY_MOTION:
		return is_past(now_ms < report->motion_until_ms ? report->motion : 0, trigger, was_on);
	default:
		return false;
	}
}

static int64_t end_ms(const struct toy_report *report, enum rule_toy_event event)
{
	switch (event) {
	case RULE_TOY_BUTTON:
		return report->pulse_until_ms;
	case RULE_TOY_SHAKE:
		return report->shaken_until_ms;
	case RULE_TOY_MOTION:
		return report->motion_until_ms;
	default:
		return 0;
	}
}

int64_t reports_next_ms(const struct haptics *haptics, const struct rule_trigger *trigger)
{
	int64_t next_ms = CORE_NEVER;
	for (size_t slot = 0; slot < haptics->toy_count; slot++) {
		int64_t at_ms = end_ms(&haptics->reports[slot], trigger->toy_event);
		if (at_ms > haptics->time.now_ms)
			next_ms = core_earlier(next_ms, at_ms);
	}
	return next_ms;
}
