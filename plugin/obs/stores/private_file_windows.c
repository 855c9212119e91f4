/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "obs/stores/private_file.h"

#include <string.h>

#include <windows.h>
#include <sddl.h>

#include <util/bmem.h>
#include <util/dstr.h>
#include <util/platform.h>

/* A new file that grants access to its owner alone and inherits nothing from its folder. */
static HANDLE create_owner_only(const wchar_t *path)
{
	SECURITY_ATTRIBUTES attributes = {.nLength = sizeof(attributes)};
	if (!ConvertStringSecurityDescriptorToSecurityDescriptorW(L"D:P(A;;FA;;;OW)", SDDL_REVISION_1,
								  &attributes.lpSecurityDescriptor, NULL))
		return INVALID_HANDLE_VALUE;
	HANDLE file = CreateFileW(path, GENERIC_WRITE, 0, &attributes, CREATE_NEW, FILE_ATTRIBUTE_NORMAL, NULL);
	LocalFree(attributes.lpSecurityDescriptor);
	return file;
}

static bool write_and_close(HANDLE file, const char *text)
{
	DWORD written = 0;
	DWORD size = (DWORD)strlen(text);
	bool did_write = WriteFile(file, text, size, &written, NULL) && written == size;
	return CloseHandle(file) && did_write;
}

/* Where a symbolic link leads; NULL: path is none, or leads nowhere. bfree() it. */
static char *linked_file(const wchar_t *path)
{
	wchar_t *target = NULL;
	char *utf8 = NULL;
	DWORD attributes = GetFileAttributesW(path);
	if (attributes == INVALID_FILE_ATTRIBUTES || !(attributes & FILE_ATTRIBUTE_REPARSE_POINT))
		return NULL;
	HANDLE file = CreateFileW(path, 0, FILE_SHARE_READ | FILE_SHARE_WRITE | FILE_SHARE_DELETE, NULL, OPEN_EXISTING,
				  FILE_ATTRIBUTE_NORMAL, NULL);
	if (file == INVALID_HANDLE_VALUE)
		return NULL;
	DWORD size = GetFinalPathNameByHandleW(file, NULL, 0, FILE_NAME_NORMALIZED);
	target = bzalloc((size + 1) * sizeof(*target));
	DWORD length = GetFinalPathNameByHandleW(file, target, size + 1, FILE_NAME_NORMALIZED);
	if (length > 0 && length <= size)
		os_wcs_to_utf8_ptr(target, length, &utf8);
	bfree(target);
	CloseHandle(file);
	return utf8;
}

static bool replace(const char *path, const char *text)
{
	struct dstr temporary = {0};
	wchar_t *wide_path = NULL;
	wchar_t *wide_temporary = NULL;
	/* A name of its own, so that two OBS running at once never write into one file. */
	dstr_printf(&temporary, "%s.%lu.tmp", path, (unsigned long)GetCurrentProcessId());
	os_utf8_to_wcs_ptr(path, 0, &wide_path);
	os_utf8_to_wcs_ptr(temporary.array, 0, &wide_temporary);
	DeleteFileW(wide_temporary);
	HANDLE file = create_owner_only(wide_temporary);
	bool did_write = file != INVALID_HANDLE_VALUE && write_and_close(file, text) &&
			 MoveFileExW(wide_temporary, wide_path, MOVEFILE_REPLACE_EXISTING);
	if (!did_write)
		DeleteFileW(wide_temporary);
	bfree(wide_temporary);
	bfree(wide_path);
	dstr_free(&temporary);
	return did_write;
}

bool private_file_write(const char *path, const char *text)
{
	wchar_t *wide_path = NULL;
	private_file_make_folder(path, "/\\");
	os_utf8_to_wcs_ptr(path, 0, &wide_path);
	char *linked = linked_file(wide_path);
	bool did_write = replace(linked ? linked : path, text);
	bfree(linked);
	bfree(wide_path);
	return did_write;
}

struct private_lock {
	HANDLE file;
};

/* Whoever has the file open shares it with nobody. */
struct private_lock *private_lock_take(const char *path, enum private_lock_result *result)
{
	wchar_t *wide_path = NULL;
	os_utf8_to_wcs_ptr(path, 0, &wide_path);
	HANDLE file =
		CreateFileW(wide_path, GENERIC_READ | GENERIC_WRITE, 0, NULL, OPEN_ALWAYS, FILE_ATTRIBUTE_NORMAL, NULL);
	DWORD error = GetLastError();
	bfree(wide_path);
	if (file == INVALID_HANDLE_VALUE) {
		*result = error == ERROR_SHARING_VIOLATION ? PRIVATE_LOCK_HELD : PRIVATE_LOCK_FAILED;
		return NULL;
	}
	*result = PRIVATE_LOCK_TAKEN;
	struct private_lock *lock = bzalloc(sizeof(*lock));
	lock->file = file;
	return lock;
}

void private_lock_release(struct private_lock *lock)
{
	if (!lock)
		return;
	CloseHandle(lock->file);
	bfree(lock);
}
