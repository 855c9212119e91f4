/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "obs/record/record_files.h"

#include <stdbool.h>
#include <stddef.h>
#include <string.h>

#include <util/bmem.h>
#include <util/dstr.h>
#include <util/platform.h>

#include "obs/plugin_log.h"
#include "obs/record/session_record.h"
#include "obs/stores/private_file.h"

static bool is_ours(const char *name)
{
	size_t length = strlen(name);
	size_t end = sizeof(RECORD_FILE_END) - 1;
	return strncmp(name, RECORD_FILE_BEGIN, sizeof(RECORD_FILE_BEGIN) - 1) == 0 && length > end &&
	       strcmp(name + length - end, RECORD_FILE_END) == 0;
}

/* The oldest of them, "": there is none. Returns how many there are. */
static size_t look(const char *folder, struct dstr *oldest)
{
	size_t count = 0;
	os_dir_t *opened = os_opendir(folder);
	dstr_copy(oldest, "");
	for (struct os_dirent *entry; opened && (entry = os_readdir(opened));) {
		if (entry->directory || !is_ours(entry->d_name))
			continue;
		count++;
		if (dstr_is_empty(oldest) || strcmp(entry->d_name, oldest->array) < 0)
			dstr_copy(oldest, entry->d_name);
	}
	if (opened)
		os_closedir(opened);
	return count;
}

static bool remove_file(const char *folder, const char *name)
{
	struct dstr path = {0};
	dstr_printf(&path, "%s/%s", folder, name);
	bool is_gone = os_unlink(path.array) == 0;
	dstr_free(&path);
	return is_gone;
}

static void keep_newest(const char *folder, size_t most)
{
	struct dstr oldest = {0};
	while (look(folder, &oldest) > most && remove_file(folder, oldest.array)) {
	}
	dstr_free(&oldest);
}

void record_files_write(const char *folder, const char *path, const char *text)
{
	if (!private_file_write(path, text))
		plugin_warning("the session record could not be written");
	keep_newest(folder, SESSION_RECORD_FILES);
}

void record_files_delete(const char *folder)
{
	keep_newest(folder, 0);
	os_rmdir(folder);
}
