/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "program.h"

static void print_toy(const struct haptics_toy *toy, FILE *file)
{
	fprintf(file, "%s %s %s ceiling %g functions", toy->alias, toy->type, toy->is_online ? "online" : "offline",
		toy->ceiling);
	for (size_t f = 0; f < FUNCTION_COUNT; f++)
		if ((toy->functions >> f) & 1)
			fprintf(file, " %s<=%g", program_functions[f].name, toy->function_ceiling[f]);
	fprintf(file, "\n");
}

static void print_limits(const struct haptics_limits *limits, FILE *file)
{
	fprintf(file, "limits master %g lease %d gap %d per second %d %s\n", limits->master_ceiling, limits->lease_ms,
		limits->min_gap_ms, limits->global_per_second, limits->stop_when_stream_ends ? "stream end stops" : "");
}

static void print_intent(const struct haptics_intent *intent, FILE *file)
{
	static const char *const names[] = {
		[HAPTICS_INTENT_STOP_ALL] = "stop all",
		[HAPTICS_INTENT_RESUME] = "resume",
		[HAPTICS_INTENT_HALT] = "halt",
		[HAPTICS_INTENT_PAUSE] = "pause",
		[HAPTICS_INTENT_SET_ARMED] = "set armed",
		[HAPTICS_INTENT_TOGGLE_ARMED] = "toggle armed",
		[HAPTICS_INTENT_SET_CEILING] = "set ceiling",
		[HAPTICS_INTENT_STEP_CEILING] = "step ceiling",
		[HAPTICS_INTENT_LOWER_CEILING] = "lower ceiling",
		[HAPTICS_INTENT_SCENE_STARTED] = "scene started",
		[HAPTICS_INTENT_SCENE_ENTERED] = "scene entered",
		[HAPTICS_INTENT_SOURCE_ACTIVE] = "source active",
		[HAPTICS_INTENT_SOURCE_SHOWN] = "source shown",
		[HAPTICS_INTENT_MEDIA] = "media",
		[HAPTICS_INTENT_OUTPUT] = "output",
		[HAPTICS_INTENT_STUDIO_MODE] = "studio mode",
		[HAPTICS_INTENT_REPLAY_SAVED] = "replay saved",
		[HAPTICS_INTENT_AUDIO] = "audio",
		[HAPTICS_INTENT_TOY_REPORT] = "toy report",
		[HAPTICS_INTENT_REF_EXISTS] = "exists",
		[HAPTICS_INTENT_REF_RENAMED] = "renamed",
		[HAPTICS_INTENT_HOTKEY] = "hotkey",
		[HAPTICS_INTENT_RUN_RULE] = "run rule",
		[HAPTICS_INTENT_RUN_LEVEL] = "run level",
		[HAPTICS_INTENT_START_KEY] = "start key",
		[HAPTICS_INTENT_STOP_KEY] = "stop key",
		[HAPTICS_INTENT_TEST_TOY] = "test toy",
		[HAPTICS_INTENT_STOP_TOY] = "stop toy",
		[HAPTICS_INTENT_RULE_ENABLED] = "rule enabled",
		[HAPTICS_INTENT_END_PAUSE] = "end pause",
		[HAPTICS_INTENT_TIP] = "tip",
		[HAPTICS_INTENT_CANCEL_RUN] = "cancel run",
		[HAPTICS_INTENT_SKIP_CURRENT] = "skip",
		[HAPTICS_INTENT_CLEAR_QUEUE] = "clear queue",
		[HAPTICS_INTENT_PAUSE_QUEUE] = "pause queue",
		[HAPTICS_INTENT_TOGGLE_QUEUE] = "toggle queue",
		[HAPTICS_INTENT_SET_TIPS_ALLOWED] = "allow tips",
		[HAPTICS_INTENT_SET_GOAL] = "set goal",
		[HAPTICS_INTENT_ADD_TO_GOAL] = "add to goal",
		[HAPTICS_INTENT_RESET_GOAL] = "reset goal",
	};
	bool is_fact = intent->kind >= HAPTICS_INTENT_SCENE_STARTED && intent->kind <= HAPTICS_INTENT_REF_EXISTS;
	if (!is_fact)
		fprintf(file, "run %u, steps %u, preset %d, %s", intent->run, intent->extra.step_count,
			(int)intent->extra.preset, intent->is_request ? "request, " : "");
	if (intent->has_seq)
		fprintf(file, "seq %lld, ", (long long)intent->seq);
	fprintf(file,
		"%s: on %d id \"%s\" key \"%s\" ref \"%s%s%s\" value %g%s functions %#x toys %#x %d ms output %d cause "
		"%d%s\n",
		names[intent->kind], intent->on, intent->id, intent->key, is_fact ? intent->ref.name : "",
		is_fact && intent->new_name[0] ? " to " : "", is_fact ? intent->new_name : "", intent->value,
		intent->has_value ? " given" : "", intent->functions, intent->toys, intent->duration_ms,
		(int)intent->output, (int)intent->cause, intent->is_initial ? " initial" : "");
}

static void print_step(const struct step *step, FILE *file)
{
	switch (step->kind) {
	case STEP_INTENT:
		print_intent(&step->intent, file);
		break;
	case STEP_WAIT:
		fprintf(file, "wait %lld ms\n", (long long)step->ms);
		break;
	case STEP_JUMP:
		fprintf(file, "the clock jumps by %lld ms\n", (long long)step->ms);
		break;
	case STEP_ONLINE:
		fprintf(file, "link %s\n", step->on ? "online" : "offline");
		break;
	case STEP_TOY:
		fprintf(file, "toy in slot %u is now ", step->toy);
		print_toy(&step->new_toy, file);
		break;
	case STEP_LIMITS:
		print_limits(&step->limits, file);
		break;
	case STEP_RULES:
		fprintf(file, "rules in force: mask %#x%s\n", step->rules, step->on ? ", all start anew" : "");
		break;
	case STEP_TEST:
		fprintf(file, "test of the rule of mask %#x for %lld ms\n", step->rules, (long long)step->ms);
		break;
	default:
		fprintf(file, "minute of the week %d\n", step->minute);
		break;
	}
}

void program_print(const struct program *program, FILE *file)
{
	fprintf(file, "program of seed %llu\n%s, ", (unsigned long long)program->seed,
		program->is_armed ? "armed" : "disarmed");
	print_limits(&program->limits, file);
	for (size_t i = 0; i < program->toy_count; i++)
		print_toy(&program->toys[i], file);
	for (size_t i = 0; i < program->rule_count; i++)
		if (program->rules[i].json)
			fprintf(file, "rule %s\n", program->rules[i].json);
	fprintf(file, "for all rules: only_if %s, once_gap_ms %d, %s\n", program->only_if ? program->only_if : "[]",
		program->once_gap_ms, program->beside);
	for (size_t i = 0; i < program->step_count; i++) {
		fprintf(file, "%3zu. ", i + 1);
		print_step(&program->steps[i], file);
	}
}
