// SPDX-License-Identifier: GPL-2.0-or-later
/* The steps of a pattern as columns, drawn with the mouse or the keys: Left and Right go from step to step, Up and Down
 * change its level (Page Up and Page Down faster), Insert adds a step and Delete takes one away.
 *
 * For a screen reader it is a slider of the chosen step, in percent, and its name says which step that is. */
#pragma once

#include <QAbstractSlider>
#include <QVector>

class PatternGrid : public QAbstractSlider {
	Q_OBJECT

      public:
	explicit PatternGrid(QWidget *parent);

	/* Levels in percent, 0..100; one at least, HAPTICS_PATTERN_MAX at most. No signal. */
	void setSteps(const QVector<int> &steps);
	const QVector<int> &steps() const;
	/* By the user, with a button of their own: after the chosen step, of its level; the chosen one. */
	void addStep();
	void removeStep();

	QSize sizeHint() const override;
	QSize minimumSizeHint() const override;

      signals:
	/* By the user. */
	void edited();

      protected:
	void sliderChange(SliderChange change) override;
	void paintEvent(QPaintEvent *event) override;
	void keyPressEvent(QKeyEvent *event) override;
	void mousePressEvent(QMouseEvent *event) override;
	void mouseMoveEvent(QMouseEvent *event) override;

      private:
	void choose(int step);
	bool goByKey(int key);
	void draw(const QPointF &at);
	void paintChosen(QPainter &painter) const;
	double left(int step) const;
	double top(int level) const;

	QVector<int> steps_{0};
	int chosen_{0};
	int drawn_{0};         /* the step that the mouse drew last */
	bool isShowing_{true}; /* the value changes because another step is shown */
};
