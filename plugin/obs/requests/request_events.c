/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "obs/requests/request_events.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include <obs-data.h>
#include <util/bmem.h>

#include "engine/engine.h"
#include "haptics/rules/rule.h"
#include "obs/requests/outcome_words.h"
#include "obs/requests/outgoing.h"
#include "obs/requests/status_reply.h"

static const uint64_t level_gap_ns = 500 * UINT64_C(1000000);

struct seen_rule {
	char id[HAPTICS_ID_SIZE];
	bool is_active;
	uint32_t run; /* while it is active */
};

struct request_events {
	request_event_cb emit;
	void *ctx;
	bool has_looked;
	bool is_panic;
	char *status; /* what StatusChanged said last */
	double levels[HAPTICS_MAX_TOYS];
	uint64_t levels_ns;
	uint64_t record_serial;
	size_t rule_count;
	struct seen_rule rules[HAPTICS_MAX_RULES];
};

struct request_events *request_events_create(request_event_cb emit, void *ctx)
{
	struct request_events *events = bzalloc(sizeof(*events));
	*events = (struct request_events){.emit = emit, .ctx = ctx};
	return events;
}

void request_events_destroy(struct request_events *events)
{
	if (!events)
		return;
	bfree(events->status);
	bfree(events);
}

/* Takes ownership of data. */
static void emit(struct request_events *events, const char *type, obs_data_t *data)
{
	outgoing_clean(data);
	events->emit(events->ctx, type, data);
	obs_data_release(data);
}

static void set_run(obs_data_t *data, uint32_t run)
{
	if (run)
		obs_data_set_int(data, "run", run);
}

/* --- StatusChanged --- */

static void report_status(struct request_events *events, const struct engine_snapshot *snapshot)
{
	obs_data_t *status = obs_data_create();
	status_reply_fill(status, snapshot, STATUS_WITHOUT_LEVELS, false);
	outgoing_clean(status);
	const char *text = obs_data_get_json(status);
	if (!events->status || strcmp(events->status, text) != 0) {
		bfree(events->status);
		events->status = bstrdup(text);
		if (events->has_looked)
			events->emit(events->ctx, "StatusChanged", status);
	}
	obs_data_release(status);
}

/* --- Panic --- */

static void report_panic(struct request_events *events, const struct engine_snapshot *snapshot)
{
	if (events->has_looked && snapshot->is_panic != events->is_panic) {
		obs_data_t *data = obs_data_create();
		obs_data_set_bool(data, "latched", snapshot->is_panic);
		emit(events, "Panic", data);
	}
	events->is_panic = snapshot->is_panic;
}

/* --- RuleActive --- */

static void emit_rule(struct request_events *events, const char *id, bool is_active, uint32_t run)
{
	obs_data_t *data = obs_data_create();
	obs_data_set_string(data, "rule", id);
	obs_data_set_bool(data, "active", is_active);
	set_run(data, run);
	emit(events, "RuleActive", data);
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

/* --- Rejected --- */

static void report_records(struct request_events *events, const struct engine_snapshot *snapshot)
{
	for (size_t i = 0; i < snapshot->record_count; i++) {
		const struct haptics_record *record = &snapshot->records[i];
		if (record->serial <= events->record_serial)
			continue;
		events->record_serial = record->serial;
		const char *reason = outcome_word(record->outcome);
		if (!reason || !events->has_looked)
			continue;
		obs_data_t *data = obs_data_create();
		obs_data_set_string(data, "rule", record->rule_id);
		obs_data_set_string(data, "reason", reason);
		set_run(data, record->run);
		emit(events, "Rejected", data);
	}
}

/* --- LevelChanged --- */

static bool report_levels(struct request_events *events, const struct engine_snapshot *snapshot, uint64_t now_ns)
{
	bool may_report = events->levels_ns == 0 || now_ns - events->levels_ns >= level_gap_ns;
	bool has_changed = false;
	for (size_t i = 0; i < snapshot->toy_count && i < HAPTICS_MAX_TOYS; i++) {
		double level = engine_toy_level(&snapshot->toys[i]);
		if (fabs(level - events->levels[i]) < 0.001)
			continue;
		has_changed = true;
		if (!may_report)
			continue;
		events->levels[i] = level;
		obs_data_t *data = obs_data_create();
		obs_data_set_string(data, "toy", snapshot->toys[i].alias);
		obs_data_set_double(data, "level", level);
		emit(events, "LevelChanged", data);
	}
	if (has_changed && may_report)
		events->levels_ns = now_ns;
	return has_changed && !may_report;
}

bool request_events_update(struct request_events *events, const struct engine_snapshot *snapshot, uint64_t now_ns)
{
	report_panic(events, snapshot);
	report_status(events, snapshot);
	report_rules(events, snapshot);
	report_records(events, snapshot);
	bool has_more = report_levels(events, snapshot, now_ns);
	events->has_looked = true;
	return has_more;
}
