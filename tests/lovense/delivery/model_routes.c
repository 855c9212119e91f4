/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The two routes, the app and the toys. */
#include <stdio.h>
#include <string.h>

#include "model_private.h"

enum { LATE_PONG_MS = 1000 };

void model_say(const struct model *model, const char *what, int index, int a, int b)
{
	if (model->is_loud)
		printf("%7lld  %s %d: %d %d\n", (long long)model->now_ms, what, index, a, b);
}

/* --- toys and app --- */

static uint8_t level_of(const struct model *model, int toy, int f)
{
	const struct model_toy *state = &model->toys[toy];
	uint8_t by_functions = state->level[ORACLE_BY_FUNCTIONS][f];
	uint8_t by_curve = state->level[ORACLE_BY_CURVE][f];
	return by_functions > by_curve ? by_functions : by_curve;
}

void model_set_toy(struct model *model, int toy, enum oracle_part part, const uint8_t *levels, int time_ms)
{
	struct model_toy *state = &model->toys[toy];
	memcpy(state->level[part], levels, ORACLE_FUNCTIONS);
	state->ends_ms[part] = model->now_ms + time_ms;
	if (levels[0] || levels[1])
		model_at(model, state->ends_ms[part], EVENT_LEASE, toy);
	model_say(model, part == ORACLE_BY_CURVE ? "        curve of toy" : "        toy", toy, levels[0], levels[1]);
	oracle_toy_does(&model->oracle, toy, part, levels);
}

/* No page lists curves for the server, so that it takes nothing of them here. */
static void act_on_curves(struct model *model, const struct model_command *command, int toy)
{
	uint8_t highest = command->is_stop ? 0 : model->set_up;
	const uint8_t levels[ORACLE_FUNCTIONS] = {highest, highest};
	if (command->route != DELIVERY_LAN)
		return;
	model->curve_count += !command->is_stop;
	model_set_toy(model, toy, ORACLE_BY_CURVE, levels, command->time_ms);
}

static bool is_about_curves(const struct model_command *command)
{
	return command->kind == LOVENSE_COMMAND_PATTERN_V2_PLAY || command->kind == LOVENSE_COMMAND_PATTERN_V2_STOP;
}

void model_act(struct model *model, struct model_command *command)
{
	if (command->is_dead || command->is_done || model->now_ms < command->acts_ms)
		return;
	command->is_done = true;
	if (command->fate.kind == FATE_ERROR || command->fate.kind == FATE_BROKEN)
		return;
	if (command->kind == LOVENSE_COMMAND_PATTERN_V2_SETUP) {
		model->set_up = command->level[0];
		return;
	}
	for (int toy = 0; toy < TOYS; toy++) {
		bool is_meant = !command->toys || ((command->toys >> toy) & 1);
		if (is_meant && is_about_curves(command))
			act_on_curves(model, command, toy);
		else if (is_meant)
			model_set_toy(model, toy, ORACLE_BY_FUNCTIONS, command->level, command->time_ms);
	}
}

/* --- routes --- */

static void read_command(struct model_command *made, const struct lovense_command *command)
{
	int highest = 0;
	made->is_stop = command->kind == LOVENSE_COMMAND_STOP || command->kind == LOVENSE_COMMAND_PATTERN_V2_STOP;
	for (size_t i = 0; i < command->toy_count; i++)
		made->toys |= UINT32_C(1) << (command->toys[i][3] - '0');
	if (command->kind == LOVENSE_COMMAND_FUNCTION) {
		made->level[0] = (uint8_t)command->level[LOVENSE_VIBRATE];
		made->level[1] = (uint8_t)command->level[LOVENSE_ROTATE];
		made->time_ms = (int)(command->time_s * 1000);
		return;
	}
	for (size_t i = 0; i < command->pattern_count; i++)
		highest = command->pattern[i] > highest ? command->pattern[i] : highest;
	for (size_t i = 0; i < command->point_count; i++)
		highest = command->points[i].position > highest * 5 ? command->points[i].position / 5 : highest;
	bool is_play = command->kind == LOVENSE_COMMAND_PATTERN_V2_PLAY;
	made->level[0] = made->level[1] = (uint8_t)(made->is_stop ? 0 : highest);
	made->time_ms = made->is_stop ? 0 : is_play ? command->total_ms : (int)(command->time_s * 1000);
}

static struct model_command *new_command(struct model *model, enum delivery_route route,
					 const struct lovense_command *command)
{
	static struct model_command spare;
	struct model_command *made = &model->commands[model->command_count];
	if (model->command_count == MODEL_COMMANDS_MAX)
		made = &spare;
	else
		model->command_count++;
	*made = (struct model_command){.route = route, .kind = command->kind};
	read_command(made, command);
	const struct oracle_command handed = {
		.route = route,
		.part = is_about_curves(made) ? ORACLE_BY_CURVE : ORACLE_BY_FUNCTIONS,
		.toys = made->toys,
		.is_stop = made->is_stop,
		.levels = made->level,
	};
	if (command->kind == LOVENSE_COMMAND_PATTERN_V2_SETUP)
		oracle_handed_setup(&model->oracle, route);
	else
		oracle_handed(&model->oracle, &handed);
	if (made == &spare && !model->oracle.sentence[0])
		snprintf(model->oracle.sentence, sizeof(model->oracle.sentence), "too many commands");
	return made;
}

/* Whether the fate of this request may be a bad one. */
static bool may_go_wrong(struct model *model, const struct model_command *command)
{
	bool is_raise = true;
	for (int toy = 0; toy < KNOWN_TOYS; toy++) {
		if (!((command->toys >> toy) & 1))
			continue;
		bool is_play = command->kind == LOVENSE_COMMAND_PATTERN_V2_PLAY;
		is_raise = is_raise && (model->is_raise[toy] || is_play) &&
			   level_of(model, toy, 0) <= command->level[0] && level_of(model, toy, 1) <= command->level[1];
		model->is_raise[toy] = false;
	}
	bool is_setup = command->kind == LOVENSE_COMMAND_PATTERN_V2_SETUP;
	return model->schedule->world == WORLD_ANY_FAULT || is_setup || (is_raise && command->toys);
}

static struct fate next_fate(struct model *model, const struct model_command *command)
{
	int number = model->request_count++;
	struct fate fate = number < FATES_MAX ? model->schedule->fates[number] : model_fine;
	if (!may_go_wrong(model, command) && fate.kind != FATE_FINE) {
		int early_ms = fate.early_ms;
		fate = model_fine;
		fate.early_ms = early_ms;
	}
	if (model->is_lan_down)
		fate.kind = fate.goes_on ? FATE_LOST : FATE_REFUSED;
	model->oracle.is_healthy = model->oracle.is_healthy && fate.kind == FATE_FINE;
	return fate;
}

static int64_t end_of(const struct model *model, const struct model_command *command)
{
	const struct fate *fate = &command->fate;
	int64_t arrives_ms = model->now_ms + fate->way_ms;
	int64_t answers_ms = command->acts_ms - fate->early_ms;
	if (fate->kind == FATE_REFUSED)
		return model->now_ms + fate->back_ms;
	if (fate->kind == FATE_LOST)
		return model->now_ms + MODEL_REQUEST_MS;
	if (fate->kind == FATE_RESET)
		answers_ms = arrives_ms;
	int64_t ends_ms = (answers_ms > arrives_ms ? answers_ms : arrives_ms) + fate->back_ms;
	return ends_ms < model->now_ms + MODEL_REQUEST_MS ? ends_ms : model->now_ms + MODEL_REQUEST_MS;
}

static bool send_lan(void *ctx, uint32_t request, uint32_t address, const struct lovense_command *command)
{
	struct model *model = ctx;
	struct model_command *made = new_command(model, DELIVERY_LAN, command);
	(void)address;
	bool is_for_all = command->kind == LOVENSE_COMMAND_PATTERN_V2_STOP && !made->toys;
	made->fate = is_for_all && !model->schedule->takes_curves ? model_fine : next_fate(model, made);
	made->request = request;
	made->is_under_way = true;
	made->is_dead = made->fate.kind == FATE_LOST || made->fate.kind == FATE_REFUSED;
	made->acts_ms = model->now_ms + made->fate.way_ms + made->fate.act_ms;
	int index = (int)(made - model->commands);
	if (index >= MODEL_COMMANDS_MAX || index < 0)
		return true;
	model_say(model, "LAN request", index, (int)made->toys, made->level[0]);
	model_at(model, model->now_ms + made->fate.way_ms, EVENT_ARRIVES, index);
	model_at(model, end_of(model, made), EVENT_ENDS, index);
	return true;
}

/* The client is gone: what has not arrived never does; what the app has read it may still do. */
static void leave(struct model_command *command)
{
	command->is_under_way = false;
	if (!command->is_delivered || (!command->is_done && !command->fate.goes_on))
		command->is_dead = true;
}

static enum delivery_cut cut_lan(void *ctx, uint32_t request)
{
	struct model *model = ctx;
	for (int i = 0; i < model->command_count; i++) {
		struct model_command *command = &model->commands[i];
		if (!command->is_under_way || command->request != request)
			continue;
		if (command->is_delivered)
			return DELIVERY_NOT_CUT;
		model_say(model, "cut off", i, 0, 0);
		leave(command);
		return DELIVERY_CUT_UNSENT;
	}
	return DELIVERY_NOT_CUT;
}

static enum lovense_send_result emit(void *ctx, const struct lovense_command *command, bool with_ping)
{
	struct model *model = ctx;
	if (!model->connection)
		return LOVENSE_NOT_CONNECTED;
	bool is_ping_late = model->ping_ms >= 0 && model->now_ms - model->ping_ms >= LATE_PONG_MS;
	struct model_command *made = new_command(model, DELIVERY_SERVER, command);
	if (!made->is_stop && is_ping_late && !model->oracle.sentence[0])
		snprintf(model->oracle.sentence, sizeof(model->oracle.sentence),
			 "at %lld ms: a movement goes out although a ping is late", (long long)model->now_ms);
	if (command->kind == LOVENSE_COMMAND_PATTERN_V2_STOP)
		return LOVENSE_SENT;
	int number = model->emit_count++;
	const struct emit_fate *fate = number < EMITS_MAX ? &model->schedule->emits[number] : &model_quick_emit;
	int64_t acts_ms = model->now_ms + fate->delay_ms;
	model->server_last_ms = acts_ms > model->server_last_ms ? acts_ms : model->server_last_ms;
	made->acts_ms = model->server_last_ms;
	made->request = (uint32_t)number;
	made->connection = model->connection;
	int index = (int)(made - model->commands);
	if (index >= MODEL_COMMANDS_MAX || index < 0)
		return LOVENSE_SENT;
	model_say(model, "emit", index, (int)made->toys, made->level[0]);
	model_at(model, made->acts_ms, EVENT_ACTS, index);
	if (with_ping) {
		model->ping_ms = model->now_ms;
		int64_t pong_ms = model->now_ms + MODEL_WAY_MS;
		model_at(model, pong_ms > model->no_pong_until_ms ? pong_ms : model->no_pong_until_ms, EVENT_PONG,
			 (int)model->connection);
	}
	return LOVENSE_SENT;
}

void model_tell_ways(struct model *model)
{
	bool is_lan = model->is_lan_well && !model->is_by_server && model->connection;
	struct delivery_ways ways = {
		.route = is_lan              ? DELIVERY_LAN
			 : model->connection ? DELIVERY_SERVER
					     : DELIVERY_NOWHERE,
		.address = model->address,
		.connection = model->connection,
		.may_stop_by_lan = !model->is_by_server,
		.may_move_by_server = true,
		.takes_toy_lists = model->schedule->takes_toy_lists,
		.takes_curves = model->schedule->takes_curves,
	};
	delivery_set_ways(&model->delivery, &ways, model->now_ms);
}

void model_fail_lan(struct model *model)
{
	if (!model->is_lan_well)
		return;
	model->is_lan_well = false;
	model_at(model, model->now_ms + MODEL_LAN_BACK_MS, EVENT_LAN_BACK, 0);
	model_tell_ways(model);
}

void model_end_request(struct model *model, struct model_command *command)
{
	static const enum delivery_outcome outcomes[FATE_COUNT] = {
		DELIVERY_ANSWERED, DELIVERY_ANSWERED, DELIVERY_ANSWERED, DELIVERY_LOST,
		DELIVERY_NOT_SENT, DELIVERY_LOST,     DELIVERY_REFUSED,  DELIVERY_BROKEN,
	};
	enum delivery_outcome outcome = outcomes[command->fate.kind];
	if (!command->is_under_way)
		return;
	bool is_early =
		command->fate.kind == FATE_FINE || command->fate.kind == FATE_SLOW || command->fate.kind == FATE_LATE;
	if (is_early && model->now_ms + command->fate.early_ms < command->acts_ms)
		outcome = DELIVERY_LOST; /* the limit came first */
	command->is_under_way = false;
	if (outcome == DELIVERY_LOST)
		leave(command);
	model_say(model, "ends", (int)(command - model->commands), (int)outcome, 0);
	if (outcome != DELIVERY_ANSWERED && outcome != DELIVERY_REFUSED)
		model_fail_lan(model);
	delivery_ended(&model->delivery, command->request, outcome, model->now_ms);
}

const struct delivery_config model_routes = {
	.timing = &delivery_timing_default,
	.send_lan = send_lan,
	.cut_lan = cut_lan,
	.emit = emit,
};
