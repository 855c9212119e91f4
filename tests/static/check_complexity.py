#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Fails when a function is longer or has more ways through it than its folder allows, or when the functions of plugin/ are
long as a rule. A switch counts as one way: a long
one is a table. Exceptions stand here with a reason, and the list may only shrink: an entry that is not needed any more
fails too.

usage: check_complexity.py REPOSITORY | --selftest        exit status 77: pmccabe is not installed
"""
import pathlib
import re
import shutil
import statistics
import subprocess
import sys
import tempfile

# folder, ways through a function, lines of a function
LIMITS = (
    ("plugin", 15, 80),
    ("tests", 20, 90),  # tables of cases, and oracles that ask every question in one place
)
MEDIAN_LINES = 10  # of the functions of plugin/, at most
# file and function: ways, lines, why
EXCEPTIONS = {
    "plugin/net/http/http_options.c http_configure": (17, 80, "options in a row, each of which may fail; no branch but that"),
}
SOURCES = (".c", ".cpp")
# "1\t1\t3\t10\t5\tplugin/a.c(10): name"
LINE = re.compile(r"(?P<ways>\d+)\t\d+\t\d+\t\d+\t(?P<lines>\d+)\t(?P<file>[^\t(]+)\(\d+\): (?P<function>.+)")


def sources(repository, folder):
    for path in sorted((repository / folder).rglob("*")):
        if path.suffix in SOURCES and "node_modules" not in path.parts:
            yield str(path.relative_to(repository))


def measure(repository, folder):
    """What pmccabe says of each function; of C++ it reads enough to find them, so its complaints about braces are dropped."""
    files = list(sources(repository, folder))
    if not files:
        return []
    found = subprocess.run(["pmccabe", *files], cwd=repository, text=True, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    return [match for match in map(LINE.fullmatch, found.stdout.splitlines()) if match]


def median_problem(folder, functions):
    median = statistics.median(int(function["lines"]) for function in functions)
    if folder == "plugin" and median > MEDIAN_LINES:
        yield f"plugin: half of its functions have {median:g} lines or more, {MEDIAN_LINES} at most: split some"


def problems(repository, exceptions):
    unused = dict(exceptions)
    count = 0
    for folder, most_ways, most_lines in LIMITS:
        functions = measure(repository, folder)
        if functions:
            yield from median_problem(folder, functions)
        for function in functions:
            count += 1
            name = f"{function['file']} {function['function']}"
            ways, lines = int(function["ways"]), int(function["lines"])
            if ways <= most_ways and lines <= most_lines:
                continue
            allowed_ways, allowed_lines, _ = unused.pop(name, (most_ways, most_lines, ""))
            if ways > allowed_ways:
                yield f"{name}: {ways} ways through it, {allowed_ways} at most: split it"
            if lines > allowed_lines:
                yield f"{name}: {lines} lines, {allowed_lines} at most: split it"
    for name in unused:
        yield f"{name}: is within the limits now: take it off the list of exceptions"
    if not count:
        yield "no function was found"


def selftest():
    def function(name, ways, lines):
        body = "\tif (a) b();\n" * (ways - 1)
        return f"static void {name}(int a)\n{{\n{body}" + "\tb();\n" * (lines - ways - 2) + "}\n\n"

    with tempfile.TemporaryDirectory() as folder:
        repository = pathlib.Path(folder)
        (repository / "plugin").mkdir()
        (repository / "plugin/a.c").write_text(function("good", 15, 80) + function("long_one", 1, 81) + function("wild", 16, 30)
                                               + function("known", 18, 30) + function("worse", 19, 30))
        (repository / "plugin/b.cpp").write_text("class A {\n\tint get() const\n\t{\n\t\treturn 1;\n\t}\n};\n\n" + function("wild", 16, 30))
        found = list(problems(repository, {"plugin/a.c known": (18, 80, ""), "plugin/a.c worse": (18, 80, ""),
                                           "plugin/a.c good": (16, 80, "")}))
    expected = {"plugin/a.c long_one: 81 lines, 80 at most: split it", "plugin/a.c wild: 16 ways through it, 15 at most: split it",
                "plugin/b.cpp wild: 16 ways through it, 15 at most: split it",
                "plugin/a.c worse: 19 ways through it, 18 at most: split it",
                "plugin: half of its functions have 30 lines or more, 10 at most: split some",
                "plugin/a.c good: is within the limits now: take it off the list of exceptions"}
    assert set(found) == expected, found


def main():
    if not shutil.which("pmccabe"):
        print("skipped: pmccabe is not installed")
        sys.exit(77)
    if sys.argv[1:] == ["--selftest"]:
        selftest()
        return
    found = list(problems(pathlib.Path(sys.argv[1]), EXCEPTIONS))
    print("\n".join(found) or "complexity: every function is within the limits")
    sys.exit(1 if found else 0)


main()
