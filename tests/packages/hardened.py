#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Fails when a program or module lacks what cmake/Hardening.cmake turns on. Reads the file, not the options of its build.

usage: hardened.py FILE... | --selftest        ELF (needs readelf and objdump) or PE
"""
import pathlib
import re
import struct
import subprocess
import sys
import tempfile

# IMAGE_DLLCHARACTERISTICS_ of the PE format
PE_FLAGS = {0x20: "HIGH_ENTROPY_VA", 0x40: "DYNAMIC_BASE", 0x100: "NX_COMPAT"}
PE_GUARD_CF = 0x4000


def pe_problems(data):
    header = struct.unpack_from("<I", data, 0x3C)[0]
    flags = struct.unpack_from("<H", data, header + 24 + 70)[0]
    yield from (f"no {name}" for bit, name in PE_FLAGS.items() if not flags & bit)
    # Only Microsoft's linker knows it; what MinGW links has the checks of GCC instead.
    if not flags & PE_GUARD_CF and b"stack smashing" not in data and b"__stack_chk_fail" not in data:
        yield "neither control flow guard nor a stack protector"


def output(*command):
    return subprocess.run(command, check=True, capture_output=True, text=True, env={"LC_ALL": "C", "PATH": "/usr/bin:/bin"}).stdout


def elf_problems(path):
    headers, dynamic = output("readelf", "-hlW", path), output("readelf", "-dW", path)
    symbols, code = output("readelf", "--dyn-syms", "-W", path), output("objdump", "-d", "--no-show-raw-insn", path)
    is_x86 = "X86-64" in headers
    probe = "(or|mov)" if "clang" in output("readelf", "-p", ".comment", path) else "or"
    checks = {
        "not position independent": re.search(r"Type:\s+DYN", headers),
        "no RELRO": "GNU_RELRO" in headers,
        "symbols are not bound at the start (BIND_NOW)": re.search(r"BIND_NOW|FLAGS_1\).*\bNOW\b", dynamic),
        "an executable stack": re.search(r"GNU_STACK(\s+0x\w+){5}\s+RW\s", headers),
        "a text that is written to": "TEXTREL" not in dynamic,
        "no stack protector": "__stack_chk_fail" in symbols,
        "no checked calls of the C library (_FORTIFY_SOURCE)": re.search(r" __(?!stack_chk)\w+_chk\b", symbols),
        # Indirect calls land on endbr64; a large frame is touched page by page.
        "no branch protection": not is_x86 or code.count("endbr64") > 2,
        "no probes of large stack frames": not is_x86 or re.search(probe + r"[ql]?\s+\$0x0,\(%rsp\)", code),
    }
    yield from (what for what, is_good in checks.items() if not is_good)


def problems(path):
    data = pathlib.Path(path).read_bytes()
    if data[:4] == b"\x7fELF":
        yield from elf_problems(path)
    elif data[:2] == b"MZ":
        yield from pe_problems(data)
    else:
        yield "neither ELF nor PE"


PROGRAM = """
#include <stdio.h>
#include <string.h>
#include <unistd.h>
static void one(char *text) { puts(text); }
static void two(char *text) { fputs(text, stderr); }
int main(int count, char **values)
{
	char text[40000];
	void (*volatile how)(char *) = count > 1 ? one : two;
	if (read(0, text, (size_t)count) < 0)
		return 1;
	strcpy(text + 20000, values[0]);
	how(text);
	return 0;
}
"""
COMPILE = ["-O2", "-fPIE", "-fstack-protector-strong", "-fstack-clash-protection", "-fcf-protection", "-U_FORTIFY_SOURCE",
           "-D_FORTIFY_SOURCE=2"]
LINK = ["-pie", "-Wl,-z,relro,-z,now,-z,noexecstack"]
WITHOUT = {"-fstack-protector-strong": "-fno-stack-protector", "-fstack-clash-protection": "-fno-stack-clash-protection",
           "-fcf-protection": "-fcf-protection=none", "-D_FORTIFY_SOURCE=2": "-DNONE", "-pie": "-no-pie",
           "-Wl,-z,relro,-z,now,-z,noexecstack": "-Wl,-z,norelro,-z,lazy,-z,execstack"}


def built(folder, options):
    source, program = pathlib.Path(folder, "one.c"), pathlib.Path(folder, "one")
    source.write_text(PROGRAM)
    subprocess.run(["cc", *options, source, "-o", program], check=True)
    return program


def selftest():
    with tempfile.TemporaryDirectory() as folder:
        found = list(problems(built(folder, COMPILE + LINK)))
        assert found == [], found
        for option, other in WITHOUT.items():
            found = list(problems(built(folder, [other if each == option else each for each in COMPILE + LINK])))
            assert len(found) == (3 if "relro" in option else 1), (other, found)
    header = bytearray(0x200)
    struct.pack_into("<I", header, 0x3C, 0x80)
    assert len(list(pe_problems(bytes(header)))) == 4
    struct.pack_into("<H", header, 0x80 + 24 + 70, 0x4160)
    assert list(pe_problems(bytes(header))) == []


def main():
    if sys.argv[1:] == ["--selftest"]:
        selftest()
        return
    if not sys.argv[1:]:
        sys.exit(__doc__)
    found = [f"{path}: {what}" for path in sys.argv[1:] for what in problems(path)]
    print("\n".join(found) or f"hardened: {' '.join(sys.argv[1:])}")
    sys.exit(1 if found else 0)


main()
