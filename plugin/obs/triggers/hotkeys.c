/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "obs/triggers/hotkeys.h"

#include <stdio.h>
#include <string.h>

#include <obs-frontend-api.h>
#include <obs-module.h>
#include <util/config-file.h>
#include <util/dstr.h>

#include "engine/engine.h"
#include "haptics/rules/rule.h"
#include "obs/hotkey_names.h"

static const double ceiling_step = 0.05;

struct hotkey {
	struct engine *engine;
	obs_hotkey_id id;
	char *name;
	struct haptics_intent intent; /* what a press means */
	bool wants_release;
};

struct hotkeys {
	struct engine *engine;
	/* The fixed ones, then those of rules. Elements stay where they are: libobs holds their addresses. */
	DARRAY(struct hotkey *) all;
	size_t fixed_count;
	bool has_bindings; /* those of a profile were loaded: hotkeys that come later get theirs at once */
};

struct binding_search {
	obs_hotkey_id id;
	bool is_found;
};

static bool match_id(void *data, size_t index, obs_hotkey_binding_t *binding)
{
	struct binding_search *search = data;
	UNUSED_PARAMETER(index);
	search->is_found = obs_hotkey_binding_get_hotkey_id(binding) == search->id;
	return !search->is_found;
}

/* OBS brings keys to its UI thread, and no key is pressed that is not bound: all else is a program. Called with
 * libobs's hotkey mutex held, which is recursive. */
static bool may_be_a_key(obs_hotkey_id id)
{
	struct binding_search search = {.id = id};
	if (!obs_in_task_thread(OBS_TASK_UI))
		return false;
	obs_enum_hotkey_bindings(match_id, &search);
	return search.is_found;
}

static void post_held(const struct hotkey *hotkey, bool is_pressed)
{
	struct haptics_intent intent = hotkey->intent;
	intent.on = is_pressed;
	engine_post(hotkey->engine, &intent);
}

static void on_hotkey(void *data, obs_hotkey_id id, obs_hotkey_t *key, bool is_pressed)
{
	const struct hotkey *hotkey = data;
	UNUSED_PARAMETER(key);
	if (hotkey->wants_release) {
		post_held(hotkey, is_pressed);
		if (is_pressed && !may_be_a_key(id))
			post_held(hotkey, false); /* some programs never do */
	} else if (is_pressed) {
		engine_post(hotkey->engine, &hotkey->intent);
	}
}

static struct hotkey *register_hotkey(struct engine *engine, const char *name, const char *description,
				      const struct haptics_intent *intent)
{
	struct hotkey *hotkey = bzalloc(sizeof(*hotkey));
	hotkey->engine = engine;
	hotkey->name = bstrdup(name);
	hotkey->intent = *intent;
	hotkey->wants_release = intent->kind == HAPTICS_INTENT_HOTKEY;
	hotkey->id = obs_hotkey_register_frontend(name, description, on_hotkey, hotkey);
	return hotkey;
}

/* profile: NULL for none. */
static void load_binding(const struct hotkey *hotkey, config_t *profile)
{
	const char *text = profile ? config_get_string(profile, "Hotkeys", hotkey->name) : NULL;
	obs_data_t *data = text ? obs_data_create_from_json(text) : NULL;
	obs_data_array_t *bindings = data ? obs_data_get_array(data, "bindings") : NULL;
	if (!bindings)
		bindings = obs_data_array_create(); /* an empty list takes the binding of the last profile away */
	obs_hotkey_load(hotkey->id, bindings);
	obs_data_array_release(bindings);
	obs_data_release(data);
}

static void unregister_hotkey(struct hotkey *hotkey)
{
	/* libobs counts the pressed bindings of a hotkey, and counts them back in memory that is not this hotkey's any
	 * more when it is unregistered while a key of it is held. Without a binding there is nothing to count. */
	load_binding(hotkey, NULL);
	/* Waits for a callback that runs: after this nothing holds the address. */
	obs_hotkey_unregister(hotkey->id);
	bfree(hotkey->name);
	bfree(hotkey);
}

struct hotkeys *hotkeys_create(struct engine *engine)
{
	const struct {
		const char *name;
		struct haptics_intent intent;
	} fixed[] = {
		{STOP_ALL_HOTKEY, {.kind = HAPTICS_INTENT_STOP_ALL}},
		{"lovense-for-obs.toggle_armed", {.kind = HAPTICS_INTENT_TOGGLE_ARMED}},
		{"lovense-for-obs.pause", {.kind = HAPTICS_INTENT_PAUSE, .duration_ms = HAPTICS_PAUSE_MS}},
		{"lovense-for-obs.ceiling_up", {.kind = HAPTICS_INTENT_STEP_CEILING, .value = ceiling_step}},
		{"lovense-for-obs.ceiling_down", {.kind = HAPTICS_INTENT_STEP_CEILING, .value = -ceiling_step}},
		{"lovense-for-obs.test_pulse", {.kind = HAPTICS_INTENT_RUN_LEVEL, .value = 0.20, .duration_ms = 2000}},
		{"lovense-for-obs.toggle_tips", {.kind = HAPTICS_INTENT_TOGGLE_TIPS}},
		{"lovense-for-obs.queue_skip", {.kind = HAPTICS_INTENT_SKIP_CURRENT}},
		{"lovense-for-obs.queue_pause", {.kind = HAPTICS_INTENT_TOGGLE_QUEUE}},
		{"lovense-for-obs.queue_clear", {.kind = HAPTICS_INTENT_CLEAR_QUEUE}},
	};
	struct hotkeys *hotkeys = bzalloc(sizeof(*hotkeys));
	hotkeys->engine = engine;
	hotkeys->fixed_count = sizeof(fixed) / sizeof(fixed[0]);
	for (size_t i = 0; i < hotkeys->fixed_count; i++) {
		struct hotkey *hotkey = register_hotkey(engine, fixed[i].name,
							obs_module_text(hotkey_title(fixed[i].name)), &fixed[i].intent);
		da_push_back(hotkeys->all, &hotkey);
	}
	return hotkeys;
}

/* --- one hotkey a rule --- */

/* bfree() it. */
static char *description_of(const struct haptics_rule_view *rule)
{
	struct dstr description = {0};
	dstr_copy(&description, obs_module_text("Hotkey.Rule"));
	dstr_replace(&description, "{rule}", rule->name);
	return description.array;
}

static struct hotkey *register_rule(struct hotkeys *hotkeys, const struct haptics_rule_view *rule)
{
	struct haptics_intent intent = {.kind = HAPTICS_INTENT_HOTKEY};
	char name[HOTKEY_NAME_SIZE];
	char *description = description_of(rule);
	snprintf(intent.id, sizeof(intent.id), "%s", rule->id);
	rule_hotkey_name(rule->id, name, sizeof(name));
	struct hotkey *hotkey = register_hotkey(hotkeys->engine, name, description, &intent);
	bfree(description);
	return hotkey;
}

static bool find_hotkey_rule(const struct haptics_rules *rules, const char *id, struct haptics_rule_view *rule)
{
	int index = haptics_rules_find(rules, id);
	if (index < 0)
		return false;
	haptics_rules_view(rules, (size_t)index, rule);
	return rule->trigger == HAPTICS_TRIGGER_HOTKEY;
}

static bool is_registered(const struct hotkeys *hotkeys, const char *rule_id)
{
	for (size_t i = hotkeys->fixed_count; i < hotkeys->all.num; i++)
		if (strcmp(hotkeys->all.array[i]->intent.id, rule_id) == 0)
			return true;
	return false;
}

/* Unregisters what is gone and follows new names of what stays. */
static void update_registered(struct hotkeys *hotkeys, const struct haptics_rules *rules)
{
	for (size_t i = hotkeys->all.num; i-- > hotkeys->fixed_count;) {
		struct hotkey *hotkey = hotkeys->all.array[i];
		struct haptics_rule_view rule;
		if (find_hotkey_rule(rules, hotkey->intent.id, &rule)) {
			char *description = description_of(&rule);
			obs_hotkey_set_description(hotkey->id, description);
			bfree(description);
		} else {
			unregister_hotkey(hotkey);
			da_erase(hotkeys->all, i);
		}
	}
}

void hotkeys_set_rules(struct hotkeys *hotkeys, const struct haptics_rules *rules)
{
	update_registered(hotkeys, rules);
	for (size_t i = 0; i < haptics_rules_count(rules); i++) {
		struct haptics_rule_view rule;
		haptics_rules_view(rules, i, &rule);
		if (rule.trigger != HAPTICS_TRIGGER_HOTKEY || is_registered(hotkeys, rule.id))
			continue;
		struct hotkey *hotkey = register_rule(hotkeys, &rule);
		da_push_back(hotkeys->all, &hotkey);
		/* Only of the new: loading lets go of a key that is held. */
		if (hotkeys->has_bindings)
			load_binding(hotkey, obs_frontend_get_profile_config());
	}
}

void hotkeys_load_bindings(struct hotkeys *hotkeys)
{
	config_t *profile = obs_frontend_get_profile_config();
	if (!profile)
		return;
	hotkeys->has_bindings = true;
	for (size_t i = 0; i < hotkeys->all.num; i++)
		load_binding(hotkeys->all.array[i], profile);
}

void hotkeys_destroy(struct hotkeys *hotkeys)
{
	if (!hotkeys)
		return;
	for (size_t i = 0; i < hotkeys->all.num; i++)
		unregister_hotkey(hotkeys->all.array[i]);
	da_free(hotkeys->all);
	bfree(hotkeys);
}
