/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "privacy.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include <cmocka.h>

enum {
	/* Ports and digits of a sentence are no secrets, however short ones the simulator may have. */
	SHORTEST = 5,
	LONGEST_SECRET = 4096,
};

static void look_for(const char *secret, const char *text, const char *where)
{
	for (const char *at = text; strlen(secret) >= SHORTEST && *at; at++) {
		if (strncasecmp(at, secret, strlen(secret)) == 0)
			fail_msg("\"%s\" is in %s:\n%.400s", secret, where, at > text + 200 ? at - 200 : text);
	}
}

static void percent_encode(const char *text, char *out, size_t size)
{
	size_t used = 0;
	for (; *text && used + 4 < size; text++) {
		bool is_plain = strchr("+/=&?% {}\":", *text) == NULL;
		used += (size_t)snprintf(out + used, size - used, is_plain ? "%c" : "%%%02X", (unsigned char)*text);
	}
}

/* What the program tells of a link: an overlay, a status page, a reply to another program. Not the pairing code, the
 * toys' ids and nicknames, which stay inside. */
static json_t *public_part(const struct lovense_snapshot *now)
{
	json_t *toys = json_array();
	for (size_t i = 0; i < now->toy_count; i++) {
		const struct lovense_toy *toy = &now->toys[i];
		json_array_append_new(toys,
				      json_pack("{s:s,s:s,s:s,s:i,s:b,s:i,s:i}", "id", toy->alias, "name", toy->name,
						"type", toy->type, "battery", toy->battery, "online", toy->is_connected,
						"functions", (int)toy->functions, "note", (int)toy->note));
	}
	return json_pack("{s:s,s:s,s:s,s:s,s:s,s:s,s:i,s:o}", "state", lovense_link_state_name(now->state), "reason",
			 lovense_reason_name(now->reason), "service_words", now->service_words, "lan_note",
			 now->lan_note, "app", now->app_platform, "version", now->app_version, "route", (int)now->route,
			 "toys", toys);
}

static char *public_text(const struct rig *rig)
{
	json_t *part = rig->link ? public_part(rig_now(rig)) : json_object();
	char *text = json_dumps(part, 0);
	assert_non_null(text);
	json_decref(part);
	return text;
}

static void look_everywhere(const struct rig *rig, const char *public, const char *secret)
{
	char encoded[LONGEST_SECRET] = "";
	percent_encode(secret, encoded, sizeof(encoded));
	look_for(secret, rig->log, "the log");
	look_for(encoded, rig->log, "the log");
	look_for(secret, public, "what a snapshot tells");
	look_for(encoded, public, "what a snapshot tells");
}

void privacy_check(struct rig *rig)
{
	const char *const fixed[] = {
		RIG_UID,
		RIG_UTOKEN,
		RIG_UNAME,
		"127-0-0-1",
		"lovense.club",
		"ntoken=",
		rig->config.developer_token,
		rig->config.token_service_key,
	};
	char *public = public_text(rig);
	assert_true(rig->log_used < sizeof(rig->log) - 1);
	for (size_t i = 0; i < sizeof(fixed) / sizeof(fixed[0]); i++)
		look_everywhere(rig, public, fixed[i]);
	json_t *secrets = rig_get(rig, "/secrets");
	assert_true(json_array_size(secrets) > 0);
	size_t index = 0;
	json_t *secret = NULL;
	json_array_foreach(secrets, index, secret) look_everywhere(rig, public, json_string_value(secret));
	json_decref(secrets);
	free(public);
}
