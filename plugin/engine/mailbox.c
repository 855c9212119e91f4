/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "engine/mailbox.h"

#include <stdlib.h>
#include <string.h>

#include "haptics/rules/rule.h"
#include "net/platform.h"

enum toy_request { TOY_REQUEST_NONE, TOY_REQUEST_CONNECT, TOY_REQUEST_DISCONNECT };

enum { RING_SIZE = MAILBOX_CAPACITY + MAILBOX_RESERVE };

/* What came while even the reserve was full, merged, in the order in which it is read, behind the ring. */
enum overflow { OVERFLOW_HALT, OVERFLOW_PAUSE, OVERFLOW_DISARM, OVERFLOW_STEP, OVERFLOW_COUNT };

struct mailbox {
	struct platform_mutex *lock;    /* guards everything below */
	struct haptics_intent stop_all; /* kind HAPTICS_INTENT_INVALID: none; read before all others */
	struct haptics_intent intents[RING_SIZE];
	size_t first, count;
	struct haptics_intent overflow[OVERFLOW_COUNT]; /* kind HAPTICS_INTENT_INVALID: none */
	struct engine_settings *settings;
	const struct haptics_rules *rules;
	bool has_rules, is_restart;
	uint32_t requests;
	enum toy_request toys[MAILBOX_MAX_SIMULATED_TOYS];
};

struct mailbox *mailbox_create(void)
{
	struct mailbox *mailbox = calloc(1, sizeof(*mailbox));
	if (!mailbox)
		return NULL;
	mailbox->lock = platform_mutex_create();
	if (!mailbox->lock) {
		free(mailbox);
		return NULL;
	}
	return mailbox;
}

static void free_settings(struct engine_settings *settings)
{
	if (settings)
		engine_settings_wipe(settings);
	free(settings);
}

void mailbox_destroy(struct mailbox *mailbox)
{
	if (!mailbox)
		return;
	free_settings(mailbox->settings);
	haptics_rules_release(mailbox->rules);
	platform_mutex_destroy(mailbox->lock);
	free(mailbox);
}

static struct haptics_intent *intent_at(struct mailbox *mailbox, size_t index)
{
	return &mailbox->intents[(mailbox->first + index) % RING_SIZE];
}

/* Levels come 50 times a second from each source: only the newest is worth keeping. */
static bool replace_audio(struct mailbox *mailbox, const struct haptics_intent *intent)
{
	if (intent->kind != HAPTICS_INTENT_AUDIO)
		return false;
	for (size_t i = mailbox->count; i > 0; i--) {
		struct haptics_intent *waiting = intent_at(mailbox, i - 1);
		if (waiting->kind == HAPTICS_INTENT_AUDIO && haptics_ref_is_same_source(&waiting->ref, &intent->ref)) {
			waiting->value = intent->value;
			return true;
		}
	}
	return false;
}

static bool does_only_stop(const struct haptics_intent *intent)
{
	switch (intent->kind) {
	case HAPTICS_INTENT_HALT:
	case HAPTICS_INTENT_PAUSE:
	case HAPTICS_INTENT_STOP_KEY:
	case HAPTICS_INTENT_STOP_TOY:
		return true;
	case HAPTICS_INTENT_SET_ARMED:
	case HAPTICS_INTENT_HOTKEY:
	case HAPTICS_INTENT_RULE_ENABLED:
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
	if (intent->kind == HAPTICS_INTENT_STEP_CEILING)
		return false;
	for (size_t i = mailbox->count; i > 0 && does_only_stop(intent_at(mailbox, i - 1)); i--) {
		if (memcmp(intent_at(mailbox, i - 1), intent, sizeof(*intent)) == 0)
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

/* Returns whether all of what was asked for will be done. */
static bool merge(struct mailbox *mailbox, const struct haptics_intent *intent)
{
	enum overflow place = overflow_of(intent->kind);
	struct haptics_intent *merged = &mailbox->overflow[place];
	bool is_first = merged->kind == HAPTICS_INTENT_INVALID;
	if (place == OVERFLOW_HALT && intent->kind != HAPTICS_INTENT_HALT)
		*merged = (struct haptics_intent){.kind = HAPTICS_INTENT_HALT, .cause = HAPTICS_HALT_REQUEST};
	else if (place == OVERFLOW_STEP && !is_first)
		merged->value += intent->value;
	else if (place != OVERFLOW_PAUSE || is_first || pause_ms(intent) > pause_ms(merged))
		*merged = *intent;
	return intent->kind != HAPTICS_INTENT_RULE_ENABLED;
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

/* Is read before everything else, so nothing that waits may lift it again. A person's stays a person's. */
static void push_stop_all(struct mailbox *mailbox, const struct haptics_intent *intent)
{
	struct haptics_intent *stop_all = &mailbox->stop_all;
	bool is_request = intent->is_request && (stop_all->kind == HAPTICS_INTENT_INVALID || stop_all->is_request);
	*stop_all = *intent;
	stop_all->is_request = is_request;
	for (size_t i = 0; i < mailbox->count; i++)
		if (intent_at(mailbox, i)->kind == HAPTICS_INTENT_RESUME)
			intent_at(mailbox, i)->kind = HAPTICS_INTENT_INVALID;
}

static bool push(struct mailbox *mailbox, const struct haptics_intent *intent)
{
	if (intent->kind == HAPTICS_INTENT_STOP_ALL) {
		push_stop_all(mailbox, intent);
		return true;
	}
	bool is_stop = does_only_stop(intent);
	size_t room = is_stop ? RING_SIZE : MAILBOX_CAPACITY;
	if (replace_audio(mailbox, intent))
		return true;
	if (mailbox->count >= MAILBOX_CAPACITY && is_stop && is_repetition(mailbox, intent))
		return true;
	/* Nothing may go in front of what was merged. */
	if (mailbox->count >= room || first_merged(mailbox))
		return is_stop && merge(mailbox, intent);
	*intent_at(mailbox, mailbox->count++) = *intent;
	return true;
}

bool mailbox_push(struct mailbox *mailbox, const struct haptics_intent *intent)
{
	platform_mutex_lock(mailbox->lock);
	bool is_taken = push(mailbox, intent);
	platform_mutex_unlock(mailbox->lock);
	return is_taken;
}

bool mailbox_pop(struct mailbox *mailbox, struct haptics_intent *intent)
{
	bool has_one = true;
	platform_mutex_lock(mailbox->lock);
	if (mailbox->stop_all.kind != HAPTICS_INTENT_INVALID) {
		*intent = mailbox->stop_all;
		mailbox->stop_all.kind = HAPTICS_INTENT_INVALID;
	} else if (mailbox->count > 0) {
		*intent = *intent_at(mailbox, 0);
		mailbox->first = (mailbox->first + 1) % RING_SIZE;
		mailbox->count--;
	} else if (first_merged(mailbox)) {
		*intent = *first_merged(mailbox);
		first_merged(mailbox)->kind = HAPTICS_INTENT_INVALID;
	} else {
		has_one = false;
	}
	platform_mutex_unlock(mailbox->lock);
	return has_one;
}

bool mailbox_put_settings(struct mailbox *mailbox, const struct engine_settings *settings)
{
	struct engine_settings *copy = malloc(sizeof(*copy));
	if (!copy)
		return false;
	*copy = *settings;
	platform_mutex_lock(mailbox->lock);
	struct engine_settings *old = mailbox->settings;
	mailbox->settings = copy;
	platform_mutex_unlock(mailbox->lock);
	free_settings(old);
	return true;
}

bool mailbox_take_settings(struct mailbox *mailbox, struct engine_settings *settings)
{
	platform_mutex_lock(mailbox->lock);
	struct engine_settings *taken = mailbox->settings;
	mailbox->settings = NULL;
	platform_mutex_unlock(mailbox->lock);
	if (!taken)
		return false;
	*settings = *taken;
	free_settings(taken);
	return true;
}

void mailbox_put_rules(struct mailbox *mailbox, const struct haptics_rules *rules, bool restart)
{
	platform_mutex_lock(mailbox->lock);
	const struct haptics_rules *old = mailbox->rules;
	mailbox->rules = rules;
	mailbox->is_restart = restart || (mailbox->has_rules && mailbox->is_restart);
	mailbox->has_rules = true;
	platform_mutex_unlock(mailbox->lock);
	haptics_rules_release(old);
}

bool mailbox_take_rules(struct mailbox *mailbox, const struct haptics_rules **rules, bool *restart)
{
	platform_mutex_lock(mailbox->lock);
	bool has_rules = mailbox->has_rules;
	*rules = mailbox->rules;
	*restart = mailbox->is_restart;
	mailbox->rules = NULL;
	mailbox->has_rules = false;
	platform_mutex_unlock(mailbox->lock);
	return has_rules;
}

void mailbox_request(struct mailbox *mailbox, uint32_t requests)
{
	platform_mutex_lock(mailbox->lock);
	if (requests & (MAILBOX_APP_ONLINE | MAILBOX_APP_OFFLINE))
		mailbox->requests &= ~(uint32_t)(MAILBOX_APP_ONLINE | MAILBOX_APP_OFFLINE);
	mailbox->requests |= requests;
	platform_mutex_unlock(mailbox->lock);
}

uint32_t mailbox_take_requests(struct mailbox *mailbox)
{
	platform_mutex_lock(mailbox->lock);
	uint32_t requests = mailbox->requests;
	mailbox->requests = 0;
	platform_mutex_unlock(mailbox->lock);
	return requests;
}

void mailbox_request_toy(struct mailbox *mailbox, size_t index, bool is_connected)
{
	if (index >= MAILBOX_MAX_SIMULATED_TOYS)
		return;
	platform_mutex_lock(mailbox->lock);
	mailbox->toys[index] = is_connected ? TOY_REQUEST_CONNECT : TOY_REQUEST_DISCONNECT;
	platform_mutex_unlock(mailbox->lock);
}

bool mailbox_take_toy(struct mailbox *mailbox, size_t index, bool *is_connected)
{
	platform_mutex_lock(mailbox->lock);
	enum toy_request request = mailbox->toys[index];
	mailbox->toys[index] = TOY_REQUEST_NONE;
	platform_mutex_unlock(mailbox->lock);
	*is_connected = request == TOY_REQUEST_CONNECT;
	return request != TOY_REQUEST_NONE;
}
