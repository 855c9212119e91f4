/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The file that holds the developer token. Blocks on the disk. Any thread. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "token-service/base/complain.h"

enum { DEVELOPER_TOKEN_MAX = 1024 };

/* Reads the developer token, without the white space around it or a byte order mark in front, from file_path ("": the
 * systemd credential $CREDENTIALS_DIRECTORY/developer_token). false with a sentence in error, never with a part of the
 * token. *is_exposed: others may read the file. The caller wipes token. */
bool developer_token_read(const char *file_path, const char *credentials_directory, char token[DEVELOPER_TOKEN_MAX],
			  bool *is_exposed, struct complaint *error);
