/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Replies of the API and a token service, names of the app's address, and redaction of whatever a peer says. */
#include <stdlib.h>
#include <string.h>

#include "fuzz.h"
#include "lovense/api_reply.h"
#include "lovense/json_read.h"
#include "lovense/lan/lan_address.h"
#include "lovense/redact.h"

static const char secret[] = "canary-secret-canary";

static void read_reply(const uint8_t *data, size_t size)
{
	struct api_reply reply;
	api_reply_read(&reply, (const char *)data, size, "authToken");
	if (reply.verdict == API_SUCCESS && !*json_read_string(json_object_get(reply.data, "authToken")))
		abort();
	if (reply.verdict == API_REFUSED)
		api_refusal_reason(API_GET_SOCKET_URL, &reply);
	api_reply_clear(&reply);
	api_reply_read_plain(&reply, (const char *)data, size, "authToken");
	api_reply_clear(&reply);
}

static void redact(const char *text)
{
	char said[512];
	char out[160];
	struct redact redact = {0};
	redact_set(&redact, REDACT_AUTH_TOKEN, secret);
	size_t length = strnlen(text, sizeof(said) - sizeof(secret));
	memcpy(said, text, length);
	memcpy(said + length, secret, sizeof(secret));
	redact_text(&redact, said, out, sizeof(out));
	if (!memchr(out, '\0', sizeof(out)) || strstr(out, secret))
		abort();
	redact_clear(&redact);
}

static void parse_address(const char *text)
{
	struct lan_address address;
	if (lan_address_parse(text, 30010, &address) != LAN_ADDRESS_OK)
		return;
	if (!strstr(address.host, ".lovense.club") || strstr(address.host, "..") || address.port != 30010)
		abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *text = malloc(size + 1);
	if (!text)
		return 0;
	memcpy(text, data, size);
	text[size] = '\0';
	read_reply(data, size);
	redact(text);
	parse_address(text);
	free(text);
	return 0;
}
