#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Compiles all C of the module as for macOS 11 on Apple silicon, as far as LLVM's intermediate code, and fails with file and
line when code uses a header, a constant or a function that macOS 11 does not have.

The headers of the C library, and the list of what its libSystem exports, are those of macOS as tests/setup.sh fetched them;
libobs, libcurl, jansson, libwebsockets and OpenSSL are the distribution's. What that leaves open is in the README.

usage: check_macos.py REPOSITORY [FILE.c...] | --selftest REPOSITORY     exit 77: clang or the headers are missing
"""
import pathlib
import re
import shutil
import sys

import common

SDK = pathlib.Path(__file__).resolve().parents[2] / "build-tools/macos/lib/libc"
FOLDERS = ["include/aarch64-macos.11-none", "include/any-macos.11-any", "include/any-macos-any"]
SYSTEM = "darwin/libSystem.11.tbd"
WARNINGS = "-Wall -Wextra -Wno-unused-parameter -Wvla -Werror=implicit-function-declaration -Werror=unguarded-availability -Werror".split()


def flags(folder, repository):
    folders = [*common.lay_libraries(folder / "libraries"), *(SDK / name for name in FOLDERS)]
    system = [part for name in folders for part in ("-isystem", str(name))]
    return ["--target=arm64-apple-macos11", "-std=c17", "-nostdlibinc", *system, "-DPLUGIN_VERSION=\"1\"",
            f"-I{repository / 'plugin'}", "-S", "-emit-llvm", *WARNINGS]


def sources(repository):
    return common.plugin_sources(repository, "(_windows|_eventfd_posix)$")


def names(pattern, text):
    """As C has them. LLVM marks those that are written as Darwin has them, with its underscore and variant."""
    for name in re.findall(pattern, text, re.M):
        yield name.removeprefix("\\01_").partition("$")[0]


def link_problems(compiled):
    """Functions that are called and that nobody has."""
    texts = {path: pathlib.Path(output).read_text() for path, output in compiled.items()}
    known = set(common.library_symbols()) | {name for text in texts.values() for name in names(r'^define .*?@"?([^"(]+)"?\(', text)}
    known.update(name.partition("$")[0] for name in re.findall(r"\b_([\w$]+)", (SDK / SYSTEM).read_text()))
    for path, text in texts.items():
        for name in sorted(set(names(r'^declare .*?@"?([^"(]+)"?\(', text)) - known):
            if not name.startswith("llvm."):
                yield f"{common.place(path, name)}: {name}: macOS does not have it"


def problems(repository, files, folder):
    options = flags(folder, repository)
    compiled = {path: str(folder / f"{number}.ll") for number, path in enumerate(files)}
    return common.compile_all(files, options, compiled) or list(link_problems(compiled))


PLANTED = {
    "linux_header": ("#include <sys/epoll.h>\n", "sys/epoll.h"),
    "linux_constant": ("#include <sys/socket.h>\nint planted(void);\nint planted(void)\n{\n\treturn socket(1, SOCK_STREAM | SOCK_CLOEXEC, 0);\n}\n",
                       "SOCK_CLOEXEC"),
    "linux_clock": ("#include <time.h>\nint planted(struct timespec *t);\nint planted(struct timespec *t)\n{\n"
                    "\treturn clock_gettime(CLOCK_BOOTTIME, t);\n}\n", "CLOCK_BOOTTIME"),
    "linux_function": ("int accept4(int s, void *a, void *n, int f);\nint planted(void);\nint planted(void)\n{\n"
                       "\treturn accept4(1, 0, 0, 0);\n}\n", "accept4: macOS does not have it"),
    "windows_header": ("#include <windows.h>\n", "windows.h"),
}
INNOCENT = "#include <pthread.h>\n#include <stdatomic.h>\n#include <sys/socket.h>\nint planted(void);\nint planted(void)\n{\n" \
    "\treturn pthread_setname_np(\"x\") + getsockopt(0, SOL_SOCKET, SO_NWRITE, 0, 0);\n}\n"


def main():
    if not (shutil.which("clang") and SDK.is_dir()):
        print("skipped: needs clang, and the headers of macOS, which tests/run fetches")
        sys.exit(77)
    common.run(problems, sources, PLANTED, INNOCENT)


main()
