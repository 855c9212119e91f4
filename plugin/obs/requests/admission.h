/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Who is inside, so that the one who closes can wait for them. In static memory: others may come at any time, also
 * after it was closed. Closed when zeroed. */
#pragma once

#include <stdbool.h>

#include <util/threading.h>

struct admission {
	volatile long state; /* whether it is open, and how many are inside; atomic */
	os_event_t *empty;   /* signalled by the last one to leave after it was closed; NULL: it was never open */
};

/* false: out of memory, and it stays closed. One thread opens and closes. */
bool admission_open(struct admission *admission);
/* Lets nobody in any more and waits until the last one has left. Fine on a closed one. */
void admission_close(struct admission *admission);
/* Any thread. true: it is open, and admission_leave() has to follow. Never waits. */
bool admission_enter(struct admission *admission);
void admission_leave(struct admission *admission);
