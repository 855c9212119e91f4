// SPDX-License-Identifier: GPL-2.0-or-later
/* A time of day, "20:00" in the JSON. A spin box over minutes: the themes of OBS give a QTimeEdit one arrow at most. */
#pragma once

#include <QSpinBox>

#include "dock/widgets/fields/field_room.hpp"
#include "dock/widgets/fields/json_field.hpp"

class TimeField : public RoomyBox<QSpinBox>, public JsonField {
	Q_OBJECT

      public:
	TimeField(const QString &name, QWidget *parent);
	void load(const QJsonValue &value, const QJsonValue &missing) override;
	QJsonValue json() const override;
	/* By hours while the cursor stands in them, else by minutes. */
	void stepBy(int steps) override;

      protected:
	QString textFromValue(int minutes) const override;
	int valueFromText(const QString &time) const override;
	QValidator::State validate(QString &time, int &position) const override;
};
