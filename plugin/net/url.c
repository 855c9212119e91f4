/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "net/url.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "net/http/http.h"

static enum url_result from_curl(CURLUcode code)
{
	if (code == CURLUE_OK)
		return URL_OK;
	return code == CURLUE_OUT_OF_MEMORY ? URL_ERROR_MEMORY : URL_ERROR_SYNTAX;
}

enum url_result url_copy_part(CURLU *url, CURLUPart part, CURLUcode missing, unsigned flags, char *target, size_t size)
{
	char *text = NULL;
	CURLUcode code = curl_url_get(url, part, &text, flags);
	if (code != CURLUE_OK)
		return code == missing ? URL_OK : from_curl(code);
	int length = snprintf(target, size, "%s", text);
	curl_free(text);
	return length >= 0 && (size_t)length < size ? URL_OK : URL_ERROR_TOO_LONG;
}

static enum url_result split(CURLU *url, const char *text, unsigned flags, struct url_parts *parts)
{
	char port[8] = "0";
	const struct {
		CURLUPart part;
		CURLUcode missing;
		char *target;
		size_t size;
	} wanted[] = {
		{CURLUPART_SCHEME, CURLUE_OK, parts->scheme, sizeof(parts->scheme)},
		{CURLUPART_HOST, CURLUE_OK, parts->host, sizeof(parts->host)},
		{CURLUPART_PORT, CURLUE_NO_PORT, port, sizeof(port)},
		{CURLUPART_PATH, CURLUE_OK, parts->path, sizeof(parts->path)},
		{CURLUPART_QUERY, CURLUE_NO_QUERY, parts->query, sizeof(parts->query)},
	};
	enum url_result result = from_curl(curl_url_set(url, CURLUPART_URL, text, flags | CURLU_DISALLOW_USER));
	for (size_t i = 0; result == URL_OK && i < sizeof(wanted) / sizeof(wanted[0]); i++)
		result = url_copy_part(url, wanted[i].part, wanted[i].missing, 0, wanted[i].target, wanted[i].size);
	parts->port = atoi(port);
	return result;
}

enum url_result url_split(const char *text, struct url_parts *parts)
{
	*parts = (struct url_parts){0};
	CURLU *url = curl_url();
	if (!url)
		return URL_ERROR_MEMORY;
	enum url_result result = split(url, text, CURLU_NON_SUPPORT_SCHEME | CURLU_DEFAULT_SCHEME, parts);
	curl_url_cleanup(url);
	if (result == URL_OK && !*parts->host)
		result = URL_ERROR_SYNTAX;
	return result;
}

enum url_result url_parse_secure(CURLU *url, const char *text, bool *is_plain, bool *is_loopback)
{
	char *scheme = NULL;
	char *host = NULL;
	CURLUcode code = curl_url_set(url, CURLUPART_URL, text, CURLU_DISALLOW_USER);
	if (code == CURLUE_OK)
		code = curl_url_get(url, CURLUPART_SCHEME, &scheme, 0);
	if (code == CURLUE_OK)
		code = curl_url_get(url, CURLUPART_HOST, &host, 0);
	bool is_good = false;
	if (code == CURLUE_OK) {
		*is_loopback = http_host_is_loopback(host);
		*is_plain = strcmp(scheme, "http") == 0;
		is_good = strcmp(scheme, "https") == 0 || (*is_plain && *is_loopback);
	}
	curl_free(scheme);
	curl_free(host);
	return code == CURLUE_OK && !is_good ? URL_ERROR_SYNTAX : from_curl(code);
}

bool url_is_secure(const char *text)
{
	bool is_plain = false;
	bool is_loopback = false;
	CURLU *url = curl_url();
	bool is_secure = url && url_parse_secure(url, text, &is_plain, &is_loopback) == URL_OK;
	curl_url_cleanup(url);
	return is_secure;
}
