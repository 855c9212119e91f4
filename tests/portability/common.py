# SPDX-License-Identifier: GPL-2.0-or-later
"""What check_msvc.py and check_macos.py share: the headers and symbols of the distribution's libraries, and the run over all
files."""
import concurrent.futures
import os
import pathlib
import re
import subprocess
import sys
import tempfile

USR = pathlib.Path("/usr/include")
HEADERS = "curl jansson.h jansson_config.h libwebsockets.h libwebsockets simde".split()
LIBRARIES = "obs obs-frontend-api curl jansson websockets ssl crypto qrcodegen".split()
# What the distribution's libwebsockets was configured with and other systems lack.
LINUX_ONLY = re.compile(r"#define LWS_(HAVE_SYS_CAPABILITY_H|HAVE_LIBCAP|HAVE_SYS_RESOURCE_H|HAVE_PTHREAD_H|WITH_UNIX_SOCK)\b.*")


def asked(*command):
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()


def link_into(folder, sources):
    folder.mkdir(parents=True, exist_ok=True)
    for source in sources:
        if source.exists() and not (folder / source.name).exists():
            (folder / source.name).symlink_to(source)


def lay_libraries(folder):
    """The folders with the headers of the libraries alone, without those of the C library beside them."""
    tops = [USR / asked("gcc", "-print-multiarch"), USR]
    link_into(folder, [top / name for top in tops for name in HEADERS])
    config = next(top / "lws_config.h" for top in tops if (top / "lws_config.h").exists())
    (folder / "lws_config.h").write_text(LINUX_ONLY.sub("", config.read_text()))
    link_into(folder / "openssl", [header for top in tops for header in (top / "openssl").glob("*.h")])
    return [folder, USR / "obs", USR / "qrcodegen"]


def symbols(arguments, kinds):
    for line in asked("nm", "-P", *arguments).splitlines():
        parts = line.split()
        if len(parts) > 1 and parts[1] in kinds:
            yield parts[0].partition("@")[0]


def library_symbols():
    """What the libraries have, by those of this system."""
    for name in LIBRARIES:
        yield from symbols(["-D", "--defined-only", asked("gcc", f"-print-file-name=lib{name}.so")], "TDBRWV")


def plugin_sources(repository, left_out):
    """What plugin/ compiles elsewhere: without the token service, and without the files whose name matches."""
    for path in sorted((repository / "plugin").rglob("*.c")):
        if "token-service" not in path.parts and not re.search(left_out, path.stem):
            yield path


def compile_all(files, options, outputs):
    """What the compiler says of each file that it does not take."""
    def compile_one(path):
        done = subprocess.run(["clang", *options, "-o", outputs[path], path], check=False, capture_output=True, text=True)
        return done.stderr if done.returncode else ""
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        return [said for said in pool.map(compile_one, files) if said]


def place(path, name):
    """FILE:LINE where a file speaks of a function first; FILE alone when it comes by a macro."""
    for number, line in enumerate(pathlib.Path(path).read_text().splitlines(), 1):
        if re.search(rf"\b{name}\b", line):
            return f"{path}:{number}"
    return f"{path}"


def selftest(problems, repository, planted, innocent, folder):
    """Each planted text is found by the words beside it, with its file; the innocent one passes."""
    for name, (text, expected) in {**planted, "innocent": (innocent, None)}.items():
        path = folder / f"{name}.c"
        path.write_text(text)
        found = "\n".join(problems(repository, [path], folder / name))
        assert (expected in found and f"{name}.c:" in found) if expected else not found, f"{name}: {found or 'nothing found'}"
        print(f"{name}: {found.splitlines()[0] if found else 'nothing found, as it should be'}")


def run(problems, sources, planted, innocent):
    """The command line: REPOSITORY [FILE.c...] | --selftest REPOSITORY"""
    arguments = sys.argv[1:]
    with tempfile.TemporaryDirectory() as folder:
        if arguments[0] == "--selftest":
            selftest(problems, pathlib.Path(arguments[1]).resolve(), planted, innocent, pathlib.Path(folder))
            return
        repository = pathlib.Path(arguments[0]).resolve()
        files = [pathlib.Path(name) for name in arguments[1:]] or list(sources(repository))
        found = problems(repository, files, pathlib.Path(folder))
    print("\n".join(found) or f"{len(files)} files of C: parsed, and everything they call is there")
    sys.exit(1 if found else 0)
