/* SPDX-License-Identifier: GPL-2.0-or-later */
/* One request being answered. Whoever acts makes an intent and asks the core by it: whether something is allowed, and
 * what came of it, is never read out of the snapshot. Any thread. */
#pragma once

#include <stdbool.h>

#include "engine/engine.h"
#include "haptics/preview/verdict.h"
#include "obs/requests/params/request_params.h"
#include "obs/requests/requests.h"

struct request_call {
	struct requests *requests;
	enum requests_wait wait;
	const struct engine_snapshot *snapshot; /* the newest one; borrowed */
	struct request_params params;
	struct obs_data *reply; /* borrowed */
	const char *error;      /* NULL: all is well */
	const char *message;    /* locale key; without an error: a remark. NULL: none */
	bool is_decided;        /* by the core, which reports its refusals itself */
	char names[sizeof(((struct haptics_verdict *)NULL)->names)]; /* for the message */
};

/* false, for the caller to return. */
bool call_refuse(struct request_call *call, const char *error, const char *message);
/* A parameter that cannot be read is no reason to refuse; the message says what was done instead. */
void call_excuse(struct request_call *call, const char *message);

/* Has the core do it and puts its verdict into the reply: with `run`, `applied`, `capped` and
 * `queued` where something runs or waits for its turn. Waits as long as the call may. A call that may not wait only
 * posts it, if it is likely to be done, and tells what the snapshot promises. false: refused. */
bool call_ask(struct request_call *call, const struct haptics_intent *intent);

/* An event for a refusal that the core does not know of. */
void call_report_refusal(struct request_call *call);
