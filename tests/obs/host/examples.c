/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The examples of data/vendor-api.md and data/integrations.md, run as they stand. One scenario a run. */
#include <dlfcn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <jansson.h>
#include <util/dstr.h>
#include <util/platform.h>

#include "../scratch.h"
#include "fake_engine.h"
#include "fake_frontend.h"
#include "host.h"
#include "session.h"

static struct engine_rule rule = {.id = "r-key", .name = "Boost", .is_enabled = true};

static void start(void)
{
	struct engine_snapshot snapshot;
	session_start();
	session_finish_loading(SESSION_RULES);
	fake_engine_blank(&snapshot);
	snapshot.state = ENGINE_READY;
	snapshot.is_armed = true;
	snapshot.toy_count = 2;
	snapshot.toys[0].is_online = true;
	snprintf(snapshot.toys[0].alias, sizeof(snapshot.toys[0].alias), "t1");
	snprintf(snapshot.toys[1].alias, sizeof(snapshot.toys[1].alias), "t2");
	snapshot.rules = &rule;
	snapshot.rule_count = 1;
	fake_engine_publish(session_engine(), &snapshot);
	host_run_frames(3); /* the first look at the engine tells no events */
	fake_engine_forget_intents(session_engine());
}

static void end(void)
{
	session_leave();
	session_finish();
}

/* --- the page --- */

/* Variables of the programs, and what they hand over in their place. */
static const char *const variables[][2] = {
	{"%bits%", "500"},           {"%user%", "anna"},
	{"$cheerBitsAmount", "500"}, {"$convertToJSON[$username]", "\"anna\""},
	{"/$amount$/", "500"},       {"${amount}", "500"},
	{"$(custom:tip)", "500"},
};

/* bfree() it. variable: of the environment. */
static char *read_page(const char *variable)
{
	struct dstr page = {0};
	page.array = os_quick_read_utf8_file(getenv(variable));
	HOST_CHECK(page.array != NULL);
	page.len = strlen(page.array);
	page.capacity = page.len + 1;
	for (size_t i = 0; i < sizeof(variables) / sizeof(variables[0]); i++)
		dstr_replace(&page, variables[i][0], variables[i][1]);
	return page.array;
}

static const char vendor_api[] = "VENDOR_API_PAGE";
static const char integrations[] = "INTEGRATIONS_PAGE";

/* The fenced block after a heading: bfree() it. mark: what its fence says after the three ticks. */
static char *block_after(const char *page_variable, const char *heading, const char *mark)
{
	struct dstr fence = {0};
	char *page = read_page(page_variable);
	dstr_printf(&fence, "\n```%s\n", mark);
	const char *section = strstr(page, heading);
	HOST_CHECK(section != NULL);
	const char *begin = strstr(section, fence.array);
	HOST_CHECK(begin != NULL);
	begin += fence.len;
	const char *end_of_block = strstr(begin, "\n```");
	HOST_CHECK(end_of_block != NULL);
	char *block = bstrdup_n(begin, (size_t)(end_of_block + 1 - begin));
	bfree(page);
	dstr_free(&fence);
	return block;
}

static void expect_accepted(const char *request, const json_t *data)
{
	char *text = json_dumps(data, JSON_COMPACT);
	obs_data_t *reply = websocket_call(request, text);
	HOST_CHECK(reply != NULL);
	if (!obs_data_get_bool(reply, "ok"))
		fprintf(stderr, "%s %s: %s\n", request, text, obs_data_get_json(reply));
	HOST_CHECK(obs_data_get_bool(reply, "ok"));
	obs_data_release(reply);
	free(text);
}

/* What a client hands to obs-websocket as the data of CallVendorRequest. */
static void expect_vendor_request(const json_t *request)
{
	HOST_CHECK(strcmp(json_string_value(json_object_get(request, "vendorName")), "lovense-for-obs") == 0);
	expect_accepted(json_string_value(json_object_get(request, "requestType")),
			json_object_get(request, "requestData"));
}

static json_t *json_after(const char *page_variable, const char *heading)
{
	char *block = block_after(page_variable, heading, "json");
	json_t *json = json_loads(block, 0, NULL);
	HOST_CHECK(json != NULL);
	bfree(block);
	return json;
}

/* --- scenarios --- */

/* A line with a request and one with its reply. */
static void expect_exchange(const char *asked, const char *answered)
{
	char request[32];
	json_t *data = json_loads(strchr(asked, '{'), 0, NULL);
	json_t *expected = json_loads(answered, 0, NULL);
	HOST_CHECK(sscanf(asked, "%31s", request) == 1 && data && expected);
	char *text = json_dumps(data, JSON_COMPACT);
	obs_data_t *reply = websocket_call(request, text);
	json_t *told = json_loads(obs_data_get_json(reply), 0, NULL);
	if (!json_equal(told, expected))
		fprintf(stderr, "%s: %s\n", asked, obs_data_get_json(reply));
	HOST_CHECK(json_equal(told, expected));
	obs_data_release(reply);
	free(text);
	json_decref(told);
	json_decref(expected);
	json_decref(data);
}

static void every_reply_of_the_page_is_true(void)
{
	/* What the core says each time; the third request does not get that far. */
	static const struct haptics_verdict verdicts[] = {
		{.outcome = HAPTICS_CAPPED, .run = 12, .wanted = 0.6, .applied = 0.3, .is_capped = true},
		{.outcome = HAPTICS_IGNORED_NO_TOY, .names = "t2"},
		{.outcome = HAPTICS_FIRED},
		{.outcome = HAPTICS_QUEUED, .run = 14, .wanted = 0.2, .applied = 0.2, .queued = 2},
		{.outcome = HAPTICS_IGNORED_NO_RULE},
		{.outcome = HAPTICS_DONE},
	};
	start();
	char *block = block_after(vendor_api, "## Replies", "");
	char **lines = strlist_split(block, '\n', false);
	size_t count = 0;
	for (; lines[2 * count] && lines[2 * count + 1]; count++) {
		HOST_CHECK(count < sizeof(verdicts) / sizeof(verdicts[0]));
		fake_engine_answer(session_engine(), ENGINE_ANSWERED, &verdicts[count]);
		expect_exchange(lines[2 * count], lines[2 * count + 1]);
	}
	HOST_CHECK(count == sizeof(verdicts) / sizeof(verdicts[0]) && !lines[2 * count]);
	strlist_free(lines);
	bfree(block);
	end();
}

static void every_request_of_the_batch_is_accepted(void)
{
	struct haptics_intent intent;
	size_t index = 0;
	json_t *request = NULL;
	start();
	json_t *message = json_after(vendor_api, "### Batches");
	HOST_CHECK(json_integer_value(json_object_get(message, "op")) == 8);
	json_array_foreach(json_object_get(json_object_get(message, "d"), "requests"), index, request)
		expect_vendor_request(json_object_get(request, "requestData"));
	HOST_CHECK(index == 2);
	HOST_CHECK(session_take(HAPTICS_INTENT_LOWER_CEILING, &intent) && intent.value == 0.2);
	HOST_CHECK(session_take(HAPTICS_INTENT_RUN_LEVEL, &intent) && intent.value == 0.6);
	json_decref(message);
	end();
}

static void every_start_and_stop_in_order_is_accepted(void)
{
	struct haptics_intent intent;
	size_t index = 0;
	json_t *request = NULL;
	start();
	json_t *message = json_after(vendor_api, "### Order of");
	json_array_foreach(json_object_get(json_object_get(message, "d"), "requests"), index, request)
		expect_vendor_request(json_object_get(request, "requestData"));
	HOST_CHECK(session_take(HAPTICS_INTENT_START_KEY, &intent) && intent.has_seq && intent.seq == 1);
	HOST_CHECK(session_take(HAPTICS_INTENT_STOP_KEY, &intent) && intent.has_seq && intent.seq == 2);
	json_decref(message);
	end();
}

static void the_raw_message_starts_a_level(void)
{
	struct haptics_intent intent;
	start();
	json_t *message = json_after(vendor_api, "## obs-websocket");
	const json_t *data = json_object_get(message, "d");
	HOST_CHECK(json_integer_value(json_object_get(message, "op")) == 6);
	HOST_CHECK(strcmp(json_string_value(json_object_get(data, "requestType")), "CallVendorRequest") == 0);
	expect_vendor_request(json_object_get(data, "requestData"));
	HOST_CHECK(session_take(HAPTICS_INTENT_START_KEY, &intent) && intent.duration_ms == 10000);
	json_decref(message);
	end();
}

/* Each line: a request, its data, and when to send it. */
static void every_line_for_companion_is_accepted(void)
{
	struct haptics_intent intent;
	int count = 0;
	start();
	char *block = block_after(integrations, "\n## Bitfocus Companion", "");
	char **lines = strlist_split(block, '\n', false);
	for (char **line = lines; *line; line++) {
		char request[32];
		HOST_CHECK(sscanf(*line, "%31s", request) == 1 && strchr(*line, '{'));
		json_t *data = json_loads(strchr(*line, '{'), JSON_DISABLE_EOF_CHECK, NULL);
		HOST_CHECK(data != NULL);
		expect_accepted(request, data);
		json_decref(data);
		count++;
	}
	HOST_CHECK(count == 4);
	HOST_CHECK(session_take(HAPTICS_INTENT_TIP, &intent) && intent.value == 500);
	HOST_CHECK(session_take(HAPTICS_INTENT_START_KEY, &intent) && intent.value == 0.4);
	HOST_CHECK(session_take(HAPTICS_INTENT_STOP_KEY, &intent) && strcmp(intent.key, "companion") == 0);
	HOST_CHECK(session_take(HAPTICS_INTENT_STOP_ALL, &intent));
	strlist_free(lines);
	bfree(block);
	end();
}

/* From the whole message to the data of CallVendorRequest, as much of it as the program wants typed. */
static const json_t *vendor_request_in(const json_t *example)
{
	const json_t *message = json_object_get(example, "d") ? json_object_get(example, "d") : example;
	const json_t *request = json_object_get(message, "requestData");
	return json_object_get(request, "vendorName") ? request : message;
}

static void the_data_for_every_program_is_accepted(void)
{
	static const char *const programs[] = {"\n## Bitfocus Companion", "\n## Streamer.bot", "\n## Firebot",
					       "\n## SAMMI", "\n## Advanced Scene Switcher"};
	struct haptics_intent intent;
	start();
	for (size_t i = 0; i < sizeof(programs) / sizeof(programs[0]); i++) {
		json_t *example = json_after(integrations, programs[i]);
		expect_vendor_request(vendor_request_in(example));
		HOST_CHECK(session_take(HAPTICS_INTENT_TIP, &intent) && intent.value == 500);
		json_decref(example);
	}
	end();
}

/* Some have two rows. */
static void every_request_of_the_page_is_there(void)
{
	int count = 0;
	char last[32] = "";
	start();
	char *page = read_page(vendor_api);
	const char *row = strstr(page, "| request | fields |");
	HOST_CHECK(row != NULL);
	for (row = strstr(row, "\n| `"); row && *row; row = strchr(row + 1, '\n')) {
		char name[32];
		if (sscanf(row, "\n| `%31[A-Za-z]` |", name) != 1)
			break;
		if (!websocket_has_request(name))
			fprintf(stderr, "no request %s\n", name);
		HOST_CHECK(websocket_has_request(name));
		count += strcmp(name, last) != 0;
		snprintf(last, sizeof(last), "%s", name);
	}
	HOST_CHECK(count == 24); /* as many as there are */
	bfree(page);
	end();
}

static void every_hotkey_of_the_page_is_there(void)
{
	int count = 0;
	start();
	char *page = os_quick_read_utf8_file(getenv("VENDOR_API_PAGE"));
	HOST_CHECK(page && strstr(page, "## Hotkeys"));
	for (char *at = strstr(strstr(page, "## Hotkeys"), "`lovense-for-obs."); at;
	     at = strstr(at, "`lovense-for-obs.")) {
		char name[64] = "";
		at++;
		HOST_CHECK(sscanf(at, "%55[^`]", name) == 1);
		if (name[strlen(name) - 1] == '.')
			strcat(name, rule.id);
		HOST_CHECK(host_has_hotkey(name, NULL, 0));
		count++;
	}
	HOST_CHECK(count == 11);
	bfree(page);
	end();
}

/* --- scripts: run by OBS's own scripting library, which has no header where OBS is only installed --- */

struct scripting {
	void *library;
	bool (*load)(void);
	void (*unload)(void);
	void *(*create)(const char *path, obs_data_t *settings);
	bool (*is_loaded)(const void *script);
	void (*destroy)(void *script);
};

static bool find_function(void *library, const char *name, void *function)
{
	void *found = dlsym(library, name);
	memcpy(function, &found, sizeof(found));
	return found != NULL;
}

static bool open_scripting(struct scripting *scripting)
{
	const char *const names[] = {"libobs-scripting.so.1", "libobs-scripting.so.30", "libobs-scripting.so"};
	*scripting = (struct scripting){0};
	for (size_t i = 0; !scripting->library && i < sizeof(names) / sizeof(names[0]); i++)
		scripting->library = dlopen(names[i], RTLD_NOW);
	void *library = scripting->library;
	return library && find_function(library, "obs_scripting_load", &scripting->load) &&
	       find_function(library, "obs_scripting_unload", &scripting->unload) &&
	       find_function(library, "obs_script_create", &scripting->create) &&
	       find_function(library, "obs_script_loaded", &scripting->is_loaded) &&
	       find_function(library, "obs_script_destroy", &scripting->destroy);
}

static bool has_logged(void *text)
{
	return host_has_logged(text);
}

static void run_script(const char *mark, const char *name)
{
	struct scripting scripting;
	struct haptics_intent intent;
	char folder[64];
	char path[128];
	if (!open_scripting(&scripting)) {
		fprintf(stderr, "skipped: this OBS has no scripting library\n");
		exit(77);
	}
	scratch_make(folder);
	char *block = block_after(vendor_api, "## Scripts", mark);
	scratch_write(folder, name, block);
	snprintf(path, sizeof(path), "%s/%s", folder, name);
	start();
	HOST_CHECK(scripting.load());
	void *script = scripting.create(path, NULL);
	HOST_CHECK(script && scripting.is_loaded(script));
	HOST_CHECK(session_take(HAPTICS_INTENT_RUN_LEVEL, &intent) && intent.value == 0.3);
	HOST_CHECK(host_has_logged("\"posted\":true") && host_has_logged("\"ok\":true")); /* it prints the reply */
	struct engine_snapshot snapshot;
	fake_engine_blank(&snapshot);
	snapshot.is_panic = true;
	fake_engine_publish(session_engine(), &snapshot);
	host_wait(has_logged, "{\"latched\":true,\"latched_text\":\"latched\"}", "the script's line about an event");
	scripting.destroy(script);
	scripting.unload();
	bfree(block);
	scratch_remove(folder);
	end();
}

static void the_lua_script_asks_and_listens(void)
{
	run_script("lua", "example.lua");
}

static void the_python_script_asks_and_listens(void)
{
	run_script("python", "lovense_example.py");
}

static const struct host_scenario scenarios[] = {
	{"every_reply_of_the_page_is_true", every_reply_of_the_page_is_true},
	{"every_request_of_the_batch_is_accepted", every_request_of_the_batch_is_accepted},
	{"the_raw_message_starts_a_level", the_raw_message_starts_a_level},
	{"every_line_for_companion_is_accepted", every_line_for_companion_is_accepted},
	{"every_start_and_stop_in_order_is_accepted", every_start_and_stop_in_order_is_accepted},
	{"the_data_for_every_program_is_accepted", the_data_for_every_program_is_accepted},
	{"every_request_of_the_page_is_there", every_request_of_the_page_is_there},
	{"every_hotkey_of_the_page_is_there", every_hotkey_of_the_page_is_there},
	{"the_lua_script_asks_and_listens", the_lua_script_asks_and_listens},
	{"the_python_script_asks_and_listens", the_python_script_asks_and_listens},
};

int main(int argc, char **argv)
{
	return host_run_scenario(argc, argv, scenarios, sizeof(scenarios) / sizeof(scenarios[0]));
}
