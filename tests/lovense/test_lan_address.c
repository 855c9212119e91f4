/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Only private and loopback addresses below lovense.club are ever called. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "lovense/lan/lan_address.h"

static void good_names_give_the_dashed_host_and_a_resolve_entry(void **state)
{
	(void)state;
	static const char *const names[] = {"192-168-1-44.lovense.club", "192.168.1.44.lovense.club",
					    "192-168-1-44.LOVENSE.club", "192.168-1.44.lovense.club"};
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		struct lan_address address = {0};
		assert_int_equal(lan_address_parse(names[i], 30010, &address), LAN_ADDRESS_OK);
		assert_string_equal(address.host, "192-168-1-44.lovense.club");
		assert_string_equal(address.ip, "192.168.1.44");
		assert_string_equal(address.resolve, "192-168-1-44.lovense.club:30010:192.168.1.44");
		assert_string_equal(address.url, "https://192-168-1-44.lovense.club:30010/command");
	}
}

static void everything_else_is_refused(void **state)
{
	(void)state;
	static const struct {
		const char *domain;
		int port;
		enum lan_address_result result;
	} cases[] = {
		{"127-0-0-1.lovense.club", 30010, LAN_ADDRESS_OK},
		{"10-0-0-1.lovense.club", 1, LAN_ADDRESS_OK},
		{"172-16-0-1.lovense.club", 65535, LAN_ADDRESS_OK},
		{"172-31-255-255.lovense.club", 443, LAN_ADDRESS_OK},
		{"169-254-3-4.lovense.club", 443, LAN_ADDRESS_OK},
		{"172-15-0-1.lovense.club", 443, LAN_ADDRESS_PUBLIC},
		{"172-32-0-1.lovense.club", 443, LAN_ADDRESS_PUBLIC},
		{"192-169-1-1.lovense.club", 443, LAN_ADDRESS_PUBLIC},
		{"8-8-8-8.lovense.club", 443, LAN_ADDRESS_PUBLIC},
		{"0-0-0-0.lovense.club", 443, LAN_ADDRESS_PUBLIC},
		{"255-255-255-255.lovense.club", 443, LAN_ADDRESS_PUBLIC},
		{"192-168-1-44.example.com", 443, LAN_ADDRESS_FOREIGN},
		{"192-168-1-44.lovense.club.example.com", 443, LAN_ADDRESS_FOREIGN},
		{"192-168-1-44.evillovense.club", 443, LAN_ADDRESS_FOREIGN},
		{"192-168-1-44lovense.club", 443, LAN_ADDRESS_FOREIGN},
		{"192.168.1.44", 443, LAN_ADDRESS_FOREIGN},
		{".lovense.club", 443, LAN_ADDRESS_FOREIGN},
		{"lovense.club", 443, LAN_ADDRESS_FOREIGN},
		{"www.lovense.club", 443, LAN_ADDRESS_FOREIGN},
		{"192.168.1.xx.lovense.club", 443, LAN_ADDRESS_FOREIGN},
		{"192-168-1.lovense.club", 443, LAN_ADDRESS_FOREIGN},
		{"192-168-1-2-3.lovense.club", 443, LAN_ADDRESS_FOREIGN},
		{"a.192-168-1-2.lovense.club", 443, LAN_ADDRESS_FOREIGN},
		{"192-168-1-256.lovense.club", 443, LAN_ADDRESS_FOREIGN},
		{"192-168-1-0444.lovense.club", 443, LAN_ADDRESS_FOREIGN},
		{"192-168-1-04.lovense.club", 443, LAN_ADDRESS_FOREIGN},
		{"192-168-1-.lovense.club", 443, LAN_ADDRESS_FOREIGN},
		{"-192-168-1-4.lovense.club", 443, LAN_ADDRESS_FOREIGN},
		{"192-168-1-4/@.lovense.club", 443, LAN_ADDRESS_FOREIGN},
		{" 192-168-1-4.lovense.club", 443, LAN_ADDRESS_FOREIGN},
		{"", 443, LAN_ADDRESS_MISSING},
		{"192-168-1-4.lovense.club", 0, LAN_ADDRESS_MISSING},
		{"192-168-1-4.lovense.club", -1, LAN_ADDRESS_BAD_PORT},
		{"192-168-1-4.lovense.club", 65536, LAN_ADDRESS_BAD_PORT},
	};
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct lan_address address = {0};
		enum lan_address_result result = lan_address_parse(cases[i].domain, cases[i].port, &address);
		if (result != cases[i].result)
			fail_msg("%s port %d gave %d", cases[i].domain, cases[i].port, (int)result);
		assert_true((address.port != 0) == (result == LAN_ADDRESS_OK));
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(good_names_give_the_dashed_host_and_a_resolve_entry),
		cmocka_unit_test(everything_else_is_refused),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
