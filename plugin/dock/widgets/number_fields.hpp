// SPDX-License-Identifier: GPL-2.0-or-later
/* Number fields of the rule forms: guarded against the wheel, named for screen readers, reading and writing JSON. */
#pragma once

#include <QDoubleSpinBox>
#include <QJsonObject>
#include <QSpinBox>

/* Seconds on screen, whole milliseconds in the JSON. What the user leaves alone goes back as it came: a time finer than
 * the screen shows, and a key that is not there. */
class SecondsField : public QDoubleSpinBox {
	Q_OBJECT

      public:
	SecondsField(const QString &name, int min_ms, int max_ms, QWidget *parent);
	void load(const QJsonObject &object, const char *key, int missing_ms);
	/* Another default, for as long as the key is missing and the user has entered nothing. */
	void setMissing(int missing_ms);
	void store(QJsonObject &object, const char *key) const;
	void setMs(int time_ms);
	int ms() const;

      private:
	bool isTouched() const;

	int loaded_ms_{0};
	double shown_{0.0}; /* loaded_ms_ as the field rounds it */
	bool isMissing_{false};
};

class DecibelField : public QSpinBox {
	Q_OBJECT

      public:
	DecibelField(const QString &name, QWidget *parent);
};

/* 0..100 % on screen, 0..1 in the JSON. */
class PercentField : public QSpinBox {
	Q_OBJECT

      public:
	PercentField(const QString &name, QWidget *parent);
	void load(const QJsonObject &object, const char *key, double missing);
	void store(QJsonObject &object, const char *key) const;
};
