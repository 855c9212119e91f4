/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The intents that wait: what may wait where, what is merged, and what is read first. */
#include <math.h>
#include <string.h>

#include "engine/mailbox/mailbox_private.h"
#include "haptics/rules/rule.h"

static struct mailbox_entry *entry_at(struct mailbox *mailbox, size_t index)
{
	return &mailbox->entries[(mailbox->first + index) % RING_SIZE];
}

/* The reference to its rules is the caller's then. */
static void remove_at(struct mailbox *mailbox, size_t index)
{
	for (mailbox->count--; index < mailbox->count; index++)
		*entry_at(mailbox, index) = *entry_at(mailbox, index + 1);
	*entry_at(mailbox, index) = (struct mailbox_entry){0};
}

/* Levels come 50 times a second from each source: only the newest is worth keeping. */
static bool replace_audio(struct mailbox *mailbox, const struct haptics_intent *intent)
{
	if (intent->kind != HAPTICS_INTENT_AUDIO)
		return false;
	for (size_t i = mailbox->count; i > 0; i--) {
		struct haptics_intent *waiting = &entry_at(mailbox, i - 1)->intent;
		if (waiting->kind == HAPTICS_INTENT_AUDIO && haptics_ref_is_same_source(&waiting->ref, &intent->ref)) {
			waiting->value = intent->value;
			return true;
		}
	}
	return false;
}

bool mailbox_does_only_stop(const struct haptics_intent *intent)
{
	switch (intent->kind) {
	case HAPTICS_INTENT_STOP_ALL:
	case HAPTICS_INTENT_HALT:
	case HAPTICS_INTENT_PAUSE:
	case HAPTICS_INTENT_STOP_KEY:
	case HAPTICS_INTENT_STOP_TOY:
	case HAPTICS_INTENT_LOWER_CEILING:
	case HAPTICS_INTENT_CANCEL_RUN:
	case HAPTICS_INTENT_SKIP_CURRENT:
	case HAPTICS_INTENT_CLEAR_QUEUE:
		return true;
	case HAPTICS_INTENT_PAUSE_QUEUE:
		return intent->on;
	case HAPTICS_INTENT_SET_ARMED:
	case HAPTICS_INTENT_HOTKEY:
	case HAPTICS_INTENT_RULE_ENABLED:
	case HAPTICS_INTENT_SET_TIPS_ALLOWED:
		return !intent->on;
	case HAPTICS_INTENT_STEP_CEILING:
		return intent->value < 0;
	default:
		return false;
	}
}

/* The same was said already, and nothing but stops came after it. */
static bool is_repetition(struct mailbox *mailbox, const struct haptics_intent *intent)
{
	if (intent->kind == HAPTICS_INTENT_STEP_CEILING || intent->kind == HAPTICS_INTENT_SKIP_CURRENT)
		return false;
	for (size_t i = mailbox->count; i > 0 && mailbox_does_only_stop(&entry_at(mailbox, i - 1)->intent); i--) {
		if (memcmp(&entry_at(mailbox, i - 1)->intent, intent, sizeof(*intent)) == 0)
			return true;
	}
	return false;
}

static enum overflow overflow_of(enum haptics_intent_kind kind)
{
	switch (kind) {
	case HAPTICS_INTENT_PAUSE:
		return OVERFLOW_PAUSE;
	case HAPTICS_INTENT_SET_ARMED:
		return OVERFLOW_DISARM;
	case HAPTICS_INTENT_LOWER_CEILING:
		return OVERFLOW_LOWER;
	case HAPTICS_INTENT_STEP_CEILING:
		return OVERFLOW_STEP;
	default:
		return OVERFLOW_HALT; /* ends more than one key or toy, never less */
	}
}

static int32_t pause_ms(const struct haptics_intent *intent)
{
	return intent->duration_ms > 0 ? intent->duration_ms : HAPTICS_PAUSE_MS;
}

/* Both are of that place; the result is in merged. */
static void merge_into(struct haptics_intent *merged, const struct haptics_intent *intent, enum overflow place)
{
	switch (place) {
	case OVERFLOW_LOWER:
		merged->value = fmin(merged->value, intent->value);
		break;
	case OVERFLOW_STEP:
		merged->value += intent->value;
		break;
	case OVERFLOW_PAUSE:
		if (pause_ms(intent) > pause_ms(merged))
			*merged = *intent;
		break;
	default:
		*merged = *intent;
	}
}

static struct stopped_key *place_of_key(struct mailbox *mailbox, const char *key)
{
	for (size_t i = 0; i < mailbox->stopped_count; i++)
		if (strcmp(mailbox->stopped[i].key, key) == 0)
			return &mailbox->stopped[i];
	if (mailbox->stopped_count < HAPTICS_MAX_ORDERS)
		return &mailbox->stopped[mailbox->stopped_count++];
	size_t oldest = mailbox->stopped_next;
	mailbox->stopped_next = (oldest + 1) % HAPTICS_MAX_ORDERS;
	return &mailbox->stopped[oldest];
}

/* So that a Start from before it, which comes later, begins nothing. */
static void keep_seq(struct mailbox *mailbox, const struct haptics_intent *intent)
{
	if (intent->kind != HAPTICS_INTENT_STOP_KEY || !intent->has_seq || !intent->key[0])
		return;
	struct stopped_key *place = place_of_key(mailbox, intent->key);
	bool is_known = strcmp(place->key, intent->key) == 0;
	if (!is_known || intent->seq > place->seq)
		place->seq = intent->seq;
	memcpy(place->key, intent->key, sizeof(place->key));
}

static struct haptics_intent take_stopped_key(struct mailbox *mailbox)
{
	const struct stopped_key *last = &mailbox->stopped[--mailbox->stopped_count];
	struct haptics_intent stop = {.kind = HAPTICS_INTENT_STOP_KEY, .has_seq = true, .seq = last->seq};
	memcpy(stop.key, last->key, sizeof(stop.key));
	mailbox->stopped[mailbox->stopped_count] = (struct stopped_key){0};
	mailbox->stopped_next = 0;
	return stop;
}

static bool is_ceiling(double value)
{
	return value >= 0 && value <= 1;
}

/* Returns whether all of what was asked for will be done. */
static bool merge(struct mailbox *mailbox, const struct haptics_intent *intent)
{
	static const struct haptics_intent halt = {.kind = HAPTICS_INTENT_HALT, .cause = HAPTICS_HALT_REQUEST};
	enum overflow place = overflow_of(intent->kind);
	struct haptics_intent *merged = &mailbox->overflow[place];
	bool is_whole = place != OVERFLOW_HALT || intent->kind == HAPTICS_INTENT_HALT;
	/* The core refuses what is no ceiling; merged with one that is, both would be lost. */
	if (place == OVERFLOW_LOWER && !is_ceiling(intent->value))
		return false;
	keep_seq(mailbox, intent);
	if (merged->kind == HAPTICS_INTENT_INVALID)
		*merged = is_whole ? *intent : halt;
	else
		merge_into(merged, is_whole ? intent : &halt, place);
	return intent->kind != HAPTICS_INTENT_RULE_ENABLED && intent->kind != HAPTICS_INTENT_PAUSE_QUEUE &&
	       intent->kind != HAPTICS_INTENT_SET_TIPS_ALLOWED;
}

/* NULL: nothing was merged. */
static struct haptics_intent *first_merged(struct mailbox *mailbox)
{
	for (int i = 0; i < OVERFLOW_COUNT; i++) {
		if (mailbox->overflow[i].kind != HAPTICS_INTENT_INVALID)
			return &mailbox->overflow[i];
	}
	return NULL;
}

static void put(struct mailbox_entry *entry, const struct haptics_intent *intent, struct mailbox_question *question)
{
	*entry = (struct mailbox_entry){.intent = *intent, .question = question};
	if (question) {
		question->state = QUESTION_WAITING;
		question->is_left = false;
		question->is_weakened = false;
	}
}

/* A stop came after it, and goes first. */
static void revoke_resumes(struct mailbox *mailbox)
{
	static const struct haptics_verdict verdict = {.outcome = HAPTICS_IGNORED_PANIC};
	for (size_t i = mailbox->count; i > 0; i--) {
		struct mailbox_entry *entry = entry_at(mailbox, i - 1);
		if (entry->intent.kind != HAPTICS_INTENT_RESUME)
			continue;
		if (entry->question)
			question_answer(entry->question, ENGINE_ANSWERED, &verdict);
		remove_at(mailbox, i - 1);
	}
}

/* Is read before everything else, so nothing that waits may lift it again. A person's stays a person's. */
static enum mailbox_placing place_stop_all(struct mailbox *mailbox, const struct haptics_intent *intent,
					   struct mailbox_question *question)
{
	struct mailbox_entry *stop_all = &mailbox->stop_all;
	revoke_resumes(mailbox);
	if (stop_all->intent.kind == HAPTICS_INTENT_INVALID) {
		put(stop_all, intent, question);
		return MAILBOX_PLACED;
	}
	bool is_request = intent->is_request && stop_all->intent.is_request;
	stop_all->intent = *intent;
	stop_all->intent.is_request = is_request;
	return MAILBOX_MERGED;
}

static enum mailbox_placing place_in_order(struct mailbox *mailbox, const struct haptics_intent *intent,
					   struct mailbox_question *question)
{
	bool is_stop = mailbox_does_only_stop(intent);
	size_t room = is_stop ? RING_SIZE : MAILBOX_CAPACITY;
	if (replace_audio(mailbox, intent))
		return MAILBOX_MERGED;
	if (mailbox->count >= MAILBOX_CAPACITY && is_stop && is_repetition(mailbox, intent))
		return MAILBOX_MERGED;
	/* Nothing may go in front of what was merged. */
	if (mailbox->count >= room || first_merged(mailbox))
		return is_stop && merge(mailbox, intent) ? MAILBOX_MERGED : MAILBOX_REFUSED;
	put(entry_at(mailbox, mailbox->count++), intent, question);
	return MAILBOX_PLACED;
}

/* There is no place for it; what of it could lower is kept. */
static enum mailbox_placing place_weakened(struct mailbox *mailbox, const struct haptics_intent *intent,
					   struct mailbox_question *question)
{
	struct haptics_intent lower = *intent;
	lower.kind = HAPTICS_INTENT_LOWER_CEILING;
	enum mailbox_placing placing = place_in_order(mailbox, &lower, question);
	if (placing == MAILBOX_PLACED && question)
		question->is_weakened = true;
	return placing;
}

enum mailbox_placing mailbox_place(struct mailbox *mailbox, const struct haptics_intent *intent,
				   struct mailbox_question *question)
{
	if (intent->kind == HAPTICS_INTENT_STOP_ALL)
		return place_stop_all(mailbox, intent, question);
	if (mailbox->has_ended)
		return MAILBOX_REFUSED;
	enum mailbox_placing placing = place_in_order(mailbox, intent, question);
	if (placing == MAILBOX_REFUSED && intent->kind == HAPTICS_INTENT_SET_CEILING)
		placing = place_weakened(mailbox, intent, question);
	return placing;
}

bool mailbox_push(struct mailbox *mailbox, const struct haptics_intent *intent)
{
	platform_mutex_lock(mailbox->lock);
	enum mailbox_placing placing = mailbox_place(mailbox, intent, NULL);
	platform_mutex_unlock(mailbox->lock);
	return placing != MAILBOX_REFUSED;
}

/* The reference is the caller's then; NULL: no test waits. */
static const struct haptics_rules *take_test(struct mailbox *mailbox)
{
	for (size_t i = 0; i < mailbox->count; i++) {
		const struct haptics_rules *rules = entry_at(mailbox, i)->rules;
		if (rules) {
			remove_at(mailbox, i);
			return rules;
		}
	}
	return NULL;
}

void mailbox_push_test(struct mailbox *mailbox, const struct haptics_rules *rules, uint32_t run, int duration_ms)
{
	struct haptics_intent intent = {
		.kind = HAPTICS_INTENT_TEST_RULE,
		.run = run,
		.duration_ms = duration_ms,
	};
	platform_mutex_lock(mailbox->lock);
	const struct haptics_rules *older = take_test(mailbox);
	bool is_placed = mailbox_place(mailbox, &intent, NULL) == MAILBOX_PLACED;
	if (is_placed)
		entry_at(mailbox, mailbox->count - 1)->rules = rules;
	platform_mutex_unlock(mailbox->lock);
	haptics_rules_release(older);
	if (!is_placed)
		haptics_rules_release(rules);
}

static bool pop(struct mailbox *mailbox, struct mailbox_entry *entry)
{
	if (mailbox->stop_all.intent.kind != HAPTICS_INTENT_INVALID) {
		*entry = mailbox->stop_all;
		mailbox->stop_all = (struct mailbox_entry){0};
	} else if (mailbox->count > 0) {
		*entry = *entry_at(mailbox, 0);
		entry_at(mailbox, 0)->rules = NULL;
		mailbox->first = (mailbox->first + 1) % RING_SIZE;
		mailbox->count--;
	} else if (mailbox->stopped_count > 0) {
		*entry = (struct mailbox_entry){.intent = take_stopped_key(mailbox)};
	} else if (first_merged(mailbox)) {
		*entry = (struct mailbox_entry){.intent = *first_merged(mailbox)};
		first_merged(mailbox)->kind = HAPTICS_INTENT_INVALID;
	} else {
		return false;
	}
	if (entry->question)
		entry->question->state = QUESTION_TAKEN;
	return true;
}

bool mailbox_pop(struct mailbox *mailbox, struct mailbox_entry *entry)
{
	platform_mutex_lock(mailbox->lock);
	bool has_one = pop(mailbox, entry);
	platform_mutex_unlock(mailbox->lock);
	return has_one;
}

bool mailbox_take_back(struct mailbox *mailbox, const struct mailbox_question *question)
{
	struct mailbox_entry *entry = &mailbox->stop_all;
	size_t index = 0;
	while (entry->question != question && index < mailbox->count)
		entry = entry_at(mailbox, index++);
	if (!mailbox_does_only_stop(&entry->intent)) {
		remove_at(mailbox, index - 1);
		return true;
	}
	entry->question = NULL;
	return false;
}
