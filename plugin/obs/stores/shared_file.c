/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "obs/stores/shared_file.h"

#include <util/bmem.h>
#include <util/dstr.h>

#include "net/secrets/secret.h"
#include "net/utf8.h"
#include "obs/plugin_log.h"
#include "obs/stores/private_file.h"

struct shared_file {
	char *name;
	char *path;  /* NULL: memory only */
	char *known; /* as we last knew it, as JSON; of secret_alloc(): it may hold tokens for as long as OBS runs */
	int version;
	bool is_newer;
	bool is_unreadable; /* when it was opened */
};

static void wipe_strings(json_t *json)
{
	const char *key = NULL;
	size_t index = 0;
	json_t *value = NULL;
	if (json_is_string(json))
		secret_wipe((char *)json_string_value(json), json_string_length(json));
	json_object_foreach(json, key, value)
	{
		wipe_strings(value);
	}
	json_array_foreach(json, index, value)
	{
		wipe_strings(value);
	}
}

void shared_file_forget(json_t *json)
{
	wipe_strings(json);
	json_decref(json);
}

/* New text: secret_free() it. NULL: no text can be made of it. */
static char *text_of(const json_t *json, size_t flags)
{
	/* json_dumps() would leave pieces behind while its buffer grows. */
	size_t size = json_dumpb(json, NULL, 0, flags);
	char *text = size ? secret_alloc(size + 1) : NULL;
	if (text)
		json_dumpb(json, text, size, flags);
	return text;
}

static void keep_aside(const struct shared_file *file)
{
	bool did_move = private_file_keep_aside(file->path);
	plugin_warning("%s is damaged: defaults are used. %s", file->name,
		       did_move ? "The damaged file is kept beside it with .corrupt at the end of its name."
				: "It could not be moved aside.");
}

/* The object in the file; an empty one when there is none, or when it is damaged (then it is moved aside). */
static json_t *read_object(const struct shared_file *file, enum shared_file_state *state)
{
	enum file_result result = FILE_MISSING;
	size_t size = 0;
	char *text = file->path ? file_read(file->path, PRIVATE_FILE_MAX_BYTES, &size, &result) : NULL;
	size_t mark = text ? utf8_mark_size(text, size) : 0;
	json_t *json = text ? json_loadb(text + mark, size - mark, JSON_REJECT_DUPLICATES, NULL) : NULL;
	file_free(text, size);
	if (json_is_object(json))
		*state = SHARED_FILE_READ;
	else if (result == FILE_MISSING)
		*state = SHARED_FILE_MISSING;
	else
		*state = result == FILE_OK ? SHARED_FILE_DAMAGED : SHARED_FILE_UNREADABLE;
	if (*state == SHARED_FILE_DAMAGED)
		keep_aside(file);
	else if (*state == SHARED_FILE_UNREADABLE)
		plugin_warning("%s: %s. It is left as it is.", file->name, file_result_text(result));
	if (*state == SHARED_FILE_READ)
		return json;
	json_decref(json);
	return json_object();
}

struct shared_file *shared_file_open(const char *folder, const char *name, int version, enum shared_file_state *state)
{
	struct shared_file *file = bzalloc(sizeof(*file));
	struct dstr path = {0};
	if (folder)
		dstr_printf(&path, "%s/%s", folder, name);
	*file = (struct shared_file){.name = bstrdup(name), .path = path.array, .version = version};
	if (file->path)
		file_remove_leftovers(file->path);
	shared_file_adopt(file, read_object(file, state));
	file->is_unreadable = *state == SHARED_FILE_UNREADABLE;
	if (file->is_unreadable)
		plugin_warning("%s: defaults are used until OBS exits. Check the permissions of the plugin_config "
			       "folder.",
			       file->name);
	return file;
}

enum file_privacy shared_file_make_private(const struct shared_file *file)
{
	enum file_privacy privacy = file->path ? file_make_private(file->path) : FILE_WAS_PRIVATE;
	if (privacy == FILE_MADE_PRIVATE)
		plugin_warning("other users of this computer could read %s: its mode is 0600 now.", file->name);
	else if (privacy == FILE_STAYS_EXPOSED)
		plugin_warning("other users of this computer can read %s, and its mode cannot be changed.", file->name);
	return privacy;
}

void shared_file_close(struct shared_file *file)
{
	if (!file)
		return;
	secret_free(file->known);
	bfree(file->name);
	bfree(file->path);
	bfree(file);
}

json_t *shared_file_json(const struct shared_file *file)
{
	json_t *json = file->known ? json_loads(file->known, 0, NULL) : NULL;
	return json ? json : json_object();
}

bool shared_file_is_unreadable(const struct shared_file *file)
{
	return file->is_unreadable;
}

static bool is_newer(const struct shared_file *file, const json_t *json)
{
	return json_integer_value(json_object_get(json, "version")) > file->version;
}

bool shared_file_is_newer(const struct shared_file *file)
{
	return file->is_newer;
}

void shared_file_adopt(struct shared_file *file, json_t *json)
{
	secret_free(file->known);
	file->known = text_of(json, JSON_COMPACT);
	file->is_newer = is_newer(file, json);
	shared_file_forget(json);
}

/* New reference: what is on the disk, with what we changed since we last knew it. */
static json_t *merged(const json_t *known, json_t *wanted, const json_t *on_disk)
{
	json_t *result = json_deep_copy(on_disk);
	const char *key = NULL;
	json_t *value = NULL;
	json_object_foreach(wanted, key, value)
	{
		const json_t *before = json_object_get(known, key);
		const json_t *theirs = json_object_get(on_disk, key);
		if (theirs && before && json_equal(before, value))
			continue;
		if (json_is_object(value) && json_is_object(theirs))
			json_object_set_new(result, key, merged(before, value, theirs));
		else
			json_object_set_new(result, key, json_deep_copy(value));
	}
	return result;
}

static bool write_object(const struct shared_file *file, const json_t *json)
{
	char *text = text_of(json, JSON_INDENT(2));
	bool did_write = text && private_file_write(file->path, text);
	secret_free(text);
	return did_write;
}

/* Others may have written meanwhile: what is on the disk is read first. */
static bool write_changes(const struct shared_file *file, const json_t *known, json_t *wanted)
{
	enum shared_file_state state;
	json_t *on_disk = read_object(file, &state);
	json_t *result = merged(known, wanted, on_disk);
	bool may_write = state != SHARED_FILE_UNREADABLE && !is_newer(file, on_disk);
	bool did_write = may_write && (json_equal(result, on_disk) || write_object(file, result));
	shared_file_forget(result);
	shared_file_forget(on_disk);
	return did_write;
}

bool shared_file_save(struct shared_file *file, json_t *wanted)
{
	bool may_change = file->path && !file->is_unreadable && !shared_file_is_newer(file);
	json_t *known = shared_file_json(file);
	bool did_save = may_change && (json_equal(known, wanted) || write_changes(file, known, wanted));
	shared_file_forget(known);
	/* What could not be written stays a change of ours, for the next time. */
	if (did_save)
		shared_file_adopt(file, wanted);
	else
		shared_file_forget(wanted);
	return did_save;
}
