/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the files of this room share. */
#pragma once

#include <util/threading.h>

#include "obs/sources/text/display_text.h"
#include "obs/sources/text/text_face.h"
#include "obs/sources/text/text_sheet.h"

enum {
	TEXT_JOB_RUNS = TEXT_DIGIT_COUNT + 1, /* the digits, and what measures a space */
	TEXT_JOB_TRIES = 12,                  /* to shorten a text until it fits */
};

/* The line that is worked on. A run is fed in one frame and drawn to the scratch in the next. */
struct text_job {
	struct text_sheet *sheet; /* guarded by the pool's lock; NULL: there is none */
	/* Graphics thread only. */
	size_t slot;
	uint32_t serial; /* of the text that was asked for */
	char text[TEXT_BYTES_MAX];
	size_t length; /* characters of it, without the ellipsis */
	struct display_run runs[TEXT_JOB_RUNS];
	size_t run_count;
	size_t run; /* the one that is fed */
	bool is_digits;
	bool is_fed;
	bool is_probe; /* what is fed measures the ascent */
	bool is_done;
	bool is_shortened;
	int tries;
	float pen;          /* where the next run begins, in the scratch */
	float squeeze;      /* the scratch is drawn so much smaller */
	float above, below; /* of the letters, from the baseline */
};

/* Lock rules. The lock guards what is said so, for a few lines, and nothing is called with it held but the allocator.
 * Frames try it; others may wait for it. */
struct text_pool {
	volatile long refs;     /* atomic: of the module and of every sheet */
	volatile long is_awake; /* atomic: there may be something to draw */
	pthread_mutex_t lock;
	struct text_face *faces;   /* guarded */
	struct text_sheet *sheets; /* guarded */
	bool is_closed;            /* guarded */

	struct text_job job;      /* graphics thread only but for its sheet */
	float wait_s;             /* until a line that shows something may be drawn anew */
	volatile long turns;      /* atomic: counts what was made or drawn */
	struct gs_effect *effect; /* made when first needed; touched inside the graphics context, as the next */
	struct gs_texture_render *scratch;
	bool has_no_effect;
};

struct text_sheet_slot {
	struct text_slot wish;
	struct text_face *face;
	struct text_face *face2; /* NULL: the same */
	/* Graphics thread only. */
	char wanted[TEXT_BYTES_MAX];
	uint32_t wanted_serial, shown_serial;
	long turn; /* when it was made or drawn last, in order */
	/* Changed on the graphics thread inside the graphics context. */
	struct text_line line;
	struct text_digits digits;
	float inked_px; /* how far the box may hold something */
};

struct text_sheet {
	struct text_pool *pool;
	struct text_sheet *next; /* guarded by the pool's lock */
	volatile long refs;      /* atomic: of the owner and of a frame that works on it */
	struct text_surround surround;
	int margin;
	int width_px, height_px;
	struct gs_texture_render *mask; /* touched inside the graphics context, as the next */
	bool has_mask;
	size_t count;
	struct text_sheet_slot slots[];
};

/* --- text_pool.c --- */
void text_pool_unref(struct text_pool *pool);
/* Lets go of the sheet; frees it when it was the last. Any thread. */
void text_sheet_unref(struct text_sheet *sheet);

/* --- text_job.c: graphics thread --- */
/* Begins with a slot of job->sheet, which is set. */
void text_job_begin(struct text_job *job, size_t slot);
/* One frame's work; job->is_done when the slot shows its text. sheet: the job's, held by the caller. */
void text_job_step(struct text_job *job, struct text_sheet *sheet);

/* --- text_scratch.c: inside the graphics context --- */
/* Where the first letter begins in the scratch. */
enum { TEXT_SCRATCH_X = TEXT_MARGIN_MAX, TEXT_SCRATCH_WIDTH_MAX = TEXT_WIDTH_MAX };
/* Draws what the face's source holds at the job's pen; the first run clears the target. */
void text_scratch_draw(struct text_sheet *sheet, const struct text_job *job, struct text_face *face);
/* Copies the scratch to the job's slot at that scale. */
void text_scratch_take(struct text_sheet *sheet, const struct text_job *job, float scale);
/* Copies the digits of the face's strip to the slot, smaller when there is not enough room, and measures them. */
void text_scratch_take_digits(struct text_sheet *sheet, struct text_sheet_slot *slot);
