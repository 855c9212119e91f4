/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Decides about a request that was read: which route, who asks, may they, and for what. No I/O: the state is in
 * struct admission, time is an argument. Thread: the server's. */
#pragma once

#include <regex.h>
#include <stdbool.h>
#include <stdint.h>

#include "token-service/http/address.h"
#include "token-service/config.h"
#include "token-service/http/http1.h"
#include "token-service/keys/keys.h"
#include "token-service/metrics.h"
#include "token-service/rate_limit.h"

enum { UID_MAX = 128 };

/* What decisions are made from. */
struct admission {
	const struct config *config; /* borrowed */
	struct keys *keys;           /* owned; admission_use_keys() replaces it */
	struct rate_table *addresses;
	struct rate key_rate;
	struct rate address_rate;
	regex_t allowed_uid;
	bool has_allowed_uid;
};

struct verdict {
	enum route route;
	enum problem problem; /* PROBLEM_NONE: go on with the route */
	int retry_after_s;    /* 0: the problem's own */
	const char *allow;    /* static; for METHOD_NOT_ALLOWED */
	const char *method;   /* static; for the log */
	bool is_head;
	struct address client;
	char key_id[KEY_ID_SIZE]; /* "" : none was recognised */
	/* ROUTE_TOKEN with PROBLEM_NONE: */
	char uid[UID_MAX + 1]; /* secret */
	const char *uname;     /* the name the key is bound to; valid until the keys change */
};

/* config (borrowed) has passed config_load(). false: out of memory. Takes keys in every case. */
bool admission_open(struct admission *admission, const struct config *config, struct keys *keys);
/* Follows the configuration after config_reload(). false: out of memory; the rule for user ids stays as it was. */
bool admission_use_config(struct admission *admission);
/* Takes other keys from now on. */
void admission_use_keys(struct admission *admission, struct keys *keys);
/* Safe on a zeroed struct. */
void admission_close(struct admission *admission);

void admission_judge(struct admission *admission, const struct http1_request *request, const struct address *peer,
		     int64_t now_us, struct verdict *verdict);
