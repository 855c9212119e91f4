// SPDX-License-Identifier: GPL-2.0-or-later
#include "dock/widgets/text.hpp"

#include <cmath>

#include <QLocale>
#include <QRegularExpression>

#include <obs-module.h>

namespace {

/* Longer times count minutes. Lengths of less are set, and told, in seconds. */
constexpr qint64 MOST_SECONDS = 100;

QString joined(const char *key, const QStringList &parts)
{
	QString all = parts.value(0);

	for (int i = 1; i < int(parts.size()); i++) {
		all = text(key, all, parts[i]);
	}
	return all;
}

} // namespace

QString text(const char *key)
{
	return QString::fromUtf8(obs_module_text(key));
}

QString fillText(const QString &pattern, const QStringList &arguments)
{
	QString filled;

	for (int i = 0; i < pattern.size(); i++) {
		const int digit =
			pattern[i] == QLatin1Char('%') && i + 1 < pattern.size() ? pattern[i + 1].digitValue() : -1;
		if (digit >= 1 && digit <= arguments.size()) {
			filled += arguments[digit - 1];
			i++;
		} else {
			filled += pattern[i];
		}
	}
	return filled;
}

QString listText(const QStringList &parts)
{
	return joined("Join.List", parts);
}

QString sentencesText(const QStringList &sentences)
{
	return joined("Join.Sentences", sentences);
}

QString withUnits(QString words)
{
	static const QRegularExpression unit{QStringLiteral("(?<=\\d) (?=%|(s|ms|min|dB)\\b)")};

	return words.replace(unit, QString{QChar::Nbsp});
}

QString percentText(double share)
{
	return QStringLiteral("%1\u00a0%").arg(qRound(share * 100.0));
}

QString percentsText(double from, double to)
{
	const QString highest = percentText(to);
	const QString lowest = percentText(from);

	return from < to && lowest != highest ? text("Rule.FromTo", lowest, highest) : highest;
}

QString durationText(qint64 duration_ms)
{
	const qint64 seconds = duration_ms <= 0 ? 0 : (duration_ms + 999) / 1000;

	if (seconds < MOST_SECONDS) {
		return QStringLiteral("%1\u00a0s").arg(seconds);
	}
	return QStringLiteral("%1:%2").arg(seconds / 60).arg(seconds % 60, 2, 10, QLatin1Char('0'));
}

QString secondsText(double seconds)
{
	const double hundredths = std::round(seconds * 100.0);
	const int decimals = std::fmod(hundredths, 100.0) == 0 ? 0 : std::fmod(hundredths, 10.0) == 0 ? 1 : 2;
	QLocale plain;

	plain.setNumberOptions(QLocale::OmitGroupSeparator);
	return plain.toString(hundredths / 100.0, 'f', decimals);
}

QString lengthText(qint64 length_ms)
{
	return QStringLiteral("%1\u00a0s").arg(secondsText(double(length_ms) / 1000.0));
}
