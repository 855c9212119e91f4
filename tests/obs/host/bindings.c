/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Keys that the dock and a file for another computer bind: in libobs, and in the profile. One scenario a run; the calls
 * are linked in, the hotkeys are those of the module. */
#include <string.h>

#include <jansson.h>
#include <util/config-file.h>

#include "fake_frontend.h"
#include "host.h"
#include "obs/key_bindings.h"
#include "obs/stores/transfer/transfer_keys.h"
#include "session.h"

#define THREE_KEYS                                                                                                     \
	"[Hotkeys]\n" STOP_ALL_HOTKEY "={\"bindings\":[{\"key\":\"OBS_KEY_F1\"},"                                      \
	"{\"control\":true,\"key\":\"OBS_KEY_F2\"},{\"shift\":true,\"key\":\"OBS_KEY_F3\"}]}\n"
#define PAUSE_HOTKEY "lovense-for-obs.pause"
#define NEW_RULE_HOTKEY RULE_HOTKEY_PREFIX "later"

static void start(const char *profile)
{
	session_start();
	frontend_set_profile(profile);
	session_finish_loading(NULL);
}

static void finish(void)
{
	session_leave();
	session_finish();
}

/* "F1 ^F2 +F3", as libobs and the profile have them. */
static void write_keys(obs_data_array_t *bindings, char *text, size_t size)
{
	text[0] = '\0';
	for (size_t i = 0; i < obs_data_array_count(bindings); i++) {
		obs_data_t *binding = obs_data_array_item(bindings, i);
		obs_key_combination_t key = binding_key(binding);
		size_t used = strlen(text);
		snprintf(text + used, size - used, "%s%s%s%s", i ? " " : "",
			 key.modifiers & INTERACT_CONTROL_KEY ? "^" : "", key.modifiers & INTERACT_SHIFT_KEY ? "+" : "",
			 obs_key_to_name(key.key) + strlen("OBS_KEY_"));
		obs_data_release(binding);
	}
	obs_data_array_release(bindings);
}

static bool works_with(const char *hotkey, const char *expected)
{
	char text[256];
	write_keys(hotkey_bindings(hotkey), text, sizeof(text));
	return strcmp(text, expected) == 0;
}

static bool profile_has(const char *hotkey, const char *expected)
{
	const char *json = config_get_string(obs_frontend_get_profile_config(), "Hotkeys", hotkey);
	obs_data_t *data = json ? obs_data_create_from_json(json) : obs_data_create();
	char text[256];
	write_keys(obs_data_get_array(data, "bindings"), text, sizeof(text));
	obs_data_release(data);
	return strcmp(text, expected) == 0;
}

static bool is_everywhere(const char *hotkey, const char *expected)
{
	return works_with(hotkey, expected) && profile_has(hotkey, expected);
}

static void bind(const char *hotkey, obs_key_t key)
{
	/* This profile has no file. */
	HOST_CHECK(!hotkey_bind(hotkey, (obs_key_combination_t){.key = key}));
}

static void a_new_key_leaves_the_other_keys_of_its_hotkey(void)
{
	struct hotkey_view view;
	start(THREE_KEYS);
	bind(STOP_ALL_HOTKEY, OBS_KEY_F9);
	HOST_CHECK(is_everywhere(STOP_ALL_HOTKEY, "F9 ^F2 +F3"));
	hotkey_look(STOP_ALL_HOTKEY, NULL, &view);
	HOST_CHECK(view.key.key == OBS_KEY_F9);
	HOST_CHECK(strchr(view.further, ',') && strchr(view.further, ',') == strrchr(view.further, ','));
	bind(STOP_ALL_HOTKEY, OBS_KEY_NONE);
	HOST_CHECK(is_everywhere(STOP_ALL_HOTKEY, "^F2 +F3"));
	HOST_CHECK(hotkey_key(STOP_ALL_HOTKEY).key == OBS_KEY_F2);
	finish();
}

static bool is_used_by_other(const char *hotkey, const obs_key_combination_t *wanted)
{
	struct hotkey_view view;
	hotkey_look(hotkey, wanted, &view);
	return view.other_use[0] != '\0';
}

/* Whichever of the two libobs tells first. */
static void a_key_with_two_uses_is_told_for_both(void)
{
	start("[Hotkeys]\n" STOP_ALL_HOTKEY "={\"bindings\":[{\"key\":\"OBS_KEY_F1\"}]}\n" PAUSE_HOTKEY
	      "={\"bindings\":[{\"key\":\"OBS_KEY_F2\"}]}\n");
	const obs_key_combination_t taken = {.key = OBS_KEY_F2}, none = {.key = OBS_KEY_NONE};
	HOST_CHECK(!is_used_by_other(STOP_ALL_HOTKEY, NULL) && !is_used_by_other(PAUSE_HOTKEY, NULL));
	HOST_CHECK(is_used_by_other(STOP_ALL_HOTKEY, &taken) && !is_used_by_other(PAUSE_HOTKEY, &taken));
	bind(STOP_ALL_HOTKEY, OBS_KEY_F2);
	HOST_CHECK(is_used_by_other(STOP_ALL_HOTKEY, NULL) && is_used_by_other(PAUSE_HOTKEY, NULL));
	HOST_CHECK(!is_used_by_other(STOP_ALL_HOTKEY, &none));
	finish();
}

static void a_key_that_is_there_already_is_not_bound_twice(void)
{
	start("[Hotkeys]\n" STOP_ALL_HOTKEY "={\"bindings\":[{\"key\":\"OBS_KEY_F1\"},{\"key\":\"OBS_KEY_F2\"}]}\n");
	bind(STOP_ALL_HOTKEY, OBS_KEY_F2);
	HOST_CHECK(is_everywhere(STOP_ALL_HOTKEY, "F2"));
	bind(STOP_ALL_HOTKEY, OBS_KEY_NONE);
	HOST_CHECK(is_everywhere(STOP_ALL_HOTKEY, ""));
	finish();
}

static void a_hotkey_that_comes_later_finds_its_key(void)
{
	start("[Hotkeys]\n");
	bind(NEW_RULE_HOTKEY, OBS_KEY_F8);
	session_change_rules("{\"version\": 1, \"rules\": [{\"id\": \"later\", \"name\": \"N\","
			     " \"when\": {\"type\": \"hotkey\"}, \"do\": {\"kind\": \"level\", \"level\": 0.2}}]}");
	HOST_CHECK(is_everywhere(NEW_RULE_HOTKEY, "F8"));
	finish();
}

static void a_file_s_keys_are_bound_as_they_were_saved(void)
{
	char text[64];
	start(THREE_KEYS);
	json_t *keys = transfer_keys_save();
	HOST_CHECK(json_object_size(keys) == 1);
	HOST_CHECK(json_array_size(json_object_get(keys, STOP_ALL_HOTKEY)) == 3);
	transfer_keys_text(json_object_get(keys, STOP_ALL_HOTKEY), text, sizeof(text));
	HOST_CHECK(text[0] && strchr(text, ','));
	bind(STOP_ALL_HOTKEY, OBS_KEY_F9);
	HOST_CHECK(!transfer_keys_load(keys)); /* and no file again */
	HOST_CHECK(is_everywhere(STOP_ALL_HOTKEY, "F1 ^F2 +F3"));
	json_decref(keys);
	finish();
}

static const struct host_scenario scenarios[] = {
	{"a_new_key_leaves_the_other_keys_of_its_hotkey", a_new_key_leaves_the_other_keys_of_its_hotkey},
	{"a_key_with_two_uses_is_told_for_both", a_key_with_two_uses_is_told_for_both},
	{"a_key_that_is_there_already_is_not_bound_twice", a_key_that_is_there_already_is_not_bound_twice},
	{"a_hotkey_that_comes_later_finds_its_key", a_hotkey_that_comes_later_finds_its_key},
	{"a_file_s_keys_are_bound_as_they_were_saved", a_file_s_keys_are_bound_as_they_were_saved},
};

int main(int argc, char **argv)
{
	return host_run_scenario(argc, argv, scenarios, sizeof(scenarios) / sizeof(scenarios[0]));
}
