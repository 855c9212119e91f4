// SPDX-License-Identifier: GPL-2.0-or-later
#include "dock/rules/rule_undo.hpp"

#include <obs-frontend-api.h>

#include <QJsonDocument>
#include <QMainWindow>

#include "dock/rules/rule_book.hpp"
#include "dock/widgets/text.hpp"
#include "obs/frontend_symbol.h"

namespace {

using Callback = void (*)(const char *data);
/* obs_frontend_add_undo_redo_action() of OBS 29.1; looked up, so that a module built for 29.0 has it in newer ones. */
using AddUndo = void (*)(const char *name, Callback undo, Callback redo, const char *undoData, const char *redoData,
			 bool isRepeatable);

/* What makes `wanted` of `current`, for the rules that differ: where each belongs, and the rule itself, none where
 * there is to be none. */
QByteArray stepsTo(const QJsonArray &wanted, const QJsonArray &current)
{
	QJsonArray steps;

	for (const QJsonValue &rule : current) {
		if (ruleIndex(wanted, ruleId(rule)) < 0) {
			steps += QJsonObject{{"id", ruleId(rule)}};
		}
	}
	for (int i = 0; i < int(wanted.size()); i++) {
		const QString id = ruleId(wanted[i]);
		const int index = ruleIndex(current, id);
		if (index < 0 || current[index] != wanted[i]) {
			steps += QJsonObject{{"id", id}, {"at", i}, {"rule", wanted[i]}};
		}
	}
	return QJsonDocument{steps}.toJson(QJsonDocument::Compact);
}

/* What was switched off since then stays off, whatever comes back. */
QJsonObject keepOff(QJsonObject restored, const QJsonObject &current)
{
	const QString enabled = QStringLiteral("enabled");

	if (!current.value(enabled).toBool(true)) {
		restored[enabled] = false;
	}
	return restored;
}

void takeStep(const QJsonObject &step, QJsonArray &rules)
{
	const int index = ruleIndex(rules, ruleId(step));
	const QJsonValue rule = step.value(QStringLiteral("rule"));

	if (rule.isUndefined() && index >= 0) {
		rules.removeAt(index);
	} else if (rule.isObject() && index >= 0) {
		rules[index] = keepOff(rule.toObject(), rules[index].toObject());
	} else if (rule.isObject()) {
		rules.insert(qBound(0, step.value(QStringLiteral("at")).toInt(), int(rules.size())), rule);
	}
}

void restoreRules(const char *steps)
{
	const auto *target = RuleUndoTarget::find(static_cast<QMainWindow *>(obs_frontend_get_main_window()));

	if (!target) {
		return;
	}
	const BridgePtr &bridge = target->bridge();
	const QJsonObject set = QJsonDocument::fromJson(bridge->rulesJson()).object();
	QJsonArray rules = set.value(QStringLiteral("rules")).toArray();
	const QJsonArray all = QJsonDocument::fromJson(steps).array();
	for (const QJsonValue &step : all) {
		takeStep(step.toObject(), rules);
	}
	bridge->setRulesJson(ruleSetText(set, rules));
}

} // namespace

RuleUndoTarget::RuleUndoTarget(BridgePtr bridge, QObject *mainWindow)
    : QObject{mainWindow},
      bridge_{std::move(bridge)}
{
}

RuleUndoTarget *RuleUndoTarget::find(const QObject *mainWindow)
{
	return mainWindow ? mainWindow->findChild<RuleUndoTarget *>(QString{}, Qt::FindDirectChildrenOnly) : nullptr;
}

void rememberRuleChange(const QJsonArray &before, const QJsonArray &after)
{
	const auto addUndo = reinterpret_cast<AddUndo>(frontend_symbol_find("obs_frontend_add_undo_redo_action"));

	if (addUndo && before != after) {
		addUndo(text("Rules.Title").toUtf8().constData(), restoreRules, restoreRules,
			stepsTo(before, after).constData(), stepsTo(after, before).constData(), false);
	}
}
