// SPDX-License-Identifier: GPL-2.0-or-later
#include "dock/bridge.hpp"

#include <obs-module.h>

#include "dock/widgets/text.hpp"
#include "obs/pairing_permission.h"
#include "obs/stores/rules_store.h"
#include "obs/stores/settings.h"

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

template <typename Fill> bool Bridge::post(haptics_intent_kind kind, Fill fill)
{
	haptics_intent intent{};

	intent.kind = kind;
	intent.function = -1;
	fill(intent);
	return isConnected() && engine_post(parts_.engine, &intent);
}

bool Bridge::stopAll()
{
	return post(HAPTICS_INTENT_STOP_ALL, [](haptics_intent &) {});
}

bool Bridge::resume()
{
	return post(HAPTICS_INTENT_RESUME, [](haptics_intent &) {});
}

bool Bridge::setArmed(bool isArmed)
{
	return post(HAPTICS_INTENT_SET_ARMED, [&](haptics_intent &intent) { intent.on = isArmed; });
}

bool Bridge::setCeiling(double ceiling)
{
	return post(HAPTICS_INTENT_SET_CEILING, [&](haptics_intent &intent) { intent.value = ceiling; });
}

bool Bridge::testToy(int slot)
{
	return post(HAPTICS_INTENT_TEST_TOY, [&](haptics_intent &intent) { intent.toys = UINT32_C(1) << slot; });
}

bool Bridge::stopToy(int slot)
{
	return post(HAPTICS_INTENT_STOP_TOY, [&](haptics_intent &intent) { intent.toys = UINT32_C(1) << slot; });
}

bool Bridge::runRule(const QString &id, int duration_ms)
{
	return post(HAPTICS_INTENT_RUN_RULE, [&](haptics_intent &intent) {
		copyText(intent.id, id);
		intent.duration_ms = duration_ms;
	});
}

bool Bridge::runLevel(double level, int function, quint32 toys, int duration_ms)
{
	return post(HAPTICS_INTENT_RUN_LEVEL, [&](haptics_intent &intent) {
		intent.value = level;
		intent.function = function;
		intent.toys = toys;
		intent.duration_ms = duration_ms;
	});
}

bool Bridge::setRuleEnabled(const QString &id, bool isEnabled)
{
	return post(HAPTICS_INTENT_RULE_ENABLED, [&](haptics_intent &intent) {
		copyText(intent.id, id);
		intent.on = isEnabled;
	});
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

template <typename Call, typename... Arguments>
bool Bridge::report(QString *error, Call call, Arguments... arguments) const
{
	char sentence[512] = "";

	if (!isConnected()) {
		return false;
	}
	const bool isDone = call(arguments..., sentence, sizeof(sentence));
	if (error) {
		*error = utf8(sentence);
	}
	return isDone;
}

bool Bridge::changeSettings(const std::function<void(engine_settings &)> &change, QString *error)
{
	SettingsCopy settings;

	if (!readSettings(settings)) {
		return false;
	}
	change(settings.value);
	return report(error, settings_store_set, parts_.settings, &settings.value);
}

bool Bridge::newIdentity(QString *error)
{
	return report(error, settings_store_new_identity, parts_.settings);
}

QByteArray Bridge::rulesJson() const
{
	return isConnected() ? QByteArray{rules_store_json(parts_.rules)} : QByteArray{};
}

bool Bridge::setRulesJson(const QByteArray &json, QString *error)
{
	return report(error, rules_store_set_json, parts_.rules, json.constData());
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
	return report(error, rules_store_import, parts_.rules, path.toUtf8().constData());
}

bool Bridge::exportRules(const QString &path, QString *error)
{
	return report(error, rules_store_export, parts_.rules, path.toUtf8().constData());
}
