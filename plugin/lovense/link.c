/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "lovense/link.h"

void lovense_link_start(struct lovense_link *link)
{
	link->ops->start(link);
}

void lovense_link_shut(struct lovense_link *link, int grace_ms)
{
	link->ops->shut(link, grace_ms);
}

enum lovense_send_result lovense_link_send(struct lovense_link *link, const struct lovense_command *command)
{
	return link->ops->send(link, command);
}

enum lovense_send_result lovense_link_stop_all(struct lovense_link *link)
{
	return link->ops->stop_all(link);
}

void lovense_link_new_qr(struct lovense_link *link)
{
	link->ops->new_qr(link);
}

void lovense_link_retry_now(struct lovense_link *link)
{
	link->ops->retry_now(link);
}

const struct lovense_snapshot *lovense_link_snapshot(const struct lovense_link *link)
{
	return link->ops->snapshot(link);
}

void lovense_link_destroy(struct lovense_link *link)
{
	if (link)
		link->ops->destroy(link);
}

const char *lovense_link_state_name(enum lovense_link_state state)
{
	static const char *const names[] = {
		[LOVENSE_OFF] = "off",
		[LOVENSE_SIGNING_IN] = "signing in",
		[LOVENSE_CONNECTING] = "connecting",
		[LOVENSE_WAITING_FOR_SCAN] = "waiting for scan",
		[LOVENSE_APP_OFFLINE] = "app offline",
		[LOVENSE_NO_TOY] = "no toy",
		[LOVENSE_READY] = "ready",
		[LOVENSE_RETRYING] = "retrying",
		[LOVENSE_NEEDS_YOU] = "needs you",
	};
	return names[state];
}

const char *lovense_reason_name(enum lovense_reason reason)
{
	static const char *const names[] = {
		[LOVENSE_REASON_NONE] = "none",
		[LOVENSE_REASON_NO_TOKEN] = "no developer token or token service is set",
		[LOVENSE_REASON_NO_PLATFORM] = "no website name is set",
		[LOVENSE_REASON_TOKEN_REJECTED] = "the developer token was rejected",
		[LOVENSE_REASON_API_NOT_ENABLED] = "the account may not use the API",
		[LOVENSE_REASON_USER_ID_REFUSED] = "the user id was refused",
		[LOVENSE_REASON_WRONG_PLATFORM] = "the website name does not match the dashboard",
		[LOVENSE_REASON_SERVICE_KEY_REJECTED] = "the token service rejected the key",
		[LOVENSE_REASON_NO_USER_ID] = "no user id is set",
		[LOVENSE_REASON_BAD_CA_FILE] = "the CA file cannot be read, or holds no certificate",
		[LOVENSE_REASON_BAD_API_URL] = "the API address must be an https URL",
		[LOVENSE_REASON_BAD_SERVICE_URL] = "the address of the token service must be an https URL",
		[LOVENSE_REASON_UNREACHABLE] = "the service cannot be reached",
		[LOVENSE_REASON_TLS] = "the certificate was not accepted",
		[LOVENSE_REASON_SERVICE_ERROR] = "the service failed",
		[LOVENSE_REASON_UNREADABLE_REPLY] = "the reply could not be understood",
		[LOVENSE_REASON_SERVICE_TOKEN_REJECTED] = "the API rejects the developer token of the token service",
		[LOVENSE_REASON_SERVICE_NOT_ENABLED] = "the account of the token service may not use the API",
		[LOVENSE_REASON_OUT_OF_MEMORY] = "out of memory",
		[LOVENSE_REASON_RATE_LIMITED] = "the service asked to wait",
		[LOVENSE_REASON_SOCKET_REFUSED] = "the socket was refused",
		[LOVENSE_REASON_SOCKET_LOST] = "the connection was lost",
		[LOVENSE_REASON_NOT_SOCKET_IO_2] = "the server does not speak Socket.IO 2",
		[LOVENSE_REASON_NO_QR_CODE] = "no pairing code came",
		[LOVENSE_REASON_QR_TOO_LONG] = "the pairing code does not fit a QR code",
	};
	return names[reason];
}
