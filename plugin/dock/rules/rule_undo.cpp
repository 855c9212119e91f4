// SPDX-License-Identifier: GPL-2.0-or-later
#include "dock/rules/rule_undo.hpp"

#include <algorithm>

#include <obs-frontend-api.h>

#include <QJsonDocument>
#include <QMainWindow>
#include <QVector>

#include "dock/rules/rule_book.hpp"
#include "obs/frontend_symbol.h"

namespace {

/* obs_frontend_add_undo_redo_action() of OBS 29.1; looked up, so that a module built for 29.0 has it in newer ones. */
using AddUndo = void (*)(const char *name, UndoStep undo, UndoStep redo, const char *undoData, const char *redoData,
			 bool isRepeatable);

/* The rules that both have, in the order of the first. */
QJsonArray commonIds(const QJsonArray &rules, const QJsonArray &others)
{
	QJsonArray ids;

	for (const QJsonValue &rule : rules) {
		if (ruleIndex(others, ruleId(rule)) >= 0) {
			ids += ruleId(rule);
		}
	}
	return ids;
}

/* What makes `wanted` of `current`, for the rules that differ: where each belongs, and the rule itself, none where
 * there is to be none; and the order of the others, if it is another. */
QByteArray stepsTo(const QJsonArray &wanted, const QJsonArray &current)
{
	QJsonObject all;
	QJsonArray steps;
	const QJsonArray order = commonIds(wanted, current);

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
	all[QStringLiteral("steps")] = steps;
	if (order != commonIds(current, wanted)) {
		all[QStringLiteral("order")] = order;
	}
	return QJsonDocument{all}.toJson(QJsonDocument::Compact);
}

QByteArray switchTo(const QStringList &ids, bool areEnabled)
{
	const QJsonObject all{{"switch", QJsonArray::fromStringList(ids)}, {"enabled", areEnabled}};

	return QJsonDocument{all}.toJson(QJsonDocument::Compact);
}

/* The keys that differ, as they are to be; null where there is to be none. */
QByteArray settingsTo(const QJsonObject &wanted, const QJsonObject &current)
{
	QJsonObject changed;

	for (const QString &key : wanted.keys() + current.keys()) {
		const bool isSetting = key != QLatin1String{"rules"} && key != QLatin1String{"goal"};
		if (isSetting && wanted.value(key) != current.value(key)) {
			changed[key] = wanted.contains(key) ? wanted.value(key) : QJsonValue{};
		}
	}
	return QJsonDocument{QJsonObject{{"settings", changed}}}.toJson(QJsonDocument::Compact);
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

/* Puts those that are there in this order, in the places that they have among the others. */
void putInOrder(const QJsonArray &ids, QJsonArray &rules)
{
	const QJsonArray before = rules;
	QVector<int> places;
	QVector<int> wanted;

	for (const QJsonValue &id : ids) {
		const int index = ruleIndex(before, id.toString());
		if (index >= 0) {
			wanted += index;
		}
	}
	places = wanted;
	std::sort(places.begin(), places.end());
	for (int i = 0; i < places.size(); i++) {
		rules[places[i]] = before[wanted[i]];
	}
}

void restore(const BridgePtr &bridge, const QJsonObject &all)
{
	const QJsonObject set = QJsonDocument::fromJson(bridge->rulesJson()).object();
	const QJsonArray steps = all.value(QStringLiteral("steps")).toArray();
	QJsonArray rules = set.value(QStringLiteral("rules")).toArray();

	for (const QJsonValue &step : steps) {
		takeStep(step.toObject(), rules);
	}
	putInOrder(all.value(QStringLiteral("order")).toArray(), rules);
	bridge->setRulesJson(ruleSetText(set, rules));
}

void restoreSettings(const BridgePtr &bridge, const QJsonObject &changed)
{
	QJsonObject set = QJsonDocument::fromJson(bridge->rulesJson()).object();

	for (auto key = changed.begin(); key != changed.end(); ++key) {
		if (key.value().isNull()) {
			set.remove(key.key());
		} else {
			set[key.key()] = key.value();
		}
	}
	bridge->setRulesJson(ruleSetText(set, set.value(QStringLiteral("rules")).toArray()));
}

void restoreRules(const char *data)
{
	const auto *target = RuleUndoTarget::find(static_cast<QMainWindow *>(obs_frontend_get_main_window()));
	const QJsonObject all = QJsonDocument::fromJson(data).object();
	const QJsonArray switched = all.value(QStringLiteral("switch")).toArray();

	if (!target) {
		return;
	}
	if (all.contains(QStringLiteral("steps"))) {
		restore(target->bridge(), all);
	}
	if (all.contains(QStringLiteral("settings"))) {
		restoreSettings(target->bridge(), all.value(QStringLiteral("settings")).toObject());
	}
	for (const QJsonValue &id : switched) {
		target->bridge()->setRuleEnabled(id.toString(), all.value(QStringLiteral("enabled")).toBool());
	}
}

void remember(const QString &name, const QByteArray &undoData, const QByteArray &redoData)
{
	addUndoStep(name, restoreRules, undoData.constData(), redoData.constData());
}

} // namespace

void addUndoStep(const QString &name, UndoStep step, const char *undoData, const char *redoData)
{
	const auto addUndo = reinterpret_cast<AddUndo>(frontend_symbol_find("obs_frontend_add_undo_redo_action"));

	if (addUndo) {
		addUndo(name.toUtf8().constData(), step, step, undoData, redoData, false);
	}
}

RuleUndoTarget::RuleUndoTarget(BridgePtr bridge, QObject *mainWindow)
    : QObject{mainWindow},
      bridge_{std::move(bridge)}
{
}

RuleUndoTarget *RuleUndoTarget::find(const QObject *mainWindow)
{
	return mainWindow ? mainWindow->findChild<RuleUndoTarget *>(QString{}, Qt::FindDirectChildrenOnly) : nullptr;
}

void rememberRuleChange(const QString &name, const QJsonArray &before, const QJsonArray &after)
{
	if (before != after) {
		remember(name, stepsTo(before, after), stepsTo(after, before));
	}
}

void rememberRuleSwitch(const QString &name, const QStringList &ids, bool areEnabled)
{
	remember(name, switchTo(ids, !areEnabled), switchTo(ids, areEnabled));
}

void rememberRuleSettings(const QString &name, const QJsonObject &before, const QJsonObject &after)
{
	const QByteArray undoData = settingsTo(before, after);

	if (undoData != settingsTo(after, before)) {
		remember(name, undoData, settingsTo(after, before));
	}
}
