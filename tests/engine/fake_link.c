/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "engine/fake_link.h"

#include <stdio.h>

void fake_link_does_nothing(struct lovense_link *link)
{
	(void)link;
}

void fake_link_shut(struct lovense_link *link, int grace_ms)
{
	(void)grace_ms;
	((struct fake_link *)link)->snapshot.state = LOVENSE_OFF;
}

const struct lovense_snapshot *fake_link_snapshot(const struct lovense_link *link)
{
	return &((const struct fake_link *)link)->snapshot;
}

struct lovense_link *fake_link_create(struct fake_link *fake, const struct lovense_link_ops *ops,
				      const struct lovense_listener *listener)
{
	*fake = (struct fake_link){.link.ops = ops, .listener = *listener};
	struct lovense_snapshot *snapshot = &fake->snapshot;
	snapshot->reason = LOVENSE_REASON_NONE;
	snapshot->toy_count = 1;
	snprintf(snapshot->toys[0].id, sizeof(snapshot->toys[0].id), "%s", "toy");
	snprintf(snapshot->toys[0].alias, sizeof(snapshot->toys[0].alias), "%s", "t1");
	snapshot->toys[0].functions = LOVENSE_BIT(LOVENSE_VIBRATE);
	return &fake->link;
}
