#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""What failed tests printed, so that a long log tells it at its end.

usage: failures.py JUNIT...        as ctest writes them
"""
import sys
import xml.etree.ElementTree as ElementTree

MAX_LINES = 60


def main():
    for path in sys.argv[1:]:
        for case in ElementTree.parse(path).getroot().iter("testcase"):
            if case.find("failure") is None:
                continue
            lines = (case.findtext("system-out") or "").rstrip().splitlines()
            print(f"\n-- {case.get('name')} failed{', and printed at last' if lines else ''}:")
            print("\n".join(lines[-MAX_LINES:]))


main()
