// SPDX-License-Identifier: GPL-2.0-or-later
/* Fields of the rule forms for numbers: guarded against the wheel, named for screen readers. */
#pragma once

#include <QDoubleSpinBox>
#include <QSpinBox>

#include "dock/widgets/fields/field_room.hpp"
#include "dock/widgets/fields/json_field.hpp"

/* Seconds on screen, whole milliseconds in the JSON. What the user leaves alone goes back as it came: a time finer than
 * the screen shows, a range (of which the screen shows the highest), and a key that is not there. */
class SecondsField : public RoomyBox<QDoubleSpinBox>, public JsonField {
	Q_OBJECT

      public:
	SecondsField(const QString &name, int min_ms, int max_ms, QWidget *parent);
	void load(const QJsonValue &value, const QJsonValue &missing_ms) override;
	/* Another default, for as long as the key is missing and the user has entered nothing. */
	void setMissing(int missing_ms);
	/* Takes 0 too, and shows it as these words; none: it does not. */
	void setZeroText(const QString &words);
	QJsonValue json() const override;
	void setMs(int time_ms);
	int ms() const;

      protected:
	/* As the sentence about the rule has it. */
	QString textFromValue(double seconds) const override;
	QStringList values() const override;

      private:
	bool isTouched() const;

	int min_ms_;
	int loaded_ms_{0};
	double shown_{0.0}; /* loaded_ms_ as the field rounds it */
	QJsonValue range_;  /* as it was loaded; else no object */
	bool isMissing_{false};
};

/* The amount of a tip. May take "no end", where the key is not there. */
class AmountField : public RoomyBox<QDoubleSpinBox>, public JsonField {
	Q_OBJECT

      public:
	enum class End { Needed = 1, MayBeOpen };

	AmountField(const QString &name, End end, QWidget *parent);
	void load(const QJsonValue &value, const QJsonValue &missing) override;
	QJsonValue json() const override;

      protected:
	QString textFromValue(double amount) const override;
	/* Up to a million, not to the most that the core takes. */
	QStringList values() const override;
};
/* "5" or "5.25": no more decimals than it has. */
QString amountText(double amount);

/* What a whole number on screen counts; scale: what 1 in the JSON is on screen. */
struct NumberUnit {
	int min;
	int max;
	int step;
	const char *suffix;
	int scale;
};
inline constexpr NumberUnit DECIBELS{-100, 0, 1, " dB", 1};
inline constexpr NumberUnit LEVEL_PERCENT{0, 100, 5, " %", 100};
inline constexpr NumberUnit PART_PERCENT{1, 100, 5, " %", 100};
inline constexpr NumberUnit BATTERY_PERCENT{1, 100, 1, " %", 1};

class NumberField : public RoomyBox<QSpinBox>, public JsonField {
	Q_OBJECT

      public:
	NumberField(const QString &name, const NumberUnit &unit, QWidget *parent);
	void load(const QJsonValue &value, const QJsonValue &missing) override;
	QJsonValue json() const override;

      private:
	int scale_;
};
