/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The user's settings and credentials: read from and written to the module's config folder, handed to the engine.
 *
 * settings.json is never secret; credentials.json is created owner-only and holds developer_token, token_service_key
 * and utoken; one that others can read is closed to them. Files are replaced atomically. A damaged file is kept aside
 * as
 * *.corrupt and defaults are used. Unknown keys are kept; a file that cannot be read is left as it is. Several OBS may
 * run at once: a save writes what changed here and keeps what another OBS wrote meanwhile, which counts here from the
 * next start on. They then share the user id, and the second one shows a warning. Without a config folder (bare libobs
 * hosts) everything lives in memory only. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "engine/engine.h"

#ifdef __cplusplus
extern "C" {
#endif

struct settings_store;

/* Loads, makes the uid on a first run and saves. engine is borrowed and gets every later change. UI thread. May read
 * and write two small files. Never NULL. */
struct settings_store *settings_store_create(struct engine *engine);
/* Writes unsaved changes and wipes its copy of the settings. NULL is fine. */
void settings_store_destroy(struct settings_store *store);
/* There was no settings.json. */
bool settings_store_is_first_run(const struct settings_store *store);
/* A sentence for the user while the files are not as they should be (damaged at load, not readable, not writable, of a
 * newer version, or in use by another OBS); "" when all is well. Borrowed until the next change. UI thread. */
const char *settings_store_problem(const struct settings_store *store);
/* A copy of the settings in force. Any thread. */
void settings_store_get(struct settings_store *store, struct engine_settings *settings);
/* Checks, saves and hands to the engine. false with a sentence in error that names the setting; nothing changes then.
 * A file that cannot be written is reported as true with a sentence in error (the settings are in force). UI thread. */
bool settings_store_set(struct settings_store *store, const struct engine_settings *settings, char *error,
			size_t error_size);
/* New uid and utoken: the app pairs again. UI thread. */
bool settings_store_new_identity(struct settings_store *store, char *error, size_t error_size);

/* Whether requests from outside may arm, resume or raise the ceiling; off by default. Any thread. */
bool settings_store_allows_remote_arm(struct settings_store *store);
/* Reports the settings in force, and those of each later change as soon as they are; to one alone. settings are
 * borrowed during the call, which must not change them. UI thread. */
typedef void (*settings_cb)(void *ctx, const struct engine_settings *settings);
void settings_store_follow(struct settings_store *store, settings_cb report, void *ctx);

/* The same as settings_store_create() on a folder of the caller's choice; NULL: nothing is read or written. */
struct settings_store *settings_store_create_in(const char *folder, struct engine *engine);
/* Stores what changed in the engine itself: the master ceiling, whether viewers may move toys, and the toys it knows.
 * Not handed back to the engine, whose state may be newer. Written to the disk once it has not changed for a second,
 * because a slider moves in many steps. now_ns: monotonic. true: something is still to be written, so call again soon.
 * UI thread. */
bool settings_store_remember(struct settings_store *store, const struct engine_snapshot *snapshot, uint64_t now_ns);
/* Writes unsaved changes at once. UI thread. */
void settings_store_flush(struct settings_store *store);

#ifdef __cplusplus
}
#endif
