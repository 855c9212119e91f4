// SPDX-License-Identifier: GPL-2.0-or-later
/* The widgets' only way to the engine and the stores. OBS owns the widgets and deletes them late, from another place
 * in its shutdown, or never; so they share this object, and dock_detach() cuts it. After cut() every call does nothing
 * and returns its neutral value. UI thread. */
#pragma once

#include <functional>
#include <memory>

#include <QObject>
#include <QString>
#include <QTimer>

#include "dock/dock.h"
#include "dock/rules/kept_drafts.hpp"
#include "dock/status/diagnostics.hpp"
#include "engine/engine.h"
#include "engine/snapshot.h"
#include "obs/stores/rules_store.h"
#include "obs/stores/transfer/transfer.h"

struct audio_meter;
struct haptics_rules;

/* Released on destruction. Keep it for the length of one function only: nothing of the engine may be held by a widget.
 */
using SnapshotRef = std::shared_ptr<const engine_snapshot>;

/* A parsed rule set. */
using RulesRef = std::shared_ptr<const haptics_rules>;

/* What a file would change. */
using TransferPlanRef = std::shared_ptr<transfer_plan>;
using JsonRef = std::shared_ptr<json_t>;

/* A copy of the settings that wipes its secrets when it goes out of scope. */
struct SettingsCopy {
	engine_settings value{};

	SettingsCopy() = default;
	Q_DISABLE_COPY_MOVE(SettingsCopy)
	~SettingsCopy();
};

/* What testToy() and testEveryToy() post. The latter moves all that are there, armed or not, and lets nothing else
 * through. */
haptics_intent toyTest(int slot);
haptics_intent everyToyTest();
/* Moves all that are there a little, on the terms of rules: asked about, never posted. */
haptics_intent anyMovement();

class Bridge : public QObject {
	Q_OBJECT

      public:
	explicit Bridge(const dock_parts &parts);

	bool isConnected() const;
	void cut();

	quint64 revision() const;
	/* NULL after cut(). */
	SnapshotRef snapshot() const;
	/* What happened since OBS began, also while no dock was seen. */
	void note(const engine_snapshot &snapshot);
	const StateHistory &history() const;
	/* A toy has moved in one of the snapshots that were noted. */
	bool hasMoved() const;
	/* Time in the clock of the snapshots' *_ms fields. */
	qint64 nowMs() const;

	/* false: nothing was posted (cut, or the mailbox is full); the caller restores the control to the old state. */
	bool stopAll();
	bool resume();
	bool setArmed(bool isArmed);
	bool setCeiling(double ceiling);
	bool testToy(int slot);
	bool testEveryToy();
	bool stopToy(int slot);
	bool runRule(const QString &id);
	/* Runs the first of these rules, in force or not. If it follows a sound that no rule in force listens to, that
	 * is measured meanwhile. Returns the number of its run; 0 after cut(). */
	uint32_t testRule(const haptics_rules *rules, int duration_ms);
	/* Over is fine. */
	void endTest(uint32_t run);
	bool setRuleEnabled(const QString &id, bool isEnabled);

	/* What viewers wait for. */
	bool setTipsAllowed(bool isAllowed);
	bool skipCurrent();
	bool clearQueue();
	bool pauseQueue(bool isPaused);
	/* Also the rest that the budget asks for. */
	bool endPause();
	bool setGoal(const QString &label, double target);
	bool resetGoal();

	void newPairingCode();
	/* Shows a new code on air for a while, where its owner allowed that. */
	void showPairingCode();
	/* true: what is shown may reach viewers. False after cut(). */
	bool isLive() const;
	/* false after cut(). */
	bool canShowPairingCodeLive() const;
	void retryNow();
	/* Switches of the simulator. */
	void simulateApp(bool isOnline);
	void simulateToy(size_t index, bool isToyConnected);

	/* false after cut(). */
	bool readSettings(SettingsCopy &settings) const;
	/* Reads, lets change() edit, writes back. false with the store's sentence in error; true with a sentence in
	 * error when the settings are in force but could not be saved. */
	bool changeSettings(const std::function<void(engine_settings &)> &change, QString *error = nullptr);
	bool newIdentity(QString *error = nullptr);

	/* {"version": 1, "rules": [...]}; empty after cut(). */
	QByteArray rulesJson() const;
	bool setRulesJson(const QByteArray &json, QString *error = nullptr);
	/* Why some rules are kept but not used; empty: no problem. */
	QString rulesProblem() const;
	/* What the user is asked about the rules; none after cut(). */
	rules_question rulesQuestion() const;
	void answerRulesQuestion(bool isYes);
	/* Why settings were lost or cannot be saved; empty: no problem. */
	QString settingsProblem() const;
	/* Where the session record lies; empty: nowhere. */
	QString recordFolder() const;
	void deleteRecords();

	/* Files of rules, and those for another computer (obs/stores/transfer/transfer.h). NULL and false with a
	 * sentence in error; false without one after cut(). */
	TransferPlanRef readTransfer(const QString &path, QString *error);
	bool writeTransfer(transfer_extent extent, const QString &path, QString *error);
	bool carryOutTransfer(const json_t *patch, QString *error);
	/* What takes the patch back, before it is carried out; NULL after cut(). */
	JsonRef transferBack(const json_t *patch);
	void repeatTransfer(const json_t *patch);

	/* What was not saved when OBS closed; also after cut(). */
	KeptDrafts &drafts();

      signals:
	/* The engine is about to be destroyed: release everything that belongs to libobs. */
	void cutting();
	/* Something that a person asked for is done: for the dock to say. */
	void answered(const QString &words);
	/* By a file that a person has read in. */
	void discreetWanted(bool isDiscreet);

      private:
	bool post(const haptics_intent &intent);
	template <typename Fill> bool post(haptics_intent_kind kind, Fill fill);
	/* Calls a store with the arguments and room for the sentence that goes into error, which may be NULL. */
	template <typename Call, typename... Arguments>
	bool report(QString *error, Call call, Arguments... arguments) const;

	transfer_parts transferParts() const;
	/* What a file says of discreet mode; mayEnd: a person has just said so. */
	void takeDiscreet(const json_t *patch, bool mayEnd);
	void measureFor(const haptics_rules *rules, int duration_ms);
	void endMeasuring();

	dock_parts parts_;
	StateHistory history_;
	KeptDrafts drafts_;
	bool hasMoved_{false};
	audio_meter *meter_{nullptr}; /* of the rule under test */
	uint32_t tested_{0};          /* the run of that rule */
	QTimer measuring_;
};

using BridgePtr = std::shared_ptr<Bridge>;
