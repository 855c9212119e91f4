// SPDX-License-Identifier: GPL-2.0-or-later
/* A slider of 0..100 % that the wheel does not move unless it has the focus, with its value in words beside it. What
 * the user sets wins over what the engine still says for a moment, so that the handle does not jump back while a change
 * is on its way. */
#pragma once

#include <QElapsedTimer>
#include <QWidget>

class QLabel;
class QSlider;

class GuardedSlider : public QWidget {
	Q_OBJECT

      public:
	GuardedSlider(const QString &name, QWidget *parent);

	int percent() const;
	/* What the engine says; ignored while the user drags and shortly after. */
	void showPercent(int percent);
	/* The user drags it, or did so a moment ago: what the engine says does not show yet. */
	bool isHeld() const;
	/* Sets it at once, without a signal. */
	void forcePercent(int percent);
	QSlider *slider() const;

      signals:
	/* By the user. */
	void percentChanged(int percent);
	/* The user let go, or used a key. */
	void percentSettled(int percent);

      private:
	void onValueChanged(int percent);

	QSlider *slider_;
	QLabel *value_;
	QElapsedTimer touched_;
};
