// SPDX-License-Identifier: GPL-2.0-or-later
#include "dock/widgets/fold_button.hpp"

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
