/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "posix.h"

#include <direct.h>
#include <stdlib.h>
#include <string.h>

int setenv(const char *name, const char *value, int does_overwrite)
{
	return does_overwrite || !getenv(name) ? _putenv_s(name, value) : 0;
}

char *mkdtemp(char *path)
{
	return _mktemp(path) && _mkdir(path) == 0 ? path : NULL;
}
