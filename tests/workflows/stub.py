#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Stands in for a tool of a runner in dry_run.py, under the name of the tool: notes how it was called in $DRY_RUN_LOG and
leaves the files that the tool would leave. Fails where the tool would, because a file it is given is missing.
"""
import json
import os
import pathlib
import plistlib
import sys
import xml.etree.ElementTree

name, arguments = pathlib.Path(sys.argv[0]).name, sys.argv[1:]


def make(path, text=""):
    path = pathlib.Path(path)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)


def need(*paths):
    missing = [path for path in paths if not pathlib.Path(path).exists()]
    if missing:
        sys.exit(f"{name}: no {missing[0]}")


def after(option):
    return arguments[arguments.index(option) + 1]


def cmake_install():
    prefix, component = pathlib.Path(after("--prefix")), after("--component")
    if component == "plugin":
        make(prefix / "lovense-for-obs/bin/64bit/lovense-for-obs.dll")
        make(prefix / "lovense-for-obs/data/manifest.json", "{}")
    elif component == "symbols":
        make(prefix / "lovense-for-obs/bin/64bit/lovense-for-obs.pdb")
    else:
        make(prefix / "lib/cmake/libobs/libobsConfig.cmake")


def cmake():
    if "-P" in arguments:
        os.execv(os.environ["DRY_RUN_CMAKE"], [os.environ["DRY_RUN_CMAKE"], *arguments])
    if "--install" in arguments:
        cmake_install()
    elif "-S" in arguments:
        build = pathlib.Path(after("-B"))
        make(build / "CMakeCache.txt", f"CMAKE_PROJECT_VERSION:STATIC={os.environ['DRY_RUN_VERSION']}\n")
        make(build / "plugin/lovense-for-obs.so")
        make(build / "data/lovense-for-obs/manifest.json", "{}")


def git():
    if arguments[0] == "clone":
        for script in ("bootstrap-vcpkg.bat", "bootstrap-vcpkg.sh", "scripts/buildsystems/vcpkg.cmake"):
            make(f"{arguments[-1]}/{script}", "#!/bin/sh\n")
            os.chmod(f"{arguments[-1]}/{script}", 0o755)


def iscc():
    values = dict(argument[2:].split("=", 1) for argument in arguments if argument.startswith("-D"))
    need(arguments[-1], values["Payload"] + "/lovense-for-obs")
    folder = next(argument[2:] for argument in arguments if argument.startswith("-O"))
    make(f"{folder}/{values['OutputName']}.exe")


def archive():
    files = [argument for argument in arguments if not argument.startswith("-") and argument != "a"]
    need(*files[1:])
    if "-pdb" in files[0] and not any(pathlib.Path(files[1]).rglob("*.pdb")):
        sys.exit(f"{name}: no *.pdb for {files[0]}")
    make(files[0])


def lipo():
    if "-create" in arguments:
        need(*arguments[1:arguments.index("-output")])
        make(after("-output"))
    need(after("-output") if "-output" in arguments else arguments[0])


def dsymutil():
    need(arguments[0])
    make(after("-o") + "/Contents/Info.plist")


def pkgbuild():
    """The bundle as macOS wants it, where the Installer shall leave it."""
    root = pathlib.Path(after("--root"))
    component, = plistlib.loads(pathlib.Path(after("--component-plist")).read_bytes())
    bundle = root / component["RootRelativeBundlePath"]
    if bundle != root / "Library/Application Support/obs-studio/plugins/lovense-for-obs.plugin" or component["BundleIsRelocatable"]:
        sys.exit(f"pkgbuild: it would not be installed where OBS looks: {component}")
    info = plistlib.loads((bundle / "Contents/Info.plist").read_bytes())
    need(bundle / "Contents/MacOS" / info["CFBundleExecutable"], bundle / "Contents/Resources/manifest.json")
    wanted = {"CFBundlePackageType": "BNDL", "CFBundleIdentifier": after("--identifier"), "LSMinimumSystemVersion": "11.0",
              "CFBundleVersion": after("--version"), "CFBundleShortVersionString": after("--version")}
    wrong = {key for key, value in wanted.items() if info.get(key) != value}
    if wrong:
        sys.exit(f"pkgbuild: Info.plist: {wrong}")
    make(arguments[-1])


def productbuild():
    """For the user's own folder and both processors, without rights, with the package that pkgbuild made."""
    installer = xml.etree.ElementTree.parse(after("--distribution")).getroot()
    domains, options = installer.find("domains").attrib, installer.find("options").attrib
    if domains != {"enable_currentUserHome": "true", "enable_anywhere": "false", "enable_localSystem": "false"}:
        sys.exit(f"productbuild: {domains}")
    if set(options["hostArchitectures"].split(",")) != {"arm64", "x86_64"}:
        sys.exit(f"productbuild: {options}")
    line, choice = installer.find("choices-outline/line"), installer.find("choice")
    packages = {reference.get("id"): reference.text for reference in installer.findall("pkg-ref")}
    if line.get("choice") != choice.get("id"):
        sys.exit("productbuild: the choice has no line")
    need(pathlib.Path(after("--package-path"), packages[choice.find("pkg-ref").get("id")]))
    make(arguments[-1])


def xcodebuild():
    print("/Xcode.app/Platforms/MacOSX.platform/Developer/SDKs/MacOSX15.5.sdk")


ACTIONS = {"cmake": cmake, "git": git, "iscc": iscc, "7z": archive, "zip": archive, "lipo": lipo, "dsymutil": dsymutil,
           "pkgbuild": pkgbuild, "productbuild": productbuild, "xcodebuild": xcodebuild,
           "cygpath": lambda: print(arguments[-1]), "python": lambda: need(*arguments), "codesign": lambda: need(arguments[-1])}
with open(os.environ["DRY_RUN_LOG"], "a", encoding="utf-8") as log:
    log.write(json.dumps([name, *arguments]) + "\n")
ACTIONS.get(name, lambda: None)()
