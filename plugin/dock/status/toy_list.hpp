// SPDX-License-Identifier: GPL-2.0-or-later
/* The toys, a line each, under a heading that folds them. Takes no room while there are none. */
#pragma once

#include <QVector>
#include <QWidget>

#include "dock/bridge.hpp"

class FoldHeading;
class QLabel;
class QVBoxLayout;
class ToyRow;

class ToyList : public QWidget {
	Q_OBJECT

      public:
	ToyList(BridgePtr bridge, QWidget *parent);
	void showToys(const engine_snapshot &snapshot, bool isDiscreet);
	void setFolded(bool isFolded);
	/* A ceiling of one of them shows what the user has just set. */
	bool isHeld() const;
	/* To the button that tests the first toy; false: there is none to test now. */
	bool focusFirstTest();

      signals:
	void foldToggled(bool isFolded);
	void rowsChanged();

      private:
	void showHeading(int count, bool isDiscreet);
	void showRows();
	void showHint(const engine_snapshot &snapshot, bool isDiscreet);

	BridgePtr bridge_;
	QVBoxLayout *column_;
	FoldHeading *heading_;
	QVector<ToyRow *> rows_;
	QLabel *hint_; /* below them, so that it can go while one of them is pressed */
	int count_{0}; /* of the rows that stand for a toy */
};
