/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The configuration: defaults, then a JSON file, then the environment. Each setting has one name: "listen" in the file
 * is LOVENSE_TOKEN_SERVICE_LISTEN in the environment. Unknown names are errors, so that a typing mistake cannot leave a
 * limit at its default. Secrets are not settings: the developer token has its own file.
 *
 * Blocks on the disk. Any thread. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include "token-service/base/complain.h"
#include "token-service/http/address.h"
#include "token-service/upstream/upstream.h"

enum { CONFIG_MAX_PROXIES = 32 };

struct config {
	char *listen; /* "127.0.0.1:8437", "[::1]:8437"; port 0: chosen by the system */
	bool listen_public;
	char *developer_token_file; /* "": the systemd credential developer_token */
	char *platform;             /* "" : not sent to the plugin */
	char *keys_file;
	char *allowed_uid;     /* regular expression for whole user ids; "": any */
	char *trusted_proxies; /* comma-separated networks */
	bool access_log;
	bool log_addresses;
	int64_t key_rate_per_minute;
	int64_t key_burst;
	int64_t address_rate_per_minute;
	int64_t address_burst;
	int64_t max_addresses;
	int64_t max_connections;
	int64_t request_timeout_ms;
	int64_t idle_timeout_ms;
	int64_t stop_timeout_ms;
	struct upstream_config upstream;

	/* where it was loaded from; borrowed */
	const char *path;
	char *const *environment;

	/* derived */
	struct address listen_address;
	uint16_t listen_port;
	struct network proxies[CONFIG_MAX_PROXIES];
	size_t proxy_count;
};

/* Names of settings, separated by ", ". */
struct config_changes {
	char used[1024];         /* they have their new value */
	char needs_restart[256]; /* they keep the old one */
};

/* path: NULL for no file. environment: as environ. Both outlive config. false with a sentence in error that names the
 * setting; config may be destroyed either way. */
bool config_load(struct config *config, const char *path, char *const *environment, struct complaint *error);
/* Loads it again from where it came from, and changes what a running service can change. The texts of these settings
 * move. false with a sentence in error: nothing is changed. */
bool config_reload(struct config *config, struct config_changes *changes, struct complaint *error);
void config_destroy(struct config *config);
/* Every setting with its default and meaning, and whether a change needs a restart, for --help. */
void config_describe(FILE *out);
