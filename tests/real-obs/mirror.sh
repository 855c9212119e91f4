# SPDX-License-Identifier: GPL-2.0-or-later
# Sourced: the Debian mirror that this machine uses; the public one on another distribution.
machine_mirror() {
	local mirror=
	grep -qx 'ID=debian' /etc/os-release || { echo http://deb.debian.org/debian; return; }
	mirror=$(awk '/^URIs:/ {print $2; exit}' /etc/apt/sources.list.d/debian.sources 2>/dev/null) || true
	[ -n "$mirror" ] || mirror=$(awk '$1 == "deb" {for (i = 2; i <= NF; i++) if ($i ~ /:\/\//) {print $i; exit}}' \
		/etc/apt/sources.list 2>/dev/null) || true
	printf '%s\n' "${mirror:-http://deb.debian.org/debian}"
}
