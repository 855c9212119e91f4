// SPDX-License-Identifier: GPL-2.0-or-later
/* One message with one button, and a question with one to decline it; takes no room while there is nothing to say. */
#pragma once

#include <QFrame>

#include "dock/status/status_text.hpp"

class QLabel;
class QPushButton;

class NoticeBar : public QFrame {
	Q_OBJECT

      public:
	explicit NoticeBar(QWidget *parent);
	void showNotice(const Notice &notice);

      signals:
	void actionRequested(Action action);

      private:
	QLabel *sign_;
	QLabel *label_;
	QPushButton *button_;
	QPushButton *decline_;
	Action action_{Action::None};
	Action declineAction_{Action::None};
};
