/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "obs/requests/request_call.h"

#include <stdio.h>

#include <obs-data.h>

#include "haptics/preview/verdict.h"
#include "haptics/tips/viewers.h"
#include "obs/requests/outcome_words.h"
#include "obs/requests/request_events.h"
#include "obs/requests/status_reply.h"

enum { VERDICT_WAIT_MS = 250 };

bool call_refuse(struct request_call *call, const char *error, const char *message)
{
	call->error = error;
	call->message = message;
	return false;
}

void call_excuse(struct request_call *call, const char *message)
{
	call->params.problem = NULL;
	call->params.error = NULL;
	call->message = message;
}

/* --- the reply --- */

static bool asks_for_output(const struct haptics_intent *intent)
{
	return intent->kind == HAPTICS_INTENT_RUN_RULE || intent->kind == HAPTICS_INTENT_RUN_LEVEL ||
	       intent->kind == HAPTICS_INTENT_START_KEY || intent->kind == HAPTICS_INTENT_TIP;
}

/* Where the word alone does not say what was meant. */
static const struct {
	enum haptics_intent_kind kind;
	enum haptics_outcome outcome;
	const char *sentence;
} sentences[] = {
	{HAPTICS_INTENT_RESUME, HAPTICS_IGNORED_NOT_ALLOWED, "Request.Error.PersonsStop"},
	{HAPTICS_INTENT_RESUME, HAPTICS_IGNORED_PAUSED, "Request.Error.PersonsPause"},
	{HAPTICS_INTENT_RULE_ENABLED, HAPTICS_IGNORED_NOT_ALLOWED, "Request.Error.RulesWait"},
	{HAPTICS_INTENT_TIP, HAPTICS_IGNORED_NOT_ALLOWED, "Request.Error.TipsOff"},
	{HAPTICS_INTENT_END_PAUSE, HAPTICS_IGNORED_NOT_ALLOWED, "Request.Error.PersonsRest"},
	{HAPTICS_INTENT_PAUSE_QUEUE, HAPTICS_IGNORED_NOT_ALLOWED, "Request.Error.PersonsQueue"},
};

static const char *sentence_of(const struct haptics_intent *intent, const struct haptics_verdict *verdict)
{
	bool has_fixed_level = intent->has_value && intent->id[0]; /* numbers that are none do not come this far */
	if (verdict->outcome == HAPTICS_IGNORED_BAD_VALUE && has_fixed_level)
		return "Request.Error.FixedLevel";
	for (size_t i = 0; i < sizeof(sentences) / sizeof(sentences[0]); i++)
		if (sentences[i].kind == intent->kind && sentences[i].outcome == verdict->outcome)
			return sentences[i].sentence;
	return outcome_sentence(verdict->outcome, verdict->names);
}

static bool tell_verdict(struct request_call *call, const struct haptics_intent *intent,
			 const struct haptics_verdict *verdict)
{
	const char *word = outcome_word(verdict->outcome);
	if (word) {
		snprintf(call->names, sizeof(call->names), "%s", verdict->names);
		return call_refuse(call, word, sentence_of(intent, verdict));
	}
	if (intent->kind == HAPTICS_INTENT_RESUME && verdict->wait_ms > 0)
		call->message = "Request.Note.StillPaused";
	if (!asks_for_output(intent))
		return true;
	if (verdict->run)
		obs_data_set_int(call->reply, "run", verdict->run);
	obs_data_set_double(call->reply, "applied", verdict->applied);
	obs_data_set_bool(call->reply, "capped", verdict->is_capped);
	obs_data_set_int(call->reply, "queued", verdict->queued);
	return true;
}

/* --- without waiting --- */

static bool moves_something(const struct haptics_preview *preview)
{
	uint32_t functions = 0;
	for (size_t i = 0; i < HAPTICS_MAX_TOYS; i++)
		functions |= preview->functions[i];
	return functions != 0;
}

/* What goes on keeps its number; a rule that stops has none. */
static uint32_t expected_run(const struct request_call *call, const struct haptics_intent *intent,
			     const struct haptics_preview *preview)
{
	enum haptics_outcome outcome = preview->verdict.outcome;
	const struct engine_rule *rule = engine_find_rule(call->snapshot, intent->id);
	if (outcome == HAPTICS_QUEUED)
		return intent->run;
	if (outcome == HAPTICS_FIRED || outcome == HAPTICS_CAPPED)
		return moves_something(preview) ? intent->run : 0;
	return rule ? rule->run : 0;
}

/* Of what stops or lowers, the only kinds that the core may refuse: for a reason that an old snapshot may not know to
 * be gone. */
static bool lowers(const struct haptics_intent *intent)
{
	return intent->kind == HAPTICS_INTENT_LOWER_CEILING ||
	       (intent->kind == HAPTICS_INTENT_RULE_ENABLED && !intent->on);
}

static bool post(struct request_call *call, struct haptics_intent *intent)
{
	struct engine *engine = call->requests->parts.engine;
	struct haptics_preview preview = {0};
	engine_preview(call->snapshot, NULL, intent, &preview);
	if (haptics_verdict_is_good(&preview.verdict) || lowers(intent)) {
		if (asks_for_output(intent))
			intent->run = engine_new_run(engine);
		if (!engine_post(engine, intent))
			return call_refuse(call, "busy", "Request.Error.Busy");
		obs_data_set_bool(call->reply, "posted", true);
	}
	preview.verdict.run = expected_run(call, intent, &preview);
	return tell_verdict(call, intent, &preview.verdict);
}

/* --- with the core's verdict --- */

static bool ask(struct request_call *call, const struct haptics_intent *intent)
{
	struct haptics_verdict verdict = {0};
	switch (engine_ask(call->requests->parts.engine, intent, VERDICT_WAIT_MS, &verdict)) {
	case ENGINE_ANSWERED:
		call->is_decided = true;
		return tell_verdict(call, intent, &verdict);
	case ENGINE_POSTED:
		obs_data_set_bool(call->reply, "posted", true);
		return true;
	case ENGINE_BUSY:
		return call_refuse(call, "busy", "Request.Error.Busy");
	case ENGINE_ENDED:
		break;
	}
	return call_refuse(call, "not_connected", "Request.Error.Ended");
}

/* --- refusals --- */

void call_report_refusal(struct request_call *call)
{
	struct request_params params = {.data = call->params.data};
	struct request_rejection rejection = {.reason = call->error};
	if (!call->error || call->is_decided)
		return;
	param_number(&params, "amount", -HAPTICS_AMOUNT_MAX, HAPTICS_AMOUNT_MAX, &rejection.amount);
	param_rule(&params, rejection.rule);
	param_by(&params, rejection.by);
	if (haptics_rules_block(call->snapshot->rule_set, rejection.by))
		rejection.by[0] = '\0';
	request_events_reject(call->requests->parts.events, &rejection);
}

bool call_ask(struct request_call *call, const struct haptics_intent *intent)
{
	struct haptics_intent asked = *intent;
	asked.is_request = true;
	return call->wait == REQUESTS_MAY_WAIT ? ask(call, &asked) : post(call, &asked);
}
