// SPDX-License-Identifier: GPL-2.0-or-later
#include "dock/widgets/number_fields.hpp"

#include <QSignalBlocker>

#include "dock/widgets/looks.hpp"

namespace {

constexpr char TIME_FORMAT[] = "HH:mm";

} // namespace

SecondsField::SecondsField(const QString &name, int min_ms, int max_ms, QWidget *parent)
    : QDoubleSpinBox{parent},
      min_ms_{min_ms}
{
	setDecimals(min_ms % 100 || min_ms == 50 ? 2 : 1);
	setRange(min_ms / 1000.0, max_ms / 1000.0);
	setSingleStep(0.5);
	setSuffix(QStringLiteral(" s"));
	setAccessibleName(name);
	guardWheel(this);
}

void SecondsField::load(const QJsonValue &value, const QJsonValue &missing_ms)
{
	isMissing_ = value.isUndefined();
	setMs(value.toInt(missing_ms.toInt()));
}

void SecondsField::setMissing(int missing_ms)
{
	if (isMissing_ && !isTouched()) {
		const QSignalBlocker blocker{this};
		setMs(missing_ms);
	}
}

void SecondsField::setZeroText(const QString &words)
{
	const QSignalBlocker blocker{this};

	setSpecialValueText(words);
	setMinimum(words.isEmpty() ? min_ms_ / 1000.0 : 0.0);
}

QJsonValue SecondsField::json() const
{
	return isMissing_ && !isTouched() ? QJsonValue{QJsonValue::Undefined} : QJsonValue{ms()};
}

void SecondsField::setMs(int time_ms)
{
	setValue(time_ms / 1000.0);
	loaded_ms_ = time_ms;
	shown_ = value();
}

int SecondsField::ms() const
{
	return isTouched() ? qRound(value() * 1000.0) : loaded_ms_;
}

bool SecondsField::isTouched() const
{
	return value() != shown_;
}

NumberField::NumberField(const QString &name, const NumberUnit &unit, QWidget *parent)
    : QSpinBox{parent},
      scale_{unit.scale}
{
	setRange(unit.min, unit.max);
	setSingleStep(unit.step);
	setSuffix(QString::fromUtf8(unit.suffix));
	setAccessibleName(name);
	guardWheel(this);
}

void NumberField::load(const QJsonValue &value, const QJsonValue &missing)
{
	setValue(qRound(value.toDouble(missing.toDouble()) * scale_));
}

QJsonValue NumberField::json() const
{
	return double(value()) / scale_;
}

TimeField::TimeField(const QString &name, QWidget *parent)
    : QTimeEdit{parent}
{
	setDisplayFormat(QString::fromUtf8(TIME_FORMAT));
	setAccessibleName(name);
	guardWheel(this);
}

void TimeField::load(const QJsonValue &value, const QJsonValue &missing)
{
	setTime(QTime::fromString(value.toString(missing.toString()), QString::fromUtf8(TIME_FORMAT)));
}

QJsonValue TimeField::json() const
{
	return time().toString(QString::fromUtf8(TIME_FORMAT));
}
