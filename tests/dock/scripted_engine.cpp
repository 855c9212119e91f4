// SPDX-License-Identifier: GPL-2.0-or-later
#include "dock/scripted_engine.hpp"

#include <algorithm>
#include <cstring>

#include <QByteArray>

#include <util/bmem.h>

#include "haptics/rules/rule.h"
#include "obs/record/session_record.h"
#include "obs/sources/overlay_placement.h"
#include "obs/stores/rules_store.h"
#include "obs/stores/settings.h"
#include "obs/triggers/audio_meter.h"

namespace {

Script *current;

constexpr const char *FUNCTIONS[] = {"Vibrate",   "Vibrate1",  "Vibrate2", "Vibrate3", "Rotate", "Pump",
				     "Thrusting", "Fingering", "Suction",  "Depth",    "Stroke", "Oscillate"};

bool answer(std::string &refuse, char *error, size_t size)
{
	const std::string sentence = refuse;

	refuse.clear();
	if (size) {
		qstrncpy(error, sentence.c_str(), size);
	}
	return sentence.empty();
}

} // namespace

void engine::publish()
{
	snapshot.revision++;
	snapshot.published_ms = now_ms;
	snapshot.rules = rules.data();
	snapshot.rule_count = rules.size();
}

void engine::addToy(const char *type, uint32_t functions)
{
	engine_toy &toy = snapshot.toys[snapshot.toy_count++];

	snprintf(toy.alias, sizeof(toy.alias), "t%zu", snapshot.toy_count);
	snprintf(toy.toy_id, sizeof(toy.toy_id), "id-of-%s", type);
	snprintf(toy.name, sizeof(toy.name), "%s", type);
	snprintf(toy.type, sizeof(toy.type), "%s", type);
	toy.battery = 80;
	toy.is_online = true;
	toy.functions = functions;
	toy.ceiling = 1.0;
	std::fill(std::begin(toy.function_ceiling), std::end(toy.function_ceiling), 1.0);
	toy.note = ENGINE_TOY_FINE;
	toy.actual = -1;
}

void engine::addRule(const char *id, const char *name)
{
	engine_rule rule{};

	snprintf(rule.id, sizeof(rule.id), "%s", id);
	snprintf(rule.name, sizeof(rule.name), "%s", name);
	snprintf(rule.kind, sizeof(rule.kind), "level");
	rule.is_enabled = true;
	rule.level = 0.5;
	rule.trigger = 1;
	rules.push_back(rule);
	snapshot.rules_serial++;
}

bool engine::hasPosted(haptics_intent_kind kind) const
{
	return std::any_of(posted.begin(), posted.end(), [kind](const auto &intent) { return intent.kind == kind; });
}

haptics_intent engine::lastPosted() const
{
	return posted.empty() ? haptics_intent{} : posted.back();
}

Script::Script()
{
	current = this;
	engine_settings_default(&settings.value);
	engine.snapshot.state = ENGINE_OFF;
	engine.snapshot.reason = ENGINE_REASON_NONE;
	engine.snapshot.route = ENGINE_VIA_NONE;
	engine.snapshot.ceiling = 0.3;
	engine.snapshot.round_trip_ms = -1;
	engine.publish();
}

Script *currentScript()
{
	return current;
}

Script::~Script()
{
	current = nullptr;
}

ScriptedTransfer *scriptedTransfer()
{
	return &current->transfer;
}

dock_parts Script::parts()
{
	dock_parts parts{};

	parts.engine = &engine;
	parts.settings = &settings;
	parts.rules = &rules;
	parts.permission = &permission;
	parts.record = &record;
	parts.are_names_hidden = &areNamesHidden;
	return parts;
}

void engine_settings_default(engine_settings *settings)
{
	*settings = {};
	settings->mode = ENGINE_MODE_OFF;
	settings->auth = ENGINE_AUTH_DEVELOPER_TOKEN;
	settings->route = ENGINE_ROUTE_AUTO;
	settings->master_ceiling = 0.3;
	settings->lease_ms = 3000;
	settings->min_gap_ms = 250;
	settings->stop_when_stream_ends = true;
	qstrncpy(settings->api_url, "https://api.lovense-api.com", sizeof(settings->api_url));
}

void engine_settings_wipe(engine_settings *settings)
{
	memset(settings, 0, sizeof(*settings));
}

bool engine_post(engine *engine, const haptics_intent *intent)
{
	engine->calls++;
	if (engine->isMailboxFull && intent->kind != HAPTICS_INTENT_STOP_ALL) {
		return false;
	}
	engine->posted.push_back(*intent);
	return true;
}

uint32_t engine_test_rule(engine *engine, const haptics_rules *rules, int duration_ms)
{
	char *text = json_dumps(json_array_get(json_object_get(haptics_rules_json(rules), "rules"), 0), JSON_COMPACT);

	engine->calls++;
	engine->tested = text;
	engine->testedFor_ms = duration_ms;
	engine->testRun += 2;
	free(text);
	return engine->testRun;
}

audio_meter *audio_meter_create_by_ref(engine *engine, const haptics_ref *ref)
{
	engine->measured = ref->name;
	return reinterpret_cast<audio_meter *>(engine);
}

void audio_meter_destroy(audio_meter *meter)
{
	if (meter) {
		reinterpret_cast<engine *>(meter)->measured.clear();
	}
}

void engine_new_qr(engine *engine)
{
	engine->calls++;
	engine->newCodes++;
}

void engine_retry_now(engine *engine)
{
	engine->calls++;
	engine->retries++;
}

void engine_simulate_app(engine *engine, bool isOnline)
{
	engine->calls++;
	engine->isVirtualAppOnline = isOnline;
}

void engine_simulate_toy(engine *engine, size_t index, bool isConnected)
{
	engine->calls++;
	engine->snapshot.toys[index].is_online = isConnected;
}

uint64_t engine_revision(const engine *engine)
{
	const_cast<struct engine *>(engine)->calls++;
	return engine->snapshot.revision;
}

const engine_snapshot *engine_snapshot_get(engine *engine)
{
	engine->calls++;
	engine->snapshotsHeld++;
	return &engine->snapshot;
}

void engine_snapshot_release(const engine_snapshot *)
{
	if (current) {
		current->engine.snapshotsHeld--;
	}
}

int64_t engine_now_ms(void)
{
	return current ? current->engine.now_ms : 0;
}

int engine_function_index(const char *name)
{
	for (int i = 0; engine_function_name(i); i++) {
		if (qstricmp(name, FUNCTIONS[i]) == 0) {
			return i;
		}
	}
	return -1;
}

const char *engine_function_name(int index)
{
	return index >= 0 && size_t(index) < std::size(FUNCTIONS) ? FUNCTIONS[index] : nullptr;
}

void settings_store_get(settings_store *store, engine_settings *settings)
{
	*settings = store->value;
}

bool settings_store_set(settings_store *store, const engine_settings *settings, char *error, size_t error_size)
{
	if (!answer(store->refuse, error, error_size)) {
		return false;
	}
	store->value = *settings;
	store->writes++;
	if (store->onWrite) {
		store->onWrite();
	}
	return true;
}

bool settings_store_new_identity(settings_store *store, char *error, size_t error_size)
{
	store->identities++;
	return answer(store->refuse, error, error_size);
}

const char *settings_store_problem(const settings_store *store)
{
	return store->problem.c_str();
}

const char *rules_store_json(rules_store *store)
{
	return store->json.c_str();
}

const haptics_rules *rules_store_parse(const char *json, char *error, size_t error_size)
{
	if (!answer(current->rules.refuse, error, error_size)) {
		return nullptr;
	}
	const haptics_rules *rules = haptics_rules_parse_text(json);
	const haptics_problem *problem = haptics_rules_problem(rules, 0);
	if (problem) {
		qstrncpy(error, problem->path, error_size);
		haptics_rules_release(rules);
	}
	return problem ? nullptr : rules;
}

bool rules_store_set_json(rules_store *store, const char *json, char *error, size_t error_size)
{
	if (!answer(store->refuse, error, error_size)) {
		return false;
	}
	store->json = json;
	return true;
}

const char *rules_store_problem(const rules_store *store)
{
	return store->problem.c_str();
}

rules_question rules_store_question(const rules_store *store)
{
	return store->question;
}

void rules_store_answer(rules_store *store, bool isYes)
{
	store->answers.push_back(isYes);
	store->question = RULES_QUESTION_NONE;
}

void choices_list(choices *choices, choice_kind)
{
	choices->count = current->choices.size();
	/* Newer versions of libobs end a program that asks for nothing. */
	choices->items = choices->count ? static_cast<choice *>(bzalloc(choices->count * sizeof(choice))) : nullptr;
	for (size_t i = 0; i < choices->count; i++) {
		choices->items[i].name = bstrdup(current->choices[i].c_str());
		choices->items[i].uuid = bstrdup("");
	}
}

void choices_free(choices *choices)
{
	for (size_t i = 0; i < choices->count; i++) {
		bfree(choices->items[i].name);
		bfree(choices->items[i].uuid);
	}
	bfree(choices->items);
	*choices = {};
}

KeyWorld currentKeyWorld()
{
	return current->keyWorld;
}

bool overlay_add_to_current_scene(void)
{
	current->overlaysAdded++;
	return true;
}

bool activity_add_to_current_scene(placed_source *placed)
{
	current->activitiesAdded++;
	*placed = {};
	qstrncpy(placed->scene, "Scene A", sizeof(placed->scene));
	qstrncpy(placed->source, "Overlay", sizeof(placed->source));
	return true;
}

bool activity_try(const char *source_name)
{
	current->activitiesTried += current->isOverlayThere && qstrcmp(source_name, "Overlay") == 0;
	return current->isOverlayThere;
}

/* --- obs/record/session_record.h --- */

const char *session_record_folder(const session_record *record)
{
	return record->folder.c_str();
}

void session_record_delete(session_record *record)
{
	record->deletions++;
}

/* --- obs/pairing_permission.h --- */

bool pairing_permission_is_live(const pairing_permission *)
{
	return current->isLive;
}

void pairing_permission_show(pairing_permission *permission, long seconds)
{
	permission->show_seconds = seconds;
	permission->show_requests = permission->show_requests + 1;
}

bool pairing_permission_can_show_live(const pairing_permission *permission)
{
	return permission->always_sources > 0;
}
