/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "token-service/base/problem.h"

#include <stdio.h>

static const struct problem_info infos[PROBLEM_COUNT] = {
	[PROBLEM_INVALID] = {500, 0, "internal_error", "The service failed. Report this with the request id."},
	[PROBLEM_NONE] = {200, 0, "ok", ""},

	[PROBLEM_NOT_HTTP] = {400, 0, "not_http",
			      "This is not HTTP/1.1. The port speaks plain HTTP behind a reverse proxy that does TLS."},
	[PROBLEM_BAD_REQUEST_LINE] = {400, 0, "bad_request_line",
				      "The first line must be METHOD /path HTTP/1.1, ended by CR LF."},
	[PROBLEM_BAD_HEADER] =
		{400, 0, "bad_header",
		 "A header field is malformed, folded or repeated. Send NAME: VALUE lines ended by CR LF."},
	[PROBLEM_HTTP_VERSION] = {505, 0, "http_version", "Use HTTP/1.1 or HTTP/1.0."},
	[PROBLEM_URI_TOO_LONG] = {414, 0, "uri_too_long", "The path is too long. Send the user id in the body."},
	[PROBLEM_HEADER_TOO_LARGE] = {431, 0, "header_too_large",
				      "The header is larger than 8 KiB or has more than 64 fields."},
	[PROBLEM_HOST] = {400, 0, "bad_host", "HTTP/1.1 needs exactly one Host field."},
	[PROBLEM_CONTENT_LENGTH] = {400, 0, "bad_content_length",
				    "Content-Length must be one decimal number, without Transfer-Encoding beside it."},
	[PROBLEM_LENGTH_REQUIRED] = {411, 0, "length_required",
				     "Send the body with Content-Length; chunked bodies are not accepted."},
	[PROBLEM_BODY_TOO_LARGE] = {413, 0, "body_too_large", "The body may have at most 4096 bytes."},
	[PROBLEM_EXPECTATION] = {417, 0, "bad_expectation", "Only Expect: 100-continue is understood."},
	[PROBLEM_REQUEST_TIMEOUT] = {408, 0, "request_timeout", "The request did not arrive in time. Send it again."},

	[PROBLEM_NOT_FOUND] = {404, 0, "not_found", "Auth tokens are at POST /token."},
	[PROBLEM_METHOD_NOT_ALLOWED] = {405, 0, "method_not_allowed", "Use the method named in the Allow field."},
	[PROBLEM_MEDIA_TYPE] = {415, 0, "media_type", "Send Content-Type: application/json."},
	[PROBLEM_BAD_JSON] = {400, 0, "bad_json", "The body must be one JSON object in UTF-8."},
	[PROBLEM_UID_MISSING] = {400, 0, "uid_missing", "The body needs a string named uid."},
	[PROBLEM_UID_INVALID] = {400, 0, "uid_invalid", "uid must have 1 to 128 bytes without control characters."},
	[PROBLEM_UNAME_INVALID] = {400, 0, "uname_invalid",
				   "uname must be a string of at most 128 bytes without control characters."},
	[PROBLEM_KEY_MISSING] = {401, 0, "key_missing", "Send the service key as Authorization: Bearer KEY."},
	[PROBLEM_KEY_UNKNOWN] = {401, 0, "key_unknown", "Unknown service key. Ask the operator for a new one."},
	[PROBLEM_KEY_REVOKED] = {403, 0, "key_revoked", "The service key was revoked. Ask the operator for a new one."},
	[PROBLEM_UID_NOT_ALLOWED] = {403, 0, "uid_not_allowed",
				     "This service key may not be used with this uid. Ask the operator."},
	[PROBLEM_KEY_RATE] = {429, 1, "key_rate", "Too many requests with this service key. Wait as Retry-After says."},
	[PROBLEM_ADDRESS_RATE] = {429, 1, "address_rate",
				  "Too many requests from this address. Wait as Retry-After says."},

	[PROBLEM_BUSY] = {503, 1, "busy", "Too many requests are under way. Try again shortly."},
	[PROBLEM_UPSTREAM_AWAY] =
		{503, 5, "upstream_away",
		 "The Lovense API failed several times in a row; the service asks it again after a pause."},
	[PROBLEM_UPSTREAM_UNREACHABLE] = {502, 5, "upstream_unreachable", "The Lovense API cannot be reached."},
	[PROBLEM_UPSTREAM_TIMEOUT] = {504, 5, "upstream_timeout", "The Lovense API did not answer in time."},
	[PROBLEM_UPSTREAM_REPLY] = {502, 5, "upstream_reply", "The Lovense API sent an error or an unreadable reply."},
	[PROBLEM_UPSTREAM_LIMITED] = {503, 30, "upstream_limited", "The Lovense API asks for fewer requests."},
	[PROBLEM_DEVELOPER_TOKEN_REJECTED] =
		{502, 60, "developer_token_rejected",
		 "The Lovense API rejected the developer token. The operator must replace it."},
	[PROBLEM_API_NOT_ENABLED] = {502, 60, "api_not_enabled",
				     "The developer account may not use this API. The operator must enable it."},
	[PROBLEM_UID_REFUSED] = {403, 0, "uid_refused", "The Lovense API rejected this uid."},
	[PROBLEM_UPSTREAM_REFUSED] = {502, 30, "upstream_refused", "The Lovense API rejected the request."},

	[PROBLEM_STOPPING] = {503, 1, "stopping", "This instance is stopping. Send the request again."},
	[PROBLEM_INTERNAL] = {500, 0, "internal_error", "The service failed. Report this with the request id."},
};

const struct problem_info *problem_info(enum problem problem)
{
	return &infos[problem > PROBLEM_INVALID && problem < PROBLEM_COUNT ? problem : PROBLEM_INTERNAL];
}

void problem_explain(enum problem problem, const char *detail, char *text, size_t size)
{
	const char *message = problem_info(problem)->message;
	if (*detail)
		snprintf(text, size, "%s (%s)", message, detail);
	else
		snprintf(text, size, "%s", message);
}
