/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "obs/triggers/scene_triggers.h"

#include <obs-module.h>

#include "engine/engine.h"
#include "haptics/rules/rule.h"
#include "obs/source_ref.h"

struct scene_triggers {
	struct engine *engine;
	struct haptics_ref current;              /* OBS reports some changes twice */
	DARRAY(obs_weak_source_t *) transitions; /* connected to */
	bool is_suspended;
};

/* UI thread mostly; the thread that starts a transition. */
static void on_transition_start(void *data, calldata_t *params)
{
	struct scene_triggers *triggers = data;
	obs_source_t *transition = calldata_ptr(params, "source");
	obs_source_t *target = transition ? obs_transition_get_source(transition, OBS_TRANSITION_SOURCE_B) : NULL;
	struct haptics_intent intent = {.kind = HAPTICS_INTENT_SCENE_STARTED};
	if (!target)
		return;
	source_ref_of(target, &intent.ref);
	/* Studio mode shows a copy of the scene, under its name but with a uuid of its own. */
	intent.ref.uuid[0] = '\0';
	obs_source_release(target);
	engine_post(triggers->engine, &intent);
}

static void disconnect_transitions(struct scene_triggers *triggers)
{
	for (size_t i = 0; i < triggers->transitions.num; i++) {
		obs_weak_source_t *weak = triggers->transitions.array[i];
		obs_source_t *transition = obs_weak_source_get_source(weak);
		if (transition)
			signal_handler_disconnect(obs_source_get_signal_handler(transition), "transition_start",
						  on_transition_start, triggers);
		obs_source_release(transition);
		obs_weak_source_release(weak);
	}
	da_resize(triggers->transitions, 0);
}

/* To those there are now. */
static void connect_transitions(struct scene_triggers *triggers)
{
	struct obs_frontend_source_list list = {0};
	disconnect_transitions(triggers);
	obs_frontend_get_transitions(&list);
	for (size_t i = 0; i < list.sources.num; i++) {
		obs_source_t *transition = list.sources.array[i];
		obs_weak_source_t *weak = obs_source_get_weak_source(transition);
		signal_handler_connect(obs_source_get_signal_handler(transition), "transition_start",
				       on_transition_start, triggers);
		da_push_back(triggers->transitions, &weak);
	}
	obs_frontend_source_list_free(&list);
}

static bool report_scene(struct scene_triggers *triggers, bool is_initial)
{
	struct haptics_intent intent = {.kind = HAPTICS_INTENT_SCENE_ENTERED, .is_initial = is_initial};
	obs_source_t *scene = obs_frontend_get_current_scene();
	if (!scene)
		return true;
	source_ref_of(scene, &intent.ref);
	obs_source_release(scene);
	if (!is_initial && haptics_ref_is_same_source(&intent.ref, &triggers->current))
		return true;
	if (!engine_post(triggers->engine, &intent))
		return false;
	triggers->current = intent.ref;
	return true;
}

struct scene_triggers *scene_triggers_create(struct engine *engine)
{
	struct scene_triggers *triggers = bzalloc(sizeof(*triggers));
	*triggers = (struct scene_triggers){.engine = engine, .is_suspended = true};
	return triggers;
}

bool scene_triggers_event(struct scene_triggers *triggers, enum obs_frontend_event event)
{
	if (triggers->is_suspended)
		return true;
	if (event == OBS_FRONTEND_EVENT_SCENE_CHANGED)
		return report_scene(triggers, false);
	if (event == OBS_FRONTEND_EVENT_TRANSITION_LIST_CHANGED)
		connect_transitions(triggers);
	return true;
}

bool scene_triggers_report(struct scene_triggers *triggers)
{
	return triggers->is_suspended || report_scene(triggers, true);
}

void scene_triggers_resume(struct scene_triggers *triggers)
{
	triggers->is_suspended = false;
	connect_transitions(triggers);
}

void scene_triggers_suspend(struct scene_triggers *triggers)
{
	triggers->is_suspended = true;
	disconnect_transitions(triggers);
}

void scene_triggers_destroy(struct scene_triggers *triggers)
{
	if (!triggers)
		return;
	disconnect_transitions(triggers);
	da_free(triggers->transitions);
	bfree(triggers);
}
