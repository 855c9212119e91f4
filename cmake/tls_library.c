/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Prints which TLS library the found libcurl uses, for the check in Dependencies.cmake. */
#include <stdio.h>

#include <curl/curl.h>

int main(void)
{
	const char *library = curl_version_info(CURLVERSION_NOW)->ssl_version;
	puts(library ? library : "none");
	return 0;
}
