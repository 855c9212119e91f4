// SPDX-License-Identifier: GPL-2.0-or-later
/* A bar for a value of 0..1 with an optional mark (a ceiling or a threshold) and its value in words for screen readers.
 */
#pragma once

#include <QColor>
#include <QWidget>

class LevelMeter : public QWidget {
	Q_OBJECT

      public:
	LevelMeter(const QString &name, QWidget *parent);

	/* isCapped: hatches the part above the mark, so that a limit shows without colour. */
	void showLevel(double level, double mark, bool isCapped);
	/* The words read out for this level, "32 %" unless set. */
	void setValueText(const QString &text);
	/* Lets the user drag the mark. */
	void setMarkMovable(bool isMovable);

	QSize sizeHint() const override;
	QSize minimumSizeHint() const override;

      signals:
	void markMoved(double mark);

      protected:
	void paintEvent(QPaintEvent *event) override;
	void mousePressEvent(QMouseEvent *event) override;
	void mouseMoveEvent(QMouseEvent *event) override;

      private:
	const QColor &filling();

	double level_{0.0};
	double mark_{1.0};
	bool isCapped_{false};
	bool isMarkMovable_{false};
	QColor highlight_, base_; /* of the theme, that filling_ was made of */
	QColor filling_;
};
