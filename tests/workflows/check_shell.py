#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Runs shellcheck over the shell of the workflows' steps, named by file and line, and over every script of the repository.

usage: check_shell.py REPOSITORY | --selftest       exit 77: shellcheck is not installed
"""
import json
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

import yaml

SHEBANG = re.compile(rb"#!.*\b(ba)?sh\b")
LEFT_OUT = "SC2100,SC1091"  # build=build-x is no sum; what is sourced is looked at by itself


def steps(text):
    """(line of its shell, shell) of each step. The position comes from the parsed document."""
    def walk(node):
        if isinstance(node, yaml.MappingNode):
            for key, value in node.value:
                if key.value == "run" and isinstance(value, yaml.ScalarNode):
                    yield value.start_mark.line + (1 if value.style in ("|", ">") else 0), value.value
                else:
                    yield from walk(value)
        elif isinstance(node, yaml.SequenceNode):
            for value in node.value:
                yield from walk(value)
    yield from walk(yaml.compose(text))


def shellcheck(text, shell):
    done = subprocess.run(["shellcheck", "-s", shell, "-S", "warning", "-e", LEFT_OUT, "-f", "json", "-"], input=text, check=False,
                          capture_output=True, text=True)
    return json.loads(done.stdout)


def workflow_problems(path, name):
    for line, shell in steps(path.read_text()):
        # Every shell of a step ends at the first command that fails.
        for found in shellcheck("set -e\n" + re.sub(r"\$\{\{.*?\}\}", "filled", shell), "bash"):
            yield f"{name}:{line + found['line'] - 1}: {found['message']} [SC{found['code']}]"


def script_problems(repository, names):
    for name in names:
        path = repository / name
        if path.is_file() and SHEBANG.match(path.read_bytes()[:100].splitlines()[0] if path.stat().st_size else b""):
            shell = "bash" if b"bash" in path.read_bytes()[:100].splitlines()[0] else "sh"
            for found in shellcheck(path.read_text(), shell):
                yield f"{name}:{found['line']}: {found['message']} [SC{found['code']}]"


def problems(repository):
    for path in sorted((repository / ".github/workflows").glob("*.yml")):
        yield from workflow_problems(path, path.relative_to(repository))
    listed = subprocess.run(["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"], cwd=repository, check=True,
                            capture_output=True, text=True).stdout
    yield from script_problems(repository, listed.split("\0"))


def selftest():
    workflow = "jobs:\n  one:\n    steps:\n      - run: echo good\n      - run: |\n          cd packages\n          local x=$(ls)\n"
    with tempfile.TemporaryDirectory() as folder:
        path = pathlib.Path(folder, "bad.yml")
        path.write_text(workflow)
        pathlib.Path(folder, "bad").write_text("#!/bin/sh\nread -r a\nif [[ $a ]]; then echo; fi\n")
        found = [*workflow_problems(path, "bad.yml"), *script_problems(pathlib.Path(folder), ["bad", "bad.yml"])]
    print("\n".join(found))
    assert [line.rpartition(": ")[0].split(": ")[0] for line in found if "SC2168" in line or "SC3010" in line] == ["bad.yml:7", "bad:3"]


def main():
    if not shutil.which("shellcheck"):
        print("skipped: shellcheck is not installed")
        sys.exit(77)
    if sys.argv[1] == "--selftest":
        selftest()
        return
    found = list(problems(pathlib.Path(sys.argv[1]).resolve()))
    print("\n".join(found) or "shellcheck: no findings")
    sys.exit(1 if found else 0)


main()
