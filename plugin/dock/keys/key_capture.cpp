// SPDX-License-Identifier: GPL-2.0-or-later
#include "dock/keys/key_capture.hpp"

#include <QKeyEvent>
#include <QStyleOptionButton>
#include <QStylePainter>

#include "dock/keys/native_key.hpp"

namespace {

constexpr int COLUMNS = 9;

} // namespace

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
		return QPushButton::event(event);
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

QSize KeyCapture::sizeHint() const
{
	const QSize whole = QPushButton::sizeHint();
	const int text = fontMetrics().horizontalAdvance(this->text());
	const int most = fontMetrics().averageCharWidth() * COLUMNS;

	return {whole.width() - qMax(0, text - most), whole.height()};
}

QSize KeyCapture::minimumSizeHint() const
{
	return sizeHint();
}

/* The modifiers and the key itself are at the ends. */
void KeyCapture::paintEvent(QPaintEvent *)
{
	QStylePainter painter{this};
	QStyleOptionButton option;

	initStyleOption(&option);
	const QRect room = style()->subElementRect(QStyle::SE_PushButtonContents, &option, this);
	option.text = fontMetrics().elidedText(text(), Qt::ElideMiddle, room.width());
	painter.drawControl(QStyle::CE_PushButton, option);
}
