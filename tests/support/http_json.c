/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "support/http_json.h"

#include <stdlib.h>
#include <string.h>

#include <curl/curl.h>

enum { TIMEOUT_MS = 60000, MAX_REPLY_BYTES = 16 << 20 };

struct reply {
	char *text;
	size_t size;
};

static size_t on_body(char *data, size_t unit, size_t count, void *ctx)
{
	struct reply *reply = ctx;
	size_t size = unit * count;
	char *text = reply->size + size < MAX_REPLY_BYTES ? realloc(reply->text, reply->size + size + 1) : NULL;
	if (!text)
		return 0;
	memcpy(text + reply->size, data, size);
	reply->text = text;
	reply->size += size;
	return size;
}

json_t *http_json(const char *url, const json_t *body, int *status)
{
	struct reply reply = {0};
	long code = 0;
	json_t *value = NULL;
	char *text = body ? json_dumps(body, JSON_COMPACT | JSON_ENCODE_ANY) : NULL;
	struct curl_slist *headers = curl_slist_append(NULL, "Content-Type: application/json");
	CURL *easy = curl_easy_init();
	if (easy) {
		curl_easy_setopt(easy, CURLOPT_URL, url);
		curl_easy_setopt(easy, CURLOPT_NOPROXY, "*");
		curl_easy_setopt(easy, CURLOPT_NOSIGNAL, 1L);
		curl_easy_setopt(easy, CURLOPT_TIMEOUT_MS, (long)TIMEOUT_MS);
		curl_easy_setopt(easy, CURLOPT_HTTPHEADER, headers);
		curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, on_body);
		curl_easy_setopt(easy, CURLOPT_WRITEDATA, &reply);
		if (text)
			curl_easy_setopt(easy, CURLOPT_POSTFIELDS, text);
		if (curl_easy_perform(easy) == CURLE_OK) {
			curl_easy_getinfo(easy, CURLINFO_RESPONSE_CODE, &code);
			value = json_loadb(reply.text ? reply.text : "", reply.size, JSON_DECODE_ANY, NULL);
		}
	}
	curl_easy_cleanup(easy);
	curl_slist_free_all(headers);
	free(reply.text);
	free(text);
	if (status)
		*status = (int)code;
	return value;
}
