#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Plants one fault after the other in copies of the core and fails unless the tests catch every one.

usage: mutations.py [--list] [NAME...]        environment: CC (cc), JOBS (2)
"""
import concurrent.futures
import os
import pathlib
import shlex
import subprocess
import sys
import tempfile
import time

TESTS = pathlib.Path(__file__).resolve().parent
PLUGIN = TESTS.parent.parent / "plugin"
CORE = PLUGIN / "haptics"
PROPERTY_STEPS = "150000"
HANG_FACTOR = 20  # this many times as long as with the sound core is no slow machine
HANG_FLOOR_S = 10
UNIT_TESTS = ["gate", "gate_shapes", "requests", "arbiter", "leases", "runs", "holds", "safety", "pause", "triggers", "use_cases"]

# name, file, what is there (exactly once), what takes its place
FAULTS = [
    ("the master ceiling does not count", "gate.c",
     "return fmin(within_unit(gate->master_ceiling), gate->toys[slot].ceiling[function]);",
     "return gate->toys[slot].ceiling[function];"),
    ("ceilings are multiplied", "gate.c",
     "return fmin(within_unit(gate->master_ceiling), gate->toys[slot].ceiling[function]);",
     "return within_unit(gate->master_ceiling) * gate->toys[slot].ceiling[function];"),
    ("the toy's ceiling does not count", "gate.c",
     "fmin(within_unit(toy->ceiling), within_unit(toy->function_ceiling[f]))",
     "within_unit(toy->function_ceiling[f])"),
    ("the function's ceiling does not count", "gate.c",
     "fmin(within_unit(toy->ceiling), within_unit(toy->function_ceiling[f]))", "within_unit(toy->ceiling)"),
    ("a NaN is a level", "gate.c", "if (!(value > 0))", "if (value <= 0)"),
    ("steps are rounded up", "gate.c", "floor(level * steps + STEP_EPSILON)", "ceil(level * steps)"),
    ("disarmed does not count", "gate.c", "if (!gate->is_armed || ", "if ("),
    ("panic does not count", "gate.c", "!gate->is_armed || gate->is_panic ||", "!gate->is_armed ||"),
    ("a pause does not count", "gate.c", "|| gate_is_paused(gate, now_ms))", ")"),
    ("runs begin in a pause", "start.c", "if (gate_is_paused(&haptics->gate, haptics->time.now_ms))", "if (false)"),
    ("a second pause cuts the first one short", "intent.c", "if (until_ms > haptics->gate.paused_until_ms)",
     "if (true)"),
    ("the end of a run does not count", "gate.c",
     "now_ms >= target->end_ms || now_ms >= target->deadline_ms", "now_ms >= target->deadline_ms"),
    ("the maximum of a run does not count", "gate.c",
     "now_ms >= target->end_ms || now_ms >= target->deadline_ms", "now_ms >= target->end_ms"),
    ("levels jump up", "gate.c", "fmin(capped, highest_rise(toy, function, now_ms))", "capped"),
    ("a raised ceiling jumps", "gate.c", "is_in_use ? fmin(limit, reached) : limit", "limit"),
    ("a lowered ceiling ramps", "gate.c", "is_in_use ? fmin(limit, reached) : limit",
     "is_in_use ? fmax(fmin(limit, reached), toy->allowed[f] - ramp) : limit"),
    ("time spent at a ceiling is credit for a higher one", "gate.c", "fmin(toy->limit[f], toy->allowed[f] + ramp)",
     "toy->allowed[f] + ramp"),
    ("a motor's ceiling does not bind what drives it", "gate.c",
     "ceiling[f] = fmin(ceiling[f], own_ceiling(toy, motor));", ";"),
    ("a ceiling does not bind the motors", "gate.c", "ceiling[motor] = fmin(ceiling[motor], own_ceiling(toy, f));", ";"),
    ("a pattern of one motor forgets the others", "gate.c", "moved |= whole & toy->functions;", ";"),
    ("a command is longer than the lease", "gate.c", "if (duration > gate->lease_ms)",
     "if (duration > 2 * gate->lease_ms)"),
    ("a command outlasts the maximum", "gate.c", "if (duration > until_deadline_ms)", "if (false)"),
    ("a command is shorter than the API takes", "gate.c",
     "(duration > GATE_MIN_COMMAND_MS ? duration : GATE_MIN_COMMAND_MS)", "duration"),
    ("presets pass under a ceiling", "gate.c", "\t\tif ((toy->functions & bit((int)f)) && toy->allowed[f] < 1)",
     "\t\tif ((toy->functions & bit((int)f)) && toy->allowed[f] <= 0)"),
    ("patterns are not scaled", "gate.c", "(target->first_step + i) % target->step_count]) * scale;",
     "(target->first_step + i) % target->step_count]);"),
    ("patterns are not cut", "gate.c", "fmin(step, limit)", "step"),
    ("a pattern moves what may not move", "gate.c", "*functions &= ~bit((int)f);", "lowest = lowest;"),
    ("coarse functions round up in a pattern", "gate.c", "return allowed * PATTERN_TOP / steps;",
     "return (int)(toy->allowed[function] * PATTERN_TOP) + 0 * allowed;"),
    ("positions are not cut", "gate.c", "fmin(wanted, toy->allowed[gate->stroke])", "wanted"),
    ("strokes are not cut", "gate.c", "fmin(wanted_stroke(target), toy->allowed[gate->stroke])", "wanted_stroke(target)"),
    ("a low ceiling takes the stroke away", "gate.c", "stroke_top(gate, toy, target) < GATE_MIN_STROKE;", "false;"),
    ("only the stroke of a rule has a ceiling", "gate.c", "if (!target->has_stroke && allowed >= 1)",
     "if (!target->has_stroke)"),
    ("a stroke is too narrow for the machine", "gate.c", "min < max - GATE_MIN_STROKE ? min : max - GATE_MIN_STROKE",
     "min"),
    ("a stroke goes without thrusting", "gate.c", "if (!is_thrusting || !has_function(toy, gate->stroke))\n\t\treturn;",
     "if (!has_function(toy, gate->stroke))\n\t\treturn;"),
    ("a pattern leaves the range of the stroke", "gate.c", "toy->ceiling[gate->stroke] >= 1;", "true;"),
    ("the whole stroke goes on under a ceiling", "gate.c",
     "return toy->allowed[gate->stroke] >= 1; /*", "return true; /*"),
    ("what was sent before is always right", "gate.c",
     "if (command->level[f] > steps_of(toy->allowed[f], gate->functions[f].steps))", "if (false)"),
    ("the oldest wins", "arbiter.c", "return a->serial > b->serial;", "return a->serial < b->serial;"),
    ("the lowest priority wins", "arbiter.c", "return a->priority > b->priority;", "return a->priority < b->priority;"),
    ("priority does not count", "arbiter.c", "if (a->priority != b->priority)", "if (false)"),
    ("a pattern does not own its toy", "arbiter.c", "if (target->kind == TARGET_NONE)", "if (i + 1 == ranking->count)"),
    ("levels below a pattern go on", "arbiter.c", "\t\t\t\tfill_owner(haptics, run, slot, target);\n\t\t\treturn;",
     "\t\t\t\tfill_owner(haptics, run, slot, target);\n\t\t\tcontinue;"),
    ("a loser's level shines through", "arbiter.c", "if (functions & ~target->functions)", "if (true)"),
    ("the last maximum counts", "arbiter.c", "target->deadline_ms = core_earlier(target->deadline_ms, run->deadline_ms);",
     "target->deadline_ms = run->deadline_ms;"),
    ("leases are renewed too late", "lease.c", "poll->now_ms + command->duration_ms / 2;",
     "poll->now_ms + command->duration_ms + 1;"),
    ("a position is said once", "due.c", "return is_on_its_way || lease", "return lease"),
    ("leases are renewed all the time", "due.c", "haptics->time.now_ms >= lease->renew_ms)",
     "haptics->time.now_ms >= lease->sent_ms)"),
    ("what goes to zero waits", "due.c", "if (before > 0 && after == 0)", "if (false)"),
    ("there is no gap", "lease.c", "due == DUE_URGENT || poll->now_ms >= gap_over_ms(poll, slot);",
     "due != DUE_NOT;"),
    ("there is no budget", "lease.c", "poll->haptics->tokens -= 1;", ""),
    ("what must be weaker waits", "due.c", "return DUE_URGENT;\n\tif (lease->sent.kind != command->kind)",
     "return DUE_NORMAL;\n\tif (lease->sent.kind != command->kind)"),
    ("different toys share a command", "lease.c", "sizeof(candidate->result.command)) != 0)",
     "sizeof(candidate->result.command)) == 7777)"),
    ("a command for all names nobody", "lease.c", "emit_output(poll, (size_t)common, toys);",
     "emit_output(poll, (size_t)common, toys), poll->commands[poll->count - 1].toys = 0;"),
    ("the end of a run sends nothing", "lease.c", "poll->haptics->leases[slot].is_running || is_asked_for)",
     "is_asked_for)"),
    ("a restart counts the maximum anew", "start.c", "if (!run->is_active)\n\t\trun->deadline_ms",
     "if (true)\n\t\trun->deadline_ms"),
    ("a trigger takes the hold of a key away", "start.c", "holder->hold == HOLD_KEY && start->hold == HOLD_TIMED",
     "false"),
    ("another trigger takes the hold away", "start.c", "holder->hold == HOLD_TRIGGER && slot->when.is_on", "false"),
    ("a delayed start forgets who holds it", "start.c", "is_waiting ? held_by(slot, &slot->pending, start) : *start",
     "*start"),
    ("a run forgets the key that joined it", "start.c", "if (!held.key[0])", "if (true)"),
    ("an extended run forgets the key", "start.c",
     "memcpy(run->key, start->key, sizeof(run->key));\n\tjournal_add(haptics, HAPTICS_EXTENDED",
     "journal_add(haptics, HAPTICS_EXTENDED"),
    ("a key that is let go goes on", "trigger.c",
     "if (slot->run.hold == HOLD_TRIGGER)\n\t\t\trun_release(haptics, &slot->run);", ""),
    ("a stopped key goes on", "request.c", "if (run->is_active && lets_go(run->hold, run->key, key))", "if (false)"),
    ("a key let go in the delay starts all the same", "trigger.c", "start_cancel(haptics, index, HAPTICS_ENDED);\n\t\tif",
     ";\n\t\tif"),
    ("a stopped toy goes on", "intent.c", "\t\t\trun_drop_toys(haptics, run, mask);", "\t\t\t;"),
    ("a request has no maximum", "request.c", "start_run(haptics, run, functions, CORE_REQUEST_MAX_RUN_MS);",
     "start_run(haptics, run, functions, 10 * CORE_REQUEST_MAX_RUN_MS);"),
    ("a slider outlasts its hand", "request.c", "run->deadline_ms = run->start_ms + CORE_MANUAL_HOLD_MS;\n\tset_length(run, CORE_MANUAL_HOLD_MS);",
     "run->deadline_ms = run->start_ms + 10 * CORE_MANUAL_HOLD_MS;\n\tset_length(run, 10 * CORE_MANUAL_HOLD_MS);"),
    ("a halt leaves requests be", "haptics.c", "run_end_all(haptics, HAPTICS_STOPPED);\n\tlease_stop_everything(haptics, CORE_STOP_BURST);\n\tjournal_add(haptics, HAPTICS_HALTED",
     "lease_stop_everything(haptics, CORE_STOP_BURST);\n\tjournal_add(haptics, HAPTICS_HALTED"),
    ("a stop action does not block", "start.c",
     "slot->is_blocked = rule->mode == HAPTICS_RUN_WHILE && slot->when.is_on;", ""),
    ("a toy that joins takes what runs", "haptics.c", "\tdrop_toy(haptics, slot);\n", "\tlease_forget_toy(haptics, slot);\n"),
    ("a new link begins without stop", "haptics.c", "lease_stop_everything(haptics, 1);", ";"),
    ("sleep goes unnoticed", "haptics.c", "if (has_slept && run_any(haptics))", "if (false)"),
    ("a delayed start outlasts sleep", "run.c", "if (haptics->slots[i].pending_ms != CORE_NEVER)", "if (false)"),
    ("a timer makes up for its sleep", "trigger.c", "if (is_due && late_ms <= CORE_SUSPEND_GAP_MS)", "if (is_due)"),
    ("a clock makes up for its sleep", "haptics.c", "had_time && !has_slept ? EDGES_FIRE", "had_time ? EDGES_FIRE"),
    ("toy rules resume with the link", "haptics.c", "is_online ? EDGES_ARE_INITIAL : EDGES_FIRE", "EDGES_FIRE"),
    ("panic does not latch", "intent.c", "haptics->gate.is_panic = true;", ""),
    ("panic is said once", "intent.c",
     "lease_stop_everything(haptics, CORE_STOP_BURST);\n\tjournal_add(haptics, HAPTICS_PANIC",
     "lease_stop_everything(haptics, 1);\n\tjournal_add(haptics, HAPTICS_PANIC"),
]


def output_of(*command):
    return shlex.split(subprocess.run(command, check=True, capture_output=True, text=True).stdout)


CC = shlex.split(os.environ.get("CC", "cc"))
FLAGS = ["-std=c17", "-O1", "-w", "-D_POSIX_C_SOURCE=200809L", "-D_DEFAULT_SOURCE", f'-DTESTS_DIR="{TESTS.parent}"']


def compile_object(source, target, *include):
    subprocess.run([*CC, *FLAGS, *[f"-I{folder}" for folder in include], *output_of("pkg-config", "--cflags", "jansson"),
                    "-c", source, "-o", target], check=True)
    return target


def build_sound(folder):
    """Objects of the sound core, and of each test program."""
    core = {source.name: compile_object(source, folder / f"core_{source.stem}.o", PLUGIN)
            for source in sorted(CORE.rglob("*.c"))}
    world = compile_object(TESTS / "world.c", folder / "world.o", PLUGIN)
    programs = {name: [world, compile_object(TESTS / f"test_{name}.c", folder / f"test_{name}.o", PLUGIN)]
                for name in UNIT_TESTS}
    programs["property"] = [compile_object(source, folder / f"property_{source.stem}.o", PLUGIN)
                            for source in sorted((TESTS / "property").glob("*.c"))]
    return core, programs


def link_and_run(folder, name, objects, core, timeout=None):
    """True when the program passes. Raises TimeoutExpired."""
    program = folder / name
    libraries = output_of("pkg-config", "--libs", "jansson", "cmocka") + ["-lm"]
    subprocess.run([*CC, *objects, *core.values(), "-o", program, *libraries], check=True)
    arguments = [PROPERTY_STEPS] if name == "property" else []
    return subprocess.run([program, *arguments], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
                          timeout=timeout).returncode == 0


def time_sound(folder, core, programs):
    """Seconds that each program takes on the sound core, on this machine."""
    seconds = {}
    for name, objects in programs.items():
        start = time.monotonic()
        if not link_and_run(folder, name, objects, core):
            sys.exit(f"mutations: the sound core already fails {name}")
        seconds[name] = time.monotonic() - start
    return seconds


def run_tests(folder, core, programs, sound):
    """The first program that fails, None when all pass. One that takes far longer than on the sound core hangs."""
    for name, objects in sorted(programs.items(), key=lambda item: item[0] != "property"):
        try:
            passes = link_and_run(folder, name, objects, core, HANG_FACTOR * sound[name] + HANG_FLOOR_S)
        except subprocess.TimeoutExpired:
            return f"{name}, hangs"
        if not passes:
            return name
    return None


def plant(fault, folder):
    name, file, old, new = fault
    text = (CORE / file).read_text()
    if text.count(old) != 1:
        sys.exit(f"mutations: \"{name}\": its place in {file} is there {text.count(old)} times; mend the list of faults")
    source = folder / file
    source.write_text(text.replace(old, new))
    return source


def catch(fault, core, programs, sound):
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        source = plant(fault, folder)
        changed = dict(core)
        changed[fault[1]] = compile_object(source, folder / "changed.o", PLUGIN)
        return run_tests(folder, changed, programs, sound)


def main():
    wanted = sys.argv[1:]
    if wanted == ["--list"]:
        print("\n".join(f"{fault[1]:10} {fault[0]}" for fault in FAULTS))
        return
    faults = [fault for fault in FAULTS if not wanted or fault[0] in wanted]
    with tempfile.TemporaryDirectory() as name, \
            concurrent.futures.ThreadPoolExecutor(int(os.environ.get("JOBS", "2"))) as pool:
        folder = pathlib.Path(name)
        core, programs = build_sound(folder)
        sound = time_sound(folder, core, programs)
        caught = list(pool.map(lambda fault: catch(fault, core, programs, sound), faults))
    for fault, by in zip(faults, caught):
        print(f"{'caught by ' + by if by else 'NOT CAUGHT':22} {fault[1]:10} {fault[0]}")
    missed = caught.count(None)
    print(f"{len(faults)} faults planted, {len(faults) - missed} caught")
    sys.exit(1 if missed else 0)


main()
