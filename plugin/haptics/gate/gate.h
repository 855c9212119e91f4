/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The safety gate: what the rules want of a toy -> the command that it may get. The last code that sets a value:
 * whatever comes out is only merged, held back or dropped afterwards, never changed. Pure; times are arguments. Thread:
 * the one that is in the core (haptics.h). */
#pragma once

#include "haptics/haptics.h"

enum {
	GATE_MIN_COMMAND_MS = 1000, /* the API takes no shorter timeSec */
	GATE_MIN_LEASE_MS = 2000,   /* what is wanted for less is stopped early instead */
	GATE_RISE_TIME_MS = 250,    /* longest time a rise may be saved up for */
	GATE_MIN_STROKE = 20,       /* percent; a smaller range is ignored by the toy */
};
/* Part of full scale in a millisecond: 100 % in 0.5 s for levels, 20 % in 1 s after a ceiling was raised. */
#define GATE_RISE_PER_MS 0.002
#define GATE_RAMP_PER_MS 0.0002

enum target_kind { TARGET_NONE, TARGET_LEVELS, TARGET_PATTERN, TARGET_PRESET, TARGET_POSITION };

/* What the rules want of one toy now. Levels 0..1 as the user asked, no ceiling applied. */
struct target {
	enum target_kind kind;
	uint32_t functions; /* mask of those it names */
	double level[HAPTICS_MAX_FUNCTIONS];
	bool has_stroke;
	double stroke_min, stroke_max;
	size_t step_count, first_step; /* PATTERN and PRESET: a ring, played from first_step */
	const double *steps;           /* borrowed */
	int step_ms;
	bool is_clipped; /* steps are cut at the ceiling one by one; else the whole shape is scaled */
	enum haptics_preset preset;
	double position;
	int64_t end_ms;      /* first end among the runs in it */
	int64_t deadline_ms; /* first maximum run among them */
	int64_t last_end_ms; /* last end of all runs on the toy, also of those that wait for their turn */
	uint64_t identity;   /* changes when another run, or another part of it, took over the toy */
	bool is_changing;    /* the value moves by itself */
	double deadband;     /* smaller changes are not worth a command */
	int64_t start_ms;    /* PATTERN, PRESET: time of step 0 */
	bool while_disarmed; /* a test that lets itself through, and nothing else */
	bool while_resting;  /* a test, and nothing else */
};

struct gate_toy {
	uint32_t functions;
	bool is_by_server;                     /* takes no positions */
	double ceiling[HAPTICS_MAX_FUNCTIONS]; /* the lowest of the toy's, the function's and those of its motors */
	double limit[HAPTICS_MAX_FUNCTIONS];   /* with the master ceiling */
	double allowed[HAPTICS_MAX_FUNCTIONS]; /* on its way up to limit */
	int64_t ramp_ms;                       /* time of allowed */
	double level[HAPTICS_MAX_FUNCTIONS];   /* as sent last; 0 at rest */
	int64_t level_ms;
};

struct gate {
	const struct haptics_function *functions; /* borrowed */
	size_t function_count;
	int stroke;    /* index of the Stroke function, -1: none */
	int thrusting; /* index of the function whose range Stroke is, -1: none */
	bool is_armed, is_panic;
	bool is_persons_panic;    /* a person pressed stop, before or after a request did */
	int64_t paused_until_ms;  /* 0: not */
	int64_t persons_pause_ms; /* the part of it that a person asked for ends then */
	int64_t rest_until_ms;    /* of the body, 0: none */
	double master_ceiling;
	int lease_ms;
	struct gate_toy toys[HAPTICS_MAX_TOYS];
};

struct gate_result {
	struct haptics_command command; /* toys 0, kind INVALID when the toy has to be still */
	bool is_capped;                 /* a ceiling cut it, or a device step was too coarse for it */
	bool is_settling;               /* a rise or ramp is on its way: ask again soon */
	bool needs_lan;                 /* still, because it is reached by the server alone */
};

/* The function table (borrowed). */
void gate_set_functions(struct gate *gate, const struct haptics_function *functions, size_t count);
bool gate_is_paused(const struct gate *gate, int64_t now_ms);
bool gate_is_resting(const struct gate *gate, int64_t now_ms);
void gate_set_toy(struct gate *gate, size_t slot, const struct haptics_toy *toy);
/* Moves the ramps on. While the toy is not in use a raised ceiling counts at once. */
void gate_advance(struct gate *gate, size_t slot, bool is_in_use, int64_t now_ms);
void gate_pass(const struct gate *gate, size_t slot, const struct target *target, int64_t now_ms,
	       struct gate_result *result);
/* Whether a command that went out before would still pass under the ceilings of now. */
bool gate_still_allows(const struct gate *gate, size_t slot, const struct haptics_command *command);
/* A command of the gate (or Stop) went out to the toy. */
void gate_note_sent(struct gate *gate, size_t slot, const struct haptics_command *command, int64_t now_ms);
/* The most that a target of that kind can make of a function under the ceilings of now: for the journal. */
double gate_reach(const struct gate *gate, size_t slot, int function, enum target_kind kind);
/* What would be sent of a level in the long run, in whole device steps: for the journal. */
double gate_preview(const struct gate *gate, size_t slot, int function, enum target_kind kind, double level);
