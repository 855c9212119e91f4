/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "obs/requests/status_reply.h"

#include <string.h>

#include <obs-data.h>
#include <util/dstr.h>

#include "engine/engine.h"
#include "obs/requests/event_flag.h"

/* "Vibrate,Rotate": lists of plain text do not survive obs_data. */
static void set_functions(obs_data_t *data, const struct engine_toy *toy)
{
	struct dstr names = {0};
	for (int f = 0; f < HAPTICS_MAX_FUNCTIONS; f++) {
		const char *name = (toy->functions & (UINT32_C(1) << f)) ? engine_function_name(f) : NULL;
		if (name && !dstr_is_empty(&names))
			dstr_cat_ch(&names, ',');
		if (name)
			dstr_cat(&names, name);
	}
	obs_data_set_string(data, "functions", names.array ? names.array : "");
	dstr_free(&names);
}

static obs_data_t *toy_data(const struct engine_toy *toy, enum status_detail detail)
{
	obs_data_t *data = obs_data_create();
	obs_data_set_string(data, "id", toy->alias);
	obs_data_set_string(data, "name", toy->name);
	obs_data_set_string(data, "type", toy->type);
	obs_data_set_bool(data, "online", toy->is_online);
	obs_data_set_int(data, "battery", toy->battery);
	if (detail == STATUS_WITH_LEVELS)
		obs_data_set_double(data, "level", engine_toy_level(toy));
	if (detail == STATUS_WITH_LEVELS && toy->actual >= 0)
		obs_data_set_double(data, "actual", toy->actual);
	obs_data_set_bool(data, "moved_by_other", toy->is_moved_by_other);
	set_functions(data, toy);
	return data;
}

/* "t1,t2" */
static void set_unconfirmed(obs_data_t *reply, const struct engine_snapshot *snapshot)
{
	struct dstr aliases = {0};
	for (size_t i = 0; i < snapshot->toy_count; i++) {
		if (!snapshot->toys[i].is_stop_unconfirmed)
			continue;
		if (!dstr_is_empty(&aliases))
			dstr_cat_ch(&aliases, ',');
		dstr_cat(&aliases, snapshot->toys[i].alias);
	}
	obs_data_set_string(reply, "stop_unconfirmed", aliases.array ? aliases.array : "");
	dstr_free(&aliases);
}

void status_reply_fill(struct obs_data *reply, const struct engine_snapshot *snapshot, enum status_detail detail,
		       bool is_live)
{
	obs_data_array_t *toys = obs_data_array_create();
	obs_data_set_string(reply, "state", engine_state_name(snapshot->state));
	obs_data_set_string(reply, "reason", engine_reason_name(snapshot->reason));
	event_flag_set(reply, "armed", snapshot->is_armed, "armed", "disarmed");
	event_flag_set(reply, "panic", snapshot->is_panic, "stopped", "not_stopped");
	if (snapshot->is_panic)
		obs_data_set_string(reply, "stopped_by", snapshot->is_persons_panic ? "person" : "request");
	event_flag_set(reply, "paused", snapshot->paused_until_ms != 0 || snapshot->is_resting, "paused", "not_paused");
	event_flag_set(reply, "tips_allowed", snapshot->are_tips_allowed, "allowed", "not_allowed");
	event_flag_set(reply, "live", is_live, "live", "not_live");
	obs_data_set_double(reply, "ceiling", snapshot->ceiling);
	obs_data_set_string(reply, "route", engine_route_name(snapshot->route));
	obs_data_set_string(reply, "toy_events", engine_toy_events_name(snapshot->toy_events));
	set_unconfirmed(reply, snapshot);
	for (size_t i = 0; i < snapshot->toy_count; i++) {
		obs_data_t *toy = toy_data(&snapshot->toys[i], detail);
		obs_data_array_push_back(toys, toy);
		obs_data_release(toy);
	}
	obs_data_set_array(reply, "toys", toys);
	obs_data_array_release(toys);
}

void status_reply_fill_rules(struct obs_data *reply, const struct engine_snapshot *snapshot)
{
	obs_data_array_t *rules = obs_data_array_create();
	for (size_t i = 0; i < snapshot->rule_count; i++) {
		obs_data_t *rule = obs_data_create();
		obs_data_set_string(rule, "id", snapshot->rules[i].id);
		obs_data_set_string(rule, "name", snapshot->rules[i].name);
		obs_data_set_bool(rule, "enabled", snapshot->rules[i].is_enabled);
		obs_data_set_bool(rule, "active", snapshot->rules[i].is_active);
		obs_data_array_push_back(rules, rule);
		obs_data_release(rule);
	}
	obs_data_set_array(reply, "rules", rules);
	obs_data_array_release(rules);
}
