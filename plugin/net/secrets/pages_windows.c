/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "net/secrets/pages.h"

#include <windows.h>

/* Windows Error Reporting can leave memory out since Windows 10 1703; on older systems it stays in. */
static FARPROC find(const char *name)
{
	HMODULE kernel = GetModuleHandleW(L"kernel32.dll");
	return kernel ? GetProcAddress(kernel, name) : NULL;
}

static void exclude(void *pages, size_t size)
{
	typedef HRESULT(WINAPI * exclude_function)(const void *, DWORD);
	FARPROC found = find("WerRegisterExcludedMemoryBlock");
	exclude_function function = (exclude_function)(void (*)(void))found;
	if (function && size <= MAXDWORD)
		function(pages, (DWORD)size);
}

static void include(void *pages)
{
	typedef HRESULT(WINAPI * include_function)(const void *);
	FARPROC found = find("WerUnregisterExcludedMemoryBlock");
	include_function function = (include_function)(void (*)(void))found;
	if (function)
		function(pages);
}

void *pages_map(size_t size)
{
	void *pages = VirtualAlloc(NULL, size, MEM_COMMIT | MEM_RESERVE, PAGE_READWRITE);
	if (pages)
		exclude(pages, size);
	return pages;
}

void pages_unmap(void *pages, size_t size)
{
	(void)size;
	include(pages);
	VirtualFree(pages, 0, MEM_RELEASE);
}
