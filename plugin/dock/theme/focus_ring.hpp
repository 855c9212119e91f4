// SPDX-License-Identifier: GPL-2.0-or-later
/* A ring around what has the keyboard. Themes of OBS show the focus of a box, a slider or a row faintly or not at all;
 * this is of the text's colour in each. A click shows none: whoever clicks looks there. */
#pragma once

#include <QObject>
#include <QPointer>

class FocusRing;
class QWidget;

/* For a window of the dock and all in it, as long as it lives. */
class FocusMark : public QObject {
	Q_OBJECT

      public:
	explicit FocusMark(QWidget *root);

      protected:
	bool eventFilter(QObject *object, QEvent *event) override;

      private:
	void mark(QWidget *target);
	void follow();
	void hideRing();

	QPointer<QWidget> target_;
	QPointer<FocusRing> ring_; /* beside the target: a parent that goes takes it along */
};
