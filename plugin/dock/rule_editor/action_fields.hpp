// SPDX-License-Identifier: GPL-2.0-or-later
/* What a rule does: its kind and what that kind needs. */
#pragma once

#include <QJsonObject>
#include <QMap>
#include <QWidget>

#include "dock/bridge.hpp"

class FieldRows;
class ChoiceBox;
class DecibelField;
class GuardedSlider;
class PercentField;
class QLineEdit;
class QSpinBox;
class SecondsField;

class ActionFields : public QWidget {
	Q_OBJECT

      public:
	ActionFields(BridgePtr bridge, bool isDiscreet, QWidget *parent);
	void load(const QJsonObject &action);
	QJsonObject store(QJsonObject base) const;

      signals:
	void changed();

      private:
	void build();
	void fillToys();
	void addRow(const QStringList &kinds, const QString &label, QWidget *field);
	void showRowsOf(const QString &kind);
	void onKindChosen();
	void loadLevel(const QJsonObject &action);
	void storeLevel(QJsonObject &action) const;
	void storeKind(const QString &kind, QJsonObject &action) const;

	BridgePtr bridge_;
	bool isDiscreet_;
	bool isLoading_{false};
	FieldRows *form_;
	QMap<QWidget *, QStringList> kindsOfRow_;
	ChoiceBox *kind_;
	ChoiceBox *function_;
	ChoiceBox *toys_;
	GuardedSlider *level_;
	SecondsField *fadeIn_;
	SecondsField *fadeOut_;
	QLineEdit *steps_;
	QSpinBox *step_ms_;
	ChoiceBox *preset_;
	ChoiceBox *source_;
	DecibelField *quiet_;
	DecibelField *loud_;
	PercentField *low_;
	PercentField *high_;
};
