// SPDX-License-Identifier: GPL-2.0-or-later
/* The page on tips: the bands, what an amount would do, the limits, the goal, and what to paste into other programs. */
#pragma once

#include <QDialog>
#include <QPointer>

#include "dock/bridge.hpp"
#include "dock/status/held_reason.hpp"
#include "dock/rules/rule_book.hpp"

class AmountField;
class ChoiceBox;
class PageScroll;
class QLabel;
class QLineEdit;
class QPushButton;
class QSpinBox;
class QToolButton;
class QVBoxLayout;
class RecordPart;
class Refresher;
class TipTable;
class TipsSwitch;

class TipsDialog : public QDialog {
	Q_OBJECT

      public:
	TipsDialog(BridgePtr bridge, bool isDiscreet, QWidget *parent);
	/* What it was opened from, and what of that stays visible, before it is shown. */
	void openBeside(QWidget *opener, QWidget *kept);
	void showDiscreet(bool isDiscreet);

      signals:
	void editRequested(const QString &id);

      protected:
	void showEvent(QShowEvent *event) override;

      private:
	void build();
	QWidget *buildBands();
	QWidget *buildTry();
	QWidget *buildLimits();
	QWidget *buildGoal();
	QWidget *buildBlocked();
	void buildButtons(QVBoxLayout *column);
	void refresh();
	void showSet();
	void storeSet();
	void storeGoal();
	void showWouldDo();
	void copyFor(const QString &program);

	BridgePtr bridge_;
	RuleBook book_;
	QPointer<QWidget> opener_;
	QPointer<QWidget> kept_;
	PageScroll *page_{nullptr};
	HeldReason reason_;
	bool isDiscreet_;
	TipsSwitch *allowed_;
	TipTable *table_;
	QPushButton *ladder_;
	QLabel *hints_;
	AmountField *amount_;
	RecordPart *record_;
	QLabel *wouldDo_;
	ChoiceBox *overflow_;
	QSpinBox *perMinute_;
	QSpinBox *perName_;
	QSpinBox *longest_;
	QSpinBox *moveMinutes_;
	QSpinBox *restMinutes_;
	QLineEdit *blocked_;
	QLineEdit *goalLabel_;
	AmountField *goalTarget_;
	QLabel *goalNow_;
	QToolButton *copy_;
	QLabel *copied_;
	QLabel *problem_;
	Refresher *refresher_;
	QByteArray shownSet_;
	QStringList gaps_; /* of the set that is shown */
};
