/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What must be true of every command whatever the program: written without a look at how the core does it. */
#pragma once

#include "runs.h"

enum { SENTENCE_SIZE = 256 };

struct oracle_toy {
	struct haptics_toy toy;
	struct haptics_command playing; /* kind INVALID: still */
	int64_t since_ms, until_ms;
	int64_t output_ms;             /* of the last command that was not Stop */
	double ramped[FUNCTION_COUNT]; /* how far a raised ceiling counts already */
	int64_t ramp_ms;
};

struct oracle {
	const struct program *program;
	char *sentence; /* SENTENCE_SIZE, "" while all is well */
	int64_t now_ms;
	bool is_armed, is_panic, is_online;
	int64_t paused_until_ms, persons_pause_ms;
	int64_t rest_until_ms;                  /* as the core says; 0: none */
	int64_t moved_ms, counted_ms, still_ms; /* movement without a rest in between */
	bool wants_stop_first;                  /* the link came back, nothing was sent yet */
	bool was_late; /* the clock jumped, or there was no link: leases may have run out by themselves */
	double master_ceiling;
	struct haptics_limits limits;
	size_t toy_count;
	struct oracle_toy toys[PROGRAM_MAX_TOYS];
	double tokens;
	int64_t tokens_ms;
	uint64_t record_serial;
	struct runs runs;
	uint32_t still;     /* toys that the step has to leave still */
	size_t level_limit; /* fault for the shrinker's own test: no output above it, 0: off */
	uint64_t command_count[HAPTICS_COMMAND_POSITION + 1]; /* by kind */
};

void oracle_begin(struct oracle *oracle, const struct program *program, char sentence[SENTENCE_SIZE], int64_t now_ms);
/* Call before the step is applied. */
void oracle_note_step(struct oracle *oracle, const struct step *step, int64_t now_ms);
/* What the journal says since the last call; before the commands of a poll. */
void oracle_records(struct oracle *oracle, const struct haptics *core);
/* Each command as it comes out. */
void oracle_command(struct oracle *oracle, const struct haptics_command *command, int64_t now_ms);
/* After a poll that came to its end. */
void oracle_settled(struct oracle *oracle, const struct haptics *core, int64_t now_ms);
