/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "obs/requests/viewers/queue_reply.h"

#include <obs-data.h>

#include "engine/engine.h"
#include "obs/requests/event_flag.h"

static int seconds_until(int64_t ends_ms, int64_t now_ms)
{
	return ends_ms > now_ms ? (int)((ends_ms - now_ms + 999) / 1000) : 0;
}

static obs_data_t *run_data(const struct engine_run *run, int seconds)
{
	obs_data_t *data = obs_data_create();
	obs_data_set_int(data, "run", run->run);
	obs_data_set_string(data, "by", run->by);
	obs_data_set_string(data, "rule", run->rule_id);
	obs_data_set_string(data, "rule_name", run->rule_name);
	obs_data_set_double(data, "level", run->level);
	obs_data_set_int(data, "seconds", seconds);
	return data;
}

/* A run whose delay is not over is known by its number only. */
static void set_running(obs_data_t *reply, const struct engine_snapshot *snapshot, int64_t now_ms)
{
	const struct engine_run only_number = {.run = snapshot->queue_running};
	const struct engine_run *run = engine_find_run(snapshot, snapshot->queue_running);
	if (!snapshot->queue_running)
		return;
	obs_data_t *running = run_data(run ? run : &only_number, seconds_until(snapshot->queue_ends_ms, now_ms));
	obs_data_set_obj(reply, "running", running);
	obs_data_release(running);
}

static void set_waiting(obs_data_t *reply, const struct engine_snapshot *snapshot)
{
	obs_data_array_t *waiting = obs_data_array_create();
	for (size_t i = 0; i < snapshot->waiting_count; i++) {
		obs_data_t *data = run_data(&snapshot->waiting[i], snapshot->waiting[i].seconds);
		obs_data_array_push_back(waiting, data);
		obs_data_release(data);
	}
	obs_data_set_array(reply, "waiting", waiting);
	obs_data_array_release(waiting);
}

void queue_reply_fill(struct obs_data *reply, const struct engine_snapshot *snapshot, int64_t now_ms)
{
	set_running(reply, snapshot, now_ms);
	set_waiting(reply, snapshot);
	obs_data_set_bool(reply, "paused", snapshot->queue_is_paused);
	obs_data_set_int(reply, "seconds", engine_queue_seconds(snapshot, now_ms));
}

void queue_reply_fill_flat(struct obs_data *data, const struct engine_snapshot *snapshot, int64_t now_ms)
{
	obs_data_set_int(data, "running", snapshot->queue_running);
	obs_data_set_int(data, "waiting", (long long)snapshot->waiting_count);
	obs_data_set_int(data, "seconds", engine_queue_seconds(snapshot, now_ms));
	event_flag_set(data, "paused", snapshot->queue_is_paused, "paused", "not_paused");
}

void queue_reply_fill_goal(struct obs_data *data, const struct engine_snapshot *snapshot)
{
	const struct haptics_goal *goal = &snapshot->goal;
	obs_data_set_string(data, "label", goal->label);
	obs_data_set_double(data, "current", goal->current);
	obs_data_set_double(data, "target", goal->target);
	event_flag_set(data, "reached", goal->current >= goal->target, "reached", "not_reached");
}
