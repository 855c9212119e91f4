// SPDX-License-Identifier: GPL-2.0-or-later
#include "dock/bridge.hpp"

#include <obs-module.h>

#include "dock/widgets/text.hpp"
#include "obs/pairing_permission.h"
#include "obs/stores/rules_store.h"
#include "obs/stores/settings.h"

namespace {

enum { SENTENCE_SIZE = 512 };

haptics_intent makeIntent(haptics_intent_kind kind)
{
	haptics_intent intent{};

	intent.kind = kind;
	intent.function = -1;
	return intent;
}

haptics_intent makeToyIntent(haptics_intent_kind kind, int slot)
{
	haptics_intent intent = makeIntent(kind);

	intent.toys = UINT32_C(1) << slot;
	return intent;
}

haptics_intent makeRuleIntent(haptics_intent_kind kind, const QString &id)
{
	haptics_intent intent = makeIntent(kind);

	qstrncpy(intent.id, id.toUtf8().constData(), sizeof(intent.id));
	return intent;
}

} // namespace

SettingsCopy::~SettingsCopy()
{
	engine_settings_wipe(&value);
}

Bridge::Bridge(const dock_parts &parts)
    : parts_{parts}
{
}

bool Bridge::isConnected() const
{
	return parts_.engine != nullptr;
}

void Bridge::cut()
{
	emit cutting();
	parts_ = {};
}

quint64 Bridge::revision() const
{
	return isConnected() ? engine_revision(parts_.engine) : 0;
}

SnapshotRef Bridge::snapshot() const
{
	if (!isConnected()) {
		return {};
	}
	return {engine_snapshot_get(parts_.engine), engine_snapshot_release};
}

qint64 Bridge::nowMs() const
{
	return engine_now_ms();
}

bool Bridge::post(const haptics_intent &intent)
{
	return isConnected() && engine_post(parts_.engine, &intent);
}

bool Bridge::stopAll()
{
	return post(makeIntent(HAPTICS_INTENT_STOP_ALL));
}

bool Bridge::resume()
{
	return post(makeIntent(HAPTICS_INTENT_RESUME));
}

bool Bridge::setArmed(bool isArmed)
{
	haptics_intent intent = makeIntent(HAPTICS_INTENT_SET_ARMED);

	intent.on = isArmed;
	return post(intent);
}

bool Bridge::setCeiling(double ceiling)
{
	haptics_intent intent = makeIntent(HAPTICS_INTENT_SET_CEILING);

	intent.value = ceiling;
	return post(intent);
}

bool Bridge::testToy(int slot)
{
	return post(makeToyIntent(HAPTICS_INTENT_TEST_TOY, slot));
}

bool Bridge::stopToy(int slot)
{
	return post(makeToyIntent(HAPTICS_INTENT_STOP_TOY, slot));
}

bool Bridge::runRule(const QString &id, int duration_ms)
{
	haptics_intent intent = makeRuleIntent(HAPTICS_INTENT_RUN_RULE, id);

	intent.duration_ms = duration_ms;
	return post(intent);
}

bool Bridge::runLevel(double level, int function, quint32 toys, int duration_ms)
{
	haptics_intent intent = makeIntent(HAPTICS_INTENT_RUN_LEVEL);

	intent.value = level;
	intent.function = function;
	intent.toys = toys;
	intent.duration_ms = duration_ms;
	return post(intent);
}

bool Bridge::setRuleEnabled(const QString &id, bool isEnabled)
{
	haptics_intent intent = makeRuleIntent(HAPTICS_INTENT_RULE_ENABLED, id);

	intent.on = isEnabled;
	return post(intent);
}

void Bridge::newPairingCode()
{
	if (isConnected()) {
		engine_new_qr(parts_.engine);
	}
}

void Bridge::showPairingCode()
{
	if (isConnected()) {
		pairing_permission_show(parts_.permission, 0);
		engine_new_qr(parts_.engine);
	}
}

bool Bridge::isLive() const
{
	return isConnected() && pairing_permission_is_live(parts_.permission);
}

bool Bridge::canShowPairingCodeLive() const
{
	return isConnected() && pairing_permission_can_show_live(parts_.permission);
}

void Bridge::retryNow()
{
	if (isConnected()) {
		engine_retry_now(parts_.engine);
	}
}

void Bridge::simulateApp(bool isOnline)
{
	if (isConnected()) {
		engine_simulate_app(parts_.engine, isOnline);
	}
}

void Bridge::simulateToy(size_t index, bool isToyConnected)
{
	if (isConnected()) {
		engine_simulate_toy(parts_.engine, index, isToyConnected);
	}
}

bool Bridge::readSettings(SettingsCopy &settings) const
{
	if (!isConnected()) {
		return false;
	}
	settings_store_get(parts_.settings, &settings.value);
	return true;
}

bool Bridge::changeSettings(const std::function<void(engine_settings &)> &change, QString *error)
{
	SettingsCopy settings;
	char sentence[SENTENCE_SIZE] = "";

	if (!readSettings(settings)) {
		return false;
	}
	change(settings.value);
	return report(settings_store_set(parts_.settings, &settings.value, sentence, sizeof(sentence)), sentence,
		      error);
}

bool Bridge::newIdentity(QString *error)
{
	char sentence[SENTENCE_SIZE] = "";

	return isConnected() &&
	       report(settings_store_new_identity(parts_.settings, sentence, sizeof(sentence)), sentence, error);
}

QByteArray Bridge::rulesJson() const
{
	return isConnected() ? QByteArray{rules_store_json(parts_.rules)} : QByteArray{};
}

bool Bridge::setRulesJson(const QByteArray &json, QString *error)
{
	char sentence[SENTENCE_SIZE] = "";

	return isConnected() && report(rules_store_set_json(parts_.rules, json.constData(), sentence, sizeof(sentence)),
				       sentence, error);
}

QString Bridge::rulesProblem() const
{
	return isConnected() ? utf8(rules_store_problem(parts_.rules)) : QString{};
}

QString Bridge::settingsProblem() const
{
	return isConnected() ? utf8(settings_store_problem(parts_.settings)) : QString{};
}

bool Bridge::importRules(const QString &path, QString *error)
{
	char sentence[SENTENCE_SIZE] = "";

	return isConnected() &&
	       report(rules_store_import(parts_.rules, path.toUtf8().constData(), sentence, sizeof(sentence)), sentence,
		      error);
}

bool Bridge::exportRules(const QString &path, QString *error)
{
	char sentence[SENTENCE_SIZE] = "";

	return isConnected() &&
	       report(rules_store_export(parts_.rules, path.toUtf8().constData(), sentence, sizeof(sentence)), sentence,
		      error);
}

bool Bridge::report(bool isDone, const char *sentence, QString *error) const
{
	if (error) {
		*error = utf8(sentence);
	}
	return isDone;
}
