// SPDX-License-Identifier: GPL-2.0-or-later
#include "dock/widgets/click_guard.hpp"

#include <QAbstractButton>
#include <QChildEvent>
#include <QFocusEvent>
#include <QGuiApplication>

namespace {

bool wouldLoseClick(const QObject *object, const QEvent *event)
{
	const auto *button = qobject_cast<const QAbstractButton *>(object);

	return button && button->isDown() && QGuiApplication::mouseButtons() != Qt::NoButton &&
	       static_cast<const QFocusEvent *>(event)->reason() == Qt::ActiveWindowFocusReason;
}

} // namespace

ClickGuard::ClickGuard(QWidget *widget)
    : QObject{widget}
{
	watch(widget);
}

void ClickGuard::watch(QWidget *widget)
{
	const auto children = widget->findChildren<QWidget *>();

	widget->installEventFilter(this);
	for (QWidget *child : children) {
		child->installEventFilter(this);
	}
}

bool ClickGuard::eventFilter(QObject *object, QEvent *event)
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
