// SPDX-License-Identifier: GPL-2.0-or-later
#include "dock/widgets/windows/return_key.hpp"

#include <QDialog>
#include <QPushButton>
#include <QToolButton>

namespace {

class ReturnPresses : public QObject {
      public:
	explicit ReturnPresses(QDialog *dialog)
	    : QObject{dialog}
	{
		dialog->installEventFilter(this);
	}

	/* What comes to the dialog no widget in it has wanted. */
	bool eventFilter(QObject *object, QEvent *event) override
	{
		return event->type() == QEvent::KeyPress &&
		       pressByReturn(static_cast<QWidget *>(object), *static_cast<const QKeyEvent *>(event));
	}
};

} // namespace

bool isReturnKey(const QKeyEvent &event)
{
	return event.key() == Qt::Key_Return || event.key() == Qt::Key_Enter;
}

bool pressByReturn(const QWidget *within, const QKeyEvent &event)
{
	auto *button = qobject_cast<QAbstractButton *>(within->window()->focusWidget());
	const bool isPressed = qobject_cast<QPushButton *>(button) || qobject_cast<QToolButton *>(button);

	if (!isReturnKey(event) || !isPressed || !within->isAncestorOf(button)) {
		return false;
	}
	if (!event.isAutoRepeat()) {
		button->click();
	}
	return true;
}

void letReturnPress(QDialog *dialog)
{
	new ReturnPresses{dialog};
}
