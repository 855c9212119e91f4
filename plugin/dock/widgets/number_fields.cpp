// SPDX-License-Identifier: GPL-2.0-or-later
#include "dock/widgets/number_fields.hpp"

#include <QSignalBlocker>

#include "dock/widgets/looks.hpp"

SecondsField::SecondsField(const QString &name, int min_ms, int max_ms, QWidget *parent)
    : QDoubleSpinBox{parent}
{
	setDecimals(min_ms % 100 || min_ms == 50 ? 2 : 1);
	setRange(min_ms / 1000.0, max_ms / 1000.0);
	setSingleStep(0.5);
	setSuffix(QStringLiteral(" s"));
	setAccessibleName(name);
	guardWheel(this);
}

void SecondsField::load(const QJsonObject &object, const char *key, int missing_ms)
{
	isMissing_ = !object.contains(QLatin1String{key});
	setMs(object.value(QLatin1String{key}).toInt(missing_ms));
}

void SecondsField::setMissing(int missing_ms)
{
	if (isMissing_ && !isTouched()) {
		const QSignalBlocker blocker{this};
		setMs(missing_ms);
	}
}

void SecondsField::store(QJsonObject &object, const char *key) const
{
	if (!isMissing_ || isTouched()) {
		object[QLatin1String{key}] = ms();
	}
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

DecibelField::DecibelField(const QString &name, QWidget *parent)
    : QSpinBox{parent}
{
	setRange(-100, 0);
	setSuffix(QStringLiteral(" dB"));
	setAccessibleName(name);
	guardWheel(this);
}

PercentField::PercentField(const QString &name, QWidget *parent)
    : QSpinBox{parent}
{
	setRange(0, 100);
	setSingleStep(5);
	setSuffix(QStringLiteral(" %"));
	setAccessibleName(name);
	guardWheel(this);
}

void PercentField::load(const QJsonObject &object, const char *key, double missing)
{
	setValue(qRound(object.value(QLatin1String{key}).toDouble(missing) * 100.0));
}

void PercentField::store(QJsonObject &object, const char *key) const
{
	object[QLatin1String{key}] = value() / 100.0;
}
