// SPDX-License-Identifier: GPL-2.0-or-later
#include "dock/rules/frontend_symbol.hpp"

#include <dlfcn.h>

void *findFrontendFunction(const char *name)
{
	return dlsym(RTLD_DEFAULT, name);
}
