// SPDX-License-Identifier: GPL-2.0-or-later
#include "dock/rule_list/rule_order.hpp"

#include <QHash>

#include "dock/rules/rule_book.hpp"

QVector<RulePlace> rulePlaces(const QStringList &ids, const QJsonArray &rules)
{
	QHash<QString, QString> groupOf;
	QHash<QString, QStringList> members;
	QVector<RulePlace> places;

	for (const QJsonValue &rule : rules) {
		groupOf[ruleId(rule)] = ruleGroup(rule);
	}
	for (const QString &id : ids) {
		members[groupOf.value(id)] += id;
	}
	for (const QString &id : ids) {
		const QString group = groupOf.value(id);
		if (group.isEmpty()) {
			places += {group, id};
		} else if (members[group].first() == id) {
			places += {group, QString{}};
			for (const QString &member : members[group]) {
				places += {group, member};
			}
		}
	}
	return places;
}

QStringList ruleGroups(const QJsonArray &rules)
{
	QStringList groups;

	for (const QJsonValue &rule : rules) {
		const QString group = ruleGroup(rule);
		if (!group.isEmpty() && !groups.contains(group)) {
			groups += group;
		}
	}
	return groups;
}
