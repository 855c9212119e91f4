/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A private CA and certificates made for the tests of one run; see net/tls/make_certificates.sh for their names. */
#pragma once

#include <stddef.h>

/* Makes them in a new folder below the system's folder for temporary files and writes its path. Fails the test when
 * that does not work. */
void certificates_make(char *folder, size_t size);
void certificates_remove(const char *folder);
/* folder/name, valid until the next call. */
const char *certificate_path(const char *folder, const char *name);
