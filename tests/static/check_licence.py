#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Fails when a source file does not begin with the licence it is under.

usage: check_licence.py REPOSITORY | --selftest
"""
import pathlib
import re
import subprocess
import sys
import tempfile

TAG = "SPDX-License-Identifier: GPL-2.0-or-later"
SOURCE = {".c", ".h", ".cpp", ".hpp", ".mjs", ".py", ".sh", ".cmake", ".effect", ".yml", ".yaml"}


def is_source(path, text):
    return path.suffix in SOURCE or path.name == "CMakeLists.txt" or text.startswith("#!")


def problems(repository, names):
    for name in names:
        path = repository / name
        text = path.read_bytes()[:400].decode(errors="replace")
        first = re.sub(r"\A#![^\n]*\n", "", text).partition("\n")[0]
        if is_source(path, text) and TAG not in first:
            yield f"{name}: begin it with \"{TAG}\" in a comment"


def tracked(repository):
    listed = subprocess.run(["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"], cwd=repository,
                            check=True, capture_output=True, text=True).stdout
    return [name for name in listed.split("\0") if name and (repository / name).is_file()]


def selftest():
    with tempfile.TemporaryDirectory() as folder:
        files = {"good.c": f"/* {TAG} */\n", "good": f"#!/bin/sh\n# {TAG}\n", "bad.h": f"#pragma once\n/* {TAG} */\n",
                 "bad": "#!/bin/sh\n", "CMakeLists.txt": "add_test()\n", "words.txt": "words\n"}
        for name, text in files.items():
            pathlib.Path(folder, name).write_text(text)
        found = {line.partition(":")[0] for line in problems(pathlib.Path(folder), sorted(files))}
    assert found == {"bad.h", "bad", "CMakeLists.txt"}, found


def main():
    if sys.argv[1:] == ["--selftest"]:
        selftest()
        return
    repository = pathlib.Path(sys.argv[1])
    if not (repository / ".git").exists():
        sys.exit(77)
    found = list(problems(repository, tracked(repository)))
    print("\n".join(found) or "licence: every source file names it")
    sys.exit(1 if found else 0)


main()
