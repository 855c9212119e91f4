/* SPDX-License-Identifier: GPL-2.0-or-later */
/* JSON files that people write. Blocks on the disk. Any thread. */
#pragma once

#include <jansson.h>

#include "token-service/base/complain.h"

/* New reference, or NULL with a sentence in error that names the file. A byte order mark in front is skipped; a key
 * that appears twice in an object is an error. */
json_t *json_file_read(const char *path, struct complaint *error);
