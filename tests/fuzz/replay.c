/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Runs a fuzz target over every file of a folder once. */
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>

#include "fuzz.h"

enum { FILE_MAX_BYTES = 1 << 20 };

static int replay(const char *folder, const char *name)
{
	static uint8_t data[FILE_MAX_BYTES];
	char path[4096];
	snprintf(path, sizeof(path), "%s/%s", folder, name);
	FILE *file = fopen(path, "rb");
	if (!file) {
		perror(path);
		return 1;
	}
	size_t size = fread(data, 1, sizeof(data), file);
	fclose(file);
	LLVMFuzzerTestOneInput(data, size);
	return 0;
}

int main(int argc, char **argv)
{
	int failures = 0;
	int files = 0;
	DIR *folder = argc == 2 ? opendir(argv[1]) : NULL;
	if (!folder) {
		fprintf(stderr, "usage: %s FOLDER\n", argv[0]);
		return 2;
	}
	for (struct dirent *entry = readdir(folder); entry; entry = readdir(folder)) {
		if (entry->d_name[0] == '.')
			continue;
		failures += replay(argv[1], entry->d_name);
		files++;
	}
	closedir(folder);
	printf("%d inputs\n", files);
	return failures > 0 || files == 0;
}
