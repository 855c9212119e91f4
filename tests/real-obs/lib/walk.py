#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Where Tab leads in a window of a program, as a screen reader hears it, and what there is to be reached.

usage: walk.py PID TITLE ROLE KEY        as widgets.py; KEY: "Tab" or "shift+Tab", pressed by xdotool
The window is in front, and one of its controls has the focus. Prints {stops, controls} as JSON: what had the focus one after
the other until it came to the first again, and all that says that it can take it; each {path, role, name, checked, value},
where value is that of what has a range, else null. A step that leads nowhere ends the walk.
"""
import json
import subprocess
import sys

from widgets import Atspi, children, find

from gi.repository import GLib

LONGEST = 150
PATIENCE_MS = 30_000  # a key that comes late after all, and another one, would go a step too far


def has(node, state):
    return node.get_state_set().contains(state)


def describe(node):
    face = node.get_value_iface()
    return {
        "path": node.path, "role": node.get_role_name(), "name": node.get_name() or "",
        "checked": has(node, Atspi.StateType.CHECKED),
        "value": face.get_current_value() if face else None,
    }


def controls(node):
    """What can take the focus, whether it is scrolled into view or not."""
    if not has(node, Atspi.StateType.VISIBLE):
        return
    if node.get_role() == Atspi.Role.LIST_ITEM and not has(node, Atspi.StateType.FOCUSED):  # arrows lead to it
        return
    if has(node, Atspi.StateType.FOCUSABLE) and has(node, Atspi.StateType.ENABLED):
        yield node
    if node.get_role() == Atspi.Role.LIST:
        return
    for child in children(node):
        yield from controls(child)


class Focus:
    """Follows the focus of the one program."""

    def __init__(self, pid):
        self.pid, self.place = pid, None
        self.loop = GLib.MainLoop()
        self.listener = Atspi.EventListener.new(self.hear)
        self.listener.register("object:state-changed:focused")

    def hear(self, event):
        if event.detail1 and event.source.get_process_id() == self.pid:
            self.place = event.source
            self.loop.quit()

    def next(self, key):
        """Where the key leads; None when it leads nowhere."""
        self.place = None
        subprocess.run(["xdotool", "key", key], check=True)
        timer = GLib.timeout_add(PATIENCE_MS, self.loop.quit)
        self.loop.run()
        if self.place:
            GLib.source_remove(timer)
        return self.place


def walk(focus, first, key):
    stops = [first]
    while len(stops) < LONGEST:
        place = focus.next(key)
        if place is None or place.path == stops[0].path:
            break
        stops.append(place)
    return stops


def main():
    pid, title, role, key = int(sys.argv[1]), *sys.argv[2:]
    program = next(each for each in children(Atspi.get_desktop(0)) if each.get_process_id() == pid)
    window = find(program, title, role)
    focus = Focus(pid)
    first = focus.next(key)
    stops = walk(focus, first, key) if first else []
    print(json.dumps({
        "stops": [describe(each) for each in stops],
        "controls": [describe(each) for each in controls(window) if each.path != window.path],
    }))


main()
