#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Plants one fault after the other (faults.py) in copies of the core and fails unless the tests catch every one. A fault
that has lost its place fails too.

usage: mutations.py [--list | --selftest] [NAME...]        environment: CC (cc), JOBS (2)
"""
import concurrent.futures
import os
import pathlib
import re
import shlex
import shutil
import subprocess
import sys
import tempfile
import time

from faults import FAULTS, PlaceLost, plant, tokens_of

TESTS = pathlib.Path(__file__).resolve().parent
PLUGIN = TESTS.parent.parent / "plugin"
CORE = PLUGIN / "haptics"
PROPERTY_STEPS = "150000"
HANG_FACTOR = 20  # this many times as long as with the sound core is no slow machine
HANG_FLOOR_S = 10
UNIT_TESTS = ["gate", "gate_shapes", "requests", "arbiter", "verdicts", "order", "leases", "runs", "holds", "safety", "pause", "triggers", "toy_reports", "use_cases", "tips", "queue", "budget"]


def output_of(*command):
    return shlex.split(subprocess.run(command, check=True, capture_output=True, text=True).stdout)


CC = shlex.split(os.environ.get("CC", "cc"))
FLAGS = ["-std=c17", "-O1", "-w", "-fPIC", "-D_POSIX_C_SOURCE=200809L", "-D_DEFAULT_SOURCE", f'-DTESTS_DIR="{TESTS.parent}"']


def compile_object(source, target, *include):
    subprocess.run([*CC, *FLAGS, *[f"-I{folder}" for folder in include], *output_of("pkg-config", "--cflags", "jansson"),
                    "-c", source, "-o", target], check=True)
    return target


def libraries():
    return output_of("pkg-config", "--libs", "jansson", "cmocka") + ["-lm"]


def link_core(folder, core):
    """A library, so that the programs are linked once and each takes the core of the folder that it is told."""
    subprocess.run([*CC, "-shared", *core.values(), "-o", folder / "libcore.so", *libraries()], check=True)


def build_sound(folder):
    """Objects of the sound core, and the test programs, the quickest to fail first."""
    core = {source.name: compile_object(source, folder / f"core_{source.stem}.o", PLUGIN)
            for source in sorted(CORE.rglob("*.c"))}
    link_core(folder, core)
    world = compile_object(TESTS / "world.c", folder / "world.o", PLUGIN)
    objects = {name: [world, compile_object(TESTS / f"test_{name}.c", folder / f"test_{name}.o", PLUGIN)]
               for name in UNIT_TESTS}
    objects["property"] = [compile_object(source, folder / f"property_{source.stem}.o", PLUGIN)
                           for source in sorted((TESTS / "property").glob("*.c"))]
    for name, parts in objects.items():
        subprocess.run([*CC, *parts, "-o", folder / name, f"-L{folder}", "-lcore", *libraries()], check=True)
    return core, {name: folder / name for name in objects}


def passes(program, folder, timeout=None):
    """Whether the program does, with the core of that folder. Raises TimeoutExpired."""
    arguments = [PROPERTY_STEPS] if program.name == "property" else []
    return subprocess.run([program, *arguments], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
                          env={**os.environ, "LD_LIBRARY_PATH": str(folder)}, timeout=timeout).returncode == 0


def time_sound(folder, programs):
    """Seconds that each program takes on the sound core, on this machine."""
    seconds = {}
    for name, program in programs.items():
        start = time.monotonic()
        if not passes(program, folder):
            sys.exit(f"mutations: the sound core already fails {name}")
        seconds[name] = time.monotonic() - start
    return seconds


def run_tests(folder, programs, sound):
    """The first program that fails, None when all pass. One that takes far longer than on the sound core hangs."""
    for name, program in programs.items():
        try:
            if not passes(program, folder, HANG_FACTOR * sound[name] + HANG_FLOOR_S):
                return name
        except subprocess.TimeoutExpired:
            return f"{name}, hangs"
    return None


def catch(fault, texts, core, programs, sound):
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        file, text = plant(fault, texts)
        source = folder / file
        source.write_text(text)
        link_core(folder, {**core, file: compile_object(source, folder / "changed.o", PLUGIN)})
        return run_tests(folder, programs, sound)


def words_of(text):
    return [token[0] for token in tokens_of(text)]


def formatted(text):
    """As clang-format writes it in narrow lines; without clang-format each token on a line of its own."""
    if not shutil.which("clang-format"):
        return "\n".join(words_of(text))
    return subprocess.run(["clang-format", "--style={BasedOnStyle: GNU, ColumnLimit: 40}"], input=text, check=True,
                          capture_output=True, text=True).stdout


def renamed(text):
    """With other names for everything that no fault spells out."""
    spelled = {word for _, *parts in FAULTS for part in parts for word in words_of(part)}
    return re.sub(r"[A-Za-z_]\w*", lambda name: name[0] if name[0] in spelled else name[0] + "_new",
                  " ".join(words_of(text)))


def selftest(texts):
    """Formatting and other names move no fault from its place; a place that is gone is an error."""
    narrow = {name: formatted(text) for name, text in texts.items()}
    other_names = {name: renamed(text) for name, text in texts.items()}
    for fault in FAULTS:
        file, text = plant(fault, texts)
        formatted_file, formatted_text = plant(fault, narrow)
        assert (formatted_file, words_of(formatted_text)) == (file, words_of(text)), f"{fault[0]}: formatting moves it"
        assert plant(fault, other_names)[0] == file, f"{fault[0]}: other names move it"
        for lost in ({}, {**texts, "copy.c": texts[file]}, {**texts, file: texts[file].replace(fault[1] + "(", "f(")}):
            try:
                plant(fault, lost)
            except PlaceLost:
                continue
            sys.exit(f"{fault[0]}: a lost place goes unnoticed")
    print(f"{len(FAULTS)} faults keep their places")


def main():
    wanted = sys.argv[1:]
    texts = {source.name: source.read_text() for source in sorted((*CORE.glob("*.c"), *CORE.glob("gate/*.c"), *CORE.glob("preview/*.c"),
                                                                          *CORE.glob("requests/*.c"), *CORE.glob("reports/*.c"), *CORE.glob("rules/*.c"), *CORE.glob("tips/*.c")))}
    if wanted == ["--selftest"]:
        return selftest(texts)
    faults = [fault for fault in FAULTS if wanted == ["--list"] or not wanted or fault[0] in wanted]
    for fault in faults:  # before anything is built
        plant(fault, texts)
    if wanted == ["--list"]:
        return print("\n".join(f"{fault[1]:22} {fault[0]}" for fault in faults))
    with tempfile.TemporaryDirectory() as name, \
            concurrent.futures.ThreadPoolExecutor(int(os.environ.get("JOBS", "2"))) as pool:
        folder = pathlib.Path(name)
        core, programs = build_sound(folder)
        sound = time_sound(folder, programs)
        caught = list(pool.map(lambda fault: catch(fault, texts, core, programs, sound), faults))
    for fault, by in zip(faults, caught):
        print(f"{'caught by ' + by if by else 'NOT CAUGHT':22} {fault[1]:22} {fault[0]}")
    missed = caught.count(None)
    print(f"{len(faults)} faults planted, {len(faults) - missed} caught")
    return int(missed > 0)


if __name__ == "__main__":
    try:
        sys.exit(main())
    except PlaceLost as lost:
        sys.exit(f"mutations: {lost}")
