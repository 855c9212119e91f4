/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Everything that can be wrong with a request or with the upstream, and how the client learns of it: one HTTP status,
 * one stable code word and one sentence that says what to do. The one result type of this program.
 *
 * Data, pure. Any thread. */
#pragma once

#include <stddef.h>

/* Every problem: its name, the HTTP status, the seconds of Retry-After that are sent when nothing better is known (0:
 * no Retry-After), the stable code in the reply, the access log and the metrics, and the sentence for a person (plain
 * ASCII without quotes or backslashes). */
#define PROBLEMS(X)                                                                                                    \
	X(NONE, 200, 0, "ok", "")                                                                                      \
	/* the request cannot be read; the connection ends after the answer */                                         \
	X(NOT_HTTP, 400, 0, "not_http",                                                                                \
	  "This is not HTTP/1.1. The port speaks plain HTTP behind a reverse proxy that does TLS.")                    \
	X(BAD_REQUEST_LINE, 400, 0, "bad_request_line",                                                                \
	  "The first line must be METHOD /path HTTP/1.1, ended by CR LF.")                                             \
	X(BAD_HEADER, 400, 0, "bad_header",                                                                            \
	  "A header field is malformed, folded or repeated. Send NAME: VALUE lines ended by CR LF.")                   \
	X(HTTP_VERSION, 505, 0, "http_version", "Use HTTP/1.1 or HTTP/1.0.")                                           \
	X(URI_TOO_LONG, 414, 0, "uri_too_long", "The path is too long. Send the user id in the body.")                 \
	X(HEADER_TOO_LARGE, 431, 0, "header_too_large", "The header is larger than 8 KiB or has more than 64 fields.") \
	X(HOST, 400, 0, "bad_host", "HTTP/1.1 needs exactly one Host field.")                                          \
	X(CONTENT_LENGTH, 400, 0, "bad_content_length",                                                                \
	  "Content-Length must be one decimal number, without Transfer-Encoding beside it.")                           \
	X(LENGTH_REQUIRED, 411, 0, "length_required",                                                                  \
	  "Send the body with Content-Length; chunked bodies are not accepted.")                                       \
	X(BODY_TOO_LARGE, 413, 0, "body_too_large", "The body may have at most 4096 bytes.")                           \
	X(EXPECTATION, 417, 0, "bad_expectation", "Only Expect: 100-continue is understood.")                          \
	X(REQUEST_TIMEOUT, 408, 0, "request_timeout", "The request did not arrive in time. Send it again.")            \
	/* the request is understood and refused */                                                                    \
	X(NOT_FOUND, 404, 0, "not_found", "Auth tokens are at POST /token.")                                           \
	X(METHOD_NOT_ALLOWED, 405, 0, "method_not_allowed", "Use the method named in the Allow field.")                \
	X(MEDIA_TYPE, 415, 0, "media_type", "Send Content-Type: application/json.")                                    \
	X(BAD_JSON, 400, 0, "bad_json", "The body must be one JSON object in UTF-8.")                                  \
	X(UID_MISSING, 400, 0, "uid_missing", "The body needs a string named uid.")                                    \
	X(UID_INVALID, 400, 0, "uid_invalid", "uid must have 1 to 128 bytes without control characters.")              \
	X(UNAME_INVALID, 400, 0, "uname_invalid",                                                                      \
	  "uname must be a string of at most 128 bytes without control characters.")                                   \
	X(KEY_MISSING, 401, 0, "key_missing", "Send the service key as Authorization: Bearer KEY.")                    \
	X(KEY_UNKNOWN, 401, 0, "key_unknown", "Unknown service key. Ask the operator for a new one.")                  \
	X(KEY_REVOKED, 403, 0, "key_revoked", "The service key was revoked. Ask the operator for a new one.")          \
	X(UID_NOT_ALLOWED, 403, 0, "uid_not_allowed",                                                                  \
	  "This service key may not be used with this uid. Ask the operator.")                                         \
	X(KEY_RATE, 429, 1, "key_rate", "Too many requests with this service key. Wait as Retry-After says.")          \
	X(ADDRESS_RATE, 429, 1, "address_rate", "Too many requests from this address. Wait as Retry-After says.")      \
	/* the upstream */                                                                                             \
	X(BUSY, 503, 1, "busy", "Too many requests are under way. Try again shortly.")                                 \
	X(UPSTREAM_AWAY, 503, 5, "upstream_away",                                                                      \
	  "The Lovense API failed several times in a row; the service asks it again after a pause.")                   \
	X(UPSTREAM_UNREACHABLE, 502, 5, "upstream_unreachable", "The Lovense API cannot be reached.")                  \
	X(UPSTREAM_TIMEOUT, 504, 5, "upstream_timeout", "The Lovense API did not answer in time.")                     \
	X(UPSTREAM_REPLY, 502, 5, "upstream_reply", "The Lovense API sent an error or an unreadable reply.")           \
	X(UPSTREAM_ECHO, 502, 60, "upstream_echo",                                                                     \
	  "The Lovense API sent back the developer token, which is not passed on. The operator must check "            \
	  "upstream_url.")                                                                                             \
	X(UPSTREAM_LIMITED, 503, 30, "upstream_limited", "The Lovense API asks for fewer requests.")                   \
	X(DEVELOPER_TOKEN_REJECTED, 502, 60, "developer_token_rejected",                                               \
	  "The Lovense API rejected the developer token. The operator must replace it.")                               \
	X(API_NOT_ENABLED, 502, 60, "api_not_enabled",                                                                 \
	  "The developer account may not use this API. The operator must enable it.")                                  \
	X(UID_REFUSED, 403, 0, "uid_refused", "The Lovense API rejected this uid.")                                    \
	X(UPSTREAM_REFUSED, 502, 30, "upstream_refused", "The Lovense API rejected the request.")                      \
	X(STOPPING, 503, 1, "stopping", "This instance is stopping. Send the request again.")                          \
	X(INTERNAL, 500, 0, "internal_error", "The service failed. Report this with the request id.")

enum problem {
	PROBLEM_INVALID, /* never used, so that zeroed memory is no answer by accident */
#define X(name, ...) PROBLEM_##name,
	PROBLEMS(X) PROBLEM_COUNT,
#undef X
};

struct problem_info {
	int status;
	int retry_after_s;
	const char *code;
	const char *message;
};

/* Never NULL; PROBLEM_INTERNAL's for a value out of range. */
const struct problem_info *problem_info(enum problem problem);
/* The sentence, with the detail ("" for none) in brackets: for the operator, never for a client. */
void problem_explain(enum problem problem, const char *detail, char *text, size_t size);
