/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "obs/requests/rejections.h"

void rejections_init(struct rejections *rejections)
{
	pthread_mutex_init(&rejections->lock, NULL);
	rejections->first = 0;
	rejections->count = 0;
}

void rejections_free(struct rejections *rejections)
{
	pthread_mutex_destroy(&rejections->lock);
}

void rejections_add(struct rejections *rejections, const struct request_rejection *rejection)
{
	pthread_mutex_lock(&rejections->lock);
	if (rejections->count < REJECTIONS_MAX)
		rejections->kept[(rejections->first + rejections->count++) % REJECTIONS_MAX] = *rejection;
	pthread_mutex_unlock(&rejections->lock);
}

bool rejections_take(struct rejections *rejections, struct request_rejection *rejection)
{
	pthread_mutex_lock(&rejections->lock);
	bool has_one = rejections->count > 0;
	if (has_one) {
		*rejection = rejections->kept[rejections->first];
		rejections->first = (rejections->first + 1) % REJECTIONS_MAX;
		rejections->count--;
	}
	pthread_mutex_unlock(&rejections->lock);
	return has_one;
}
