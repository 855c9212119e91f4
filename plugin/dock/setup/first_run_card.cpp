// SPDX-License-Identifier: GPL-2.0-or-later
#include "dock/setup/first_run_card.hpp"

#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

#include "dock/widgets/looks.hpp"
#include "dock/widgets/text.hpp"

FirstRunCard::FirstRunCard(QWidget *parent)
    : QFrame{parent}
{
	auto *column = new QVBoxLayout{this};
	auto *setUp = named("setUp", new QPushButton{actionText(Action::SetUp), this});
	auto *tryOut = named("tryWithoutToy", new QPushButton{actionText(Action::TryOut), this});

	setFrameShape(QFrame::StyledPanel);
	setThemeClass(this, "frame-notice", "");
	setThemeClass(setUp, "button-primary", "");
	column->setContentsMargins(10, 10, 10, 10);
	column->setSpacing(8);
	column->addWidget(makeWrappingLabel(this, Tone::Plain, text("FirstRun.Words")));
	column->addWidget(setUp);
	column->addWidget(tryOut);
	connect(setUp, &QPushButton::clicked, this, [this] { emit actionRequested(Action::SetUp); });
	connect(tryOut, &QPushButton::clicked, this, [this] { emit actionRequested(Action::TryOut); });
}
