// SPDX-License-Identifier: GPL-2.0-or-later
/* Words that stay, over which a state comes and goes: the label keeps the height that the words need, whatever it
 * shows, so that nothing below it moves. */
#pragma once

#include <QLabel>

class SteadyLabel : public QLabel {
	Q_OBJECT

      public:
	explicit SteadyLabel(QWidget *parent);
	void setWords(const QString &words);
	/* In front of the words, in one line that is cut where it must be; "": the words alone, in as many lines as
	 * they need. All of it is in the tooltip and the accessible name. */
	void setState(const QString &state);

	QSize sizeHint() const override;
	QSize minimumSizeHint() const override;
	int heightForWidth(int width) const override;

      protected:
	void changeEvent(QEvent *event) override;
	void resizeEvent(QResizeEvent *event) override;

      private:
	void showAll();

	QString words_;
	QString state_;
};
