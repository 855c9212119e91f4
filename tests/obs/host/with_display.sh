#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Runs a command on an X server of its own, stopped by its pid afterwards. Ends with 77 (skipped) where there is no Xvfb.
# usage: with_display.sh COMMAND...
set -euo pipefail
command -v Xvfb >/dev/null || { echo "skipped: Xvfb is not installed"; exit 77; }
folder=$(mktemp -d)
mkfifo "$folder/number"
xvfb=
finish() {
	[ $? -eq 0 ] || tail -n 20 "$folder/log" >&2 || true # what the server says of itself
	[ -z "$xvfb" ] || kill "$xvfb" 2>/dev/null || true
	[ -z "$xvfb" ] || wait "$xvfb" 2>/dev/null || true
	rm -rf "$folder"
}
trap finish EXIT
# Held open from here on: what a server writes is lost when nobody has the pipe open at the moment it closes its end.
exec 3<>"$folder/number"
# Numbers are drawn at random: servers that start and end side by side get in each other's way on the lowest free one.
for attempt in {1..5}; do
	Xvfb ":$((100 + RANDOM))" -displayfd 3 -screen 0 1280x800x24 -nolisten tcp +extension GLX >"$folder/log" 2>&1 &
	xvfb=$! number='' part=''
	# It writes its number when it is ready, and the end of the line by itself.
	until read -r -t 1 -u 3 part || ! kill -0 "$xvfb" 2>/dev/null; do number+=$part; done
	number+=$part
	[ -z "$number" ] || break
done
[ -n "$number" ] || { cat "$folder/log"; echo "Xvfb did not start in $attempt attempts"; exit 1; }
# Without a config folder of its own a module would keep its files in the working folder, for the next test to find.
CONFIG=$folder/config DISPLAY=:$number LIBGL_ALWAYS_SOFTWARE=1 "$@" 3>&-
