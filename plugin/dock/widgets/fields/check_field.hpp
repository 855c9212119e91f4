// SPDX-License-Identifier: GPL-2.0-or-later
/* A yes or no in a form; no is a key that is not there. */
#pragma once

#include <QCheckBox>

#include "dock/widgets/fields/json_field.hpp"

class CheckField : public QCheckBox, public JsonField {
      public:
	using QCheckBox::QCheckBox;

	void load(const QJsonValue &value, const QJsonValue &missing) override
	{
		setChecked(value.toBool(missing.toBool()));
	}
	QJsonValue json() const override
	{
		return isChecked() ? QJsonValue{true} : QJsonValue{QJsonValue::Undefined};
	}
};
