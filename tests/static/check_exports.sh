#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-or-later
# The module may export obs_module_* only: the OBS process holds other copies of our libraries.
# usage: check_exports.sh MODULE.so
set -euo pipefail
exported=$(nm -D --defined-only "$1" | awk '{print $NF}')
grep -qx obs_module_load <<<"$exported" || { echo "obs_module_load is not exported"; exit 1; }
extra=$(echo "$exported" | grep -v '^obs_module_\|^obs_current_module$' | grep -v '^__asan\|^__odr_asan\|^__tsan\|^__ubsan' || true)
[ -z "$extra" ] || { printf 'exported beside obs_module_*:\n%s\n' "$extra"; exit 1; }
echo "exports: $(echo "$exported" | wc -l) symbols, obs_module_* only"
