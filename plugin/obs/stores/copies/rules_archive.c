/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "obs/stores/copies/rules_archive.h"

#include <stdlib.h>
#include <string.h>

#include <obs-data.h>
#include <util/dstr.h>
#include <util/platform.h>

#include "obs/plugin_log.h"
#include "obs/stores/collection_json.h"
#include "obs/stores/private_file.h"

#define COPY_KEY "_copy"
#define REPLACED "/replaced"
#define LIST_FILE ".known" /* no collection's: those have no dot at the front */

enum { ROOM_FOR_NAME = 4096 };

struct rules_archive {
	char *folder;  /* NULL: nothing is kept */
	json_t *names; /* collections that are known by name until they are opened; an object, for its keys */
	char *file;    /* of the open collection; NULL: none is open */
	char *name;
	json_t *kept;    /* what the copy has; NULL: nothing yet */
	json_t *on_disk; /* what the collection's file has, as far as we know; NULL: rules that nobody accepted */
	json_t *lost;
	bool is_lost_aside; /* the copy may change: what was lost is in another file too */
	bool has_failed;    /* said once */
};

/* --- files --- */

#define NOT_IN_NAMES "/\\:*?\"<>|"

static bool is_file_name(const char *name)
{
	return name[0] && name[0] != '.' && !strpbrk(name, NOT_IN_NAMES);
}

/* The copy's name; bfree() it. Whatever somebody called the file, the copy stays in its folder. */
static char *make_file_name(const struct collection_id *id)
{
	char *name = bstrdup(id->file[0] ? id->file : id->name[0] ? id->name : "_");
	if (name[0] == '.')
		name[0] = '_';
	for (char *at = strpbrk(name, NOT_IN_NAMES); at; at = strpbrk(at, NOT_IN_NAMES))
		*at = '_';
	return name;
}

static void path_of(const struct rules_archive *archive, const char *folder, const char *file, struct dstr *path)
{
	dstr_printf(path, "%s%s/%s.json", archive->folder, folder, file);
}

/* New reference; NULL: there is none that can be used. */
static json_t *read_file(const struct rules_archive *archive, const char *file)
{
	enum private_file_result result;
	struct dstr path = {0};
	path_of(archive, "", file, &path);
	char *text = private_file_read(path.array, &result);
	json_t *json = text ? json_loads(text, JSON_REJECT_DUPLICATES, NULL) : NULL;
	if (text && !json_is_object(json)) {
		plugin_warning("a copy of rules is damaged, and not used");
		private_file_keep_aside(path.array);
		json_decref(json);
		json = NULL;
	}
	bfree(text);
	dstr_free(&path);
	return json;
}

static bool write_file(struct rules_archive *archive, const char *folder, const char *file, const json_t *json)
{
	struct dstr path = {0};
	char *text = json_dumps(json, JSON_COMPACT);
	path_of(archive, folder, file, &path);
	bool is_small = text && strlen(text) <= PRIVATE_FILE_MAX_BYTES;
	bool did_write = is_small && private_file_write(path.array, text);
	if (!did_write && !archive->has_failed)
		plugin_warning("no copy of the rules could be written: %s",
			       is_small ? "check the permissions and the free space of the plugin_config folder"
					: "there are more than 32 MiB of them");
	archive->has_failed = !did_write;
	free(text);
	dstr_free(&path);
	return did_write;
}

static void remove_file(const struct rules_archive *archive, const char *folder, const char *file)
{
	struct dstr path = {0};
	path_of(archive, folder, file, &path);
	os_unlink(path.array);
	dstr_free(&path);
}

/* --- rule sets --- */

/* New reference: as a collection gives it back. OBS drops what is null, for one. */
static json_t *as_stored(const json_t *rules)
{
	obs_data_t *data = collection_json_encode(rules);
	json_t *stored = collection_json_decode(data);
	obs_data_release(data);
	return stored;
}

static bool has_rules(const json_t *set)
{
	return json_array_size(json_object_get(set, "rules")) > 0;
}

/* New reference to the set that a copy has (NULL is fine); copy is stolen. */
static json_t *set_of(json_t *copy)
{
	json_object_del(copy, COPY_KEY);
	return copy;
}

/* The next copy's collection file; borrowed until the next call. NULL: that was the last. */
static const char *next_copy(os_dir_t *folder)
{
	struct os_dirent *entry = NULL;
	while (folder && (entry = os_readdir(folder))) {
		char *end = strrchr(entry->d_name, '.');
		if (entry->directory || !is_file_name(entry->d_name) || strcmp(end ? end : "", ".json") != 0)
			continue;
		*end = '\0';
		return entry->d_name;
	}
	return NULL;
}

static bool is_any_copy(const struct rules_archive *archive, const json_t *rules)
{
	bool is_found = false;
	os_dir_t *folder = os_opendir(archive->folder);
	for (const char *file = NULL; !is_found && (file = next_copy(folder));) {
		json_t *set = set_of(read_file(archive, file));
		is_found = set && json_equal(set, rules);
		json_decref(set);
	}
	os_closedir(folder);
	return is_found;
}

/* --- life --- */

struct rules_archive *rules_archive_create(const char *folder)
{
	struct rules_archive *archive = bzalloc(sizeof(*archive));
	archive->folder = folder ? bstrdup(folder) : NULL;
	archive->names = json_object();
	return archive;
}

void rules_archive_close(struct rules_archive *archive)
{
	bfree(archive->file);
	bfree(archive->name);
	json_decref(archive->kept);
	json_decref(archive->on_disk);
	json_decref(archive->lost);
	archive->file = NULL;
	archive->name = NULL;
	archive->kept = NULL;
	archive->on_disk = NULL;
	archive->lost = NULL;
	archive->is_lost_aside = false;
}

void rules_archive_destroy(struct rules_archive *archive)
{
	if (!archive)
		return;
	rules_archive_close(archive);
	json_decref(archive->names);
	bfree(archive->folder);
	bfree(archive);
}

/* --- collections known by name --- */

static void write_names(struct rules_archive *archive)
{
	json_t *list = json_pack("{s:O}", "collections", archive->names);
	write_file(archive, "", LIST_FILE, list);
	json_decref(list);
}

void rules_archive_begin(struct rules_archive *archive, const char *const *names)
{
	if (!archive->folder)
		return;
	if (!os_file_exists(archive->folder)) {
		for (size_t i = 0; names && names[i]; i++)
			json_object_set_new(archive->names, names[i], json_true());
		write_names(archive);
		return;
	}
	json_t *list = read_file(archive, LIST_FILE);
	json_object_update(archive->names, json_object_get(list, "collections"));
	json_decref(list);
}

/* Known by its name until now; from now on by its content. */
static bool take_name(struct rules_archive *archive, const char *name)
{
	if (json_object_del(archive->names, name) != 0)
		return false;
	write_names(archive);
	return true;
}

/* --- the open collection --- */

static bool is_known(const struct rules_archive *archive, const json_t *copy, const json_t *rules, bool was_listed)
{
	const json_t *on_disk = json_object_get(json_object_get(copy, COPY_KEY), "on_disk");
	if (!has_rules(rules) || (!copy && was_listed) || (on_disk && json_equal(on_disk, rules)))
		return true;
	return is_any_copy(archive, rules);
}

/* The rules that a copy has give way to others. */
static void put_aside(struct rules_archive *archive, const json_t *set)
{
	if (has_rules(set) && !json_object_get(set, "waiting"))
		write_file(archive, REPLACED, archive->file, set);
}

enum rules_origin rules_archive_open(struct rules_archive *archive, const struct collection_id *id, const json_t *rules)
{
	rules_archive_close(archive);
	if (!archive->folder)
		return RULES_KNOWN;
	archive->file = make_file_name(id);
	archive->name = bstrdup(id->name);
	json_t *stored = as_stored(rules);
	json_t *copy = read_file(archive, archive->file);
	bool was_listed = take_name(archive, id->name);
	enum rules_origin origin = is_known(archive, copy, stored, was_listed) ? RULES_KNOWN : RULES_FOREIGN;
	archive->kept = set_of(copy);
	if (!has_rules(stored) && has_rules(archive->kept)) {
		origin = RULES_LOST;
		archive->lost = json_incref(archive->kept);
	}
	if (origin == RULES_FOREIGN)
		put_aside(archive, archive->kept);
	else
		archive->on_disk = json_incref(stored);
	json_decref(stored);
	return origin;
}

const json_t *rules_archive_lost(const struct rules_archive *archive)
{
	return archive->lost;
}

json_t *rules_archive_take_lost(struct rules_archive *archive)
{
	json_t *lost = archive->lost;
	archive->lost = NULL;
	return lost;
}

static size_t size_of(const json_t *json)
{
	return json ? json_dumpb(json, NULL, 0, JSON_COMPACT) : 0;
}

/* stored is stolen. */
static bool write_copy(struct rules_archive *archive, json_t *stored)
{
	bool has_room = size_of(stored) + size_of(archive->on_disk) < PRIVATE_FILE_MAX_BYTES - ROOM_FOR_NAME;
	json_t *copy = json_copy(stored);
	json_t *more = json_pack("{s:s?}", "collection", archive->name);
	if (archive->on_disk && has_room)
		json_object_set(more, "on_disk", archive->on_disk);
	json_object_set_new(copy, COPY_KEY, more);
	bool did_write = write_file(archive, "", archive->file, copy);
	json_decref(copy);
	json_decref(did_write ? archive->kept : stored);
	if (did_write)
		archive->kept = stored;
	return did_write;
}

static bool put_lost_aside(struct rules_archive *archive)
{
	if (archive->lost && !archive->is_lost_aside)
		archive->is_lost_aside = write_file(archive, REPLACED, archive->file, archive->lost);
	return !archive->lost || archive->is_lost_aside;
}

/* stored is stolen. */
static bool keep_stored(struct rules_archive *archive, json_t *stored)
{
	bool is_idle = !has_rules(stored) && (archive->kept ? archive->lost && !archive->is_lost_aside : true);
	if (!is_idle && !json_equal(archive->kept, stored)) {
		if (put_lost_aside(archive))
			return write_copy(archive, stored);
		json_decref(stored);
		return false;
	}
	json_decref(stored);
	return true;
}

bool rules_archive_keep(struct rules_archive *archive, const json_t *rules)
{
	return !archive->file || keep_stored(archive, as_stored(rules));
}

bool rules_archive_save(struct rules_archive *archive, const json_t *rules)
{
	if (!archive->file)
		return true;
	json_t *stored = as_stored(rules);
	bool is_kept = keep_stored(archive, json_incref(stored));
	json_decref(archive->on_disk);
	archive->on_disk = stored;
	return is_kept;
}

/* --- names and files that change --- */

static bool is_listed(const char *name, const char *const *names)
{
	for (size_t i = 0; names && names[i]; i++)
		if (strcmp(names[i], name) == 0)
			return true;
	return false;
}

static void follow_rename(struct rules_archive *archive, const struct collection_id *id)
{
	char *file = make_file_name(id);
	bool is_same = strcmp(archive->file, file) == 0 && strcmp(archive->name, id->name) == 0;
	bfree(archive->file);
	bfree(archive->name);
	archive->file = file;
	archive->name = bstrdup(id->name);
	if (archive->kept && !is_same)
		write_copy(archive, json_incref(archive->kept));
}

static void forget_if_gone(const struct rules_archive *archive, const char *file, const char *const *names)
{
	json_t *copy = read_file(archive, file);
	const char *name = json_string_value(json_object_get(json_object_get(copy, COPY_KEY), "collection"));
	if (name && !is_listed(name, names)) {
		remove_file(archive, "", file);
		remove_file(archive, REPLACED, file);
	}
	json_decref(copy);
}

static void forget_names(struct rules_archive *archive, const char *const *names)
{
	const char *name = NULL;
	json_t *value = NULL;
	void *next = NULL;
	size_t before = json_object_size(archive->names);
	json_object_foreach_safe(archive->names, next, name, value)
	{
		if (!is_listed(name, names))
			json_object_del(archive->names, name);
	}
	if (json_object_size(archive->names) != before)
		write_names(archive);
}

void rules_archive_follow(struct rules_archive *archive, const struct collection_id *id, const char *const *names)
{
	if (!archive->folder)
		return;
	if (archive->file)
		follow_rename(archive, id);
	if (!is_listed(id->name, names))
		return; /* a list that is not complete yet */
	forget_names(archive, names);
	os_dir_t *folder = os_opendir(archive->folder);
	for (const char *file = NULL; (file = next_copy(folder));)
		forget_if_gone(archive, file, names);
	os_closedir(folder);
}
