/* SPDX-License-Identifier: GPL-2.0-or-later */
/* How rules find the sources they speak of, and what they hear of them. One scenario a run. */
#include <pthread.h>
#include <stdio.h>
#include <string.h>

#include <util/threading.h>

#include "fake_engine.h"
#include "fake_frontend.h"
#include "host.h"
#include "session.h"

#define ON_SOURCE(id, ref)                                                                                             \
	"{\"id\": \"" id "\", \"name\": \"N\", \"when\": {\"type\": \"source\", \"ref\": " ref "},"                    \
	" \"do\": {\"kind\": \"level\", \"level\": 0.2}}"
#define SET(rules) "{\"version\": 1, \"rules\": [" rules "]}"
#define BY_NAME "{\"name\": \"Alert\"}"
#define BY_UUID "{\"uuid\": \"00000000-0000-4000-8000-00000000dead\", \"name\": \"Alert\"}"

static obs_source_t *make_alert(void)
{
	obs_source_t *source = obs_source_create("lovense_pairing_qr", "Alert", NULL, NULL);
	host_run_frames(2);
	return source;
}

/* Puts the source on air and off again; both are told. */
static void expect_to_be_heard(obs_source_t *source, struct haptics_intent *intent)
{
	fake_engine_forget_intents(session_engine());
	obs_set_output_source(0, source);
	host_run_frames(3);
	HOST_CHECK(session_take(HAPTICS_INTENT_SOURCE_ACTIVE, intent) && intent->on && !intent->is_initial);
	obs_set_output_source(0, NULL);
	host_run_frames(3);
	HOST_CHECK(session_take(HAPTICS_INTENT_SOURCE_ACTIVE, intent) && !intent->on);
}

/* The uuid is that of a source in another collection, of which this one is a copy. */
static void a_rule_is_bound_to_the_source_that_has_the_name_now(void)
{
	struct haptics_intent intent;
	char rules[4096];
	session_start();
	session_finish_loading(SET(ON_SOURCE("r", BY_UUID)));
	obs_source_t *source = make_alert();
	expect_to_be_heard(source, &intent);
	/* Without a uuid it is known by its name. */
	fake_engine_rules(session_engine(), rules, sizeof(rules));
	HOST_CHECK(strstr(rules, intent.ref.uuid[0] ? intent.ref.uuid : "dead"));
	obs_data_t *modules = frontend_save_collection();
	HOST_CHECK(strstr(obs_data_get_json(modules), intent.ref.uuid[0] ? intent.ref.uuid : "dead"));
	obs_data_release(modules);
	obs_source_release(source);
	session_leave();
	session_finish();
}

static void a_rule_less_does_not_deafen_the_others(void)
{
	struct haptics_intent intent;
	session_start();
	session_finish_loading(SET(ON_SOURCE("a", BY_UUID) "," ON_SOURCE("b", BY_NAME)));
	obs_source_t *source = make_alert();
	expect_to_be_heard(source, &intent);
	session_change_rules(SET(ON_SOURCE("b", BY_NAME)));
	expect_to_be_heard(source, &intent);
	session_change_rules(SET(""));
	fake_engine_forget_intents(session_engine());
	obs_set_output_source(0, source);
	host_run_frames(3);
	HOST_CHECK(!session_take(HAPTICS_INTENT_SOURCE_ACTIVE, &intent));
	obs_set_output_source(0, NULL);
	obs_source_release(source);
	session_leave();
	session_finish();
}

/* Nobody looked in between, and it lies where the old one was (bmem_reuse.c). */
static void a_source_made_anew_at_once_is_heard(void)
{
	struct haptics_intent intent;
	session_start();
	session_finish_loading(SET(ON_SOURCE("r", BY_NAME)));
	obs_source_t *source = make_alert();
	expect_to_be_heard(source, &intent);
	uintptr_t place = (uintptr_t)source;
	obs_source_release(source);
	obs_wait_for_destroy_queue();
	source = make_alert();
	HOST_CHECK(!MEMORY_IS_REUSED || (uintptr_t)source == place);
	expect_to_be_heard(source, &intent);
	obs_source_release(source);
	session_leave();
	session_finish();
}

#define TEN                                                                                                            \
	"\xe3\x81\x82\xe3\x81\x84\xe3\x81\x86\xe3\x81\x88\xe3\x81\x8a\xe3\x81\x8b\xe3\x81\x8d\xe3\x81\x8f\xe3\x81\x91" \
	"\xe3\x81\x93"
#define LONG_NAME TEN TEN TEN TEN TEN TEN TEN TEN TEN /* 270 bytes; OBS lets a user type twice that */

static void long_names_are_told_apart(void)
{
	struct haptics_intent intent;
	session_start();
	session_finish_loading(SET(ON_SOURCE("r", "{\"name\": \"" LONG_NAME "1\"}")));
	HOST_CHECK(session_take(HAPTICS_INTENT_REF_EXISTS, &intent) && !intent.on);
	obs_source_t *other = obs_source_create("lovense_pairing_qr", LONG_NAME "2", NULL, NULL);
	host_run_frames(2);
	HOST_CHECK(!session_take(HAPTICS_INTENT_REF_EXISTS, &intent));
	obs_source_t *source = obs_source_create("lovense_pairing_qr", LONG_NAME "1", NULL, NULL);
	host_run_frames(2);
	HOST_CHECK(session_take(HAPTICS_INTENT_REF_EXISTS, &intent) && intent.on);
	expect_to_be_heard(source, &intent);
	obs_source_release(other);
	obs_source_release(source);
	session_leave();
	session_finish();
}

static void a_long_new_name_is_kept_whole(void)
{
	struct haptics_intent intent;
	session_start();
	session_finish_loading(SET(ON_SOURCE("r", BY_NAME)));
	obs_source_t *source = make_alert();
	obs_source_set_name(source, LONG_NAME "1");
	host_run_frames(2);
	obs_source_set_name(source, LONG_NAME "2");
	host_run_frames(2);
	expect_to_be_heard(source, &intent);
	obs_data_t *modules = frontend_save_collection();
	HOST_CHECK(strstr(obs_data_get_json(modules), LONG_NAME "2\""));
	obs_data_release(modules);
	obs_source_release(source);
	session_leave();
	session_finish();
}

static void a_scene_of_a_long_name_is_found(void)
{
	struct haptics_intent intent;
	session_start();
	session_finish_loading("{\"version\": 1, \"rules\": [{\"id\": \"r\", \"name\": \"N\", \"when\": {\"type\": "
			       "\"scene\", \"ref\": {\"name\": \"" LONG_NAME "\"}}, \"do\": {\"kind\": \"level\", "
			       "\"level\": 0.2}}]}");
	HOST_CHECK(session_take(HAPTICS_INTENT_REF_EXISTS, &intent) && !intent.on);
	obs_scene_t *scene = obs_scene_create(LONG_NAME);
	host_run_frames(2);
	HOST_CHECK(session_take(HAPTICS_INTENT_REF_EXISTS, &intent) && intent.on);
	obs_source_remove(obs_scene_get_source(scene));
	obs_scene_release(scene);
	session_leave();
	session_finish();
}

struct creation {
	pthread_t thread;
	os_event_t *was_announced, *may_go_on;
	obs_source_t *source;
};

static void pause_creation(void *data, calldata_t *params)
{
	struct creation *creation = data;
	UNUSED_PARAMETER(params);
	os_event_signal(creation->was_announced);
	os_event_wait(creation->may_go_on);
}

static void *create_alert(void *data)
{
	struct creation *creation = data;
	creation->source = obs_source_create("lovense_pairing_qr", "Alert", NULL, NULL);
	return NULL;
}

static void begin_creation(struct creation *creation)
{
	HOST_CHECK(os_event_init(&creation->was_announced, OS_EVENT_TYPE_MANUAL) == 0);
	HOST_CHECK(os_event_init(&creation->may_go_on, OS_EVENT_TYPE_MANUAL) == 0);
	signal_handler_connect(obs_get_signal_handler(), "source_create", pause_creation, creation);
	HOST_CHECK(pthread_create(&creation->thread, NULL, create_alert, creation) == 0);
	os_event_wait(creation->was_announced);
}

static void end_creation(struct creation *creation)
{
	os_event_signal(creation->may_go_on);
	HOST_CHECK(pthread_join(creation->thread, NULL) == 0);
	signal_handler_disconnect(obs_get_signal_handler(), "source_create", pause_creation, creation);
	os_event_destroy(creation->was_announced);
	os_event_destroy(creation->may_go_on);
}

/* libobs 29.0 tells of it first and makes it findable then. */
static void a_source_that_cannot_be_found_yet_is_heard(void)
{
	struct haptics_intent intent;
	struct creation creation;
	session_start();
	session_finish_loading(SET(ON_SOURCE("r", BY_NAME)));
	begin_creation(&creation);
	host_run_frames(3);
	end_creation(&creation);
	host_run_frames(3);
	expect_to_be_heard(creation.source, &intent);
	obs_source_release(creation.source);
	session_leave();
	session_finish();
}

static void what_the_engine_had_no_room_for_is_told_later(void)
{
	struct haptics_intent intent;
	session_start();
	session_finish_loading(SET(ON_SOURCE("r", BY_NAME)));
	fake_engine_fill(session_engine(), true);
	obs_source_t *source = make_alert();
	fake_engine_forget_intents(session_engine());
	fake_engine_fill(session_engine(), false);
	host_run_frames(3);
	HOST_CHECK(session_take(HAPTICS_INTENT_REF_EXISTS, &intent) && intent.on);
	HOST_CHECK(session_take(HAPTICS_INTENT_SOURCE_ACTIVE, &intent) && !intent.on && intent.is_initial);
	HOST_CHECK(session_take(HAPTICS_INTENT_SOURCE_SHOWN, &intent));
	host_run_frames(3);
	HOST_CHECK(!session_take(HAPTICS_INTENT_REF_EXISTS, &intent)); /* once is enough */
	obs_source_release(source);
	session_leave();
	session_finish();
}

static obs_source_t *start_with_alert(void)
{
	session_start();
	session_finish_loading(SET(ON_SOURCE("r", BY_NAME)));
	obs_source_t *source = make_alert();
	host_run_frames(3);
	fake_engine_forget_intents(session_engine());
	return source;
}

/* What is done while the engine has no room, and then has some. */
static void without_room(void (*act)(obs_source_t *source), obs_source_t *source)
{
	fake_engine_fill(session_engine(), true);
	act(source);
	host_run_frames(3);
	fake_engine_fill(session_engine(), false);
	host_run_frames(3);
}

static void put_into_program(obs_source_t *source)
{
	obs_set_output_source(0, source);
}

static void give_new_name(obs_source_t *source)
{
	obs_source_set_name(source, "Alarm");
}

static void end_source(obs_source_t *source)
{
	obs_source_remove(source);
	obs_source_release(source);
	obs_wait_for_destroy_queue();
}

static void what_a_source_did_unheard_is_told_again(void)
{
	struct haptics_intent intent;
	obs_source_t *source = start_with_alert();
	without_room(put_into_program, source);
	HOST_CHECK(session_take(HAPTICS_INTENT_SOURCE_ACTIVE, &intent) && intent.on && intent.is_initial);
	obs_set_output_source(0, NULL);
	obs_source_release(source);
	session_leave();
	session_finish();
}

static void a_new_name_waits_for_room(void)
{
	struct haptics_intent intent;
	obs_source_t *source = start_with_alert();
	without_room(give_new_name, source);
	HOST_CHECK(session_take(HAPTICS_INTENT_REF_RENAMED, &intent) && strcmp(intent.new_name, "Alarm") == 0);
	expect_to_be_heard(source, &intent);
	obs_source_release(source);
	session_leave();
	session_finish();
}

static void the_end_of_a_source_waits_for_room(void)
{
	struct haptics_intent intent;
	without_room(end_source, start_with_alert());
	HOST_CHECK(session_take(HAPTICS_INTENT_SOURCE_ACTIVE, &intent) && !intent.on);
	HOST_CHECK(session_take(HAPTICS_INTENT_SOURCE_SHOWN, &intent) && !intent.on);
	session_leave();
	session_finish();
}

static const struct host_scenario scenarios[] = {
	{"long_names_are_told_apart", long_names_are_told_apart},
	{"a_long_new_name_is_kept_whole", a_long_new_name_is_kept_whole},
	{"a_scene_of_a_long_name_is_found", a_scene_of_a_long_name_is_found},
	{"a_rule_is_bound_to_the_source_that_has_the_name_now", a_rule_is_bound_to_the_source_that_has_the_name_now},
	{"a_rule_less_does_not_deafen_the_others", a_rule_less_does_not_deafen_the_others},
	{"a_source_made_anew_at_once_is_heard", a_source_made_anew_at_once_is_heard},
	{"a_source_that_cannot_be_found_yet_is_heard", a_source_that_cannot_be_found_yet_is_heard},
	{"what_the_engine_had_no_room_for_is_told_later", what_the_engine_had_no_room_for_is_told_later},
	{"what_a_source_did_unheard_is_told_again", what_a_source_did_unheard_is_told_again},
	{"a_new_name_waits_for_room", a_new_name_waits_for_room},
	{"the_end_of_a_source_waits_for_room", the_end_of_a_source_waits_for_room},
};

int main(int argc, char **argv)
{
	return host_run_scenario(argc, argv, scenarios, sizeof(scenarios) / sizeof(scenarios[0]));
}
