// SPDX-License-Identifier: GPL-2.0-or-later
#include "dock/rules/watch_words.hpp"

#include <cmath>

#include <QJsonArray>
#include <QStringList>

#include "dock/rules/rule_choices.hpp"
#include "dock/widgets/text.hpp"

QString timerText(const QJsonObject &watch)
{
	constexpr qint64 LEAST_MS = 250; /* as the core has it */
	const qint64 every_ms = qint64(watch.value(QLatin1String{"every_ms"}).toDouble());
	const qint64 jitter_ms = qint64(watch.value(QLatin1String{"jitter_ms"}).toDouble());

	if (jitter_ms <= 0) {
		return lengthText(every_ms);
	}
	return text("Rule.FromTo", lengthText(qMax(every_ms - jitter_ms, LEAST_MS)), lengthText(every_ms + jitter_ms));
}

QString onDays(const QString &time, const QJsonObject &watch)
{
	const QJsonArray chosen = watch.value(QLatin1String{"days"}).toArray();
	QStringList names;

	for (const auto &[day, key] : WEEKDAYS) {
		if (chosen.contains(QLatin1String{day})) {
			names += text(key);
		}
	}
	const bool isEveryDay = names.isEmpty() || names.size() == int(std::size(WEEKDAYS));
	return isEveryDay ? time : text("Rule.TimeOnDays", time, listText(names));
}

QString decibelsText(double decibels)
{
	QString number = QString::number(std::abs(decibels));

	return decibels < 0 ? number.prepend(QChar{0x2212}) : number;
}
