/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "obs/ui_link.h"

#include <obs-module.h>
#include <util/threading.h>

struct ui_link {
	void *ctx;                /* NULL once cut; UI thread */
	volatile long references; /* the owner's and one for each task on its way; atomic */
};

struct ui_task {
	struct ui_link *link;
	ui_task_cb run;
	void *payload;
};

struct ui_link *ui_link_create(void *ctx)
{
	struct ui_link *link = bzalloc(sizeof(*link));
	*link = (struct ui_link){.ctx = ctx, .references = 1};
	return link;
}

static void release(struct ui_link *link)
{
	if (os_atomic_dec_long(&link->references) == 0)
		bfree(link);
}

static void run_task(void *data)
{
	struct ui_task *task = data;
	if (task->link->ctx)
		task->run(task->link->ctx, task->payload);
	release(task->link);
	bfree(task->payload);
	bfree(task);
}

static struct ui_task *task_create(struct ui_link *link, ui_task_cb run, void *payload)
{
	struct ui_task *task = bzalloc(sizeof(*task));
	*task = (struct ui_task){.link = link, .run = run, .payload = payload};
	os_atomic_inc_long(&link->references);
	return task;
}

void ui_link_post(struct ui_link *link, ui_task_cb run, void *payload)
{
	struct ui_task *task = task_create(link, run, payload);
	if (obs_in_task_thread(OBS_TASK_UI))
		run_task(task);
	else
		obs_queue_task(OBS_TASK_UI, run_task, task, false);
}

static void hop_to_ui(void *data)
{
	obs_queue_task(OBS_TASK_UI, run_task, data, false);
}

void ui_link_post_later(struct ui_link *link, ui_task_cb run, void *payload)
{
	/* The UI thread runs its own tasks at once, so they take the way over another thread. */
	struct ui_task *task = task_create(link, run, payload);
	if (obs_in_task_thread(OBS_TASK_UI))
		obs_queue_task(OBS_TASK_GRAPHICS, hop_to_ui, task, false);
	else
		hop_to_ui(task);
}

void ui_link_cut(struct ui_link *link)
{
	if (!link)
		return;
	link->ctx = NULL;
	release(link);
}
