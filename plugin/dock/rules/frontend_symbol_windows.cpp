// SPDX-License-Identifier: GPL-2.0-or-later
#include "dock/rules/frontend_symbol.hpp"

#include <windows.h>

void *findFrontendFunction(const char *name)
{
	const HMODULE frontend = GetModuleHandleW(L"obs-frontend-api.dll");

	return frontend ? reinterpret_cast<void *>(GetProcAddress(frontend, name)) : nullptr;
}
