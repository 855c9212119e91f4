/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "obs/requests/request_events.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include <obs-module.h>
#include <util/threading.h>

#include "engine/engine.h"
#include "haptics/rules/rule.h"
#include "obs/frontend_events.h"
#include "obs/pairing_permission.h"
#include "obs/requests/outgoing.h"
#include "obs/requests/event_flag.h"
#include "obs/requests/status_reply.h"
#include "obs/requests/viewers/viewer_events.h"
#include "obs/ui_link.h"

static const uint64_t level_gap_ns = 500 * UINT64_C(1000000);

struct seen_rule {
	char id[HAPTICS_ID_SIZE];
	bool is_active;
	uint32_t run; /* while it is active */
};

struct request_events {
	struct engine *engine;
	const struct pairing_permission *permission;
	struct event_sink sink;
	struct viewer_events *viewers;
	bool has_looked;
	bool is_panic;
	char *status; /* what StatusChanged said last */
	double levels[HAPTICS_MAX_TOYS];
	uint64_t told_serial;
	int batteries[HAPTICS_MAX_TOYS];
	double actual[HAPTICS_MAX_TOYS]; /* as the app reports it; 0 too while it does not */
	uint64_t levels_ns;
	size_t rule_count;
	struct seen_rule rules[HAPTICS_MAX_RULES];
	/* What other threads want. */
	struct ui_link *link; /* NULL: no frontend */
	struct rejections rejections;
	volatile bool is_asked;                            /* a task is on its way; atomic */
	volatile bool is_announcement_due, are_levels_off; /* atomic */
};

struct request_events *request_events_create(struct engine *engine, const struct pairing_permission *permission,
					     const struct event_sink *sink)
{
	struct request_events *events = bzalloc(sizeof(*events));
	*events = (struct request_events){.engine = engine, .permission = permission, .sink = *sink};
	events->viewers = viewer_events_create(engine, &events->sink);
	events->link = frontend_is_present() ? ui_link_create(events) : NULL;
	rejections_init(&events->rejections);
	return events;
}

void request_events_destroy(struct request_events *events)
{
	if (!events)
		return;
	ui_link_cut(events->link);
	viewer_events_destroy(events->viewers);
	rejections_free(&events->rejections);
	bfree(events->status);
	bfree(events);
}

static void set_run(obs_data_t *data, uint32_t run)
{
	if (run)
		obs_data_set_int(data, "run", run);
}

/* --- StatusChanged --- */

static obs_data_t *status_data(const struct request_events *events, const struct engine_snapshot *snapshot)
{
	obs_data_t *status = obs_data_create();
	status_reply_fill(status, snapshot, STATUS_WITHOUT_LEVELS, pairing_permission_is_live(events->permission));
	outgoing_clean(status);
	return status;
}

static void report_status(struct request_events *events, const struct engine_snapshot *snapshot)
{
	obs_data_t *status = status_data(events, snapshot);
	const char *text = obs_data_get_json(status);
	bool has_changed = !events->status || strcmp(events->status, text) != 0;
	if (has_changed) {
		bfree(events->status);
		events->status = bstrdup(text);
	}
	if (has_changed && events->has_looked)
		event_sink_emit(&events->sink, "StatusChanged", status);
	else
		obs_data_release(status);
}

/* --- Panic --- */

static void report_panic(struct request_events *events, const struct engine_snapshot *snapshot)
{
	if (events->has_looked && snapshot->is_panic != events->is_panic) {
		obs_data_t *data = obs_data_create();
		event_flag_set(data, "latched", snapshot->is_panic, "latched", "resumed");
		event_sink_emit(&events->sink, "Panic", data);
	}
	events->is_panic = snapshot->is_panic;
}

/* --- RuleActive --- */

static void emit_rule(struct request_events *events, const char *id, bool is_active, uint32_t run)
{
	obs_data_t *data = obs_data_create();
	obs_data_set_string(data, "rule", id);
	event_flag_set(data, "active", is_active, "active", "ended");
	set_run(data, run);
	event_sink_emit(&events->sink, "RuleActive", data);
}

static struct seen_rule as_seen(const struct request_events *events, const char *id)
{
	for (size_t i = 0; i < events->rule_count; i++)
		if (strcmp(events->rules[i].id, id) == 0)
			return events->rules[i];
	return (struct seen_rule){0};
}

static void report_rule(struct request_events *events, const struct engine_rule *rule)
{
	struct seen_rule seen = as_seen(events, rule->id);
	if (rule->is_active != seen.is_active)
		emit_rule(events, rule->id, rule->is_active, rule->is_active ? rule->run : seen.run);
}

static void report_rules(struct request_events *events, const struct engine_snapshot *snapshot)
{
	size_t count = snapshot->rule_count < HAPTICS_MAX_RULES ? snapshot->rule_count : HAPTICS_MAX_RULES;
	for (size_t i = 0; i < events->rule_count; i++)
		if (events->rules[i].is_active && !engine_find_rule(snapshot, events->rules[i].id))
			emit_rule(events, events->rules[i].id, false, events->rules[i].run);
	for (size_t i = 0; i < count && events->has_looked; i++)
		report_rule(events, &snapshot->rules[i]);
	for (size_t i = 0; i < count; i++) {
		struct seen_rule *seen = &events->rules[i];
		snprintf(seen->id, sizeof(seen->id), "%s", snapshot->rules[i].id);
		seen->is_active = snapshot->rules[i].is_active;
		seen->run = snapshot->rules[i].run;
	}
	events->rule_count = count;
}

/* --- LevelChanged --- */

static bool report_levels(struct request_events *events, const struct engine_snapshot *snapshot, uint64_t now_ns)
{
	if (os_atomic_load_bool(&events->are_levels_off))
		return false;
	bool may_report = events->levels_ns == 0 || now_ns - events->levels_ns >= level_gap_ns;
	bool has_changed = false;
	for (size_t i = 0; i < snapshot->toy_count && i < HAPTICS_MAX_TOYS; i++) {
		double level = engine_toy_level(&snapshot->toys[i]);
		bool is_reported = snapshot->toys[i].actual >= 0;
		double actual = is_reported ? snapshot->toys[i].actual : 0;
		if (fabs(level - events->levels[i]) < 0.001 && fabs(actual - events->actual[i]) < 0.001)
			continue;
		has_changed = true;
		if (!may_report)
			continue;
		events->levels[i] = level;
		events->actual[i] = actual;
		obs_data_t *data = obs_data_create();
		obs_data_set_string(data, "toy", snapshot->toys[i].alias);
		obs_data_set_double(data, "level", level);
		if (is_reported)
			obs_data_set_double(data, "actual", actual);
		event_sink_emit(&events->sink, "LevelChanged", data);
	}
	if (has_changed && may_report)
		events->levels_ns = now_ns;
	return has_changed && !may_report;
}

/* --- ToyEvent --- */

static obs_data_t *begin_toy_event(const struct engine_toy *toy, const char *event)
{
	obs_data_t *data = obs_data_create();
	obs_data_set_string(data, "toy", toy->alias);
	obs_data_set_string(data, "event", event);
	return data;
}

static void report_told(struct request_events *events, const struct engine_snapshot *snapshot,
			const struct engine_toy_told *told)
{
	static const char *const words[] = {
		[ENGINE_TOY_BUTTON_DOWN] = "button_down",
		[ENGINE_TOY_BUTTON_UP] = "button_up",
		[ENGINE_TOY_BUTTON_PRESSED] = "button_pressed",
		[ENGINE_TOY_SHAKE] = "shake",
		[ENGINE_TOY_DEPTH] = "depth",
		[ENGINE_TOY_MOTION] = "motion",
	};
	bool is_button = told->event <= ENGINE_TOY_BUTTON_PRESSED;
	bool has_value = told->event == ENGINE_TOY_DEPTH || told->event == ENGINE_TOY_MOTION;
	if ((size_t)told->toy >= snapshot->toy_count || !words[told->event])
		return;
	obs_data_t *data = begin_toy_event(&snapshot->toys[told->toy], words[told->event]);
	if (is_button)
		obs_data_set_int(data, "index", told->index);
	if (has_value)
		obs_data_set_double(data, "value", told->value);
	event_sink_emit(&events->sink, "ToyEvent", data);
}

/* A battery that is heard of by other ways is in StatusChanged alone. */
static void report_batteries(struct request_events *events, const struct engine_snapshot *snapshot)
{
	bool is_open = snapshot->toy_events == ENGINE_TOY_EVENTS_OPEN;
	for (size_t i = 0; i < snapshot->toy_count && i < HAPTICS_MAX_TOYS; i++) {
		const struct engine_toy *toy = &snapshot->toys[i];
		bool is_news = toy->battery != events->batteries[i];
		bool was_known = events->batteries[i] > 0;
		events->batteries[i] = toy->battery;
		if (!is_news || !was_known || !is_open || toy->battery < 0)
			continue;
		obs_data_t *data = begin_toy_event(toy, "battery");
		obs_data_set_int(data, "value", toy->battery);
		event_sink_emit(&events->sink, "ToyEvent", data);
	}
}

static void report_toys(struct request_events *events, const struct engine_snapshot *snapshot)
{
	for (size_t i = 0; i < snapshot->told_count; i++) {
		if (snapshot->told[i].serial <= events->told_serial)
			continue;
		events->told_serial = snapshot->told[i].serial;
		if (events->has_looked)
			report_told(events, snapshot, &snapshot->told[i]);
	}
	report_batteries(events, snapshot);
}

bool request_events_update(struct request_events *events, const struct engine_snapshot *snapshot, uint64_t now_ns)
{
	report_panic(events, snapshot);
	report_status(events, snapshot);
	report_rules(events, snapshot);
	viewer_events_update(events->viewers, snapshot);
	report_toys(events, snapshot);
	bool has_more = report_levels(events, snapshot, now_ns);
	events->has_looked = true;
	return has_more;
}

/* --- what other threads want --- */

static void announce(const struct request_events *events)
{
	const struct engine_snapshot *snapshot = engine_snapshot_get(events->engine);
	event_sink_emit(&events->sink, "StatusChanged", status_data(events, snapshot));
	engine_snapshot_release(snapshot);
}

static void emit_rejection(const struct request_events *events, const struct request_rejection *rejection)
{
	obs_data_t *data = obs_data_create();
	if (rejection->rule[0])
		obs_data_set_string(data, "rule", rejection->rule);
	if (rejection->by[0])
		obs_data_set_string(data, "by", rejection->by);
	if (rejection->amount != 0)
		obs_data_set_double(data, "amount", rejection->amount);
	obs_data_set_string(data, "reason", rejection->reason);
	event_sink_emit(&events->sink, "Rejected", data);
}

static void handle_asked(void *ctx, void *payload)
{
	struct request_events *events = ctx;
	struct request_rejection rejection;
	UNUSED_PARAMETER(payload);
	/* First, so that what comes meanwhile is posted again. */
	os_atomic_set_bool(&events->is_asked, false);
	if (os_atomic_exchange_bool(&events->is_announcement_due, false))
		announce(events);
	for (int i = 0; i < REJECTIONS_MAX && rejections_take(&events->rejections, &rejection); i++)
		emit_rejection(events, &rejection);
}

static void ask(struct request_events *events)
{
	if (events->link && !os_atomic_exchange_bool(&events->is_asked, true))
		ui_link_post_later(events->link, handle_asked, NULL);
}

void request_events_set_levels(struct request_events *events, bool are_on)
{
	os_atomic_set_bool(&events->are_levels_off, !are_on);
}

void request_events_announce(struct request_events *events)
{
	os_atomic_set_bool(&events->is_announcement_due, true);
	ask(events);
}

void request_events_reject(struct request_events *events, const struct request_rejection *rejection)
{
	rejections_add(&events->rejections, rejection);
	ask(events);
}
