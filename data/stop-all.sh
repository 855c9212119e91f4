#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Presses STOP ALL of Lovense for OBS through obs-websocket. It is for a keyboard shortcut of the desktop, where OBS's own
# hotkeys do not reach OBS (Wayland).
#
# usage: bash stop-all.sh
# Needs bash, base64 and sha256sum (or shasum), and in OBS: Tools > WebSocket Server Settings > Enable WebSocket server.
# Port and password are read from OBS's own settings, or from OBS_WEBSOCKET_PORT and OBS_WEBSOCKET_PASSWORD when one of
# them is set. Ends with 0 when OBS has taken the stop; else it says why, on stderr and as a notification.
set -u
export LC_ALL=C # lengths are counted in bytes

HOTKEY=lovense-for-obs.stop_all
SECONDS_TO_WAIT=3

fail() {
	printf 'STOP ALL was not sent: %s\n' "$1" >&2
	command -v notify-send >/dev/null && notify-send --urgency=critical 'STOP ALL was not sent' "$1" 2>/dev/null
	exit 1
}

# --- WebSocket (RFC 6455) on descriptor 3 ---

# A number into REPLY. A zero byte is read as the empty end of a string.
read_byte() {
	local byte
	IFS= read -r -d '' -n 1 -t "$SECONDS_TO_WAIT" byte <&3 || return 1
	[ -z "$byte" ] && REPLY=0 && return
	printf -v REPLY %d "'$byte"
	REPLY=$((REPLY & 255))
}

read_number() {
	local value=0 count=$1
	for ((; count > 0; count--)); do
		read_byte || return 1
		value=$((value * 256 + REPLY))
	done
	REPLY=$value
}

# The next text message into REPLY; fails when the connection ends.
read_message() {
	local kind length
	while read_byte; do
		kind=$((REPLY & 15))
		read_byte || return 1
		length=$((REPLY & 127))
		case $length in
		126) read_number 2 && length=$REPLY || return 1 ;;
		127) read_number 8 && length=$REPLY || return 1 ;;
		esac
		REPLY=
		[ "$length" -gt 0 ] && { IFS= read -r -d '' -n "$length" -t "$SECONDS_TO_WAIT" REPLY <&3 || return 1; }
		[ "$kind" -eq 8 ] && return 1
		[ "$kind" -eq 1 ] && return 0
	done
	return 1
}

# With a mask of zeros the text goes out as it is.
send_message() {
	local length=${#1} size
	printf -v size '\\x%02x' $((128 + length))
	[ "$length" -gt 125 ] && printf -v size '\\xfe\\x%02x\\x%02x' $((length / 256)) $((length % 256))
	printf "\\x81$size\\0\\0\\0\\0%s" "$1" >&3
}

# The redirection fails where nobody listens.
open_socket() {
	local line key
	{ exec 3<>"/dev/tcp/127.0.0.1/$1"; } 2>/dev/null || return 1
	key=$(head -c 16 /dev/urandom | base64)
	printf 'GET / HTTP/1.1\r\nHost: 127.0.0.1:%s\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n' "$1" >&3
	printf 'Sec-WebSocket-Key: %s\r\nSec-WebSocket-Version: 13\r\n\r\n' "$key" >&3
	while IFS= read -r -t "$SECONDS_TO_WAIT" line <&3; do
		[ "$line" = $'\r' ] && return 0
	done
	return 1
}

# --- obs-websocket 5 ---

# Base64 of the SHA-256 of a text. The password is in no argument of a program.
hash() {
	local sum='sha256sum' hex
	command -v sha256sum >/dev/null || sum='shasum -a 256'
	hex=$(printf %s "$1" | $sum)
	printf %b "$(printf %s "${hex%% *}" | sed 's/../\\x&/g')" | base64
}

field() {
	[[ $REPLY =~ \"$1\":[[:space:]]*\"?([^\",}]+) ]] && printf %s "${BASH_REMATCH[1]}"
}

identify() {
	local password=$1 salt authentication=
	read_message || return 1
	salt=$(field salt)
	if [ -n "$salt" ]; then
		authentication=$(hash "$(hash "$password$salt")$(field challenge)")
		authentication=",\"authentication\":\"$authentication\""
	fi
	send_message "{\"op\":1,\"d\":{\"rpcVersion\":1,\"eventSubscriptions\":0$authentication}}"
	read_message && [ "$(field op)" = 2 ]
}

press() {
	send_message "{\"op\":6,\"d\":{\"requestType\":\"TriggerHotkeyByName\",\"requestId\":\"stop\",\"requestData\":{\"hotkeyName\":\"$HOTKEY\"}}}"
	read_message && [ "$(field result)" = true ]
}

# Ends the script when OBS took it. PROBLEM says how far it came.
try() {
	local port=${1:-4455}
	if ! open_socket "$port"; then
		PROBLEM="${PROBLEM:-OBS does not answer on port $port. Is OBS running, with Tools > WebSocket Server Settings > Enable WebSocket server?}"
		return
	fi
	if ! identify "$2"; then
		PROBLEM='obs-websocket refused the password.'
	elif press; then
		exit 0
	else
		PROBLEM='OBS has not loaded the plugin Lovense for OBS.'
	fi
	exec 3>&-
}

# --- where OBS keeps port and password ---

# Of JSON and of OBS's ini files.
unescape() {
	local rest=$1 text='' char pattern='^([^\]*)\\(u([0-9a-fA-F]{4})|.)(.*)$'
	while [[ $rest =~ $pattern ]]; do
		case ${BASH_REMATCH[2]} in
		u*) printf -v char '%b' "\\u${BASH_REMATCH[3]}" ;;
		[bfnrt]) printf -v char '%b' "\\${BASH_REMATCH[2]}" ;;
		*) char=${BASH_REMATCH[2]} ;;
		esac
		text+=${BASH_REMATCH[1]}$char
		rest=${BASH_REMATCH[4]}
	done
	printf %s "$text$rest"
}

json_number() {
	sed -nE "s/.*\"$2\"[[:space:]]*:[[:space:]]*([0-9]+).*/\\1/p" "$1"
}

json_text() {
	sed -nE "s/.*\"$2\"[[:space:]]*:[[:space:]]*\"(([^\"\\]|\\\\.)*)\".*/\\1/p" "$1"
}

ini() {
	sed -n "/^\\[OBSWebSocket\\]/,/^\\[/s/^$2=//p" "$1" | tr -d '\r'
}

PROBLEM=
[ -n "${OBS_WEBSOCKET_PORT-}${OBS_WEBSOCKET_PASSWORD-}" ] && {
	try "${OBS_WEBSOCKET_PORT-}" "${OBS_WEBSOCKET_PASSWORD-}"
	fail "$PROBLEM"
}
for folder in "${XDG_CONFIG_HOME:-$HOME/.config}" "$HOME/.var/app/com.obsproject.Studio/config" \
	"$HOME/Library/Application Support"; do
	new=$folder/obs-studio/plugin_config/obs-websocket/config.json
	old=$folder/obs-studio/global.ini # before OBS 30
	[ -r "$new" ] && try "$(json_number "$new" server_port)" "$(unescape "$(json_text "$new" server_password)")"
	[ -r "$old" ] && try "$(ini "$old" ServerPort)" "$(unescape "$(ini "$old" ServerPassword)")"
done
[ -n "$PROBLEM" ] || try '' ''
fail "$PROBLEM"
