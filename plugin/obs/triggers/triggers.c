/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "obs/triggers/triggers.h"

#include <obs-module.h>

#include "obs/triggers/output_triggers.h"
#include "obs/triggers/scene_triggers.h"
#include "obs/ui_link.h"

struct triggers {
	struct engine *engine;
	struct pairing_permission *permission;
	struct scene_triggers *scenes;
	struct source_triggers *sources;
	struct ui_link *link;
	bool is_report_pending; /* with the next frame */
};

static void report(struct triggers *triggers);

static void report_again(void *ctx, void *payload)
{
	struct triggers *triggers = ctx;
	UNUSED_PARAMETER(payload);
	triggers->is_report_pending = false;
	report(triggers);
}

/* A report that did not fit into the mailbox would leave the engine wrong until the next change: a rule would go on in
 * a scene that was left. So every state is reported again. */
static void report_later(struct triggers *triggers)
{
	if (triggers->is_report_pending)
		return;
	triggers->is_report_pending = true;
	ui_link_post_later(triggers->link, report_again, NULL);
}

static void report(struct triggers *triggers)
{
	if (!output_triggers_report_all(triggers->engine, triggers->permission) ||
	    !scene_triggers_report(triggers->scenes))
		report_later(triggers);
}

struct triggers *triggers_create(struct engine *engine, struct pairing_permission *permission,
				 const struct source_calls *calls)
{
	struct triggers *triggers = bzalloc(sizeof(*triggers));
	triggers->engine = engine;
	triggers->permission = permission;
	triggers->link = ui_link_create(triggers);
	triggers->scenes = scene_triggers_create(engine);
	triggers->sources = source_triggers_create(engine, calls);
	return triggers;
}

void triggers_set_rules(struct triggers *triggers, const struct haptics_rules *rules)
{
	source_triggers_watch(triggers->sources, rules);
}

void triggers_event(struct triggers *triggers, enum obs_frontend_event event)
{
	bool is_reported = output_triggers_event(triggers->engine, triggers->permission, event);
	is_reported &= scene_triggers_event(triggers->scenes, event);
	if (!is_reported)
		report_later(triggers);
}

void triggers_resume(struct triggers *triggers)
{
	scene_triggers_resume(triggers->scenes);
	report(triggers);
	source_triggers_resume(triggers->sources);
}

void triggers_suspend(struct triggers *triggers)
{
	source_triggers_suspend(triggers->sources);
	scene_triggers_suspend(triggers->scenes);
}

void triggers_destroy(struct triggers *triggers)
{
	if (!triggers)
		return;
	ui_link_cut(triggers->link);
	source_triggers_destroy(triggers->sources);
	scene_triggers_destroy(triggers->scenes);
	bfree(triggers);
}
