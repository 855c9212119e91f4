/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "lovense/session/session_private.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "net/files/file.h"
#include "net/secrets/secret.h"
#include "net/text.h"
#include "net/utf8.h"

static const char **strings_of(struct lovense_session_config *config, size_t index)
{
	const char **const strings[] = {
		&config->api_url,           &config->platform, &config->developer_token, &config->token_service_url,
		&config->token_service_key, &config->uid,      &config->uname,           &config->utoken,
		&config->ca_file,
	};
	return index < sizeof(strings) / sizeof(strings[0]) ? strings[index] : NULL;
}

bool session_config_copy(struct session *session, const struct lovense_session_config *config)
{
	session->config = *config;
	session->config.known_toys = NULL;
	bool is_whole = true;
	const char **string = NULL;
	for (size_t i = 0; (string = strings_of(&session->config, i)); i++) {
		*string = secret_copy(*string ? *string : "");
		is_whole = is_whole && *string;
	}
	if (!is_whole)
		return false;
	redact_set(&session->redact, REDACT_DEVELOPER_TOKEN, session->config.developer_token);
	redact_set(&session->redact, REDACT_SERVICE_KEY, session->config.token_service_key);
	redact_set(&session->redact, REDACT_UID, session->config.uid);
	redact_set(&session->redact, REDACT_UNAME, session->config.uname);
	redact_set(&session->redact, REDACT_UTOKEN, session->config.utoken);
	return true;
}

void session_config_clear(struct session *session)
{
	const char **string = NULL;
	for (size_t i = 0; (string = strings_of(&session->config, i)); i++) {
		secret_free((char *)*string);
		*string = NULL;
	}
}

/* JSON is UTF-8, and a line break in a header would begin another one. */
static bool can_be_sent(const struct lovense_session_config *config)
{
	const char *const texts[] = {config->platform, config->developer_token, config->uid, config->uname,
				     config->utoken};
	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++)
		if (!utf8_is_valid(texts[i]))
			return false;
	return !text_has_control(config->token_service_key);
}

enum lovense_reason session_config_problem(const struct session *session)
{
	const struct lovense_session_config *config = &session->config;
	bool uses_service = config->auth == LOVENSE_AUTH_TOKEN_SERVICE;
	if (!(uses_service ? config->token_service_url : config->developer_token)[0])
		return LOVENSE_REASON_NO_TOKEN;
	/* A token service may name the platform later. */
	if (!config->platform[0] && !uses_service)
		return LOVENSE_REASON_NO_PLATFORM;
	if (!config->uid[0])
		return LOVENSE_REASON_NO_USER_ID;
	if (!can_be_sent(config))
		return LOVENSE_REASON_BAD_TEXT;
	if (config->ca_file[0] && !file_is_readable(config->ca_file))
		return LOVENSE_REASON_BAD_CA_FILE;
	return LOVENSE_REASON_NONE;
}
