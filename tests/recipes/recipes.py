#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""The commands that the documents print: blocks of shell lines, and whole commands in the text. Each is either followed by
tests/recipes/run or listed in elsewhere.json, with the reason why not and a command that shows that the reason holds.

usage: recipes.py check REPOSITORY BUILD    fails on a command that nobody looks at, on one that names no test, no program and
                                            no build folder of a preset, and on entries of elsewhere.json that are not used
       recipes.py list REPOSITORY SUITE     TSV for tests/recipes/run: section, "run" or "holds", command
       recipes.py --selftest
"""
import json
import pathlib
import re
import subprocess
import sys

DOCUMENTS = ("README.md", "CHANGELOG.md", ".github/*.md", "data/*.md", "tests/*/README.md")
# A command in the text begins with one of these and has a second word: a path alone is the name of a file.
INLINE = re.compile(r"(?:(?:[A-Z_]+=\S+|sudo) )*(?:apt-get|cd|cmake|ctest|gh|git|lovense-token-service|node|npm|systemctl|"
                    r"(?:build|tests|\.ci)/\S+) .+")


def without_comment(line):
    return re.sub(r"\s+#\s.*", "", line).strip()


def is_for(line, suite):
    """A comment can name the system that a line is for."""
    system = re.search(r"#\s+Debian (\d+)( or later)?", line)
    return not system or not suite or (system[1] == "12") == (suite == "bookworm")


def commands_of(text):
    """Yields (section, line)."""
    section, language, is_code, was_blank = "", None, False, True
    for line in text.splitlines():
        fence = re.match(r"```(\w*)", line)
        if fence:
            language = None if language is not None else fence[1]
            continue
        if language is None and line.startswith("#"):
            section = line.strip("# ")
        is_code = language is None and line.startswith("    ") and (was_blank or is_code)
        was_blank = not line.strip()
        if language == "sh" or is_code:
            yield section, line.strip()
        elif language is None:
            yield from ((section, code) for code in re.findall(r"`([^`]+)`", line) if INLINE.fullmatch(code))


def all_commands(root):
    for pattern in DOCUMENTS:
        for path in sorted(root.glob(pattern)):
            name = path.relative_to(root)
            for section, line in commands_of(path.read_text()):
                if without_comment(line):
                    yield f"{name}: {section}", line


def elsewhere_of(root):
    return json.loads((root / "tests/recipes/elsewhere.json").read_text())


def entry_for(elsewhere, command):
    return next((pattern for pattern in elsewhere if re.fullmatch(pattern, command)), None)


def words_of(command):
    return [word for word in command.split() if not re.fullmatch(r"[A-Z_]+=\S*|sudo", word)]


def is_built(build, name):
    ninja = build / "build.ninja"
    return f"build {name}:" in ninja.read_text() if ninja.exists() else (build / name).exists()


def selected_tests(build, command):
    options = [word.strip("'") for word in words_of(command)[1:]]
    if "--test-dir" in options:
        at = options.index("--test-dir")
        del options[at:at + 2]
    listed = subprocess.run(["ctest", "--test-dir", build, "-N", *options], check=True, capture_output=True, text=True)
    return int(re.search(r"Total Tests: (\d+)", listed.stdout)[1])


def variable_of(presets, name, variable):
    preset = next((each for each in presets if each["name"] == name), {})
    value = preset.get("cacheVariables", {}).get(variable)
    return value or (variable_of(presets, preset["inherits"], variable) if "inherits" in preset else None)


def preset_problems(presets, commands):
    """The folder that is installed from is the one of the preset above it, and of no other preset. A system prefix is the
    preset's own: where libraries belong below it is known when configuring."""
    folders = {each["name"]: pathlib.PurePath(each["binaryDir"]).name for each in presets if "binaryDir" in each}
    if len(set(folders.values())) != len(folders):
        yield "CMakePresets.json: two presets share a build folder"
    preset = {}
    for section, line in commands:
        for word, name in re.findall(r"(--preset|--install) (\S+)", line):
            if word == "--preset":
                preset[section] = name
                if name not in folders:
                    yield f"{section}: there is no preset {name}"
            elif folders.get(preset.get(section)) != name:
                yield f"{section}: installs from {name}, which the preset above does not build"
        prefix = re.search(r"--install .*--prefix (/\S+)", line)
        if prefix and variable_of(presets, preset.get(section), "CMAKE_INSTALL_PREFIX") != prefix[1]:
            yield f"{section}: {preset.get(section)} is not configured for {prefix[1]}"


def problems(root, build):
    elsewhere, used = elsewhere_of(root), set()
    commands = list(all_commands(root))
    blocks = {section for section, line in commands}
    for section, line in commands:
        command = without_comment(line)
        program = words_of(command)[0]
        used.add(entry_for(elsewhere, command))
        if program == "ctest" and not selected_tests(build, command):
            yield f"{section}: {command} selects no test"
        if program.startswith("tests/") and not (root / program).exists():
            yield f"{section}: there is no {program}"
        if program.startswith("build/") and not is_built(build, program.partition("/")[2]):
            yield f"{section}: there is no {program}"
    yield from preset_problems(json.loads((root / "CMakePresets.json").read_text())["configurePresets"], commands)
    yield from (f"elsewhere.json: no document prints {pattern}" for pattern in elsewhere if pattern not in used)
    given = json.loads((root / "tests/recipes/sections.json").read_text())
    yield from (f"sections.json: there is no section {section}" for section in given if section not in blocks)


def listing(root, suite):
    elsewhere = elsewhere_of(root)
    for section, line in all_commands(root):
        if not is_for(line, suite):
            continue
        command = without_comment(line)
        pattern = entry_for(elsewhere, command)
        if pattern:
            holds = elsewhere[pattern]["holds"].replace("{program}", words_of(command)[0])
            yield section, "holds", holds, f"{command} ({elsewhere[pattern]['reason']})"
        else:
            yield section, "run", command, command


def selftest():
    text = "# T\n\n    a b  # note\n    sudo c\ntext `cmake --x` `tests/run` `tests/run unit`\n    no code\n```sh\nd\n```\n```json\ne\n```\n"
    found = [(section, without_comment(line)) for section, line in commands_of(text)]
    assert found == [("T", "a b"), ("T", "sudo c"), ("T", "cmake --x"), ("T", "tests/run unit"), ("T", "d")], found
    assert is_for("a  # Debian 12", "bookworm") and not is_for("a  # Debian 12", "trixie")
    assert is_for("a  # Debian 13 or later", "forky") and not is_for("a  # Debian 13 or later", "bookworm")
    assert is_for("a  # note", "forky") and words_of("A=1 sudo B=2 c d") == ["c", "d"]
    presets = [{"name": "one", "binaryDir": "${sourceDir}/build"}, {"name": "two", "binaryDir": "${sourceDir}/build"}]
    bad = [("s", "cmake --preset one && cmake --build --preset one"), ("s", "sudo cmake --install other"), ("s", "cmake --preset x")]
    assert len(list(preset_problems(presets, bad))) == 3
    good = [("s", "cmake --preset two"), ("s", "cmake --install build-two --prefix /usr")]
    presets = [{"name": "one", "binaryDir": "b", "cacheVariables": {"CMAKE_INSTALL_PREFIX": "/usr"}},
               {"name": "two", "binaryDir": "build-two", "inherits": "one"}]
    assert list(preset_problems(presets, good)) == []
    del presets[0]["cacheVariables"]
    assert list(preset_problems(presets, good)) == ["s: two is not configured for /usr"]


def main():
    if sys.argv[1:] == ["--selftest"]:
        selftest()
        return
    root = pathlib.Path(sys.argv[2])
    if sys.argv[1] == "list":
        for fields in listing(root, sys.argv[3]):
            print("\t".join(fields))
        return
    found = list(problems(root, pathlib.Path(sys.argv[3])))
    print("\n".join(found) or "documents: every command is followed somewhere")
    sys.exit(1 if found else 0)


main()
