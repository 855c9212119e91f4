// SPDX-License-Identifier: GPL-2.0-or-later
/* Shows what a file would change here, as a list with ticks, and does what is ticked when a person says so. */
#pragma once

#include <QDialog>
#include <QVector>

#include "dock/bridge.hpp"

class QCheckBox;
class QLabel;
class QPushButton;
class QVBoxLayout;
class TransferRow;

class TransferDialog : public QDialog {
	Q_OBJECT

      public:
	/* plan is taken over. */
	TransferDialog(BridgePtr bridge, TransferPlanRef plan, QWidget *parent);

      private:
	void addRows(QVBoxLayout *column, QWidget *page);
	bool hasNews() const;
	QString introduction() const;
	/* Those that may be chosen. */
	QVector<TransferRow *> rules() const;
	void chooseRules(bool areChosen);
	void showWhatIsPossible();
	bool showRoom();
	bool areRulesChosen() const;
	void carryOut();
	JsonRef patch() const;

	BridgePtr bridge_;
	TransferPlanRef plan_;
	QVector<TransferRow *> rows_; /* one a change */
	QCheckBox *allRules_;
	QLabel *problem_;
	QPushButton *import_;
	bool isDone_{false};
};
