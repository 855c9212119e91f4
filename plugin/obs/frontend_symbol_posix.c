/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "obs/frontend_symbol.h"

#include <string.h>

#include <dlfcn.h>

frontend_function frontend_symbol_find(const char *name)
{
	frontend_function found = NULL;
	void *symbol = dlsym(RTLD_DEFAULT, name);
	memcpy(&found, &symbol, sizeof(found)); /* C has no cast from one to the other; POSIX says they are alike */
	return found;
}
