/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "engine/watch/worker_toys.h"

#include <stdio.h>
#include <string.h>

#include "engine/command_map.h"
#include "engine/same_value.h"
#include "engine/snapshot.h"
#include "engine/worker_private.h"
#include "net/ascii.h"
#include "net/platform.h"

SAME(ENGINE_TOY_BUTTON_DOWN, LOVENSE_TOY_BUTTON_DOWN);
SAME(ENGINE_TOY_BUTTON_UP, LOVENSE_TOY_BUTTON_UP);
SAME(ENGINE_TOY_BUTTON_PRESSED, LOVENSE_TOY_BUTTON_PRESSED);
SAME(ENGINE_TOY_STRENGTH, LOVENSE_TOY_STRENGTH);
SAME(ENGINE_TOY_SHAKE, LOVENSE_TOY_SHAKE);
SAME(ENGINE_TOY_DEPTH, LOVENSE_TOY_DEPTH);
SAME(ENGINE_TOY_MOTION, LOVENSE_TOY_MOTION);

enum {
	REPORTS_PER_SECOND = 100, /* turns of the core because of what toys tell */
	REPORTS_BURST = 50,
	FLUSH_MS = 50,
	TOLD_PER_SECOND = 10,
	STOP_AGAIN_MS = 100, /* a stop key that is pressed in a row is one press */
};

static int64_t now_of(const struct worker *worker)
{
	return loop_now_ms(worker->loop);
}

void worker_toys_init(struct worker *worker)
{
	worker->toys = (struct worker_toys){.tokens = REPORTS_BURST};
	toy_watch_init(&worker->toys.watch);
}

/* --- to the core --- */

static void report(struct worker *worker, size_t slot, enum haptics_report what, int index, double value)
{
	struct haptics_intent intent = {
		.kind = HAPTICS_INTENT_TOY_REPORT,
		.report = what,
		.toys = UINT32_C(1) << slot,
		.index = index,
		.value = value,
	};
	haptics_apply(worker->haptics, &intent, worker_time(worker));
}

static void flush_buttons(struct worker *worker, size_t slot, const struct pending_report *pending)
{
	for (int index = 0; index < 32; index++) {
		uint32_t bit = UINT32_C(1) << index;
		if (pending->touched & bit)
			report(worker, slot,
			       (pending->down & bit) ? HAPTICS_REPORT_BUTTON_DOWN : HAPTICS_REPORT_BUTTON_UP, index, 0);
		if (pending->pressed & bit)
			report(worker, slot, HAPTICS_REPORT_BUTTON_PRESSED, index, 0);
	}
}

static void flush_toy(struct worker *worker, size_t slot)
{
	struct pending_report pending = worker->toys.pending[slot];
	worker->toys.pending[slot] = (struct pending_report){.down = pending.down};
	flush_buttons(worker, slot, &pending);
	if (pending.has_shake)
		report(worker, slot, HAPTICS_REPORT_SHAKE, 0, 0);
	if (pending.has_depth)
		report(worker, slot, HAPTICS_REPORT_DEPTH, 0, pending.depth);
	if (pending.has_motion)
		report(worker, slot, HAPTICS_REPORT_MOTION, 0, pending.motion);
}

static void flush(struct worker *worker)
{
	for (size_t slot = 0; slot < HAPTICS_MAX_TOYS && worker->toys.has_pending; slot++)
		flush_toy(worker, slot);
	worker->toys.has_pending = false;
	worker->is_dirty = worker->is_dirty || worker->toys.has_news;
	worker->toys.has_news = false;
	worker->toys.flush_ms = INT64_MAX;
}

/* At once, or merged with what else comes in the next moment. */
static void flush_in_measure(struct worker *worker)
{
	struct worker_toys *toys = &worker->toys;
	int64_t now_ms = now_of(worker);
	toys->tokens += (double)(now_ms - toys->tokens_ms) * REPORTS_PER_SECOND / 1000.0;
	toys->tokens = toys->tokens > REPORTS_BURST ? REPORTS_BURST : toys->tokens;
	toys->tokens_ms = now_ms;
	if (toys->tokens >= 1) {
		toys->tokens--;
		flush(worker);
	} else if (toys->flush_ms == INT64_MAX || toys->flush_ms == 0) {
		toys->flush_ms = now_ms + FLUSH_MS;
	}
}

/* --- from the link --- */

/* A person's stop, whatever else is going on. Presses in a row are one: the first has latched, and its burst is under
 * way. */
static void press_stop(struct worker *worker)
{
	static const struct haptics_intent stop = {.kind = HAPTICS_INTENT_STOP_ALL};
	int64_t now_ms = now_of(worker);
	bool is_one_press = worker->toys.stop_ms && now_ms - worker->toys.stop_ms < STOP_AGAIN_MS &&
			    haptics_is_persons_panic(worker->haptics);
	if (is_one_press)
		return;
	worker->toys.stop_ms = now_ms > 0 ? now_ms : 1;
	haptics_apply(worker->haptics, &stop, worker_time(worker));
	worker->is_dirty = true;
	worker_send_due(worker);
}

static int slot_of(const struct worker *worker, const char *id)
{
	for (size_t slot = 0; slot < worker->slots.count; slot++)
		if (*id && ascii_equals(worker->slots.ids[slot], id))
			return (int)slot;
	return -1;
}

static bool is_press(enum lovense_toy_event_kind kind)
{
	return kind == LOVENSE_TOY_BUTTON_DOWN || kind == LOVENSE_TOY_BUTTON_PRESSED;
}

static void merge(struct pending_report *pending, const struct lovense_toy_event *event)
{
	uint32_t button = UINT32_C(1) << event->index;
	switch (event->kind) {
	case LOVENSE_TOY_BUTTON_DOWN:
		pending->touched |= button;
		pending->down |= button;
		break;
	case LOVENSE_TOY_BUTTON_UP:
		pending->touched |= button;
		pending->down &= ~button;
		break;
	case LOVENSE_TOY_BUTTON_PRESSED:
		pending->pressed |= button;
		break;
	case LOVENSE_TOY_SHAKE:
		pending->has_shake = true;
		break;
	case LOVENSE_TOY_DEPTH:
		pending->has_depth = true;
		pending->depth = event->value;
		break;
	case LOVENSE_TOY_MOTION:
		/* The fastest of a moment, so that none is missed. */
		pending->motion =
			pending->has_motion && pending->motion > event->value ? pending->motion : event->value;
		pending->has_motion = true;
		break;
	case LOVENSE_TOY_STRENGTH:
		break;
	}
}

/* For those who are told of it: programs, not the core. */
static void keep(struct worker_toys *toys, size_t slot, const struct lovense_toy_event *event, int64_t now_ms)
{
	struct told_rate *rate = &toys->rates[slot];
	if (now_ms - rate->second_ms >= 1000)
		*rate = (struct told_rate){.second_ms = now_ms};
	if (rate->count++ >= TOLD_PER_SECOND)
		return;
	uint64_t serial = ++toys->told_serial;
	toys->told[serial % TOYS_TOLD] = (struct engine_toy_told){
		.serial = serial,
		.event = (enum engine_toy_event)event->kind,
		.toy = (int)slot,
		.index = event->index,
		.value = event->value,
	};
	toys->has_news = true;
}

static void describe_told(const struct worker_toys *toys, struct engine_snapshot *out)
{
	uint64_t first = toys->told_serial > TOYS_TOLD ? toys->told_serial - TOYS_TOLD + 1 : 1;
	/* A new link begins with none, and goes on counting. */
	for (uint64_t serial = first; serial <= toys->told_serial; serial++)
		if (toys->told[serial % TOYS_TOLD].serial == serial)
			out->told[out->told_count++] = toys->told[serial % TOYS_TOLD];
}

static void take_strength(struct worker *worker, size_t slot, const struct lovense_toy_event *event)
{
	bool is_still = toy_watch_report(&worker->toys.watch, slot, event->function, event->index, event->value,
					 now_of(worker), platform_monotonic_ns());
	if (is_still)
		worker_note_still(worker, slot);
	worker->toys.has_news = true;
}

void worker_toys_on_event(void *ctx, const struct lovense_toy_event *event)
{
	struct worker *worker = ctx;
	int slot = slot_of(worker, event->toy_id);
	bool is_button = is_press(event->kind) || event->kind == LOVENSE_TOY_BUTTON_UP;
	if (worker->settings.toy_button_stops && is_press(event->kind))
		press_stop(worker);
	if (slot < 0)
		return;
	if (is_button) {
		worker->toys.has_news |= !(worker->toys.with_buttons >> slot & 1);
		worker->toys.with_buttons |= UINT32_C(1) << slot;
	}
	if (event->kind == LOVENSE_TOY_STRENGTH) {
		take_strength(worker, (size_t)slot, event);
	} else {
		merge(&worker->toys.pending[slot], event);
		keep(&worker->toys, (size_t)slot, event, now_of(worker));
		worker->toys.has_pending = true;
	}
	flush_in_measure(worker);
}

/* --- the link and its toys --- */

static void forget(struct worker *worker)
{
	struct haptics_intent silent = {
		.kind = HAPTICS_INTENT_TOY_REPORT, .report = HAPTICS_REPORT_SILENT, .toys = UINT32_MAX};
	memset(worker->toys.pending, 0, sizeof(worker->toys.pending));
	worker->toys.has_pending = false;
	haptics_apply(worker->haptics, &silent, worker_time(worker));
}

static void follow_toy(struct worker_toys *toys, const struct lovense_toy *toy, size_t slot)
{
	bool is_same = toy->is_connected && ascii_equals(toys->ids[slot], toy->id);
	if (is_same) {
		toy_watch_set_functions(&toys->watch, slot, toy->functions);
		return;
	}
	toy_watch_set_toy(&toys->watch, slot, toy->functions);
	toys->pending[slot] = (struct pending_report){0};
	snprintf(toys->ids[slot], sizeof(toys->ids[slot]), "%s", toy->is_connected ? toy->id : "");
}

void worker_toys_follow(struct worker *worker)
{
	struct worker_toys *toys = &worker->toys;
	bool is_open = worker->link && lovense_link_snapshot(worker->link)->events == LOVENSE_EVENTS_OPEN;
	toys->watch.lease_ms = worker->settings.lease_ms;
	for (size_t slot = 0; slot < HAPTICS_MAX_TOYS; slot++)
		follow_toy(toys, &worker->slots.toys[slot], slot);
	if (toys->watch.is_open && !is_open)
		forget(worker);
	if (toys->watch.is_open != is_open)
		toy_watch_set_open(&toys->watch, is_open);
}

void worker_toys_reset(struct worker *worker)
{
	struct latency latency = worker->toys.watch.latency;
	uint64_t told_serial = worker->toys.told_serial;
	if (worker->toys.watch.is_open)
		forget(worker);
	worker_toys_init(worker);
	worker->toys.watch.latency = latency;
	worker->toys.told_serial = told_serial;
}

void worker_toys_advance(struct worker *worker)
{
	int64_t now_ms = now_of(worker);
	uint32_t stop_again = 0;
	if (worker->toys.flush_ms && now_ms >= worker->toys.flush_ms)
		flush(worker);
	if (toy_watch_advance(&worker->toys.watch, now_ms, &stop_again))
		worker->is_dirty = true;
	if (!stop_again || !worker->link)
		return;
	struct haptics_command stop = {.kind = HAPTICS_COMMAND_STOP, .toys = stop_again};
	struct lovense_command wire;
	if (command_map(&stop, worker->slots.ids, &wire))
		lovense_link_send(worker->link, &wire);
}

int64_t worker_toys_next_ms(const struct worker *worker)
{
	int64_t next_ms = toy_watch_next_ms(&worker->toys.watch);
	int64_t flush_ms = worker->toys.flush_ms ? worker->toys.flush_ms : INT64_MAX;
	return flush_ms < next_ms ? flush_ms : next_ms;
}

void worker_toys_moved(struct worker *worker, const struct haptics_command *command, int64_t handed_ns)
{
	toy_watch_moved(&worker->toys.watch, command, now_of(worker), handed_ns);
}

void worker_toys_stopped(struct worker *worker, uint32_t toys, int64_t handed_ns)
{
	toy_watch_stopped(&worker->toys.watch, toys, now_of(worker), handed_ns);
}

void worker_toys_describe(const struct worker *worker, struct engine_snapshot *out)
{
	const struct toy_watch *watch = &worker->toys.watch;
	bool has_samples = watch->latency.count > 0;
	describe_told(&worker->toys, out);
	out->toy_events = worker->link ? (enum engine_toy_events)lovense_link_snapshot(worker->link)->events
				       : ENGINE_TOY_EVENTS_OFF;
	out->report_median_us = has_samples ? watch->latency.median_us : -1;
	out->report_p99_us = has_samples ? watch->latency.p99_us : -1;
	for (size_t slot = 0; slot < out->toy_count; slot++) {
		struct engine_toy *toy = &out->toys[slot];
		toy->actual = toy->is_online ? toy_watch_actual(watch, slot) : -1;
		toy->is_moved_by_other = watch->toys[slot].is_moved_by_other;
		toy->is_stop_unconfirmed = watch->toys[slot].is_stop_unconfirmed;
		toy->has_button = (worker->toys.with_buttons >> slot) & 1;
	}
}
