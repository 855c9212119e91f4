/* SPDX-License-Identifier: GPL-2.0-or-later */
/* One list of trusted certificates for libwebsockets and curl. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>
#include <curl/curl.h>
#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>

#include "net/tls_store.h"
#include "support/certificates.h"

static bool curl_can_share(void)
{
	const curl_version_info_data *curl = curl_version_info(CURLVERSION_NOW);
	return strncmp(curl->ssl_version, "OpenSSL/", 8) == 0;
}

static struct tls_store *open_store(void)
{
	char folder[256];
	char ca_file[512];
	struct tls_store *store = NULL;
	certificates_make(folder, sizeof(folder));
	snprintf(ca_file, sizeof(ca_file), "%s/ca.pem", folder);
	assert_int_equal(tls_store_create(ca_file, &store), TLS_STORE_OK);
	certificates_remove(folder);
	return store;
}

static int certificates_in(const char *pem, size_t size)
{
	BIO *text = BIO_new_mem_buf(pem, (int)size);
	X509 *certificate = NULL;
	int count = 0;
	for (; (certificate = PEM_read_bio_X509(text, NULL, NULL, NULL)); count++)
		X509_free(certificate);
	ERR_clear_error();
	BIO_free(text);
	return count;
}

static void curl_shares_the_list_when_its_library_is_the_same(void **state)
{
	struct tls_store *store = open_store();
	size_t size = 0;
	(void)state;
	assert_int_equal(tls_store_is_shareable(store), curl_can_share());
	const char *pem = tls_store_pem(store, &size);
	/* Nothing is kept twice: all of it as text is for a curl that cannot share. */
	if (curl_can_share())
		assert_int_equal(certificates_in(pem, size), 1);
	else
		assert_true(certificates_in(pem, size) > 1);
	tls_store_destroy(store);
}

static void a_connection_of_curl_keeps_the_list_alive(void **state)
{
	struct tls_store *store = open_store();
	SSL_CTX *connection = SSL_CTX_new(TLS_client_method());
	(void)state;
	tls_store_share(store, connection);
	X509_STORE *trusted = SSL_CTX_get_cert_store(tls_store_ssl_context(store));
	assert_ptr_equal(SSL_CTX_get_cert_store(connection), trusted);
	tls_store_destroy(store);
	assert_true(sk_X509_OBJECT_num(X509_STORE_get0_objects(SSL_CTX_get_cert_store(connection))) > 0);
	SSL_CTX_free(connection);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(curl_shares_the_list_when_its_library_is_the_same),
		cmocka_unit_test(a_connection_of_curl_keeps_the_list_alive),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
