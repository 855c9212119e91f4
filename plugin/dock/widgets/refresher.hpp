// SPDX-License-Identifier: GPL-2.0-or-later
/* Calls refresh when the widget appears and then at most ten times a second while it is visible. Nothing ticks
 * otherwise, nor behind the tab of another dock.
 *
 * While a button of the widget is pressed, nothing is refreshed: a button that moves, hides or is disabled between
 * press and release loses the click. A release that never comes ends this after LONGEST_PRESS_MS. A window that
 * loses the focus meanwhile takes no click away either. */
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
	enum { PERIOD_MS = 100, LONGEST_PRESS_MS = 10000 };
	using Clock = std::function<qint64()>; /* milliseconds that never go back */

	Refresher(QWidget *widget, std::function<void()> refresh, Clock clock = {});
	bool isTicking() const;
	/* What is called in place of refresh while a button is pressed: for what must not wait. It moves nothing. */
	void setWhilePressed(std::function<void()> whilePressed);
	/* What the timer does. When it returns, all that it changed has its place. */
	void tick();

      protected:
	bool eventFilter(QObject *object, QEvent *event) override;

      private:
	bool isDue();
	void startTimer();
	bool waitsForRelease();
	static void settle();
	void followFrame();
	void setTicking(bool isTicking);

	QPointer<QDockWidget> frame_; /* the dock that the widget was last shown in */
	QTimer timer_{this};          /* single shot, for the next tick */
	std::function<void()> refresh_;
	Clock clock_;
	qint64 refreshed_ms_;
	std::function<void()> whilePressed_{[] {}};
	qint64 pressed_ms_{0}; /* when the press was seen first */
	bool isPressed_{false};
};
