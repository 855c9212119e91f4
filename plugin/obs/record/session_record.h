/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The session record: what ran since it was switched on, in a file of its own for each start of OBS. Off unless the
 * streamer wants it; stays on this computer; holds names as viewers see them, and never anything of a toy or an
 * account. Files are written by a thread of its own, owner-only, at most every few seconds. UI thread. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

struct engine;
struct engine_snapshot;
struct haptics_notice;
struct session_record;

enum { SESSION_RECORD_FILES = 20 }; /* the oldest goes when there are more */

/* folder NULL: nothing is kept. Does not touch the disk. Never NULL. */
struct session_record *session_record_create(const char *folder);
/* Writes what is not written yet, and waits for that. */
void session_record_finish(struct session_record *record);
/* The same first. NULL is fine. */
void session_record_destroy(struct session_record *record);
/* Where the files are; "": nowhere. */
const char *session_record_folder(const struct session_record *record);
void session_record_set_on(struct session_record *record, bool is_on);
/* Takes in that a run is over, or was skipped; nothing while it is off. snapshot: for the names of rules. now_s: the
 * time, in seconds since 1970. */
void session_record_note(struct session_record *record, const struct engine_snapshot *snapshot,
			 const struct haptics_notice *notice, int64_t now_s);
/* The same with all that the engine still has to tell, once its worker has ended. */
void session_record_note_rest(struct session_record *record, struct engine *engine, int64_t now_s);
/* Has it written when that is due. now_ns: monotonic. true: something is still to be written, so call again soon. */
bool session_record_write(struct session_record *record, uint64_t now_ns);
/* Every file of the record goes, and what is not written yet. */
void session_record_delete(struct session_record *record);

#ifdef __cplusplus
}
#endif
