/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the files of the worker share. Everything here belongs to the worker thread. */
#pragma once

#include "engine/slots.h"
#include "engine/watch/worker_toys.h"
#include "engine/worker.h"
#include "haptics/haptics.h"
#include "haptics/journal.h"
#include "net/loop.h"

/* What was handed to the link for one slot. */
struct sent_lease {
	int64_t until_ms;     /* its toy may move until then */
	bool is_stopped;      /* a route took a Stop since, and has not been lost after that */
	bool is_stop_refused; /* a Stop was due, and no route took it */
};

/* A question whose intent was applied. */
struct owed_answer {
	struct mailbox_question *question;
	struct haptics_verdict verdict;
};

struct worker {
	struct worker_config config;
	struct haptics_function functions[LOVENSE_FUNCTION_COUNT];
	struct engine_settings settings;
	struct haptics *haptics;
	struct loop *loop;
	char loop_ca_file[sizeof(((struct engine_settings *)0)->ca_file)]; /* what the loop was made with */
	struct lovense_link *link; /* NULL: mode off, or the settings cannot be used */
	bool is_link_closing;      /* goodbye is under way; a new link follows when it is over */
	int64_t closing_until_ms;
	bool has_link_changed;
	bool is_online;
	bool is_dirty; /* the published snapshot may be out of date */
	struct sent_lease leases[HAPTICS_MAX_TOYS];
	bool is_ca_file_bad;
	struct slots slots;
	struct worker_toys toys;
	bool may_have_mail; /* the mailbox was not read to its end */
	size_t owed_count;
	struct owed_answer owed[MAILBOX_QUESTIONS]; /* no more can be asked before they are answered */
	uint64_t rules_serial;
	const struct engine_snapshot *published;
};

struct haptics_time worker_time(const struct worker *worker);
struct haptics_limits worker_limits(const struct engine_settings *settings);

/* worker_link.c: the loop and the link, and how they follow the settings. */

/* false: no loop can be had at all. A CA file that cannot be used leaves a loop without it and no link. */
bool worker_open_loop(struct worker *worker);
void worker_close_loop(struct worker *worker);
void worker_open_link(struct worker *worker);
/* Says goodbye; worker_advance_link_change() then makes the link that the settings ask for. */
void worker_begin_link_change(struct worker *worker);
bool worker_is_link_closed(const struct worker *worker);
/* false: no loop can be had any more. */
bool worker_advance_link_change(struct worker *worker);
/* Hands the toys that the link told last to the haptics core, with the ceilings of the settings. */
void worker_give_toys(struct worker *worker);
/* Hands news of the link (toys, reachability) to the haptics core. */
void worker_follow_link(struct worker *worker);
/* Sends what the haptics core says is due. */
void worker_send_due(struct worker *worker);

/* worker_lease.c: which toys may still move although they should not, so that the user can be told. */

/* The link took a command that moves something. */
void worker_note_movement(struct worker *worker, const struct haptics_command *command);
/* toys: mask of slots, 0: all. */
void worker_note_stop(struct worker *worker, uint32_t toys, enum lovense_send_result result);
/* The app reports that the toy in the slot is still: its Stop arrived. */
void worker_note_still(struct worker *worker, size_t slot);
/* The link dropped: what it took just before may not have arrived. */
void worker_mark_stops_unconfirmed(struct worker *worker);
/* Until when a toy may move although the app is out of reach or took no Stop; 0: none does. */
int64_t worker_unconfirmed_until_ms(const struct worker *worker);
bool worker_is_stop_unconfirmed(const struct worker *worker);

/* worker_publish.c */

/* Shows a new snapshot when something changed. */
void worker_publish_changes(struct worker *worker);
/* The last one, of a worker that broke down: off, disarmed, no code, everything still. */
void worker_publish_broken(struct worker *worker);
