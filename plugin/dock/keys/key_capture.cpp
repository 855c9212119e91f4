// SPDX-License-Identifier: GPL-2.0-or-later
#include "dock/keys/key_capture.hpp"

#include <QKeyEvent>

#include "dock/keys/native_key.hpp"

KeyCapture::KeyCapture(QWidget *parent)
    : QPushButton{parent}
{
	setAutoDefault(false);
	connect(this, &QPushButton::clicked, this, &KeyCapture::listen);
}

bool KeyCapture::isListening() const
{
	return isListening_;
}

void KeyCapture::listen()
{
	if (isListening_) {
		return;
	}
	setFocus(); /* a click gives none on macOS */
	isListening_ = true;
	taken_ = 0;
	holdHotkeysBack(true);
	emit listeningChanged();
}

void KeyCapture::stopListening()
{
	if (!isListening_) {
		return;
	}
	isListening_ = false;
	holdHotkeysBack(false);
	emit listeningChanged();
}

void KeyCapture::listenOn()
{
	taken_ = 0;
}

/* Before Qt makes a shortcut or a step to the next widget of it. */
bool KeyCapture::event(QEvent *event)
{
	const bool isKey = event->type() == QEvent::KeyPress || event->type() == QEvent::KeyRelease ||
			   event->type() == QEvent::ShortcutOverride;

	if (!isKey || !isListening_) {
		const bool isReturn = event->type() == QEvent::KeyPress &&
				      (static_cast<QKeyEvent *>(event)->key() == Qt::Key_Return ||
				       static_cast<QKeyEvent *>(event)->key() == Qt::Key_Enter);
		if (isReturn) {
			listen();
		}
		return isReturn || QPushButton::event(event);
	}
	event->accept();
	if (event->type() == QEvent::KeyPress) {
		takePress(*static_cast<QKeyEvent *>(event));
	} else if (event->type() == QEvent::KeyRelease) {
		takeRelease(*static_cast<QKeyEvent *>(event));
	}
	return true;
}

void KeyCapture::takePress(const QKeyEvent &event)
{
	if (event.isAutoRepeat() || taken_) {
		return;
	}
	if (event.key() == Qt::Key_Escape && event.modifiers() == Qt::NoModifier) {
		stopListening();
		return;
	}
	/* Who has thought better of it goes on, and no key of everyday stops or starts anything. */
	const bool isStep = event.key() == Qt::Key_Tab || event.key() == Qt::Key_Backtab;
	if (isStep && !(event.modifiers() & ~Qt::ShiftModifier)) {
		stopListening();
		focusNextPrevChild(event.key() == Qt::Key_Tab);
		return;
	}
	const obs_key_combination_t key = combinationOf(event);
	if (key.key != OBS_KEY_NONE) {
		taken_ = event.key();
		emit captured(key);
	}
}

/* Not before: a key that is held when hotkeys work again counts as pressed then. */
void KeyCapture::takeRelease(const QKeyEvent &event)
{
	if (!event.isAutoRepeat() && taken_ && event.key() == taken_) {
		stopListening();
	}
}

void KeyCapture::focusOutEvent(QFocusEvent *event)
{
	stopListening();
	QPushButton::focusOutEvent(event);
}

void KeyCapture::hideEvent(QHideEvent *event)
{
	stopListening();
	QPushButton::hideEvent(event);
}
