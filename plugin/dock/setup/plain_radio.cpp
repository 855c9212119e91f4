// SPDX-License-Identifier: GPL-2.0-or-later
#include "dock/setup/plain_radio.hpp"

#include <QStyle>
#include <QStyleOptionButton>
#include <QStylePainter>

namespace {

constexpr qreal RING_PX = 1.5;
constexpr qreal FOCUSED_RING_PX = 2.5;

/* A circle as large as fits. */
QRectF circleIn(const QRect &place)
{
	const qreal side = qMin(place.width(), place.height()) - FOCUSED_RING_PX;
	QRectF circle{0, 0, side, side};

	circle.moveCenter(QRectF{place}.center());
	return circle;
}

} // namespace

void PlainRadio::paintEvent(QPaintEvent *)
{
	QStylePainter painter{this};
	QStyleOptionButton option;

	initStyleOption(&option);
	const QRectF circle = circleIn(style()->subElementRect(QStyle::SE_RadioButtonIndicator, &option, this));
	const QColor colour =
		option.palette.color(isEnabled() ? QPalette::Active : QPalette::Disabled, foregroundRole());
	painter.setRenderHint(QPainter::Antialiasing);
	painter.setPen(QPen{colour, hasFocus() ? FOCUSED_RING_PX : RING_PX});
	painter.drawEllipse(circle);
	if (isChecked()) {
		const qreal margin = circle.width() / 4;
		painter.setPen(Qt::NoPen);
		painter.setBrush(colour);
		painter.drawEllipse(circle.adjusted(margin, margin, -margin, -margin));
		painter.setBrush(Qt::NoBrush);
	}
	option.rect = style()->subElementRect(QStyle::SE_RadioButtonContents, &option, this);
	painter.drawControl(QStyle::CE_RadioButtonLabel, option);
}
