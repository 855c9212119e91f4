#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# Makes a private CA and certificates for the tests of this run.
# usage: make_certificates.sh FOLDER
set -eu
cd "$1"
# An RSA key would take seconds on a busy machine.
new_key='-newkey ec -pkeyopt ec_paramgen_curve:prime256v1'
authority() { # NAME
	openssl req -x509 $new_key -nodes -days 30 -subj "/CN=$1" -keyout "$1.key" -out "$1.pem" \
		-addext basicConstraints=critical,CA:TRUE -addext keyUsage=critical,keyCertSign,cRLSign
}
certificate() { # NAME AUTHORITY ALTERNATIVE_NAMES DAYS
	openssl req $new_key -nodes -subj "/CN=$1" -keyout "$1.key" -out "$1.csr"
	printf 'subjectAltName=%s\n' "$3" >"$1.ext"
	openssl x509 -req -in "$1.csr" -CA "$2.pem" -CAkey "$2.key" -CAcreateserial -days "$4" -extfile "$1.ext" -out "$1.pem"
}
{
	authority ca
	authority other-ca
	certificate good ca 'DNS:localhost,DNS:good.test,IP:127.0.0.1' 30
	certificate wrong-name ca 'DNS:elsewhere.test' 30
	certificate other other-ca 'DNS:localhost,DNS:good.test,IP:127.0.0.1' 30
	certificate expired ca 'DNS:localhost,DNS:good.test,IP:127.0.0.1' -1
	openssl req -x509 $new_key -nodes -days 30 -subj '/CN=localhost' -keyout self-signed.key -out self-signed.pem \
		-addext subjectAltName=DNS:localhost,DNS:good.test,IP:127.0.0.1
	cat other-ca.pem ca.pem >bundle.pem
	: >empty.pem
	echo 'not a certificate' >text.pem
	head -c 300 ca.pem >cut.pem
} >openssl.log 2>&1 || { cat openssl.log >&2; exit 1; }
