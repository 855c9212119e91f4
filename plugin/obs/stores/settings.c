/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "obs/stores/settings.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <obs-module.h>
#include <util/platform.h>
#include <util/threading.h>

#include "net/files/file.h"
#include "net/random.h"
#include "net/secrets/secret.h"
#include "obs/plugin_log.h"
#include "obs/stores/settings_json.h"
#include "obs/stores/shared_file.h"

/* How long the settings must stay unchanged before they are saved: a slider moves in many steps. */
static const uint64_t save_after_ns = UINT64_C(1000000000);

struct settings_store {
	struct engine *engine;
	/* UI thread. */
	bool has_folder; /* else everything lives in memory only */
	bool is_first_run;
	struct file_lock *lock_file; /* NULL: another OBS has it, or nobody can */
	bool is_folder_shared;       /* another OBS has the lock file */
	struct shared_file *file;
	struct shared_file *credentials;
	char problem[512];
	bool is_save_due;
	uint64_t changed_ns; /* when what is to be saved became as it is; only while is_save_due */
	settings_cb report;  /* NULL: nobody asked */
	void *report_ctx;
	pthread_mutex_t lock; /* guards: settings; a leaf, held for copies only */
	struct engine_settings settings;
};

/* --- loading --- */

/* New reference: the file as it would be if our values were written into it. */
static json_t *with_our_values(const struct settings_store *store, enum settings_file which)
{
	const struct shared_file *file = which == SETTINGS_FILE_PUBLIC ? store->file : store->credentials;
	json_t *json = shared_file_json(file);
	settings_json_write(json, which, &store->settings);
	return json;
}

/* locale_key NULL: no problem with the files; that another OBS uses them is still reported. */
static void set_problem(struct settings_store *store, const char *locale_key)
{
	if (!locale_key && store->is_folder_shared)
		locale_key = "Settings.Error.Shared";
	snprintf(store->problem, sizeof(store->problem), "%s", locale_key ? obs_module_text(locale_key) : "");
}

static bool is_any_unreadable(const struct settings_store *store)
{
	return shared_file_is_unreadable(store->file) || shared_file_is_unreadable(store->credentials);
}

static void read_file(const struct shared_file *file, enum settings_file which, struct engine_settings *settings)
{
	json_t *json = shared_file_json(file);
	settings_json_read(json, which, settings);
	shared_file_forget(json);
}

static void read_values(struct settings_store *store)
{
	engine_settings_default(&store->settings);
	read_file(store->file, SETTINGS_FILE_PUBLIC, &store->settings);
	read_file(store->credentials, SETTINGS_FILE_CREDENTIALS, &store->settings);
}

/* Two OBS with one user id take each other's toys: a stop in one does not stop what the other renews. */
static void take_lock(struct settings_store *store, const char *folder)
{
	enum file_lock_result result;
	char path[4096];
	if (snprintf(path, sizeof(path), "%s/.lock", folder) >= (int)sizeof(path))
		return;
	store->lock_file = file_lock_take(path, FILE_LOCK_TRIES, &result);
	store->is_folder_shared = result == FILE_LOCK_HELD;
	if (!store->is_folder_shared)
		return;
	plugin_warning(
		"another OBS is running with the same settings and the same user id: both reach the same toys, and "
		"STOP ALL here does not stop what the other one started. Close one of them.");
	set_problem(store, NULL);
}

static void make_credentials_private(struct settings_store *store)
{
	enum file_privacy privacy = shared_file_make_private(store->credentials);
	if (privacy != FILE_WAS_PRIVATE)
		set_problem(store,
			    privacy == FILE_MADE_PRIVATE ? "Settings.Error.Exposed" : "Settings.Error.StaysExposed");
}

static void load(struct settings_store *store, const char *folder)
{
	enum shared_file_state state;
	enum shared_file_state credentials_state;
	store->file = shared_file_open(folder, "settings.json", SETTINGS_VERSION, &state);
	store->credentials = shared_file_open(folder, "credentials.json", SETTINGS_VERSION, &credentials_state);
	store->is_first_run = state == SHARED_FILE_MISSING;
	read_values(store);
	make_credentials_private(store);
	if (state == SHARED_FILE_DAMAGED || credentials_state == SHARED_FILE_DAMAGED)
		set_problem(store, "Settings.Error.Damaged");
	if (is_any_unreadable(store))
		set_problem(store, "Settings.Error.Unreadable");
	if (!shared_file_is_newer(store->file)) {
		shared_file_adopt(store->file, with_our_values(store, SETTINGS_FILE_PUBLIC));
		shared_file_adopt(store->credentials, with_our_values(store, SETTINGS_FILE_CREDENTIALS));
		return;
	}
	plugin_warning("settings.json was written by a newer version: it is read but not changed. "
		       "Changes last until OBS exits.");
	set_problem(store, "Settings.Error.NotSaved");
}

/* --- saving --- */

static bool save(struct settings_store *store)
{
	store->is_save_due = false;
	if (!store->has_folder || shared_file_is_newer(store->file))
		return false;
	bool did_save = shared_file_save(store->file, with_our_values(store, SETTINGS_FILE_PUBLIC));
	did_save &= shared_file_save(store->credentials, with_our_values(store, SETTINGS_FILE_CREDENTIALS));
	if (did_save)
		return true;
	set_problem(store, is_any_unreadable(store) ? "Settings.Error.Unreadable" : "Settings.Error.NotSaved");
	plugin_warning("the settings could not be written: changes last until OBS exits. Check the permissions and "
		       "the free space of the plugin_config folder.");
	return false;
}

/* save(), with a sentence in error when it failed. */
static void save_or_explain(struct settings_store *store, char *error, size_t error_size)
{
	bool did_save = save(store);
	if (did_save)
		set_problem(store, NULL);
	else if (!store->has_folder)
		set_problem(store, "Settings.Error.NotSaved");
	snprintf(error, error_size, "%s", did_save ? "" : store->problem);
}

void settings_store_flush(struct settings_store *store)
{
	if (store->is_save_due)
		save(store);
}

/* --- life --- */

/* true: there was none. */
static bool make_id(char *text, size_t size)
{
	char id[RANDOM_UUID_SIZE];
	if (text[0])
		return false;
	random_uuid(id);
	snprintf(text, size, "%s", id);
	return true;
}

static bool make_identity(struct engine_settings *settings)
{
	bool is_uid_new = make_id(settings->uid, sizeof(settings->uid));
	return make_id(settings->utoken, sizeof(settings->utoken)) || is_uid_new;
}

struct settings_store *settings_store_create_in(const char *folder, struct engine *engine)
{
	struct settings_store *store = secret_alloc(sizeof(*store));
	if (!store)
		bcrash("Out of memory"); /* as bmalloc() does */
	store->engine = engine;
	store->has_folder = folder != NULL;
	pthread_mutex_init(&store->lock, NULL);
	if (folder)
		take_lock(store, folder);
	load(store, folder);
	if (make_identity(&store->settings) || store->is_first_run)
		save(store);
	return store;
}

/* The folder is made here when it is missing: the lock file comes before the first save. */
struct settings_store *settings_store_create(struct engine *engine)
{
	char *folder = obs_module_config_path("");
	size_t length = folder ? strlen(folder) : 0;
	if (length > 0 && folder[length - 1] == '/')
		folder[length - 1] = '\0';
	if (folder)
		os_mkdirs(folder);
	struct settings_store *store = settings_store_create_in(folder, engine);
	bfree(folder);
	return store;
}

void settings_store_destroy(struct settings_store *store)
{
	if (!store)
		return;
	settings_store_flush(store);
	shared_file_close(store->file);
	shared_file_close(store->credentials);
	file_lock_release(store->lock_file);
	pthread_mutex_destroy(&store->lock);
	secret_free(store);
}

bool settings_store_is_first_run(const struct settings_store *store)
{
	return store->is_first_run;
}

const char *settings_store_problem(const struct settings_store *store)
{
	return store->problem;
}

/* --- use --- */

void settings_store_get(struct settings_store *store, struct engine_settings *settings)
{
	pthread_mutex_lock(&store->lock);
	*settings = store->settings;
	pthread_mutex_unlock(&store->lock);
}

static void replace(struct settings_store *store, const struct engine_settings *settings)
{
	pthread_mutex_lock(&store->lock);
	store->settings = *settings;
	pthread_mutex_unlock(&store->lock);
	if (store->report)
		store->report(store->report_ctx, settings);
}

bool settings_store_set(struct settings_store *store, const struct engine_settings *settings, char *error,
			size_t error_size)
{
	if (!settings_json_check(settings, error, error_size))
		return false;
	struct engine_settings wanted = *settings;
	make_identity(&wanted);
	replace(store, &wanted);
	engine_configure(store->engine, &wanted);
	engine_settings_wipe(&wanted);
	save_or_explain(store, error, error_size);
	return true;
}

bool settings_store_new_identity(struct settings_store *store, char *error, size_t error_size)
{
	struct engine_settings settings;
	settings_store_get(store, &settings);
	settings.uid[0] = '\0';
	settings.utoken[0] = '\0';
	bool did_set = settings_store_set(store, &settings, error, error_size);
	engine_settings_wipe(&settings);
	return did_set;
}

bool settings_store_allows_remote_arm(struct settings_store *store)
{
	pthread_mutex_lock(&store->lock);
	bool is_allowed = store->settings.allow_remote_arm;
	pthread_mutex_unlock(&store->lock);
	return is_allowed;
}

void settings_store_follow(struct settings_store *store, settings_cb report, void *ctx)
{
	store->report = report;
	store->report_ctx = ctx;
	report(ctx, &store->settings);
}

/* Aliases count the known toys: "t3" is the third. */
static void remember_toy(struct engine_settings *settings, const struct engine_toy *toy)
{
	size_t capacity = sizeof(settings->known_toys) / sizeof(settings->known_toys[0]);
	int number = toy->alias[0] == 't' ? atoi(toy->alias + 1) : 0;
	if (number < 1 || (size_t)number > capacity || (size_t)number > settings->known_toy_count + 1 ||
	    !toy->toy_id[0])
		return;
	snprintf(settings->known_toys[number - 1], sizeof(settings->known_toys[0]), "%s", toy->toy_id);
	if ((size_t)number > settings->known_toy_count)
		settings->known_toy_count = (size_t)number;
}

static bool take_findings(struct settings_store *store, const struct engine_snapshot *snapshot)
{
	struct engine_settings settings;
	struct engine_settings before;
	settings_store_get(store, &settings);
	before = settings;
	settings.master_ceiling = snapshot->ceiling;
	settings.allow_tips = snapshot->are_tips_allowed;
	for (size_t i = 0; i < snapshot->toy_count && settings.mode == ENGINE_MODE_CLOUD; i++)
		remember_toy(&settings, &snapshot->toys[i]);
	bool is_new = memcmp(&before, &settings, sizeof(before)) != 0;
	if (is_new)
		replace(store, &settings);
	engine_settings_wipe(&before);
	engine_settings_wipe(&settings);
	return is_new;
}

bool settings_store_remember(struct settings_store *store, const struct engine_snapshot *snapshot, uint64_t now_ns)
{
	/* An engine that has not published yet knows nothing; the simulator's toys are not remembered. */
	if (snapshot->published_ms != 0 && take_findings(store, snapshot)) {
		store->is_save_due = true;
		store->changed_ns = now_ns;
	}
	if (store->is_save_due && now_ns - store->changed_ns >= save_after_ns)
		save(store);
	return store->is_save_due;
}
