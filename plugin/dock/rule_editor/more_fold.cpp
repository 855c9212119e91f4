// SPDX-License-Identifier: GPL-2.0-or-later
#include "dock/rule_editor/more_fold.hpp"

#include <QVBoxLayout>

#include "dock/widgets/fold_button.hpp"
#include "dock/widgets/looks.hpp"
#include "dock/widgets/text.hpp"

MoreFold::MoreFold(QWidget *parent)
    : QWidget{parent},
      button_{named("more", new FoldButton{this})},
      body_{new QWidget{this}},
      parts_{makeLayout<QVBoxLayout>(body_)}
{
	auto *column = makeLayout<QVBoxLayout>(this);

	button_->setText(text("Rule.More"));
	button_->setAccessibleName(text("Rule.More"));
	column->addWidget(button_, 0, Qt::AlignLeft);
	column->addWidget(body_);
	connect(button_, &FoldButton::toggled, this, [this](bool isOpen) {
		body_->setVisible(isOpen);
		emit toggled(isOpen);
	});
	setOpen(false);
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

bool MoreFold::isOpen() const
{
	return button_->isChecked();
}
