/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Splitting URLs, by curl's parser. Pure. */
#pragma once

#include <stdbool.h>

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
/* True for https, and for http when the host is this computer. Without a scheme it is false. */
bool url_is_secure(const char *text);
