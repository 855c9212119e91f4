/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "obs/requests/viewers/viewer_events.h"

#include <string.h>

#include <obs-data.h>
#include <util/bmem.h>

#include "haptics/tips/viewers.h"
#include "obs/requests/outcome_words.h"
#include "obs/requests/viewers/queue_reply.h"

struct viewer_events {
	struct engine *engine;
	const struct event_sink *sink;
	bool has_looked;
	uint32_t running;
	size_t waiting;
	bool is_queue_paused;
	struct haptics_goal goal;
};

struct viewer_events *viewer_events_create(struct engine *engine, const struct event_sink *sink)
{
	struct viewer_events *events = bzalloc(sizeof(*events));
	events->engine = engine;
	events->sink = sink;
	return events;
}

void viewer_events_destroy(struct viewer_events *events)
{
	bfree(events);
}

/* --- QueueChanged --- */

static void report_queue(struct viewer_events *events, const struct engine_snapshot *snapshot)
{
	bool has_changed = snapshot->queue_running != events->running || snapshot->waiting_count != events->waiting ||
			   snapshot->queue_is_paused != events->is_queue_paused;
	events->running = snapshot->queue_running;
	events->waiting = snapshot->waiting_count;
	events->is_queue_paused = snapshot->queue_is_paused;
	if (!has_changed || !events->has_looked)
		return;
	obs_data_t *data = obs_data_create();
	queue_reply_fill_flat(data, snapshot, engine_now_ms());
	event_sink_emit(events->sink, "QueueChanged", data);
}

/* --- GoalChanged --- */

static bool is_same_goal(const struct haptics_goal *a, const struct haptics_goal *b)
{
	return a->current == b->current && a->target == b->target && strcmp(a->label, b->label) == 0;
}

static void report_goal(struct viewer_events *events, const struct engine_snapshot *snapshot)
{
	bool has_changed = !is_same_goal(&events->goal, &snapshot->goal);
	events->goal = snapshot->goal;
	if (!has_changed || !events->has_looked)
		return;
	obs_data_t *data = obs_data_create();
	queue_reply_fill_goal(data, snapshot);
	event_sink_emit(events->sink, "GoalChanged", data);
}

/* --- Reacted, Rejected --- */

static obs_data_t *notice_data(const struct haptics_notice *notice)
{
	obs_data_t *data = obs_data_create();
	if (notice->rule_id[0])
		obs_data_set_string(data, "rule", notice->rule_id);
	if (notice->run)
		obs_data_set_int(data, "run", notice->run);
	return data;
}

static void emit_rejected(const struct viewer_events *events, const struct haptics_notice *notice)
{
	obs_data_t *data = notice_data(notice);
	obs_data_set_string(data, "reason", outcome_word(notice->outcome));
	if (notice->credit.by[0])
		obs_data_set_string(data, "by", notice->credit.by);
	if (notice->credit.amount != 0)
		obs_data_set_double(data, "amount", notice->credit.amount);
	event_sink_emit(events->sink, "Rejected", data);
}

static void emit_reacted(const struct viewer_events *events, const struct engine_snapshot *snapshot,
			 const struct haptics_notice *notice)
{
	const struct engine_rule *rule = engine_find_rule(snapshot, notice->rule_id);
	obs_data_t *data = notice_data(notice);
	obs_data_set_string(data, "rule_name", rule ? rule->name : "");
	obs_data_set_string(data, "by", notice->credit.by);
	obs_data_set_double(data, "amount", notice->credit.amount);
	obs_data_set_string(data, "unit", notice->credit.unit);
	obs_data_set_string(data, "message", notice->credit.message);
	obs_data_set_double(data, "level", notice->level);
	obs_data_set_double(data, "seconds", (double)notice->length_ms / 1000.0);
	event_sink_emit(events->sink, "Reacted", data);
}

static void report_notice(const struct viewer_events *events, const struct engine_snapshot *snapshot,
			  const struct haptics_notice *notice)
{
	if (!events->has_looked)
		return;
	if (events->sink->note)
		events->sink->note(events->sink->ctx, snapshot, notice);
	if (notice->kind == HAPTICS_NOTICE_REACTED)
		emit_reacted(events, snapshot, notice);
	else if (notice->kind == HAPTICS_NOTICE_REJECTED && outcome_word(notice->outcome))
		emit_rejected(events, notice);
}

static void report_notices(struct viewer_events *events, const struct engine_snapshot *snapshot)
{
	struct haptics_notice notice;
	/* No more than were there: who makes them all the time does not keep the UI thread here. */
	for (int i = 0; i < ENGINE_MAX_NOTICES && engine_next_notice(events->engine, &notice); i++)
		report_notice(events, snapshot, &notice);
}

void viewer_events_update(struct viewer_events *events, const struct engine_snapshot *snapshot)
{
	report_notices(events, snapshot);
	report_queue(events, snapshot);
	report_goal(events, snapshot);
	events->has_looked = true;
}
