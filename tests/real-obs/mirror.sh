# SPDX-License-Identifier: GPL-2.0-or-later
# Sourced: how this machine gets its packages.

# The Debian mirror that it uses; the public one on another distribution.
machine_mirror() {
	local mirror=
	grep -qx 'ID=debian' /etc/os-release || { echo http://deb.debian.org/debian; return; }
	mirror=$(awk '/^URIs:/ {print $2; exit}' /etc/apt/sources.list.d/debian.sources 2>/dev/null) || true
	[ -n "$mirror" ] || mirror=$(awk '$1 == "deb" {for (i = 2; i <= NF; i++) if ($i ~ /:\/\//) {print $i; exit}}' \
		/etc/apt/sources.list 2>/dev/null) || true
	printf '%s\n' "${mirror:-http://deb.debian.org/debian}"
}

# Whether its apt compares the dates of an archive with the clock, as lines of an apt.conf: chroots do the same. Somebody
# whose clock or mirror lags behind has said so in /etc/apt.
machine_dates() {
	! command -v apt-config >/dev/null || apt-config dump | grep -E '^Acquire::Check-(Date|Valid-Until) ' || true
}
