// SPDX-License-Identifier: GPL-2.0-or-later
#include "dock/setup/qr_view.hpp"

#include <QPainter>

#include "dock/widgets/text.hpp"
#include "obs/sources/qr_image.h"

namespace {

constexpr int QUIET_ZONE = 4;
/* Side of the usual pairing code with its quiet zone, so that the page does not jump when the code comes. */
constexpr int USUAL_MODULES = 53;

QImage makeImage(const char *payload, int module_px)
{
	const qr_style style{module_px, QUIET_ZONE, 0xff000000, 0xffffffff};
	qr_image code{};
	QImage image;

	if (qr_image_make(&code, payload, &style) == QR_OK) {
		image = QImage{reinterpret_cast<const uchar *>(code.pixels), code.width_px, code.width_px,
			       QImage::Format_RGB32}
				.copy();
	}
	qr_image_free(&code);
	return image;
}

} // namespace

QrView::QrView(QWidget *parent)
    : QWidget{parent}
{
	setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
	setAccessibleName(text("Overlay.Name"));
}

void QrView::showCode(const char *payload, quint32 serial)
{
	const bool isWanted = *payload != '\0';

	if (isWanted == hasCode() && serial == serial_) {
		return;
	}
	serial_ = serial;
	image_ = isWanted ? makeImage(payload, qRound(MODULE_PX * devicePixelRatioF())) : QImage{};
	image_.setDevicePixelRatio(devicePixelRatioF());
	updateGeometry();
	update();
}

bool QrView::hasCode() const
{
	return !image_.isNull();
}

QSize QrView::sizeHint() const
{
	const int usual = USUAL_MODULES * MODULE_PX;

	if (image_.isNull()) {
		return {usual, usual};
	}
	return (QSizeF{image_.size()} / image_.devicePixelRatio()).toSize();
}

QSize QrView::minimumSizeHint() const
{
	return sizeHint();
}

void QrView::paintEvent(QPaintEvent *)
{
	QPainter painter{this};

	if (hasCode()) {
		painter.drawImage(0, 0, image_);
	}
}
