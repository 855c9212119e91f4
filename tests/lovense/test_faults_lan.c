/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Every fault and variant of the LAN service of the app. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "fault_tables.h"
#include "privacy.h"

static struct rig *lan_rig(void)
{
	struct rig *rig = rig_start(NULL);
	rig->config.route = LOVENSE_CHOOSE_AUTO;
	return rig;
}

/* The app has a plain HTTP port too. */
static void assert_only_https(struct rig *rig)
{
	json_t *requests = rig_log(rig, "lan", 0);
	size_t index = 0;
	json_t *request = NULL;
	json_array_foreach(requests, index, request)
		assert_string_equal(json_string_value(json_object_get(request, "scheme")), "https");
	json_decref(requests);
}

static bool has_lan_note(struct rig *rig, void *ctx)
{
	(void)ctx;
	return rig_now(rig)->lan_note[0] != '\0';
}

/* Whatever is wrong with the LAN: commands arrive by the server, the user is told why, and it comes back. */
static void every_lan_fault_falls_back_to_the_server(void **state)
{
	(void)state;
	struct rig *rig = lan_rig();
	rig->timing.lan.total_ms = 1500;
	for (size_t i = 0; i < fault_table_lan.count; i++) {
		print_message("%s\n", fault_table_lan.cases[i].switches);
		rig_post(rig, "/reset", NULL);
		faults_set(rig, fault_table_lan.cases[i].switches);
		rig_pair(rig);
		rig_await_true(rig, has_lan_note, NULL, "a note about the LAN");
		assert_int_equal(rig_now(rig)->route, LOVENSE_ROUTE_SERVER);
		struct lovense_command command = rig_vibrate(rig, 9, 2000);
		assert_int_equal(lovense_link_send(rig->link, &command), LOVENSE_SENT);
		rig_await_level(rig, rig_first_toy(rig), "Vibrate", 9);
		assert_int_equal(rig_commands(rig, "lan", "function", 0), 0);
		privacy_check(rig);
		assert_only_https(rig);
		faults_lift(rig);
		rig_post(rig, "/announce", NULL);
		rig_await_route(rig, LOVENSE_ROUTE_LAN);
		assert_string_equal(rig_now(rig)->lan_note, "");
		rig_close(rig);
	}
	rig_stop(rig);
}

static void variants_of_the_lan_reply_are_understood(void **state)
{
	(void)state;
	struct rig *rig = lan_rig();
	for (size_t i = 0; i < fault_table_lan_variants.count; i++) {
		print_message("%s\n", fault_table_lan_variants.cases[i].switches);
		rig_post(rig, "/reset", NULL);
		faults_set(rig, fault_table_lan_variants.cases[i].switches);
		rig_pair(rig);
		rig_await_route(rig, LOVENSE_ROUTE_LAN);
		assert_int_equal(rig_now(rig)->toy_count, 2);
		assert_true(rig_now(rig)->toys[1].functions & LOVENSE_BIT(LOVENSE_ROTATE));
		privacy_check(rig);
		rig_close(rig);
	}
	rig_stop(rig);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_lan_fault_falls_back_to_the_server),
		cmocka_unit_test(variants_of_the_lan_reply_are_understood),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
