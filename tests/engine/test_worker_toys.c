/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the worker makes of what toys tell. The linker puts a fake link in the place of the real one. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "engine/fake_link.h"
#include "engine/fixture.h"
#include "engine/link_factory.h"
#include "haptics/rules/rule.h"
#include "lovense/link.h"

enum { MAX_EVENTS = 64 };

/* Set by the test's thread while the worker does not look, which engine_new_qr() asks it to do. */
static struct {
	atomic_int events_state;
	atomic_bool is_listening, must_look;
	atomic_int stops;
	atomic_uint functions; /* 0: Vibrate */
	struct lovense_toy_event events[MAX_EVENTS];
	size_t event_count;
	int repeat; /* how often all of them are told */
} world;

static struct fake_link fake;

static void look(struct lovense_link *link)
{
	(void)link;
	fake.snapshot.state = LOVENSE_READY;
	fake.snapshot.route = LOVENSE_ROUTE_LAN;
	fake.snapshot.events = (enum lovense_events_state)atomic_load(&world.events_state);
	fake.snapshot.toys[0].is_connected = true;
	fake.snapshot.toys[0].functions = world.functions ? world.functions : LOVENSE_BIT(LOVENSE_VIBRATE);
	fake.listener.changed(fake.listener.ctx);
	for (int i = 0; i < world.repeat; i++)
		for (size_t e = 0; e < world.event_count; e++)
			fake.listener.toy_event(fake.listener.ctx, &world.events[e]);
	world.must_look = false;
}

static enum lovense_send_result send_to(struct lovense_link *link, const struct lovense_command *command)
{
	(void)link;
	world.stops += command->kind == LOVENSE_COMMAND_STOP;
	return LOVENSE_SENT;
}

static enum lovense_send_result stop_all(struct lovense_link *link)
{
	(void)link;
	return LOVENSE_SENT;
}

static void listen_to(struct lovense_link *link, bool is_wanted)
{
	(void)link;
	world.is_listening = is_wanted;
}

static const struct lovense_link_ops ops = {
	.listen = listen_to,
	.new_qr = look,
	.start = look,
	.retry_now = fake_link_does_nothing,
	.shut = fake_link_shut,
	.destroy = fake_link_does_nothing,
	.snapshot = fake_link_snapshot,
	.stop_all = stop_all,
	.send = send_to,
};

struct lovense_link *__wrap_link_create(struct loop *loop, const struct engine_settings *settings,
					const struct lovense_listener *listener)
{
	(void)loop;
	(void)settings;
	return fake_link_create(&fake, &ops, listener);
}

static struct fixture fixture;

static bool is_open(const struct engine_snapshot *snapshot, const void *ctx)
{
	(void)ctx;
	return snapshot->toy_events == ENGINE_TOY_EVENTS_OPEN;
}

static void tell_all(int repeat)
{
	world.repeat = repeat;
	world.must_look = true;
	engine_new_qr(fixture.engine);
	while (world.must_look)
		;
	world.event_count = 0;
	world.repeat = 0;
}

static struct lovense_toy_event *add(enum lovense_toy_event_kind kind, const char *toy)
{
	struct lovense_toy_event *event = &world.events[world.event_count++];
	*event = (struct lovense_toy_event){.kind = kind, .toy_id = toy, .function = -1};
	return event;
}

static void tell(enum lovense_toy_event_kind kind)
{
	add(kind, "toy");
	tell_all(1);
}

static void tell_strength(double value)
{
	struct lovense_toy_event *event = add(LOVENSE_TOY_STRENGTH, "toy");
	event->function = LOVENSE_VIBRATE;
	event->value = value;
	tell_all(1);
}

static int open_fixture(void **state)
{
	(void)state;
	memset(&world, 0, sizeof(world));
	world.events_state = LOVENSE_EVENTS_OPEN;
	fixture_open(&fixture);
	fixture_start_simulator(&fixture, true);
	fixture_wait(&fixture, is_open, NULL, "events that are open");
	return 0;
}

static int close_fixture(void **state)
{
	(void)state;
	fixture_close(&fixture);
	return 0;
}

static void use_button_as_stop_key(bool is_stop_key)
{
	struct engine_settings settings;
	engine_settings_default(&settings);
	settings.mode = ENGINE_MODE_SIMULATOR;
	settings.lease_ms = 10000;
	settings.toy_events = true;
	settings.toy_button_stops = is_stop_key;
	engine_configure(fixture.engine, &settings);
	while (!world.is_listening)
		;
}

static bool is_persons_stop(const struct engine_snapshot *snapshot, const void *ctx)
{
	(void)ctx;
	return snapshot->is_panic && snapshot->is_persons_panic;
}

static void nobody_is_listened_to_unless_the_settings_say_so(void **state)
{
	(void)state;
	assert_false(world.is_listening);
	use_button_as_stop_key(false);
	assert_true(world.is_listening);
}

static void a_button_that_is_a_stop_key_latches_as_a_persons(void **state)
{
	(void)state;
	static const struct {
		enum lovense_toy_event_kind kind;
		const char *toy;
	} presses[] = {
		{LOVENSE_TOY_BUTTON_DOWN, "toy"},
		{LOVENSE_TOY_BUTTON_PRESSED, "toy"},
		{LOVENSE_TOY_BUTTON_DOWN, ""},            /* of one of the toys */
		{LOVENSE_TOY_BUTTON_DOWN, "another one"}, /* one that nobody knows yet */
	};
	use_button_as_stop_key(true);
	for (size_t i = 0; i < sizeof(presses) / sizeof(presses[0]); i++) {
		fixture_run_level(&fixture, 0.2, 30000);
		fixture_wait(&fixture, is_moving, NULL, "moving");
		add(presses[i].kind, presses[i].toy);
		tell_all(1);
		fixture_wait(&fixture, is_persons_stop, NULL, "a person's stop");
		fixture_wait(&fixture, is_still, NULL, "still");
		fixture_post(&fixture, HAPTICS_INTENT_RESUME);
	}
}

static bool has_button(const struct engine_snapshot *snapshot, const void *ctx)
{
	(void)ctx;
	return snapshot->toys[0].has_button;
}

static void a_button_that_is_none_stops_nothing(void **state)
{
	(void)state;
	use_button_as_stop_key(false);
	fixture_run_level(&fixture, 0.2, 30000);
	fixture_wait(&fixture, is_moving, NULL, "moving");
	tell(LOVENSE_TOY_BUTTON_DOWN);
	fixture_wait(&fixture, has_button, NULL, "a button that is known");
	const struct engine_snapshot *snapshot = engine_snapshot_get(fixture.engine);
	assert_false(snapshot->is_panic);
	assert_true(is_moving(snapshot, NULL));
	engine_snapshot_release(snapshot);
}

static void set_rule(const char *when)
{
	char text[512];
	snprintf(text, sizeof(text),
		 "{\"version\":1,\"rules\":[{\"id\":\"r\",\"name\":\"r\",\"when\":{\"type\":\"toy\",%s},\"run\":{"
		 "\"mode\":"
		 "\"while\"},\"do\":{\"kind\":\"level\",\"level\":0.2}}]}",
		 when);
	const struct haptics_rules *rules = haptics_rules_parse_text(text);
	assert_int_equal(haptics_rules_count(rules), 1);
	engine_set_rules(fixture.engine, rules, false);
	haptics_rules_release(rules);
}

static void a_rule_leaves_when_the_app_no_longer_tells(void **state)
{
	(void)state;
	static const int ends[] = {LOVENSE_EVENTS_CLOSED, LOVENSE_EVENTS_UNREACHABLE, LOVENSE_EVENTS_OFF};
	set_rule("\"event\":\"button\"");
	for (size_t i = 0; i < sizeof(ends) / sizeof(ends[0]); i++) {
		tell(LOVENSE_TOY_BUTTON_DOWN);
		fixture_wait(&fixture, is_moving, NULL, "moving");
		world.events_state = ends[i];
		tell_all(0);
		fixture_wait(&fixture, is_still, NULL, "still");
		world.events_state = LOVENSE_EVENTS_OPEN;
		tell_all(0);
	}
}

static bool is_actual(const struct engine_snapshot *snapshot, const void *ctx)
{
	return snapshot->toys[0].actual == *(const double *)ctx;
}

static bool is_moved_by_other(const struct engine_snapshot *snapshot, const void *ctx)
{
	return snapshot->toys[0].is_moved_by_other == *(const bool *)ctx;
}

static void the_real_level_and_who_else_moves_the_toy_are_shown(void **state)
{
	(void)state;
	double level = 0.5;
	bool yes = true;
	bool no = false;
	double unknown = -1;
	fixture_wait(&fixture, is_actual, &unknown, "nothing known");
	tell_strength(level);
	fixture_wait(&fixture, is_actual, &level, "the real level");
	fixture_wait(&fixture, is_moved_by_other, &yes, "somebody else");
	tell_strength(0);
	fixture_wait(&fixture, is_moved_by_other, &no, "nobody else");
	world.events_state = LOVENSE_EVENTS_CLOSED;
	tell_all(0);
	fixture_wait(&fixture, is_actual, &unknown, "nothing known any more");
}

static bool is_stop_unconfirmed(const struct engine_snapshot *snapshot, const void *ctx)
{
	return snapshot->toys[0].is_stop_unconfirmed == *(const bool *)ctx;
}

static void a_stop_that_the_toy_does_not_obey_is_told_and_sent_again(void **state)
{
	(void)state;
	bool yes = true;
	bool no = false;
	tell_strength(0.5);
	int before = world.stops;
	fixture_post(&fixture, HAPTICS_INTENT_STOP_ALL);
	fixture_wait(&fixture, is_stop_unconfirmed, &yes, "a Stop that is not obeyed");
	while (world.stops - before < 2)
		;
	tell_strength(0);
	fixture_wait(&fixture, is_stop_unconfirmed, &no, "a Stop that is confirmed");
}

static void other_functions_in_mid_run_make_nobody_else_of_us(void **state)
{
	(void)state;
	double level = 0.2;
	double other_level = 0.15;
	bool no = false;
	use_button_as_stop_key(false); /* long leases */
	fixture_run_level(&fixture, level, 30000);
	fixture_wait(&fixture, is_moving, NULL, "moving");
	tell_strength(level);
	fixture_wait(&fixture, is_actual, &level, "the real level");
	world.functions = LOVENSE_BIT(LOVENSE_VIBRATE) | LOVENSE_BIT(LOVENSE_ROTATE);
	tell_all(0);
	fixture_wait(&fixture, is_actual, &level, "the real level still");
	tell_strength(other_level);
	fixture_wait(&fixture, is_actual, &other_level, "another level");
	fixture_wait(&fixture, is_moved_by_other, &no, "nobody else");
}

static void a_flood_is_merged_and_stops_all_the_same(void **state)
{
	(void)state;
	set_rule("\"event\":\"depth\"");
	use_button_as_stop_key(true);
	add(LOVENSE_TOY_SHAKE, "toy");
	add(LOVENSE_TOY_MOTION, "toy")->value = 1;
	add(LOVENSE_TOY_DEPTH, "toy")->value = 1;
	add(LOVENSE_TOY_DEPTH, "toy")->value = 0;
	uint64_t before = engine_revision(fixture.engine);
	tell_all(50000);
	fixture_wait(&fixture, is_still, NULL, "still"); /* the newest value is 0 */
	assert_true(engine_revision(fixture.engine) - before < 1000);
	add(LOVENSE_TOY_BUTTON_DOWN, "toy");
	add(LOVENSE_TOY_BUTTON_UP, "toy");
	tell_all(50000);
	fixture_wait(&fixture, is_persons_stop, NULL, "a person's stop");
}

static bool has_told(const struct engine_snapshot *snapshot, const void *ctx)
{
	return snapshot->told_count >= *(const size_t *)ctx;
}

static void what_toys_tell_is_kept_in_measure_and_in_order(void **state)
{
	(void)state;
	size_t two = 2;
	add(LOVENSE_TOY_BUTTON_DOWN, "toy")->index = 3;
	add(LOVENSE_TOY_DEPTH, "toy")->value = 0.5;
	tell_all(1);
	fixture_wait(&fixture, has_told, &two, "two things");
	const struct engine_snapshot *snapshot = engine_snapshot_get(fixture.engine);
	assert_int_equal(snapshot->told[0].event, ENGINE_TOY_BUTTON_DOWN);
	assert_int_equal(snapshot->told[0].index, 3);
	assert_int_equal(snapshot->told[1].event, ENGINE_TOY_DEPTH);
	assert_true(snapshot->told[1].value == 0.5 && snapshot->told[1].serial == 2);
	engine_snapshot_release(snapshot);
	add(LOVENSE_TOY_SHAKE, "toy");
	tell_all(1000);
	snapshot = engine_snapshot_get(fixture.engine);
	uint64_t newest = snapshot->told[snapshot->told_count - 1].serial;
	engine_snapshot_release(snapshot);
	assert_true(newest < 100); /* ten a second */
}

static void what_toys_tell_arms_raises_and_lifts_nothing(void **state)
{
	(void)state;
	set_rule("\"event\":\"button\"");
	fixture_post(&fixture, HAPTICS_INTENT_STOP_ALL);
	fixture_wait(&fixture, is_panic, NULL, "panic");
	for (int kind = LOVENSE_TOY_BUTTON_DOWN; kind <= LOVENSE_TOY_MOTION; kind++) {
		struct lovense_toy_event *event = add((enum lovense_toy_event_kind)kind, "toy");
		event->value = 1;
		event->index = 31;
		event->function = LOVENSE_VIBRATE;
	}
	const struct engine_snapshot *snapshot = engine_snapshot_get(fixture.engine);
	double ceiling = snapshot->ceiling;
	engine_snapshot_release(snapshot);
	tell_all(10);
	fixture_wait(&fixture, has_button, NULL, "a button that is known");
	snapshot = engine_snapshot_get(fixture.engine);
	assert_true(snapshot->is_panic);
	assert_true(is_still(snapshot, NULL));
	assert_true(snapshot->ceiling == ceiling);
	engine_snapshot_release(snapshot);
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, open_fixture, close_fixture)

int main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(nobody_is_listened_to_unless_the_settings_say_so),
		CASE(a_button_that_is_a_stop_key_latches_as_a_persons),
		CASE(a_button_that_is_none_stops_nothing),
		CASE(a_rule_leaves_when_the_app_no_longer_tells),
		CASE(the_real_level_and_who_else_moves_the_toy_are_shown),
		CASE(a_stop_that_the_toy_does_not_obey_is_told_and_sent_again),
		CASE(other_functions_in_mid_run_make_nobody_else_of_us),
		CASE(a_flood_is_merged_and_stops_all_the_same),
		CASE(what_toys_tell_is_kept_in_measure_and_in_order),
		CASE(what_toys_tell_arms_raises_and_lifts_nothing),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
