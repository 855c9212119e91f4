#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Plants one fault after the other in copies of the delivery and fails unless the tests catch every one.

usage: planted_faults.py [NUMBER...]        environment: CC (cc), JOBS (2), LIBRARIES (of the tests)
"""
import concurrent.futures
import os
import pathlib
import shlex
import subprocess
import sys
import tempfile

TESTS = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(TESTS.parent.parent / "haptics"))
from faults import tokens_of  # noqa: E402
PLUGIN = TESTS.parent.parent.parent / "plugin"
DELIVERY = PLUGIN / "lovense" / "delivery"
SCHEDULES = "100000"
CC = shlex.split(os.environ.get("CC", "cc"))
# What delivery needs from elsewhere.
OTHERS = ["lovense/commands/function.c"]

# name, [(file, what is there exactly once but for white space and comments, what takes its place)]
FAULTS = [
    ("a Stop goes by the present route only", [
        ("delivery_rules.c", "	if (!is_lan_route(delivery) || delivery_is_last_emit_stronger(delivery, toy) ||\n"
         "	    delivery_has_open(delivery, toy, DELIVERY_SERVER, DELIVERY_STRONGER))\n		delivery_due_server(delivery, toy);\n}",
         "	if (!is_lan_route(delivery) || (!is_stop(state) && (delivery_is_last_emit_stronger(delivery, toy) ||\n"
         "	    delivery_has_open(delivery, toy, DELIVERY_SERVER, DELIVERY_STRONGER))))\n		delivery_due_server(delivery, toy);\n}"),
        ("delivery_rules.c", "	bool is_by_lan = delivery->ways.address && (is_lan_route(delivery) || (is_stop(state) && may_stop));",
         "	(void)may_stop;\n	bool is_by_lan = delivery->ways.address && is_lan_route(delivery);"),
        ("delivery_rules.c", "		delivery_due_lan(delivery, toy, delivery->ways.address);\n	send_after(delivery, toy);",
         "		delivery_due_lan(delivery, toy, delivery->ways.address);\n	if (!is_stop(state)) send_after(delivery, toy);")]),
    ("a lower level goes by the present route only", [
        ("delivery_rules.c", "	if (!is_lan_route(delivery) || delivery_is_last_emit_stronger(delivery, toy) ||\n"
         "	    delivery_has_open(delivery, toy, DELIVERY_SERVER, DELIVERY_STRONGER))\n		delivery_due_server(delivery, toy);\n}",
         "	if (!is_lan_route(delivery) || (is_stop(state) && (delivery_is_last_emit_stronger(delivery, toy) ||\n"
         "	    delivery_has_open(delivery, toy, DELIVERY_SERVER, DELIVERY_STRONGER))))\n		delivery_due_server(delivery, toy);\n}"),
        ("delivery_rules.c", "		delivery_due_lan(delivery, toy, delivery->ways.address);\n	send_after(delivery, toy);",
         "		delivery_due_lan(delivery, toy, delivery->ways.address);\n	if (is_stop(state)) send_after(delivery, toy);")]),
    ("an answer ends the record without a correction", [
        ("delivery.c", "	correct_toys(delivery, record, DELIVERY_STRONGER);\n	settle(delivery, record);",
         "	record->open = 0;")]),
    ("nothing is said again at the limit", [
        ("delivery_rules.c", "			delivery_correct(delivery, toy, &over);", "			;")]),
    ("only a Stop is repeated", [
        ("delivery.c", "		if (delivery_needs_repeat(delivery, toy))", "		if (delivery_needs_repeat(delivery, toy) && !movement_moves(&state->movement))"),
        ("delivery_rules.c", "			delivery_correct(delivery, toy, &over);",
         "			if (!movement_moves(&state->movement))\n				delivery_correct(delivery, toy, &over);")]),
    ("records are deleted at a new start", [
        ("delivery_want.c", "	bool is_too_strong = delivery_has_open(delivery, toy, DELIVERY_NOWHERE, DELIVERY_STRONGER);",
         "	for (size_t i = 0; i < delivery->record_end && !is_stop; i++)\n		delivery->records[i].open &= ~delivery_bit(toy);\n"
         "	bool is_too_strong = false;")]),
    ("a reset or a time-out ends the record", [
        ("delivery.c", "		if (outcome == DELIVERY_NOT_SENT) {", "		if (outcome == DELIVERY_NOT_SENT || outcome == DELIVERY_LOST) {")]),
    ("a change of route deletes records", [
        ("delivery.c", "	if (old.route != ways->route)\n",
         "	for (size_t i = 0; i < delivery->record_end && old.route != ways->route; i++)\n"
         "		delivery->records[i].open = delivery->records[i].covered = 0;\n	if (old.route != ways->route)\n")]),
    ("Stop for all is its burst and no more", [
        ("delivery_want.c", "	delivery_due_all(delivery);\n	delivery->burst_ms",
         "	for (size_t i = 0; i < delivery->record_end; i++)\n		delivery->records[i].open = 0;\n"
         "	delivery_due_all(delivery);\n	delivery->burst_ms")]),
    ("corrections never go by a LAN that is out of use", [
        ("delivery_rules.c", "		delivery_due_lan(delivery, toy, record->where);\n		is_any = true;", "		is_any = is_lan_route(delivery);"),
        ("delivery_rules.c", "	if (!is_cause_stronger(delivery, cause, toy) || cause->route != DELIVERY_LAN)\n",
         "	if (!is_cause_stronger(delivery, cause, toy) || cause->route != DELIVERY_LAN || !is_lan_route(delivery))\n"),
        ("delivery.c", "		if (state->is_word_for_lan)", "		if (false)")]),
    ("repeats go on with Stop after a new start", [
        ("delivery_send.c", "	*wire = model->wanted;\n",
         "	*wire = model->wanted;\n	if (model->repeat_ms != DELIVERY_NEVER && model->unsettled_until_ms > delivery->now_ms)\n"
         "		*wire = (struct lovense_command){.kind = LOVENSE_COMMAND_STOP};\n")]),
    ("the last emit may be a stronger one", [
        ("delivery_records.c", "	       movement_is_stronger(&state->last_emit, &state->movement);", "	       false;"),
        ("delivery_rules.c", "	if (!is_lan_route(delivery) || delivery_is_last_emit_stronger(delivery, toy) ||\n"
         "	    delivery_has_open(delivery, toy, DELIVERY_SERVER, DELIVERY_STRONGER))\n		delivery_due_server(delivery, toy);\n}",
         "	if (!is_lan_route(delivery))\n		delivery_due_server(delivery, toy);\n}"),
        ("delivery_rules.c", "	       (lowers && ((cause", "	       (false && ((cause")]),
    ("what was wanted is replayed after a reconnect", [
        ("delivery_send.c", "	if (!delivery->ways.connection)\n		return false;\n",
         "	if (!delivery->ways.connection && moves)\n		delivery->replay = delivery->wire;\n	if (!delivery->ways.connection)\n		return false;\n"
         "	if (!moves && delivery->replay.toy_count && !delivery->wire.toy_count) {\n"
         "		delivery->config.emit(delivery->config.ctx, &delivery->replay, false);\n		delivery->replay.toy_count = 0;\n	}\n"),
        ("delivery.h", "	int64_t ping_ms; ", "	struct lovense_command replay;\n	int64_t ping_ms; "),
        ("delivery_want.c", "	enum lovense_send_result way = find_way(delivery, movement);",
         "	enum lovense_send_result way = find_way(delivery, movement);\n	way = LOVENSE_SENT;\n"
         "	if (!is_stop && !delivery->ways.connection)\n		delivery->replay = *command;")]),
    ("a toy is left out when all are meant", [
        ("delivery_send.c", "	for (size_t toy = 0; toy < delivery->toy_end; toy++) {\n		if (group & delivery_bit(toy))\n			memcpy(",
         "	for (size_t toy = 0; toy < delivery->toy_end && group != (DELIVERY_FUNCTIONS & (delivery_bit(delivery->toy_end) - 1)); toy++) {\n"
         "		if (group & delivery_bit(toy))\n			memcpy(")]),
    ("a lower level waits behind a request", [
        ("delivery_rules.c", "	state->is_waiting = moves && delivery_under_way(delivery, toy, false, DELIVERY_NEVER) >= UNDER_WAY_MAX;",
         "	state->is_waiting = moves && delivery_under_way(delivery, toy, false, DELIVERY_NEVER) >= 1;")]),
    ("an older level is handed to the server as it was", [
        ("delivery.c", "			if (outcome == DELIVERY_BROKEN)\n", "			if (record->named && movement_moves(&record->movement) && delivery->ways.connection) {\n"
         "				struct lovense_command old = {.kind = LOVENSE_COMMAND_FUNCTION, .toy_count = 1, .time_s = 3};\n"
         "				for (size_t toy = delivery->toy_end; toy-- > 0;)\n					if (record->named & delivery_bit(toy))\n"
         "						memcpy(old.toys[0], delivery->toys[toy].id, LOVENSE_TOY_ID_SIZE);\n"
         "				old.has_level[LOVENSE_VIBRATE] = true;\n				old.level[LOVENSE_VIBRATE] = record->movement.percent[LOVENSE_VIBRATE] / 5;\n"
         "				delivery->config.emit(delivery->config.ctx, &old, false);\n			}\n			if (outcome == DELIVERY_BROKEN)\n")]),
    ("corrections have no record of their own", [
        ("delivery_send.c", "	if (record)\n		*record = (struct delivery_record){\n			.is_used = true,",
         "	bool is_correction = delivery->toys[0].id[0] && (delivery->urgent & toys);\n	if (record && !is_correction)\n"
         "		*record = (struct delivery_record){\n			.is_used = true,")]),
    # those of a route's own
    ("a movement does not wait for the ping", [
        ("delivery_send.c", "	return delivery->ping_ms != DELIVERY_NEVER &&\n", "	return false &&\n")]),
    ("an old app gets a list of toys", [
        ("delivery_send.c", "	for (size_t toy = 0; toy < delivery->toy_end && delivery->ways.takes_toy_lists; toy++) {",
         "	for (size_t toy = 0; toy < delivery->toy_end; toy++) {")]),
    ("repeated Stops have no limit", [
        ("delivery_want.c", "	if (!is_first)\n		return;\n", ""),
        ("delivery_all.c", "	if (allowed_ms > delivery->now_ms)\n		return allowed_ms;\n", ""),
        ("delivery_rate.c", "	if (allowed_ms <= delivery->now_ms) {", "	if (true) {")]),
    ("every Stop for all counts as the first", [
        ("delivery_want.c", "	delivery->has_moved = false;\n", "")]),
    ("an address that was left takes part of the rate, though no newer one got the Stop", [
        ("delivery_rate.c", "	if (!(toys & ~delivery->again))", "	if (!(toys & ~delivery->again) || (route == DELIVERY_LAN && delivery->ways.route != DELIVERY_LAN))")]),
    ("the same Stop again puts off its repeat", [
        ("delivery_rules.c", "	state->repeat_ms = repeat_ms < state->repeat_ms ? repeat_ms : state->repeat_ms;", "	state->repeat_ms = repeat_ms;")]),
    ("a Stop for all is no repeat to its toys", [
        ("delivery_all.c", "	if (is_taken)\n		put_off_repeats(delivery, route, where);\n", "	(void)put_off_repeats;\n")]),
    ("a Stop waits when an answer was early", [
        ("delivery_rules.c", "		if (may_wait && !(is_stronger && is_stop(state)))", "		if (may_wait)")]),
    ("what had no answer is corrected in the LAN alone", [
        ("delivery_rules.c", "	if (is_unanswered || (tries", "	if (false && is_unanswered || (tries")]),
    ("a lease that nobody renews is said again", [
        ("delivery.c", "		if (state->movement.kind == LOVENSE_COMMAND_STOP || delivery->now_ms < state->lease_ends_ms)",
         "		if (state || true)"),
        ("delivery_send.c", "(double)left_ms / DELIVERY_SECOND_MS : 1;", "3 : 3;")]),
    ("an answer confirms although the server may hold something", [
        ("delivery_want.c", "	if (state->verdict == DELIVERY_CONFIRMED && delivery_may_server_hold(delivery, place))", "	if (false)")]),
    # those of curves
    ("points count as set up when the answer comes", [
        ("delivery_curve.c", "	setup->until_ms = delivery->now_ms + delivery->config.timing->answer_ms;", "	setup->until_ms = delivery->now_ms;")]),
    ("a Setup that was lost holds up nothing", [
        ("delivery_curve.c", "	setup->state = is_in_doubt ? DELIVERY_SETUP_IN_DOUBT : DELIVERY_SETUP_NONE;",
         "	(void)is_in_doubt;\n	setup->state = DELIVERY_SETUP_NONE;")]),
    ("a Setup goes while a Play may still be done", [
        ("delivery_curve.c", "		if (record->is_used && record->movement.kind == LOVENSE_COMMAND_PATTERN_V2_PLAY)\n			return false;", "		(void)record;"),
        ("delivery_curve.c", "		if (is_moving(delivery, curve) && (is_owed || !state->is_settled))\n			return false;", "		(void)is_owed;")]),
    ("a toy plays the points of another", [
        ("delivery_curve.c", "	return setup->state == DELIVERY_SETUP_READY && setup->serial == state->serial && setup->address == address &&",
         "	return (setup->state == DELIVERY_SETUP_READY || setup->serial) && address &&"),
        ("delivery_curve.c", "setup->state == DELIVERY_SETUP_READY && setup->serial == piece->serial && setup->address == delivery->ways.address;",
         "setup->state == DELIVERY_SETUP_READY;")]),
    ("Stop ends the functions only", [
        ("delivery_want.c", "	end_curve(delivery, asked, curve);", "	if (asked->wanted->kind != LOVENSE_COMMAND_STOP)\n		end_curve(delivery, asked, curve);")]),
    ("a level does not end the curve", [
        ("delivery_want.c", "	end_curve(delivery, asked, curve);", "	if (asked->wanted->kind == LOVENSE_COMMAND_STOP)\n		end_curve(delivery, asked, curve);")]),
    ("the Stop of a curve goes by the present route only", [
        ("delivery_rules.c", "	bool may_stop = delivery->ways.may_stop_by_lan || delivery_is_curve(toy);", "	bool may_stop = delivery->ways.may_stop_by_lan && !delivery_is_curve(toy);"),
        ("delivery_rules.c", "(delivery_is_curve(toy) || (!ways->connection && ways->may_stop_by_lan))", "(!delivery_is_curve(toy) && !ways->connection && ways->may_stop_by_lan)")]),
    ("the Stop of all curves has no record", [
        ("delivery_all.c", "	delivery_hand(delivery, route, where, DELIVERY_CURVES);",
         "	if (route == DELIVERY_LAN)\n		delivery->config.send_lan(delivery->config.ctx, ++delivery->last_request, where, &delivery->wire);")]),
    ("a Play lasts longer than its lease", [
        ("delivery_send.c", "	wire->total_ms = (int)left_ms;", "	wire->total_ms = 20000;")]),
    ("what is weaker waits for its curve", [
        ("delivery_curve.c", "delivery->now_ms > MARGIN_MS && !movement_is_stronger(&curve->movement, &next);", "delivery->now_ms > MARGIN_MS;")]),
    ("a curve goes by the server", [
        ("delivery_send.c", "	uint64_t toys = delivery->server_due & DELIVERY_FUNCTIONS;", "	uint64_t toys = delivery->server_due;"),
        ("movement.c", "	return movement->kind == LOVENSE_COMMAND_POSITION || movement->kind == LOVENSE_COMMAND_PATTERN_V2_PLAY;", "	return false;"),
        ("delivery_curve.c", "		if (is_moving(delivery, place))\n			fall_back(delivery, place);\n		delivery_forget_piece", "		delivery_forget_piece")]),
    ("a Play has no record", [
        ("delivery_send.c", "	if (record)\n		*record = (struct delivery_record){\n			.is_used = true,",
         "	if (record && !movement_needs_lan(&movement))\n		*record = (struct delivery_record){\n			.is_used = true,")]),
    ("an answer confirms at once", [
        ("delivery.c", "			state->is_settled = true;\n", "			state->is_settled = true, state->verdict = DELIVERY_CONFIRMED;\n")]),
]
# Those that take a number of toys, or of presses, that schedules do not have; test_repeats.c has.
FIRST_OF_REPEATS = len(FAULTS) + 1
FAULTS += [
    ("Stops that are due do not go together", [
        ("delivery.c", "	bool goes_along = is_taken_along && state->movement.kind == LOVENSE_COMMAND_STOP;", "	bool goes_along = false && is_taken_along;")]),
    ("an address that was left takes the whole rate", [
        ("delivery_rate.c", "		return DELIVERY_STOP_RATE / 2;", "		return DELIVERY_STOP_RATE;")]),
    ("the same Stop again takes the whole rate", [
        ("delivery_rate.c", "		return DELIVERY_STOP_RATE / 4;", "		return DELIVERY_STOP_RATE;")]),
    ("a sign of life counts as a repeat", [
        ("delivery.c", "		if (state->others_over_ms <= delivery->now_ms)\n			delivery->urgent |= delivery_bit(toy);\n", "")]),
    ("a Stop for all is repeated as fast as the rate allows", [
        ("delivery.c", "	return later(delivery->pressed_ms + next_ms, delivery->now_ms + REPEATS_APART_MS);", "	return delivery->pressed_ms + next_ms;")]),
    ("a Stop to a second address is a repeat", [
        ("delivery_rate.c", "		delivery->first[route] = moved_toys(delivery, (enum delivery_route)route);", "		delivery->first[route] = 0;")]),
    ("what had something last goes first", [
        ("delivery_send.c", "delivery->toys[toy].handed_ms[route] < delivery->toys[longest].handed_ms[route]", "false")]),
]


def plant(folder, changes):
    """Copies of the changed files with the fault in them, by their names."""
    texts = {name: (DELIVERY / name).read_text() for name, _, _ in changes}
    for name, old, new in changes:
        tokens, wanted = tokens_of(texts[name]), [token[0] for token in tokens_of(old)]
        words = [token[0] for token in tokens]
        places = [at for at in range(len(words)) if words[at:at + len(wanted)] == wanted]
        if len(places) != 1:
            raise SystemExit(f"{name} has {len(places)} of: {old}")
        begin, end = tokens[places[0]][1], tokens[places[0] + len(wanted) - 1][2]
        texts[name] = texts[name][:begin] + new + texts[name][end:]
    copies = folder / "lovense" / "delivery"
    copies.mkdir(parents=True)
    for name, text in texts.items():
        (copies / name).write_text(text)
    return {name: copies / name for name in texts}


def compile_object(source, folder):
    target = folder / f"{source.stem}.o"
    subprocess.run([*CC, "-std=c17", "-O2", "-w", f"-I{folder}", f"-I{PLUGIN}", f"-I{TESTS}", "-c", source, "-o", target], check=True)
    return target


def build_all(folder):
    """Objects with the headers of the folder before those of the project: (of the delivery by the names of its files, of the schedules, of the repeats)"""
    delivery = {source.name: compile_object(source, folder) for source in sorted(DELIVERY.glob("*.c"))}
    delivery.update({name: compile_object(PLUGIN / name, folder) for name in OTHERS})
    schedules = [compile_object(source, folder) for source in sorted(TESTS.glob("*.c"))]
    return delivery, schedules, [compile_object(TESTS.parent / "test_repeats.c", folder)]


def build_changed(folder, changed, sound):
    """The same as build_all(), of what has to be compiled again."""
    if any(name.endswith(".h") for name in changed):
        sound = build_all(folder)
    delivery, schedules, repeats = sound
    again = {name: compile_object(source, folder) for name, source in changed.items() if name.endswith(".c")}
    return {**delivery, **again}, schedules, repeats


def link(folder, objects, libraries):
    program = folder / "program"
    subprocess.run([*CC, *objects, "-o", program, *shlex.split(os.environ.get("LIBRARIES", libraries))], check=True)
    return program


def run_schedules(folder, objects, count):
    run = subprocess.run([link(folder, objects, "-ljansson -lcurl"), count], text=True, stdout=subprocess.PIPE)
    return run.returncode == 1, run.stdout.partition("\n")[0]


def run_repeats(folder, objects):
    program = link(folder, objects, "-ljansson -lcurl -lcmocka")
    run = subprocess.run([program], text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    lines = [line for line in run.stdout.splitlines() if "FAILED" in line]
    return run.returncode > 0 and lines, lines[0] if lines else ""


def judge(number, sound):
    name, changes = FAULTS[number - 1] if number else ("no fault", [])
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        delivery, schedules, repeats = build_changed(folder, plant(folder, changes), sound)
        objects = list(delivery.values())
        if number == 0:
            is_caught, words = run_schedules(folder, objects + schedules, "20000")
            return not is_caught, f"without a fault: {words if is_caught else 'fine'}"
        is_caught, words = (run_repeats(folder, objects + repeats) if number >= FIRST_OF_REPEATS else
                            run_schedules(folder, objects + schedules, SCHEDULES))
    return is_caught, f"{number:2} {name}: {words if is_caught else 'NOT CAUGHT'}"


def main():
    numbers = [int(word) for word in sys.argv[1:]] or list(range(len(FAULTS) + 1))
    with tempfile.TemporaryDirectory() as folder, \
            concurrent.futures.ThreadPoolExecutor(int(os.environ.get("JOBS", "2"))) as pool:
        sound = build_all(pathlib.Path(folder))
        results = list(pool.map(lambda number: judge(number, sound), numbers))
    print("\n".join(words for _, words in results))
    sys.exit(0 if all(is_caught for is_caught, _ in results) else 1)


main()
