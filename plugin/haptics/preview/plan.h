/* SPDX-License-Identifier: GPL-2.0-or-later */
/* From what is asked for to what comes of it: whether it may start, which toys and functions it moves, and how strong.
 * The one place that decides; the core acts on it, a preview shows it. Pure. Inside haptics/ only. */
#pragma once

#include "haptics/gate/gate.h"
#include "haptics/haptics.h"
#include "haptics/rules/rule_model.h"

/* How things stand. Borrowed. */
struct plan_base {
	const struct gate *gate; /* armed, panic, pause, ceilings, function table */
	const struct haptics_toy *toys;
	size_t toy_count;
	bool is_online;
	int64_t now_ms;
};

#define PLAN_TEST_LEVEL 0.15 /* of a toy's test button */

struct plan_ask {
	const struct haptics_rule_status *status; /* NULL: the rule is not in force, and nothing holds it back */
	bool is_request;                          /* somebody asked for the rule by its id */
	bool is_toggle;                           /* asked again, a rule that toggles ends */
	bool while_disarmed;
	bool is_test;             /* also while the body rests */
	const char *key;          /* request key, NULL: none */
	uint32_t toys, functions; /* what narrows it, 0: nothing */
};

struct plan {
	/* FIRED: starts; EXTENDED: the run goes on for longer; ENDED: the run ends; else the refusal. */
	enum haptics_outcome outcome;
	int64_t wait_ms;
	uint32_t functions[HAPTICS_MAX_TOYS]; /* also of what is refused for another reason than its toys */
	char names[sizeof(((struct haptics_verdict *)0)->names)];
};

bool plan_is_online(const struct plan_base *base, size_t slot);
uint32_t plan_named_toys(const struct plan_base *base, const struct rule_names *names);
/* Somebody who runs a rule by hand wants it now; for a rule made for requests the request is the trigger. */
bool plan_counts_conditions(const struct rule *rule, bool is_request);
/* A key asks again for the rule that it holds. */
bool plan_is_renewal(const struct haptics_rule_status *status, const char *key);
void plan_rule(const struct plan_base *base, const struct rule *rule, const struct plan_ask *ask, struct plan *plan);
/* DONE: allowed. */
enum haptics_outcome plan_resume_refusal(const struct plan_base *base, const struct haptics_intent *intent);
enum haptics_outcome plan_end_pause_refusal(const struct plan_base *base, const struct haptics_intent *intent);
int64_t plan_pause_left_ms(const struct plan_base *base); /* of a pause or rest, 0: neither */
enum haptics_outcome plan_switch_refusal(const struct haptics_rules *rules, const struct haptics_intent *intent);
enum haptics_outcome plan_ceiling_refusal(const struct gate *gate, enum haptics_intent_kind kind, double value);
/* rule: as haptics_rules_find_tip() has it. DONE: nothing but limits and the rule itself can hold it back. */
enum haptics_outcome plan_tip_refusal(bool are_tips_allowed, int rule, const struct haptics_intent *intent);
/* Whether the rule (index of rules; below 0: there is none) can be asked for with these values. DONE: yes. */
enum haptics_outcome plan_value_refusal(const struct haptics_rules *rules, int rule,
					const struct haptics_intent *intent);
/* Whether a START_KEY comes after a newer request of its key. rule: NULL where it is for none. DONE: no. */
enum haptics_outcome plan_order_refusal(const struct haptics_order *order, const struct rule *rule,
					const struct haptics_intent *intent);
/* RUN_LEVEL, START_KEY without a rule, TEST_TOY. */
void plan_level(const struct plan_base *base, const struct haptics_intent *intent, struct plan *plan);
double plan_asked_level(const struct haptics_intent *intent);
/* RUN_LEVEL, START_KEY: a pattern or preset is asked for in place of a level. */
bool plan_has_shape(const struct haptics_intent *intent);
/* What RUN_LEVEL, START_KEY without a rule and TEST_TOY do; false: a value cannot be used. */
bool plan_shape(const struct haptics_intent *intent, struct rule_action *action);

enum target_kind plan_target_kind(const struct rule_action *action); /* of presets: PATTERN */
extern const struct rule_action plan_plain_level;                    /* of runs that belong to no rule */
/* How strong the action gets. asked: 0..1, below 0: nothing was asked; part: 0..1 of the way to its highest. */
double plan_wanted(const struct rule_action *action, double asked, double part);
/* What a rule that follows a source makes of a level in dB; of silence 0. */
double plan_followed(const struct rule_follow *follow, double level_db);
/* What a toy's function gets of it; 0 where it is not among functions. */
double plan_applied(const struct plan_base *base, enum target_kind kind, const uint32_t functions[HAPTICS_MAX_TOYS],
		    double wanted, size_t slot, size_t function);
/* Fills wanted, applied and is_capped. */
void plan_measure(const struct plan_base *base, enum target_kind kind, const uint32_t functions[HAPTICS_MAX_TOYS],
		  double wanted, struct haptics_verdict *verdict);
