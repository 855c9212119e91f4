#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-or-later
# A reader that ends early (grep -q, head) breaks the pipe of a program that still writes, and under pipefail a check then
# fails now and then: no script may read a pipe that way.
# usage: check_pipes.sh REPOSITORY
set -euo pipefail
cd "$1"
mapfile -t scripts < <(grep -rlI --exclude-dir=node_modules --exclude-dir='build*' pipefail tests .github .ci data)
[ ${#scripts[@]} -gt 5 ] || { echo "only ${#scripts[@]} scripts were found"; exit 1; }
if grep -nE '[^|]\| *(e?grep +-[a-zA-Z]*q|head( |$))' "${scripts[@]}" | grep -v '^tests/static/check_pipes.sh:'; then
	echo 'these readers end early: let grep read all (>/dev/null), or give it a file or a here-string'
	exit 1
fi
echo "pipes: ${#scripts[@]} scripts read all that they are given"
