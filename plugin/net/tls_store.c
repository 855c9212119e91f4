/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "net/tls_store.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <curl/curl.h>
#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>

#include "net/files/file.h"
#include "net/platform.h"

enum { MAX_BUNDLE_BYTES = 16 * 1024 * 1024 };

struct tls_store {
	SSL_CTX *context;
	STACK_OF(X509) * certificates; /* those beside the system's file */
	BIO *pem;                      /* for curl: see tls_store_pem() */
	bool has_failed;               /* while reading the system's roots */
	bool is_shareable;             /* curl uses the OpenSSL that this file uses */
};

/* "OpenSSL/3.0.17" of curl is "OpenSSL 3.0.17 1 Jul 2025" here. Any other TLS library has contexts of another kind. */
static bool is_library_of_curl(void)
{
	const curl_version_info_data *curl = curl_version_info(CURLVERSION_NOW);
	const char *curls = curl->ssl_version;
	const char *ours = OpenSSL_version(OPENSSL_VERSION);
	size_t length = strlen("OpenSSL");
	if (!curls || strncmp(curls, "OpenSSL/", length + 1) != 0 || strncmp(ours, "OpenSSL ", length + 1) != 0)
		return false;
	const char *version = curls + length + 1;
	size_t size = strcspn(version, " ");
	return strncmp(ours + length + 1, version, size) == 0 && ours[length + 1 + size] == ' ';
}

/* Both libraries shall trust the same file: ask curl for its own, and else try where the distributions keep theirs. */
static const char *find_system_file(void)
{
	static const char *const known[] = {
		"/etc/ssl/certs/ca-certificates.crt",
		"/etc/pki/tls/certs/ca-bundle.crt",
		"/etc/ssl/ca-bundle.pem",
		"/etc/ssl/cert.pem",
	};
	const curl_version_info_data *curl = curl_version_info(CURLVERSION_NOW);
	if (curl->age >= CURLVERSION_SEVENTH && curl->cainfo && file_is_readable(curl->cainfo))
		return curl->cainfo;
	for (size_t i = 0; i < sizeof(known) / sizeof(known[0]); i++)
		if (file_is_readable(known[i]))
			return known[i];
	return NULL;
}

static bool append_file(BIO *target, const char *path)
{
	enum file_result result;
	size_t size = 0;
	char *text = file_read(path, MAX_BUNDLE_BYTES, &size, &result);
	bool is_good = text && BIO_write(target, text, (int)size) == (int)size && BIO_write(target, "\n", 1) == 1;
	file_free(text, size);
	return is_good;
}

/* Reads every certificate of the text; a damaged one makes the whole text bad, so that a cut file is noticed. */
static enum tls_store_result parse_bundle(struct tls_store *store, BIO *text)
{
	int found = 0;
	for (;;) {
		X509 *certificate = PEM_read_bio_X509(text, NULL, NULL, NULL);
		if (!certificate)
			break;
		if (!sk_X509_push(store->certificates, certificate)) {
			X509_free(certificate);
			return TLS_STORE_MEMORY;
		}
		found++;
	}
	bool is_at_end = ERR_GET_REASON(ERR_peek_last_error()) == PEM_R_NO_START_LINE;
	ERR_clear_error();
	return found > 0 && is_at_end ? TLS_STORE_OK : TLS_STORE_CA_FILE;
}

static enum tls_store_result load_extra(struct tls_store *store, const char *ca_file)
{
	BIO *text = BIO_new(BIO_s_mem());
	if (!text)
		return TLS_STORE_MEMORY;
	enum tls_store_result result = append_file(text, ca_file) ? parse_bundle(store, text) : TLS_STORE_CA_FILE;
	BIO_free(text);
	return result;
}

static void add_root(void *ctx, const unsigned char *der, size_t size)
{
	struct tls_store *store = ctx;
	if (size > LONG_MAX)
		return;
	X509 *certificate = d2i_X509(NULL, &der, (long)size);
	if (!certificate) { /* a root that OpenSSL cannot read is no reason to do without the others */
		ERR_clear_error();
		return;
	}
	if (!sk_X509_push(store->certificates, certificate)) {
		X509_free(certificate);
		store->has_failed = true;
	}
}

static bool write_first(struct tls_store *store)
{
	const STACK_OF(X509_OBJECT) *trusted = X509_STORE_get0_objects(SSL_CTX_get_cert_store(store->context));
	X509 *first = sk_X509_OBJECT_num(trusted) > 0 ? X509_OBJECT_get0_X509(sk_X509_OBJECT_value(trusted, 0)) : NULL;
	return !first || PEM_write_bio_X509(store->pem, first);
}

/* curl's CA option replaces its default, so the text it gets must hold the system's certificates too. */
static bool write_all(struct tls_store *store, const char *system_file)
{
	if (system_file && !append_file(store->pem, system_file))
		return false;
	for (int i = 0; i < sk_X509_num(store->certificates); i++)
		if (!PEM_write_bio_X509(store->pem, sk_X509_value(store->certificates, i)))
			return false;
	return true;
}

static bool build_pem(struct tls_store *store, const char *system_file)
{
	store->pem = BIO_new(BIO_s_mem());
	if (!store->pem)
		return false;
	return store->is_shareable ? write_first(store) : write_all(store, system_file);
}

static bool build_context(struct tls_store *store, const char *system_file)
{
	store->context = SSL_CTX_new(TLS_client_method());
	if (!store->context || !SSL_CTX_set_min_proto_version(store->context, TLS1_2_VERSION))
		return false;
	SSL_CTX_set_verify(store->context, SSL_VERIFY_PEER, NULL);
	SSL_CTX_set_options(store->context, SSL_OP_NO_COMPRESSION);
	SSL_CTX_set_mode(store->context, SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER | SSL_MODE_RELEASE_BUFFERS);
	if (system_file && !SSL_CTX_load_verify_locations(store->context, system_file, NULL))
		return false;
	X509_STORE *trusted = SSL_CTX_get_cert_store(store->context);
	for (int i = 0; i < sk_X509_num(store->certificates); i++)
		if (!X509_STORE_add_cert(trusted, sk_X509_value(store->certificates, i)))
			return false;
	return true;
}

static enum tls_store_result fill(struct tls_store *store, const char *ca_file)
{
	store->certificates = sk_X509_new_null();
	if (!store->certificates)
		return TLS_STORE_MEMORY;

	const char *system_file = find_system_file();
	bool has_roots = !system_file && platform_trusted_roots(add_root, store);
	bool has_extra = ca_file && *ca_file;
	if (store->has_failed)
		return TLS_STORE_MEMORY;
	enum tls_store_result result = has_extra ? load_extra(store, ca_file) : TLS_STORE_OK;
	if (result != TLS_STORE_OK)
		return result;
	store->is_shareable = is_library_of_curl();
	bool needs_pem = store->is_shareable || has_roots || has_extra;
	bool is_good = build_context(store, system_file) && (!needs_pem || build_pem(store, system_file));
	bool is_memory = ERR_GET_REASON(ERR_peek_error()) == ERR_R_MALLOC_FAILURE;
	ERR_clear_error();
	if (is_good)
		return TLS_STORE_OK;
	return is_memory ? TLS_STORE_MEMORY : TLS_STORE_SYSTEM;
}

enum tls_store_result tls_store_create(const char *ca_file, struct tls_store **store)
{
	*store = calloc(1, sizeof(**store));
	if (!*store)
		return TLS_STORE_MEMORY;
	enum tls_store_result result = fill(*store, ca_file);
	if (result != TLS_STORE_OK) {
		tls_store_destroy(*store);
		*store = NULL;
	}
	return result;
}

void tls_store_destroy(struct tls_store *store)
{
	if (!store)
		return;
	BIO_free(store->pem);
	sk_X509_pop_free(store->certificates, X509_free);
	SSL_CTX_free(store->context);
	free(store);
}

void *tls_store_ssl_context(const struct tls_store *store)
{
	return store->context;
}

bool tls_store_is_shareable(const struct tls_store *store)
{
	return store->is_shareable;
}

void tls_store_share(const struct tls_store *store, void *ssl_context)
{
	SSL_CTX_set1_cert_store(ssl_context, SSL_CTX_get_cert_store(store->context));
	SSL_CTX_set_keylog_callback(ssl_context, NULL);
}

const char *tls_store_pem(const struct tls_store *store, size_t *size)
{
	char *text = NULL;
	long length = store->pem ? BIO_get_mem_data(store->pem, &text) : 0;
	*size = length > 0 ? (size_t)length : 0;
	return *size ? text : NULL;
}

const char *tls_store_refusal(void *verification)
{
	return X509_verify_cert_error_string(X509_STORE_CTX_get_error(verification));
}
