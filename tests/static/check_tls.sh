#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# Certificates are always verified: no source may hold a way to leave that out. usage: check_tls.sh FOLDER
if grep -rnE 'SSL_VERIFY_NONE|LCCSCF_(ALLOW|SKIP)|SSL_VERIFY(PEER|HOST), *0' "$1"; then
	echo "the verification of certificates must have no off switch" >&2
	exit 1
fi
