/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A link that does nothing by itself, in the place of the real one: link with -Wl,--wrap=link_create, and give
 * fake_link_create() its hooks. One at a time. */
#pragma once

#include "engine/engine.h"
#include "lovense/link.h"

struct loop;

struct fake_link {
	struct lovense_link link; /* first member */
	struct lovense_listener listener;
	struct lovense_snapshot snapshot;
};

/* What a hook that a test has no use for may be. */
void fake_link_does_nothing(struct lovense_link *link);
/* Off at once. */
void fake_link_shut(struct lovense_link *link, int grace_ms);
/* That of fake. */
const struct lovense_snapshot *fake_link_snapshot(const struct lovense_link *link);
/* A new one in the place of *fake, with one toy "toy" (alias t1, Vibrate), that is not connected. */
struct lovense_link *fake_link_create(struct fake_link *fake, const struct lovense_link_ops *ops,
				      const struct lovense_listener *listener);

/* The test's, called in the place of link_create(). */
struct lovense_link *__wrap_link_create(struct loop *loop, const struct engine_settings *settings,
					const struct lovense_listener *listener);
