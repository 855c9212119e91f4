/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Which proxy a host is reached through: the loop's own setting, or curl's environment rules (https_proxy, HTTPS_PROXY,
 * all_proxy, ALL_PROXY, no_proxy, NO_PROXY), which libwebsockets does not follow by itself. Pure, but for the reading
 * of the environment in proxy_rules_init(). */
#pragma once

#include <stdbool.h>

#include "net/loop.h"

struct proxy_rules {
	char *proxy;     /* "" or NULL: none */
	char *no_proxy;  /* comma list of hosts that are reached directly, or NULL */
	bool is_setting; /* not from the environment */
};

/* setting: "scheme://host:port", "" for none, NULL for the environment's rules. Environment names come from lookup()
 * (NULL: getenv). false: out of memory. */
bool proxy_rules_init(struct proxy_rules *rules, const char *setting, char *(*lookup)(const char *name));
void proxy_rules_free(struct proxy_rules *rules);

/* Only http:// proxies can carry a websocket, with a user name and password that fit LOOP_MAX_PROXY_CREDENTIALS. Loopback
 * hosts are always reached directly. */
void proxy_find_route(const struct proxy_rules *rules, const char *host, struct loop_route *route);
