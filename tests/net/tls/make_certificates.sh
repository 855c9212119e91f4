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
request() { # NAME ALTERNATIVE_NAMES
	openssl req $new_key -nodes -subj "/CN=$1" -keyout "$1.key" -out "$1.csr"
	printf 'subjectAltName=%s\n' "$2" >"$1.ext"
}
certificate() { # NAME AUTHORITY ALTERNATIVE_NAMES
	request "$1" "$3"
	openssl x509 -req -in "$1.csr" -CA "$2.pem" -CAkey "$2.key" -CAcreateserial -days 30 -extfile "$1.ext" -out "$1.pem"
}
# "openssl x509" of OpenSSL 3.4 and later refuses to make one that is over.
expired_certificate() { # NAME AUTHORITY ALTERNATIVE_NAMES
	request "$1" "$3"
	printf '[ca]\ndefault_ca = test\n[test]\ndatabase = index\nrand_serial = yes\npolicy = any\n[any]\ncommonName = supplied\n' >ca.conf
	: >index
	openssl ca -batch -notext -config ca.conf -cert "$2.pem" -keyfile "$2.key" -md sha256 -outdir . -extfile "$1.ext" \
		-startdate 20200101000000Z -enddate 20200201000000Z -in "$1.csr" -out "$1.pem"
}
{
	authority ca
	authority other-ca
	certificate good ca 'DNS:localhost,DNS:good.test,IP:127.0.0.1'
	certificate wrong-name ca 'DNS:elsewhere.test'
	certificate other other-ca 'DNS:localhost,DNS:good.test,IP:127.0.0.1'
	expired_certificate expired ca 'DNS:localhost,DNS:good.test,IP:127.0.0.1'
	openssl req -x509 $new_key -nodes -days 30 -subj '/CN=localhost' -keyout self-signed.key -out self-signed.pem \
		-addext subjectAltName=DNS:localhost,DNS:good.test,IP:127.0.0.1
	cat other-ca.pem ca.pem >bundle.pem
	: >empty.pem
	echo 'not a certificate' >text.pem
	head -c 300 ca.pem >cut.pem
} >openssl.log 2>&1 || { cat openssl.log >&2; exit 1; }
