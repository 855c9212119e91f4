/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "obs/requests/admission.h"

#include <limits.h>

#define IS_OPEN (LONG_MAX / 2 + 1)

bool admission_open(struct admission *admission)
{
	if (os_event_init(&admission->empty, OS_EVENT_TYPE_MANUAL) != 0) {
		admission->empty = NULL;
		return false;
	}
	os_atomic_set_long(&admission->state, IS_OPEN);
	return true;
}

/* Adds to the state while it is open. Returns what it was before. */
static long change_if_open(struct admission *admission, long difference)
{
	long state = os_atomic_load_long(&admission->state);
	while ((state & IS_OPEN) && !os_atomic_compare_swap_long(&admission->state, state, state + difference))
		state = os_atomic_load_long(&admission->state);
	return state;
}

bool admission_enter(struct admission *admission)
{
	return (change_if_open(admission, 1) & IS_OPEN) != 0;
}

void admission_leave(struct admission *admission)
{
	/* Those who are refused do not count, so that nobody touches the event after the last one has left. */
	if (os_atomic_dec_long(&admission->state) == 0)
		os_event_signal(admission->empty);
}

void admission_close(struct admission *admission)
{
	long state = change_if_open(admission, -IS_OPEN);
	if (!(state & IS_OPEN))
		return;
	if (state != IS_OPEN)
		os_event_wait(admission->empty);
	os_event_destroy(admission->empty);
	admission->empty = NULL;
}
