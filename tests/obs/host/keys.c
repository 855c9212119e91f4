/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the module does to the bindings of its hotkeys: libobs lets go of a held key when bindings are loaded, and
 * counts in freed memory when a hotkey with a held key is unregistered. One scenario a run. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdlib.h>
#include <string.h>

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
	HOST_CHECK(unregistered == 8); /* six fixed ones */
	session_finish();
}

static const struct host_scenario scenarios[] = {
	{"a_change_of_rules_lets_go_of_no_key", a_change_of_rules_lets_go_of_no_key},
	{"a_hotkey_has_no_binding_when_it_goes", a_hotkey_has_no_binding_when_it_goes},
};

int main(int argc, char **argv)
{
	return host_run_scenario(argc, argv, scenarios, sizeof(scenarios) / sizeof(scenarios[0]));
}
