/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "obs/requests/vendor.h"

#include <string.h>

#include <jansson.h>
#include <obs-module.h>

#include "net/utf8.h"
#include "obs/plugin_log.h"
#include "obs/requests/requests.h"

struct vendor {
	proc_handler_t *procs; /* obs-websocket's; borrowed */
	void *handle;          /* identifies us to obs-websocket; borrowed */
	struct requests *requests;
};

/* As obs-websocket lays it out for "vendor_request_register". */
struct request_callback {
	void (*callback)(obs_data_t *request, obs_data_t *reply, void *data);
	void *data;
};

/* argument, if any, is the pointer called name. */
static bool call(struct vendor *vendor, const char *proc, const char *type, const char *name, void *argument)
{
	calldata_t params = {0};
	calldata_set_ptr(&params, "vendor", vendor->handle);
	calldata_set_string(&params, "type", type);
	if (name)
		calldata_set_ptr(&params, name, argument);
	proc_handler_call(vendor->procs, proc, &params);
	bool did_succeed = calldata_bool(&params, "success");
	calldata_free(&params);
	return did_succeed;
}

/* obs-websocket answers on threads of its own, but for batches that go frame by frame. */
static enum requests_wait wait_on_this_thread(void)
{
	bool is_of_obs = obs_in_task_thread(OBS_TASK_UI) || obs_in_task_thread(OBS_TASK_GRAPHICS) ||
			 obs_in_task_thread(OBS_TASK_AUDIO);
	return is_of_obs ? REQUESTS_MAY_NOT_WAIT : REQUESTS_MAY_WAIT;
}

static void on_request(obs_data_t *request, obs_data_t *reply, void *data)
{
	const struct requests_entry *entry = data;
	struct requests_question question = {.name = entry->name, .wait = wait_on_this_thread(), .data = request};
	requests_answer(entry->requests, &question, reply);
}

static proc_handler_t *find_procs(void)
{
	calldata_t params = {0};
	proc_handler_t *procs = NULL;
	if (proc_handler_call(obs_get_proc_handler(), "obs_websocket_api_get_ph", &params))
		procs = calldata_ptr(&params, "ph");
	calldata_free(&params);
	return procs;
}

static void *register_vendor(proc_handler_t *procs)
{
	calldata_t params = {0};
	calldata_set_string(&params, "name", "lovense-for-obs");
	proc_handler_call(procs, "vendor_register", &params);
	void *handle = calldata_ptr(&params, "vendor");
	calldata_free(&params);
	return handle;
}

static void register_request(struct vendor *vendor, struct requests_entry *entry)
{
	struct request_callback callback = {.callback = on_request, .data = entry};
	if (!call(vendor, "vendor_request_register", entry->name, "callback", &callback))
		plugin_warning("obs-websocket refused to register the request %s", entry->name);
}

struct vendor *vendor_create(struct requests *requests)
{
	proc_handler_t *procs = find_procs();
	void *handle = procs ? register_vendor(procs) : NULL;
	if (!handle) {
		plugin_info("obs-websocket not found: remote control is off");
		return NULL;
	}
	struct vendor *vendor = bzalloc(sizeof(*vendor));
	*vendor = (struct vendor){.procs = procs, .handle = handle, .requests = requests};
	for (int i = 0; i < REQUESTS_COUNT; i++)
		register_request(vendor, &requests->entries[i]);
	return vendor;
}

void vendor_destroy(struct vendor *vendor)
{
	if (!vendor)
		return;
	for (int i = 0; i < REQUESTS_COUNT; i++)
		call(vendor, "vendor_request_unregister", vendor->requests->entries[i].name, NULL, NULL);
	vendor_forget(vendor);
}

void vendor_forget(struct vendor *vendor)
{
	bfree(vendor);
}

/* --- scripts --- */

/* Some OBS drop what is null, which must not be taken for "not there". */
static void add_nulls(obs_data_t *request, json_t *parsed)
{
	const char *name = NULL;
	json_t *value = NULL;
	json_object_foreach(parsed, name, value) if (json_is_null(value)) obs_data_set_obj(request, name, NULL);
}

/* obs_data_release() the data. */
static void parse(const char *text, struct requests_question *question)
{
	text += utf8_mark_size(text, strlen(text));
	json_t *parsed = json_loads(text, JSON_DECODE_ANY, NULL);
	question->is_unreadable = !json_is_object(parsed) && !json_is_null(parsed);
	question->data = json_is_object(parsed) ? obs_data_create_from_json(text) : NULL;
	if (question->data)
		add_nulls(question->data, parsed);
	json_decref(parsed);
}

static void on_script_request(void *data, calldata_t *params)
{
	const char *type = calldata_string(params, "type");
	const char *text = calldata_string(params, "data");
	struct requests_question question = {.name = type ? type : "", .wait = REQUESTS_MAY_NOT_WAIT};
	obs_data_t *reply = obs_data_create();
	if (text && text[0])
		parse(text, &question);
	requests_answer(data, &question, reply);
	calldata_set_string(params, "reply", obs_data_get_json(reply));
	obs_data_release(reply);
	obs_data_release(question.data);
}

void vendor_add_script_api(struct requests *requests)
{
	proc_handler_add(obs_get_proc_handler(),
			 "void lovense_for_obs_request(in string type, in string data, out string reply)",
			 on_script_request, requests);
	signal_handler_add(obs_get_signal_handler(), "void lovense_for_obs_event(string type, string data)");
}

static void emit_signal(const char *type, obs_data_t *data)
{
	calldata_t params = {0};
	calldata_set_string(&params, "type", type);
	calldata_set_string(&params, "data", obs_data_get_json(data));
	signal_handler_signal(obs_get_signal_handler(), "lovense_for_obs_event", &params);
	calldata_free(&params);
}

void vendor_emit(struct vendor *vendor, const char *type, struct obs_data *data)
{
	emit_signal(type, data);
	if (vendor)
		call(vendor, "vendor_event_emit", type, "data", data);
}
