// SPDX-License-Identifier: GPL-2.0-or-later
#include "dock/theme/focus_ring.hpp"

#include <QApplication>
#include <QEvent>
#include <QPainter>
#include <QWidget>

namespace {

constexpr int RING_PX = 2;

} // namespace

class FocusRing : public QWidget {
      public:
	explicit FocusRing(QWidget *parent)
	    : QWidget{parent}
	{
		setObjectName(QStringLiteral("focusRing"));
		setAttribute(Qt::WA_TransparentForMouseEvents);
		setFocusPolicy(Qt::NoFocus);
	}

      protected:
	/* A theme may give each widget a ground: this one has no more than its edge. */
	void resizeEvent(QResizeEvent *) override
	{
		setMask(QRegion{rect()} - QRegion{rect().adjusted(RING_PX, RING_PX, -RING_PX, -RING_PX)});
	}
	void paintEvent(QPaintEvent *) override
	{
		QPainter painter{this};
		const int inset = RING_PX / 2;

		painter.setPen(QPen{palette().color(QPalette::WindowText), RING_PX});
		painter.drawRect(rect().adjusted(inset, inset, -inset, -inset));
	}
};

FocusMark::FocusMark(QWidget *root)
    : QObject{root}
{
	connect(qApp, &QApplication::focusChanged, this, [this](QWidget *, QWidget *now) { mark(now); });
}

void FocusMark::mark(QWidget *target)
{
	const auto *root = static_cast<QWidget *>(parent());
	const bool isByMouse = QGuiApplication::mouseButtons() != Qt::NoButton;

	if (target_) {
		target_->removeEventFilter(this);
	}
	target_ = target && root->isAncestorOf(target) && !isByMouse ? target : nullptr;
	if (!target_) {
		hideRing();
		return;
	}
	target_->installEventFilter(this);
	if (!ring_) {
		ring_ = new FocusRing{target_->parentWidget()};
	}
	follow();
}

/* Around it where there is room, else over its edge: nothing of the ring is cut off. */
void FocusMark::follow()
{
	QWidget *beside = target_->parentWidget();

	if (!ring_ || !target_->isVisible()) {
		hideRing();
		return;
	}
	if (ring_->parentWidget() != beside) {
		ring_->setParent(beside);
	}
	ring_->setGeometry(
		target_->geometry().adjusted(-RING_PX, -RING_PX, RING_PX, RING_PX).intersected(beside->rect()));
	ring_->raise();
	ring_->show();
}

void FocusMark::hideRing()
{
	if (ring_) {
		ring_->hide();
	}
}

bool FocusMark::eventFilter(QObject *object, QEvent *event)
{
	const QEvent::Type type = event->type();

	if (object == target_ && (type == QEvent::Move || type == QEvent::Resize || type == QEvent::Show ||
				  type == QEvent::Hide || type == QEvent::ParentChange)) {
		follow();
	}
	return QObject::eventFilter(object, event);
}
