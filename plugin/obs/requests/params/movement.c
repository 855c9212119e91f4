/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "obs/requests/params/movement.h"

#include <stdlib.h>
#include <string.h>

#include "obs/requests/params/request_params.h"

enum { HIGHEST_STEP = 20, SHORTEST_STEP_MS = 100, LONGEST_STEP_MS = 1000, DEFAULT_STEP_MS = 200 };

/* The step at *text, which moves behind it. false: there is none. */
static bool take_step(const char **text, uint8_t *step)
{
	const char *digits = *text + strspn(*text, " ");
	size_t count = strspn(digits, "0123456789");
	const char *end = digits + count + strspn(digits + count, " ");
	long value = count == 1 || count == 2 ? strtol(digits, NULL, 10) : -1;
	*step = (uint8_t)value;
	*text = end;
	return value >= 0 && value <= HIGHEST_STEP;
}

/* "20;10;0" */
static bool take_steps(const char *text, struct haptics_extra *extra)
{
	size_t count = 0;
	while (count < HAPTICS_PATTERN_MAX) {
		if (!take_step(&text, &extra->steps[count++]))
			return false;
		extra->step_count = (uint8_t)count;
		if (!*text)
			return true;
		if (*text++ != ';')
			return false;
	}
	return false;
}

static bool read_pattern(struct request_params *params, struct haptics_extra *extra)
{
	int64_t step_ms = DEFAULT_STEP_MS;
	if (param_is_given(params, "stepMs") &&
	    !param_whole(params, "stepMs", SHORTEST_STEP_MS, LONGEST_STEP_MS, &step_ms))
		return false;
	extra->step_ms = (int16_t)step_ms;
	return take_steps(param_text(params, "pattern"), extra) ||
	       param_refuse(params, "pattern", "Request.Problem.Pattern");
}

static bool read_preset(struct request_params *params, struct haptics_extra *extra)
{
	static const char *const names[] = {
		[HAPTICS_PULSE] = "pulse",
		[HAPTICS_WAVE] = "wave",
		[HAPTICS_FIREWORKS] = "fireworks",
		[HAPTICS_EARTHQUAKE] = "earthquake",
	};
	const char *name = param_text(params, "preset");
	for (size_t i = HAPTICS_PULSE; i < sizeof(names) / sizeof(names[0]); i++)
		if (strcmp(name, names[i]) == 0)
			extra->preset = (enum haptics_preset)i;
	return extra->preset || param_refuse(params, "preset", "Request.Problem.Preset");
}

/* A rule takes its level from the request or does not, which the core knows. */
static bool read_what(struct request_params *params, struct haptics_intent *intent)
{
	bool has_rule = param_is_given(params, "rule");
	bool has_pattern = param_is_given(params, "pattern");
	bool has_preset = param_is_given(params, "preset");
	intent->has_value = param_is_there(params, "level");
	int count = has_rule + has_pattern + has_preset + (intent->has_value && !has_rule);
	if (count == 0)
		return param_refuse(params, "rule", "Request.Problem.RuleOrLevel");
	/* The rule first, so that one that stops is found whatever else is there. */
	if (has_rule && !param_rule(params, intent->id))
		return false;
	if (count > 1)
		return param_refuse(params, has_preset ? "preset" : "pattern", "Request.Problem.OneOf");
	return (!intent->has_value || param_number(params, "level", 0.0, 1.0, &intent->value)) &&
	       (!has_pattern || read_pattern(params, &intent->extra)) &&
	       (!has_preset || read_preset(params, &intent->extra));
}

bool movement_read(struct request_params *params, const struct engine_snapshot *snapshot, struct haptics_intent *intent)
{
	return read_what(params, intent) && param_by(params, intent->extra.by) &&
	       param_function(params, &intent->functions) && param_toys(params, snapshot, &intent->toys);
}
