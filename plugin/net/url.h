/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Splitting URLs, by curl's parser. Pure. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include <curl/curl.h>

struct url_parts {
	char scheme[16];
	char host[256]; /* IPv6 in brackets */
	int port;       /* 0: none given */
	char path[512]; /* "/" when missing */
	char query[4096];
};

enum url_result { URL_OK = 1, URL_ERROR_SYNTAX, URL_ERROR_TOO_LONG, URL_ERROR_MEMORY };

/* A text without a scheme is taken as https. User names and passwords in a URL are an error of syntax. */
enum url_result url_split(const char *text, struct url_parts *parts);
/* One part of a parsed URL. missing: curl's code for its absence, which leaves target as it is; CURLUE_OK: it must be
 * there. flags: of curl_url_get(). */
enum url_result url_copy_part(CURLU *url, CURLUPart part, CURLUcode missing, unsigned flags, char *target, size_t size);
/* The one answer to the question which addresses of services may be asked, for settings and for requests: https, and
 * http when the host is this computer (http_host_is_loopback()); with a scheme, without user name and password.
 * URL_ERROR_SYNTAX: none of these. url is filled. */
enum url_result url_parse_secure(CURLU *url, const char *text, bool *is_plain, bool *is_loopback);
/* Whether url_parse_secure() takes it. */
bool url_is_secure(const char *text);
