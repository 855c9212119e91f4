// SPDX-License-Identifier: GPL-2.0-or-later
/* A heading with an arrow behind it, which folds what stands below; a click on the words does the same. Open at first.
 * UI thread. */
#pragma once

#include <QWidget>

class FoldButton;
class QLabel;

class FoldHeading : public QWidget {
	Q_OBJECT

      public:
	/* name: of the arrow. */
	FoldHeading(const char *name, QWidget *parent);
	void setWords(const QString &words);
	bool isOpen() const;
	void setOpen(bool isOpen);

      signals:
	void toggled(bool isOpen);

      protected:
	void mousePressEvent(QMouseEvent *event) override;

      private:
	QLabel *words_;
	FoldButton *arrow_;
};
