/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "obs/frontend_symbol.h"

#include <windows.h>

frontend_function frontend_symbol_find(const char *name)
{
	static const wchar_t *const modules[] = {L"obs-frontend-api.dll", L"obs.dll"};
	frontend_function found = NULL;
	for (size_t i = 0; i < sizeof(modules) / sizeof(modules[0]) && !found; i++) {
		HMODULE module = GetModuleHandleW(modules[i]);
		found = module ? (frontend_function)GetProcAddress(module, name) : NULL;
	}
	return found;
}
