// SPDX-License-Identifier: GPL-2.0-or-later
#include "dock/widgets/value_label.hpp"

#include <QEvent>
#include <QPainter>

namespace {

constexpr int MARGIN_PX = 2;

} // namespace

ValueLabel::ValueLabel(const QString &widest, QWidget *parent)
    : QLabel{parent},
      widest_{widest}
{
	setTextFormat(Qt::PlainText);
	setText(QChar{QChar::Nbsp}); /* as high as with a value */
	setMinimumWidth(fontMetrics().horizontalAdvance(widest_) + MARGIN_PX);
}

QSize ValueLabel::reserved()
{
	if (!testAttribute(Qt::WA_WState_Polished)) {
		reserve();
	}
	return minimumSize();
}

/* The theme's font is known when it is shown; a theme, or a look of it, may bring another. */
bool ValueLabel::event(QEvent *event)
{
	const bool isTaken = QLabel::event(event);

	if (event->type() == QEvent::Show || event->type() == QEvent::FontChange ||
	    event->type() == QEvent::StyleChange) {
		reserve();
	}
	return isTaken;
}

/* A label of Qt asks the theme for a frame and a palette each time, and lays its text out as a paragraph. */
void ValueLabel::paintEvent(QPaintEvent *)
{
	QPainter painter{this};

	painter.setPen(palette().color(foregroundRole()));
	painter.drawText(contentsRect(), int(alignment()) | Qt::TextSingleLine, text());
}

void ValueLabel::reserve()
{
	ensurePolished();
	setFixedSize(fontMetrics().horizontalAdvance(widest_) + MARGIN_PX, QLabel::sizeHint().height());
}
