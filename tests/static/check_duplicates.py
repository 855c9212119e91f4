#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Fails when the same lines stand in two places. White space, comments, includes and lines of a bracket do not count.

usage: check_duplicates.py REPOSITORY | --selftest
"""
import collections
import pathlib
import re
import sys
import tempfile

# folder, how many lines in a row may not be the same
LIMITS = (("plugin", 8), ("tests", 12))
SUFFIXES = {".c", ".cpp", ".h", ".hpp", ".mjs", ".py"}
NOT_COUNTED = re.compile(r".{0,3}|#.*|import .*|from .*|//.*|/\*.*|\* .*")


def counted_lines(path):
    for number, line in enumerate(path.read_text().splitlines(), 1):
        text = re.sub(r"\s+", " ", line.strip())
        if not NOT_COUNTED.fullmatch(text):
            yield number, text


def windows(folder, size):
    """All runs of size lines: their text, and where they begin."""
    for path in sorted(folder.rglob("*")):
        if path.suffix not in SUFFIXES or "node_modules" in path.parts:
            continue
        lines = list(counted_lines(path))
        for first in range(len(lines) - size + 1):
            run = lines[first:first + size]
            yield "\n".join(text for _, text in run), (path, run[0][0])


def problems(repository):
    for name, size in LIMITS:
        places = collections.defaultdict(list)
        for text, place in windows(repository / name, size):
            places[text].append(place)
        if not places:
            yield f"nothing was read in {name}"
        for same in places.values():
            if len(same) > 1:
                where = " and ".join(f"{path.relative_to(repository)}:{line}" for path, line in same)
                yield f"{where}: {size} lines are the same: give them one place"


def selftest():
    body = [f"\tdo_step_{i}(ctx);" for i in range(8)]
    with tempfile.TemporaryDirectory() as folder:
        repository = pathlib.Path(folder)
        for name, lines in {
            "plugin/a.c": ["#include <a.h>", *body, "\tend_of_a();"],
            "plugin/b.c": ["/* other */", *body[:4], "", "}", *[line.replace("\t", "\t\t") for line in body[4:]], "\tend_of_b();"],
            "plugin/c.c": [*body[:7], "\tanother(ctx);"],
            "tests/a.mjs": [*body, "x();", "y();", "z();"],
            "tests/b.mjs": [*body, "x();", "y();", "z();", "twelve();"],
        }.items():
            (repository / name).parent.mkdir(exist_ok=True)
            (repository / name).write_text("\n".join(lines) + "\n")
        found = list(problems(repository))
    assert found == ["plugin/a.c:2 and plugin/b.c:2: 8 lines are the same: give them one place"], found


def main():
    if sys.argv[1:] == ["--selftest"]:
        selftest()
        return
    found = list(problems(pathlib.Path(sys.argv[1])))
    print("\n".join(found) or "duplicates: nothing stands in two places")
    sys.exit(1 if found else 0)


main()
