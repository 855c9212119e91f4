/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "engine/mailbox/mailbox_private.h"

#include <stdlib.h>

#include "haptics/rules/rule.h"
#include "net/secrets/secret.h"

void mailbox_destroy(struct mailbox *mailbox)
{
	if (!mailbox)
		return;
	secret_free(mailbox->settings);
	haptics_rules_release(mailbox->rules);
	for (size_t i = 0; i < RING_SIZE; i++)
		haptics_rules_release(mailbox->entries[i].rules);
	mailbox_close_questions(mailbox);
	platform_mutex_destroy(mailbox->lock);
	free(mailbox);
}

struct mailbox *mailbox_create(void)
{
	struct mailbox *mailbox = calloc(1, sizeof(*mailbox));
	if (!mailbox)
		return NULL;
	mailbox->lock = platform_mutex_create();
	if (mailbox->lock && mailbox_open_questions(mailbox))
		return mailbox;
	mailbox_destroy(mailbox);
	return NULL;
}

bool mailbox_put_settings(struct mailbox *mailbox, const struct engine_settings *settings)
{
	struct engine_settings *copy = secret_alloc(sizeof(*copy));
	if (!copy)
		return false;
	*copy = *settings;
	platform_mutex_lock(mailbox->lock);
	struct engine_settings *old = mailbox->settings;
	mailbox->settings = copy;
	platform_mutex_unlock(mailbox->lock);
	secret_free(old);
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
	secret_free(taken);
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
