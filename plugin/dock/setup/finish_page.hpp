// SPDX-License-Identifier: GPL-2.0-or-later
/* Page 3 of the set-up: how strong at most, does it work, how to stop it, rules to begin with. Leaves disarmed. */
#pragma once

#include <QVector>
#include <QWidget>

#include "dock/bridge.hpp"

class GuardedSlider;
class KeyField;
class QCheckBox;
class QLabel;
class QPushButton;
class TipsOffer;

class FinishPage : public QWidget {
	Q_OBJECT

      public:
	FinishPage(BridgePtr bridge, QWidget *parent);
	void showSnapshot(const engine_snapshot &snapshot);
	/* Reads the stop key and where it works. */
	void readStopKey();
	/* Disarms and adds the chosen rules; false with the sentence shown on the page. */
	bool finish();
	void focusFirst();

      private:
	void build();
	void addStarter(int templateIndex, bool isChosen, bool isPossible);
	void showHoldKey(double ceiling);
	void limit(int percent);
	void test();
	void askIfFelt(bool isAsked);
	void answer(bool isFelt);
	void focusAfterTest();

	BridgePtr bridge_;
	GuardedSlider *ceiling_;
	QLabel *mostWords_; /* why it goes no further */
	QPushButton *test_;
	QLabel *felt_;
	QPushButton *yes_;
	QPushButton *no_;
	QLabel *help_; /* to what was answered */
	KeyField *stopKey_;
	QLabel *stopKeyWords_;
	QLabel *problem_;
	QVector<QCheckBox *> starters_;
	TipsOffer *tips_;
	int shown_percent_{0}; /* the ceiling, of the newest snapshot */
	double holdKeyLevel_{1};
	bool hasAskedForKey_{false}; /* once is enough: it can be left out */
};
