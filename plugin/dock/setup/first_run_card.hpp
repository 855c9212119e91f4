// SPDX-License-Identifier: GPL-2.0-or-later
/* What the dock shows while nothing is set up: two ways to begin. */
#pragma once

#include <QFrame>

#include "dock/status/status_text.hpp"

class QLabel;
class QPushButton;

class FirstRunCard : public QFrame {
	Q_OBJECT

      public:
	explicit FirstRunCard(QWidget *parent);
	void showWords(bool isDiscreet);
	void focusFirst();

      signals:
	void actionRequested(Action action);

      private:
	QLabel *words_;
	QPushButton *setUp_;
	QPushButton *tryOut_;
};
