// SPDX-License-Identifier: GPL-2.0-or-later
#include "dock/widgets/fields/number_fields.hpp"

#include <cmath>

#include <QJsonObject>
#include <QLocale>
#include <QSignalBlocker>

#include "dock/widgets/looks.hpp"
#include "dock/widgets/text.hpp"
#include "haptics/intent.h"
#include "obs/sources/amount_text.h"

namespace {

constexpr double USUAL_MOST = 1000000; /* of a tip */

} // namespace

SecondsField::SecondsField(const QString &name, int min_ms, int max_ms, QWidget *parent)
    : RoomyBox{parent},
      min_ms_{min_ms}
{
	setDecimals(2);
	setRange(min_ms / 1000.0, max_ms / 1000.0);
	setSingleStep(0.5);
	setSuffix(QStringLiteral(" s"));
	setAccessibleName(name);
	guardWheel(this);
}

void SecondsField::load(const QJsonValue &value, const QJsonValue &missing_ms)
{
	isMissing_ = value.isUndefined();
	range_ = value;
	setMs(value.toObject().value(QLatin1String{"to"}).toInt(value.toInt(missing_ms.toInt())));
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
	keepRoom();
}

QJsonValue SecondsField::json() const
{
	if (!isTouched() && (isMissing_ || range_.isObject())) {
		return isMissing_ ? QJsonValue{QJsonValue::Undefined} : range_;
	}
	return ms();
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

QString SecondsField::textFromValue(double seconds) const
{
	return secondsText(seconds);
}

/* The longest has decimals. */
QStringList SecondsField::values() const
{
	return {textFromValue(maximum()), textFromValue(maximum() - std::pow(10.0, -decimals()))};
}

bool SecondsField::isTouched() const
{
	return value() != shown_;
}

AmountField::AmountField(const QString &name, End end, QWidget *parent)
    : RoomyBox{parent}
{
	setRange(end == End::MayBeOpen ? 0 : 0.01, HAPTICS_AMOUNT_MAX);
	setDecimals(2);
	setSpecialValueText(end == End::MayBeOpen ? ::text("Tips.NoEnd") : QString{});
	setAccessibleName(name);
	guardWheel(this);
}

void AmountField::load(const QJsonValue &value, const QJsonValue &missing)
{
	setValue(value.toDouble(missing.toDouble()));
}

QJsonValue AmountField::json() const
{
	return value() > 0 ? QJsonValue{value()} : QJsonValue{QJsonValue::Undefined};
}

QStringList AmountField::values() const
{
	return {textFromValue(USUAL_MOST)};
}

QString AmountField::textFromValue(double amount) const
{
	return amountText(amount);
}

QString amountText(double amount)
{
	char plain[32] = "";

	amount_text(plain, sizeof(plain), amount);
	return utf8(plain).replace(QLatin1Char{'.'}, QString{QLocale{}.decimalPoint()});
}

NumberField::NumberField(const QString &name, const NumberUnit &unit, QWidget *parent)
    : RoomyBox{parent},
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
