/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Requests about what viewers send: tips, the queue and the goal. As those of request_actions.h. */
#pragma once

#include <stdbool.h>

struct request_call;

bool action_tip(struct request_call *call);
bool action_get_queue(struct request_call *call);
bool action_skip_current(struct request_call *call);
bool action_clear_queue(struct request_call *call);
bool action_pause_queue(struct request_call *call);
bool action_set_goal(struct request_call *call);
bool action_add_to_goal(struct request_call *call);
bool action_reset_goal(struct request_call *call);
