/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "obs/requests/viewers/viewer_actions.h"

#include "obs/requests/request_call.h"
#include "obs/requests/viewers/queue_reply.h"

/* --- tips --- */

static bool read_tip(struct request_params *params, struct haptics_intent *intent)
{
	return param_amount(params, "amount", "Request.Problem.Amount", &intent->value) &&
	       param_by(params, intent->extra.by) &&
	       param_words(params, "message", HAPTICS_MESSAGE_CHARACTERS, intent->message) &&
	       param_words(params, "unit", HAPTICS_UNIT_CHARACTERS, intent->extra.unit);
}

bool action_tip(struct request_call *call)
{
	struct haptics_intent intent = {.kind = HAPTICS_INTENT_TIP};
	return read_tip(&call->params, &intent) && call_ask(call, &intent);
}

/* --- the queue --- */

bool action_get_queue(struct request_call *call)
{
	queue_reply_fill(call->reply, call->snapshot, engine_now_ms());
	return true;
}

bool action_skip_current(struct request_call *call)
{
	struct haptics_intent intent = {.kind = HAPTICS_INTENT_SKIP_CURRENT};
	return call_ask(call, &intent);
}

bool action_clear_queue(struct request_call *call)
{
	struct haptics_intent intent = {.kind = HAPTICS_INTENT_CLEAR_QUEUE};
	return call_ask(call, &intent);
}

/* What cannot be read pauses: that lets less move. */
bool action_pause_queue(struct request_call *call)
{
	struct haptics_intent intent = {.kind = HAPTICS_INTENT_PAUSE_QUEUE, .on = true};
	if (param_is_given(&call->params, "paused") && !param_bool(&call->params, "paused", &intent.on)) {
		intent.on = true;
		call_excuse(call, "Request.Note.QueuePaused");
	}
	return call_ask(call, &intent);
}

/* --- the goal --- */

bool action_set_goal(struct request_call *call)
{
	struct request_params *params = &call->params;
	struct haptics_intent intent = {.kind = HAPTICS_INTENT_SET_GOAL, .on = !param_is_given(params, "label")};
	return param_amount(params, "target", "Request.Problem.Target", &intent.value) &&
	       param_words(params, "label", HAPTICS_LABEL_CHARACTERS, intent.message) && call_ask(call, &intent);
}

bool action_add_to_goal(struct request_call *call)
{
	struct haptics_intent intent = {.kind = HAPTICS_INTENT_ADD_TO_GOAL};
	return param_number(&call->params, "amount", -HAPTICS_AMOUNT_MAX, HAPTICS_AMOUNT_MAX, &intent.value) &&
	       call_ask(call, &intent);
}

bool action_reset_goal(struct request_call *call)
{
	struct haptics_intent intent = {.kind = HAPTICS_INTENT_RESET_GOAL};
	return call_ask(call, &intent);
}
