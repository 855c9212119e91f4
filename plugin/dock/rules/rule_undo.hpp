// SPDX-License-Identifier: GPL-2.0-or-later
/* OBS's undo for changes of the rule set. Stop, arm and ceiling are never in it: Ctrl+Z must not raise anything that a
 * person has lowered. UI thread. */
#pragma once

#include <QJsonArray>
#include <QJsonObject>
#include <QObject>
#include <QStringList>

#include "dock/bridge.hpp"

/* Where an undo of OBS, which hands back its data alone, finds the rules: a child of OBS's main window for as long as
 * the dock lives. */
class RuleUndoTarget : public QObject {
	Q_OBJECT

      public:
	RuleUndoTarget(BridgePtr bridge, QObject *mainWindow);
	static RuleUndoTarget *find(const QObject *mainWindow);
	const BridgePtr &bridge() const
	{
		return bridge_;
	}

      private:
	BridgePtr bridge_;
};

/* A step of OBS's undo, called by its name: back with the one data, forth with the other. Does nothing where OBS has no
 * undo for plugins (before 29.1). */
using UndoStep = void (*)(const char *data);
void addUndoStep(const QString &name, UndoStep step, const char *undoData, const char *redoData);

/* The rules before and after a change, and what OBS calls it: 'change rule "Boost"'. Only the rules that differ are put
 * back by an undo, so that another that was changed since then stays as it is, and none that is off now is switched on.
 */
void rememberRuleChange(const QString &name, const QJsonArray &before, const QJsonArray &after);
/* The rules that a person has switched by themselves: that alone is put back. */
void rememberRuleSwitch(const QString &name, const QStringList &ids, bool areEnabled);
/* What stands beside the rules, key by key; not the goal, which counts on by itself. */
void rememberRuleSettings(const QString &name, const QJsonObject &before, const QJsonObject &after);
