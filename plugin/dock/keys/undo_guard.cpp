// SPDX-License-Identifier: GPL-2.0-or-later
#include "dock/keys/undo_guard.hpp"

#include <QKeyEvent>
#include <QWidget>

namespace {

/* OBS's menu takes Ctrl+Y too, which is not on every system the key to redo. */
bool undoesOrRedoes(const QKeyEvent &key)
{
	return key.matches(QKeySequence::Undo) || key.matches(QKeySequence::Redo) ||
	       (key.modifiers() == Qt::ControlModifier && key.key() == Qt::Key_Y);
}

/* What no field of the window wanted comes here, before it becomes a shortcut of OBS. */
class UndoGuard : public QObject {
      public:
	using QObject::QObject;

      protected:
	bool eventFilter(QObject *object, QEvent *event) override
	{
		if (event->type() == QEvent::ShortcutOverride && undoesOrRedoes(*static_cast<QKeyEvent *>(event))) {
			event->accept();
			return true;
		}
		return QObject::eventFilter(object, event);
	}
};

} // namespace

void keepUndoInside(QWidget *window)
{
	window->installEventFilter(new UndoGuard{window});
}
