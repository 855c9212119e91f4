/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "engine/mailbox/notices.h"

#include "net/platform.h"

bool notice_queue_open(struct notice_queue *queue)
{
	queue->lock = platform_mutex_create();
	return queue->lock != NULL;
}

void notice_queue_close(struct notice_queue *queue)
{
	platform_mutex_destroy(queue->lock);
}

void notice_queue_put(struct notice_queue *queue, const struct haptics_notice *notice)
{
	platform_mutex_lock(queue->lock);
	queue->entries[(queue->first + queue->count) % ENGINE_MAX_NOTICES] = *notice;
	if (queue->count == ENGINE_MAX_NOTICES)
		queue->first = (queue->first + 1) % ENGINE_MAX_NOTICES;
	else
		queue->count++;
	platform_mutex_unlock(queue->lock);
}

bool notice_queue_take(struct notice_queue *queue, struct haptics_notice *notice)
{
	platform_mutex_lock(queue->lock);
	bool has_one = queue->count > 0;
	if (has_one) {
		*notice = queue->entries[queue->first];
		queue->count--;
		/* Back to the front when it is empty, so that no more memory is touched than has to be. */
		queue->first = queue->count > 0 ? (queue->first + 1) % ENGINE_MAX_NOTICES : 0;
	}
	platform_mutex_unlock(queue->lock);
	return has_one;
}
