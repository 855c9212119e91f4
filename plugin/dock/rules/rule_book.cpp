// SPDX-License-Identifier: GPL-2.0-or-later
#include "dock/rules/rule_book.hpp"

#include <utility>

#include <QJsonDocument>
#include <QUuid>

#include "dock/rules/rule_undo.hpp"
#include "dock/widgets/text.hpp"
#include "haptics/rules/rule.h"
#include "obs/stores/rules_store.h"

QString ruleId(const QJsonValue &rule)
{
	return rule.toObject().value(QStringLiteral("id")).toString();
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

bool RuleBook::save(const QJsonObject &rule, QString *error)
{
	QJsonArray all = rules();
	const int index = ruleIndex(all, ruleId(rule));

	if (index < 0) {
		all.append(rule);
	} else {
		all[index] = rule;
	}
	return commit(all, error);
}

bool RuleBook::remove(const QString &id, QString *error)
{
	QJsonArray all = rules();
	const int index = ruleIndex(all, id);

	if (index < 0) {
		return false;
	}
	all.removeAt(index);
	return commit(all, error);
}

QJsonObject RuleBook::duplicate(const QString &id, QString *error)
{
	const QJsonObject original = rule(id);

	if (original.isEmpty()) {
		return {};
	}
	QJsonObject copy = copyOf(original);
	copy[QStringLiteral("enabled")] = false;
	save(copy, error);
	return copy;
}

QJsonObject RuleBook::copyOf(QJsonObject rule)
{
	rule[QStringLiteral("id")] = freshId();
	rule[QStringLiteral("name")] = text("Rules.CopyOf", rule.value(QStringLiteral("name")).toString());
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

bool RuleBook::importFile(const QString &path, QString *error)
{
	const QJsonArray before = rules();

	if (!bridge_->importRules(path, error)) {
		return false;
	}
	rememberRuleChange(before, rules());
	return true;
}

QJsonObject RuleBook::settings() const
{
	QJsonObject settings = set();

	settings.remove(QStringLiteral("rules"));
	return settings;
}

bool RuleBook::saveSettings(QJsonObject settings, QString *error)
{
	return bridge_->setRulesJson(ruleSetText(std::move(settings), rules()), error);
}

bool RuleBook::commit(const QJsonArray &changed, QString *error)
{
	const QJsonArray before = rules();

	if (!bridge_->setRulesJson(ruleSetText(set(), changed), error)) {
		return false;
	}
	rememberRuleChange(before, changed);
	return true;
}
