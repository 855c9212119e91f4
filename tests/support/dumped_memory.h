/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What of this process a core file would hold (Linux). */
#pragma once

#include <stddef.h>

/* How often the bytes stand in memory that may be written and that a core file holds; those at bytes itself are not
 * counted. -1: this system does not tell, or a sanitizer is in the way. */
int dumped_memory_count(const char *bytes, size_t size);
