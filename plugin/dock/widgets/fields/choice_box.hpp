// SPDX-License-Identifier: GPL-2.0-or-later
/* A combo box over JSON values. A value that is none of the choices is shown and kept, never dropped. */
#pragma once

#include <QComboBox>
#include <QJsonArray>
#include <QJsonValue>

#include "dock/widgets/fields/json_field.hpp"
#include "dock/widgets/text.hpp"
#include "obs/choices.h"

class ChoiceBox : public QComboBox, public JsonField {
	Q_OBJECT

      public:
	ChoiceBox(const QString &name, QWidget *parent);
	template <typename Value, size_t Size>
	ChoiceBox(const QString &name, const TextKey<Value> (&choices)[Size], QWidget *parent)
	    : ChoiceBox{name, parent}
	{
		for (const auto &[value, key] : choices) {
			add(text(key), value);
		}
	}

	void add(const QString &label, const QJsonValue &value);
	/* One that somebody else gave, of any length. */
	void addName(const QString &name, const QJsonValue &value);
	bool isName(int index) const;
	/* The scenes or sources of OBS as references, behind what was added before. */
	void addReferences(choice_kind kind);
	/* Offers those that are there now. What is chosen stays, there or not; an open list is left alone. true: others
	 * are offered than before. Asks libobs: not ten times a second. */
	bool refreshReferences();
	/* Undefined selects an entry added with Undefined. */
	void select(const QJsonValue &value);
	/* Where value and missing are Undefined and no entry is: the first. */
	void load(const QJsonValue &value, const QJsonValue &missing) override;
	QJsonValue json() const override;
	QString word() const;

	void showPopup() override;
	void hidePopup() override;
	/* Words are whole; of a name that somebody gave there is so much as most of them need. */
	QSize sizeHint() const override;
	QSize minimumSizeHint() const override;

      signals:
	/* By the user. */
	void chosen();

      private:
	/* What libobs has, and what is offered of it. */
	QJsonArray references() const;
	void offer(const QJsonArray &references);
	int find(const QJsonValue &value) const;

	choice_kind kind_{}; /* 0: no references */
	int before_{0};      /* entries in front of them */
	QJsonArray offered_;
	bool isOpen_{false};
};
