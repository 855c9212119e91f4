// SPDX-License-Identifier: GPL-2.0-or-later
/* Calls refresh when the widget appears and then at most ten times a second while it is visible. Nothing ticks
 * otherwise, nor behind the tab of another dock. */
#pragma once

#include <functional>

#include <QObject>
#include <QPointer>
#include <QTimer>

class QDockWidget;
class QWidget;

/* The dock that a widget is in; NULL: it is in a window of another kind. */
QDockWidget *frameOf(QWidget *widget);

class Refresher : public QObject {
	Q_OBJECT

      public:
	enum { PERIOD_MS = 100 };
	using Clock = std::function<qint64()>; /* milliseconds that never go back */

	Refresher(QWidget *widget, std::function<void()> refresh, Clock clock = {});
	bool isTicking() const;

      protected:
	bool eventFilter(QObject *object, QEvent *event) override;

      private:
	void refreshWhenDue();
	void followFrame();
	void setTicking(bool isTicking);

	QPointer<QDockWidget> frame_; /* the dock that the widget was last shown in */
	QTimer timer_;
	std::function<void()> refresh_;
	Clock clock_;
	qint64 refreshed_ms_;
};
