/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the module does to the bindings of its hotkeys: libobs lets go of a held key when bindings are loaded, and
 * counts in freed memory when a hotkey with a held key is unregistered. And what a press means that no key made. One
 * scenario a run. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "fake_engine.h"
#include "fake_frontend.h"
#include "host.h"
#include "session.h"

#define KEY_RULE(id)                                                                                                   \
	"{\"id\": \"" id "\", \"name\": \"N\", \"when\": {\"type\": \"hotkey\"},"                                      \
	" \"do\": {\"kind\": \"level\", \"level\": 0.2}}"
#define SET(rules) "{\"version\": 1, \"rules\": [" rules "]}"
#define BINDING(name, key) "lovense-for-obs." name "={\"bindings\":[{\"key\":\"OBS_KEY_" key "\"}]}\n"
#define PROFILE "[Hotkeys]\n" BINDING("stop_all", "F9") BINDING("rule.a", "F8") BINDING("rule.b", "F7")

enum { MAX_LOADED = 64 };

/* --- between the module and libobs --- */

static struct loaded {
	obs_hotkey_id id;
	size_t bindings; /* of the newest list */
} loaded[MAX_LOADED];
static size_t loaded_count;
static int loads;
static int unregistered;

static struct loaded *find_loaded(obs_hotkey_id id)
{
	for (size_t i = 0; i < loaded_count; i++)
		if (loaded[i].id == id)
			return &loaded[i];
	return NULL;
}

void obs_hotkey_load(obs_hotkey_id id, obs_data_array_t *data)
{
	void (*real)(obs_hotkey_id, obs_data_array_t *) = NULL;
	*(void **)&real = dlsym(RTLD_NEXT, "obs_hotkey_load");
	struct loaded *entry = find_loaded(id);
	HOST_CHECK(entry || loaded_count < MAX_LOADED);
	if (!entry)
		entry = &loaded[loaded_count++];
	*entry = (struct loaded){.id = id, .bindings = obs_data_array_count(data)};
	loads++;
	real(id, data);
}

/* Only the module loads bindings here: what was never loaded belongs to somebody else. */
void obs_hotkey_unregister(obs_hotkey_id id)
{
	void (*real)(obs_hotkey_id) = NULL;
	*(void **)&real = dlsym(RTLD_NEXT, "obs_hotkey_unregister");
	const struct loaded *entry = find_loaded(id);
	HOST_CHECK(!entry || entry->bindings == 0);
	unregistered += entry ? 1 : 0;
	real(id);
}

/* --- scenarios --- */

static void a_change_of_rules_lets_go_of_no_key(void)
{
	session_start();
	frontend_set_profile(PROFILE);
	session_finish_loading(SET(KEY_RULE("a")));
	HOST_CHECK(host_bindings("lovense-for-obs.rule.a") == 1);
	int before = loads;
	session_change_rules(SET(KEY_RULE("a") "," KEY_RULE("b")));
	HOST_CHECK(loads == before + 1); /* of the new one */
	HOST_CHECK(host_bindings("lovense-for-obs.rule.a") == 1 && host_bindings("lovense-for-obs.rule.b") == 1);
	session_change_rules(SET(KEY_RULE("b") "," KEY_RULE("a")));
	HOST_CHECK(loads == before + 1);
	session_leave();
	session_finish();
}

static void a_hotkey_has_no_binding_when_it_goes(void)
{
	session_start();
	frontend_set_profile(PROFILE);
	session_finish_loading(SET(KEY_RULE("a") "," KEY_RULE("b")));
	session_change_rules(SET(KEY_RULE("b")));
	HOST_CHECK(unregistered == 1);
	HOST_CHECK(host_bindings("lovense-for-obs.rule.a") == 0 && host_bindings("lovense-for-obs.rule.b") == 1);
	session_leave();
	HOST_CHECK(unregistered == 12); /* ten fixed ones */
	session_finish();
}

/* --- who pressed --- */

static bool is_held(const char *rule_id)
{
	struct haptics_intent intent;
	bool is_pressed = false;
	while (session_take(HAPTICS_INTENT_HOTKEY, &intent))
		is_pressed = strcmp(intent.id, rule_id) == 0 && intent.on;
	return is_pressed;
}

static void start_with_keys(void)
{
	session_start();
	frontend_set_profile("[Hotkeys]\n" BINDING("rule.a", "F8"));
	session_finish_loading(SET(KEY_RULE("a") "," KEY_RULE("b")));
	fake_engine_forget_intents(session_engine());
}

static void a_key_is_held_until_it_is_let_go(void)
{
	start_with_keys();
	HOST_CHECK(host_set_hotkey("lovense-for-obs.rule.a", true));
	HOST_CHECK(is_held("a"));
	HOST_CHECK(host_set_hotkey("lovense-for-obs.rule.a", false));
	HOST_CHECK(!is_held("a"));
	session_leave();
	session_finish();
}

static void *press_only(void *name)
{
	HOST_CHECK(host_set_hotkey(name, true));
	return NULL;
}

/* As obs-websocket of OBS 29.0 to 30.1 does it. */
static void a_press_of_another_thread_is_let_go(void)
{
	pthread_t thread;
	struct haptics_intent intent;
	start_with_keys();
	HOST_CHECK(pthread_create(&thread, NULL, press_only, "lovense-for-obs.rule.a") == 0);
	pthread_join(thread, NULL);
	HOST_CHECK(session_take(HAPTICS_INTENT_HOTKEY, &intent) && intent.on && strcmp(intent.id, "a") == 0);
	HOST_CHECK(session_take(HAPTICS_INTENT_HOTKEY, &intent) && !intent.on && strcmp(intent.id, "a") == 0);
	session_leave();
	session_finish();
}

static void a_press_without_a_key_is_let_go(void)
{
	start_with_keys();
	HOST_CHECK(host_set_hotkey("lovense-for-obs.rule.b", true));
	HOST_CHECK(!is_held("b"));
	session_leave();
	session_finish();
}

static const struct host_scenario scenarios[] = {
	{"a_change_of_rules_lets_go_of_no_key", a_change_of_rules_lets_go_of_no_key},
	{"a_hotkey_has_no_binding_when_it_goes", a_hotkey_has_no_binding_when_it_goes},
	{"a_key_is_held_until_it_is_let_go", a_key_is_held_until_it_is_let_go},
	{"a_press_of_another_thread_is_let_go", a_press_of_another_thread_is_let_go},
	{"a_press_without_a_key_is_let_go", a_press_without_a_key_is_let_go},
};

int main(int argc, char **argv)
{
	return host_run_scenario(argc, argv, scenarios, sizeof(scenarios) / sizeof(scenarios[0]));
}
