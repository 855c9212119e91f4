/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The file of service keys, as the subcommands add-key, revoke-key and list-keys change and show it.
 *
 * {"version": 1, "keys": [{"id": "0f1e…", "name": "alice", "sha256": "…", "created": "2025-01-31T12:00:00Z",
 *   "uid_prefix": "alice-", "uid_regex": "alice-[0-9]+", "revoked": "2025-02-01T09:00:00Z"}]}
 *
 * The last three are optional; a revoked key stays in the file so that its owner learns why it is refused. The file is
 * replaced atomically, under a lock, so that two administrators cannot lose each other's change; through symbolic
 * links, the one that they lead to, but root follows no link of another user. It belongs to the owner of the file
 * before, or of the folder: root may add keys for a service that runs as another user. Its mode is that of the file
 * before, or 0600; a file that its group or others may write becomes 0600, with a line on standard error. A running
 * service notices within seconds.
 *
 * All functions block on the disk. They return false with a sentence in error. Any thread. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

#include "token-service/base/complain.h"
#include "token-service/keys/keys.h"

struct new_key {
	const char *name;       /* 1..128 bytes */
	const char *uid_prefix; /* or NULL */
	const char *uid_regex;  /* or NULL */
};

/* Makes the file, and the folder it lies in, when they are missing. text receives the key: the only time it is ever
 * seen. */
bool keys_file_add(const char *path, const struct new_key *request, char text[KEY_TEXT_SIZE], struct complaint *error);
/* which: an id, or a streamer's name (then all of their keys). *count: how many were good until now. */
bool keys_file_revoke(const char *path, const char *which, size_t *count, struct complaint *error);
/* Whether its group or others may write it, and so make keys of their own. */
bool keys_file_is_exposed(const char *path);
/* One line for each key: id, state, creation time, name. */
bool keys_file_list(const char *path, FILE *out, struct complaint *error);
