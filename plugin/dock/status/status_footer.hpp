// SPDX-License-Identifier: GPL-2.0-or-later
/* The part of the dock below everything else, which never scrolls either: what to do next, how to resume, one notice.
 * What comes and goes is here, so that nothing above it moves. */
#pragma once

#include <functional>

#include <QElapsedTimer>
#include <QString>
#include <QWidget>

#include "dock/status/status_text.hpp"

class NoticeBar;
class QFrame;
class QLabel;
class QPushButton;

class StatusFooter : public QWidget {
	Q_OBJECT

      public:
	explicit StatusFooter(QWidget *parent);
	/* The next step and its button; isLatched: everything is stopped until a person resumes. */
	void showNext(const StatusWords &words, bool isLatched, bool isDiscreet);
	void showNotice(const Notice &notice);
	/* An answer to what the user did, in place of the next step for some seconds. */
	void say(const QString &answer);
	/* Call often: takes the answer away again. */
	void dropOldAnswer();

      signals:
	void actionRequested(Action action);
	void resumeRequested();
	/* The button that had the keys is gone. */
	void focusLost();

      private:
	void build();
	void change(const std::function<void()> &change);
	void showWords();

	NoticeBar *notice_;
	QFrame *latched_;
	QLabel *latchedSign_;
	QLabel *latchedWords_;
	QPushButton *resume_;
	QLabel *next_;
	QPushButton *nextButton_;
	Action nextAction_{Action::None};
	QString nextWords_;
	QString answer_;
	QElapsedTimer said_;
};
