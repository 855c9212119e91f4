/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Four hours of a busy stream on a clock that only moves when told, every minute with names, keys and sources that were
 * never there before: whatever is kept for ever shows as memory that grows, or as an hour that goes otherwise than the
 * one before, because a table of fixed size is full. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <jansson.h>

#include "engine/engine.h"
#include "engine/snapshot_build.h"
#include "haptics/world.h"

enum { HOURS = 4, MINUTE_MS = 60000, OUTCOMES = 64, CLIPS = 8, HEADER = 16 };

/* --- what is taken from the heap and not given back; the linker sends every call of our own code here --- */

void *__real_malloc(size_t size);
void *__real_realloc(void *old, size_t size);
void __real_free(void *memory);
void *__wrap_malloc(size_t size);
void *__wrap_calloc(size_t count, size_t size);
void *__wrap_realloc(void *old, size_t size);
void __wrap_free(void *memory);

static struct heap {
	size_t blocks, bytes;
} heap;

void *__wrap_realloc(void *old, size_t size)
{
	char *block = old ? (char *)old - HEADER : NULL;
	size_t before = 0;
	if (block)
		memcpy(&before, block, sizeof(before));
	char *now = __real_realloc(block, size + HEADER);
	if (!now)
		return NULL;
	memcpy(now, &size, sizeof(size));
	heap.blocks += !block;
	heap.bytes += size - before;
	return now + HEADER;
}

void *__wrap_malloc(size_t size)
{
	return __wrap_realloc(NULL, size);
}

void *__wrap_calloc(size_t count, size_t size)
{
	void *memory = __wrap_malloc(count * size);
	return memory ? memset(memory, 0, count * size) : NULL;
}

void __wrap_free(void *memory)
{
	size_t size = 0;
	if (!memory)
		return;
	memcpy(&size, (char *)memory - HEADER, sizeof(size));
	heap.blocks--;
	heap.bytes -= size;
	__real_free((char *)memory - HEADER);
}

static void *jansson_malloc(size_t size)
{
	return malloc(size);
}

static void jansson_free(void *memory)
{
	free(memory);
}

/* --- the stream --- */

#define RULES(more)                                                                                                    \
	"{\"queue\":{\"max_seconds\":60,\"max_age_seconds\":30},\"budget\":{\"move_minutes\":5,\"rest_minutes\":1},"   \
	"\"blocked\":[\"rude\"],\"goal\":{\"label\":\"Hat\",\"target\":1000},\"rules\":["                              \
	"{\"id\":\"hold\",\"when\":{\"type\":\"hotkey\"},\"run\":{\"mode\":\"while\"},"                                \
	"\"do\":{\"kind\":\"level\",\"level\":0.5},\"limit\":{\"cooldown_ms\":1000}},"                                 \
	"{\"id\":\"gift\",\"name\":\"Gift\",\"when\":{\"type\":\"tip\",\"from\":5},"                                   \
	"\"run\":{\"duration_ms\":3000,\"retrigger\":\"queue\"},\"do\":{\"kind\":\"level\",\"level\":0.4}},"           \
	"{\"id\":\"alert\",\"when\":{\"type\":\"source\",\"ref\":{\"name\":\"Alert\"}},\"run\":{\"duration_ms\":1000}" \
	","                                                                                                            \
	"\"do\":{\"kind\":\"pattern\",\"steps\":[0.2,0.8],\"step_ms\":200}},"                                          \
	"{\"id\":\"brb\",\"when\":{\"type\":\"scene\",\"ref\":{\"name\":\"Break\"}},\"do\":{\"kind\":\"stop\"}}" more  \
	"]}"
static const char rules[] = RULES("");
/* Asks for a source that no rule had asked for when it came. */
static const char late_rules[] =
	RULES(",{\"id\":\"late\",\"when\":{\"type\":\"request\"},\"only_if\":[{\"type\":"
	      "\"source\",\"ref\":{\"name\":\"%s\"}}],\"do\":{\"kind\":\"level\",\"level\":0.2}}");

/* What an hour was like. */
struct hour {
	size_t outcomes[OUTCOMES], notices, commands, snapshots, waiting;
};

struct stream {
	struct world world;
	struct engine_settings settings;
	struct slots slots;
	struct engine_snapshot *shown;
	struct hour hour;
	unsigned minute;
};

/* As the worker does after each step. */
static void publish(struct stream *stream)
{
	struct snapshot_sources sources = {.haptics = stream->world.core,
					   .settings = &stream->settings,
					   .slots = &stream->slots,
					   .previous = stream->shown};
	struct haptics_notice notice;
	while (haptics_next_notice(stream->world.core, &notice))
		stream->hour.notices++;
	struct engine_snapshot *snapshot = snapshot_build(&sources);
	assert_non_null(snapshot);
	if (stream->shown && snapshot_equals(stream->shown, snapshot)) {
		engine_snapshot_release(snapshot);
		return;
	}
	engine_snapshot_release(stream->shown);
	stream->shown = snapshot;
	stream->hour.snapshots++;
	stream->hour.waiting += snapshot->waiting_count;
}

static void wait_ms(struct stream *stream, int64_t ms)
{
	world_wait(&stream->world, ms);
	publish(stream);
}

static enum haptics_outcome ask(struct stream *stream, const struct haptics_intent *intent)
{
	struct haptics_verdict verdict = haptics_apply(stream->world.core, intent, stream->world.time);
	assert_true((size_t)verdict.outcome < OUTCOMES);
	stream->hour.outcomes[verdict.outcome]++;
	world_poll(&stream->world);
	publish(stream);
	return verdict.outcome;
}

static void ask_kind(struct stream *stream, enum haptics_intent_kind kind)
{
	ask(stream, &(struct haptics_intent){.kind = kind});
}

static void tip_by(struct stream *stream, unsigned number)
{
	struct haptics_intent tip = {.kind = HAPTICS_INTENT_TIP, .value = number % 10 + 1};
	snprintf(tip.extra.by, sizeof(tip.extra.by), "%s %u", number % 5 ? "viewer" : "rude", number);
	snprintf(tip.message, sizeof(tip.message), "number %u", number);
	ask(stream, &tip);
}

static void tips(struct stream *stream)
{
	for (unsigned i = 0; i < 8; i++) {
		tip_by(stream, stream->minute * 8 + i);
		wait_ms(stream, 500);
	}
	ask_kind(stream, HAPTICS_INTENT_SKIP_CURRENT);
	ask(stream, &(struct haptics_intent){.kind = HAPTICS_INTENT_PAUSE_QUEUE, .on = true});
	wait_ms(stream, 4000);
	ask(stream, &(struct haptics_intent){.kind = HAPTICS_INTENT_PAUSE_QUEUE});
	wait_ms(stream, 2000);
	if (stream->minute % 2)
		ask_kind(stream, HAPTICS_INTENT_CLEAR_QUEUE);
}

static void requests(struct stream *stream)
{
	struct haptics_intent key = {.kind = HAPTICS_INTENT_START_KEY, .value = 0.4, .duration_ms = 2000};
	key.has_seq = true;
	key.seq = stream->minute;
	snprintf(key.key, sizeof(key.key), "deck %u", stream->minute);
	ask(stream, &key);
	wait_ms(stream, 700);
	key.kind = HAPTICS_INTENT_STOP_KEY;
	ask(stream, &key);
	ask(stream, &(struct haptics_intent){.kind = HAPTICS_INTENT_RUN_LEVEL, .value = 0.3, .duration_ms = 1000});
	ask(stream, &(struct haptics_intent){.kind = HAPTICS_INTENT_ADD_TO_GOAL, .value = 3});
	wait_ms(stream, 1500);
}

static void fact(struct stream *stream, enum haptics_intent_kind kind, const char *name, bool is_on)
{
	struct haptics_intent intent = {.kind = kind, .on = is_on};
	snprintf(intent.ref.name, sizeof(intent.ref.name), "%s", name);
	ask(stream, &intent);
}

static void events_of_obs(struct stream *stream)
{
	char names[CLIPS][64];
	for (unsigned i = 0; i < CLIPS; i++)
		snprintf(names[i], sizeof(names[i]), "Clip %u", stream->minute * CLIPS + i);
	for (int is_on = 1; is_on >= 0; is_on--) {
		for (unsigned i = 0; i < CLIPS; i++)
			fact(stream, HAPTICS_INTENT_SOURCE_ACTIVE, names[i], is_on);
		fact(stream, HAPTICS_INTENT_SOURCE_ACTIVE, "Alert", is_on);
		wait_ms(stream, 300);
	}
	fact(stream, HAPTICS_INTENT_REF_EXISTS, names[0], false);
	fact(stream, HAPTICS_INTENT_SCENE_ENTERED, stream->minute % 2 ? "Break" : "Game", true);
	world_press(&stream->world, "hold");
	wait_ms(stream, 800);
	world_release(&stream->world, "hold");
	publish(stream);
}

/* Rules that are saved in the dock know what is on already. */
static void save_rules(struct stream *stream)
{
	struct haptics_intent run = {.kind = HAPTICS_INTENT_RUN_RULE, .id = "late"};
	char json[sizeof(late_rules) + 64];
	char name[64];
	snprintf(name, sizeof(name), "Late %u", stream->minute);
	snprintf(json, sizeof(json), late_rules, name);
	fact(stream, HAPTICS_INTENT_SOURCE_ACTIVE, name, true);
	world_rules(&stream->world, json);
	assert_int_equal(ask(stream, &run), HAPTICS_FIRED);
	wait_ms(stream, 500);
	world_rules(&stream->world, rules);
	fact(stream, HAPTICS_INTENT_SOURCE_ACTIVE, name, false);
}

static void stops(struct stream *stream)
{
	if (stream->minute % 5 == 0) {
		ask_kind(stream, HAPTICS_INTENT_STOP_ALL);
		wait_ms(stream, 1000);
		ask_kind(stream, HAPTICS_INTENT_RESUME);
	}
	if (stream->minute % 6 == 0) {
		ask(stream, &(struct haptics_intent){.kind = HAPTICS_INTENT_PAUSE, .duration_ms = 5000});
		ask_kind(stream, HAPTICS_INTENT_END_PAUSE);
	}
	if (stream->minute % 4 == 0) {
		haptics_set_online(stream->world.core, false, stream->world.time);
		wait_ms(stream, 500);
		haptics_set_online(stream->world.core, true, stream->world.time);
	}
	if (stream->minute % 10 == 0)
		save_rules(stream);
	wait_ms(stream, 500);
}

static void play_minute(struct stream *stream)
{
	int64_t end_ms = stream->world.time.now_ms + MINUTE_MS;
	world_mark(&stream->world);
	tips(stream);
	requests(stream);
	events_of_obs(stream);
	stops(stream);
	assert_true(stream->world.time.now_ms < end_ms);
	wait_ms(stream, end_ms - stream->world.time.now_ms);
	stream->hour.commands += stream->world.log_count;
	stream->minute++;
}

/* Ends with the same state each time: everything still, nothing waits, no goal. */
static struct hour play_hour(struct stream *stream)
{
	memset(&stream->hour, 0, sizeof(stream->hour));
	for (int i = 0; i < 60; i++)
		play_minute(stream);
	ask_kind(stream, HAPTICS_INTENT_CLEAR_QUEUE);
	ask_kind(stream, HAPTICS_INTENT_RESET_GOAL);
	wait_ms(stream, 10 * MINUTE_MS);
	return stream->hour;
}

static void four_hours_leave_no_more_than_one(void **state)
{
	static struct stream stream;
	struct hour hours[HOURS];
	struct heap heaps[HOURS];
	(void)state;
	json_set_alloc_funcs(jansson_malloc, jansson_free);
	world_open(&stream.world, "lush", "nora", NULL);
	world_rules(&stream.world, rules);
	engine_settings_default(&stream.settings);
	stream.slots.count = stream.world.toy_count;
	ask(&stream, &(struct haptics_intent){.kind = HAPTICS_INTENT_SET_TIPS_ALLOWED, .on = true});
	for (int i = 0; i < HOURS; i++) {
		hours[i] = play_hour(&stream);
		heaps[i] = heap;
	}
	assert_true(hours[0].outcomes[HAPTICS_FIRED] > 60 && hours[0].outcomes[HAPTICS_QUEUED] > 60);
	assert_true(hours[0].commands > 600 && hours[0].waiting > 0);
	for (int i = 1; i < HOURS; i++) {
		assert_int_equal(heaps[i].blocks, heaps[0].blocks);
		assert_int_equal(heaps[i].bytes, heaps[0].bytes);
		assert_memory_equal(&hours[i], &hours[0], sizeof(hours[0]));
	}
	engine_snapshot_release(stream.shown);
	world_close(&stream.world);
	assert_int_equal(heap.blocks, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(four_hours_leave_no_more_than_one),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
