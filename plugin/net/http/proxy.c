/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "net/http/proxy.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <curl/curl.h>

#include "net/http/http.h"
#include "net/platform.h"
#include "net/url.h"

static const char *first_set(char *(*lookup)(const char *name), const char *const *names)
{
	for (; *names; names++) {
		const char *value = lookup(*names);
		if (value && *value)
			return value;
	}
	return NULL;
}

static bool copy_text(char **target, const char *text)
{
	*target = strdup(text);
	return *target != NULL;
}

bool proxy_rules_init(struct proxy_rules *rules, const char *setting, char *(*lookup)(const char *name))
{
	static const char *const proxy_names[] = {"https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY", NULL};
	static const char *const direct_names[] = {"no_proxy", "NO_PROXY", NULL};
	if (!lookup)
		lookup = getenv;

	*rules = (struct proxy_rules){.is_setting = setting != NULL};
	if (setting)
		return copy_text(&rules->proxy, setting);

	const char *proxy = first_set(lookup, proxy_names);
	const char *direct = first_set(lookup, direct_names);
	return (!proxy || copy_text(&rules->proxy, proxy)) && (!direct || copy_text(&rules->no_proxy, direct));
}

void proxy_rules_free(struct proxy_rules *rules)
{
	free(rules->proxy);
	free(rules->no_proxy);
	*rules = (struct proxy_rules){0};
}

static bool ends_with_domain(const char *host, const char *domain, size_t domain_size)
{
	size_t host_size = strlen(host);
	if (domain_size == 0 || host_size < domain_size)
		return false;
	const char *tail = host + host_size - domain_size;
	return curl_strnequal(tail, domain, domain_size) && (tail == host || tail[-1] == '.');
}

static bool is_listed(const char *list, const char *host)
{
	if (!list)
		return false;
	while (*list) {
		list += strspn(list, ", \t");
		size_t size = strcspn(list, ", \t");
		if (size == 1 && *list == '*')
			return true;
		size_t dots = strspn(list, ".");
		if (dots <= size && ends_with_domain(host, list + dots, size - dots))
			return true;
		list += size;
	}
	return false;
}

static bool read_credentials(CURLU *url, char *credentials, size_t size)
{
	char user[LOOP_MAX_PROXY_CREDENTIALS + 1] = "";
	char password[LOOP_MAX_PROXY_CREDENTIALS + 1] = "";
	int length = 0;
	if (url_copy_part(url, CURLUPART_USER, CURLUE_NO_USER, CURLU_URLDECODE, user, sizeof(user)) != URL_OK ||
	    url_copy_part(url, CURLUPART_PASSWORD, CURLUE_NO_PASSWORD, CURLU_URLDECODE, password, sizeof(password)) !=
		    URL_OK)
		return false;
	if (*user || *password)
		length = snprintf(credentials, size, "%s:%s", user, password);
	platform_wipe(password, sizeof(password));
	return length >= 0 && (size_t)length < size;
}

/* false: it can carry no websocket. */
static bool parse_proxy(CURLU *url, const char *proxy, struct loop_route *route)
{
	/* curl's rule: a proxy without a scheme is http://, without a port 1080 */
	char scheme[16] = "http";
	char port[8] = "1080";
	bool has_scheme = strstr(proxy, "://") != NULL;
	bool is_good =
		curl_url_set(url, CURLUPART_URL, proxy, CURLU_NON_SUPPORT_SCHEME | CURLU_DEFAULT_SCHEME) == CURLUE_OK &&
		(!has_scheme || url_copy_part(url, CURLUPART_SCHEME, CURLUE_OK, 0, scheme, sizeof(scheme)) == URL_OK) &&
		strcmp(scheme, "http") == 0 &&
		url_copy_part(url, CURLUPART_HOST, CURLUE_OK, 0, route->proxy_host, sizeof(route->proxy_host)) ==
			URL_OK &&
		read_credentials(url, route->proxy_credentials, sizeof(route->proxy_credentials));
	url_copy_part(url, CURLUPART_PORT, CURLUE_NO_PORT, 0, port, sizeof(port));
	route->proxy_port = atoi(port);
	return is_good;
}

void proxy_find_route(const struct proxy_rules *rules, const char *host, struct loop_route *route)
{
	*route = (struct loop_route){.kind = LOOP_ROUTE_DIRECT};
	if (!rules->proxy || !*rules->proxy || http_host_is_loopback(host) || is_listed(rules->no_proxy, host))
		return;

	CURLU *url = curl_url();
	bool is_good = url && parse_proxy(url, rules->proxy, route);
	route->kind = is_good ? LOOP_ROUTE_PROXY : LOOP_ROUTE_UNSUPPORTED_PROXY;
	curl_url_cleanup(url);
}
