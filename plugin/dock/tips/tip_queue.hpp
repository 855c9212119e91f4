// SPDX-License-Identifier: GPL-2.0-or-later
/* The dock's section on tips: whether viewers may move toys, what runs for them, who waits, the goal. Hidden where
 * there is nothing of all this. */
#pragma once

#include <QWidget>

#include "dock/bridge.hpp"

class QBoxLayout;
class QLabel;
class QPushButton;
class QToolButton;
class TipsSwitch;

class TipQueue : public QWidget {
	Q_OBJECT

      public:
	TipQueue(BridgePtr bridge, QWidget *parent);
	void showSnapshot(const engine_snapshot &snapshot, qint64 now_ms, bool isDiscreet);

      signals:
	/* The page with the bands. */
	void pageRequested();

      protected:
	void resizeEvent(QResizeEvent *event) override;

      private:
	void build();
	void showButtons(bool areShown);
	void arrangeButtons();

	BridgePtr bridge_;
	QLabel *heading_; /* also that the queue is paused */
	TipsSwitch *allowed_;
	QLabel *running_;
	QLabel *waiting_;
	QWidget *buttons_;
	QToolButton *page_;
	QPushButton *skip_;
	QPushButton *pause_;
	QPushButton *clear_;
	QBoxLayout *line_;
	QLabel *goal_;
	bool isQueuePaused_{false};
};
