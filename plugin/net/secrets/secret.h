/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Memory for what is held for long and must stay secret: tokens, keys and structs with them inside. The system leaves
 * it out of core files and crash reports where it can (Linux, FreeBSD, Windows 10 1703 and later). A whole page each:
 * for the few that are held, not for what passes through. Any thread. */
#pragma once

#include <stddef.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Zeroed; secret_free() it. NULL: out of memory. */
void *secret_alloc(size_t size);
/* The same, with a copy of the text. */
char *secret_copy(const char *text);
/* Wipes it first. NULL is fine. */
void secret_free(void *memory);
/* Overwrites what passed through other memory; see platform_wipe(). */
void secret_wipe(void *memory, size_t size);

#ifdef __cplusplus
}
#endif
