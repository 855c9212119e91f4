// SPDX-License-Identifier: GPL-2.0-or-later
#include "dock/tips/tip_settings.hpp"

#include <QJsonArray>
#include <QRegularExpression>

#include "dock/rules/rule_words.hpp"

namespace {

void putObject(QJsonObject &set, const char *key, const QJsonObject &object)
{
	if (!object.isEmpty()) {
		set[QLatin1String{key}] = object;
	}
}

} // namespace

TipSettings tipSettingsOf(const QJsonObject &set)
{
	const QJsonObject queue = set.value(QLatin1String{"queue"}).toObject();
	const QJsonObject budget = set.value(QLatin1String{"budget"}).toObject();
	TipSettings settings;

	settings.perMinute = queue.value(QLatin1String{"per_minute"}).toInt(settings.perMinute);
	settings.perNamePerMinute = queue.value(QLatin1String{"per_name_per_minute"}).toInt(settings.perNamePerMinute);
	settings.maxSeconds = queue.value(QLatin1String{"max_seconds"}).toInt(settings.maxSeconds);
	settings.overflow = queue.value(QLatin1String{"overflow"}).toString(settings.overflow);
	settings.moveMinutes = budget.value(QLatin1String{"move_minutes"}).toInt(settings.moveMinutes);
	settings.restMinutes = budget.value(QLatin1String{"rest_minutes"}).toInt(settings.restMinutes);
	settings.blocked = wordsOf(set.value(QLatin1String{"blocked"}));
	return settings;
}

QJsonObject withTipSettings(QJsonObject set, const TipSettings &settings)
{
	const TipSettings unstated;
	QJsonObject queue = set.value(QLatin1String{"queue"}).toObject();
	QJsonObject budget = set.value(QLatin1String{"budget"}).toObject();

	storeUnlessUnstated(queue, "per_minute", settings.perMinute, unstated.perMinute);
	storeUnlessUnstated(queue, "per_name_per_minute", settings.perNamePerMinute, unstated.perNamePerMinute);
	storeUnlessUnstated(queue, "max_seconds", settings.maxSeconds, unstated.maxSeconds);
	storeUnlessUnstated(queue, "overflow", settings.overflow, unstated.overflow);
	storeUnlessUnstated(budget, "move_minutes", settings.moveMinutes, unstated.moveMinutes);
	storeUnlessUnstated(budget, "rest_minutes", settings.restMinutes, unstated.restMinutes);
	putObject(set, "queue", queue);
	putObject(set, "budget", budget);
	storeUnlessUnstated(set, "blocked", QJsonArray::fromStringList(settings.blocked), QJsonArray{});
	return set;
}

QStringList wordsIn(const QString &text)
{
	static const QRegularExpression between{QStringLiteral("[,\\n]")};
	QStringList words;

	for (const QString &word : text.split(between, Qt::SkipEmptyParts)) {
		words += word.trimmed();
	}
	words.removeAll(QString{});
	words.removeDuplicates();
	return words;
}
