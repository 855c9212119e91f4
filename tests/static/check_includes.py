#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Fails when an #include of plugin/ crosses the layers the wrong way, or when one system's calls are used outside the
files that are made for that system.

usage: check_includes.py PLUGIN_DIR | --selftest
"""
import pathlib
import re
import sys
import tempfile

# What each room may include of the project, and which third-party headers it may see.
ROOMS = {
    "module.c": {"dock", "obs", "engine"},
    "dock": {"dock", "obs", "engine/engine.h", "engine/snapshot.h", "haptics/intent.h", "haptics/journal.h",
             "haptics/preview/verdict.h", "haptics/rules/rule.h", "haptics/tips/viewers.h"},
    "obs": {"obs", "net/ascii.h", "net/files/file.h", "net/random.h", "net/secrets/secret.h", "net/text.h", "net/url.h", "net/utf8.h", "engine/engine.h", "engine/snapshot.h",
            "haptics/intent.h", "haptics/journal.h", "haptics/preview/verdict.h", "haptics/rules/rule.h", "haptics/tips/viewers.h"},
    "engine": {"engine", "lovense", "haptics", "net"},
    "lovense": {"lovense", "socketio", "net"},
    "socketio": {"socketio", "net"},
    "haptics": {"haptics"},
    "net": {"net"},
    "token-service": {"token-service", "lovense", "net"},
}
# Rooms inside a floor: what each may include of its own floor, beside itself. "." is what lies in the floor's own
# folder, and a floor that is not listed has rooms that see each other freely.
INNER_ROOMS = {
    "obs": {
        ".": set(),
        "sources": {"."},
        "triggers": {"."},
        "stores": {"."},
        "requests": {".", "stores/settings.h"},
        "record": {".", "stores/private_file.h"},
    },
    "dock": {
        ".": {"activity", "keys", "rules", "rule_editor", "rule_list", "setup", "status", "theme", "tips", "transfer", "widgets"},
        "theme": set(),
        "widgets": {"theme"},
        "keys": {"widgets", "bridge.hpp"},
        "activity": {"keys/menu_keys.hpp", "status/status_text.hpp", "status/outcome_text.hpp", "widgets"},
        "status": {"keys", "widgets", "bridge.hpp"},
        "rules": {"widgets", "status/status_text.hpp", "status/outcome_text.hpp", "bridge.hpp"},
        "rule_list": {"keys/menu_keys.hpp", "rules", "theme", "widgets", "view_settings.hpp", "status/notice_bar.hpp", "status/status_text.hpp", "status/outcome_text.hpp", "status/held_reason.hpp", "bridge.hpp"},
        "rule_editor": {"keys", "rules", "widgets", "status/status_text.hpp", "bridge.hpp"},
        "tips": {"rules", "widgets", "status/status_text.hpp", "status/held_reason.hpp", "bridge.hpp"},
        "transfer": {"rules", "widgets", "status/status_text.hpp", "bridge.hpp"},
        "setup": {"keys", "rules", "widgets", "status/status_text.hpp", "status/outcome_text.hpp", "tips/tip_bands.hpp", "tips/tip_settings.hpp", "bridge.hpp"},
    },
    "lovense": {
        ".": {"commands"},
        "commands": set(),
        "delivery": {".", "commands"},
        "lan": {".", "commands", "delivery"},
        "session": {".", "commands", "delivery", "lan", "toy_events"},
        "toy_events": {".", "commands", "lan"},
        "simulator": {".", "commands"},
    },
    "haptics": {".": {"gate", "preview", "reports", "rules", "tips"}, "gate": {"."}, "preview": {".", "gate", "rules"}, "requests": {".", "tips"},
                "reports": {"."}, "rules": {"."}, "tips": {".", "rules"}},
    "net": {".": {"files", "http"}, "files": {"."}, "http": {".", "files"}, "secrets": {"."}, "websocket": {"."}},
    "token-service": {
        ".": {"base", "http", "keys", "upstream"},
        "base": set(),
        "http": {"base"},
        "keys": {"base"},
        "upstream": {"base"},
    },
}
LIBRARIES = {
    "libobs": (r"^(obs|graphics/|util/|media-io/|callback/)", {"module.c", "dock", "obs"}),
    "Qt": (r"^Q[A-Z]", {"dock"}),
    "libwebsockets": (r"^libwebsockets", {"net", "socketio", "token-service"}),
    "libcurl": (r"^curl/", {"net", "token-service"}),
    "jansson": (r"^jansson", {"lovense", "socketio", "haptics", "engine", "obs", "token-service"}),
    "QR encoder": (r"^qrcodegen", {"obs"}),
}
# What only one kind of system has: in files named for it, and in the service that is made for Linux alone.
SYSTEMS = {
    "posix": (r"^(unistd|strings|pthread|sched|semaphore|poll|fcntl|signal|dirent|dlfcn|netdb|pwd|net/if|arpa/|netinet/"
              r"|linux/|sys/)",
              r"(?<![\w.>])(str(n?)casecmp|strndup|strtok_r|(local|gm)time_r|u?sleep|nanosleep|clock_gettime|gettimeofday"
              r"|pthread_(create|join|detach|setname_np)|getpid|fork|getline|v?asprintf|setenv|mkstemp|mkdtemp|getrandom|ioctl)\("),
    "windows": (r"^(windows|winsock2?|ws2tcpip|mstcpip|wincrypt|bcrypt|process|io|direct|sddl|rpc)\.h",
                r"(?<![\w.>])(_w?fopen|_stricmp|_strnicmp|_beginthreadex|WaitForSingleObject|GetLastError|Sleep)\("),
}
ONE_SYSTEM = {"token-service"}
# Opening a file may wait for ever (a pipe), or follow a link that somebody else put there: one folder does it for all.
OPENING = re.compile(r"(?<![\w.>:~])(_?w?fopen|freopen|open|openat|creat|mkstemps?|os_fopen|os_quick_(?:read|write)\w*"
                     r"|obs_data_create_from_json_file\w*|obs_data_save_json\w*|json_(?:load|dump)_file|BIO_new_file"
                     r"|QFile|QSaveFile)\s*[({]")
OPENS_FILES = pathlib.PurePath("net/files")
INCLUDE = re.compile(r'^\s*#\s*include\s*([<"])([^>"]+)[>"]', re.M)


def room_of(path):
    return path.parts[0] if len(path.parts) > 1 else path.name


def inner_room_of(path):
    return path.parts[1] if len(path.parts) > 2 else "."


def may_enter(path, inner):
    """Whether two files of one floor lie in rooms of which the first may include the second."""
    rooms = INNER_ROOMS.get(room_of(path))
    here, there = inner_room_of(path), inner_room_of(inner)
    return rooms is None or here == there or not rooms.get(here, set()).isdisjoint({there, "/".join(inner.parts[1:])})


def problems(plugin):
    for file in sorted(plugin.rglob("*")):
        if file.suffix not in {".c", ".h", ".cpp", ".hpp"}:
            continue
        path = file.relative_to(plugin)
        room = room_of(path)
        if room not in ROOMS:
            yield f"{path}: no layer is known for this place"
            continue
        text = file.read_text()
        for kind, target in INCLUDE.findall(text):
            yield from (f"{path}: {problem}" for problem in check(plugin, file, room, kind, target))
        code = re.sub(r"/\*.*?\*/|//[^\n]*", "", text, flags=re.S)
        yield from (f"{path}: {problem}" for problem in check_system(file, room, text, code))
        if path.parent != OPENS_FILES:
            yield from (f"{path}: may not call {call}(): files are opened in {OPENS_FILES} only" for call in OPENING.findall(code))


def check_system(file, room, text, code):
    if room in ONE_SYSTEM:
        return
    headers = [target for kind, target in INCLUDE.findall(text) if kind == "<"]
    for system, (header, call) in SYSTEMS.items():
        if file.stem.endswith("_" + system):
            continue
        for target in headers:
            if re.match(header, target):
                yield f"may not include <{target}>: only *_{system}.c may"
        for match in re.finditer(call, code):
            yield f"may not call {match[1]}(): only *_{system}.c may"


def check(plugin, file, room, kind, target):
    if kind == '"':
        wanted = plugin / target if (plugin / target).exists() else file.parent / target
        if not wanted.exists():
            if target == "obs-websocket-api.h" or target.endswith(".moc"):
                return
            yield f'"{target}" is not in plugin/'
            return
        inner = wanted.resolve().relative_to(plugin.resolve())
        allowed = ROOMS[room]
        if room_of(inner) not in allowed and str(inner) not in allowed:
            yield f"may not include {inner}"
        elif room_of(inner) == room and not may_enter(file.relative_to(plugin), inner):
            yield f"may not include {inner}: not from this room"
        return
    for library, (pattern, rooms) in LIBRARIES.items():
        if not re.match(pattern, target):
            continue
        if room not in rooms:
            yield f"may not include <{target}> ({library})"


def selftest():
    with tempfile.TemporaryDirectory() as folder:
        plugin = pathlib.Path(folder)
        for name, text in {
            "net/loop.h": "#include <curl/curl.h>\n",
            "haptics/bad.c": '#include "net/loop.h"\n',
            "net/bad.c": '#include "haptics/bad.h"\n#include <obs.h>\n',
            "haptics/bad.h": "#include <stdint.h>\n",
            "lovense/good.c": '#include "net/loop.h"\n#include <jansson.h>\n/* no nanosleep() here */\nx->ioctl(1);\n',
            "lovense/sleepy.c": "#include <time.h>\nvoid f(void) { nanosleep(0, 0); }\n",
            "net/sys_posix.c": "#include <unistd.h>\nint f(void) { return getpid(); }\n",
            "net/sys_windows.c": "#include <unistd.h>\n#include <windows.h>\n",
            "obs/bad.c": "#include <windows.h>\n",
            "obs/sources/a.c": '#include "obs/base.h"\n#include "obs/triggers/b.h"\n',
            "obs/triggers/b.h": "#include <stdint.h>\n",
            "obs/requests/c.c": '#include "obs/stores/settings.h"\n#include "obs/stores/rules.h"\n',
            "obs/stores/settings.h": "#include <stdint.h>\n",
            "obs/stores/rules.h": "#include <stdint.h>\n",
            "net/files/file_posix.c": "void f(void) { open(path, 0); }\n",
            "token-service/keys.c": "void f(void) { x.open(1); close(open(path, 0)); }\n",
            "dock/view.cpp": "/* fopen(x) */ auto *data = obs_data_create_from_json_file_safe(path, 0);\n",
            "obs/base.h": '#include "obs/stores/rules.h"\n',
        }.items():
            (plugin / name).parent.mkdir(parents=True, exist_ok=True)
            (plugin / name).write_text(text)
        found = list(problems(plugin))
    expected = {"haptics/bad.c: may not include net/loop.h", "net/bad.c: may not include haptics/bad.h",
                "net/bad.c: may not include <obs.h> (libobs)",
                "lovense/sleepy.c: may not call nanosleep(): only *_posix.c may",
                "net/sys_windows.c: may not include <unistd.h>: only *_posix.c may",
                "obs/bad.c: may not include <windows.h>: only *_windows.c may",
                "obs/sources/a.c: may not include obs/triggers/b.h: not from this room",
                "obs/requests/c.c: may not include obs/stores/rules.h: not from this room",
                "token-service/keys.c: may not call open(): files are opened in net/files only",
                "dock/view.cpp: may not call obs_data_create_from_json_file_safe(): files are opened in net/files only",
                "obs/base.h: may not include obs/stores/rules.h: not from this room"}
    assert set(found) == expected, found


def main():
    if sys.argv[1:] == ["--selftest"]:
        selftest()
        return
    found = list(problems(pathlib.Path(sys.argv[1])))
    print("\n".join(found) or "includes: every arrow points down, no system call outside its file")
    sys.exit(1 if found else 0)


main()
