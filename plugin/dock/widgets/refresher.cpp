// SPDX-License-Identifier: GPL-2.0-or-later
#include "dock/widgets/refresher.hpp"

#include <algorithm>
#include <utility>

#include <QAbstractButton>
#include <QApplication>
#include <QChildEvent>
#include <QDeadlineTimer>
#include <QDockWidget>
#include <QFocusEvent>
#include <QWidget>

namespace {

/* What OBS sends a dock's widget when its dock is closed. */
constexpr int OBS_DOCK_CLOSED = int(QEvent::User) + int(QEvent::Close);
constexpr int LAYOUT_ROUNDS = 4;

qint64 monotonicMs()
{
	return QDeadlineTimer::current(Qt::PreciseTimer).deadline();
}

/* By the mouse or by a key. A button whose menu is open is down, too: nothing waits for that. */
bool hasPressedButton(const QWidget *widget)
{
	if (QApplication::activePopupWidget()) {
		return false;
	}
	if (QGuiApplication::mouseButtons() == Qt::NoButton) {
		const auto *button = qobject_cast<QAbstractButton *>(QApplication::focusWidget());
		return button && button->isDown() && widget->isAncestorOf(button);
	}
	const auto buttons = widget->findChildren<QAbstractButton *>();
	return std::any_of(buttons.cbegin(), buttons.cend(), [](const auto *button) { return button->isDown(); });
}

bool wouldLoseClick(const QObject *object, const QEvent *event)
{
	const auto *button = qobject_cast<const QAbstractButton *>(object);

	return button && button->isDown() && QGuiApplication::mouseButtons() != Qt::NoButton &&
	       static_cast<const QFocusEvent *>(event)->reason() == Qt::ActiveWindowFocusReason;
}

/* Qt lets a pressed button go when its window loses the focus, and the click is lost. A desktop that is busy moves the
 * focus late: the windows that were opened or clicked just before get it in turn, between somebody's press and release.
 * So a button that the mouse holds stays pressed through that: every button in a widget, and those that come. */
class ClickGuard : public QObject {
      public:
	explicit ClickGuard(QWidget *widget)
	    : QObject{widget}
	{
		watch(widget);
	}

      protected:
	bool eventFilter(QObject *object, QEvent *event) override
	{
		if (event->type() == QEvent::ChildAdded) {
			QObject *child = static_cast<QChildEvent *>(event)->child();
			if (child->isWidgetType()) {
				watch(static_cast<QWidget *>(child));
			}
		} else if (event->type() == QEvent::FocusOut && wouldLoseClick(object, event)) {
			static_cast<QWidget *>(object)->update();
			return true;
		}
		return QObject::eventFilter(object, event);
	}

      private:
	void watch(QWidget *widget)
	{
		const auto children = widget->findChildren<QWidget *>();

		widget->installEventFilter(this);
		for (QWidget *child : children) {
			child->installEventFilter(this);
		}
	}
};

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
	timer_.setSingleShot(true);
	/* A coarse timer may be early, and the tick would then count as too soon. */
	timer_.setTimerType(Qt::PreciseTimer);
	connect(&timer_, &QTimer::timeout, this, [this] {
		const bool isInTime = isDue();
		startTimer();
		if (isInTime) {
			tick();
		}
	});
	widget->installEventFilter(this);
	new ClickGuard{widget};
}

bool Refresher::isTicking() const
{
	return timer_.isActive();
}

/* A dock that is dragged about or tabbed over is shown and hidden many times in a row. */
bool Refresher::isDue()
{
	const qint64 now_ms = clock_();

	if (now_ms - refreshed_ms_ < PERIOD_MS) {
		return false;
	}
	refreshed_ms_ = now_ms;
	return true;
}

/* Each time for what is left of a period: a timer that repeats keeps its beat, so what follows a late tick comes too
 * soon, does nothing, and a change would wait for two periods. */
void Refresher::startTimer()
{
	timer_.start(int(qBound(qint64{1}, refreshed_ms_ + PERIOD_MS - clock_(), qint64{PERIOD_MS})));
}

void Refresher::setWhilePressed(std::function<void()> whilePressed)
{
	whilePressed_ = std::move(whilePressed);
}

void Refresher::tick()
{
	if (waitsForRelease()) {
		whilePressed_();
		return;
	}
	refresh_();
	settle();
}

/* Else a press that waits in line is taken first, and its button moves before it is let go. What stands in a scroll
 * area, or wraps, asks for room once more when it has got some. */
void Refresher::settle()
{
	for (int round = 0; round < LAYOUT_ROUNDS; round++) {
		QCoreApplication::sendPostedEvents(nullptr, QEvent::LayoutRequest);
	}
}

bool Refresher::waitsForRelease()
{
	const bool wasPressed = std::exchange(isPressed_, hasPressedButton(static_cast<QWidget *>(parent())));

	if (isPressed_ && !wasPressed) {
		pressed_ms_ = clock_();
	}
	return isPressed_ && clock_() - pressed_ms_ < LONGEST_PRESS_MS;
}

void Refresher::setTicking(bool isTicking)
{
	if (!isTicking) {
		timer_.stop();
		return;
	}
	if (isDue()) {
		refresh_();
	}
	startTimer();
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
