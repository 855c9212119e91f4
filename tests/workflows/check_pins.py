#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Fails when something that a release is built from is not pinned: archives by SHA-256, vcpkg, Flatpak modules and actions by
commit, images by digest. Fails as well when a workflow may do more than it needs, when a release is not signed, and when a
file of the repository switches off what apt checks.

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
RELEASE = ("packages.yml", "release")  # the only job that may write
# Check-Date=false also turns off Valid-Until: an old state of an archive, with its known holes, would pass for the newest.
APT_CHECKS = re.compile(
    r"""(Check-(?:Date|Valid-Until)[" =]+(?:false|no|0)|\bAllow(?:Unauthenticated|Insecure\w*)|trusted=yes)""", re.I)


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


def action_problems(name, text):
    for line in text.splitlines():
        uses = re.match(r"[ -]*uses:(.*)", line)
        if uses and not re.fullmatch(r" [\w.-]+/[\w./-]+@[0-9a-f]{40} # v\d+(\.\d+)+", uses[1]):
            yield f"{name}:{uses[1]}: an action is named by its commit, with its version as the comment"


def images(job):
    """The images of a job; one that a matrix names, for each of its values."""
    containers = [job.get("container"), *job.get("services", {}).values()]
    for image in (entry["image"] if isinstance(entry, dict) else entry for entry in containers if entry):
        variable = re.fullmatch(r"\$\{\{ matrix\.(\w+) \}\}", image)
        matrix = job.get("strategy", {}).get("matrix", {})
        if variable:
            yield from matrix.get(variable[1], [])
            yield from (entry[variable[1]] for entry in matrix.get("include", []) if variable[1] in entry)
        else:
            yield image


def image_problems(name, workflow):
    for job in workflow["jobs"].values():
        for image in images(job):
            if not re.fullmatch(r"[\w./:-]+:[\w.-]+@sha256:[0-9a-f]{64}", image):
                yield f"{name}: the image {image} has no tag with a digest"


def permission_problems(name, workflow):
    if workflow.get("permissions") != {"contents": "read"}:
        yield f"{name}: may do more than read"
    for job_name, job in workflow["jobs"].items():
        if (name, job_name) != RELEASE and "permissions" in job:
            yield f"{name}: {job_name} may do more than read"
        for step in job["steps"]:
            if step.get("uses", "").startswith("actions/checkout@") and step.get("with", {}).get("persist-credentials", True):
                yield f"{name}: {job_name} leaves its token in the checkout"


def release_problems(workflow):
    steps = workflow["jobs"][RELEASE[1]]["steps"]

    def place(word, key):
        return next((at for at, step in enumerate(steps) if word in step.get(key, "")), None)
    sums, signed, draft = place(">SHA256SUMS", "run"), place("actions/attest-", "uses"), place("gh release create", "run")
    if None in (sums, signed, draft) or not sums < signed < draft:
        yield "packages.yml: the checksums are not made, signed and then released"
    elif steps[signed]["with"].get("subject-path") != "packages/*":
        yield "packages.yml: not every file of the release is signed"


def apt_problems(name, text):
    for option in APT_CHECKS.findall(text):
        yield f"{name}: {option} is for whoever runs the machine to say, in its own apt.conf"


def scripts(repository):
    for top in ("tests", ".ci", ".github"):
        for path in sorted((repository / top).rglob("*")):
            if path.is_file() and "node_modules" not in path.parts and path.suffix != ".md" and path.name != "check_pins.py":
                yield path


def problems(repository):
    packaging = repository / ".github/packaging"
    texts = {path.name: path.read_text() for path in (repository / ".github/workflows").glob("*.yml")}
    workflows = {name: yaml.safe_load(text) for name, text in texts.items()}
    yield from archive_problems(json.loads((packaging / "dependencies.json").read_text()))
    yield from vcpkg_problems(json.loads((packaging / "vcpkg.json").read_text()), workflows["packages.yml"])
    for path in (packaging / "flatpak").glob("*.yaml"):
        yield from flatpak_problems(yaml.safe_load(path.read_text()))
    for name, workflow in workflows.items():
        yield from action_problems(name, texts[name])
        yield from image_problems(name, workflow)
        yield from permission_problems(name, workflow)
    yield from release_problems(workflows["packages.yml"])
    for path in scripts(repository):
        yield from apt_problems(path.relative_to(repository), path.read_text(errors="replace"))


def selftest():
    pinned = {"sha256": "0" * 64}
    assert list(archive_problems({"a": {"url": "https://x", "windows-x64": pinned, "macos-universal": pinned}})) == []
    assert len(list(archive_problems({"a": {"url": "http://x", "windows-x64": pinned}}))) == 2
    assert len(list(vcpkg_problems({"builtin-baseline": "master"}, {"env": {}}))) == 2
    source = {"type": "git", "url": "https://x", "tag": "v1"}
    assert len(list(flatpak_problems({"modules": [{"name": "m", "sources": [source]}]}))) == 1
    selftest_workflows()


def selftest_workflows():
    commit, digest = "0" * 40, "debian:1@sha256:" + "0" * 64
    good = f"  - uses: actions/checkout@{commit} # v4.4.0\n"
    assert list(action_problems("w", good)) == []
    bad = f"- uses: actions/checkout@v4\n  uses: a/b@{commit}\n  uses: a/b@{commit} # main\n"
    assert len(list(action_problems("w", bad))) == 3
    matrix = {"image": [digest, "debian:1"], "include": [{"image": "debian@sha256:0"}]}
    jobs = {"a": {"container": "debian:1"}, "b": {"container": {"image": digest}}, "c": {"services": {"s": {"image": "x"}}},
            "d": {"container": "${{ matrix.image }}", "strategy": {"matrix": matrix}}}
    assert len(list(image_problems("w", {"jobs": jobs}))) == 4
    checkout = {"uses": "actions/checkout@x"}
    jobs = {"a": {"steps": [checkout]}, "release": {"permissions": {"contents": "write"}, "steps": []}}
    assert len(list(permission_problems("packages.yml", {"permissions": {"contents": "read"}, "jobs": jobs}))) == 1
    assert len(list(permission_problems("other.yml", {"jobs": jobs}))) == 3
    sums, sign, draft = {"run": "sha256sum * >SHA256SUMS"}, {"uses": "actions/attest-x@1", "with": {"subject-path": "packages/*"}}, \
        {"run": "gh release create"}
    for steps, count in (([sums, sign, draft], 0), ([sign, sums, draft], 1), ([sums, draft], 1)):
        assert len(list(release_problems({"jobs": {"release": {"steps": steps}}}))) == count
    assert len(list(apt_problems("s", "-o Acquire::Check-Date=false 'Acquire::Check-Valid-Until \"false\"' $Check-Date"))) == 2


def main():
    if sys.argv[1:] == ["--selftest"]:
        selftest()
        return
    found = list(problems(pathlib.Path(sys.argv[1])))
    print("\n".join(found) or "everything that a release is built from is pinned")
    sys.exit(1 if found else 0)


main()
