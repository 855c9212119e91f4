/* SPDX-License-Identifier: GPL-2.0-or-later */
/* curl's own wake-up, for systems without eventfd. curl_multi_poll() waits for it, and takes it. */
#include "net/loop_internal.h"

bool loop_wake_start(struct loop *loop)
{
	loop->wake = CURL_SOCKET_BAD;
	/* A curl that could not make its descriptor says so only here; the wait takes the wake-up away. */
	return curl_multi_wakeup(loop->multi) == CURLM_OK && curl_multi_poll(loop->multi, NULL, 0, 0, NULL) == CURLM_OK;
}

void loop_wake_stop(struct loop *loop)
{
	(void)loop;
}

void loop_wake_send(struct loop *loop)
{
	curl_multi_wakeup(loop->multi);
}

void loop_wake_take(struct loop *loop)
{
	(void)loop;
}
