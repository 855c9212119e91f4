#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Fails when a C function or table of plugin/ is seen by other files and none of them uses it: either it is dead, or it
should be static (of which the compiler then says whether it is used). What only tests use stands here with a reason; an
entry that is not needed any more fails too. C++ is left out: Qt calls what nobody names.

usage: check_dead_code.py ARCHIVE|OBJECT... | --selftest        all of plugin/
"""
import os
import subprocess
import sys
import tempfile

FOR_TESTS = {
    "eio_decode": "the decoder, by itself",
    "sio_decode": "the decoder, by itself; fuzzed",
    "sio_packet_release": "goes with sio_decode()",
    "sio_close_reason_text": "words for a recorder's lines",
    "sio_result_text": "words for a benchmark's lines",
    "lovense_simulator_level": "what a virtual toy does",
    "session_create_timed": "time limits of a test's length",
    "session_timing_default": "goes with session_create_timed()",
    "lovense_toy_type": "the rows of a table, compared with those of the simulator",
    "settings_store_create_in": "a folder of a test's own",
    "pairing_permission_is_starting": "a clock of a test's own",
    "colour_contrast": "the looks' promise to be readable",
    "history_at": "the graph, moment by moment",
    "mesh_corner_px": "where text may begin in a rounded corner",
    "network_contains": "address arithmetic, by itself",
    "delivery_verdict": "the last word, which nothing is wired to yet",
    "delivery_timing_default": "the last word, which nothing is wired to yet",
    "text_pool_sources": "that a font has one text source",
    "rate_table_count": "that a table stays small",
}
# OBS and the system call these.
FROM_OUTSIDE = ("main", "obs_module_", "obs_current_module")


def symbols(files):
    """Names that are defined, and names that are used from another object."""
    defined, used = set(), set()
    text = subprocess.run(["nm", "--extern-only", *files], text=True, stdout=subprocess.PIPE, check=True).stdout
    for line in text.splitlines():
        *address, kind, name = line.split() if len(line.split()) in (2, 3) else ["", ""]
        if kind == "U":
            used.add(name)
        elif address and kind in "TDBR" and not name.startswith("_"):
            defined.add(name)
    return defined, used


def problems(files, for_tests):
    defined, used = symbols(files)
    if not defined:
        yield "nothing is defined"
    unused = {name for name in defined - used if not name.startswith(FROM_OUTSIDE)}
    for name in sorted(unused - set(for_tests)):
        yield f"{name}: no other file of plugin/ uses it: remove it, make it static, or list it as made for tests"
    for name in sorted(set(for_tests) - unused):
        yield f"{name}: is used, or gone: take it off the list of what is made for tests"


def selftest():
    with tempfile.TemporaryDirectory() as folder:
        objects = []
        for name, text in {"a": "int used(void) { return 1; } int dead(void) { return 2; } int tested(void) { return 3; }"
                                "const int dead_table[] = {1}; static int own(void) { return 4; } int obs_module_x(void) { return own(); }",
                           "b": "int used(void); int main(void) { return used(); }"}.items():
            source = os.path.join(folder, f"{name}.c")
            with open(source, "w") as file:
                file.write(text)
            objects.append(os.path.join(folder, f"{name}.o"))
            subprocess.run(["cc", "-c", "-o", objects[-1], source], check=True)
        found = [problem.split(":")[0] for problem in problems(objects, {"tested": "", "used": "", "gone": ""})]
    assert found == ["dead", "dead_table", "gone", "used"], found


def main():
    if sys.argv[1:] == ["--selftest"]:
        selftest()
        return
    found = list(problems(sys.argv[1:], FOR_TESTS))
    print("\n".join(found) or "dead code: every name that files share is used")
    sys.exit(1 if found else 0)


main()
