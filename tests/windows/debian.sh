# SPDX-License-Identifier: GPL-2.0-or-later
# Sourced: reads Debian releases other than the machine's, by lists of its own. apt checks what it downloads.
. "$(dirname "${BASH_SOURCE[0]}")/../real-obs/mirror.sh"

# debian_start FOLDER SUITE...: the lists go to FOLDER/apt, downloads to FOLDER
debian_start() {
	debian_folder=$1
	local apt=$debian_folder/apt suite kind
	shift
	mkdir -p "$apt/lists/partial"
	for suite in "$@"; do
		for kind in deb deb-src; do
			echo "$kind [signed-by=/usr/share/keyrings/debian-archive-keyring.gpg]" \
				"${DEBIAN_MIRROR:-$(machine_mirror)} $suite main"
		done
	done >"$apt/sources.list"
	debian_options=(-o "Dir::Etc::sourcelist=$apt/sources.list" -o Dir::Etc::sourceparts=- -o "Dir::State::lists=$apt/lists"
		-o Dir::Cache::srcpkgcache= -o Dir::Cache::pkgcache= -o APT::Sandbox::User=)
	apt-get -q "${debian_options[@]}" update >"$debian_folder/update.log" 2>&1 ||
		{ tail -n 3 "$debian_folder/update.log"; return 1; }
}

# debian_source PACKAGE/SUITE: unpacks the upstream tarball to a folder named like the package
debian_source() {
	local name=${1%/*} uri file hash
	[ ! -d "$debian_folder/$name" ] || return 0
	read -r uri file hash < <(apt-get -q "${debian_options[@]}" source --print-uris --download-only "$1" 2>/dev/null |
		sed -n "s/^'\\([^']*\\)' \\([^ ]*\\.orig\\.tar\\.[gx]z\\) [0-9]* \\([^ ]*\\)\$/\\1 \\2 \\3/p")
	/usr/lib/apt/apt-helper "${debian_options[@]}" download-file "$uri" "$debian_folder/$file" "$hash" >/dev/null
	mkdir -p "$debian_folder/$name.part"
	tar -xf "$debian_folder/$file" -C "$debian_folder/$name.part" --strip-components=1
	mv "$debian_folder/$name.part" "$debian_folder/$name"
	echo "$file"
}

# debian_package FOLDER PACKAGE/SUITE...: unpacks packages, without installing them
debian_package() {
	local folder=$1 part=$debian_folder/packages package
	shift
	rm -rf "$part" "$folder.part"
	mkdir -p "$part" "$folder.part"
	(cd "$part" && apt-get -q "${debian_options[@]}" download "$@" >/dev/null)
	for package in "$part"/*.deb; do
		dpkg-deb -x "$package" "$folder.part"
		basename "$package"
	done
	rm -rf "$folder" "$part"
	mv "$folder.part" "$folder"
}
