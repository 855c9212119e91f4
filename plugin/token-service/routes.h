/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the service answers: one function for each route, its count and its line in the access log. The handler of
 * http/connection.h. Thread: the loop's. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "token-service/access_log.h"
#include "token-service/admission.h"
#include "token-service/config.h"
#include "token-service/http/connection.h"
#include "token-service/metrics.h"
#include "token-service/upstream/upstream.h"

/* What answers are made from. The owner opens and closes the parts. */
struct routes {
	const struct config *config; /* borrowed */
	struct upstream *upstream;   /* owned */
	struct connections connections;
	struct admission admission;
	struct metrics metrics;
	struct access_log log;
	uint32_t run_id; /* random; with request_count it makes the request ids */
	uint32_t request_count;
	enum problem upstream_problem; /* reported last; PROBLEM_NONE: it answers */
	CURLcode upstream_code;        /* how its transfer ended */
};

/* Its ctx is a struct routes. */
extern const struct connection_handler routes_handler;
