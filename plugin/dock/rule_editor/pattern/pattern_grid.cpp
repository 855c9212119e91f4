// SPDX-License-Identifier: GPL-2.0-or-later
#include "dock/rule_editor/pattern/pattern_grid.hpp"

#include <QKeyEvent>
#include <QPainter>
#include <QPolygonF>

#include "dock/widgets/looks.hpp"
#include "dock/widgets/text.hpp"
#include "haptics/intent.h"

namespace {

constexpr int MOST_PERCENT = 100;
constexpr int FINE_PERCENT = 5; /* of a key, and of the mouse */
constexpr int COARSE_PERCENT = 20;
constexpr int LINES = 6;
constexpr double FAINT = 0.25;

QPointF placeOf(const QMouseEvent &event)
{
#if QT_VERSION >= QT_VERSION_CHECK(6, 0, 0)
	return event.position();
#else
	return event.localPos();
#endif
}

} // namespace

PatternGrid::PatternGrid(QWidget *parent)
    : QAbstractSlider{parent}
{
	setRange(0, MOST_PERCENT);
	setSingleStep(FINE_PERCENT);
	setPageStep(COARSE_PERCENT);
	setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
	setToolTip(text("Rule.Pattern.Hint"));
	guardWheel(this);
	choose(0);
}

void PatternGrid::setSteps(const QVector<int> &steps)
{
	steps_ = steps;
	choose(chosen_);
}

const QVector<int> &PatternGrid::steps() const
{
	return steps_;
}

/* Shows its level; nothing of the pattern changes. */
void PatternGrid::choose(int step)
{
	chosen_ = qBound(0, step, int(steps_.size()) - 1);
	setAccessibleName(text("Rule.Pattern.Step", chosen_ + 1, int(steps_.size())));
	isShowing_ = true;
	setValue(steps_[chosen_]);
	isShowing_ = false;
	update();
}

void PatternGrid::addStep()
{
	if (steps_.size() < HAPTICS_PATTERN_MAX) {
		steps_.insert(chosen_ + 1, steps_[chosen_]);
		choose(chosen_ + 1);
		emit edited();
	}
}

void PatternGrid::removeStep()
{
	if (steps_.size() > 1) {
		steps_.remove(chosen_);
		choose(chosen_);
		emit edited();
	}
}

/* Keys, and what a screen reader sets. */
void PatternGrid::sliderChange(SliderChange change)
{
	if (change == SliderValueChange && !isShowing_) {
		steps_[chosen_] = value();
		emit edited();
	}
	QAbstractSlider::sliderChange(change);
}

bool PatternGrid::goByKey(int key)
{
	switch (key) {
	case Qt::Key_Left:
		choose(chosen_ - 1);
		return true;
	case Qt::Key_Right:
		choose(chosen_ + 1);
		return true;
	case Qt::Key_Home:
		choose(0);
		return true;
	case Qt::Key_End:
		choose(int(steps_.size()) - 1);
		return true;
	default:
		return false;
	}
}

void PatternGrid::keyPressEvent(QKeyEvent *event)
{
	if (goByKey(event->key())) {
		return;
	}
	switch (event->key()) {
	case Qt::Key_Insert:
	case Qt::Key_Plus:
		addStep();
		break;
	case Qt::Key_Delete:
	case Qt::Key_Minus:
		removeStep();
		break;
	default:
		QAbstractSlider::keyPressEvent(event);
		break;
	}
}

void PatternGrid::mousePressEvent(QMouseEvent *event)
{
	drawn_ = -1;
	mouseMoveEvent(event);
}

void PatternGrid::mouseMoveEvent(QMouseEvent *event)
{
	if (event->buttons() & Qt::LeftButton) {
		draw(placeOf(*event));
	}
}

/* A mouse that is fast leaves out steps: they get the same level. */
void PatternGrid::draw(const QPointF &at)
{
	const int last = int(steps_.size()) - 1;
	const int step = qBound(0, int(at.x() * steps_.size() / qMax(width(), 1)), last);
	const double share = 1.0 - at.y() / qMax(height() - 1, 1);
	const int level = qBound(0, qRound(share * MOST_PERCENT / FINE_PERCENT) * FINE_PERCENT, MOST_PERCENT);
	const int from = drawn_ < 0 || drawn_ > last ? step : drawn_;

	for (int i = qMin(from, step); i <= qMax(from, step); i++) {
		steps_[i] = i == from && from != step ? steps_[i] : level;
	}
	drawn_ = step;
	choose(step);
	emit edited();
}

double PatternGrid::left(int step) const
{
	return 0.5 + (width() - 1.0) * step / steps_.size();
}

double PatternGrid::top(int level) const
{
	return 0.5 + (height() - 1.0) * (MOST_PERCENT - level) / MOST_PERCENT;
}

void PatternGrid::paintEvent(QPaintEvent *)
{
	QPainter painter{this};
	QPolygonF curve;
	/* Of the text's colour: in some themes the colours meant for frames are those of the window. */
	QColor faint = palette().color(QPalette::Text);
	QColor filled = palette().color(QPalette::Highlight);

	faint.setAlphaF(FAINT);
	painter.setPen(faint);
	painter.setBrush(palette().brush(QPalette::Base));
	painter.drawRect(QRectF{rect()}.adjusted(0.5, 0.5, -0.5, -0.5));
	for (int level = COARSE_PERCENT; level < MOST_PERCENT; level += COARSE_PERCENT) {
		painter.drawLine(QPointF{left(0), top(level)}, QPointF{left(int(steps_.size())), top(level)});
	}
	for (int i = 0; i < steps_.size(); i++) {
		const QRectF column{QPointF{left(i), top(steps_[i])}, QPointF{left(i + 1), top(0)}};
		painter.fillRect(column, filled);
		painter.drawLine(QPointF{left(i), top(MOST_PERCENT)}, QPointF{left(i), top(0)});
		curve << column.topLeft() << column.topRight();
	}
	painter.setPen(QPen{palette().color(QPalette::Text), 2});
	painter.drawPolyline(curve);
	paintChosen(painter);
}

/* Also while the buttons that add and remove a step have the focus. */
void PatternGrid::paintChosen(QPainter &painter) const
{
	const QRectF column{QPointF{left(chosen_), top(MOST_PERCENT)}, QPointF{left(chosen_ + 1), top(0)}};

	painter.setBrush(Qt::NoBrush);
	painter.setPen(hasFocus() ? QPen{palette().color(QPalette::Text), 2, Qt::DotLine}
				  : QPen{palette().color(QPalette::Text), 1});
	painter.drawRect(column.adjusted(1, 1, -1, -1));
}

QSize PatternGrid::sizeHint() const
{
	return {fontMetrics().averageCharWidth() * 2 * HAPTICS_PATTERN_MAX, fontMetrics().lineSpacing() * LINES};
}

QSize PatternGrid::minimumSizeHint() const
{
	return {fontMetrics().averageCharWidth() * 16, sizeHint().height()};
}
