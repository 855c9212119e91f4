/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Virtual toys: they model time, latency and switches, and never touch the network. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "lovense/simulator/simulator.h"
#include "net/loop.h"

struct world {
	struct loop *loop;
	struct lovense_link *link;
	int64_t now_ms;
	int changes;
};

static int64_t world_clock(void *ctx)
{
	return ((struct world *)ctx)->now_ms;
}

static void on_changed(void *ctx)
{
	((struct world *)ctx)->changes++;
}

static void open_world(struct world *world, const char *const *types, int latency_ms)
{
	memset(world, 0, sizeof(*world));
	world->now_ms = 1000;
	struct loop_config config = {.proxy = "", .clock_ms = world_clock, .ctx = world};
	enum loop_error error = LOOP_OK;
	world->loop = loop_create(&config, &error);
	assert_non_null(world->loop);
	struct lovense_simulator_config simulator = {
		.toy_types = types, .latency_ms = latency_ms, .listener = {.changed = on_changed, .ctx = world}};
	world->link = lovense_simulator_create(world->loop, &simulator);
	assert_non_null(world->link);
	lovense_link_start(world->link);
}

static void close_world(struct world *world)
{
	lovense_link_destroy(world->link);
	loop_destroy(world->loop);
}

static const struct lovense_snapshot *now(struct world *world)
{
	return lovense_link_snapshot(world->link);
}

static struct lovense_command vibrate(int level, double time_s)
{
	struct lovense_command command = {.kind = LOVENSE_COMMAND_FUNCTION, .time_s = time_s};
	command.has_level[LOVENSE_VIBRATE] = true;
	command.level[LOVENSE_VIBRATE] = level;
	return command;
}

static int level(struct world *world, size_t index, enum lovense_function function)
{
	return lovense_simulator_level(world->link, index, function);
}

static void starts_ready_with_a_lush_and_a_nora(void **state)
{
	(void)state;
	struct world world;
	open_world(&world, NULL, 0);
	assert_int_equal(world.changes, 0);
	loop_run_once(world.loop, 0);
	assert_int_equal(world.changes, 1);
	assert_int_equal(now(&world)->state, LOVENSE_READY);
	assert_int_equal(now(&world)->toy_count, 2);
	assert_string_equal(now(&world)->toys[0].name, "Lush");
	assert_string_equal(now(&world)->toys[1].alias, "t2");
	assert_true(now(&world)->toys[1].functions & LOVENSE_BIT(LOVENSE_ROTATE));
	close_world(&world);
}

static void a_level_ends_with_its_lease(void **state)
{
	(void)state;
	struct world world;
	open_world(&world, NULL, 0);
	struct lovense_command command = vibrate(9, 3);
	assert_int_equal(lovense_link_send(world.link, &command), LOVENSE_SENT);
	assert_int_equal(level(&world, 0, LOVENSE_VIBRATE), 9);
	assert_int_equal(level(&world, 1, LOVENSE_VIBRATE), 9);
	assert_int_equal(level(&world, 1, LOVENSE_ROTATE), 0);
	world.now_ms += 2999;
	assert_int_equal(level(&world, 0, LOVENSE_VIBRATE), 9);
	world.now_ms += 1;
	assert_int_equal(level(&world, 0, LOVENSE_VIBRATE), 0);
	close_world(&world);
}

static void a_command_replaces_the_one_before(void **state)
{
	(void)state;
	struct world world;
	open_world(&world, NULL, 0);
	struct lovense_command first = vibrate(9, 3);
	struct lovense_command second = {.kind = LOVENSE_COMMAND_FUNCTION, .time_s = 3};
	second.has_level[LOVENSE_ROTATE] = true;
	second.level[LOVENSE_ROTATE] = 4;
	second.toy_count = 1;
	strcpy(second.toys[0], now(&world)->toys[1].id);
	lovense_link_send(world.link, &first);
	assert_int_equal(level(&world, 1, LOVENSE_VIBRATE), 9);
	lovense_link_send(world.link, &second);
	assert_int_equal(level(&world, 1, LOVENSE_VIBRATE), 0);
	assert_int_equal(level(&world, 1, LOVENSE_ROTATE), 4);
	assert_int_equal(level(&world, 0, LOVENSE_VIBRATE), 9);
	close_world(&world);
}

static void a_function_the_toy_lacks_leaves_a_note(void **state)
{
	(void)state;
	struct world world;
	open_world(&world, NULL, 0);
	struct lovense_command command = {.kind = LOVENSE_COMMAND_FUNCTION, .time_s = 3, .toy_count = 1};
	command.has_level[LOVENSE_PUMP] = true;
	command.level[LOVENSE_PUMP] = 1;
	strcpy(command.toys[0], now(&world)->toys[0].id);
	assert_int_equal(lovense_link_send(world.link, &command), LOVENSE_SENT);
	assert_int_equal(now(&world)->toys[0].note, LOVENSE_TOY_UNSUPPORTED);
	struct lovense_command good = vibrate(1, 2);
	lovense_link_send(world.link, &good);
	assert_int_equal(now(&world)->toys[0].note, LOVENSE_TOY_OK);
	close_world(&world);
}

static void patterns_step_and_scale(void **state)
{
	(void)state;
	static const char *const types[] = {"max", NULL};
	struct world world;
	open_world(&world, types, 0);
	struct lovense_command command = {.kind = LOVENSE_COMMAND_PATTERN,
					  .time_s = 2,
					  .pattern_interval_ms = 500,
					  .pattern_count = 2,
					  .pattern = {20, 7}};
	lovense_link_send(world.link, &command);
	assert_int_equal(level(&world, 0, LOVENSE_VIBRATE), 20);
	assert_int_equal(level(&world, 0, LOVENSE_PUMP), 3);
	world.now_ms += 500;
	assert_int_equal(level(&world, 0, LOVENSE_VIBRATE), 7);
	assert_int_equal(level(&world, 0, LOVENSE_PUMP), 1);
	world.now_ms += 500;
	assert_int_equal(level(&world, 0, LOVENSE_VIBRATE), 20);
	world.now_ms += 1000;
	assert_int_equal(level(&world, 0, LOVENSE_VIBRATE), 0);
	close_world(&world);
}

static void presets_move_and_end(void **state)
{
	(void)state;
	for (int preset = LOVENSE_PULSE; preset <= LOVENSE_EARTHQUAKE; preset++) {
		struct world world;
		int highest = 0;
		open_world(&world, NULL, 0);
		struct lovense_command command = {
			.kind = LOVENSE_COMMAND_PRESET, .time_s = 4, .preset = (enum lovense_preset)preset};
		lovense_link_send(world.link, &command);
		for (int i = 0; i < 39; i++, world.now_ms += 100) {
			int moment = level(&world, 0, LOVENSE_VIBRATE);
			highest = moment > highest ? moment : highest;
		}
		assert_int_equal(highest, 20);
		world.now_ms += 100;
		assert_int_equal(level(&world, 0, LOVENSE_VIBRATE), 0);
		close_world(&world);
	}
}

static void stop_ends_everything_also_what_is_on_its_way(void **state)
{
	(void)state;
	static const char *const types[] = {"solace pro", NULL};
	struct world world;
	open_world(&world, types, 200);
	struct lovense_command move = {.kind = LOVENSE_COMMAND_POSITION, .position = 90};
	struct lovense_command thrust = {.kind = LOVENSE_COMMAND_FUNCTION, .time_s = 30};
	thrust.has_level[LOVENSE_THRUSTING] = true;
	thrust.level[LOVENSE_THRUSTING] = 6;
	assert_int_equal(lovense_link_send(world.link, &move), LOVENSE_SENT);
	assert_int_equal(lovense_link_send(world.link, &thrust), LOVENSE_SENT);
	assert_int_equal(level(&world, 0, LOVENSE_THRUSTING), 0);
	world.now_ms += 400;
	assert_int_equal(level(&world, 0, LOVENSE_THRUSTING), 6);
	assert_int_equal(level(&world, 0, LOVENSE_STROKE), 90);
	lovense_link_send(world.link, &move);
	lovense_link_send(world.link, &thrust);
	lovense_link_stop_all(world.link);
	world.now_ms += 200;
	assert_int_equal(level(&world, 0, LOVENSE_THRUSTING), 0);
	assert_int_equal(level(&world, 0, LOVENSE_STROKE), 0);
	close_world(&world);
}

static void a_position_moves_for_a_moment(void **state)
{
	(void)state;
	static const char *const types[] = {"solace pro", NULL};
	struct world world;
	open_world(&world, types, 0);
	struct lovense_command command = {.kind = LOVENSE_COMMAND_POSITION, .position = 55};
	lovense_link_send(world.link, &command);
	assert_int_equal(level(&world, 0, LOVENSE_STROKE), 55);
	world.now_ms += 300;
	assert_int_equal(level(&world, 0, LOVENSE_STROKE), 0);
	close_world(&world);
}

static void single_motors_follow_vibrate(void **state)
{
	(void)state;
	static const char *const types[] = {"edge", NULL};
	struct world world;
	open_world(&world, types, 0);
	struct lovense_command command = vibrate(8, 5);
	lovense_link_send(world.link, &command);
	assert_int_equal(level(&world, 0, LOVENSE_VIBRATE1), 8);
	command.has_level[LOVENSE_VIBRATE] = false;
	command.has_level[LOVENSE_VIBRATE2] = true;
	command.level[LOVENSE_VIBRATE2] = 3;
	lovense_link_send(world.link, &command);
	assert_int_equal(level(&world, 0, LOVENSE_VIBRATE1), 0);
	assert_int_equal(level(&world, 0, LOVENSE_VIBRATE2), 3);
	close_world(&world);
}

static void switches_change_the_state(void **state)
{
	(void)state;
	struct world world;
	open_world(&world, NULL, 0);
	struct lovense_command command = vibrate(8, 5);
	lovense_link_send(world.link, &command);
	lovense_simulator_set_app_online(world.link, false);
	assert_int_equal(now(&world)->state, LOVENSE_APP_OFFLINE);
	assert_int_equal(lovense_link_send(world.link, &command), LOVENSE_NOT_CONNECTED);
	/* The app has the command: it goes on to its end. */
	assert_int_equal(level(&world, 0, LOVENSE_VIBRATE), 8);
	lovense_simulator_set_app_online(world.link, true);
	lovense_simulator_set_toy_connected(world.link, 0, false);
	assert_int_equal(level(&world, 0, LOVENSE_VIBRATE), 0);
	assert_int_equal(now(&world)->state, LOVENSE_READY);
	lovense_simulator_set_toy_connected(world.link, 1, false);
	lovense_simulator_set_toy_connected(world.link, 99, false);
	assert_int_equal(now(&world)->state, LOVENSE_NO_TOY);
	lovense_link_shut(world.link, 100);
	assert_int_equal(now(&world)->state, LOVENSE_OFF);
	assert_int_equal(lovense_link_send(world.link, &command), LOVENSE_NOT_CONNECTED);
	close_world(&world);
}

static void refuses_what_the_app_would_refuse_and_more_than_fits(void **state)
{
	(void)state;
	struct world world;
	open_world(&world, NULL, 1000);
	struct lovense_command command = vibrate(21, 5);
	assert_int_equal(lovense_link_send(world.link, &command), LOVENSE_BAD_COMMAND);
	command.level[LOVENSE_VIBRATE] = 20;
	enum lovense_send_result result = LOVENSE_SENT;
	for (int i = 0; i < 1000 && result == LOVENSE_SENT; i++)
		result = lovense_link_send(world.link, &command);
	assert_int_equal(result, LOVENSE_CONGESTED);
	lovense_link_stop_all(world.link);
	world.now_ms += 1000;
	assert_int_equal(level(&world, 0, LOVENSE_VIBRATE), 0);
	close_world(&world);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(starts_ready_with_a_lush_and_a_nora),
		cmocka_unit_test(a_level_ends_with_its_lease),
		cmocka_unit_test(a_command_replaces_the_one_before),
		cmocka_unit_test(a_function_the_toy_lacks_leaves_a_note),
		cmocka_unit_test(patterns_step_and_scale),
		cmocka_unit_test(presets_move_and_end),
		cmocka_unit_test(stop_ends_everything_also_what_is_on_its_way),
		cmocka_unit_test(a_position_moves_for_a_moment),
		cmocka_unit_test(single_motors_follow_vibrate),
		cmocka_unit_test(switches_change_the_state),
		cmocka_unit_test(refuses_what_the_app_would_refuse_and_more_than_fits),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
