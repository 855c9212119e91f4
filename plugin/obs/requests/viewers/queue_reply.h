/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The queue of viewers and the goal, as in replies and events. Any thread; data and snapshot are borrowed; never
 * blocks. */
#pragma once

#include <stdint.h>

struct engine_snapshot;
struct obs_data;

/* running, waiting, paused, seconds. now_ms: engine_now_ms(). */
void queue_reply_fill(struct obs_data *reply, const struct engine_snapshot *snapshot, int64_t now_ms);
/* The same in numbers: running is a run, waiting how many; and paused_text. */
void queue_reply_fill_flat(struct obs_data *data, const struct engine_snapshot *snapshot, int64_t now_ms);
void queue_reply_fill_goal(struct obs_data *data, const struct engine_snapshot *snapshot);
