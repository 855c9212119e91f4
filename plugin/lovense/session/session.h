/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The real link: auth token -> socket URL -> Socket.IO -> QR pairing -> device info -> commands by LAN or socket.
 *
 * Every attempt asks for a new socket address; the auth token is kept until it is refused. What only a person can mend
 * ends in LOVENSE_NEEDS_YOU, everything else is tried again for ever, after 1 s to 60 s with jitter or as long as the
 * service asks for. Every connection begins with Stop. Nothing here blocks, also not on name resolution or the disk
 * (but for opening the CA file once an attempt).
 *
 * Source: Standard Socket API (workflow, events, commands); lifetimes of tokens and of the pairing code on the socket
 * are not documented, session_timing.h holds our choices. Thread: the loop's, as lovense/link.h says. */
#pragma once

#include <stdbool.h>

#include "lovense/link.h"

enum lovense_auth { LOVENSE_AUTH_INVALID, LOVENSE_AUTH_DEVELOPER_TOKEN, LOVENSE_AUTH_TOKEN_SERVICE };
enum lovense_route_choice { LOVENSE_CHOOSE_AUTO = 1, LOVENSE_CHOOSE_SERVER, LOVENSE_CHOOSE_LAN };

struct lovense_session_config {
	enum lovense_auth auth;
	const char *api_url;  /* https, or http for loopback hosts; only then may the socket be plain, on loopback */
	const char *platform; /* website name */
	const char *developer_token; /* secret */
	const char *token_service_url;
	const char *token_service_key; /* secret, may be "" */
	const char *uid;               /* secret */
	const char *uname;             /* may be "" */
	const char *utoken;            /* secret, may be "" */
	const char *ca_file;           /* extra CA bundle, as given to the loop */
	enum lovense_route_choice route;
	const char *const *known_toys; /* toy ids in the order of their aliases t1, t2, ...; NULL-terminated or NULL */
	struct lovense_listener listener;
};

/* New link; drive and destroy it by lovense/link.h, before the loop is destroyed. Strings are copied, NULL counts as
 * ""; what is missing or wrong in them is in the snapshot after the start. NULL: out of memory. Nothing happens on
 * the network before lovense_link_start(). */
struct lovense_link *lovense_session_create(struct loop *loop, const struct lovense_session_config *config);
