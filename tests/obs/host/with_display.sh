#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Runs a command on an X server of its own, stopped by its pid afterwards. Ends with 77 (skipped) where there is no Xvfb.
# usage: with_display.sh COMMAND...
set -euo pipefail
command -v Xvfb >/dev/null || { echo "skipped: Xvfb is not installed"; exit 77; }
folder=$(mktemp -d)
mkfifo "$folder/number"
Xvfb -displayfd 3 -screen 0 1280x800x24 -nolisten tcp +extension GLX 3<>"$folder/number" >"$folder/log" 2>&1 &
xvfb=$!
finish() {
	kill "$xvfb" 2>/dev/null || true
	wait "$xvfb" 2>/dev/null || true
	rm -rf "$folder"
}
trap finish EXIT
# The server writes its number when it is ready.
read -r -t 30 number <>"$folder/number" || { cat "$folder/log"; echo "Xvfb did not start"; exit 1; }
# Without a config folder of its own a module would keep its files in the working folder, for the next test to find.
CONFIG=$folder/config DISPLAY=:$number LIBGL_ALWAYS_SOFTWARE=1 "$@"
