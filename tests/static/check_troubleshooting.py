#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Fails when the README does not say what to do about a reason code of the engine or an error code of a request.

usage: check_troubleshooting.py REPOSITORY | --selftest
"""
import pathlib
import re
import sys


def codes(names, vendor_api):
    reasons = set(re.findall(r"\[ENGINE_REASON_\w+\] = \"([a-z0-9_]+)\"", names)) - {"none"}
    errors = set(re.findall(r"^\| `([a-z_]+)` \|", vendor_api.partition("| `error` | means |")[2].partition("\n\n")[0], re.M))
    return reasons, errors


def missing(readme, names, vendor_api):
    explained = set(re.findall(r"^\| `([a-z0-9_]+)` \| [^|\s]", readme, re.M))
    reasons, errors = codes(names, vendor_api)
    if not reasons or not errors:
        return ["no codes were found: has their form changed?"]
    return [f"README: nothing is said about `{code}`" for code in sorted((reasons | errors) - explained)]


def selftest():
    names = '[ENGINE_REASON_NONE] = "none",\n[ENGINE_REASON_NO_TOKEN] = "no_token",\n[ENGINE_REASON_TLS] = "tls",\n'
    vendor_api = "| `error` | means |\n|---|---|\n| `panic` | stopped |\n\n| `key` | no code |\n"
    assert missing("| `no_token` | Enter it. |\n| `panic` | Resume. |\n| `tls` | |\n", names, vendor_api) == \
        ["README: nothing is said about `tls`"]
    assert missing("", "", "") != []


def main():
    if sys.argv[1:] == ["--selftest"]:
        selftest()
        return
    root = pathlib.Path(sys.argv[1])
    found = missing(*((root / name).read_text() for name in ("README.md", "plugin/engine/snapshot.c", "data/vendor-api.md")))
    print("\n".join(found) or "every code is explained")
    sys.exit(1 if found else 0)


main()
