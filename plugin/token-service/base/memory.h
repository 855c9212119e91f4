/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The memory of the libraries that tokens pass through (jansson, libcurl, libwebsockets) is wiped when they free it. */
#pragma once

#include <stdbool.h>

/* Once, before any of them is used: for the whole process. free() also frees what they hand out. false: libcurl cannot
 * start. */
bool memory_wipe_freed(void);
