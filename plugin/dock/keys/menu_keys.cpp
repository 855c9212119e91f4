// SPDX-License-Identifier: GPL-2.0-or-later
#include "dock/keys/menu_keys.hpp"

#include <algorithm>

#include <QContextMenuEvent>
#include <QKeyEvent>
#include <QKeySequence>
#include <QMenu>
#include <QToolButton>

#include "dock/widgets/windows/return_key.hpp"

namespace {

void chooseFirst(QMenu *menu)
{
	for (QAction *entry : menu->actions()) {
		if (entry->isVisible() && entry->isEnabled() && !entry->isSeparator()) {
			menu->setActiveAction(entry);
			return;
		}
	}
}

bool hasKey(const QMenu &menu, const QKeyEvent &event)
{
	const QKeySequence key{int(event.modifiers() & ~Qt::KeypadModifier) | event.key()};
	const QList<QAction *> entries = menu.actions();

	return std::any_of(entries.cbegin(), entries.cend(),
			   [&key](const QAction *entry) { return entry->shortcut() == key; });
}

bool isOfKeys(const QContextMenuEvent &asked)
{
	return asked.reason() == QContextMenuEvent::Keyboard;
}

/* Of one button and its menu, which others may open too. */
class MenuKeys : public QObject {
      public:
	explicit MenuKeys(QToolButton *button)
	    : QObject{button},
	      button_{button}
	{
		button->installEventFilter(this);
		button->menu()->installEventFilter(this);
	}

	bool eventFilter(QObject *object, QEvent *event) override
	{
		if (object == button_) {
			return takeFromButton(*event);
		}
		if (event->type() == QEvent::Show && isByKeys_) {
			isByKeys_ = false;
			chooseFirst(button_->menu());
		}
		return false;
	}

      private:
	bool takeFromButton(QEvent &event)
	{
		switch (event.type()) {
		case QEvent::ShortcutOverride:
			return keepFromMenu(static_cast<QKeyEvent &>(event));
		case QEvent::KeyPress:
			return takeKey(static_cast<const QKeyEvent &>(event));
		case QEvent::ContextMenu:
			return isOfKeys(static_cast<const QContextMenuEvent &>(event)) && openByKeys();
		default:
			return false;
		}
	}
	/* For Qt they would be shortcuts on the button too. */
	bool keepFromMenu(QKeyEvent &event) const
	{
		const bool isTold = hasKey(*button_->menu(), event);

		if (isTold) {
			event.accept();
		}
		return isTold;
	}
	bool takeKey(const QKeyEvent &event)
	{
		isByKeys_ = event.key() == Qt::Key_Space; /* Qt opens the menu by this one */
		return isReturnKey(event) && openByKeys();
	}
	/* Not from within: the menu runs a loop of its own. */
	bool openByKeys()
	{
		isByKeys_ = true;
		QMetaObject::invokeMethod(button_, "showMenu", Qt::QueuedConnection);
		return true;
	}

	QToolButton *button_;
	bool isByKeys_{false};
};

} // namespace

void makeMenuKeyed(QToolButton *button)
{
	new MenuKeys{button};
}

void popUpMenu(QMenu *menu, const QContextMenuEvent &asked)
{
	menu->popup(asked.globalPos());
	if (isOfKeys(asked)) {
		chooseFirst(menu);
	}
}
