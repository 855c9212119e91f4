/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "token-service/config.h"

#include <ctype.h>
#include <jansson.h>
#include <openssl/err.h>
#include <openssl/pem.h>
#include <stdlib.h>
#include <string.h>

#include "net/files/file.h"
#include "net/text.h"
#include "net/url.h"
#include "token-service/base/json_file.h"
#include "token-service/keys/keys.h"

static const char environment_prefix[] = "LOVENSE_TOKEN_SERVICE_";

enum kind { KIND_TEXT = 1, KIND_BOOL, KIND_NUMBER };

struct setting {
	const char *name;
	enum kind kind;
	size_t offset;
	const char *text; /* default of a text */
	int64_t number;   /* default of the others */
	int64_t minimum;
	int64_t maximum;
	const char *meaning;
};

#define SETTING(name, field, kind, ...)                                                                                \
	{                                                                                                              \
#name, kind, offsetof(struct config, field), __VA_ARGS__                                               \
	}
#define TEXT(name, text, meaning) SETTING(name, name, KIND_TEXT, text, 0, 0, 0, meaning)
#define BOOL(name, number, meaning) SETTING(name, name, KIND_BOOL, NULL, number, 0, 1, meaning)
#define NUMBER(name, ...) SETTING(name, name, KIND_NUMBER, NULL, __VA_ARGS__)
#define UPSTREAM_TEXT(name, field, text, meaning) SETTING(name, upstream.field, KIND_TEXT, text, 0, 0, 0, meaning)
#define UPSTREAM_NUMBER(name, field, ...) SETTING(name, upstream.field, KIND_NUMBER, NULL, __VA_ARGS__)

static const struct setting settings[] = {
	TEXT(listen, "127.0.0.1:8437", "address and port to listen on; [::1]:8437 for IPv6"),
	BOOL(listen_public, 0, "allow a listen address that is not loopback (plain HTTP: keys can be read in transit)"),
	TEXT(developer_token_file, "", "file with the developer token; empty: the systemd credential developer_token"),
	TEXT(platform, "", "Website Name sent to the plugin; empty: the plugin keeps its own"),
	UPSTREAM_TEXT(upstream_url, url, "https://api.lovense-api.com",
		      "base of the Lovense API; http only on loopback"),
	UPSTREAM_TEXT(ca_file, ca_file, "",
		      "PEM file of the authorities trusted for the upstream, in place of the system's"),
	TEXT(keys_file, "/var/lib/lovense-token-service/keys.json", "file of service keys, see add-key"),
	TEXT(allowed_uid, "[A-Za-z0-9._:@-]+", "regular expression a whole user id must match; empty: any"),
	TEXT(trusted_proxies, "", "networks whose X-Forwarded-For is trusted, separated by commas, e.g. 127.0.0.1,::1"),
	BOOL(access_log, 1, "one JSON line for each request on standard output"),
	BOOL(log_addresses, 0, "put client addresses into the access log"),
	NUMBER(key_rate_per_minute, 30, 0, 1000000, "requests per minute and key, in each instance; 0: no limit"),
	NUMBER(key_burst, 10, 1, 1000000, "requests of a key that may come at once"),
	NUMBER(address_rate_per_minute, 120, 0, 1000000,
	       "requests per minute and address (IPv6: /64), in each instance; 0: no limit"),
	NUMBER(address_burst, 40, 1, 1000000, "requests of an address that may come at once"),
	NUMBER(max_addresses, 16384, 16, 1000000, "addresses remembered for their rate"),
	NUMBER(max_connections, 4096, 1, 100000, "client connections; when full, the longest idle one is closed"),
	NUMBER(request_timeout_ms, 10000, 100, 300000, "time for a whole request to arrive"),
	NUMBER(idle_timeout_ms, 75000, 100, 3600000, "time a connection may stay open between requests"),
	NUMBER(stop_timeout_ms, 10000, 0, 300000, "time for requests under way after SIGTERM"),
	UPSTREAM_NUMBER(max_upstream_connections, max_connections, 16, 1, 1000, "connections to the upstream"),
	UPSTREAM_NUMBER(max_upstream_requests, max_requests, 1024, 1, 100000,
			"requests under way or waiting for a connection"),
	UPSTREAM_NUMBER(upstream_connect_timeout_ms, connect_timeout_ms, 3000, 10, 60000,
			"time to connect to the upstream"),
	UPSTREAM_NUMBER(upstream_timeout_ms, timeout_ms, 8000, 10, 300000,
			"time for one answer of the upstream, retry included"),
	UPSTREAM_NUMBER(breaker_failures, breaker.failures_to_open, 5, 1, 10000,
			"failures in a row after which the upstream gets no requests for a while"),
	UPSTREAM_NUMBER(breaker_open_ms, breaker.open_ms, 5000, 10, 3600000, "length of that pause at first"),
	UPSTREAM_NUMBER(breaker_max_open_ms, breaker.max_open_ms, 60000, 10, 3600000, "length of that pause at most"),
};

enum { SETTING_COUNT = sizeof(settings) / sizeof(settings[0]) };

static void *field_of(struct config *config, const struct setting *setting)
{
	return (char *)config + setting->offset;
}

static bool set_text(struct config *config, const struct setting *setting, const char *text, struct complaint *error)
{
	char **field = field_of(config, setting);
	if (text_has_control(text))
		return complain(error, "%s has a line break or another control character: remove it", setting->name);
	char *copy = strdup(text);
	if (!copy)
		return complain(error, "out of memory");
	free(*field);
	*field = copy;
	return true;
}

static bool set_number(struct config *config, const struct setting *setting, int64_t number, struct complaint *error)
{
	if (number < setting->minimum || number > setting->maximum)
		return complain(error, "%s must be between %lld and %lld", setting->name, (long long)setting->minimum,
				(long long)setting->maximum);
	*(int64_t *)field_of(config, setting) = number;
	return true;
}

static const struct setting *find_setting(const char *name)
{
	for (size_t i = 0; i < SETTING_COUNT; i++)
		if (!strcmp(settings[i].name, name))
			return &settings[i];
	return NULL;
}

static bool set_defaults(struct config *config, struct complaint *error)
{
	for (size_t i = 0; i < SETTING_COUNT; i++) {
		const struct setting *setting = &settings[i];
		if (setting->kind == KIND_BOOL)
			*(bool *)field_of(config, setting) = setting->number != 0;
		else if (setting->kind == KIND_NUMBER)
			*(int64_t *)field_of(config, setting) = setting->number;
		else if (!set_text(config, setting, setting->text, error))
			return false;
	}
	return true;
}

static bool set_from_json(struct config *config, const char *name, json_t *value, struct complaint *error)
{
	static const char *const demands[] = {
		[KIND_TEXT] = "a string", [KIND_BOOL] = "true or false", [KIND_NUMBER] = "a whole number"};
	const struct setting *setting = find_setting(name);
	if (!setting)
		return complain(error, "there is no setting \"%s\"", name);
	if (setting->kind == KIND_TEXT && json_is_string(value))
		return set_text(config, setting, json_string_value(value), error);
	if (setting->kind == KIND_NUMBER && json_is_integer(value))
		return set_number(config, setting, json_integer_value(value), error);
	if (setting->kind != KIND_BOOL || !json_is_boolean(value))
		return complain(error, "%s must be %s", name, demands[setting->kind]);
	*(bool *)field_of(config, setting) = json_is_true(value);
	return true;
}

static bool set_from_file(struct config *config, const char *path, struct complaint *error)
{
	const char *name = NULL;
	json_t *value = NULL;
	json_t *root = json_file_read(path, error);
	if (!root)
		return false;
	bool is_good = json_is_object(root) || complain(error, "%s: not an object (line 1)", path);
	json_object_foreach(root, name, value)
	{
		is_good = is_good && set_from_json(config, name, value, error);
	}
	json_decref(root);
	return is_good;
}

/* New reference: the text as the value it would be in the file, or as a string, which is refused where it is none. */
static json_t *value_of_text(const struct setting *setting, const char *text)
{
	char *end = NULL;
	long long number = strtoll(text, &end, 10);
	if (setting->kind == KIND_NUMBER && *text && !*end)
		return json_integer(number);
	if (setting->kind == KIND_BOOL && (!strcmp(text, "true") || !strcmp(text, "false")))
		return json_boolean(*text == 't');
	return json_string_nocheck(text);
}

static bool set_from_environment(struct config *config, const char *variable, struct complaint *error)
{
	char name[64];
	size_t prefix_size = sizeof(environment_prefix) - 1;
	if (strncmp(variable, environment_prefix, prefix_size) != 0)
		return true;
	size_t size = strcspn(variable + prefix_size, "=");
	if (size >= sizeof(name))
		size = sizeof(name) - 1;
	for (size_t i = 0; i < size; i++)
		name[i] = (char)tolower((unsigned char)variable[prefix_size + i]);
	name[size] = '\0';
	const struct setting *setting = find_setting(name);
	if (!setting)
		return complain(error, "there is no setting %s%s", environment_prefix, name);
	json_t *value = value_of_text(setting, strchr(variable, '=') + 1);
	bool is_good = set_from_json(config, name, value, error);
	json_decref(value);
	return is_good;
}

static bool derive_listen(struct config *config, struct complaint *error)
{
	const char *colon = strrchr(config->listen, ':');
	char *end = NULL;
	long port = colon ? strtol(colon + 1, &end, 10) : -1;
	if (!colon || !isdigit((unsigned char)colon[1]) || *end || port > 65535 ||
	    !address_parse(config->listen, (size_t)(colon - config->listen), &config->listen_address))
		return complain(error, "listen must be ADDRESS:PORT, for instance 127.0.0.1:8437");
	config->listen_port = (uint16_t)port;
	if (!config->listen_public && !address_is_loopback(&config->listen_address))
		return complain(error,
				"listen is not a loopback address. The service speaks plain HTTP: put a reverse proxy "
				"in front, or set listen_public if the network between is private");
	return true;
}

static bool derive_proxies(struct config *config, struct complaint *error)
{
	char *rest = NULL;
	char *list = strdup(config->trusted_proxies);
	bool is_good = list || complain(error, "out of memory");
	for (char *item = list ? strtok_r(list, ", ", &rest) : NULL; item && is_good;
	     item = strtok_r(NULL, ", ", &rest)) {
		if (config->proxy_count == CONFIG_MAX_PROXIES)
			is_good = complain(error, "trusted_proxies has more than %d networks", CONFIG_MAX_PROXIES);
		else if (!network_parse(item, &config->proxies[config->proxy_count++]))
			is_good = complain(error, "trusted_proxies: \"%s\" is not a network", item);
	}
	free(list);
	return is_good;
}

static bool check_ca_file(const char *path, struct complaint *error)
{
	enum file_result result;
	FILE *file = file_open(path, &result);
	if (!file)
		return complain(error, "ca_file: %s: %s", path, file_reason(result));
	X509 *certificate = PEM_read_X509_AUX(file, NULL, NULL, NULL);
	bool is_good = certificate || complain(error, "ca_file: %s contains no PEM certificate", path);
	X509_free(certificate);
	fclose(file);
	ERR_clear_error();
	return is_good;
}

static bool check_texts(struct config *config, struct complaint *error)
{
	struct complaint reason;
	if (!url_is_secure(config->upstream.url) || strchr(config->upstream.url, '?'))
		return complain(error, "upstream_url must be https://HOST, or http:// on a loopback host");
	if (!*config->keys_file)
		return complain(error, "keys_file is empty");
	if (*config->upstream.ca_file && !check_ca_file(config->upstream.ca_file, error))
		return false;
	if (*config->allowed_uid && !uid_regex_check(config->allowed_uid, &reason))
		return complain(error, "allowed_uid: %s", reason.text);
	return true;
}

bool config_load(struct config *config, const char *path, char *const *environment, struct complaint *error)
{
	*config = (struct config){.path = path, .environment = environment};
	bool is_good = set_defaults(config, error) && (!path || set_from_file(config, path, error));
	for (; is_good && *environment; environment++)
		is_good = set_from_environment(config, *environment, error);
	return is_good && derive_listen(config, error) && derive_proxies(config, error) && check_texts(config, error);
}

/* Sockets, tables and the pool of connections are made once, from these. */
static bool needs_restart(const struct setting *setting)
{
	static const char *const names[] = {"listen",        "upstream_url",    "access_log",
					    "max_addresses", "max_connections", "max_upstream_connections"};
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (!strcmp(setting->name, names[i]))
			return true;
	return false;
}

static size_t size_of(const struct setting *setting)
{
	static const size_t sizes[] = {
		[KIND_TEXT] = sizeof(char *), [KIND_BOOL] = sizeof(bool), [KIND_NUMBER] = sizeof(int64_t)};
	return sizes[setting->kind];
}

static bool is_same(const struct setting *setting, struct config *a, struct config *b)
{
	void *left = field_of(a, setting);
	void *right = field_of(b, setting);
	return setting->kind == KIND_TEXT ? !strcmp(*(char **)left, *(char **)right)
					  : !memcmp(left, right, size_of(setting));
}

static void swap(const struct setting *setting, struct config *a, struct config *b)
{
	char old[sizeof(int64_t)];
	size_t size = size_of(setting);
	memcpy(old, field_of(a, setting), size);
	memcpy(field_of(a, setting), field_of(b, setting), size);
	memcpy(field_of(b, setting), old, size);
}

static void add_name(char *list, size_t size, const char *name)
{
	size_t used = strlen(list);
	snprintf(list + used, size - used, "%s%s", used ? ", " : "", name);
}

bool config_reload(struct config *config, struct config_changes *changes, struct complaint *error)
{
	struct config fresh;
	bool is_good = config_load(&fresh, config->path, config->environment, error);
	*changes = (struct config_changes){0};
	for (size_t i = 0; is_good && i < SETTING_COUNT; i++) {
		const struct setting *setting = &settings[i];
		if (is_same(setting, config, &fresh))
			continue;
		if (needs_restart(setting)) {
			add_name(changes->needs_restart, sizeof(changes->needs_restart), setting->name);
			continue;
		}
		add_name(changes->used, sizeof(changes->used), setting->name);
		swap(setting, config, &fresh);
	}
	if (is_good) {
		memcpy(config->proxies, fresh.proxies, sizeof(config->proxies));
		config->proxy_count = fresh.proxy_count;
	}
	config_destroy(&fresh);
	return is_good;
}

void config_destroy(struct config *config)
{
	for (size_t i = 0; i < SETTING_COUNT; i++)
		if (settings[i].kind == KIND_TEXT)
			free(*(char **)field_of(config, &settings[i]));
	memset(config, 0, sizeof(*config));
}

void config_describe(FILE *out)
{
	for (size_t i = 0; i < SETTING_COUNT; i++) {
		const struct setting *setting = &settings[i];
		fprintf(out, "  %-28s %s\n%31s", setting->name, setting->meaning, "default: ");
		if (setting->kind == KIND_TEXT)
			fprintf(out, "\"%s\"", setting->text);
		else if (setting->kind == KIND_BOOL)
			fprintf(out, "%s", setting->number ? "true" : "false");
		else
			fprintf(out, "%lld", (long long)setting->number);
		fputs(needs_restart(setting) ? "; a change needs a restart\n" : "\n", out);
	}
}
