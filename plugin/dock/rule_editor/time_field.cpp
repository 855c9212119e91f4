// SPDX-License-Identifier: GPL-2.0-or-later
#include "dock/rule_editor/time_field.hpp"

#include <QLineEdit>
#include <QRegularExpression>
#include <QTime>

#include "dock/widgets/looks.hpp"

namespace {

constexpr char TIME_FORMAT[] = "HH:mm";
constexpr int MSECS_OF_MINUTE = 60 * 1000;
constexpr int MINUTES_OF_HOUR = 60;
constexpr int MINUTES_OF_DAY = 24 * MINUTES_OF_HOUR;

/* "21:30", and "2130" as who types in a hurry writes it. */
QTime timeOf(QString text)
{
	constexpr int MINUTE_DIGITS = 2;

	if (!text.contains(QLatin1Char(':')) && text.size() > MINUTE_DIGITS) {
		text.insert(int(text.size()) - MINUTE_DIGITS, QLatin1Char(':'));
	}
	return QTime::fromString(text, QStringLiteral("H:m"));
}

} // namespace

TimeField::TimeField(const QString &name, QWidget *parent)
    : RoomyBox{parent}
{
	setRange(0, MINUTES_OF_DAY - 1);
	setWrapping(true);
	setAccessibleName(name);
	guardWheel(this);
}

void TimeField::load(const QJsonValue &value, const QJsonValue &missing)
{
	setValue(valueFromText(value.toString(missing.toString())));
}

QJsonValue TimeField::json() const
{
	return textFromValue(value());
}

void TimeField::stepBy(int steps)
{
	const int position = lineEdit()->cursorPosition();
	const bool isInHours = position <= text().indexOf(QLatin1Char(':'));

	setValue((value() + steps * (isInHours ? MINUTES_OF_HOUR : 1) + MINUTES_OF_DAY) % MINUTES_OF_DAY);
	lineEdit()->setCursorPosition(position);
}

QString TimeField::textFromValue(int minutes) const
{
	return QTime{minutes / MINUTES_OF_HOUR, minutes % MINUTES_OF_HOUR}.toString(QString::fromUtf8(TIME_FORMAT));
}

int TimeField::valueFromText(const QString &time) const
{
	return timeOf(time).msecsSinceStartOfDay() / MSECS_OF_MINUTE;
}

QValidator::State TimeField::validate(QString &time, int &) const
{
	static const QRegularExpression begun{QStringLiteral("^\\d{0,2}:?\\d{0,2}$")};

	if (timeOf(time).isValid()) {
		return QValidator::Acceptable;
	}
	return begun.match(time).hasMatch() ? QValidator::Intermediate : QValidator::Invalid;
}
