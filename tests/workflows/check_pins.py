#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Fails when something that a release is built from is not pinned: archives by SHA-256, vcpkg and Flatpak modules by commit.

usage: check_pins.py REPOSITORY | --selftest
"""
import json
import pathlib
import re
import sys

import yaml

COMMIT = re.compile(r"[0-9a-f]{40}")
SHA256 = re.compile(r"[0-9a-f]{64}")
PLATFORMS = ("windows-x64", "macos-universal")


def archive_problems(dependencies):
    for name, entry in dependencies.items():
        if not entry["url"].startswith("https://"):
            yield f"{name}: not fetched by https"
        for platform in PLATFORMS:
            if not SHA256.fullmatch(entry.get(platform, {}).get("sha256", "")):
                yield f"{name}: no SHA-256 for {platform}"


def vcpkg_problems(manifest, workflow):
    baseline = manifest.get("builtin-baseline", "")
    if not COMMIT.fullmatch(baseline):
        yield "vcpkg.json: the baseline is no commit"
    if workflow["env"].get("VCPKG_COMMIT") != baseline:
        yield "packages.yml: VCPKG_COMMIT is not the baseline of vcpkg.json"


def flatpak_problems(manifest):
    for module in manifest["modules"]:
        for source in module["sources"]:
            is_pinned = source["type"] in ("dir", "file") or COMMIT.fullmatch(source.get("commit", "")) \
                or SHA256.fullmatch(source.get("sha256", ""))
            if not is_pinned:
                yield f"Flatpak module {module['name']}: {source.get('url')} is not pinned"


def action_problems(name, workflow):
    for job in workflow["jobs"].values():
        for step in job["steps"]:
            uses = step.get("uses")
            if uses and not re.fullmatch(r"actions/[a-z-]+@v\d+|[^@]+@[0-9a-f]{40}", uses):
                yield f"{name}: {uses} is neither GitHub's own nor pinned by commit"


def problems(repository):
    packaging = repository / ".github/packaging"
    workflows = {path.name: yaml.safe_load(path.read_text()) for path in (repository / ".github/workflows").glob("*.yml")}
    yield from archive_problems(json.loads((packaging / "dependencies.json").read_text()))
    yield from vcpkg_problems(json.loads((packaging / "vcpkg.json").read_text()), workflows["packages.yml"])
    for path in (packaging / "flatpak").glob("*.yaml"):
        yield from flatpak_problems(yaml.safe_load(path.read_text()))
    for name, workflow in workflows.items():
        yield from action_problems(name, workflow)


def selftest():
    pinned = {"sha256": "0" * 64}
    assert list(archive_problems({"a": {"url": "https://x", "windows-x64": pinned, "macos-universal": pinned}})) == []
    assert len(list(archive_problems({"a": {"url": "http://x", "windows-x64": pinned}}))) == 2
    assert len(list(vcpkg_problems({"builtin-baseline": "master"}, {"env": {}}))) == 2
    source = {"type": "git", "url": "https://x", "tag": "v1"}
    assert len(list(flatpak_problems({"modules": [{"name": "m", "sources": [source]}]}))) == 1
    jobs = {"jobs": {"j": {"steps": [{"uses": "actions/checkout@v4"}, {"uses": "someone/thing@main"}]}}}
    assert len(list(action_problems("w", jobs))) == 1


def main():
    if sys.argv[1:] == ["--selftest"]:
        selftest()
        return
    found = list(problems(pathlib.Path(sys.argv[1])))
    print("\n".join(found) or "everything that a release is built from is pinned")
    sys.exit(1 if found else 0)


main()
