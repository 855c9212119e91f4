/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "lovense/link.h"

void lovense_link_start(struct lovense_link *link)
{
	link->ops->start(link);
}

void lovense_link_shut(struct lovense_link *link, int grace_ms)
{
	link->ops->shut(link, grace_ms);
}

enum lovense_send_result lovense_link_send(struct lovense_link *link, const struct lovense_command *command)
{
	return link->ops->send(link, command);
}

enum lovense_send_result lovense_link_stop_all(struct lovense_link *link)
{
	return link->ops->stop_all(link);
}

void lovense_link_new_qr(struct lovense_link *link)
{
	link->ops->new_qr(link);
}

void lovense_link_retry_now(struct lovense_link *link)
{
	link->ops->retry_now(link);
}

void lovense_link_listen(struct lovense_link *link, bool is_wanted)
{
	if (link->ops->listen)
		link->ops->listen(link, is_wanted);
}

const struct lovense_snapshot *lovense_link_snapshot(const struct lovense_link *link)
{
	return link->ops->snapshot(link);
}

void lovense_link_destroy(struct lovense_link *link)
{
	if (link)
		link->ops->destroy(link);
}

const char *lovense_link_state_name(enum lovense_link_state state)
{
	static const char *const names[] = {[LOVENSE_OFF] = "off", LOVENSE_LINK_STATES(NAMED_TEXT)};
	return names[state];
}

const char *lovense_reason_name(enum lovense_reason reason)
{
	static const char *const names[] = {[LOVENSE_REASON_NONE] = "none", LOVENSE_REASONS(NAMED_TEXT)};
	return names[reason];
}

const char *lovense_events_name(enum lovense_events_state state)
{
	static const char *const names[] = {[LOVENSE_EVENTS_OFF] = "off", LOVENSE_EVENTS_STATES(NAMED_TEXT)};
	return names[state];
}
