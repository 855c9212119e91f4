/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Work handed to the UI thread by other threads, and by callbacks that must not do it themselves. The link outlives
 * whoever it leads to: tasks still on their way after ui_link_cut() are dropped. Needs a frontend (its task queue). */
#pragma once

struct ui_link;
/* payload is freed by bfree() after the call. */
typedef void (*ui_task_cb)(void *ctx, void *payload);

/* ctx is borrowed until ui_link_cut(); never NULL. */
struct ui_link *ui_link_create(void *ctx);
/* Takes ownership of payload (bfree; may be NULL). Runs at once when called on the UI thread, else later. Any thread,
 * never waits. */
void ui_link_post(struct ui_link *link, ui_task_cb run, void *payload);
/* The same, but never at once: for callbacks of libobs, which come with its locks held. */
void ui_link_post_later(struct ui_link *link, ui_task_cb run, void *payload);
/* No task runs after this; frees the link with the last of them. UI thread. NULL is fine. */
void ui_link_cut(struct ui_link *link);
