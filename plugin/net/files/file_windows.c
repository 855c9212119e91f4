/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "net/files/file.h"

#include <stdlib.h>
#include <string.h>
#include <wchar.h>

#include <windows.h>
#include <aclapi.h>
#include <io.h>
#include <sddl.h>

#include "net/files/file_internal.h"

/* --- names --- */

/* New text; NULL: not UTF-8, or out of memory. */
static WCHAR *wide_of(const char *text)
{
	int length = MultiByteToWideChar(CP_UTF8, MB_ERR_INVALID_CHARS, text, -1, NULL, 0);
	WCHAR *wide = length > 0 ? calloc((size_t)length, sizeof(*wide)) : NULL;
	if (wide)
		MultiByteToWideChar(CP_UTF8, MB_ERR_INVALID_CHARS, text, -1, wide, length);
	return wide;
}

static char *utf8_of(const WCHAR *wide)
{
	int size = WideCharToMultiByte(CP_UTF8, 0, wide, -1, NULL, 0, NULL, NULL);
	char *text = size > 0 ? calloc((size_t)size, 1) : NULL;
	if (text)
		WideCharToMultiByte(CP_UTF8, 0, wide, -1, text, size, NULL, NULL);
	return text;
}

static char *joined(const char *first, const char *second)
{
	size_t size = strlen(first) + strlen(second) + 1;
	char *text = malloc(size);
	if (text)
		snprintf(text, size, "%s%s", first, second);
	return text;
}

size_t file_folder_length(const char *path)
{
	size_t length = 0;
	for (const char *at = strpbrk(path, "/\\"); at; at = strpbrk(at + 1, "/\\"))
		length = (size_t)(at - path);
	return length;
}

static char *final_path_of(HANDLE file)
{
	DWORD size = GetFinalPathNameByHandleW(file, NULL, 0, FILE_NAME_NORMALIZED);
	WCHAR *target = size ? calloc((size_t)size + 1, sizeof(*target)) : NULL;
	DWORD length = target ? GetFinalPathNameByHandleW(file, target, size + 1, FILE_NAME_NORMALIZED) : 0;
	char *path = length > 0 && length <= size ? utf8_of(target) : NULL;
	free(target);
	return path;
}

/* A link that leads nowhere is not followed: Windows does not say where it would lead. */
char *file_follow_links(const char *path)
{
	WCHAR *wide = wide_of(path);
	char *real = NULL;
	if (!wide)
		return NULL;
	DWORD attributes = GetFileAttributesW(wide);
	if (attributes == INVALID_FILE_ATTRIBUTES || !(attributes & FILE_ATTRIBUTE_REPARSE_POINT)) {
		real = joined(path, "");
	} else {
		HANDLE file = CreateFileW(wide, 0, FILE_SHARE_READ | FILE_SHARE_WRITE | FILE_SHARE_DELETE, NULL,
					  OPEN_EXISTING, FILE_ATTRIBUTE_NORMAL, NULL);
		if (file != INVALID_HANDLE_VALUE) {
			real = final_path_of(file);
			CloseHandle(file);
		}
	}
	free(wide);
	return real;
}

/* --- reading --- */

/* Why nothing could be opened. A link that leads nowhere is something, and so is a folder. */
static enum file_result result_of_failure(const WCHAR *path, DWORD error)
{
	DWORD attributes = GetFileAttributesW(path);
	if (attributes != INVALID_FILE_ATTRIBUTES)
		return attributes & FILE_ATTRIBUTE_DIRECTORY ? FILE_NOT_REGULAR : FILE_UNREADABLE;
	return error == ERROR_FILE_NOT_FOUND || error == ERROR_PATH_NOT_FOUND ? FILE_MISSING : FILE_UNREADABLE;
}

/* Takes the handle. Without flags it is read as bytes, not as text. */
static FILE *stream_of(HANDLE handle)
{
	int fd = _open_osfhandle((intptr_t)handle, 0);
	FILE *file = fd >= 0 ? _fdopen(fd, "rb") : NULL;
	if (!file && fd >= 0)
		_close(fd);
	else if (fd < 0)
		CloseHandle(handle);
	return file;
}

FILE *file_open(const char *path, enum file_result *result)
{
	WCHAR *wide = wide_of(path);
	FILE *file = NULL;
	*result = FILE_UNREADABLE;
	if (!wide)
		return NULL;
	HANDLE handle = CreateFileW(wide, GENERIC_READ, FILE_SHARE_READ | FILE_SHARE_WRITE | FILE_SHARE_DELETE, NULL,
				    OPEN_EXISTING, FILE_ATTRIBUTE_NORMAL, NULL);
	if (handle == INVALID_HANDLE_VALUE) {
		*result = result_of_failure(wide, GetLastError());
	} else if (GetFileType(handle) != FILE_TYPE_DISK) {
		*result = FILE_NOT_REGULAR;
		CloseHandle(handle);
	} else {
		file = stream_of(handle);
		*result = file ? FILE_OK : FILE_UNREADABLE;
	}
	free(wide);
	return file;
}

/* --- replacing --- */

/* A new file that grants access to its owner alone and inherits nothing from its folder. */
static HANDLE create_owner_only(const WCHAR *path)
{
	SECURITY_ATTRIBUTES attributes = {.nLength = sizeof(attributes)};
	if (!ConvertStringSecurityDescriptorToSecurityDescriptorW(L"D:P(A;;FA;;;OW)", SDDL_REVISION_1,
								  &attributes.lpSecurityDescriptor, NULL))
		return INVALID_HANDLE_VALUE;
	HANDLE file = CreateFileW(path, GENERIC_WRITE, 0, &attributes, CREATE_NEW, FILE_ATTRIBUTE_NORMAL, NULL);
	LocalFree(attributes.lpSecurityDescriptor);
	return file;
}

static bool write_and_close(HANDLE file, const char *text, size_t size)
{
	DWORD written = 0;
	bool did_write = size <= MAXDWORD && WriteFile(file, text, (DWORD)size, &written, NULL) && written == size &&
			 FlushFileBuffers(file);
	return CloseHandle(file) && did_write;
}

static bool replace_once(const char *path, const char *text, size_t size)
{
	char suffix[FILE_SUFFIX_SIZE];
	char *temporary = file_make_suffix(suffix) ? joined(path, suffix) : NULL;
	WCHAR *wide_path = wide_of(path);
	WCHAR *wide_temporary = temporary ? wide_of(temporary) : NULL;
	HANDLE file = wide_path && wide_temporary ? create_owner_only(wide_temporary) : INVALID_HANDLE_VALUE;
	bool did_replace = file != INVALID_HANDLE_VALUE && write_and_close(file, text, size) &&
			   MoveFileExW(wide_temporary, wide_path, MOVEFILE_REPLACE_EXISTING | MOVEFILE_WRITE_THROUGH);
	DWORD reason = GetLastError();
	if (!did_replace && file != INVALID_HANDLE_VALUE)
		DeleteFileW(wide_temporary);
	free(wide_temporary);
	free(wide_path);
	free(temporary);
	SetLastError(reason);
	return did_replace;
}

bool file_replace(const char *path, const char *text, size_t size, enum file_access access)
{
	enum { TRIES = 3 };
	char *real = file_follow_links(path);
	bool did_replace = false;
	(void)access;
	if (!real)
		return false;
	file_remove_leftovers(path);
	/* Another process may have taken the temporary file for a leftover once it was closed. */
	for (int i = 0; i < TRIES && !did_replace; i++) {
		did_replace = replace_once(real, text, size);
		if (!did_replace && GetLastError() != ERROR_FILE_NOT_FOUND)
			break;
	}
	free(real);
	return did_replace;
}

/* One that is being written is open and shared with nobody, so it cannot be deleted. */
static void remove_if_left(const char *real, size_t folder_length, const WCHAR *wide_name)
{
	const char *base = real + (folder_length ? folder_length + 1 : 0);
	char *name = utf8_of(wide_name);
	if (name && file_is_leftover(name, base)) {
		char *path = joined(real, name + strlen(base));
		WCHAR *wide = path ? wide_of(path) : NULL;
		if (wide)
			DeleteFileW(wide);
		free(wide);
		free(path);
	}
	free(name);
}

void file_remove_leftovers(const char *path)
{
	WIN32_FIND_DATAW found;
	char *real = file_follow_links(path);
	char *pattern = real ? joined(real, ".*") : NULL;
	WCHAR *wide = pattern ? wide_of(pattern) : NULL;
	HANDLE search = wide ? FindFirstFileW(wide, &found) : INVALID_HANDLE_VALUE;
	if (search != INVALID_HANDLE_VALUE) {
		do
			remove_if_left(real, file_folder_length(real), found.cFileName);
		while (FindNextFileW(search, &found));
		FindClose(search);
	}
	free(wide);
	free(pattern);
	free(real);
}

bool file_keep_aside(const char *path)
{
	char *real = file_follow_links(path);
	char *aside = real ? joined(real, ".corrupt") : NULL;
	WCHAR *from = real ? wide_of(real) : NULL;
	WCHAR *to = aside ? wide_of(aside) : NULL;
	bool did_move = from && to && MoveFileExW(from, to, MOVEFILE_REPLACE_EXISTING);
	free(to);
	free(from);
	free(aside);
	free(real);
	return did_move;
}

/* --- access lists --- */

/* New reference: free() it. NULL: unknown. */
static TOKEN_USER *current_user(void)
{
	HANDLE token = NULL;
	DWORD size = 0;
	if (!OpenProcessToken(GetCurrentProcess(), TOKEN_QUERY, &token))
		return NULL;
	GetTokenInformation(token, TokenUser, NULL, 0, &size);
	TOKEN_USER *user = size ? malloc(size) : NULL;
	if (user && !GetTokenInformation(token, TokenUser, user, size, &size)) {
		free(user);
		user = NULL;
	}
	CloseHandle(token);
	return user;
}

/* Who may read everything on this machine anyway, or is the owner by another name. */
static bool is_trusted(PSID sid, PSID owner, PSID user)
{
	return EqualSid(sid, owner) || EqualSid(sid, user) || IsWellKnownSid(sid, WinLocalSystemSid) ||
	       IsWellKnownSid(sid, WinBuiltinAdministratorsSid) || IsWellKnownSid(sid, WinCreatorOwnerRightsSid);
}

/* Whoever may change the list may read it, too. */
static bool lets_read(const ACCESS_ALLOWED_ACE *entry)
{
	const DWORD reading = FILE_READ_DATA | GENERIC_READ | GENERIC_ALL | WRITE_DAC | WRITE_OWNER;
	return !(entry->Header.AceFlags & INHERIT_ONLY_ACE) && (entry->Mask & reading);
}

/* Entries of an unusual form that allow something are taken for those of others. */
static bool lets_others_read(PACL list, PSID owner, PSID user)
{
	if (!list) /* everybody may do everything */
		return true;
	for (DWORD i = 0; i < list->AceCount; i++) {
		ACCESS_ALLOWED_ACE *entry = NULL;
		if (!GetAce(list, i, (void **)&entry))
			return true;
		BYTE type = entry->Header.AceType;
		bool is_denial = type == ACCESS_DENIED_ACE_TYPE || type == ACCESS_DENIED_OBJECT_ACE_TYPE ||
				 type == ACCESS_DENIED_CALLBACK_ACE_TYPE;
		if (is_denial || (type == ACCESS_ALLOWED_ACE_TYPE && !lets_read(entry)))
			continue;
		if (type != ACCESS_ALLOWED_ACE_TYPE || !is_trusted((PSID)&entry->SidStart, owner, user))
			return true;
	}
	return false;
}

static bool is_exposed(HANDLE file, PSID user)
{
	PSECURITY_DESCRIPTOR descriptor = NULL;
	PSID owner = NULL;
	PACL list = NULL;
	if (GetSecurityInfo(file, SE_FILE_OBJECT, OWNER_SECURITY_INFORMATION | DACL_SECURITY_INFORMATION, &owner, NULL,
			    &list, NULL, &descriptor) != ERROR_SUCCESS)
		return false;
	bool are_others_let = lets_others_read(list, owner, user);
	LocalFree(descriptor);
	return are_others_let;
}

/* The owner's and this user's: an administrator's files may belong to all of them. Nothing is inherited any more. */
static void close_to_others(HANDLE file, PSID user)
{
	enum { LONGEST = 256 };
	WCHAR list[LONGEST];
	WCHAR *name = NULL;
	PSECURITY_DESCRIPTOR descriptor = NULL;
	if (!ConvertSidToStringSidW(user, &name))
		return;
	int length = swprintf(list, LONGEST, L"D:P(A;;FA;;;OW)(A;;FA;;;%ls)", name);
	LocalFree(name);
	if (length < 0 ||
	    !ConvertStringSecurityDescriptorToSecurityDescriptorW(list, SDDL_REVISION_1, &descriptor, NULL))
		return;
	SetKernelObjectSecurity(file, DACL_SECURITY_INFORMATION | PROTECTED_DACL_SECURITY_INFORMATION, descriptor);
	LocalFree(descriptor);
}

static HANDLE open_access(const char *path, DWORD access)
{
	WCHAR *wide = wide_of(path);
	HANDLE file = INVALID_HANDLE_VALUE;
	if (wide)
		file = CreateFileW(wide, access, FILE_SHARE_READ | FILE_SHARE_WRITE | FILE_SHARE_DELETE, NULL,
				   OPEN_EXISTING, FILE_ATTRIBUTE_NORMAL, NULL);
	free(wide);
	return file;
}

enum file_privacy file_make_private(const char *path)
{
	TOKEN_USER *user = current_user();
	HANDLE file = user ? open_access(path, READ_CONTROL) : INVALID_HANDLE_VALUE;
	enum file_privacy privacy = FILE_WAS_PRIVATE;
	if (file != INVALID_HANDLE_VALUE && is_exposed(file, user->User.Sid)) {
		HANDLE writable = open_access(path, READ_CONTROL | WRITE_DAC);
		if (writable != INVALID_HANDLE_VALUE) {
			close_to_others(writable, user->User.Sid);
			CloseHandle(writable);
		}
		privacy = is_exposed(file, user->User.Sid) ? FILE_STAYS_EXPOSED : FILE_MADE_PRIVATE;
	}
	if (file != INVALID_HANDLE_VALUE)
		CloseHandle(file);
	free(user);
	return privacy;
}

/* --- locking --- */

struct file_lock {
	HANDLE file;
};

/* Whoever has the file open shares it with nobody. */
struct file_lock *file_lock_take(const char *path, enum file_lock_wait wait, enum file_lock_result *result)
{
	WCHAR *wide = wide_of(path);
	struct file_lock *lock = wide ? calloc(1, sizeof(*lock)) : NULL;
	(void)wait;
	*result = FILE_LOCK_FAILED;
	if (lock)
		lock->file = CreateFileW(wide, GENERIC_READ | GENERIC_WRITE, 0, NULL, OPEN_ALWAYS,
					 FILE_ATTRIBUTE_NORMAL | FILE_FLAG_OPEN_REPARSE_POINT, NULL);
	if (lock && lock->file != INVALID_HANDLE_VALUE) {
		*result = FILE_LOCK_TAKEN;
	} else if (lock) {
		*result = GetLastError() == ERROR_SHARING_VIOLATION ? FILE_LOCK_HELD : FILE_LOCK_FAILED;
		free(lock);
		lock = NULL;
	}
	free(wide);
	return lock;
}

void file_lock_release(struct file_lock *lock)
{
	if (!lock)
		return;
	CloseHandle(lock->file);
	free(lock);
}
