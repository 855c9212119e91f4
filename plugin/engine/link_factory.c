/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "engine/link_factory.h"

#include <string.h>

#include "engine/same_value.h"
#include "lovense/session/session.h"
#include "lovense/simulator/simulator.h"
#include "lovense/toys.h"

enum { MAX_SIMULATED = 4 };

_Static_assert((int)ENGINE_MAX_KNOWN_TOYS == (int)TOYS_MAX_ALIASES, "every alias a session gives away can be kept");

static struct lovense_link *create_simulator(struct loop *loop, const struct engine_settings *settings,
					     const struct lovense_listener *listener)
{
	const char *types[MAX_SIMULATED + 1] = {NULL};
	for (size_t i = 0; i < MAX_SIMULATED && settings->simulator_toys[i][0]; i++)
		types[i] = settings->simulator_toys[i];
	struct lovense_simulator_config config = {
		.toy_types = types[0] ? types : NULL,
		.latency_ms = settings->simulator_latency_ms,
		.listener = *listener,
	};
	return lovense_simulator_create(loop, &config);
}

static struct lovense_link *create_session(struct loop *loop, const struct engine_settings *settings,
					   const struct lovense_listener *listener)
{
	const char *known[ENGINE_MAX_KNOWN_TOYS + 1] = {NULL};
	for (size_t i = 0; i < settings->known_toy_count && i < ENGINE_MAX_KNOWN_TOYS; i++)
		known[i] = settings->known_toys[i];
	struct lovense_session_config config = {
		.auth = (enum lovense_auth)settings->auth,
		.api_url = settings->api_url,
		.platform = settings->platform,
		.developer_token = settings->developer_token,
		.token_service_url = settings->token_service_url,
		.token_service_key = settings->token_service_key,
		.uid = settings->uid,
		.uname = settings->uname,
		.utoken = settings->utoken,
		.ca_file = settings->ca_file,
		.route = (enum lovense_route_choice)settings->route,
		.known_toys = known,
		.listener = *listener,
	};
	return lovense_session_create(loop, &config);
}

SAME(ENGINE_ROUTE_AUTO, LOVENSE_CHOOSE_AUTO);
SAME(ENGINE_ROUTE_SERVER, LOVENSE_CHOOSE_SERVER);
SAME(ENGINE_ROUTE_LAN, LOVENSE_CHOOSE_LAN);
SAME(ENGINE_AUTH_DEVELOPER_TOKEN, LOVENSE_AUTH_DEVELOPER_TOKEN);
SAME(ENGINE_AUTH_TOKEN_SERVICE, LOVENSE_AUTH_TOKEN_SERVICE);

struct lovense_link *link_create(struct loop *loop, const struct engine_settings *settings,
				 const struct lovense_listener *listener)
{
	switch (settings->mode) {
	case ENGINE_MODE_CLOUD:
		return create_session(loop, settings, listener);
	case ENGINE_MODE_SIMULATOR:
		return create_simulator(loop, settings, listener);
	case ENGINE_MODE_OFF:
	default:
		return NULL;
	}
}

static bool must_session_change(const struct engine_settings *a, const struct engine_settings *b)
{
	return a->auth != b->auth || a->route != b->route || strcmp(a->platform, b->platform) != 0 ||
	       strcmp(a->uid, b->uid) != 0 || strcmp(a->uname, b->uname) != 0 ||
	       strcmp(a->token_service_url, b->token_service_url) != 0 || strcmp(a->api_url, b->api_url) != 0 ||
	       strcmp(a->developer_token, b->developer_token) != 0 ||
	       strcmp(a->token_service_key, b->token_service_key) != 0 || strcmp(a->utoken, b->utoken) != 0;
}

bool link_must_change(const struct engine_settings *a, const struct engine_settings *b)
{
	/* The CA file belongs to the loop, and every link lives on one. */
	if (a->mode != b->mode || strcmp(a->ca_file, b->ca_file) != 0)
		return true;
	if (a->mode == ENGINE_MODE_CLOUD)
		return must_session_change(a, b);
	if (a->mode == ENGINE_MODE_SIMULATOR)
		return a->simulator_latency_ms != b->simulator_latency_ms ||
		       memcmp(a->simulator_toys, b->simulator_toys, sizeof(a->simulator_toys)) != 0;
	return false;
}
