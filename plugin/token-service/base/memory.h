/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What becomes of the memory that tokens and keys pass through. For the whole process. */
#pragma once

#include <stdbool.h>

/* No core file, neither by the kernel nor by a program that it calls, and no other process of this user may look into
 * the memory of this one. Root still may: what is held for long is left out of its dumps too (net/secrets/secret.h). */
void memory_keep_out_of_dumps(void);
/* The memory of the libraries that tokens pass through (jansson, libcurl, libwebsockets) is wiped when they free it.
 * Once, before any of them is used. free() also frees what they hand out. false: libcurl cannot start. */
bool memory_wipe_freed(void);
/* What returned calls left on the calling thread's stack is wiped, 64 KiB deep. The runtime linker saves the registers of
 * a copy there, the end of a token in them, when it resolves the function called next. About a microsecond. */
void memory_wipe_dead_stack(void);
