/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Who may read a file, by its access list. Windows only. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#include <windows.h>
#include <aclapi.h>
#include <sddl.h>

#include "net/files/file.h"

static char name[64];

/* A new one each time: Wine does not delete what it has closed to its own user. */
static void make_name(void)
{
	static int count;
	snprintf(name, sizeof(name), "access-%lu-%lu-%d", GetCurrentProcessId(), GetTickCount(), ++count);
}

/* A file with that access list. */
static void make_file(const WCHAR *list)
{
	SECURITY_ATTRIBUTES attributes = {.nLength = sizeof(attributes)};
	make_name();
	assert_true(ConvertStringSecurityDescriptorToSecurityDescriptorW(list, SDDL_REVISION_1,
									 &attributes.lpSecurityDescriptor, NULL));
	HANDLE file = CreateFileA(name, GENERIC_WRITE, 0, &attributes, CREATE_NEW, FILE_ATTRIBUTE_NORMAL, NULL);
	assert_true(file != INVALID_HANDLE_VALUE);
	CloseHandle(file);
	LocalFree(attributes.lpSecurityDescriptor);
}

static void what_others_may_read_is_closed_to_them(void **state)
{
	(void)state;
	static const WCHAR *const lists[] = {
		L"D:P(A;;FA;;;OW)(A;;FA;;;SY)(A;;FR;;;WD)", /* everyone; Wine knows no finer ones */
		L"D:P(A;;FA;;;OW)(A;;FA;;;WD)",
	};
	for (size_t i = 0; i < sizeof(lists) / sizeof(lists[0]); i++) {
		enum file_result result = FILE_OK;
		make_file(lists[i]);
		assert_int_equal(file_make_private(name), FILE_MADE_PRIVATE);
		assert_int_equal(file_make_private(name), FILE_WAS_PRIVATE);
		FILE *file = file_open(name, &result); /* it is still ours */
		assert_non_null(file);
		fclose(file);
		DeleteFileA(name);
	}
}

static void what_only_its_owner_and_administrators_may_read_is_private(void **state)
{
	(void)state;
	static const WCHAR *const lists[] = {
		L"D:P(A;;FA;;;OW)(A;;FA;;;SY)",
		L"D:P(A;;FA;;;OW)(A;;FA;;;SY)(A;;FA;;;BA)",
	};
	for (size_t i = 0; i < sizeof(lists) / sizeof(lists[0]); i++) {
		make_file(lists[i]);
		assert_int_equal(file_make_private(name), FILE_WAS_PRIVATE);
		DeleteFileA(name);
	}
}

static void what_was_replaced_is_private_and_nothing_is_nothing(void **state)
{
	(void)state;
	make_name();
	assert_int_equal(file_make_private(name), FILE_WAS_PRIVATE);
	assert_true(file_replace(name, "text", 4, FILE_OWNER_ONLY));
	assert_int_equal(file_make_private(name), FILE_WAS_PRIVATE);
	DeleteFileA(name);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_others_may_read_is_closed_to_them),
		cmocka_unit_test(what_only_its_owner_and_administrators_may_read_is_private),
		cmocka_unit_test(what_was_replaced_is_private_and_nothing_is_nothing),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
