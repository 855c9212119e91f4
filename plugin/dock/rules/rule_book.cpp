// SPDX-License-Identifier: GPL-2.0-or-later
#include "dock/rules/rule_book.hpp"

#include <utility>

#include <QJsonDocument>
#include <QRegularExpression>
#include <QUuid>

#include "dock/rules/rule_undo.hpp"
#include "dock/widgets/text.hpp"
#include "haptics/rules/rule.h"
#include "obs/stores/rules_store.h"

namespace {

constexpr char GROUP[] = "group";

/* One rule by its name, several by their number. */
struct UndoKeys {
	const char *one;
	const char *several;
};
constexpr UndoKeys DELETED{"Undo.DeleteRule", "Undo.DeleteRules"};
constexpr UndoKeys MOVED{"Undo.MoveRule", "Undo.MoveRules"};
constexpr UndoKeys GROUPED{"Undo.GroupRule", "Undo.GroupRules"};
constexpr UndoKeys SWITCHED_ON{"Undo.SwitchRuleOn", "Undo.SwitchRulesOn"};
constexpr UndoKeys SWITCHED_OFF{"Undo.SwitchRuleOff", "Undo.SwitchRulesOff"};

QString ruleName(const QJsonValue &rule)
{
	return rule.toObject().value(QStringLiteral("name")).toString();
}

/* A key that says nothing is left out, so that a collection without groups stays as it was. */
QJsonObject inGroup(QJsonObject rule, const QString &group)
{
	if (group.isEmpty()) {
		rule.remove(QLatin1String{GROUP});
	} else {
		rule[QLatin1String{GROUP}] = group;
	}
	return rule;
}

QString undoName(const UndoKeys &keys, const QJsonArray &rules, const QStringList &ids)
{
	return ids.size() == 1 ? text(keys.one, ruleName(rules[ruleIndex(rules, ids[0])]))
			       : text(keys.several, int(ids.size()));
}

} // namespace

QString ruleId(const QJsonValue &rule)
{
	return rule.toObject().value(QStringLiteral("id")).toString();
}

QString ruleGroup(const QJsonValue &rule)
{
	return rule.toObject().value(QLatin1String{GROUP}).toString();
}

int ruleIndex(const QJsonArray &rules, const QString &id)
{
	for (int i = 0; i < int(rules.size()); i++) {
		if (ruleId(rules[i]) == id) {
			return i;
		}
	}
	return -1;
}

QByteArray ruleSetText(QJsonObject set, const QJsonArray &rules)
{
	set[QStringLiteral("version")] = 1;
	set[QStringLiteral("rules")] = rules;
	return QJsonDocument{set}.toJson(QJsonDocument::Compact);
}

RuleBook::RuleBook(BridgePtr bridge)
    : bridge_{std::move(bridge)}
{
}

QString RuleBook::freshId()
{
	return QUuid::createUuid().toString(QUuid::WithoutBraces);
}

const QJsonObject &RuleBook::set() const
{
	const QByteArray text = bridge_->rulesJson();

	if (text != text_) {
		text_ = text;
		set_ = QJsonDocument::fromJson(text).object();
	}
	return set_;
}

QJsonArray RuleBook::rules() const
{
	return set().value(QStringLiteral("rules")).toArray();
}

QJsonObject RuleBook::rule(const QString &id) const
{
	const QJsonArray all = rules();
	const int index = ruleIndex(all, id);

	return index < 0 ? QJsonObject{} : all[index].toObject();
}

bool RuleBook::save(const QJsonObject &rule, QString *error, const QString &behindId)
{
	QJsonArray all = rules();
	const int index = ruleIndex(all, ruleId(rule));

	if (index < 0) {
		const int behind = ruleIndex(all, behindId);
		all.insert(behind < 0 ? int(all.size()) : behind + 1, rule);
		return commit(text("Undo.AddRule", ruleName(rule)), all, error);
	}
	all[index] = rule;
	return commit(text("Undo.ChangeRule", ruleName(rule)), all, error);
}

QStringList RuleBook::known(const QStringList &ids) const
{
	const QJsonArray all = rules();
	QStringList found;

	for (const QJsonValue &rule : all) {
		if (ids.contains(ruleId(rule))) {
			found += ruleId(rule);
		}
	}
	return found;
}

bool RuleBook::remove(const QStringList &wanted, QString *error)
{
	const QStringList ids = known(wanted);
	const QJsonArray all = rules();
	QJsonArray left;

	if (ids.isEmpty()) {
		return false;
	}
	for (const QJsonValue &rule : all) {
		if (!ids.contains(ruleId(rule))) {
			left += rule;
		}
	}
	return commit(undoName(DELETED, all, ids), left, error);
}

bool RuleBook::move(const QStringList &wanted, const QString &beforeId, const QString &group, QString *error)
{
	const QStringList ids = known(wanted);
	const QJsonArray all = rules();
	QJsonArray moved;
	QJsonArray others;

	if (ids.isEmpty()) {
		return false;
	}
	for (const QJsonValue &rule : all) {
		(ids.contains(ruleId(rule)) ? moved : others) += rule;
	}
	const int found = ruleIndex(others, beforeId);
	int at = found < 0 ? int(others.size()) : found;
	for (const QJsonValue &rule : std::as_const(moved)) {
		others.insert(at++, inGroup(rule.toObject(), group));
	}
	return commit(undoName(MOVED, all, ids), others, error);
}

bool RuleBook::setGroup(const QStringList &wanted, const QString &group, QString *error)
{
	const QStringList ids = known(wanted);
	QJsonArray all = rules();

	if (ids.isEmpty()) {
		return false;
	}
	const QString name = undoName(GROUPED, all, ids);
	for (const QString &id : ids) {
		const int index = ruleIndex(all, id);
		all[index] = inGroup(all[index].toObject(), group);
	}
	return commit(name, all, error);
}

bool RuleBook::renameGroup(const QString &group, const QString &name, QString *error)
{
	QJsonArray all = rules();

	for (QJsonArray::iterator rule = all.begin(); rule != all.end(); ++rule) {
		if (ruleGroup(*rule) == group) {
			*rule = inGroup(QJsonValue{*rule}.toObject(), name);
		}
	}
	return commit(text("Undo.RenameGroup", group), all, error);
}

void RuleBook::setEnabled(const QStringList &wanted, bool areEnabled)
{
	const SnapshotRef snapshot = bridge_->snapshot();
	QStringList ids;

	for (const QString &id : known(wanted)) {
		const engine_rule *now = snapshot ? engine_find_rule(snapshot.get(), id.toUtf8().constData()) : nullptr;
		if ((!now || now->is_enabled != areEnabled) && bridge_->setRuleEnabled(id, areEnabled)) {
			ids += id;
		}
	}
	if (!ids.isEmpty()) {
		rememberRuleSwitch(undoName(areEnabled ? SWITCHED_ON : SWITCHED_OFF, rules(), ids), ids, areEnabled);
	}
}

QJsonObject RuleBook::duplicate(const QString &id, QString *error)
{
	const QJsonObject original = rule(id);

	if (original.isEmpty()) {
		return {};
	}
	QJsonObject copy = copyOf(original);
	copy[QStringLiteral("enabled")] = false;
	save(copy, error, id);
	return copy;
}

QJsonObject RuleBook::copyOf(QJsonObject rule) const
{
	static const QRegularExpression number{QStringLiteral("\\s*[(\uff08]\\d+[)\uff09]$")};
	const QString name = rule.value(QStringLiteral("name")).toString().remove(number);
	QStringList taken;
	int copy = 2;

	for (const QJsonValue &each : rules()) {
		taken += ruleName(each);
	}
	while (taken.contains(text("Rules.CopyOf", name, copy))) {
		copy++;
	}
	rule[QStringLiteral("id")] = freshId();
	rule[QStringLiteral("name")] = text("Rules.CopyOf", name, copy);
	return rule;
}

RulesRef RuleBook::parse(const QJsonObject &rule, QString *error) const
{
	char sentence[512] = "";
	const QByteArray alone = ruleSetText(set(), {rule});
	RulesRef rules{rules_store_parse(alone.constData(), sentence, sizeof(sentence)), haptics_rules_release};

	*error = utf8(sentence);
	return rules;
}

QJsonObject RuleBook::settings() const
{
	QJsonObject settings = set();

	settings.remove(QStringLiteral("rules"));
	return settings;
}

bool RuleBook::saveSettings(const QJsonObject &settings, QString *error)
{
	const QJsonObject before = set();

	if (!bridge_->setRulesJson(ruleSetText(settings, rules()), error)) {
		return false;
	}
	rememberRuleSettings(text("Undo.ChangeRuleSettings"), before, settings);
	return true;
}

bool RuleBook::commit(const QString &undoName, const QJsonArray &changed, QString *error)
{
	const QJsonArray before = rules();

	if (!bridge_->setRulesJson(ruleSetText(set(), changed), error)) {
		return false;
	}
	rememberRuleChange(undoName, before, changed);
	return true;
}
