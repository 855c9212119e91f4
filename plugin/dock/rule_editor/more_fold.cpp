// SPDX-License-Identifier: GPL-2.0-or-later
#include "dock/rule_editor/more_fold.hpp"

#include <QToolButton>
#include <QVBoxLayout>

#include "dock/widgets/looks.hpp"
#include "dock/widgets/text.hpp"

MoreFold::MoreFold(QWidget *parent)
    : QWidget{parent},
      button_{named("more", new QToolButton{this})},
      body_{new QWidget{this}},
      parts_{makeLayout<QVBoxLayout>(body_)}
{
	auto *column = makeLayout<QVBoxLayout>(this);

	button_->setText(text("Rule.More"));
	button_->setAccessibleName(text("Rule.More"));
	button_->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
	button_->setCheckable(true);
	button_->setAutoRaise(true);
	button_->setFocusPolicy(Qt::StrongFocus);
	column->addWidget(button_, 0, Qt::AlignLeft);
	column->addWidget(body_);
	showOpen(false);
	connect(button_, &QToolButton::toggled, this, [this](bool isOpen) {
		showOpen(isOpen);
		emit toggled(isOpen);
	});
}

void MoreFold::add(QWidget *part)
{
	parts_->addWidget(part);
	part->show();
}

void MoreFold::setOpen(bool isOpen)
{
	button_->setChecked(isOpen);
}

void MoreFold::showOpen(bool isOpen)
{
	button_->setArrowType(isOpen ? Qt::DownArrow : Qt::RightArrow);
	body_->setVisible(isOpen);
}
