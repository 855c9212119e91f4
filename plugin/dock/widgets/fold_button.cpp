// SPDX-License-Identifier: GPL-2.0-or-later
#include "dock/widgets/fold_button.hpp"

#include <QKeyEvent>

FoldButton::FoldButton(QWidget *parent)
    : QToolButton{parent}
{
	setCheckable(true);
	setChecked(true);
	setAutoRaise(true);
	setArrowType(Qt::DownArrow);
	setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
	setFocusPolicy(Qt::StrongFocus);
	connect(this, &QToolButton::toggled, this,
		[this](bool isOpen) { setArrowType(isOpen ? Qt::DownArrow : Qt::RightArrow); });
}

/* As in a tree; Qt would take the keys to the nearest button on that side. */
void FoldButton::keyPressEvent(QKeyEvent *event)
{
	if (event->key() == Qt::Key_Left || event->key() == Qt::Key_Right) {
		setChecked(event->key() == Qt::Key_Right);
	} else {
		QToolButton::keyPressEvent(event);
	}
}
