/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The wake-up as an eventfd among the descriptors that curl_multi_poll() waits for. curl 7.88 has a pair of sockets for
 * its own: slower to write, and read twice before the wait comes back. This one is read before the next wait, when what
 * it was for is already on its way. */
#include "net/loop_internal.h"

#include <sys/eventfd.h>
#include <unistd.h>

bool loop_wake_start(struct loop *loop)
{
	loop->wake = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
	return loop->wake >= 0;
}

void loop_wake_stop(struct loop *loop)
{
	if (loop->wake >= 0)
		close(loop->wake);
}

void loop_wake_send(struct loop *loop)
{
	/* It cannot fail: the counter would have to be full. */
	(void)eventfd_write(loop->wake, 1);
}

void loop_wake_take(struct loop *loop)
{
	eventfd_t count = 0;
	(void)eventfd_read(loop->wake, &count);
}
