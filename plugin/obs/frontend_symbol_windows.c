/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "obs/frontend_symbol.h"

#include <windows.h>

frontend_function frontend_symbol_find(const char *name)
{
	HMODULE frontend = GetModuleHandleW(L"obs-frontend-api.dll");
	return frontend ? (frontend_function)GetProcAddress(frontend, name) : NULL;
}
