// SPDX-License-Identifier: GPL-2.0-or-later
/* The steps of a pattern: drawn on a grid, or typed as "60 60 0" in percent. What is typed and is no number counts as
 * one that the core refuses. Steps that nobody touches go back as they came. */
#pragma once

#include <QJsonArray>
#include <QWidget>

#include "dock/widgets/fields/json_field.hpp"

class PatternGrid;
class QLineEdit;
class QToolButton;

class PatternField : public QWidget, public JsonField {
	Q_OBJECT

      public:
	PatternField(const QString &name, QWidget *parent);
	void load(const QJsonValue &value, const QJsonValue &missing) override;
	QJsonValue json() const override;

      signals:
	/* By the user. */
	void edited();

      private:
	void build();
	void showTyped();
	void showDrawn();
	void showWhatIsPossible();

	PatternGrid *grid_;
	QLineEdit *typed_;
	QToolButton *add_;
	QToolButton *remove_;
	QJsonArray loaded_;
	QString loadedText_;
};
