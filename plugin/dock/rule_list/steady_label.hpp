// SPDX-License-Identifier: GPL-2.0-or-later
/* Words that stay, over which a state comes and goes: the label keeps the height that the words need, whatever it
 * shows, so that nothing below it moves. */
#pragma once

#include <QSize>
#include <QString>
#include <QWidget>

class QLabel;

class SteadyLabel : public QWidget {
	Q_OBJECT

      public:
	/* name: of the label in it. */
	SteadyLabel(const char *name, QWidget *parent);
	QLabel *label() const;
	void setWords(const QString &words);
	const QString &words() const;
	/* In front of the words, and cut after a whole word where the room that these need does not do for both; "":
	 * the words alone. All of it is in the tooltip and the accessible name. Where a state follows another out of
	 * sight, the line is written when any of it is painted. */
	void setState(const QString &state);

	QSize sizeHint() const override;
	QSize minimumSizeHint() const override;
	int heightForWidth(int width) const override;

      protected:
	bool eventFilter(QObject *object, QEvent *event) override;
	void paintEvent(QPaintEvent *event) override;
	void resizeEvent(QResizeEvent *event) override;

      private:
	void forgetSizes();
	void showAll();
	void tell();
	QString all() const;
	QSize sizeIn(int width) const;

	QLabel *label_; /* in no layout: what it shows changes often, and each change would lay out the whole dock */
	QString words_;
	QString state_;
	bool isBehind_{false};          /* the label says an older state */
	mutable QSize oneLine_;         /* of all words; not valid: not measured */
	mutable int measuredWidth_{-1}; /* of measuredHeight_, in more lines; -1: not measured */
	mutable int measuredHeight_{0};
};
