/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Typed, checked access to the keys of a JSON object. The first problem is kept with the path of its key; after it
 * every call is without effect, so that readers need not check each step. Any thread, one reader in one thread. */
#pragma once

#include "haptics/rules/rule_model.h"

struct rule_reader {
	char path[160]; /* of the object being read, "" at the top */
	struct haptics_problem problem;
	struct haptics_rules *rules; /* takes the refs that are read */
};

/* Steps into a key (index -1) or an element; leave with what enter gave. */
size_t rule_reader_enter(struct rule_reader *reader, const char *key, int index);
void rule_reader_leave(struct rule_reader *reader, size_t mark);
bool rule_reader_has_failed(const struct rule_reader *reader);
/* Keeps the problem, unless there is one already. key "": the object itself. */
void rule_reader_fail(struct rule_reader *reader, const char *key, enum haptics_problem_code code);
void rule_reader_fail_number(struct rule_reader *reader, const char *key, enum haptics_problem_code code, double value,
			     double min, double max);
void rule_reader_fail_text(struct rule_reader *reader, const char *key, enum haptics_problem_code code,
			   const char *text);

/* NULL: missing (or an error). */
const json_t *rule_read_object(struct rule_reader *reader, const json_t *object, const char *key);
const json_t *rule_read_array(struct rule_reader *reader, const json_t *object, const char *key, size_t max);
const char *rule_read_text(struct rule_reader *reader, const json_t *object, const char *key, const char *missing);
bool rule_read_bool(struct rule_reader *reader, const json_t *object, const char *key, bool missing);
/* missing NAN: the key is required. */
double rule_read_number(struct rule_reader *reader, const json_t *object, const char *key, double min, double max,
			double missing);
/* missing INT_MIN: the key is required. */
int rule_read_int(struct rule_reader *reader, const json_t *object, const char *key, int min, int max, int missing);
/* words: the word of each value, "" for a value that has none, as 0; ended by NULL. missing 0: the key is required. */
int rule_read_word(struct rule_reader *reader, const json_t *object, const char *key, const char *const *words,
		   int missing);
/* The values of a list of words, as bits; bit 0 with an error when one is none of them. */
uint32_t rule_check_words(struct rule_reader *reader, const json_t *list, const char *key, const char *const *words);
/* A text, a list of texts, or "all". */
struct rule_names rule_read_names(struct rule_reader *reader, const json_t *object, const char *key);
/* value: what is at key; it must be a number. */
double rule_check_number(struct rule_reader *reader, const json_t *value, const char *key, double min, double max);
/* Index of the ref in the set, -1: missing, which fails here when the key is required, or a failure. needs: bits of
 * enum haptics_ref_needs. */
int rule_read_ref(struct rule_reader *reader, const json_t *object, const char *key, bool is_required, unsigned needs);
/* Whether the rule also counts what a source does while it is not in the program ("off_air"); if not, needs gets
 * HAPTICS_NEEDS_STATE. */
bool rule_read_off_air(struct rule_reader *reader, const json_t *object, unsigned *needs);

/* A number, or a range of two, which needs a rule that runs once and gets its upper end and its kind. missing as in
 * rule_read_number(). */
double rule_read_range(struct rule_reader *reader, const json_t *object, const char *key, double min, double max,
		       double missing, double *to, enum rule_range *range);
void rule_read_band(struct rule_reader *reader, const json_t *object, struct rule_trigger *trigger);
/* What lies beside the rules. A goal that cannot be used is a problem that must not keep the rules from being used:
 * it is read apart. */
void rule_read_viewers(struct rule_reader *reader, const json_t *set, struct rule_viewers *viewers);
void rule_read_goal(struct rule_reader *reader, const json_t *set, struct haptics_goal *goal);
/* false: out of memory. */
bool rule_check_bands(struct haptics_rules *rules);

void rule_read_trigger(struct rule_reader *reader, const json_t *object, bool is_condition,
		       struct rule_trigger *trigger);
/* Conditions at key "only_if"; returns their number. */
size_t rule_read_conditions(struct rule_reader *reader, const json_t *object,
			    struct rule_trigger conditions[HAPTICS_MAX_CONDITIONS]);
void rule_read_action(struct rule_reader *reader, const json_t *object, const struct rule_trigger *when,
		      struct rule_action *action);
