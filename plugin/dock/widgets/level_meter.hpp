// SPDX-License-Identifier: GPL-2.0-or-later
/* A bar for a value of 0..1 with an optional mark (a ceiling or a threshold), its value in figures beside it if asked
 * for, and in words for screen readers. One widget that paints all of its ground: it is painted ten times a second, and
 * for each that is not alone or lets its parents through Qt paints these, too. */
#pragma once

#include <QColor>
#include <QHash>
#include <QPixmap>
#include <QWidget>

class LevelMeter : public QWidget {
	Q_OBJECT

      public:
	LevelMeter(const QString &name, QWidget *parent);

	/* isCapped: hatches the part above the mark, so that a limit shows without colour. */
	void showLevel(double level, double mark, bool isCapped);
	/* The words read out for this level, "32 %" unless set. */
	void setValueText(const QString &text);
	/* The value stands at the right end, as a percentage; before it is shown first. */
	void addFigures();
	/* Lets the user drag the mark. */
	void setMarkMovable(bool isMovable);

	QSize sizeHint() const override;
	QSize minimumSizeHint() const override;

      signals:
	void markMoved(double mark);

      protected:
	bool event(QEvent *event) override;
	void paintEvent(QPaintEvent *event) override;
	void mousePressEvent(QMouseEvent *event) override;
	void mouseMoveEvent(QMouseEvent *event) override;

      private:
	void reserve();
	QRect bar() const;
	const QColor &filling();
	void paintBar(QPainter &painter, const QRect &bar);
	QPixmap figures(const QSize &size);

	double level_{0.0};
	double mark_{1.0};
	bool isCapped_{false};
	bool isMarkMovable_{false};
	QColor highlight_, base_; /* of the theme, that filling_ was made of */
	QColor filling_;
	int room_{0}; /* for the figures, 0: none */
	bool hasFigures_{false};
	QHash<QString, QPixmap> figures_; /* by value, as they look now */
};
