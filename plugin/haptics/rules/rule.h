/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Rules as the user has them: read from JSON and checked once, kept with every unknown key. Pure. A set never changes,
 * so any thread may read it; those that keep it count references.
 *
 * JSON form, schema version 1. Levels and positions are 0..1, times whole milliseconds; [x] says what a missing key
 * means.
 *
 *   { "version": 1, "rules": [ rule, ... the first 200 are used ],
 *     "only_if": [ condition, ... at most 4 ] [none]   for every rule of the set
 *     "waiting": [ id, ... ] [none]                    nobody has accepted this set yet: no request switches on a
 *                                                      rule of it; these are switched on when a person does
 *     "once_gap_ms": 0..600000 [0],                    least time between the starts of any two `once` runs
 *     "queue": { "max_seconds": 5..3600 [120],         of what runs and waits in it
 *                "max_age_seconds": 10..3600 [300],    longest wait
 *                "overflow": "drop_newest"|"drop_oldest"|"shorten" ["drop_newest"],
 *                "per_name_cooldown_ms": 0..3600000 [0],
 *                "per_minute": 0..600 [60], "per_name_per_minute": 0..600 [12] },   of tips; 0: no limit
 *     "budget": { "move_minutes": 0 (off) or 1..120 [0], "rest_minutes": 1..60 [2] },
 *     "blocked": [ word, ... at most 200 ] [none],     names and messages that hold one are shown as nothing
 *     "goal": { "label": text [""], "target": above 0 [100], "current": 0 or more [0] } }
 *
 *   rule = { "id": 1..63 bytes, unique,  "name": text [""],  "enabled" [true],  "pinned" [false],
 *            "when": trigger,  "only_if": [ condition, ... at most 4, all must hold ] [none],
 *            "run": {...},  "do": action,  "limit": {...} }
 *
 *     More keys stand beside these that only the dock reads, all of them optional: "group" text, and "name_follows", true
 *     while nobody has typed the name.
 *
 *   trigger = { "type": a type below with its keys,
 *               "edge": "enter"|"leave" ["enter"],       leave only with run.mode once
 *               "also_if_active" [false] }               what is true at load, arm or return of the app has entered
 *   condition = { "type": a type below marked * with its keys,  "not" [false] }
 *
 *     type           keys                                                     is true
 *     hotkey                                                                  while pressed
 *     scene *        "ref", "at": "transition_end"|"transition_start"         while it is the program scene
 *                    ["transition_end"]
 *     source *       "ref", "state": "active"|"shown" ["active"]              in program / on any display
 *     media *        "ref", "off_air" [false]                                 while it plays in the program; off_air:
 *                                                                             wherever it plays
 *     output *       "is": one or a list of stream, record, record_paused,    while one of them runs; a paused
 *                    replay_buffer, virtual_camera                            recording does not count as record
 *     studio_mode *                                                           while it is on
 *     replay                                                                  (only an edge: a replay was saved)
 *     audio *        "ref", "on_db" -100..0 [-30], "off_db" [on_db - 3],      from on_db held for attack_ms until
 *                    "attack_ms" [50], "release_ms" [400],                    below off_db for release_ms; a source
 *                    "off_air" [false]                                        that is not in the program is silent,
 *                                                                             unless off_air
 *     request                                                                 (only asked for)
 *     timer          "every_ms" 1000..86400000, "jitter_ms" 0..every_ms [0]   (only an edge, while only_if holds)
 *     clock *        "from": "HH:MM", "to": "HH:MM" [from + 1 min],           in local time; may cross midnight
 *                    "days": list of mon tue wed thu fri sat sun [all]
 *     toy *          "event": "online"|"battery_below"|"button"|"shake"|      for any of the toys; what toys tell only
 *                    "depth"|"motion" ["online"], "toys" ["all"],             while the app tells it. A button is held,
 *                    battery_below: "below": 1..100 percent [20],             or was pressed 250 ms ago; a shake lasts
 *                    button: "index": 0..31 [any],                            500 ms; depth and motion (speed): from
 *                    depth, motion: "above": 0.01..1 [0.5],                   above until under below; motion that is
 *                                   "below": 0..above [0.4; at most 0.8 * above]    not told for 500 ms is none
 *     tip            "from": 0..1e12, "to": from..1e12 [no end]               (only an edge) of the rules that are on
 * and hold the amount the one with the highest from, of equal ones the first. Where both ends are whole, without its
 * fraction
 *
 *   ref = { "uuid": text [""], "name": text [""] }; matched by uuid when both sides have one, else by name; {} is
 * missing
 *
 *   run = { "mode": "once"|"while"|"toggle" ["once"],    toggle: hotkey, request; while: not replay, timer
 *           "duration_ms": 50..3600000 [3000], or a range of once
 *           "retrigger": "ignore"|"restart"|"extend" ["restart"], or with once "queue": one at a time of all rules that
 *                        say so, by priority and then arrival; hotkeys of other rules and stop come before it whatever
 *                        its priority
 *           "delay_ms": 0..600000 [0] }
 *
 *   action = { "kind": a kind below with its keys,
 *              "toys": "all", or one or a list of aliases ("t1") and toy types ("lush") ["all"],
 *              "fn": "all", or one or a list of functions [Vibrate, or all of a toy without it; preset: all] }
 *
 *     kind        keys
 *     level       "level", or a range
 *                 "level_max" [level]: random from level to level_max at each start
 *                 "level_from": "rule"|"request" ["rule"]: what the request asks for, at most level_max
 *                 "fade_ms": [in, out], each 0..60000 [[0, 0]]
 *                 "stroke": [min, max] at least 0.2 apart; for toys with Stroke, together with fn thrusting;
 *                 ceilings cut it from above; where they leave less than 0.2 nothing thrusts
 *     pattern     "steps": 1..50 levels, "step_ms": 100..10000
 *     preset      "preset": "pulse"|"wave"|"fireworks"|"earthquake"
 *     position    "position"; for toys with Stroke
 *     audio       "source": ref [that of the audio trigger], "lo_db" [-40], "hi_db" [-10], "lo" [0], "hi" [1],
 *                 "attack_ms" [50], "release_ms" [400], "follow": "smooth"|"responsive" ["smooth"];
 *                 silence is 0 whatever lo says
 *                 "off_air" [false; without "source" that of the audio trigger]: also while it is not in the program
 *     stop        ends what runs on the toys with a priority up to its own; only with run.mode once
 *
 *   range = { "from", "to" (at least from), "by": "amount"|"random" ["amount"] }: filled by the place of a tip's amount
 * in its band (without an end up to 10 times from, beyond it "to"; in a band of one amount "to"), or by chance. What no
 * tip has started takes "from".
 *
 *   limit = { "cooldown_ms": 0..86400000 [0],            from the end of a run
 *             "max_run_ms": 250..3600000 [60000; hotkey with while: 30000],   from the first start, through restarts;
 *                           or 0, with while and a trigger that is no hotkey   0: as long as the trigger is true; a
 *                           and no request                                    start by request: at most 60000
 *             "priority": 0 low, 1 normal, 2 high [1] } */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <jansson.h>

#include "haptics/intent.h"
#include "haptics/rules/rule_problem.h"

#ifdef __cplusplus
extern "C" {
#endif

enum { HAPTICS_RULES_VERSION = 1, HAPTICS_MAX_RULES = 200, HAPTICS_MAX_CONDITIONS = 4 };

enum haptics_trigger {
	HAPTICS_TRIGGER_INVALID,
	HAPTICS_TRIGGER_HOTKEY,
	HAPTICS_TRIGGER_SCENE,
	HAPTICS_TRIGGER_SOURCE,
	HAPTICS_TRIGGER_MEDIA,
	HAPTICS_TRIGGER_OUTPUT,
	HAPTICS_TRIGGER_REPLAY,
	HAPTICS_TRIGGER_AUDIO,
	HAPTICS_TRIGGER_REQUEST,
	HAPTICS_TRIGGER_TIMER,
	HAPTICS_TRIGGER_CLOCK,
	HAPTICS_TRIGGER_TOY,
	HAPTICS_TRIGGER_STUDIO_MODE,
	HAPTICS_TRIGGER_TIP,
};
enum haptics_run_mode { HAPTICS_RUN_INVALID, HAPTICS_RUN_ONCE, HAPTICS_RUN_WHILE, HAPTICS_RUN_TOGGLE };

/* What rules need to know of a scene or source, beside whether it exists. Bits. */
enum haptics_ref_needs {
	HAPTICS_NEEDS_EXISTENCE = 0,
	HAPTICS_NEEDS_STATE = 1, /* active, shown */
	HAPTICS_NEEDS_MEDIA = 2,
	HAPTICS_NEEDS_LEVEL = 4,
};
struct haptics_rule_ref {
	struct haptics_ref ref;
	unsigned needs;
};

/* What the layers above need to know of a rule. Borrowed strings live as long as the rules. */
struct haptics_rule_view {
	const char *id;
	const char *name;
	bool is_enabled; /* at first; haptics_rule_status() says how it was switched since */
	bool is_pinned;
	enum haptics_trigger trigger;
	enum haptics_run_mode mode;
	const struct haptics_ref *ref;       /* scene or source of the trigger; NULL when it has none */
	const struct haptics_ref *audio_ref; /* source whose level the action follows; NULL when it follows none */
	const char *sentence_kind;           /* "level", "pattern", ... */
	double level;                        /* 0..1, highest level the action asks for; 1 for presets */
	double level_from;                   /* the lowest of a range or of level_max; else as level */
	double amount_from, amount_to;       /* of a tip */
	bool has_amount_end;                 /* else amount_to is 0 */
	int duration_from_ms, duration_to_ms;
	bool is_queued; /* retrigger is "queue" */
};

struct haptics_rules;

/* New reference to rules from JSON (stolen, and nobody may change it any more; NULL is no object). A rule that cannot
 * be used is left out, and has a problem; so are those past the first HAPTICS_MAX_RULES, which share one
 * (HAPTICS_PROBLEM_ENTRY_COUNT of the set). Of a set that cannot be used as a whole, none is used. The JSON keeps all
 * of them, and unknown keys. An empty or missing "rules" is a valid empty set. NULL: out of memory. */
const struct haptics_rules *haptics_rules_parse(json_t *json);
/* The same for JSON text. */
const struct haptics_rules *haptics_rules_parse_text(const char *text);
/* Another reference. NULL is fine for both, and for the functions below: an empty set. */
const struct haptics_rules *haptics_rules_retain(const struct haptics_rules *rules);
void haptics_rules_release(const struct haptics_rules *rules);

/* Borrowed; as it was parsed. NULL: the text was no JSON. */
const json_t *haptics_rules_json(const struct haptics_rules *rules);
/* Borrowed; by their place in the set. NULL past the end. */
const struct haptics_problem *haptics_rules_problem(const struct haptics_rules *rules, size_t index);
/* What may be a mistake: a band of amounts that another band never lets have all of its own (HAPTICS_PROBLEM_BANDS).
 * The rule is used. Borrowed; NULL past the end. */
const struct haptics_problem *haptics_rules_advice(const struct haptics_rules *rules, size_t index);
/* As it is written there, or the usual one. false: the set as a whole is not used, and what it says is unknown. */
bool haptics_rules_goal(const struct haptics_rules *rules, struct haptics_goal *goal);
/* No person has accepted them yet: no request may switch one on. */
bool haptics_rules_are_waiting(const struct haptics_rules *rules);
/* Rules that can be used. */
size_t haptics_rules_count(const struct haptics_rules *rules);
void haptics_rules_view(const struct haptics_rules *rules, size_t index, struct haptics_rule_view *view);
/* -1: none of that id. */
int haptics_rules_find(const struct haptics_rules *rules, const char *id);
/* The rule of that id, or else the only one of that name (of its first HAPTICS_ID_SIZE - 1 bytes, cut at a character,
 * as haptics_copy_text() has them). -1: none, or several. */
int haptics_rules_find_called(const struct haptics_rules *rules, const char *text);
/* The rule that a tip of that amount starts, of those that are enabled (one entry a rule; NULL: as in the set). -1:
 * none holds the amount; -2: those that do are switched off. */
int haptics_rules_find_tip(const struct haptics_rules *rules, double amount, const bool *enabled);
/* The scenes and sources that they refer to, each pair of uuid and name once; borrowed. NULL past the end. */
const struct haptics_rule_ref *haptics_rules_ref(const struct haptics_rules *rules, size_t index);

/* Whether both mean the same scene or source: by uuid where both have one, else by name. */
bool haptics_ref_is_same_source(const struct haptics_ref *a, const struct haptics_ref *b);
/* Whether both are written the same. */
bool haptics_ref_is_equal(const struct haptics_ref *a, const struct haptics_ref *b);
/* Copies UTF-8 text (NULL: "") and cuts it at a character. */
void haptics_copy_text(char *to, size_t size, const char *text);
/* Copies the name of a scene or source (NULL: ""). One that is too long is cut at a character and ends in a number of
 * the whole, so that names that begin alike stay different. */
void haptics_copy_name(char to[HAPTICS_NAME_SIZE], const char *name);

#ifdef __cplusplus
}
#endif
