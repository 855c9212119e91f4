/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A session against the service simulator: starts both, turns the loop, plays the user and the phone through the
 * simulator's control port. Every wait ends at PATIENCE_MS and fails the test with what was seen. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <jansson.h>

#include "lovense/link.h"
#include "lovense/session/session.h"
#include "lovense/session/session_timing.h"

enum { RIG_LOG_SIZE = 262144 };

/* The newest of its kind that a toy told. */
struct rig_told {
	int count;
	char toy_id[LOVENSE_TOY_ID_SIZE];
	struct lovense_toy_event event;
};

struct rig {
	struct child *service;
	json_t *ready; /* the simulator's first line: addresses, made-up token and key */
	struct loop *loop;
	struct lovense_link *link;
	struct lovense_session_config config;
	struct session_timing timing;
	int changes;
	struct rig_told told[LOVENSE_TOY_MOTION + 1];
	size_t log_used;
	char log[RIG_LOG_SIZE]; /* all lines, cut when full */
};

/* Uid and utoken of every rig: canaries that no log line may hold. */
#define RIG_UID "canary-uid-6b1f"
#define RIG_UTOKEN "canary-utoken-93aa"
#define RIG_UNAME "canary-uname"

/* arguments: of the simulator, NULL-terminated, or NULL. It runs at a twentieth of the real time. */
struct rig *rig_start(const char *const *arguments);
/* The text of a field of the simulator's first line. */
const char *rig_ready(const struct rig *rig, const char *key);
/* A new link by rig->config and rig->timing; an old one is destroyed. */
void rig_open(struct rig *rig);
void rig_close(struct rig *rig);
void rig_stop(struct rig *rig);

/* POSTs to the control port; format and arguments as in json_pack(), NULL: {}. Fails the test when refused. */
void rig_post(struct rig *rig, const char *path, const char *format, ...);
/* GETs; new reference. */
json_t *rig_get(struct rig *rig, const char *path);

const struct lovense_snapshot *rig_now(const struct rig *rig);
int64_t rig_loop_ms(const struct rig *rig);
int64_t rig_pause_ms(const struct rig *rig); /* until it tries again */
void rig_run_ms(struct rig *rig, int ms);
void rig_await(struct rig *rig, enum lovense_link_state state);
void rig_await_reason(struct rig *rig, enum lovense_link_state state, enum lovense_reason reason);
void rig_await_route(struct rig *rig, enum lovense_route route);
/* Opens, and requires that it fails for this reason and waits as long as the "Retry-After: 120" of a test asks. */
void rig_open_into_long_pause(struct rig *rig, enum lovense_reason reason);
/* Turns the loop until the check is true. */
void rig_await_true(struct rig *rig, bool (*check)(struct rig *rig, void *ctx), void *ctx, const char *what);
/* A pairing code to show. */
void rig_await_code(struct rig *rig);
/* From nothing to LOVENSE_READY: opens, scans the code. */
void rig_pair(struct rig *rig);

/* Entries of the simulator's journal of one kind after a serial; new reference to an array. */
json_t *rig_log(struct rig *rig, const char *kind, int after);
/* Waits until there are so many of them. */
void rig_await_log(struct rig *rig, const char *kind, int after, int at_least);
/* Serial of its newest entry. */
int rig_serial(struct rig *rig);
/* How many commands came by a route ("socket", "lan") with a meaning ("stop", "v2Stop", "level", ...) after a serial;
 * NULL: any. */
int rig_commands(struct rig *rig, const char *route, const char *means, int after);
/* Those of them that can move a toy. */
int rig_movements(struct rig *rig, const char *route, int after);
void rig_await_commands(struct rig *rig, const char *route, const char *means, int after, int at_least);
/* Whether the first toy has had that level after a serial. */
bool rig_was_at(struct rig *rig, int level, int after);

/* Id of the first toy of the snapshot. */
const char *rig_first_toy(const struct rig *rig);
/* A toy as the simulator has it: level of a function now. */
int rig_toy_level(struct rig *rig, const char *toy_id, const char *function);
void rig_await_level(struct rig *rig, const char *toy_id, const char *function, int level);
/* For the first toy; "none" when there is none yet. */
struct lovense_command rig_vibrate(const struct rig *rig, int level, double time_s);
