/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Whole pages of the system that it leaves out of core files and crash reports where it can. Any thread. */
#pragma once

#include <stddef.h>

/* Zeroed. NULL: out of memory. */
void *pages_map(size_t size);
/* size: as it was given. */
void pages_unmap(void *pages, size_t size);
