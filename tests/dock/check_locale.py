#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Checks the locale files against the sources and each other.

usage: check_locale.py SOURCE_DIR LOCALE_DIR | --selftest
"""
import pathlib
import re
import sys
import tempfile

MAX_KEYS = 500
LANGUAGES = ("en-US", "de-DE", "es-ES")
LINE = re.compile(r'^([A-Za-z][A-Za-z0-9_.]*)="((?:[^"\\]|\\.)*)"$')
LITERAL = re.compile(r'"([A-Z][A-Za-z]*\.[A-Za-z0-9_.%]*)"')


def read(file, problems):
    texts = {}
    for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), 1):
        if not line.strip():
            continue
        match = LINE.match(line)
        if not match:
            problems.append(f"{file.name}:{number}: not a line of the form Key=\"text\"")
            continue
        key, value = match.groups()
        if key in texts:
            problems.append(f"{file.name}:{number}: {key} is there twice")
        if not value.strip():
            problems.append(f"{file.name}:{number}: {key} has no text")
        texts[key] = value
    return texts


def used_keys(sources, groups):
    """Whole keys, and beginnings that the code completes at run time ("Reason." or "State.%s")."""
    keys, beginnings = set(), set()
    for file in sorted(sources.rglob("*")):
        if file.suffix not in {".c", ".cpp", ".h", ".hpp"}:
            continue
        for literal in LITERAL.findall(file.read_text(encoding="utf-8")):
            if literal.split(".")[0] not in groups:
                continue
            if literal.endswith(".") or "%" in literal:
                beginnings.add(literal.split("%")[0])
            else:
                keys.add(literal)
    return keys, beginnings


def placeholders(text):
    return sorted(re.findall(r"%[1-9]|\{[a-z_]+\}", text))


def compare(language, english, texts):
    for key in sorted(english.keys() - texts.keys()):
        yield f"{language}: {key} is missing"
    for key in sorted(texts.keys() - english.keys()):
        yield f"{language}: {key} is not in en-US"
    for key in sorted(english.keys() & texts.keys()):
        ours, theirs = english[key].split("|"), texts[key].split("|")
        if len(ours) != len(theirs):
            yield f"{language}: {key} has {len(theirs)} entries, en-US {len(ours)}"
            continue
        for index, (one, other) in enumerate(zip(ours, theirs), 1):
            if placeholders(one) != placeholders(other):
                yield f"{language}: {key} entry {index} has other placeholders than en-US"


def check(sources, locale):
    problems = []
    english = read(locale / "en-US.ini", problems)
    keys, beginnings = used_keys(sources, {key.split(".")[0] for key in english})
    if len(english) > MAX_KEYS:
        problems.append(f"en-US: {len(english)} keys; {MAX_KEYS} at most, so that translations stay whole")
    problems += [f"en-US: {key} is used and missing" for key in sorted(keys - english.keys())]
    problems += [f"en-US: {key} is not used" for key in sorted(english.keys() - keys)
                 if not any(key.startswith(beginning) for beginning in beginnings)]
    for language in LANGUAGES[1:]:
        file = locale / f"{language}.ini"
        problems += compare(language, english, read(file, problems)) if file.exists() else [f"{language}: no file"]
    return problems


def selftest():
    good = 'A.One="one %1"\nA.List="x|y"\nA.Dynamic.a="from {min}"\n'
    faults = {
        ("en-US", good + 'A.Unused="z"\n'): "A.Unused is not used",
        ("en-US", good.replace('A.One="one %1"\n', "")): "A.One is used and missing",
        ("en-US", good + 'A.One="again"\n'): "A.One is there twice",
        ("en-US", good + "broken\n"): "not a line",
        ("de-DE", good.replace("%1", "")): "other placeholders",
        ("de-DE", good.replace("{min}", "{max}")): "other placeholders",
        ("es-ES", good.replace("{min}", "min")): "other placeholders",
        ("de-DE", good.replace("x|y", "x")): "has 1 entries",
        ("de-DE", good.replace('A.List="x|y"\n', "")): "de-DE: A.List is missing",
    }
    for (language, content), expected in faults.items():
        with tempfile.TemporaryDirectory() as folder:
            folder = pathlib.Path(folder)
            (folder / "a.cpp").write_text('text("A.One"); list("A.List"); text("A.Dynamic.")')
            for name in LANGUAGES:
                (folder / f"{name}.ini").write_text(content if name == language else good)
            found = check(folder, folder)
            assert any(expected in problem for problem in found), (expected, found)
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        (folder / "a.cpp").write_text('text("A.One"); list("A.List"); text("A.Dynamic.")')
        for name in LANGUAGES:
            (folder / f"{name}.ini").write_text(good)
        assert check(folder, folder) == []


def main():
    if sys.argv[1:] == ["--selftest"]:
        selftest()
        return
    found = check(pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2]))
    print("\n".join(found) or "locale: every key is used, there, and translated")
    sys.exit(1 if found else 0)


main()
