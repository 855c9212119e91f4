#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Fails when a document names a file or folder of the repository that is not there, when it links to nothing, or when
CONTRIBUTING says nothing about a folder of plugin/.

usage: check_documents.py REPOSITORY | --selftest
"""
import pathlib
import re
import sys
import tempfile

DOCUMENTS = ("README.md", "CHANGELOG.md", "data/vendor-api.md", "data/integrations.md", ".github/CONTRIBUTING.md", ".github/SECURITY.md")
LAYOUT = ".github/CONTRIBUTING.md"
# A path from the root in code marks: `tests/run --list` names tests/run.
PATH = re.compile(r"`((?:plugin|tests|data|cmake|\.github)/[^\s`]*)[^`]*`")
LINK = re.compile(r"\]\((?!https?:|#)([^)#]+)")


def problems(root):
    for name in DOCUMENTS:
        document = root / name
        text = document.read_text()
        missing = {path for path in PATH.findall(text) if not list(root.glob(path.rstrip("/")))}
        missing |= {path for path in LINK.findall(text) if not (document.parent / path).exists()}
        yield from (f"{name}: {path} is not there" for path in sorted(missing))
    layout = (root / LAYOUT).read_text()
    for folder in sorted(path.relative_to(root) for path in (root / "plugin").rglob("*/")):
        if (root / folder).is_dir() and f"| `{folder}/` |" not in layout:
            yield f"{LAYOUT}: no line in its tables for {folder}/"


def selftest():
    with tempfile.TemporaryDirectory() as folder:
        root = pathlib.Path(folder)
        for name in (*DOCUMENTS, "plugin/a/one.c", "plugin/b/two.c"):
            (root / name).parent.mkdir(parents=True, exist_ok=True)
            (root / name).write_text("")
        (root / "README.md").write_text("`plugin/a/one.c` `plugin/a/*.c` `plugin/none.c --x` [a](data) [b](nothing.md) [c](#x)")
        (root / LAYOUT).write_text("| `plugin/a/` | a |")
        found = list(problems(root))
    assert found == ["README.md: nothing.md is not there", "README.md: plugin/none.c is not there",
                     LAYOUT + ": no line in its tables for plugin/b/"], found


def main():
    if sys.argv[1:] == ["--selftest"]:
        selftest()
        return
    found = list(problems(pathlib.Path(sys.argv[1])))
    print("\n".join(found) or "documents: every path they name is there")
    sys.exit(1 if found else 0)


main()
