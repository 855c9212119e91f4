/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Signing in: an auth token, then the address of the socket, and what follows when one of them fails. */
#include <stdlib.h>
#include <string.h>

#include "lovense/session/session_private.h"
#include "net/platform.h"
#include "net/secrets/secret.h"

void session_forget_token(struct session *session)
{
	secret_free(session->auth_token);
	session->auth_token = NULL;
}

void session_end_attempt(struct session *session)
{
	account_cancel(session->request);
	session->request = NULL;
	session_drop_socket(session);
}

/* After backoff_failed(), which starts again once a connection has lasted, but counts no further than its longest
 * pause. */
static void count_failure(struct session *session)
{
	if (session->failures.failures <= 1)
		session->failures_in_a_row = 0;
	session->failures_in_a_row++;
}

void session_fail(struct session *session, enum lovense_reason reason, const char *service_words,
		  int64_t least_pause_ms)
{
	int64_t now_ms = loop_now_ms(session->loop);
	session_end_attempt(session);
	session->reason = reason;
	redact_text(&session->redact, service_words, session->service_words, sizeof(session->service_words));
	if (account_is_final(reason)) {
		session_forget_token(session);
		session->phase = SESSION_NEEDS_YOU;
	} else {
		int64_t delay_ms =
			backoff_failed(&session->failures, &session->timing->retry, now_ms, loop_random(session->loop));
		if (delay_ms < least_pause_ms)
			delay_ms = least_pause_ms;
		/* How long a token lives is not documented, so none is trusted for ever. */
		count_failure(session);
		if (session->failures_in_a_row % session->timing->tokens_per_failures == 0)
			session_forget_token(session);
		session->phase = SESSION_WAITING;
		session->retry_at_ms = now_ms + delay_ms;
		loop_timer_start(session->loop, &session->retry_timer, session->retry_at_ms);
	}
	session_publish(session);
}

int64_t session_wanted_pause_ms(const struct session *session, enum lovense_reason reason, int retry_after_s)
{
	if (retry_after_s >= 0)
		return (int64_t)retry_after_s * 1000;
	bool is_limited = reason == LOVENSE_REASON_RATE_LIMITED || reason == LOVENSE_REASON_SERVICE_RATE_LIMITED;
	return is_limited ? session->timing->limited_ms : 0;
}

static void fail_by_reply(struct session *session, const struct account_reply *reply)
{
	int64_t pause_ms = session_wanted_pause_ms(session, reply->reason, reply->retry_after_s);
	if (reply->technical[0])
		session_log(session, "sign-in: %s", reply->technical);
	session_fail(session, reply->reason, reply->service_words, pause_ms);
}

static struct account_query query_of(struct session *session, account_done done)
{
	return (struct account_query){
		.api_url = session->config.api_url,
		.developer_token = session->config.developer_token,
		.uid = session->config.uid,
		.uname = session->config.uname,
		.utoken = session->config.utoken,
		.timeout_ms = session->timing->http_ms,
		.done = done,
		.ctx = session,
	};
}

static const char *platform_of(const struct session *session)
{
	return session->named_platform ? session->named_platform : session->config.platform;
}

static void ask_socket_url(struct session *session);
static void ask_token(struct session *session);

static void on_socket_url(void *ctx, const struct account_reply *reply)
{
	struct session *session = ctx;
	session->request = NULL;
	if (reply->reason == LOVENSE_REASON_NONE) {
		redact_set(&session->redact, REDACT_SOCKET_URL, reply->socket_url);
		session_open_socket(session, reply->socket_url, reply->socket_path);
		return;
	}
	if (reply->is_token_refused)
		session_forget_token(session);
	if (reply->is_token_refused && !session->is_token_fresh)
		ask_token(session);
	else
		fail_by_reply(session, reply);
}

static void ask_socket_url(struct session *session)
{
	struct account_query query = query_of(session, on_socket_url);
	if (!platform_of(session)[0]) {
		session_fail(session, LOVENSE_REASON_NO_PLATFORM, "", 0);
		return;
	}
	session->phase = SESSION_SOCKET_URL;
	session->request = account_get_socket_url(session->loop, &query, platform_of(session), session->auth_token);
	if (!session->request)
		session_fail(session, LOVENSE_REASON_OUT_OF_MEMORY, "", 0);
	else
		session_publish(session);
}

static void on_token(void *ctx, const struct account_reply *reply)
{
	struct session *session = ctx;
	session->request = NULL;
	if (reply->reason != LOVENSE_REASON_NONE) {
		fail_by_reply(session, reply);
		return;
	}
	redact_set(&session->redact, REDACT_AUTH_TOKEN, reply->auth_token);
	session->auth_token = secret_copy(reply->auth_token);
	free(session->named_platform);
	session->named_platform = reply->platform[0] ? strdup(reply->platform) : NULL;
	session->is_token_fresh = true;
	if (session->auth_token)
		ask_socket_url(session);
	else
		session_fail(session, LOVENSE_REASON_OUT_OF_MEMORY, "", 0);
}

static void ask_token(struct session *session)
{
	const struct lovense_session_config *config = &session->config;
	struct account_query query = query_of(session, on_token);
	session->phase = SESSION_TOKEN;
	session->request = config->auth == LOVENSE_AUTH_TOKEN_SERVICE
				   ? account_ask_token_service(session->loop, &query, config->token_service_url,
							       config->token_service_key)
				   : account_get_token(session->loop, &query);
	if (!session->request)
		session_fail(session, LOVENSE_REASON_OUT_OF_MEMORY, "", 0);
	else
		session_publish(session);
}

/* Every attempt asks for a new socket address; the token is kept for as long as it is taken. */
void session_sign_in(struct session *session)
{
	enum lovense_reason problem = session_config_problem(session);
	loop_timer_cancel(session->loop, &session->retry_timer);
	session->is_token_fresh = false;
	if (problem != LOVENSE_REASON_NONE)
		session_fail(session, problem, "", 0);
	else if (session->auth_token)
		ask_socket_url(session);
	else
		ask_token(session);
}
