/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The requests that act: what they mean, as an intent for the core. Each answers one request; false: refused, the
 * call's error or its parameters say why. What stops or lowers is done, whatever else is wrong with the request. */
#pragma once

#include <stdbool.h>

struct request_call;

bool action_trigger(struct request_call *call);
bool action_start(struct request_call *call);
bool action_stop(struct request_call *call);
bool action_stop_all(struct request_call *call);
bool action_cancel(struct request_call *call);
bool action_pause(struct request_call *call);
bool action_end_pause(struct request_call *call);
bool action_resume(struct request_call *call);
bool action_set_armed(struct request_call *call);
bool action_set_ceiling(struct request_call *call);
bool action_set_rule_enabled(struct request_call *call);
