// SPDX-License-Identifier: GPL-2.0-or-later
#include "dock/setup/first_run_card.hpp"

#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

#include "dock/widgets/discreet.hpp"
#include "dock/widgets/looks.hpp"
#include "dock/widgets/text.hpp"

FirstRunCard::FirstRunCard(QWidget *parent)
    : QFrame{parent},
      words_{makeWrappingLabel(this)},
      setUp_{named("setUp", new QPushButton{actionText(Action::SetUp), this})},
      tryOut_{named("tryWithoutToy", new QPushButton{this})}
{
	auto *column = new QVBoxLayout{this};

	setFrameShape(QFrame::StyledPanel);
	setThemeClass(this, "frame-notice", "");
	setThemeClass(setUp_, "button-primary", "");
	column->setContentsMargins(10, 10, 10, 10);
	column->setSpacing(8);
	column->addWidget(words_);
	column->addWidget(setUp_);
	column->addWidget(tryOut_);
	showWords(false);
	connect(setUp_, &QPushButton::clicked, this, [this] { emit actionRequested(Action::SetUp); });
	connect(tryOut_, &QPushButton::clicked, this, [this] { emit actionRequested(Action::TryOut); });
}

void FirstRunCard::focusFirst()
{
	setUp_->setFocus();
}

void FirstRunCard::showWords(bool isDiscreet)
{
	setLabel(words_, text(discreetKey("FirstRun.Words", isDiscreet)));
	tryOut_->setText(text(discreetKey("FirstRun.Try", isDiscreet)));
}
