/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The running service: opens all parts, accepts clients, follows changed files and signals, stops. Thread: one, the
 * caller's of service_run(). */
#pragma once

#include <stdbool.h>
#include <stdint.h>
#include <sys/stat.h>

#include "token-service/base/complain.h"
#include "token-service/routes.h"

struct service {
	struct config *config; /* borrowed */
	struct events *events;
	struct routes routes;
	struct events_file listener;
	struct events_file signals;
	lws_sorted_usec_list_t tick;         /* time limits, while there are connections; log */
	lws_sorted_usec_list_t accept_pause; /* after the process ran out of descriptors */
	lws_sorted_usec_list_t reload_check;
	struct stat keys_file; /* as read last */
	uint16_t port;         /* listened on */
	int64_t stop_at_us;
};

/* Opens everything. config (borrowed; SIGHUP changes it) has passed config_load(). false with a sentence in error.
 * Either way service_close() ends it. Blocks SIGTERM, SIGINT and SIGHUP for the process: they arrive in the loop. */
bool service_open(struct service *service, struct config *config, struct complaint *error);
/* Serves until SIGTERM or SIGINT, and then until the requests under way are answered or stop_timeout_ms is over.
 * SIGHUP reads the configuration, the keys and the developer token again; a changed key file is also noticed within two
 * seconds. */
bool service_run(struct service *service);
void service_close(struct service *service);
