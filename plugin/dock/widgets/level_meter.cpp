// SPDX-License-Identifier: GPL-2.0-or-later
#include "dock/widgets/level_meter.hpp"

#include <QEvent>
#include <QMouseEvent>
#include <QPainter>

#include "dock/theme/legible.hpp"
#include "dock/widgets/text.hpp"

namespace {

constexpr double FRAME_SHARE = 0.5;
constexpr int FIGURES_MARGIN_PX = 2;
constexpr int MOST_FIGURES = 128;  /* more than there are whole percentages */
constexpr double LOCK_SHARE = 0.7; /* of the bar's height */
constexpr int LEAST_BAR_PX = 14;
constexpr int LOCKS_OF_A_BAR = 3; /* a narrower one is hatched alone */

/* At the right end, on the bar's own ground: what a ceiling takes away is locked. */
void drawLock(QPainter &painter, const QRectF &bar, const QPalette &palette)
{
	const double height = bar.height() * LOCK_SHARE;
	if (bar.width() < LOCKS_OF_A_BAR * height) {
		return;
	}
	const QRectF place{bar.right() - height - 1, bar.center().y() - height / 2, height, height};
	const QRectF body = place.adjusted(0, height * 0.45, 0, 0);
	const QRectF shackle = place.adjusted(height * 0.2, 0, -height * 0.2, 0);

	painter.fillRect(place.adjusted(-2, -1, 1, 1).intersected(bar), palette.brush(QPalette::Base));
	painter.setRenderHint(QPainter::Antialiasing);
	painter.setPen(QPen{palette.color(QPalette::Text), 1.2});
	painter.setBrush(Qt::NoBrush);
	painter.drawArc(shackle, 0, 180 * 16);
	painter.fillRect(body, palette.color(QPalette::Text));
	painter.setRenderHint(QPainter::Antialiasing, false);
}

/* Edge by edge: a rectangle with a pen takes several times as long, and this is painted ten times a second. */
void drawFrame(QPainter &painter, const QRect &bar, const QColor &color)
{
	painter.fillRect(bar.left(), bar.top(), bar.width(), 1, color);
	painter.fillRect(bar.left(), bar.bottom(), bar.width(), 1, color);
	painter.fillRect(bar.left(), bar.top() + 1, 1, bar.height() - 2, color);
	painter.fillRect(bar.right(), bar.top() + 1, 1, bar.height() - 2, color);
}

} // namespace

LevelMeter::LevelMeter(const QString &name, QWidget *parent)
    : QWidget{parent}
{
	setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
	setAttribute(Qt::WA_OpaquePaintEvent);
	setAccessibleName(name);
	setAccessibleDescription(percentText(0));
}

void LevelMeter::showLevel(double level, double mark, bool isCapped)
{
	level = qBound(0.0, level, 1.0);
	mark = qBound(0.0, mark, 1.0);
	if (qFuzzyCompare(1.0 + level, 1.0 + level_) && qFuzzyCompare(1.0 + mark, 1.0 + mark_) &&
	    isCapped == isCapped_) {
		return;
	}
	level_ = level;
	mark_ = mark;
	isCapped_ = isCapped;
	setAccessibleDescription(percentText(level));
	update();
}

void LevelMeter::setValueText(const QString &text)
{
	setAccessibleDescription(text);
}

void LevelMeter::addFigures()
{
	hasFigures_ = true;
	reserve();
}

void LevelMeter::setMarkMovable(bool isMovable)
{
	isMarkMovable_ = isMovable;
	setCursor(isMovable ? Qt::SplitHCursor : Qt::ArrowCursor);
}

void LevelMeter::reserve()
{
	room_ = hasFigures_ ? fontMetrics().horizontalAdvance(percentText(1)) + 2 * FIGURES_MARGIN_PX : 0;
	updateGeometry();
}

QRect LevelMeter::bar() const
{
	return rect().adjusted(0, 0, -room_, 0);
}

QSize LevelMeter::sizeHint() const
{
	const int line = fontMetrics().height();

	return {120 + room_, hasFigures_ ? line + 2 : qMax(10, line * 3 / 4)};
}

QSize LevelMeter::minimumSizeHint() const
{
	return {(hasFigures_ ? LEAST_BAR_PX : 40) + room_, sizeHint().height()};
}

/* A theme, or a look of it, may bring another font or other colours. */
bool LevelMeter::event(QEvent *event)
{
	const bool isTaken = QWidget::event(event);

	switch (event->type()) {
	case QEvent::Show:
	case QEvent::FontChange:
	case QEvent::StyleChange:
		reserve();
		figures_.clear();
		break;
	case QEvent::PaletteChange:
	case QEvent::EnabledChange:
	case QEvent::Resize:
		figures_.clear();
		break;
	default:
		break;
	}
	return isTaken;
}

/* Worked out when the theme's colours change, not ten times a second. */
const QColor &LevelMeter::filling()
{
	const QColor highlight = palette().color(QPalette::Highlight);
	const QColor base = palette().color(QPalette::Base);

	if (highlight != highlight_ || base != base_) {
		highlight_ = highlight;
		base_ = base;
		filling_ = legible(highlight, {base}, LEAST_CONTROL_CONTRAST);
	}
	return filling_;
}

void LevelMeter::paintEvent(QPaintEvent *)
{
	QPainter painter{this};
	const QRect bar = this->bar();

	/* Of the text's colour: in some themes the colours meant for frames are those of the window. */
	QColor frame = palette().color(QPalette::Text);
	frame.setAlphaF(FRAME_SHARE);
	painter.fillRect(rect(), QColor{palette().color(QPalette::Base).rgb()}); /* nothing shines through */
	drawFrame(painter, rect(), frame);
	paintBar(painter, bar);
	if (hasFigures_) { /* where the bar ends, in sight: a level is read off it */
		painter.fillRect(bar.right(), 1, 1, height() - 2, frame);
		painter.drawPixmap(bar.right() + 1, 0, figures({width() - bar.width(), height()}));
	}
}

void LevelMeter::paintBar(QPainter &painter, const QRect &bar)
{
	const QRectF edge = QRectF{bar}.adjusted(0.5, 0.5, -0.5, -0.5);
	const QRect inside = bar.adjusted(1, 1, -1, -1);
	const double markX = edge.left() + edge.width() * mark_;

	painter.fillRect(inside.left(), inside.top(), qRound(inside.width() * level_), inside.height(), filling());
	if (isCapped_) {
		painter.fillRect(QRectF{markX, edge.top(), edge.right() - markX, edge.height()},
				 QBrush{palette().color(QPalette::Text), Qt::BDiagPattern});
		drawLock(painter, edge, palette());
	}
	if (mark_ < 1.0) {
		painter.setPen(QPen{palette().color(QPalette::Text), 2});
		painter.drawLine(QPointF{markX, edge.top()}, QPointF{markX, edge.bottom()});
	}
}

/* A level goes through the same few values all the time, and shaping text is most of what showing one takes. */
QPixmap LevelMeter::figures(const QSize &size)
{
	const QString value = percentText(level_);
	const auto known = figures_.constFind(value);

	if (known != figures_.constEnd() && known->devicePixelRatio() == devicePixelRatioF()) {
		return *known;
	}
	QPixmap drawn{size * devicePixelRatioF()};
	drawn.setDevicePixelRatio(devicePixelRatioF());
	drawn.fill(Qt::transparent);
	QPainter painter{&drawn};
	painter.setFont(font());
	painter.setPen(palette().color(QPalette::Text));
	painter.drawText(QRect{{0, 0}, size}.adjusted(0, 0, -FIGURES_MARGIN_PX, 0),
			 int(Qt::AlignRight) | Qt::AlignVCenter | Qt::TextSingleLine, value);
	if (figures_.size() >= MOST_FIGURES) {
		figures_.clear();
	}
	figures_[value] = drawn;
	return drawn;
}

void LevelMeter::mousePressEvent(QMouseEvent *event)
{
	mouseMoveEvent(event);
}

void LevelMeter::mouseMoveEvent(QMouseEvent *event)
{
	if (!isMarkMovable_ || !(event->buttons() & Qt::LeftButton) || bar().width() <= 1) {
		QWidget::mouseMoveEvent(event);
		return;
	}
#if QT_VERSION >= QT_VERSION_CHECK(6, 0, 0)
	const double x = event->position().x();
#else
	const double x = event->localPos().x();
#endif
	mark_ = qBound(0.0, x / (bar().width() - 1), 1.0);
	update();
	emit markMoved(mark_);
}
