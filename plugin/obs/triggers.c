#include "obs/triggers.h"

#include <util/bmem.h>

#include "haptics/rule.h"
#include "obs/output_triggers.h"
#include "obs/scene_triggers.h"
#include "obs/watch_list.h"

struct triggers {
	struct engine *engine;
	struct pairing_gate *gate;
	struct scene_triggers *scenes;
	struct source_triggers *sources;
};

struct triggers *triggers_create(struct engine *engine, struct pairing_gate *gate, const struct source_calls *calls)
{
	struct triggers *triggers = bzalloc(sizeof(*triggers));
	triggers->engine = engine;
	triggers->gate = gate;
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
	output_triggers_event(triggers->engine, triggers->gate, event);
	scene_triggers_event(triggers->scenes, event);
}

void triggers_resume(struct triggers *triggers)
{
	output_triggers_tell_all(triggers->engine);
	scene_triggers_resume(triggers->scenes);
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
	source_triggers_destroy(triggers->sources);
	scene_triggers_destroy(triggers->scenes);
	bfree(triggers);
}
