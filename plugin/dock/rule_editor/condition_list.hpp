// SPDX-License-Identifier: GPL-2.0-or-later
/* The conditions of a rule: all must hold. Each begins with "only if" or "only if not". */
#pragma once

#include <QJsonArray>
#include <QJsonObject>
#include <QVector>
#include <QWidget>

#include "dock/bridge.hpp"

class ChoiceBox;
class QPushButton;
class QVBoxLayout;
class WatchFields;

class ConditionList : public QWidget {
	Q_OBJECT

      public:
	/* As many as the core takes. */
	enum { MAX_CONDITIONS = 4 };

	ConditionList(BridgePtr bridge, bool isDiscreet, QWidget *parent);
	void load(const QJsonArray &conditions);
	QJsonArray store() const;

      signals:
	void changed();

      private:
	struct Row {
		QWidget *frame;
		ChoiceBox *isInverted;
		WatchFields *fields;
		QJsonObject loaded;
	};

	void addRow(const QJsonObject &condition);
	void removeRow(QWidget *frame);

	BridgePtr bridge_;
	bool isDiscreet_;
	QVBoxLayout *column_;
	QPushButton *add_;
	QVector<Row> rows_;
};
