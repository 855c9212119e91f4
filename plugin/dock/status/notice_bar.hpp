// SPDX-License-Identifier: GPL-2.0-or-later
/* One message with one button, and a question with one to decline it, side by side where there is room; takes no room
 * while there is nothing to say. */
#pragma once

#include <QFrame>

#include "dock/status/status_text.hpp"

class QBoxLayout;
class QLabel;
class QPushButton;

class NoticeBar : public QFrame {
	Q_OBJECT

      public:
	explicit NoticeBar(QWidget *parent);
	void showNotice(const Notice &notice);
	/* Of the buttons one below the other. */
	QSize minimumSizeHint() const override;

      signals:
	void actionRequested(Action action);

      protected:
	void resizeEvent(QResizeEvent *event) override;

      private:
	int widthOfBoth() const;
	void arrange();

	QLabel *sign_;
	QLabel *label_;
	QPushButton *button_;
	QPushButton *decline_;
	QBoxLayout *buttons_;
	Notice shown_{{}, Action::None};
};
