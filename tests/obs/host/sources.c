/* How rules find the sources they speak of, and what they hear of them. One scenario a run. */
#include <stdio.h>
#include <string.h>

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

static const struct host_scenario scenarios[] = {
	{"a_rule_is_bound_to_the_source_that_has_the_name_now", a_rule_is_bound_to_the_source_that_has_the_name_now},
	{"a_rule_less_does_not_deafen_the_others", a_rule_less_does_not_deafen_the_others},
	{"what_the_engine_had_no_room_for_is_told_later", what_the_engine_had_no_room_for_is_told_later},
};

int main(int argc, char **argv)
{
	return host_run_scenario(argc, argv, scenarios, sizeof(scenarios) / sizeof(scenarios[0]));
}
