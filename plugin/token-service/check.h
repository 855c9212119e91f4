/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The subcommand check: reads everything serve would read. Blocks; with is_online also on the network. Any
 * thread. */
#pragma once

#include <stdbool.h>
#include <stdio.h>

/* One line for each part to out: "ok" or "bad", what, why. true: serve would start (and, with is_online, the Lovense
 * API accepted the developer token). */
bool check_run(const char *config_path, char *const *environment, bool is_online, FILE *out);
