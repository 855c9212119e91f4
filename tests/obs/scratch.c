/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "scratch.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static void join(char path[512], const char *folder, const char *name)
{
	snprintf(path, 512, "%s/%s", folder, name);
}

void scratch_make(char path[64])
{
	snprintf(path, 64, "/tmp/lovense-for-obs-test-XXXXXX");
	if (!mkdtemp(path))
		abort();
}

void scratch_remove(const char *folder)
{
	char path[512];
	DIR *entries = opendir(folder);
	for (struct dirent *entry = entries ? readdir(entries) : NULL; entry; entry = readdir(entries)) {
		join(path, folder, entry->d_name);
		bool is_itself = strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0;
		if (!is_itself && unlink(path) != 0)
			scratch_remove(path); /* a folder */
	}
	if (entries)
		closedir(entries);
	rmdir(folder);
}

void scratch_write(const char *folder, const char *name, const char *text)
{
	char path[512];
	join(path, folder, name);
	FILE *file = fopen(path, "wb");
	if (!file)
		abort();
	fputs(text, file);
	fclose(file);
	if (chmod(path, S_IRUSR | S_IWUSR) != 0)
		abort();
}

bool scratch_read(const char *folder, const char *name, char *text, size_t size)
{
	char path[512];
	join(path, folder, name);
	FILE *file = fopen(path, "rb");
	text[0] = '\0';
	if (!file)
		return false;
	text[fread(text, 1, size - 1, file)] = '\0';
	fclose(file);
	return true;
}

int scratch_mode(const char *folder, const char *name)
{
	char path[512];
	struct stat info;
	join(path, folder, name);
	return stat(path, &info) == 0 ? (int)(info.st_mode & 0777) : -1;
}

int scratch_count(const char *folder)
{
	int count = 0;
	DIR *entries = opendir(folder);
	for (struct dirent *entry = entries ? readdir(entries) : NULL; entry; entry = readdir(entries))
		count += entry->d_name[0] != '.';
	if (entries)
		closedir(entries);
	return count;
}
