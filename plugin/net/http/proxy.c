/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "net/http/proxy.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <curl/curl.h>

#include "net/http/http.h"

static const char *from_environment(const char *name)
{
	return getenv(name);
}

static const char *first_set(const char *(*lookup)(const char *name), const char *const *names)
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
	size_t size = strlen(text) + 1;
	*target = malloc(size);
	if (*target)
		memcpy(*target, text, size);
	return *target != NULL;
}

bool proxy_rules_init(struct proxy_rules *rules, const char *setting, const char *(*lookup)(const char *name))
{
	static const char *const proxy_names[] = {"https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY", NULL};
	static const char *const direct_names[] = {"no_proxy", "NO_PROXY", NULL};
	if (!lookup)
		lookup = from_environment;

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
	for (size_t i = 0; i < domain_size; i++)
		if (tolower((unsigned char)tail[i]) != tolower((unsigned char)domain[i]))
			return false;
	return tail == host || tail[-1] == '.';
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

static bool copy_part(CURLU *url, CURLUPart part, unsigned flags, char *target, size_t size)
{
	char *text = NULL;
	if (curl_url_get(url, part, &text, flags) != CURLUE_OK)
		return false;
	int length = snprintf(target, size, "%s", text);
	curl_free(text);
	return length >= 0 && (size_t)length < size;
}

static bool read_credentials(CURLU *url, struct proxy_address *address)
{
	char user[64] = "";
	char password[64] = "";
	char *text = NULL;
	if (curl_url_get(url, CURLUPART_USER, &text, 0) != CURLUE_OK)
		return true;
	curl_free(text);
	if (!copy_part(url, CURLUPART_USER, CURLU_URLDECODE, user, sizeof(user)))
		return false;
	if (curl_url_get(url, CURLUPART_PASSWORD, &text, 0) == CURLUE_OK) {
		curl_free(text);
		if (!copy_part(url, CURLUPART_PASSWORD, CURLU_URLDECODE, password, sizeof(password)))
			return false;
	}
	snprintf(address->credentials, sizeof(address->credentials), "%s:%s", user, password);
	return true;
}

static enum proxy_choice parse_proxy(CURLU *url, const char *proxy, struct proxy_address *address)
{
	/* curl's rule: a proxy without a scheme is http://, without a port 1080 */
	if (curl_url_set(url, CURLUPART_URL, proxy, CURLU_NON_SUPPORT_SCHEME | CURLU_DEFAULT_SCHEME) != CURLUE_OK)
		return PROXY_UNSUPPORTED;
	char scheme[16] = "";
	char port[8] = "1080";
	if (!strstr(proxy, "://"))
		snprintf(scheme, sizeof(scheme), "http");
	else if (!copy_part(url, CURLUPART_SCHEME, 0, scheme, sizeof(scheme)))
		return PROXY_UNSUPPORTED;
	if (strcmp(scheme, "http") != 0)
		return PROXY_UNSUPPORTED;
	if (!copy_part(url, CURLUPART_HOST, 0, address->host, sizeof(address->host)) || !read_credentials(url, address))
		return PROXY_UNSUPPORTED;
	copy_part(url, CURLUPART_PORT, 0, port, sizeof(port));
	address->port = atoi(port);
	return PROXY_HTTP;
}

enum proxy_choice proxy_for_host(const struct proxy_rules *rules, const char *host, struct proxy_address *address)
{
	*address = (struct proxy_address){0};
	if (!rules->proxy || !*rules->proxy || http_host_is_loopback(host) || is_listed(rules->no_proxy, host))
		return PROXY_DIRECT;

	CURLU *url = curl_url();
	if (!url)
		return PROXY_UNSUPPORTED;
	enum proxy_choice choice = parse_proxy(url, rules->proxy, address);
	curl_url_cleanup(url);
	return choice;
}
