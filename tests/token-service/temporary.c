/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "temporary.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

char *temporary_path(const char *directory, const char *name)
{
	size_t size = strlen(directory) + strlen(name) + 2;
	char *path = malloc(size);
	if (path)
		snprintf(path, size, "%s/%s", directory, name);
	return path;
}

int temporary_setup(void **state)
{
	const char *base = getenv("TMPDIR");
	char *directory = temporary_path(base ? base : "/tmp", "token-service.XXXXXX");
	*state = directory && mkdtemp(directory) ? directory : NULL;
	return *state ? 0 : -1;
}

int temporary_teardown(void **state)
{
	DIR *directory = opendir(*state);
	for (struct dirent *entry = directory ? readdir(directory) : NULL; entry; entry = readdir(directory)) {
		char *path = temporary_path(*state, entry->d_name);
		if (strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0)
			unlink(path);
		free(path);
	}
	if (directory)
		closedir(directory);
	rmdir(*state);
	free(*state);
	return 0;
}

char *temporary_file(const char *directory, const char *name, const char *text)
{
	char *path = temporary_path(directory, name);
	FILE *file = fopen(path, "we");
	if (file) {
		fputs(text, file);
		fclose(file);
	}
	return path;
}
