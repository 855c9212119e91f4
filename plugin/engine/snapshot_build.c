/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "engine/snapshot_build.h"

#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "engine/same_value.h"
#include "haptics/rules/rule.h"
#include "net/platform.h"
#include "net/text.h"

/* The snapshot first, so that a pointer to it is a pointer to the box. */
struct snapshot_box {
	struct engine_snapshot snapshot;
	atomic_int references;
	struct waiting_block *waiting; /* a reference; NULL: nobody waits */
	struct engine_rule rules[];    /* the runs lie behind them */
};

static struct snapshot_box *box_of(const struct engine_snapshot *snapshot)
{
	return (struct snapshot_box *)(uintptr_t)snapshot;
}

const struct engine_snapshot *snapshot_retain(const struct engine_snapshot *snapshot)
{
	atomic_fetch_add(&box_of(snapshot)->references, 1);
	return snapshot;
}

void engine_snapshot_release(const struct engine_snapshot *snapshot)
{
	if (!snapshot || atomic_fetch_sub(&box_of(snapshot)->references, 1) != 1)
		return;
	haptics_rules_release(snapshot->rule_set);
	waiting_block_release(box_of(snapshot)->waiting);
	/* The pairing code is a secret: no copy of it stays in freed memory. */
	platform_wipe(box_of(snapshot)->snapshot.qr_payload, sizeof(snapshot->qr_payload));
	free(box_of(snapshot));
}

/* obs/ and dock/ may not see lovense/, so its enums are repeated for them. */
#define STATES(X)                                                                                                      \
	X(OFF)                                                                                                         \
	X(SIGNING_IN) X(CONNECTING) X(WAITING_FOR_SCAN) X(APP_OFFLINE) X(NO_TOY) X(READY) X(RETRYING) X(NEEDS_YOU)
#define REASONS(X)                                                                                                     \
	X(NONE)                                                                                                        \
	X(NO_TOKEN)                                                                                                    \
	X(NO_PLATFORM)                                                                                                 \
	X(TOKEN_REJECTED)                                                                                              \
	X(API_NOT_ENABLED)                                                                                             \
	X(USER_ID_REFUSED)                                                                                             \
	X(WRONG_PLATFORM)                                                                                              \
	X(SERVICE_KEY_REJECTED)                                                                                        \
	X(NO_USER_ID) X(BAD_CA_FILE) X(BAD_API_URL) X(BAD_SERVICE_URL) X(SERVICE_REFUSED) X(BAD_TEXT)                  \
		X(PROXY_PASSWORD) X(BAD_PROXY) X(BAD_LIBRARY) X(UNREACHABLE) X(TLS) X(SERVICE_ERROR)                   \
			X(UNREADABLE_REPLY) X(SERVICE_UNREACHABLE) X(SERVICE_FAILED) X(SERVICE_RATE_LIMITED)           \
				X(PROXY_REFUSED) X(SERVICE_TOKEN_REJECTED) X(SERVICE_NOT_ENABLED) X(OUT_OF_MEMORY)     \
					X(RATE_LIMITED) X(SOCKET_REFUSED) X(SOCKET_LOST) X(NOT_SOCKET_IO_2)            \
						X(NO_QR_CODE) X(QR_TOO_LONG) X(TOO_MANY_TOYS) X(TWO_PHONES)
#define ROUTES(X) X(NONE) X(SERVER) X(LAN)

#define SAME_STATE(name) SAME(ENGINE_##name, LOVENSE_##name);
#define SAME_REASON(name) SAME(ENGINE_REASON_##name, LOVENSE_REASON_##name);
#define SAME_ROUTE(name) SAME(ENGINE_VIA_##name, LOVENSE_ROUTE_##name);
STATES(SAME_STATE)
REASONS(SAME_REASON)
ROUTES(SAME_ROUTE)
SAME(ENGINE_REASON_NETWORK_FAILED, LOVENSE_REASON_COUNT); /* the first that is the engine's own */

static void fill_link(struct engine_snapshot *out, const struct lovense_snapshot *link, enum engine_mode mode)
{
	out->state = (enum engine_state)link->state;
	out->reason = (enum engine_reason)link->reason;
	out->retry_at_ms = link->retry_at_ms;
	out->is_simulator = mode == ENGINE_MODE_SIMULATOR;
	out->route = mode == ENGINE_MODE_SIMULATOR && link->route != LOVENSE_ROUTE_NONE
			     ? ENGINE_VIA_SIMULATOR
			     : (enum engine_route)link->route;
	out->round_trip_ms = link->round_trip_ms;
	out->qr_serial = link->qr_serial;
	snprintf(out->service_words, sizeof(out->service_words), "%s", link->service_words);
	snprintf(out->app_platform, sizeof(out->app_platform), "%s", link->app_platform);
	snprintf(out->app_version, sizeof(out->app_version), "%s", link->app_version);
	snprintf(out->qr_payload, sizeof(out->qr_payload), "%s", link->qr_payload);
	snprintf(out->qr_code, sizeof(out->qr_code), "%s", link->qr_code);
}

#define SAME_EVENTS(name) SAME(ENGINE_TOY_EVENTS_##name, LOVENSE_EVENTS_##name);
SAME_EVENTS(OFF)
SAME_EVENTS(ASKING)
SAME_EVENTS(REFUSED)
SAME_EVENTS(OPEN)
SAME_EVENTS(CLOSED)
SAME_EVENTS(UNREACHABLE)
SAME_EVENTS(UNSUPPORTED)

SAME(ENGINE_TOY_FINE, LOVENSE_TOY_OK);
SAME(ENGINE_TOY_NOT_FOUND, LOVENSE_TOY_NOT_FOUND);
SAME(ENGINE_TOY_NOT_CONNECTED, LOVENSE_TOY_NOT_CONNECTED);
SAME(ENGINE_TOY_UNSUPPORTED, LOVENSE_TOY_UNSUPPORTED);
SAME(ENGINE_TOY_UNKNOWN_TYPE, LOVENSE_TOY_UNKNOWN_TYPE);

static void fill_toy(struct engine_toy *out, const struct snapshot_sources *sources, size_t slot,
		     const struct haptics_toy *limits)
{
	const struct lovense_toy *toy = &sources->slots->toys[slot];
	struct haptics_toy_status status = {0};
	haptics_toy_status(sources->haptics, slot, &status);
	snprintf(out->alias, sizeof(out->alias), "%s", toy->alias);
	snprintf(out->toy_id, sizeof(out->toy_id), "%s", toy->id);
	snprintf(out->name, sizeof(out->name), "%s", toy->name);
	snprintf(out->nickname, sizeof(out->nickname), "%s", toy->nickname);
	snprintf(out->type, sizeof(out->type), "%s", toy->type);
	out->battery = toy->battery;
	out->is_online = toy->is_connected;
	out->functions = toy->functions;
	out->ceiling = limits->ceiling;
	out->is_capped = status.is_capped;
	out->note = status.needs_lan ? ENGINE_TOY_NEEDS_LAN : (enum engine_toy_note)toy->note;
	out->actual = -1;
	memcpy(out->level, status.level, sizeof(out->level));
	memcpy(out->function_ceiling, limits->function_ceiling, sizeof(out->function_ceiling));
}

static void fill_rule(struct engine_rule *out, const struct haptics *haptics, size_t index)
{
	struct haptics_rule_view view = {0};
	struct haptics_rule_status status = {0};
	haptics_rules_view(haptics_rules_in_force(haptics), index, &view);
	haptics_rule_status(haptics, index, &status);
	haptics_copy_text(out->id, sizeof(out->id), view.id);
	haptics_copy_text(out->name, sizeof(out->name), view.name);
	haptics_copy_text(out->kind, sizeof(out->kind), view.sentence_kind);
	out->is_enabled = status.is_enabled;
	out->is_pinned = view.is_pinned;
	out->trigger = (int)view.trigger;
	out->level = view.level;
	out->is_active = status.is_active;
	out->is_waiting = status.is_waiting;
	out->is_blocked = status.is_blocked;
	out->are_conditions_met = status.are_conditions_met;
	out->run = status.run;
	out->ready_ms = status.ready_ms;
	memcpy(out->key, status.key, sizeof(out->key));
	out->is_missing_ref = status.is_missing_ref;
	out->is_scene_missing = status.is_scene_missing;
	if (status.missing)
		text_copy(out->missing_name, sizeof(out->missing_name), status.missing->name);
	out->ends_ms = status.ends_ms;
	out->longest_ms = status.longest_ms;
	out->cooldown_ms = status.cooldown_ms;
	out->level_from = view.level_from;
	out->amount_from = view.amount_from;
	out->amount_to = view.amount_to;
	out->has_amount_end = view.has_amount_end;
	out->seconds_from = view.duration_from_ms / 1000.0;
	out->seconds_to = view.duration_to_ms / 1000.0;
	out->is_queued = view.is_queued;
}

static void fill_records(struct engine_snapshot *out, const struct haptics *haptics)
{
	size_t room = sizeof(out->records) / sizeof(out->records[0]);
	uint64_t last = haptics_journal_last(haptics);
	out->record_count = haptics_journal_after(haptics, last > room ? last - room : 0, out->records, room);
}

static struct snapshot_box *create_box(size_t rule_count, size_t run_count)
{
	struct snapshot_box *box = calloc(1, sizeof(*box) + rule_count * sizeof(struct engine_rule) +
						     run_count * sizeof(struct engine_run));
	return box;
}

static void fill_runs(struct snapshot_box *box, const struct haptics_rules *rules,
		      const struct haptics_run_status *runs, size_t count)
{
	struct engine_run *out = (struct engine_run *)&box->rules[box->snapshot.rule_count];
	for (size_t i = 0; i < count; i++)
		snapshot_fill_run(&out[i], rules, &runs[i]);
	box->snapshot.run_count = count;
	box->snapshot.runs = out;
}

static void fill_waiting(struct snapshot_box *box, const struct snapshot_sources *sources)
{
	struct waiting_block *old = sources->previous ? box_of(sources->previous)->waiting : NULL;
	box->waiting = waiting_block_build(sources->haptics, old);
	box->snapshot.waiting_count = waiting_block_count(box->waiting);
	box->snapshot.waiting = waiting_block_runs(box->waiting);
}

struct engine_snapshot *snapshot_build(const struct snapshot_sources *sources)
{
	const struct haptics_rules *rules = haptics_rules_in_force(sources->haptics);
	size_t rule_count = haptics_rules_count(rules);
	struct haptics_run_status runs[ENGINE_MAX_RUNS];
	size_t run_count = haptics_runs(sources->haptics, runs, ENGINE_MAX_RUNS);
	struct snapshot_box *box = create_box(rule_count, run_count);
	if (!box)
		return NULL;
	struct engine_snapshot *out = &box->snapshot;
	atomic_init(&box->references, 1);
	out->state = ENGINE_OFF;
	out->reason = ENGINE_REASON_NONE;
	out->route = ENGINE_VIA_NONE;
	out->round_trip_ms = -1;
	out->toy_events = ENGINE_TOY_EVENTS_OFF;
	out->report_median_us = -1;
	out->report_p99_us = -1;
	if (sources->link)
		fill_link(out, sources->link, sources->settings->mode);
	if (sources->is_ca_file_bad) {
		out->state = ENGINE_NEEDS_YOU;
		out->reason = ENGINE_REASON_BAD_CA_FILE;
	}
	out->is_armed = haptics_is_armed(sources->haptics);
	out->is_panic = haptics_is_panic(sources->haptics);
	out->is_persons_panic = haptics_is_persons_panic(sources->haptics);
	out->paused_until_ms = haptics_paused_until_ms(sources->haptics);
	out->ceiling = haptics_ceiling(sources->haptics);
	out->stop_unconfirmed = sources->stop_unconfirmed;
	out->rules_serial = sources->rules_serial;

	struct haptics_toy limits[HAPTICS_MAX_TOYS];
	out->toy_count = slots_haptics_toys(sources->slots, sources->settings, limits);
	for (size_t i = 0; i < out->toy_count; i++)
		fill_toy(&out->toys[i], sources, i, &limits[i]);
	for (size_t i = 0; i < rule_count; i++)
		fill_rule(&box->rules[i], sources->haptics, i);
	out->rule_count = rule_count;
	out->rules = box->rules;
	out->rule_set = haptics_rules_retain(rules);
	snapshot_fill_viewers(out, sources->haptics);
	fill_runs(box, rules, runs, run_count);
	fill_waiting(box, sources);
	fill_records(out, sources->haptics);
	return out;
}

static bool are_lists_equal(const struct engine_snapshot *a, const struct engine_snapshot *b)
{
	if (a->rule_count != b->rule_count || a->run_count != b->run_count)
		return false;
	bool are_rules_equal =
		a->rule_count == 0 || memcmp(a->rules, b->rules, a->rule_count * sizeof(a->rules[0])) == 0;
	bool are_runs_equal = a->run_count == 0 || memcmp(a->runs, b->runs, a->run_count * sizeof(a->runs[0])) == 0;
	return are_rules_equal && are_runs_equal &&
	       a->waiting == b->waiting; /* a block is shared when it is the same */
}

bool snapshot_equals(const struct engine_snapshot *a, const struct engine_snapshot *b)
{
	size_t from = offsetof(struct engine_snapshot, state);
	size_t to = offsetof(struct engine_snapshot, rules);
	/* Both come zeroed from calloc, so equal content has equal bytes; a stray difference in padding only costs one
	 * more snapshot. */
	return memcmp((const char *)a + from, (const char *)b + from, to - from) == 0 && are_lists_equal(a, b);
}
