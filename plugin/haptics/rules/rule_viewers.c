/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Reads what rules for viewers have beyond the others: bands of amounts, ranges, and what lies beside the rules. */
#include <limits.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "haptics/rules/rule_reader.h"

#define OPEN_BAND 10.0 /* a band without an end is measured up to so many times its begin */

const struct rule_viewers rule_viewers_default = {
	.queue = {.max_ms = 120000,
		  .max_age_ms = 300000,
		  .overflow = RULE_OVERFLOW_NEWEST,
		  .per_minute = 60,
		  .per_name_per_minute = 12},
	.budget = {.rest_ms = 120000},
	.goal = {.target = HAPTICS_GOAL_TARGET},
};

/* --- ranges --- */

static void read_ends(struct rule_reader *reader, const json_t *object, double min, double max, double ends[2],
		      enum rule_range *range)
{
	static const char *const kinds[] = {"", [RULE_RANGE_AMOUNT] = "amount", [RULE_RANGE_RANDOM] = "random", NULL};
	ends[0] = rule_read_number(reader, object, "from", min, max, NAN);
	ends[1] = rule_read_number(reader, object, "to", ends[0], max, NAN);
	*range = (enum rule_range)rule_read_word(reader, object, "by", kinds, RULE_RANGE_AMOUNT);
}

double rule_read_range(struct rule_reader *reader, const json_t *object, const char *key, double min, double max,
		       double missing, double *to, enum rule_range *range)
{
	const json_t *value = json_object_get(object, key);
	double ends[2] = {0, 0};
	*range = RULE_RANGE_NONE;
	if (!json_is_object(value))
		return *to = rule_read_number(reader, object, key, min, max, missing);
	size_t mark = rule_reader_enter(reader, key, -1);
	read_ends(reader, value, min, max, ends, range);
	rule_reader_leave(reader, mark);
	*to = ends[1];
	return ends[0];
}

/* --- bands --- */

void rule_read_band(struct rule_reader *reader, const json_t *object, struct rule_trigger *trigger)
{
	double from = rule_read_number(reader, object, "from", 0, HAPTICS_AMOUNT_MAX, NAN);
	const json_t *to = json_object_get(object, "to");
	trigger->amount_from = from;
	trigger->has_amount_end = to && !json_is_null(to);
	if (trigger->has_amount_end)
		trigger->amount_to = rule_read_number(reader, object, "to", from, HAPTICS_AMOUNT_MAX, NAN);
}

static bool is_whole(double value)
{
	return floor(value) == value;
}

static double place_of(const struct rule_trigger *trigger, double amount)
{
	double from = trigger->amount_from;
	double to = trigger->has_amount_end ? trigger->amount_to : from * OPEN_BAND;
	if (to <= from)
		return 1;
	return fmin(fmax((amount - from) / (to - from), 0), 1);
}

bool rule_holds_amount(const struct rule_trigger *trigger, double amount, double *place)
{
	bool is_counted = is_whole(trigger->amount_from) && (!trigger->has_amount_end || is_whole(trigger->amount_to));
	if (trigger->type != HAPTICS_TRIGGER_TIP)
		return false;
	if (is_counted && trigger->has_amount_end)
		amount = floor(amount);
	*place = place_of(trigger, amount);
	return amount >= trigger->amount_from && (!trigger->has_amount_end || amount <= trigger->amount_to);
}

int haptics_rules_find_tip(const struct haptics_rules *rules, double amount, const bool *enabled)
{
	int found = -1;
	double place = 0;
	for (size_t i = 0; i < haptics_rules_count(rules); i++) {
		const struct rule *rule = &rules->rules[i];
		if (!rule_holds_amount(&rule->when, amount, &place))
			continue;
		if (!(enabled ? enabled[i] : rule->is_enabled_at_first))
			found = found < 0 ? -2 : found;
		else if (found < 0 || rule->when.amount_from > rules->rules[found].when.amount_from)
			found = (int)i;
	}
	return found;
}

static double end_of(const struct rule_trigger *band)
{
	return band->has_amount_end ? band->amount_to : HAPTICS_AMOUNT_MAX;
}

/* A band without an end is meant to lie below the next one, and one inside another is an exception to it. What begins
 * in another and goes beyond it, or begins where another does, looks like a mistake. */
static bool is_in_the_way(const struct rule_trigger *band, const struct rule_trigger *other)
{
	if (band->type != HAPTICS_TRIGGER_TIP || other->type != HAPTICS_TRIGGER_TIP)
		return false;
	if (band->amount_from == other->amount_from)
		return true;
	const struct rule_trigger *low = band->amount_from < other->amount_from ? band : other;
	const struct rule_trigger *high = low == band ? other : band;
	return low->has_amount_end && low->amount_to >= high->amount_from && low->amount_to < end_of(high);
}

static bool advise(struct haptics_rules *rules, size_t index, const struct rule *other)
{
	const struct rule_trigger *band = &rules->rules[index].when;
	struct haptics_problem problem = {
		.code = HAPTICS_PROBLEM_BANDS,
		.min = fmax(band->amount_from, other->when.amount_from),
		.max = fmin(end_of(band), end_of(&other->when)),
		.rule = (int)index,
		.other = (int)(other - rules->rules),
	};
	struct haptics_problem *advice =
		realloc(rules->advice, (rules->advice_count + 1) * sizeof(*advice)); /* at most one a rule */
	if (!advice)
		return false;
	rules->advice = advice;
	haptics_copy_text(problem.path, sizeof(problem.path), "when.from");
	haptics_copy_text(problem.text, sizeof(problem.text), other->name[0] ? other->name : other->id);
	advice[rules->advice_count++] = problem;
	return true;
}

bool rule_check_bands(struct haptics_rules *rules)
{
	for (size_t i = 0; i < rules->count; i++)
		for (size_t j = 0; j < i; j++)
			if (is_in_the_way(&rules->rules[i].when, &rules->rules[j].when)) {
				if (!advise(rules, i, &rules->rules[j]))
					return false;
				break;
			}
	return true;
}

/* --- beside the rules --- */

static void read_queue(struct rule_reader *reader, const json_t *set, struct rule_queue *queue)
{
	static const char *const overflows[] = {
		"", [RULE_OVERFLOW_NEWEST] = "drop_newest", [RULE_OVERFLOW_OLDEST] = "drop_oldest",
		[RULE_OVERFLOW_SHORTEN] = "shorten", NULL};
	const struct rule_queue *usual = &rule_viewers_default.queue;
	const json_t *object = rule_read_object(reader, set, "queue");
	size_t mark = rule_reader_enter(reader, "queue", -1);
	queue->max_ms = rule_read_int(reader, object, "max_seconds", 5, 3600, usual->max_ms / 1000) * 1000;
	queue->max_age_ms = rule_read_int(reader, object, "max_age_seconds", 10, 3600, usual->max_age_ms / 1000) * 1000;
	queue->overflow = (enum rule_overflow)rule_read_word(reader, object, "overflow", overflows, usual->overflow);
	queue->per_name_cooldown_ms = rule_read_int(reader, object, "per_name_cooldown_ms", 0, 3600000, 0);
	queue->per_minute = rule_read_int(reader, object, "per_minute", 0, 600, usual->per_minute);
	queue->per_name_per_minute =
		rule_read_int(reader, object, "per_name_per_minute", 0, 600, usual->per_name_per_minute);
	rule_reader_leave(reader, mark);
}

static void read_budget(struct rule_reader *reader, const json_t *set, struct rule_budget *budget)
{
	const json_t *object = rule_read_object(reader, set, "budget");
	size_t mark = rule_reader_enter(reader, "budget", -1);
	budget->move_ms = rule_read_int(reader, object, "move_minutes", 0, 120, 0) * 60000;
	budget->rest_ms = rule_read_int(reader, object, "rest_minutes", 1, 60, 2) * 60000;
	rule_reader_leave(reader, mark);
}

static void read_blocked(struct rule_reader *reader, const json_t *set, struct rule_viewers *viewers)
{
	enum { MOST_WORDS = 200 };
	viewers->blocked = rule_read_array(reader, set, "blocked", MOST_WORDS);
	size_t outer = rule_reader_enter(reader, "blocked", -1);
	for (size_t i = 0; i < json_array_size(viewers->blocked); i++) {
		size_t mark = rule_reader_enter(reader, NULL, (int)i);
		if (!json_is_string(json_array_get(viewers->blocked, i)))
			rule_reader_fail(reader, "", HAPTICS_PROBLEM_NOT_STRING);
		rule_reader_leave(reader, mark);
	}
	rule_reader_leave(reader, outer);
}

void rule_read_viewers(struct rule_reader *reader, const json_t *set, struct rule_viewers *viewers)
{
	read_queue(reader, set, &viewers->queue);
	read_budget(reader, set, &viewers->budget);
	read_blocked(reader, set, viewers);
}

void rule_read_goal(struct rule_reader *reader, const json_t *set, struct haptics_goal *goal)
{
	const json_t *object = rule_read_object(reader, set, "goal");
	size_t mark = rule_reader_enter(reader, "goal", -1);
	const char *label = rule_read_text(reader, object, "label", "");
	double target = rule_read_number(reader, object, "target", 0, HAPTICS_AMOUNT_MAX, HAPTICS_GOAL_TARGET);
	double current = rule_read_number(reader, object, "current", 0, HAPTICS_AMOUNT_MAX, 0);
	if (target <= 0)
		rule_reader_fail_number(reader, "target", HAPTICS_PROBLEM_NOT_ABOVE, target, 0, 0);
	rule_reader_leave(reader, mark);
	if (rule_reader_has_failed(reader))
		return;
	*goal = (struct haptics_goal){.target = target, .current = current};
	haptics_clean_text(goal->label, HAPTICS_LABEL_CHARACTERS, label, strlen(label));
}
