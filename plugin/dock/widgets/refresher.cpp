// SPDX-License-Identifier: GPL-2.0-or-later
#include "dock/widgets/refresher.hpp"

#include <utility>

#include <QDeadlineTimer>
#include <QDockWidget>
#include <QEvent>
#include <QWidget>

namespace {

/* What OBS sends a dock's widget when its dock is closed. */
constexpr int OBS_DOCK_CLOSED = int(QEvent::User) + int(QEvent::Close);

qint64 monotonicMs()
{
	return QDeadlineTimer::current(Qt::PreciseTimer).deadline();
}

} // namespace

QDockWidget *frameOf(QWidget *widget)
{
	for (; widget; widget = widget->parentWidget()) {
		if (auto *frame = qobject_cast<QDockWidget *>(widget)) {
			return frame;
		}
		if (widget->isWindow()) {
			return nullptr;
		}
	}
	return nullptr;
}

Refresher::Refresher(QWidget *widget, std::function<void()> refresh, Clock clock)
    : QObject{widget},
      refresh_{std::move(refresh)},
      clock_{clock ? std::move(clock) : Clock{monotonicMs}},
      refreshed_ms_{clock_() - PERIOD_MS}
{
	timer_.setInterval(PERIOD_MS);
	/* A coarse timer may be early, and the tick would then count as too soon. */
	timer_.setTimerType(Qt::PreciseTimer);
	connect(&timer_, &QTimer::timeout, this, &Refresher::refreshWhenDue);
	widget->installEventFilter(this);
}

bool Refresher::isTicking() const
{
	return timer_.isActive();
}

/* A dock that is dragged about or tabbed over is shown and hidden many times in a row. */
void Refresher::refreshWhenDue()
{
	const qint64 now_ms = clock_();

	if (now_ms - refreshed_ms_ < PERIOD_MS) {
		return;
	}
	refreshed_ms_ = now_ms;
	refresh_();
}

void Refresher::setTicking(bool isTicking)
{
	if (!isTicking) {
		timer_.stop();
		return;
	}
	refreshWhenDue();
	timer_.start();
}

/* Behind the tab of another dock a widget still counts as visible; only its frame tells. */
void Refresher::followFrame()
{
	auto *widget = static_cast<QWidget *>(parent());
	QDockWidget *frame = frameOf(widget);

	if (frame == frame_) {
		return;
	}
	if (frame_) {
		disconnect(frame_, nullptr, this, nullptr);
	}
	frame_ = frame;
	if (frame) {
		connect(frame, &QDockWidget::visibilityChanged, this, [this, frame, widget](bool isUncovered) {
			/* What floats has no tab, whatever Qt makes of its place on the screen. */
			setTicking((isUncovered || frame->isFloating()) && widget->isVisible());
		});
	}
}

bool Refresher::eventFilter(QObject *object, QEvent *event)
{
	if (event->type() == QEvent::Show) {
		followFrame();
		setTicking(true);
	} else if (event->type() == QEvent::Hide || int(event->type()) == OBS_DOCK_CLOSED) {
		setTicking(false);
	}
	return QObject::eventFilter(object, event);
}
