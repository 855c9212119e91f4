/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Which proxy a host is reached through: the loop's own setting, or curl's environment rules (https_proxy, HTTPS_PROXY,
 * all_proxy, ALL_PROXY, no_proxy, NO_PROXY), which libwebsockets does not follow by itself. Pure, but for the reading
 * of the environment in proxy_rules_init(). */
#pragma once

#include <stdbool.h>
#include <stddef.h>

struct proxy_rules {
	char *proxy;     /* "" or NULL: none */
	char *no_proxy;  /* comma list of hosts that are reached directly, or NULL */
	bool is_setting; /* not from the environment */
};

struct proxy_address {
	char host[256];
	int port;
	char credentials[128]; /* "user:password", percent-decoded, or "" */
};

enum proxy_choice { PROXY_DIRECT = 1, PROXY_HTTP, PROXY_UNSUPPORTED };

/* setting: "scheme://host:port", "" for none, NULL for the environment's rules. Environment names come from lookup()
 * (NULL: getenv). false: out of memory. */
bool proxy_rules_init(struct proxy_rules *rules, const char *setting, const char *(*lookup)(const char *name));
void proxy_rules_free(struct proxy_rules *rules);

/* PROXY_UNSUPPORTED: only http:// proxies can carry a websocket. Loopback hosts are always reached directly. */
enum proxy_choice proxy_for_host(const struct proxy_rules *rules, const char *host, struct proxy_address *address);
