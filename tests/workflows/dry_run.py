#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Runs the shell parts of the release workflow, in a copy of the repository: every step of the jobs for Windows and macOS and
of the release, with stub.py in the place of what only the runners have. Fails when a step fails, when a package, its
symbols or its checksum is missing, and when the build is asked for something else than a release.

usage: dry_run.py REPOSITORY | --selftest REPOSITORY
"""
import hashlib
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tarfile
import tempfile
import zipfile

import yaml

HERE = pathlib.Path(__file__).resolve().parent
STUBBED = """cmake git cygpath 7z iscc python brew lipo dsymutil zip pkgbuild productbuild codesign xattr xcodebuild gh
sw_vers""".split()
MADE = {"windows": {"windows-x64.zip", "windows-x64-pdb.zip", "windows-x64.exe"},
        "macos": {"macos-universal.pkg", "macos-universal-dSYM.zip"}}
PLATFORM = {"windows": "windows-x64", "macos": "macos-universal"}


class Failed(Exception):
    pass


def archives(folder, version):
    """Small ones in the place of the pinned ones, which obs-sdk.cmake fetches and unpacks as it would those."""
    inner = folder / f"obs-studio-{version}"
    inner.mkdir(parents=True)
    (inner / "CMakeLists.txt").write_text("")
    with zipfile.ZipFile(folder / "archive.zip", "w") as archive:
        archive.write(inner / "CMakeLists.txt", f"{inner.name}/CMakeLists.txt")
    with tarfile.open(folder / "archive.tar.gz", "w:gz") as archive:
        archive.add(inner, inner.name)


def pin_archives(packaging, folder):
    path = packaging / "dependencies.json"
    dependencies = json.loads(path.read_text())
    archives(folder, dependencies["obs-studio"]["version"])
    for entry in dependencies.values():
        entry["url"] = folder.as_uri()
        for platform, name in (("windows-x64", "archive.zip"), ("macos-universal", "archive.tar.gz")):
            entry[platform] = {"file": name, "sha256": hashlib.sha256((folder / name).read_bytes()).hexdigest()}
    path.write_text(json.dumps(dependencies))
    script = packaging / "obs-sdk.cmake"
    script.write_text(script.read_text().replace("${CMAKE_COMMAND}", "cmake"))


def copy(repository, folder):
    for name in (".github", "CMakeLists.txt", "LICENSE", "tests/packages"):
        source, target = repository / name, folder / "checkout" / name
        target.parent.mkdir(parents=True, exist_ok=True)
        (shutil.copytree if source.is_dir() else shutil.copy)(source, target)
    pin_archives(folder / "checkout/.github/packaging", folder / "archives")
    stubs = folder / "stubs"
    stubs.mkdir()
    for tool in STUBBED:
        (stubs / tool).symlink_to(HERE / "stub.py")
    return folder / "checkout"


def filled(value, known):
    """The value with its expressions replaced."""
    text = re.sub(r"\$\{\{ ([\w.]+) \}\}", lambda found: known.get(found[1], found[0]), str(value))
    if "${{" in text:
        raise Failed(f"the dry run does not know the expression in {text}")
    return text


def run_step(step, checkout, environment, shell):
    shells = {"bash": ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c"], "": ["bash", "-e", "-c"]}
    done = subprocess.run([*shells[step.get("shell", shell)], step["run"]], cwd=checkout, env=environment, check=False,
                          stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    if done.returncode:
        raise Failed(f"{step.get('name', step['run'])}: {done.stdout[-1500:]}")


def run_job(workflow, job_name, checkout, known):
    """The commands that its steps called."""
    job, log = workflow["jobs"][job_name], checkout.parent / f"{job_name}.log"
    log.unlink(missing_ok=True)
    values = {**workflow.get("env", {}), **job.get("env", {})}
    environment = {"HOME": str(checkout.parent), "PATH": f"{checkout.parent / 'stubs'}:/usr/bin:/bin", "DRY_RUN_LOG": str(log),
                   "DRY_RUN_CMAKE": shutil.which("cmake"), "DRY_RUN_VERSION": known["version"], "LC_ALL": "C.UTF-8",
                   **{name: filled(value, known) for name, value in values.items()}}
    for step in job["steps"]:
        if "run" in step:
            run_step(step, checkout, environment, job.get("defaults", {}).get("run", {}).get("shell", ""))
    return [json.loads(line) for line in log.read_text().splitlines()]


def options_of(call):
    return dict(argument[2:].split("=", 1) for argument in call if argument.startswith("-D") and "=" in argument)


def check_sdk(call, job_name):
    strays = [word for before, word in zip(call[1:], call[2:]) if not word.startswith("-") and before not in ("-S", "-B", "-G", "-A")]
    if strays:
        raise Failed(f"libobs: cmake gets {strays[0]} as an argument of its own")
    if job_name == "macos" and options_of(call).get("CMAKE_OSX_ARCHITECTURES") != "arm64;x86_64":
        raise Failed("libobs is not built for both architectures")
    if job_name == "macos" and "MacOSX" not in options_of(call).get("CMAKE_OSX_SYSROOT", ""):
        raise Failed("libobs: OBS cannot read the version of the SDK")


def check_module(call, checkout):
    options = options_of(call)
    if options.get("CMAKE_BUILD_TYPE") != "RelWithDebInfo":
        raise Failed("CMAKE_BUILD_TYPE is not RelWithDebInfo: vcpkg would offer its debug libraries first")
    if not (checkout / options["VCPKG_MANIFEST_DIR"] / "vcpkg.json").exists():
        raise Failed("VCPKG_MANIFEST_DIR has no vcpkg.json")
    for folder in [options["CMAKE_TOOLCHAIN_FILE"], *options["CMAKE_PREFIX_PATH"].split(";")]:
        if not (checkout / folder).exists():
            raise Failed(f"{folder} is not there")


def check_build(calls, checkout, job_name):
    configured = [call for call in calls if call[0] == "cmake" and "-S" in call]
    modules = [call for call in configured if call[call.index("-S") + 1] == "."]
    if len(configured) == len(modules) or len(modules) != {"windows": 1, "macos": 2}[job_name]:
        raise Failed(f"{job_name}: libobs and the module were not configured as expected")
    for call in configured:
        if call in modules:
            check_module(call, checkout)
        else:
            check_sdk(call, job_name)
    if job_name == "macos":
        check_universal(calls, modules)


def check_universal(calls, modules):
    built = {options_of(call)["CMAKE_OSX_ARCHITECTURES"] for call in modules}
    joined = [call for call in calls if call[:2] == ["lipo", "-create"]]
    verified = [call for call in calls if call[0] == "lipo" and "-verify_arch" in call]
    if built != {"arm64", "x86_64"} or len(joined) != 1 or not verified or not built <= set(verified[0]):
        raise Failed("the module for macOS is not made and verified for both architectures")


def check_packages(workflow, job_name, checkout, version):
    upload = next(step for step in workflow["jobs"][job_name]["steps"] if "upload-artifact" in step.get("uses", ""))
    found = {path.name for path in checkout.glob(upload["with"]["path"])}
    wanted = {f"lovense-for-obs-{version}-{ending}" for ending in MADE[job_name]}
    if found != wanted:
        raise Failed(f"{job_name}: not the packages that were expected: {sorted(found ^ wanted)}")
    return found


def release(workflow, checkout, known, tag):
    (checkout / "packages/SHA256SUMS").unlink(missing_ok=True)
    calls = run_job(workflow, "release", checkout, {**known, "github.ref_name": tag})
    call = next(call for call in calls if call[:3] == ["gh", "release", "create"])
    sums = {line.split()[1] for line in (checkout / "packages/SHA256SUMS").read_text().splitlines()}
    files = {path.name for path in (checkout / "packages").iterdir()}
    if call[3] != tag or "--draft" not in call or not files <= set(call) or sums != files - {"SHA256SUMS"}:
        raise Failed(f"the draft of {tag} lacks something: {call}")
    if ("--prerelease" in call) != ("-" in tag):
        raise Failed(f"{tag}: wrong about being a pre-release")


def check_release(workflow, checkout, known):
    for tag in (known["version"], known["version"] + "-beta1", known["version"] + "-rc2"):
        release(workflow, checkout, known, tag)
    for tag in ("v" + known["version"], "9.9.9", known["version"] + "-alpha", known["version"].replace(".", "x")):
        try:
            release(workflow, checkout, known, tag)
        except Failed:
            continue
        raise Failed(f"the tag {tag} made a release")


def dry_run(repository, change=None):
    """change: (file, text, replacement) in the copy."""
    version = re.search(r"^project\(lovense-for-obs VERSION ([\d.]+)", (repository / "CMakeLists.txt").read_text(), re.M)[1]
    known = {"version": version, "github.token": "none", "github.ref_name": version}
    with tempfile.TemporaryDirectory() as folder:
        checkout = copy(repository, pathlib.Path(folder))
        if change:
            path = checkout / change[0]
            assert change[1] in path.read_text(), f"{change[0]} has no {change[1]}"
            path.write_text(path.read_text().replace(change[1], change[2]))
        workflow = yaml.safe_load((checkout / ".github/workflows/packages.yml").read_text())
        for job_name in MADE:
            shutil.rmtree(checkout / ".sdk", ignore_errors=True)
            shutil.rmtree(checkout / "packages", ignore_errors=True)
            calls = run_job(workflow, job_name, checkout, known)
            check_build(calls, checkout, job_name)
            print(f"{job_name}: {len(calls)} commands, {', '.join(sorted(check_packages(workflow, job_name, checkout, version)))}")
        check_release(workflow, checkout, known)
        print("release: drafted for a version, a beta and a candidate; refused for other tags")


WORKFLOW = ".github/workflows/packages.yml"
FAULTS = [
    ((WORKFLOW, " -DCMAKE_BUILD_TYPE=RelWithDebInfo", ""), "debug libraries"),
    ((WORKFLOW, "--component symbols", "--component plugin"), r"no \*\.pdb"),
    ((WORKFLOW, "-macos-universal-dSYM.zip", "-macos-dSYM.zip"), "not the packages"),
    ((WORKFLOW, "build x86_64 x64-osx\n", ""), "not configured as expected"),
    ((WORKFLOW, "[[ $TAG =~ ^\"$version\"", "[[ $TAG =~ \"$version\""), "made a release"),
    ((WORKFLOW, "--draft ", ""), "lacks something"),
    ((".github/packaging/macos-package", "<key>CFBundleExecutable</key><string>$name", "<key>CFBundleExecutable</key><string>other"),
     "MacOS/other"),
    ((".github/packaging/macos-package", "<string>11.0", "<string>10.0"), "LSMinimumSystemVersion"),
    ((".github/packaging/macos-package", "arm64,x86_64", "x86_64"), "hostArchitectures"),
    ((".github/packaging/macos-package", "<key>BundleIsRelocatable</key><false/>", "<key>BundleIsRelocatable</key><true/>"),
     "where OBS looks"),
    ((".github/packaging/obs-sdk.cmake", "arm64\\\\\\;x86_64", "arm64;x86_64"), "x86_64 as an argument|both architectures"),
]


def selftest(repository):
    for change, expected in FAULTS:
        try:
            dry_run(repository, change)
        except Failed as problem:
            assert re.search(expected, str(problem)), f"{change}: {problem}"
            print(f"found: {str(problem).splitlines()[0]}")
            continue
        raise AssertionError(f"not found: {change}")


def main():
    if sys.argv[1] == "--selftest":
        selftest(pathlib.Path(sys.argv[2]).resolve())
        return
    try:
        dry_run(pathlib.Path(sys.argv[1]).resolve())
    except Failed as problem:
        print(problem)
        sys.exit(1)


main()
