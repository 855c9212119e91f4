/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "model_private.h"

#include <stdio.h>
#include <string.h>

enum { HORIZON_MS = 60000, JOIN_MS = 200, PRESSES_APART_MS = 10 };

const struct fate model_fine = {FATE_FINE, 5, 5, 5, 0, true};
const struct emit_fate model_quick_emit = {30, false, 0};

/* --- events --- */

static bool is_earlier(const struct model_event *a, const struct model_event *b)
{
	return a->at_ms < b->at_ms || (a->at_ms == b->at_ms && a->serial < b->serial);
}

void model_at(struct model *model, int64_t at_ms, enum event_kind kind, int index)
{
	struct model_event event = {at_ms < model->now_ms ? model->now_ms : at_ms, model->event_serial++, kind, index};
	if (model->event_count == MODEL_EVENTS_MAX) {
		snprintf(model->oracle.sentence, sizeof(model->oracle.sentence), "too many events");
		return;
	}
	int place = model->event_count++;
	while (place > 0 && is_earlier(&event, &model->events[(place - 1) / 2])) {
		model->events[place] = model->events[(place - 1) / 2];
		place = (place - 1) / 2;
	}
	model->events[place] = event;
}

static struct model_event take(struct model *model)
{
	struct model_event first = model->events[0];
	struct model_event last = model->events[--model->event_count];
	int place = 0;
	for (int child = 1; child < model->event_count; child = 2 * place + 1) {
		if (child + 1 < model->event_count && is_earlier(&model->events[child + 1], &model->events[child]))
			child++;
		if (is_earlier(&last, &model->events[child]))
			break;
		model->events[place] = model->events[child];
		place = child;
	}
	model->events[place] = last;
	return first;
}

/* --- the core --- */

static bool is_lan_quick(const struct model *model)
{
	return model->is_lan_well && !model->is_by_server && model->connection && !model->is_lan_down;
}

static bool is_for_curves(const struct model *model, uint32_t toys)
{
	for (int toy = 0; toy < KNOWN_TOYS; toy++) {
		if (((toys >> toy) & 1) && model->is_curve[toy])
			return true;
	}
	return false;
}

/* Another one each time, as those that follow a sound. */
static void make_pattern(const struct model *model, uint8_t highest, struct lovense_command *command)
{
	command->kind = LOVENSE_COMMAND_PATTERN;
	command->may_be_curve = true;
	command->pattern_interval_ms = 125;
	command->pattern_count = 2;
	command->pattern[0] = highest;
	command->pattern[1] = (int)(model->now_ms % (highest + 1));
}

/* The same is asked of all toys of the mask. */
static struct lovense_command make_command(const struct model *model, uint32_t toys, uint8_t *levels)
{
	struct lovense_command command = {.kind = LOVENSE_COMMAND_STOP};
	for (int toy = 0; toy < KNOWN_TOYS; toy++) {
		if (!((toys >> toy) & 1))
			continue;
		for (int f = 0; f < ORACLE_FUNCTIONS; f++)
			levels[f] = (uint8_t)(model->asked[toy][f] < model->ceiling ? model->asked[toy][f]
										    : model->ceiling);
		snprintf(command.toys[command.toy_count++], LOVENSE_TOY_ID_SIZE, "toy%d", toy);
	}
	if (!levels[0] && !levels[1])
		return command;
	command.time_s = MODEL_LEASE_MS / 1000.0;
	if (is_for_curves(model, toys)) {
		make_pattern(model, levels[0], &command);
		return command;
	}
	command.kind = LOVENSE_COMMAND_FUNCTION;
	command.has_level[LOVENSE_VIBRATE] = command.has_level[LOVENSE_ROTATE] = true;
	command.level[LOVENSE_VIBRATE] = levels[0];
	command.level[LOVENSE_ROTATE] = levels[1];
	return command;
}

static void note_wanted(struct model *model, int toy, const uint8_t *levels, bool is_renewal)
{
	const uint8_t *before = model->oracle.toys[toy].wanted;
	model_say(model, "wanted of toy", toy, levels[0], levels[1]);
	model->is_raise[toy] = is_renewal || (levels[0] >= before[0] && levels[1] >= before[1]);
	oracle_wants(&model->oracle, toy, levels, is_lan_quick(model));
	model->renew_ms[toy] = -1;
	if (!levels[0] && !levels[1])
		return;
	model->renew_ms[toy] = model->now_ms + MODEL_LEASE_MS / 2;
	model->lease_ends_ms[toy] = model->now_ms + MODEL_LEASE_MS;
	model_at(model, model->renew_ms[toy], EVENT_RENEW, toy);
}

static void want_still(struct model *model, int toy)
{
	static const uint8_t still[ORACLE_FUNCTIONS];
	memset(model->asked[toy], 0, ORACLE_FUNCTIONS);
	model->renew_ms[toy] = -1;
	oracle_wants(&model->oracle, toy, still, is_lan_quick(model));
}

static void want(struct model *model, uint32_t toys, bool is_renewal)
{
	uint8_t levels[ORACLE_FUNCTIONS] = {0};
	struct lovense_command command = make_command(model, toys, levels);
	for (int toy = 0; toy < KNOWN_TOYS; toy++) {
		if ((toys >> toy) & 1)
			note_wanted(model, toy, levels, is_renewal);
	}
	model->asked_count += model->schedule->takes_toy_lists ? 1 : (int)command.toy_count;
	oracle_asks(&model->oracle);
	enum lovense_send_result result = delivery_want(&model->delivery, &command, model->now_ms);
	for (size_t i = 0; i < command.toy_count; i++) {
		int toy = command.toys[i][3] - '0';
		enum delivery_verdict verdict = delivery_verdict(&model->delivery, command.toys[i]);
		oracle_answer(&model->oracle, toy, result, verdict);
		/* What goes out later is a correction, unless this waits. */
		if (verdict != DELIVERY_WAITING)
			model->is_raise[toy] = false;
		/* As promised, Stop is wanted then. */
		if (result != LOVENSE_SENT && command.kind != LOVENSE_COMMAND_STOP)
			want_still(model, toy);
	}
}

static void stop_all(struct model *model)
{
	static const struct lovense_command stop = {.kind = LOVENSE_COMMAND_STOP};
	for (int toy = 0; toy < KNOWN_TOYS; toy++)
		want_still(model, toy);
	oracle_presses(&model->oracle);
	delivery_want(&model->delivery, &stop, model->now_ms);
}

/* A key that is held, or a program that repeats it. */
static void press(struct model *model)
{
	if (model->now_ms >= model->pressed_until_ms)
		return;
	stop_all(model);
	model_at(model, model->now_ms + PRESSES_APART_MS, EVENT_PRESS, 0);
}

static void renew(struct model *model, int toy)
{
	if (model->renew_ms[toy] != model->now_ms)
		return;
	if (model->now_ms < model->stalled_until_ms) {
		model->renew_ms[toy] = model->stalled_until_ms;
		model_at(model, model->stalled_until_ms, EVENT_RENEW, toy);
		return;
	}
	want(model, UINT32_C(1) << toy, true);
}

/* What nobody renews is not wanted any longer. */
static void end_leases(struct model *model)
{
	for (int toy = 0; toy < KNOWN_TOYS; toy++) {
		if (model->renew_ms[toy] >= 0 && model->now_ms >= model->lease_ends_ms[toy])
			want_still(model, toy);
	}
}

/* --- what happens --- */

static void lose_socket(struct model *model, int for_ms)
{
	if (!model->connection)
		return;
	for (int i = 0; i < model->command_count; i++) {
		struct model_command *command = &model->commands[i];
		const struct emit_fate *fate = &model_quick_emit;
		if (command->connection != model->connection || command->is_done || command->acts_ms <= model->now_ms)
			continue;
		if (command->request < EMITS_MAX)
			fate = &model->schedule->emits[command->request];
		command->is_dead = fate->is_dead;
		command->acts_ms += fate->detour_ms;
		model_at(model, command->acts_ms, EVENT_ACTS, i);
	}
	model->oracle.is_healthy = false;
	model->connection = 0;
	model->ping_ms = -1;
	model->is_lan_well = false;
	model_tell_ways(model);
	stop_all(model);
	model_at(model, model->now_ms + for_ms, EVENT_SOCKET_BACK, 0);
}

static void socket_back(struct model *model)
{
	model->connection = ++model->connections;
	model->server_last_ms = model->now_ms;
	oracle_stirs(&model->oracle);
	model_tell_ways(model);
	model_at(model, model->now_ms + JOIN_MS, EVENT_SIGN_OF_LIFE, 0);
	model_at(model, model->now_ms + JOIN_MS, EVENT_LAN_BACK, 0);
}

static void lan_back(struct model *model)
{
	if (model->is_lan_well || !model->connection)
		return;
	if (model->is_lan_down) {
		model_at(model, model->now_ms + MODEL_LAN_BACK_MS, EVENT_LAN_BACK, 0);
		return;
	}
	model->is_lan_well = true;
	oracle_stirs(&model->oracle);
	model_tell_ways(model);
	delivery_sign_of_life(&model->delivery, model->now_ms);
}

static void set_ceiling(struct model *model, int ceiling)
{
	model->ceiling = ceiling;
	oracle_ceiling(&model->oracle, ceiling);
	for (int toy = 0; toy < KNOWN_TOYS; toy++) {
		if (model->asked[toy][0] || model->asked[toy][1])
			want(model, UINT32_C(1) << toy, false);
	}
}

static void take_step(struct model *model, const struct step *step)
{
	bool is_for_all = step->kind == STEP_LEVEL_ALL || step->kind == STEP_CURVE_ALL;
	bool is_curve = step->kind == STEP_CURVE || step->kind == STEP_CURVE_ALL;
	switch (step->kind) {
	case STEP_LEVEL:
	case STEP_LEVEL_ALL:
	case STEP_CURVE:
	case STEP_CURVE_ALL:
	case STEP_STOP:
		for (int toy = 0; toy < KNOWN_TOYS; toy++) {
			if (toy != step->toy && !is_for_all)
				continue;
			model->asked[toy][0] = step->kind == STEP_STOP ? 0 : (uint8_t)step->value;
			model->asked[toy][1] =
				step->kind == STEP_STOP ? 0 : (uint8_t)(is_curve ? step->value : step->second);
			model->is_curve[toy] = is_curve;
		}
		want(model, is_for_all ? (UINT32_C(1) << KNOWN_TOYS) - 1 : UINT32_C(1) << step->toy, false);
		break;
	case STEP_STOP_ALL:
		stop_all(model);
		break;
	case STEP_STOP_STORM:
		model->pressed_until_ms = model->now_ms + step->value;
		press(model);
		break;
	case STEP_CEILING:
		set_ceiling(model, step->value);
		break;
	case STEP_LAN_FAILS:
		model_fail_lan(model);
		break;
	case STEP_BY_SERVER:
	case STEP_BY_BOTH:
		model->is_by_server = step->kind == STEP_BY_SERVER;
		model_tell_ways(model);
		break;
	case STEP_SOCKET_LOST:
		lose_socket(model, step->value);
		break;
	case STEP_LAN_DOWN:
	case STEP_LAN_UP:
		model->is_lan_down = step->kind == STEP_LAN_DOWN;
		break;
	case STEP_PONGS_LOST:
		model->no_pong_until_ms = model->now_ms + step->value;
		model->oracle.is_healthy = false;
		break;
	case STEP_NEW_ADDRESS:
		model->address++;
		model_tell_ways(model);
		break;
	case STEP_CORE_STALLS:
		model->stalled_until_ms = model->now_ms + step->value;
		model->oracle.is_healthy = false;
		break;
	}
}

static void happen(struct model *model, const struct model_event *event)
{
	static const uint8_t still[ORACLE_FUNCTIONS];
	struct model_command *command = &model->commands[event->index < MODEL_COMMANDS_MAX ? event->index : 0];
	switch ((enum event_kind)event->kind) {
	case EVENT_STEP:
		take_step(model, &model->schedule->steps[event->index]);
		break;
	case EVENT_ARRIVES:
		if (command->is_dead)
			break;
		command->is_delivered = true;
		model_at(model, command->acts_ms, EVENT_ACTS, event->index);
		break;
	case EVENT_ACTS:
		model_act(model, command);
		break;
	case EVENT_ENDS:
		model_end_request(model, command);
		break;
	case EVENT_LEASE:
		for (int part = 0; part < ORACLE_PARTS; part++) {
			if (model->toys[event->index].ends_ms[part] <= model->now_ms)
				model_set_toy(model, event->index, (enum oracle_part)part, still, 0);
		}
		break;
	case EVENT_RENEW:
		renew(model, event->index);
		break;
	case EVENT_PRESS:
		press(model);
		break;
	case EVENT_TICK:
		delivery_tick(&model->delivery, model->now_ms);
		break;
	case EVENT_PONG:
		if (model->connection != (uint32_t)event->index)
			break;
		model->ping_ms = -1;
		delivery_pong(&model->delivery, model->now_ms);
		break;
	case EVENT_LAN_BACK:
		lan_back(model);
		break;
	case EVENT_SOCKET_BACK:
		socket_back(model);
		break;
	case EVENT_SIGN_OF_LIFE:
		oracle_stirs(&model->oracle);
		delivery_sign_of_life(&model->delivery, model->now_ms);
		break;
	}
}

/* --- the run --- */

static void set_up(struct model *model, const struct schedule *schedule, bool is_loud)
{
	*model = (struct model){
		.schedule = schedule,
		.is_loud = is_loud,
		.is_lan_well = true,
		.ceiling = ORACLE_LEVELS - 1,
		.address = 1,
		.connection = 1,
		.connections = 1,
		.ping_ms = -1,
		.renew_ms = {-1, -1, -1},
	};
	struct delivery_config config = model_routes;
	config.ctx = model;
	oracle_init(&model->oracle, schedule);
	delivery_init(&model->delivery, &config, 0);
	model_tell_ways(model);
	model->request_count = model->emit_count = 0; /* the Stop with which a connection begins */
	for (int i = 0; i < schedule->step_count; i++)
		model_at(model, schedule->steps[i].at_ms, EVENT_STEP, i);
}

static void check_verdicts(struct model *model)
{
	static const char *const ids[KNOWN_TOYS] = {"toy0", "toy1", "toy2"};
	for (int toy = 0; toy < KNOWN_TOYS; toy++)
		oracle_verdict(&model->oracle, toy, delivery_verdict(&model->delivery, ids[toy]));
}

static void tick_if_due(struct model *model)
{
	if (delivery_next_ms(&model->delivery) <= model->now_ms)
		delivery_tick(&model->delivery, model->now_ms);
}

void model_run(struct model *model, const struct schedule *schedule, bool is_loud)
{
	int64_t tick_ms = INT64_MAX;
	set_up(model, schedule, is_loud);
	while (model->event_count > 0 && !model->oracle.sentence[0]) {
		struct model_event event = take(model);
		if (event.at_ms > HORIZON_MS)
			break;
		model->now_ms = event.at_ms;
		oracle_time(&model->oracle, event.at_ms);
		if (event.kind == EVENT_TICK)
			tick_ms = INT64_MAX;
		end_leases(model);
		tick_if_due(model);
		happen(model, &event);
		tick_if_due(model);
		check_verdicts(model);
		int64_t next_ms = delivery_next_ms(&model->delivery);
		if (next_ms < tick_ms) {
			tick_ms = next_ms;
			model_at(model, next_ms, EVENT_TICK, 0);
		}
	}
	oracle_end(&model->oracle);
}
