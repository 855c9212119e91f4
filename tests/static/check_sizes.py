#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Fails when a folder of plugin/ holds too many source files to find one by name, or when a file is too long to read in one
go. Licence tags do not count.

usage: check_sizes.py REPOSITORY | --selftest
"""
import collections
import pathlib
import sys
import tempfile

SUFFIXES = {".c", ".h", ".cpp", ".hpp"}
MOST_FILES = 24  # of one folder
MOST_LINES = 400  # of one file


def lines_of(path):
    return sum("SPDX-License-Identifier:" not in line for line in path.read_text().splitlines())


def problems(repository):
    files = collections.Counter()
    for path in sorted((repository / "plugin").rglob("*")):
        if path.suffix not in SUFFIXES:
            continue
        files[path.parent.relative_to(repository)] += 1
        lines = lines_of(path)
        if lines > MOST_LINES:
            yield f"{path.relative_to(repository)}: {lines} lines, {MOST_LINES} at most: split it"
    for folder, count in files.items():
        if count > MOST_FILES:
            yield f"{folder}: {count} source files, {MOST_FILES} at most: give a part of them a folder"
    if not files:
        yield "no source file was found"


def selftest():
    tag = "/* SPDX-License-Identifier: GPL-2.0-or-later */\n"
    with tempfile.TemporaryDirectory() as folder:
        repository = pathlib.Path(folder)
        files = {"full/long.c": tag + "int a;\n" * (MOST_LINES + 1), "good/long.c": tag + "int a;\n" * MOST_LINES, "good/list.txt": ""}
        files |= {f"{name}/{i}.h": tag for name, count in (("full", MOST_FILES), ("good", MOST_FILES - 1)) for i in range(count)}
        for name, text in files.items():
            path = repository / "plugin" / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text)
        found = list(problems(repository))
        assert list(problems(repository / "plugin")) == ["no source file was found"]
    assert found == [f"plugin/full/long.c: {MOST_LINES + 1} lines, {MOST_LINES} at most: split it",
                     f"plugin/full: {MOST_FILES + 1} source files, {MOST_FILES} at most: give a part of them a folder"], found


def main():
    if sys.argv[1:] == ["--selftest"]:
        selftest()
        return
    found = list(problems(pathlib.Path(sys.argv[1])))
    print("\n".join(found) or "sizes: every file and folder is within the limits")
    sys.exit(1 if found else 0)


main()
