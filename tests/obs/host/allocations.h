/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

/* How many blocks libobs and its modules have asked for since the start; only in hosts with bmem_exact.c. Any thread.
 */
long allocations_made(void);
