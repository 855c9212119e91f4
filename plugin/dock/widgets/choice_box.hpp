// SPDX-License-Identifier: GPL-2.0-or-later
/* A combo box over JSON values. A value that is none of the choices is shown and kept, never dropped. */
#pragma once

#include <QComboBox>
#include <QJsonValue>

#include "dock/widgets/text.hpp"
#include "obs/choices.h"

class ChoiceBox : public QComboBox {
	Q_OBJECT

      public:
	ChoiceBox(const QString &name, QWidget *parent);

	void add(const QString &label, const QJsonValue &value);
	template <size_t Size> void addWords(const WordKey (&words)[Size])
	{
		for (const auto &[word, key] : words) {
			add(text(key), QLatin1String{word});
		}
	}
	/* The scenes or sources of OBS as references. */
	void addReferences(choice_kind kind);
	/* Undefined selects an entry added with Undefined. */
	void select(const QJsonValue &value);
	QJsonValue value() const;
	QString word() const;

      signals:
	/* By the user. */
	void chosen();

      private:
	int find(const QJsonValue &value) const;
};
