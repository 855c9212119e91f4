/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The state of the engine, as in replies and events. Contains no toy id, nickname, pairing data or text of the service.
 * Any thread; reply and snapshot are borrowed; never blocks. */
#pragma once

#include <stdbool.h>

struct engine_snapshot;
struct obs_data;

/* The levels of the toys have an event of their own. */
enum status_detail { STATUS_WITH_LEVELS = 1, STATUS_WITHOUT_LEVELS };

/* is_live: as pairing_permission_is_live() says. */
void status_reply_fill(struct obs_data *reply, const struct engine_snapshot *snapshot, enum status_detail detail,
		       bool is_live);
void status_reply_fill_rules(struct obs_data *reply, const struct engine_snapshot *snapshot);
