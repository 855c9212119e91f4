// SPDX-License-Identifier: GPL-2.0-or-later
#include "dock/setup/qr_view.hpp"

#include "dock/widgets/text.hpp"
#include "obs/sources/qr_image.h"

namespace {

constexpr int QUIET_ZONE = 4;
/* Side of the usual pairing code with its quiet zone, so that the page does not jump when the code comes. */
constexpr int USUAL_MODULES = 53;

QPixmap makePixmap(const char *payload, qreal pixelRatio)
{
	const qr_style style{qRound(QrView::MODULE_PX * pixelRatio), QUIET_ZONE, 0xff000000, 0xffffffff};
	qr_image code{};
	QPixmap pixmap;

	if (qr_image_make(&code, payload, &style) == QR_OK) {
		const QImage image{reinterpret_cast<const uchar *>(code.pixels), code.width_px, code.width_px,
				   QImage::Format_RGB32};
		pixmap = QPixmap::fromImage(image.copy()); /* the pixels go with the code */
	}
	qr_image_free(&code);
	pixmap.setDevicePixelRatio(pixelRatio);
	return pixmap;
}

} // namespace

QrView::QrView(QWidget *parent)
    : QLabel{parent},
      room_{USUAL_MODULES * MODULE_PX, USUAL_MODULES * MODULE_PX}
{
	setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
	setAccessibleName(::text("Overlay.Name"));
}

void QrView::showCode(const char *payload, quint32 serial)
{
	const bool isWanted = *payload != '\0';

	if (isWanted == hasCode() && serial == serial_) {
		return;
	}
	serial_ = serial;
	const QPixmap picture = isWanted ? makePixmap(payload, devicePixelRatioF()) : QPixmap{};
	hasCode_ = !picture.isNull();
	setPixmap(picture);
}

void QrView::withdrawCode()
{
	room_ = sizeHint();
	showCode("", 0);
}

bool QrView::hasCode() const
{
	return hasCode_;
}

QSize QrView::sizeHint() const
{
	return hasCode() ? QLabel::sizeHint() : room_;
}
