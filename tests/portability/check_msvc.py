#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Compiles all C of the module as for Windows with the Microsoft C runtime, and fails with file and line when code uses what
the Microsoft compiler or its headers do not have (C17: no GNU attribute, statement expression, variable-length array,
empty array, typeof or builtin; no POSIX header), or calls a function that no library of the module has on Windows.

clang parses for x86_64-pc-windows-msvc. The headers are those of mingw-w64 for the UCRT behind wrappers, so that our code
sees the predefined macros of the Microsoft compiler; libobs, libcurl, jansson, libwebsockets and OpenSSL are the
distribution's. What that leaves open is in the README.

usage: check_msvc.py REPOSITORY [FILE.c...] | --selftest REPOSITORY     exit 77: clang or the mingw-w64 headers are missing
"""
import pathlib
import re
import shutil
import sys

import common

HERE = pathlib.Path(__file__).resolve().parent
MINGW = pathlib.Path("/usr/share/mingw-w64/include")
IMPORTS = pathlib.Path("/usr/x86_64-w64-mingw32/lib")

# Headers of the C library and of the Windows SDK. Others of mingw-w64 (unistd.h, strings.h, dirent.h...) MSVC does not have.
RUNTIME = """assert ctype errno fenv float inttypes iso646 limits locale math setjmp signal stdalign stdarg stdbool stddef
stdint stdio stdlib stdnoreturn string tgmath time wchar wctype direct fcntl io malloc process search share sys/stat
sys/timeb sys/types sys/utime""".split()
WINDOWS = """aclapi bcrypt dpapi mstcpip ncrypt ntstatus objbase sddl shellapi shlobj synchapi userenv wincrypt windows
winsock2 ws2ipdef ws2tcpip""".split()
COMPILER = "intrin emmintrin immintrin mmintrin pmmintrin tmmintrin xmmintrin".split()
WRAPPED = RUNTIME + WINDOWS + COMPILER
# By clang itself. MSVC has it too, behind /experimental:c11atomics.
FREE = {"stdatomic.h"}

# Names that the Microsoft compiler does not know. "..." takes arguments.
FORBIDDEN = """__attribute__(...) __attribute(...) __typeof__ __typeof typeof __auto_type __extension__ __label__ __thread
_Thread_local __int128 _Complex _Imaginary __asm__ asm __builtin_expect __builtin_unreachable __builtin_trap
__builtin_popcount __builtin_clz __builtin_ctz __builtin_clzll __builtin_ctzll __builtin_add_overflow
__builtin_sub_overflow __builtin_mul_overflow __builtin_types_compatible_p __builtin_choose_expr""".split()
# What mingw-w64 gives beyond the Microsoft runtime, by the header that brings it.
BEYOND = {"string": ["strcasecmp", "strncasecmp"], "math": ["M_PI", "M_PI_2", "M_E", "M_SQRT2"], "limits": ["PATH_MAX", "SSIZE_MAX"],
          "sys/stat": ["S_ISDIR", "S_ISREG", "S_IRGRP", "S_IROTH"], "stdlib": ["PATH_MAX"], "io": ["F_OK", "R_OK", "W_OK", "X_OK"]}
# Macros of mingw-w64 that need GNU C, as the Microsoft runtime has them: by a function of its own.
CLASSES = """short __cdecl _dclass(double);
#undef isfinite
#undef isnan
#undef isinf
#define isfinite(x) (_dclass(x) <= 0)
#define isnan(x) (_dclass(x) == 2)
#define isinf(x) (_dclass(x) == 1)"""
# Old names that mingw-w64 has for its own functions: not in the oldnames.lib of Microsoft.
NOT_OLD_NAMES = {"strcasecmp", "strncasecmp", "ftruncate", "truncate"}
WARNINGS = """-Wall -Wextra -Wno-unused-parameter -Werror=gnu -Werror=vla -Werror=implicit-function-declaration -Werror=implicit-int
-Werror=int-conversion -Werror=incompatible-pointer-types -Werror=return-type -Werror=c2x-extensions -Werror""".split()
# Of math.h: in the UCRT, which has all of it; mingw-w64 has its own.
MATH = """acos asin atan atan2 cbrt ceil cos cosh exp exp2 expm1 fabs floor fmax fmin fmod frexp hypot ldexp llround log log10
log1p log2 lround modf nearbyint pow remainder rint round sin sinh sqrt tan tanh trunc""".split()
# Called by what clang emits, and in the Microsoft runtime.
EMITTED = {"_fltused", "__chkstk", "_tls_index"}
# What CMake links to each program for MSVC.
LINKED = "kernel32 user32 gdi32 winspool shell32 ole32 oleaut32 uuid comdlg32 advapi32".split()


def plain(name):
    return name.partition("(")[0]


def wrapper(name):
    """The header with the macros of GCC around it; our code is without them."""
    hidden = ["__clang__", "_MSC_VER", "__GNUC__", "__GNUC_MINOR__", *map(plain, FORBIDDEN)]
    lines = ["#pragma clang system_header"]
    lines += [f'#pragma push_macro("{macro}")\n#undef {macro}' for macro in hidden]
    lines += ["#define __clang__ 1\n#define __GNUC__ 12\n#define __GNUC_MINOR__ 2", f"#include_next <{name}.h>"]
    lines += [f'#pragma pop_macro("{macro}")' for macro in hidden]
    lines += [f"#undef {macro}" for macro in BEYOND.get(name, [])]
    if name == "math":
        lines.append(CLASSES)
    return "\n".join(lines) + "\n"


def lay_headers(folder):
    """The folders of headers, in the order in which they are searched."""
    for name in WRAPPED:
        path = folder / "wrapped" / f"{name}.h"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(wrapper(name))
    return [folder / "wrapped", HERE / "msvc", *common.lay_libraries(folder / "libraries"),
            MINGW, pathlib.Path(common.asked("clang", "-print-resource-dir"), "include")]


def flags(folders, repository):
    system = [part for folder in folders for part in ("-isystem", str(folder))]
    forbidden = [f"-D{name}=not_in_msvc_{plain(name).strip('_')}" for name in FORBIDDEN]
    return ["--target=x86_64-pc-windows-msvc", "-fms-compatibility-version=19.40", "-std=c17", "-U__STRICT_ANSI__", "-U__clang__",
            "-nostdinc", *system, "-D_UCRT", "-D__USE_MINGW_ANSI_STDIO=0", "-DCURL_STATICLIB", "-DNDEBUG",
            "-D_CRT_SECURE_NO_WARNINGS", "-DPLUGIN_VERSION=\"1\"", f"-I{repository / 'plugin'}", *forbidden, *WARNINGS]


def sources(repository):
    return common.plugin_sources(repository, "_posix$")


def headers_problems(path, folders):
    """Every header that a file of ours asks for by <> has to be one that MSVC or a library of the module has."""
    for number, line in enumerate(path.read_text().splitlines(), 1):
        asked_for = re.match(r"\s*#\s*include\s*<(.+)>", line)
        if not asked_for or asked_for[1] in FREE or asked_for[1].removesuffix(".h") in WRAPPED:
            continue
        if not any((folder / asked_for[1]).exists() for folder in folders[1:5]):
            yield f"{path}:{number}: MSVC has no <{asked_for[1]}>"


def provided(repository):
    """Everything that the libraries of the module have on Windows."""
    ours = re.search(r"if\(WIN32\)\s*target_link_libraries\(net PUBLIC ([^)]*)\)", (repository / "plugin/net/CMakeLists.txt").read_text())
    imports = [IMPORTS / f"lib{name}.a" for name in ["ucrtbase", "moldname", *LINKED, *ours[1].split()]]
    names = EMITTED | {name + suffix for name in MATH for suffix in ("", "f")}
    for library in imports:
        names.update(common.symbols([str(library)], "TDBRI"))
    names -= NOT_OLD_NAMES
    names.update(common.library_symbols())
    names.update(re.findall(r"\b(pthread_\w+)\(", (HERE / "msvc/pthread.h").read_text()))
    return names


def link_problems(objects, names):
    """Functions that are called and that nobody has."""
    known = set(common.symbols(["--defined-only", *objects.values()], "TDBRC"))
    for path, compiled in objects.items():
        for name in sorted(set(common.symbols(["-u", compiled], "U")) - known):
            if name not in names and name.removeprefix("__imp_") not in names:
                yield f"{common.place(path, name)}: {name}: no library of the module has it on Windows"


def problems(repository, files, folder):
    folders = lay_headers(folder)
    options = flags(folders, repository)
    objects = {path: str(folder / f"{number}.o") for number, path in enumerate(files)}
    said = common.compile_all(files, ["-c", "-O0", *options], objects)
    said += [header for path in files for header in headers_problems(path, folders)]
    return said or list(link_problems(objects, provided(repository)))


PLANTED = {
    "attribute": ("__attribute__((unused)) static int planted;\n", "not_in_msvc_attribute"),
    "vla": ("int planted(int n);\nint planted(int n)\n{\n\tchar text[n];\n\ttext[0] = 0;\n\treturn text[0];\n}\n", "vla"),
    "posix_header": ("#include <unistd.h>\n", "MSVC has no <unistd.h>"),
    "statement_expression": ("int planted(void);\nint planted(void)\n{\n\treturn ({ int one = 1; one; });\n}\n", "gnu-statement-expression"),
    "empty_array": ("struct planted {\n\tint count;\n\tchar bytes[0];\n};\n", "zero-length-array"),
    "auto_type": ("int planted(void);\nint planted(void)\n{\n\t__auto_type one = 1;\n\treturn one;\n}\n", "not_in_msvc_auto_type"),
    "builtin": ("int planted(int n);\nint planted(int n)\n{\n\treturn __builtin_popcount(n);\n}\n", "not_in_msvc_builtin_popcount"),
    "posix_function": ("#include <time.h>\nint planted(struct tm *t, const time_t *n);\nint planted(struct tm *t, const time_t *n)\n{\n"
                       "\treturn localtime_r(n, t) != 0;\n}\n", "localtime_r"),
    "case_insensitive": ("#include <string.h>\nint planted(const char *a);\nint planted(const char *a)\n{\n"
                         "\treturn strcasecmp(a, \"a\");\n}\n", "strcasecmp"),
    "link": ("#include <stdio.h>\nint usleep(unsigned n);\nint planted(void);\nint planted(void)\n{\n\treturn usleep(1);\n}\n", "usleep: no library"),
}
INNOCENT = "#include <stdatomic.h>\n#include <stdio.h>\n#include <windows.h>\nint planted(void);\nint planted(void)\n{\n" \
    "\tatomic_int one = 1;\n\tprintf(\"%d\", _Generic(one, default: atomic_load(&one)));\n\treturn (int)GetTickCount();\n}\n"


def main():
    if not (shutil.which("clang") and shutil.which("nm") and MINGW.is_dir() and IMPORTS.is_dir()):
        print("skipped: needs clang, binutils and mingw-w64-x86-64-dev")
        sys.exit(77)
    common.run(problems, sources, PLANTED, INNOCENT)


main()
