/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the outside world tells the haptics core: key presses, scene changes, requests. A plain value with
 * no pointers, so that it can cross threads by copying. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

enum {
	HAPTICS_ID_SIZE = 64,    /* rule ids and request keys, with the NUL */
	HAPTICS_NAME_SIZE = 256, /* scene and source names, with the NUL; longer ones as haptics_copy_name() has them */
	HAPTICS_MAX_TOYS = 16,
	HAPTICS_MAX_FUNCTIONS = 16,
	HAPTICS_PAUSE_MS = 30000, /* a pause of no stated length */
	HAPTICS_PATTERN_MAX = 50,
	/* Other people's words: at most so many characters, and room for them in UTF-8 with the NUL. */
	HAPTICS_BY_CHARACTERS = 32,
	HAPTICS_MESSAGE_CHARACTERS = 120,
	HAPTICS_UNIT_CHARACTERS = 16,
	HAPTICS_LABEL_CHARACTERS = 48,
	HAPTICS_BY_SIZE = HAPTICS_BY_CHARACTERS * 4 + 1,
	HAPTICS_MESSAGE_SIZE = HAPTICS_MESSAGE_CHARACTERS * 4 + 1,
	HAPTICS_UNIT_SIZE = HAPTICS_UNIT_CHARACTERS * 4 + 1,
	HAPTICS_LABEL_SIZE =
		HAPTICS_LABEL_CHARACTERS * 4 + 8, /* so that a goal has no gaps, and is compared as a whole */
};
#define HAPTICS_AMOUNT_MAX 1e12 /* of a tip and a goal; what is more was a mistake */
#define HAPTICS_GOAL_TARGET 100 /* of rules that have no goal */

enum haptics_preset { HAPTICS_PRESET_INVALID, HAPTICS_PULSE, HAPTICS_WAVE, HAPTICS_FIREWORKS, HAPTICS_EARTHQUAKE };

/* A scene or source. uuid may be "" (OBS before 29.1 has none); matched by uuid when both have one, else by name. */
struct haptics_ref {
	char uuid[40];
	char name[HAPTICS_NAME_SIZE];
};

enum haptics_output {
	HAPTICS_OUTPUT_INVALID,
	HAPTICS_OUTPUT_STREAM,
	HAPTICS_OUTPUT_RECORD,
	HAPTICS_OUTPUT_RECORD_PAUSED,
	HAPTICS_OUTPUT_REPLAY_BUFFER,
	HAPTICS_OUTPUT_VIRTUAL_CAMERA,
};

/* Why everything is halted without a latch; named in the journal. */
enum haptics_halt_cause {
	HAPTICS_HALT_INVALID,
	HAPTICS_HALT_COLLECTION, /* the scene collection changes: its facts are forgotten, those of the new one follow
				  */
	HAPTICS_HALT_PROFILE,    /* the profile changes: the scenes stay, and what is known of them */
	HAPTICS_HALT_STREAM_END,
	HAPTICS_HALT_EXIT,
	HAPTICS_HALT_LINK,    /* app offline, link lost, reconnected */
	HAPTICS_HALT_SUSPEND, /* gap in the monotonic clock */
	HAPTICS_HALT_SETTINGS,
	HAPTICS_HALT_REQUEST, /* somebody asked for a stop without latch */
	HAPTICS_HALT_PAUSE,
	HAPTICS_HALT_REST, /* the budget for the body is spent */
	HAPTICS_HALT_OFF,  /* somebody has disconnected: disarms too, as the next does */
	HAPTICS_HALT_MODE, /* commands go elsewhere now: armed for virtual toys is not armed for real ones */
};

/* What a toy itself reports. */
enum haptics_report {
	HAPTICS_REPORT_INVALID,
	HAPTICS_REPORT_BUTTON_DOWN,    /* index */
	HAPTICS_REPORT_BUTTON_UP,      /* index */
	HAPTICS_REPORT_BUTTON_PRESSED, /* index: was pressed and let go */
	HAPTICS_REPORT_SHAKE,
	HAPTICS_REPORT_DEPTH,  /* value: 0..1 */
	HAPTICS_REPORT_MOTION, /* value: speed 0..1 */
	HAPTICS_REPORT_SILENT, /* nobody tells any more what it does */
};

enum haptics_intent_kind {
	HAPTICS_INTENT_INVALID,
	/* safety */
	HAPTICS_INTENT_STOP_ALL,  /* panic: latches until RESUME */
	HAPTICS_INTENT_RESUME,    /* by request: lifts only what a request has stopped; a pause goes on, and is refused
				   * as the answer when there is no stop to lift */
	HAPTICS_INTENT_HALT,      /* cause: drops every run and sends Stop, no latch */
	HAPTICS_INTENT_PAUSE,     /* duration_ms, 0: HAPTICS_PAUSE_MS: as HALT, and no output for so long, whoever asks;
				   * asked again it lasts longer, never shorter. Afterwards a rule starts by itself only
				   * if it wants to start on what is true already. What viewers wait for stays */
	HAPTICS_INTENT_END_PAUSE, /* a pause, and a rest of the budget. By request: only a pause that came by request */
	HAPTICS_INTENT_SET_ARMED, /* on */
	HAPTICS_INTENT_TOGGLE_ARMED,
	HAPTICS_INTENT_SET_CEILING,   /* value: master ceiling 0..1 */
	HAPTICS_INTENT_LOWER_CEILING, /* value: the highest it may be from now on; refused where it is lower already */
	HAPTICS_INTENT_STEP_CEILING,  /* value: signed step */
	/* facts of OBS; rules derive their edges from them */
	HAPTICS_INTENT_SCENE_STARTED, /* ref: a transition towards this scene begins (leave edge of the old one) */
	HAPTICS_INTENT_SCENE_ENTERED, /* ref: it is the program scene now */
	HAPTICS_INTENT_SOURCE_ACTIVE, /* ref, on: in program */
	HAPTICS_INTENT_SOURCE_SHOWN,  /* ref, on: on any display */
	HAPTICS_INTENT_MEDIA,         /* ref, on: started / ended */
	HAPTICS_INTENT_OUTPUT,        /* output, on */
	HAPTICS_INTENT_STUDIO_MODE,   /* on */
	HAPTICS_INTENT_REPLAY_SAVED,
	HAPTICS_INTENT_AUDIO,       /* ref, value: peak level in dB, -INFINITY for silence */
	HAPTICS_INTENT_REF_RENAMED, /* ref: old, new_name */
	HAPTICS_INTENT_TOY_REPORT,  /* toys (named), report, index, value */
	HAPTICS_INTENT_REF_EXISTS,  /* ref, on: there is such a scene or source / it is gone */
	/* asking for output */
	HAPTICS_INTENT_HOTKEY,       /* id: rule, on: pressed */
	HAPTICS_INTENT_RUN_RULE,     /* id: rule; duration_ms 0: as the rule says; has_value: level for a rule with
				      * level_from  request. "Run now", Trigger request. only_if counts for rules triggered
				      * by request. functions and toys narrow it */
	HAPTICS_INTENT_RUN_LEVEL,    /* value, functions, toys, duration_ms: Trigger request with a level */
	HAPTICS_INTENT_START_KEY,    /* key; id: rule (as above), or value, functions, toys; duration_ms: TTL. The same
				      * again renews the TTL and takes the new level. Dropped when a newer request of
				      * the key was here already (seq), unless its rule stops */
	HAPTICS_INTENT_STOP_KEY,     /* key; "": every key. Done whatever its seq */
	HAPTICS_INTENT_TEST_TOY,     /* toys: two seconds at 15 % or the ceiling, if lower; on: also while disarmed, and
				      * nothing else with it */
	HAPTICS_INTENT_TEST_RULE,    /* duration_ms: a rule that need not be in force; see haptics_test_rule().
				      * has_value, in a preview: what is heard now of the source that it follows, value
				      * in dB, -INFINITY for silence; else as if it were as loud as it counts */
	HAPTICS_INTENT_STOP_TOY,     /* toys: ends what runs there, and empties the queue */
	HAPTICS_INTENT_RULE_ENABLED, /* id, on */
	/* what viewers send (DONE: done) */
	HAPTICS_INTENT_TIP,              /* value: the amount, above 0; extra: by, unit; message. Starts the rule of its
					  * band, or waits in the queue (HAPTICS_QUEUED) */
	HAPTICS_INTENT_CANCEL_RUN,       /* run: ends it, or takes it out of the queue or its delay; over is fine */
	HAPTICS_INTENT_SKIP_CURRENT,     /* ends what runs of the queue */
	HAPTICS_INTENT_CLEAR_QUEUE,      /* what waits in it; what runs goes on */
	HAPTICS_INTENT_PAUSE_QUEUE,      /* on: what runs goes on, and nothing else begins. Off by request: only what a
					  * request has paused */
	HAPTICS_INTENT_TOGGLE_QUEUE,     /* the same, the other way round */
	HAPTICS_INTENT_SET_TIPS_ALLOWED, /* on: viewers may move toys; off ends what they move. On by request: refused
					  */
	HAPTICS_INTENT_TOGGLE_TIPS,
	HAPTICS_INTENT_SET_GOAL,    /* value: target, above 0; message: label; on: the label stays as it is */
	HAPTICS_INTENT_ADD_TO_GOAL, /* value: may be negative; the goal goes down to 0 at most */
	HAPTICS_INTENT_RESET_GOAL,
};

/* What is collected for. */
struct haptics_goal {
	char label[HAPTICS_LABEL_SIZE];
	double target, current; /* above 0; 0 or more. Reached when current is target or more */
};

/* Who is behind what is asked for, and a movement in place of a level. Any bytes: the core cleans them. */
struct haptics_extra {
	char by[HAPTICS_BY_SIZE];     /* TIP, RUN_RULE, RUN_LEVEL, START_KEY; "": nobody is known */
	char unit[HAPTICS_UNIT_SIZE]; /* TIP: shown behind the amount */
	/* RUN_LEVEL, and START_KEY without a rule: either of these in place of value. Repeated for as long as it runs.
	 */
	uint8_t step_count, steps[HAPTICS_PATTERN_MAX]; /* 0..20 each */
	int16_t step_ms;                                /* 100..1000 */
	enum haptics_preset preset;
};

struct haptics_intent {
	enum haptics_intent_kind kind;
	bool on;
	bool is_request; /* STOP_ALL, RESUME, RULE_ENABLED, PAUSE, END_PAUSE, PAUSE_QUEUE, SET_TIPS_ALLOWED: another
			  * program asked, not a person with a key or the dock */
	bool is_initial; /* facts: it was so before anybody looked (load, new collection); no edge */
	enum haptics_output output;
	enum haptics_halt_cause cause;
	enum haptics_report report;
	int32_t index; /* of a button, 0..31 */
	/* What narrows a movement: nothing moves when a toy named is not there or has none of the functions. */
	uint32_t functions; /* mask over the function table; 0: all that take part unnamed */
	uint32_t toys;      /* mask of toy slots; 0: all that are there */
	uint32_t run;       /* asking for output: the number that its run gets, odd; 0: the core gives one, even */
	bool has_value;     /* rules: value is the level asked for; else the rule's own counts */
	double value;
	int32_t duration_ms;
	bool has_seq; /* START_KEY, STOP_KEY with a key: seq is given */
	int64_t seq; /* rises with each request of the key, 0..2^53-1: the order in which they were made, if not came */
	char id[HAPTICS_ID_SIZE]; /* RUN_RULE, START_KEY, RULE_ENABLED: or the rule's name, see
				     haptics_rules_find_called() */
	char key[HAPTICS_ID_SIZE];
	/* Facts have the first of each pair, everything else the second. */
	union {
		struct haptics_ref ref;
		struct haptics_extra extra;
	};
	union {
		char message[HAPTICS_MESSAGE_SIZE]; /* TIP, SET_GOAL; any bytes */
		char new_name[HAPTICS_NAME_SIZE];   /* REF_RENAMED */
	};
};
