// SPDX-License-Identifier: GPL-2.0-or-later
#include "dock/bridge.hpp"

#include <obs-module.h>

#include <QDateTime>

#include "dock/status/status_text.hpp"
#include "dock/widgets/text.hpp"
#include "haptics/rules/rule.h"
#include "obs/pairing_permission.h"
#include "obs/triggers/audio_meter.h"

namespace {

/* A second meter would say silence in the end, while the rules in force go on. */
bool isMeasured(const haptics_rules *rules, const haptics_ref &source)
{
	const haptics_rule_ref *known = nullptr;

	for (size_t i = 0; (known = haptics_rules_ref(rules, i)); i++) {
		if ((known->needs & HAPTICS_NEEDS_LEVEL) && haptics_ref_is_same_source(&known->ref, &source)) {
			return true;
		}
	}
	return false;
}

} // namespace

SettingsCopy::~SettingsCopy()
{
	engine_settings_wipe(&value);
}

haptics_intent toyTest(int slot)
{
	haptics_intent intent{};

	intent.kind = HAPTICS_INTENT_TEST_TOY;
	intent.toys = UINT32_C(1) << slot;
	return intent;
}

haptics_intent everyToyTest()
{
	haptics_intent intent{};

	intent.kind = HAPTICS_INTENT_TEST_TOY;
	intent.on = true;
	return intent;
}

haptics_intent anyMovement()
{
	haptics_intent intent{};

	intent.kind = HAPTICS_INTENT_RUN_LEVEL;
	intent.value = 0.1;
	intent.duration_ms = 1000;
	return intent;
}

Bridge::Bridge(const dock_parts &parts)
    : parts_{parts}
{
	measuring_.setSingleShot(true);
	connect(&measuring_, &QTimer::timeout, this, &Bridge::endMeasuring);
}

bool Bridge::isConnected() const
{
	return parts_.engine != nullptr;
}

void Bridge::cut()
{
	emit cutting();
	endMeasuring();
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

void Bridge::note(const engine_snapshot &snapshot)
{
	history_.note(snapshot, QDateTime::currentDateTime(), nowMs());
	hasMoved_ = hasMoved_ || isMoving(snapshot);
}

bool Bridge::hasMoved() const
{
	return hasMoved_;
}

const StateHistory &Bridge::history() const
{
	return history_;
}

qint64 Bridge::nowMs() const
{
	return engine_now_ms();
}

bool Bridge::post(const haptics_intent &intent)
{
	return isConnected() && engine_post(parts_.engine, &intent);
}

template <typename Fill> bool Bridge::post(haptics_intent_kind kind, Fill fill)
{
	haptics_intent intent{};

	intent.kind = kind;
	fill(intent);
	return post(intent);
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
	return post(toyTest(slot));
}

bool Bridge::testEveryToy()
{
	return post(everyToyTest());
}

bool Bridge::stopToy(int slot)
{
	return post(HAPTICS_INTENT_STOP_TOY, [&](haptics_intent &intent) { intent.toys = UINT32_C(1) << slot; });
}

bool Bridge::runRule(const QString &id)
{
	return post(HAPTICS_INTENT_RUN_RULE, [&](haptics_intent &intent) { copyText(intent.id, id); });
}

uint32_t Bridge::testRule(const haptics_rules *rules, int duration_ms)
{
	if (!isConnected()) {
		return 0;
	}
	measureFor(rules, duration_ms);
	tested_ = engine_test_rule(parts_.engine, rules, duration_ms);
	return tested_;
}

void Bridge::endTest(uint32_t run)
{
	if (run == tested_) {
		endMeasuring();
	}
	post(HAPTICS_INTENT_CANCEL_RUN, [&](haptics_intent &intent) { intent.run = run; });
}

void Bridge::measureFor(const haptics_rules *rules, int duration_ms)
{
	haptics_rule_view view;

	endMeasuring();
	haptics_rules_view(rules, 0, &view);
	if (!view.audio_ref || isMeasured(snapshot()->rule_set, *view.audio_ref)) {
		return;
	}
	meter_ = audio_meter_create_by_ref(parts_.engine, view.audio_ref);
	measuring_.start(duration_ms);
}

void Bridge::endMeasuring()
{
	measuring_.stop();
	audio_meter_destroy(meter_);
	meter_ = nullptr;
}

bool Bridge::setRuleEnabled(const QString &id, bool isEnabled)
{
	return post(HAPTICS_INTENT_RULE_ENABLED, [&](haptics_intent &intent) {
		copyText(intent.id, id);
		intent.on = isEnabled;
	});
}

bool Bridge::setTipsAllowed(bool isAllowed)
{
	return post(HAPTICS_INTENT_SET_TIPS_ALLOWED, [&](haptics_intent &intent) { intent.on = isAllowed; });
}

bool Bridge::skipCurrent()
{
	return post(HAPTICS_INTENT_SKIP_CURRENT, [](haptics_intent &) {});
}

bool Bridge::clearQueue()
{
	return post(HAPTICS_INTENT_CLEAR_QUEUE, [](haptics_intent &) {});
}

bool Bridge::pauseQueue(bool isPaused)
{
	return post(HAPTICS_INTENT_PAUSE_QUEUE, [&](haptics_intent &intent) { intent.on = isPaused; });
}

bool Bridge::endPause()
{
	return post(HAPTICS_INTENT_END_PAUSE, [](haptics_intent &) {});
}

bool Bridge::setGoal(const QString &label, double target)
{
	return post(HAPTICS_INTENT_SET_GOAL, [&](haptics_intent &intent) {
		intent.value = target;
		copyText(intent.message, label);
	});
}

bool Bridge::resetGoal()
{
	return post(HAPTICS_INTENT_RESET_GOAL, [](haptics_intent &) {});
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
