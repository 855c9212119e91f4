/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "obs/triggers/triggers.h"

#include <obs-module.h>

#include "haptics/rules/rule.h"
#include "obs/triggers/output_triggers.h"
#include "obs/triggers/scene_triggers.h"
#include "obs/ui_link.h"
#include "obs/triggers/watch_list.h"

struct triggers {
	struct engine *engine;
	struct pairing_gate *gate;
	struct scene_triggers *scenes;
	struct source_triggers *sources;
	struct ui_link *link;
	bool is_telling_again; /* with the next frame */
};

static void tell(struct triggers *triggers);

static void tell_again(void *ctx, void *payload)
{
	struct triggers *triggers = ctx;
	UNUSED_PARAMETER(payload);
	triggers->is_telling_again = false;
	tell(triggers);
}

/* What the engine had no room for would be wrong there until the next change: a scene that was left, say, in which a
 * rule goes on. So all of it is told again, as how things are. */
static void tell_later(struct triggers *triggers)
{
	if (triggers->is_telling_again)
		return;
	triggers->is_telling_again = true;
	ui_link_post_later(triggers->link, tell_again, NULL);
}

static void tell(struct triggers *triggers)
{
	if (!output_triggers_tell_all(triggers->engine) || !scene_triggers_tell(triggers->scenes))
		tell_later(triggers);
}

struct triggers *triggers_create(struct engine *engine, struct pairing_gate *gate, const struct source_calls *calls)
{
	struct triggers *triggers = bzalloc(sizeof(*triggers));
	triggers->engine = engine;
	triggers->gate = gate;
	triggers->link = ui_link_create(triggers);
	triggers->scenes = scene_triggers_create(engine);
	triggers->sources = source_triggers_create(engine, calls);
	return triggers;
}

void triggers_set_rules(struct triggers *triggers, const struct haptics_rules *rules)
{
	struct watch_list list;
	json_t *json = rules ? haptics_rules_json(rules) : NULL;
	watch_list_make(&list, json);
	source_triggers_watch(triggers->sources, &list);
	watch_list_free(&list);
	json_decref(json);
}

void triggers_event(struct triggers *triggers, enum obs_frontend_event event)
{
	bool was_told = output_triggers_event(triggers->engine, triggers->gate, event);
	was_told &= scene_triggers_event(triggers->scenes, event);
	if (!was_told)
		tell_later(triggers);
}

void triggers_resume(struct triggers *triggers)
{
	scene_triggers_resume(triggers->scenes);
	tell(triggers);
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
