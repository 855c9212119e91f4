// SPDX-License-Identifier: GPL-2.0-or-later
/* A part of the form for one rule: rows of fields, each for a key of the part's JSON. Base of the parts. */
#pragma once

#include <QJsonObject>

#include "dock/widgets/fields/check_field.hpp"
#include "dock/widgets/fields/field_rows.hpp"
#include "dock/widgets/fields/json_field.hpp"

class FormFields : public FieldRows {
	Q_OBJECT

      signals:
	/* By the user. */
	void changed();

      protected:
	using FieldRows::FieldRows;

	/* A row with the field's accessible name for a label. missing: shown where the key is not there. The first is
	 * the kind of the object. */
	template <typename Field>
	void addField(Field *field, const char *key, const QJsonValue &missing = QJsonValue::Undefined,
		      const QStringList &kinds = {})
	{
		addNamedRow(field, kinds);
		addKey(field, key, missing);
	}
	/* The same for a field without a row here. */
	template <typename Field>
	void addKey(Field *field, const char *key, const QJsonValue &missing = QJsonValue::Undefined)
	{
		keys_ += Key{field, field, QString::fromUtf8(key), missing};
	}
	/* A row for something that is off where the key is not there. */
	void addSwitch(CheckField *field, const char *key, const QStringList &kinds);
	/* Emits changed() for whatever the user changes in the fields that are there. */
	void reportChanges();
	void loadFields(const QJsonObject &object);
	/* Of the rows that are shown. Drops keysOfKinds when the kind of the object changes. */
	void storeFields(QJsonObject &object, const QStringList &keysOfKinds) const;

      private:
	struct Key {
		QWidget *widget;
		JsonField *field;
		QString name;
		QJsonValue missing;
	};

	QVector<Key> keys_;
};
