/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "token-service/check.h"

#include <openssl/crypto.h>
#include <stdlib.h>
#include <string.h>

#include "token-service/config.h"
#include "token-service/base/events.h"
#include "token-service/keys/developer_token.h"
#include "token-service/keys/keys.h"
#include "token-service/keys/keys_file.h"
#include "token-service/upstream/upstream.h"

struct online_check {
	struct events *events;
	struct upstream_result result; /* but for the auth token */
};

static bool report(FILE *out, bool is_good, const char *what, const char *detail)
{
	fprintf(out, "%-4s %s: %s\n", is_good ? "ok" : "bad", what, detail);
	return is_good;
}

static bool check_keys(const struct config *config, FILE *out)
{
	struct complaint detail;
	struct keys *keys = keys_load(config->keys_file, &detail);
	bool is_good = keys != NULL;
	if (is_good)
		snprintf(detail.text, sizeof(detail.text), "%zu in %s%s", keys_count(keys), config->keys_file,
			 keys_file_is_exposed(config->keys_file) ? "; others can change it: give it mode 0600" : "");
	keys_destroy(keys);
	return report(out, is_good, "service keys", detail.text);
}

static void answered(void *ctx, const struct upstream_result *result)
{
	struct online_check *check = ctx;
	check->result = *result;
	check->result.auth_token = NULL;
	events_stop(check->events);
}

/* Fills in check->result. */
static void ask_upstream(struct online_check *check, const struct config *config, const char *token)
{
	int retry_after_s = 0;
	*check = (struct online_check){.events = events_create(), .result.problem = PROBLEM_INTERNAL};
	struct upstream *upstream = check->events ? upstream_create(check->events, &config->upstream, token) : NULL;
	enum problem refused = PROBLEM_INTERNAL;
	if (upstream && upstream_start(upstream, "check", "check", answered, check, &refused, &retry_after_s))
		events_run(check->events);
	upstream_destroy(upstream);
	events_destroy(check->events);
}

static bool check_upstream(const struct config *config, const char *token, FILE *out)
{
	struct online_check check;
	char text[512];
	ask_upstream(&check, config, token);
	/* A refused user id shows as well that the developer token was accepted. */
	if (check.result.problem == PROBLEM_NONE || check.result.problem == PROBLEM_UID_REFUSED)
		return report(out, true, "Lovense API", "accepts the developer token");
	problem_explain(check.result.problem, check.result.detail, text, sizeof(text));
	return report(out, false, "Lovense API", text);
}

static bool check_token(const struct config *config, bool is_online, FILE *out)
{
	struct complaint error;
	char token[DEVELOPER_TOKEN_MAX];
	bool is_exposed = false;
	if (!developer_token_read(config->developer_token_file, getenv("CREDENTIALS_DIRECTORY"), token, &is_exposed,
				  &error))
		return report(out, false, "developer token", error.text);
	bool is_good =
		report(out, true, "developer token",
		       is_exposed ? "read; every user of this machine can read it: give its file mode 0600" : "read");
	if (is_online)
		is_good = check_upstream(config, token, out);
	OPENSSL_cleanse(token, sizeof(token));
	return is_good;
}

bool check_run(const char *config_path, char *const *environment, bool is_online, FILE *out)
{
	struct complaint error;
	struct config config;
	bool is_good = config_load(&config, config_path, environment, &error);
	report(out, is_good, "configuration", is_good ? config.listen : error.text);
	if (is_good) {
		is_good = check_keys(&config, out);
		is_good = check_token(&config, is_online, out) && is_good;
	}
	config_destroy(&config);
	return is_good;
}
