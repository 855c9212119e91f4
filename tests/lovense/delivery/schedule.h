/* SPDX-License-Identifier: GPL-2.0-or-later */
/* One story: what is wanted when, what happens to the routes, and the fate of each request and emit. Everything that is
 * left to chance lies in it, so that the same schedule always runs the same way, and can be cut down. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

enum { STEPS_MAX = 32, FATES_MAX = 24, EMITS_MAX = 16, KNOWN_TOYS = 3, TOYS = 4 /* one that nobody knows */ };

enum world {
	WORLD_SLOW_SERVER, /* emits take up to a second; what lowers is quick by LAN */
	WORLD_QUICK_SERVER,
	WORLD_CALM,       /* only requests that take long, but are answered */
	WORLD_LOST_LINKS, /* the LAN goes down, sockets are lost */
	WORLD_ANY_FAULT,  /* any request may be slow, late, lost or reset */
	WORLD_COUNT
};
extern const char *const world_names[WORLD_COUNT];

enum step_kind {
	STEP_LEVEL = 1, /* a toy at value, its second function at second */
	STEP_LEVEL_ALL, /* all known toys the same */
	STEP_CURVE,     /* a pattern that may go as a curve, its highest point at value */
	STEP_CURVE_ALL,
	STEP_STOP,
	STEP_STOP_ALL,
	STEP_STOP_STORM, /* STOP ALL every 10 ms for value ms */
	STEP_CEILING,
	STEP_LAN_FAILS, /* a health check does */
	STEP_BY_SERVER, /* the user's setting */
	STEP_BY_BOTH,
	STEP_SOCKET_LOST, /* for value ms */
	STEP_LAN_DOWN,
	STEP_LAN_UP,
	STEP_PONGS_LOST, /* for value ms */
	STEP_NEW_ADDRESS,
	STEP_CORE_STALLS, /* nothing is renewed for value ms */
};

struct step {
	int at_ms;
	enum step_kind kind;
	int toy, value, second;
};

enum fate_kind {
	FATE_FINE,
	FATE_SLOW,
	FATE_LATE,
	FATE_LOST,
	FATE_REFUSED,
	FATE_RESET,
	FATE_ERROR,
	FATE_BROKEN,
	FATE_COUNT
};
extern const char *const fate_names[FATE_COUNT];

struct fate {
	enum fate_kind kind;
	int way_ms, act_ms, back_ms; /* to the app, until it acts, and of its answer */
	int early_ms;                /* it answers so long before it acts */
	bool goes_on;                /* although the client has gone */
};

struct emit_fate {
	int delay_ms;
	bool is_dead;  /* when the socket is lost before it was done: it never is */
	int detour_ms; /* ... or so much later */
};

struct schedule {
	enum world world;
	bool takes_toy_lists, takes_curves;
	int step_count;
	struct step steps[STEPS_MAX]; /* in time */
	struct fate fates[FATES_MAX]; /* of the LAN requests in turn; later ones are fine */
	struct emit_fate emits[EMITS_MAX];
};

void schedule_random(struct schedule *schedule, uint64_t seed);
/* One of those that broke a promise once. false: there are not so many. */
bool schedule_fixed(struct schedule *schedule, int number);
/* One in which nothing goes wrong, and all is quick. */
void schedule_calm(struct schedule *schedule, uint64_t seed);
/* Every schedule of a few steps with at most so many deviations from the good case. Start with *position 0; false: that
 * was the last one. */
bool schedule_next(struct schedule *schedule, long *position);
void schedule_print(const struct schedule *schedule);
/* Cuts down for as long as it still fails. */
void schedule_shrink(struct schedule *schedule, bool (*fails)(const struct schedule *schedule));
