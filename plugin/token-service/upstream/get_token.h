/* SPDX-License-Identifier: GPL-2.0-or-later */
/* getToken of the Lovense Standard API: the request body and what its reply means. How a reply is read is shared with
 * the plugin (lovense/api_reply.h). Pure. Any thread. */
#pragma once

#include <stddef.h>

#include "token-service/base/problem.h"

#define GET_TOKEN_PATH "/api/basicApi/getToken"

/* New text (free; it holds the developer token: wipe it first), or NULL: out of memory, or uid or uname not UTF-8. */
char *get_token_body(const char *developer_token, const char *uid, const char *uname);
/* PROBLEM_NONE and *auth_token (new text; free), or what is wrong. The reply's own words are never passed on: they may
 * quote the request. Nor is an auth token that holds the developer token: whoever asked would have it. */
enum problem get_token_read_reply(int http_status, const char *body, size_t size, const char *developer_token,
				  char **auth_token);
