/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The OBS module: makes the parts, wires them, takes them down. */
#include <string.h>
#include <time.h>

#include <obs-frontend-api.h>
#include <obs-module.h>
#include <util/platform.h>

#include "engine/engine.h"
#include "obs/snapshot_listener.h"
#include "obs/frontend_events.h"
#include "obs/triggers/hotkeys.h"
#include "obs/sources/activity/activity_source.h"
#include "obs/sources/overlay_source.h"
#include "obs/pairing_permission.h"
#include "obs/plugin_log.h"
#include "obs/record/session_record.h"
#include "obs/requests/request_events.h"
#include "obs/requests/requests.h"
#include "obs/stores/rules_store.h"
#include "obs/stores/settings.h"
#include "obs/sources/source_parts.h"
#include "obs/sources/status_source.h"
#include "obs/sources/text/text_pool.h"
#include "obs/triggers/triggers.h"
#include "obs/requests/vendor.h"
#ifdef ENABLE_DOCK
#include "dock/dock.h"
#endif

OBS_DECLARE_MODULE()
OBS_MODULE_USE_DEFAULT_LOCALE("lovense-for-obs", "en-US")
OBS_MODULE_AUTHOR("The lovense-for-obs contributors")

enum { JOIN_MS = 800 };

struct plugin {
	struct engine *engine;
	struct settings_store *settings;
	struct rules_store *rules;
	struct hotkeys *hotkeys;
	struct frontend_events *events; /* this and triggers: NULL without a frontend */
	struct triggers *triggers;
	struct snapshot_listener *listener;
	struct requests requests;
	struct request_events *request_events;
	struct session_record *record;
	struct vendor *vendor; /* NULL without obs-websocket */
	struct pairing_permission permission;
	struct text_pool *text;
	struct source_parts source_parts;
	volatile bool are_names_hidden; /* written by the dock, read by sources; atomic */
#ifdef ENABLE_DOCK
	struct dock *dock;
#endif
};

/* libobs hands no context to the functions of a module. Nothing else in the module is shared this way. */
static struct plugin plugin;

MODULE_EXPORT const char *obs_module_name(void)
{
	return obs_module_text("Module.Name");
}

MODULE_EXPORT const char *obs_module_description(void)
{
	return obs_module_text("Module.Description");
}

static void on_settings(void *ctx, const struct engine_settings *settings)
{
	struct plugin *p = ctx;
	pairing_permission_set_consent(&p->permission, settings->code_on_air);
	session_record_set_on(p->record, settings->session_record);
}

static void on_rules_changed(void *ctx, const struct haptics_rules *rules)
{
	struct plugin *p = ctx;
	if (p->hotkeys)
		hotkeys_set_rules(p->hotkeys, rules);
	if (p->triggers)
		triggers_set_rules(p->triggers, rules);
}

static void on_source_renamed(void *ctx, const struct haptics_ref *old, const char *new_name)
{
	struct plugin *p = ctx;
	rules_store_rename(p->rules, old, new_name);
}

static void on_source_replaced(void *ctx)
{
	struct plugin *p = ctx;
	rules_store_rebind(p->rules);
}

/* The facts go first: what is true already must not fire. */
static void enter_collection(struct plugin *p)
{
	if (!p->triggers)
		return; /* OBS is on its way out */
	triggers_resume(p->triggers);
	rules_store_put_in_force(p->rules);
}

static bool on_engine_news(void *ctx, const struct engine_snapshot *snapshot)
{
	struct plugin *p = ctx;
	uint64_t now_ns = os_gettime_ns();
#ifdef ENABLE_DOCK
	dock_note(p->dock, snapshot);
#endif
	bool is_save_due = rules_store_sync(p->rules, snapshot, now_ns);
	is_save_due |= settings_store_remember(p->settings, snapshot, now_ns);
	bool is_more_due = request_events_update(p->request_events, snapshot, now_ns);
	is_save_due |= session_record_write(p->record, now_ns);
	return is_more_due || is_save_due;
}

static void on_notice(void *ctx, const struct engine_snapshot *snapshot, const struct haptics_notice *notice)
{
	struct plugin *p = ctx;
	session_record_note(p->record, snapshot, notice, (int64_t)time(NULL));
}

static void on_request_event(void *ctx, const char *type, struct obs_data *data)
{
	struct plugin *p = ctx;
	vendor_emit(p->vendor, type, data);
}

/* Nothing is taken in any more, and the worker is asked to end. Waits for nothing; may be called again. */
static void close_inputs(struct plugin *p)
{
	engine_request_stop(p->engine);
	requests_close(&p->requests);
	triggers_destroy(p->triggers);
	p->triggers = NULL;
}

/* Ends everything that works by itself; accepts what has ended already or was never made. */
static void end_work(struct plugin *p)
{
	close_inputs(p);
	if (engine_join(p->engine, JOIN_MS))
		session_record_note_rest(p->record, p->engine, (int64_t)time(NULL));
	else
		plugin_warning("the worker did not end in time");
	snapshot_listener_destroy(p->listener);
	p->listener = NULL;
	hotkeys_destroy(p->hotkeys);
	p->hotkeys = NULL;
}

/* SCRIPTING_SHUTDOWN: the last moment with scenes. Nothing waits here. */
static void begin_exit(struct plugin *p)
{
	close_inputs(p);
	vendor_destroy(p->vendor);
	p->vendor = NULL;
}

static void halt(struct plugin *p, enum haptics_halt_cause cause)
{
	struct haptics_intent intent = {.kind = HAPTICS_INTENT_HALT, .cause = cause};
	engine_post(p->engine, &intent);
}

/* EXIT: the last moment with a frontend. */
static void leave_frontend(struct plugin *p)
{
	begin_exit(p);
	end_work(p);
#ifdef ENABLE_DOCK
	dock_detach(p->dock);
	p->dock = NULL;
#endif
	settings_store_flush(p->settings); /* some OBS unload no module when a signal ends them */
	session_record_finish(p->record);
	rules_store_detach(p->rules);
	frontend_events_destroy(p->events);
	p->events = NULL;
}

static void on_event(void *ctx, enum obs_frontend_event event)
{
	struct plugin *p = ctx;
	if (p->triggers)
		triggers_event(p->triggers, event);
	switch (event) {
	case OBS_FRONTEND_EVENT_FINISHED_LOADING:
		hotkeys_load_bindings(p->hotkeys);
		enter_collection(p);
#ifdef ENABLE_DOCK
		dock_finished_loading(p->dock);
#endif
		break;
	case OBS_FRONTEND_EVENT_PROFILE_CHANGED:
		halt(p, HAPTICS_HALT_PROFILE);
		hotkeys_load_bindings(p->hotkeys);
		break;
	case OBS_FRONTEND_EVENT_SCENE_COLLECTION_CHANGING:
		halt(p, HAPTICS_HALT_COLLECTION);
		rules_store_take_out_of_force(p->rules);
		if (p->triggers)
			triggers_suspend(p->triggers);
		break;
	case OBS_FRONTEND_EVENT_SCENE_COLLECTION_CLEANUP:
		if (p->triggers)
			triggers_suspend(p->triggers);
		rules_store_clear(p->rules);
		break;
	case OBS_FRONTEND_EVENT_SCENE_COLLECTION_CHANGED:
		enter_collection(p);
		break;
	case OBS_FRONTEND_EVENT_SCENE_COLLECTION_LIST_CHANGED:
	case OBS_FRONTEND_EVENT_SCENE_COLLECTION_RENAMED:
		rules_store_follow_collections(p->rules);
		break;
	case OBS_FRONTEND_EVENT_SCRIPTING_SHUTDOWN:
		begin_exit(p);
		break;
	case OBS_FRONTEND_EVENT_EXIT:
		leave_frontend(p);
		break;
	default:
		break;
	}
}

static void attach_rules(struct plugin *p)
{
	char *copies = obs_module_config_path("rules");
	rules_store_attach(p->rules, copies);
	bfree(copies);
}

static void create_dock(struct plugin *p)
{
#ifdef ENABLE_DOCK
	struct dock_parts parts = {.engine = p->engine,
				   .settings = p->settings,
				   .rules = p->rules,
				   .permission = &p->permission,
				   .record = p->record,
				   .is_first_run = settings_store_is_first_run(p->settings),
				   .are_names_hidden = &p->are_names_hidden};
	p->dock = dock_create(&parts);
#else
	UNUSED_PARAMETER(p);
#endif
}

static void open_requests(struct plugin *p)
{
	struct event_sink sink = {.emit = on_request_event, .note = on_notice, .ctx = p};
	p->request_events = request_events_create(p->engine, &p->permission, &sink);
	struct requests_parts parts = {.engine = p->engine,
				       .settings = p->settings,
				       .permission = &p->permission,
				       .events = p->request_events};
	requests_open(&p->requests, &parts);
	vendor_add_script_api(&p->requests);
}

static void create_record(struct plugin *p)
{
	char *folder = obs_module_config_path("records");
	p->record = session_record_create(folder);
	bfree(folder);
}

bool obs_module_load(void)
{
	struct plugin *p = &plugin;
	struct engine_config config = {.log = plugin_log_line};
	plugin_info("version %s, built for OBS %d.%d.%d, running in OBS %s", PLUGIN_VERSION, LIBOBS_API_MAJOR_VER,
		    LIBOBS_API_MINOR_VER, LIBOBS_API_PATCH_VER, obs_get_version_string());
	p->engine = engine_create(&config);
	if (!p->engine)
		return false;
	p->permission.engine = p->engine;
	p->settings = settings_store_create(p->engine);
	create_record(p);
	settings_store_follow(p->settings, on_settings, p);
	p->rules = rules_store_create(p->engine, on_rules_changed, p);
	p->hotkeys = hotkeys_create(p->engine);
	open_requests(p);
	p->text = text_pool_create();
	p->source_parts = (struct source_parts){.engine = p->engine,
						.permission = &p->permission,
						.text = p->text,
						.are_names_hidden = &p->are_names_hidden};
	overlay_source_register(&p->source_parts);
	status_source_register(&p->source_parts);
	activity_source_register(&p->source_parts);
	if (frontend_is_present()) {
		struct source_calls calls = {.ctx = p, .renamed = on_source_renamed, .replaced = on_source_replaced};
		p->triggers = triggers_create(p->engine, &p->permission, &calls);
		p->events = frontend_events_create(on_event, p);
		attach_rules(p);
		create_dock(p);
	}
	return true;
}

void obs_module_post_load(void)
{
	struct plugin *p = &plugin;
	struct engine_settings settings;
	settings_store_get(p->settings, &settings);
	if (!engine_start(p->engine, &settings))
		plugin_warning("the worker could not be started: nothing will be sent");
	engine_settings_wipe(&settings);
	p->vendor = vendor_create(&p->requests);
	if (p->events)
		p->listener = snapshot_listener_create(p->engine, on_engine_news, p);
}

void obs_module_unload(void)
{
	struct plugin *p = &plugin;
	if (!p->engine)
		return;
	/* Usually all done in EXIT. Hosts without a frontend come here straight, and a frontend that never said EXIT
	 * must not be called any more. */
	end_work(p);
	vendor_forget(p->vendor);
	rules_store_destroy(p->rules);
	settings_store_destroy(p->settings);
	request_events_destroy(p->request_events);
	session_record_destroy(p->record);
	text_pool_close(p->text);
	engine_destroy(p->engine);
	*p = (struct plugin){0};
}
