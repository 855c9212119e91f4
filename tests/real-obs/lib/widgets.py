#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""The widgets of a program as a screen reader finds them, as JSON.

usage: widgets.py PID TITLE ROLE        TITLE: of a window or dock, a regular expression; ROLE: "frame" or "dialog"
Prints a list, in the order of reading, of {role, name, text, length, description, x, y, width, height, focused, checked,
enabled} of what shows in it, where length counts characters, those of a hidden text too; "null" while there is no such window. The bus is that of DBUS_SESSION_BUS_ADDRESS.
"""
import json
import re
import sys

import gi

gi.require_version("Atspi", "2.0")
from gi.repository import Atspi  # noqa: E402

# What is a frame to one Qt is a window or a panel to another.
ROLES = {"frame": ("frame", "window", "panel", "filler", "internal frame")}
TEXT_ROLES = ("text", "password text", "label")


def children(node):
    for index in range(node.get_child_count()):
        child = node.get_child_at_index(index)
        if child is not None:
            yield child


def is_showing(states):
    return states.contains(Atspi.StateType.SHOWING)


def find(node, title, role, depth=6):
    """The window or dock of that title, breadth first."""
    row = [node]
    for _ in range(depth):
        row = [child for each in row for child in children(each)]
        for each in row:
            is_meant = re.search(title, each.get_name() or "") and each.get_role_name() in ROLES.get(role, (role,))
            if is_meant and is_showing(each.get_state_set()):
                return each
    return None


# Each question is a message to the program and back: none is asked twice.
def describe(node, states):
    place = node.get_extents(Atspi.CoordType.SCREEN)
    role = node.get_role_name()
    text, length = "", 0
    if role in TEXT_ROLES and node.get_text_iface() is not None:
        length = Atspi.Text.get_character_count(node)
        text = Atspi.Text.get_text(node, 0, length)
    return {
        "role": role, "name": node.get_name() or "", "text": text, "length": length,
        "description": node.get_description() or "", "x": place.x, "y": place.y, "width": place.width,
        "height": place.height, "focused": states.contains(Atspi.StateType.FOCUSED),
        "checked": states.contains(Atspi.StateType.CHECKED), "enabled": states.contains(Atspi.StateType.ENABLED),
        "modal": states.contains(Atspi.StateType.MODAL),
    }


def shown(node, found):
    states = node.get_state_set()
    if not is_showing(states):
        return
    description = describe(node, states)
    if not is_showing(node.get_state_set()):  # it went meanwhile, and some of that is empty
        return
    found.append(description)
    for child in children(node):
        shown(child, found)


def main():
    pid, title, role = int(sys.argv[1]), sys.argv[2], sys.argv[3]
    desktop = Atspi.get_desktop(0)
    for program in children(desktop):
        if program.get_process_id() == pid:
            window = find(program, title, role)
            if window:
                found = []
                shown(window, found)
                print(json.dumps(found))
                return
    print("null")


if __name__ == "__main__":
    main()
