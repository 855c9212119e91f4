/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The properties of the activity source. */
#pragma once

#include <stdbool.h>

struct activity;
struct obs_properties;
struct obs_source;
struct obs_data;

/* What they ask of their source, which data stands for. */
struct activity_calls {
	void (*try_out)(struct activity *activity);
	/* One more looks at the properties, or one less; then samples are drawn in displays, not on air. */
	void (*count_editors)(struct activity *activity, long difference);
};

/* obs_properties_destroy() it. source NULL: the type's. has_shapes: the effect file can be used. UI thread, with no
 * lock held. */
struct obs_properties *activity_properties(struct obs_source *source, const struct activity_calls *calls,
					   bool has_shapes);
