/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the parts of the model ask of each other. */
#pragma once

#include "model.h"

enum { MODEL_LAN_BACK_MS = 1500 /* until a LAN that failed is well again */ };

enum event_kind {
	EVENT_STEP = 1,
	EVENT_ARRIVES,
	EVENT_ACTS,
	EVENT_ENDS, /* of a request */
	EVENT_LEASE,
	EVENT_RENEW,
	EVENT_PRESS, /* STOP ALL once more */
	EVENT_TICK,
	EVENT_PONG,
	EVENT_LAN_BACK,
	EVENT_SOCKET_BACK,
	EVENT_SIGN_OF_LIFE,
};

/* --- model.c --- */
void model_at(struct model *model, int64_t at_ms, enum event_kind kind, int index);

/* --- model_routes.c --- */
extern const struct delivery_config model_routes; /* without ctx */
void model_say(const struct model *model, const char *what, int index, int a, int b);
void model_set_toy(struct model *model, int toy, enum oracle_part part, const uint8_t *levels, int time_ms);
void model_act(struct model *model, struct model_command *command);
void model_end_request(struct model *model, struct model_command *command);
void model_tell_ways(struct model *model);
void model_fail_lan(struct model *model);
