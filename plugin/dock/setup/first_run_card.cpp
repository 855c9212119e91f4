// SPDX-License-Identifier: GPL-2.0-or-later
#include "dock/setup/first_run_card.hpp"

#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

#include "dock/widgets/looks.hpp"
#include "dock/status/status_text.hpp"
#include "dock/widgets/text.hpp"

FirstRunCard::FirstRunCard(QWidget *parent)
    : QFrame{parent}
{
	auto *column = new QVBoxLayout{this};
	auto *words = makeWrappingLabel(this);
	auto *setUp = new QPushButton{actionText(Action::SetUp), this};
	auto *tryOut = new QPushButton{text("FirstRun.Try"), this};

	setFrameShape(QFrame::StyledPanel);
	setThemeClass(this, "frame-notice", "");
	setThemeClass(setUp, "button-primary", "");
	setUp->setObjectName(QStringLiteral("setUp"));
	tryOut->setObjectName(QStringLiteral("tryWithoutToy"));
	setLabel(words, text("FirstRun.Words"));
	column->setContentsMargins(10, 10, 10, 10);
	column->setSpacing(8);
	column->addWidget(words);
	column->addWidget(setUp);
	column->addWidget(tryOut);
	connect(setUp, &QPushButton::clicked, this, &FirstRunCard::setUpRequested);
	connect(tryOut, &QPushButton::clicked, this, &FirstRunCard::tryRequested);
}
