// SPDX-License-Identifier: GPL-2.0-or-later
#include "dock/widgets/value_label.hpp"

#include <QEvent>
#include <QPainter>

namespace {

constexpr int MARGIN_PX = 2;
constexpr int MOST_PICTURES = 32; /* in steps of 5 % there are 21 */

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

	switch (event->type()) {
	case QEvent::Show:
	case QEvent::FontChange:
	case QEvent::StyleChange:
	case QEvent::PaletteChange:
	case QEvent::EnabledChange:
	case QEvent::Resize:
	case QEvent::ContentsRectChange:
		pictures_.clear();
		break;
	default:
		break;
	}
	if (event->type() == QEvent::Show || event->type() == QEvent::FontChange ||
	    event->type() == QEvent::StyleChange) {
		reserve();
	}
	return isTaken;
}

/* A label of Qt asks the theme for a frame and a palette each time, and lays its text out as a paragraph. */
void ValueLabel::paintEvent(QPaintEvent *)
{
	QPainter{this}.drawPixmap(0, 0, picture());
}

/* A level goes through the same few values all the time, and shaping text is most of what showing one takes. */
QPixmap ValueLabel::picture()
{
	const auto known = pictures_.constFind(text());

	if (known != pictures_.constEnd() && known->devicePixelRatio() == devicePixelRatioF()) {
		return *known;
	}
	QPixmap drawn{size() * devicePixelRatioF()};
	drawn.setDevicePixelRatio(devicePixelRatioF());
	drawn.fill(Qt::transparent);
	QPainter painter{&drawn};
	painter.setFont(font());
	painter.setPen(palette().color(foregroundRole()));
	painter.drawText(contentsRect(), int(alignment()) | Qt::TextSingleLine, text());
	if (pictures_.size() >= MOST_PICTURES) {
		pictures_.clear();
	}
	pictures_[text()] = drawn;
	return drawn;
}

void ValueLabel::reserve()
{
	ensurePolished();
	setFixedSize(fontMetrics().horizontalAdvance(widest_) + MARGIN_PX, QLabel::sizeHint().height());
}
