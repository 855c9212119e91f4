/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What viewers send, in snapshots. */
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

#include "engine/same_value.h"
#include "engine/snapshot_build.h"
#include "haptics/rules/rule.h"

SAME(ENGINE_MAX_WAITING, HAPTICS_QUEUE_MAX);

struct waiting_block {
	atomic_int references;
	size_t count;
	struct engine_run runs[];
};

static int seconds_of(int64_t ms)
{
	return (int)((ms + 999) / 1000);
}

void snapshot_fill_viewers(struct engine_snapshot *out, const struct haptics *haptics)
{
	struct haptics_queue_status queue = haptics_queue(haptics);
	out->are_tips_allowed = haptics_are_tips_allowed(haptics);
	out->persons_pause_ms = haptics_persons_pause_ms(haptics);
	out->rest_until_ms = haptics_rest_until_ms(haptics);
	out->is_resting = out->rest_until_ms != 0;
	out->queue_is_paused = queue.is_paused;
	out->queue_is_persons_pause = queue.is_persons_pause;
	out->queue_running = queue.running;
	out->queue_ends_ms = queue.ends_ms;
	out->queue_seconds = seconds_of(queue.waiting_ms);
	out->goal = haptics_goal(haptics);
}

void snapshot_fill_run(struct engine_run *out, const struct haptics_rules *rules, const struct haptics_run_status *run)
{
	struct haptics_rule_view view = {.id = "", .name = ""};
	if (run->rule >= 0)
		haptics_rules_view(rules, (size_t)run->rule, &view);
	out->run = run->run;
	haptics_copy_text(out->rule_id, sizeof(out->rule_id), view.id);
	haptics_copy_text(out->rule_name, sizeof(out->rule_name), view.name);
	haptics_copy_text(out->by, sizeof(out->by), run->credit.by);
	haptics_copy_text(out->message, sizeof(out->message), run->credit.message);
	haptics_copy_text(out->unit, sizeof(out->unit), run->credit.unit);
	out->amount = run->credit.amount;
	out->level = run->level;
	out->toys = run->toys;
	out->started_ms = run->started_ms;
	out->ends_ms = run->ends_ms;
	out->seconds = seconds_of(run->length_ms);
}

static bool is_same(const struct waiting_block *a, const struct waiting_block *b)
{
	/* Both come zeroed from calloc. */
	return a && b && a->count == b->count && memcmp(a->runs, b->runs, a->count * sizeof(a->runs[0])) == 0;
}

struct waiting_block *waiting_block_build(const struct haptics *haptics, struct waiting_block *old)
{
	size_t count = haptics_queue(haptics).count;
	struct waiting_block *block = count > 0 ? calloc(1, sizeof(*block) + count * sizeof(block->runs[0])) : NULL;
	struct haptics_run_status run;
	if (!block)
		return NULL;
	atomic_init(&block->references, 1);
	for (block->count = 0; block->count < count && haptics_waiting(haptics, block->count, &run); block->count++)
		snapshot_fill_run(&block->runs[block->count], haptics_rules_in_force(haptics), &run);
	if (!is_same(block, old))
		return block;
	free(block);
	atomic_fetch_add(&old->references, 1);
	return old;
}

void waiting_block_release(struct waiting_block *block)
{
	if (block && atomic_fetch_sub(&block->references, 1) == 1)
		free(block);
}

size_t waiting_block_count(const struct waiting_block *block)
{
	return block ? block->count : 0;
}

const struct engine_run *waiting_block_runs(const struct waiting_block *block)
{
	return block ? block->runs : NULL;
}
