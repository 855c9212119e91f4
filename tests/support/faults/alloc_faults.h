/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Lets a chosen allocation of our own code, of jansson or of curl fail. Link test_alloc_faults to a test program and
 * call alloc_faults_install() first in main(). */
#pragma once

#include <stdbool.h>

/* Takes over the allocators of jansson and curl; ours are taken over by the linker. */
void alloc_faults_install(void);

/* From now on the n-th allocation fails (1: the next one), and with all_following every one after it. */
void alloc_faults_start(int n, bool all_following);
/* No allocation fails any more. true: one has failed. */
bool alloc_faults_stop(void);

/* Blocks that were allocated and not yet freed, by all that is watched. */
int alloc_faults_live_blocks(void);
