/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What is trusted: the system's certificates and the user's extra CA file, for both libraries alike.
 *
 * libwebsockets gets an SSL_CTX of ours. Its own way would add a directory relative to the working directory, knows no
 * Windows store, and (4.1) loses the context of one loop when another loop is made before the first one is destroyed.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>

struct tls_store; /* belongs to one loop, on the loop's thread */

enum tls_store_result {
	TLS_STORE_OK = 1,
	TLS_STORE_MEMORY,
	TLS_STORE_CA_FILE,
	TLS_STORE_SYSTEM /* the system's certificates, or OpenSSL itself, cannot be used */
};

/* ca_file: PEM, UTF-8 path; NULL or "": none. Blocks on the disk. */
enum tls_store_result tls_store_create(const char *ca_file, struct tls_store **store);
void tls_store_destroy(struct tls_store *store);

/* The SSL_CTX for clients, verifying; belongs to the store. A context that libwebsockets gets ready-made is not written
 * to the file that SSLKEYLOGFILE names; its own would be. */
void *tls_store_ssl_context(const struct tls_store *store);
/* Whether curl's TLS library is this very OpenSSL. Then its connections use the certificates that libwebsockets uses,
 * instead of reading the system's once more for each connection: a megabyte every time. */
bool tls_store_is_shareable(const struct tls_store *store);
/* Gives a context of curl's the certificates; they are counted, and outlive the store while curl needs them. What curl
 * would write to the file that SSLKEYLOGFILE names is not written: it opens recorded connections. */
void tls_store_share(const struct tls_store *store, void *ssl_context);
/* PEM text for CURLOPT_CAINFO_BLOB; NULL when curl's own default is enough. For a curl with another TLS library
 * everything trusted. Else one of the certificates that are shared: a curl without any reads the system's (libcurl 8.22
 * even when told to read no file), and an older one (7.88) adds what it reads to the list that is shared. */
const char *tls_store_pem(const struct tls_store *store, size_t *size);
/* What an OpenSSL X509_STORE_CTX * refuses a certificate for; static text. */
const char *tls_store_refusal(void *verification);
