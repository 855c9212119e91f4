// SPDX-License-Identifier: GPL-2.0-or-later
#include "dock/status/status_footer.hpp"

#include <QFrame>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

#include "dock/status/notice_bar.hpp"
#include "dock/widgets/looks.hpp"
#include "dock/widgets/text.hpp"

namespace {

constexpr int ANSWER_MS = 6000;

} // namespace

StatusFooter::StatusFooter(QWidget *parent)
    : QWidget{parent},
      notice_{named("notice", new NoticeBar{this})},
      latched_{named("latched", new QFrame{this})},
      latchedWords_{makeWrappingLabel(latched_)},
      resume_{named("resume", new QPushButton{text("Dock.Resume"), latched_})},
      next_{named("next", makeWrappingLabel(this))},
      nextButton_{named("nextAction", new QPushButton{this})}
{
	build();
	connect(resume_, &QPushButton::clicked, this, &StatusFooter::resumeRequested);
	connect(nextButton_, &QPushButton::clicked, this, [this] { emit actionRequested(nextAction_); });
	connect(notice_, &NoticeBar::actionRequested, this, &StatusFooter::actionRequested);
}

void StatusFooter::build()
{
	auto *column = makeLayout<QVBoxLayout>(this);
	auto *banner = new QVBoxLayout{latched_};

	setBold(latchedWords_);
	banner->setContentsMargins(8, 6, 8, 8);
	banner->addWidget(latchedWords_);
	banner->addWidget(resume_);
	latched_->hide();
	next_->hide();
	nextButton_->hide();
	column->addWidget(notice_);
	column->addWidget(latched_);
	column->addWidget(next_);
	column->addWidget(nextButton_);
}

void StatusFooter::showNext(const StatusWords &words, bool isLatched)
{
	nextWords_ = isLatched ? QString{} : words.next;
	nextAction_ = words.action;
	setLabel(latchedWords_, QStringLiteral("%1 %2").arg(words.sign, words.next));
	latched_->setVisible(isLatched);
	nextButton_->setText(actionText(words.action));
	nextButton_->setVisible(words.action != Action::None);
	showWords();
}

void StatusFooter::showWords()
{
	showLabel(next_, answer_.isEmpty() ? nextWords_ : answer_);
}

void StatusFooter::showNotice(const Notice &notice)
{
	notice_->showNotice(notice);
}

void StatusFooter::say(const QString &answer)
{
	answer_ = answer;
	said_.start();
	showWords();
}

void StatusFooter::dropOldAnswer()
{
	if (!answer_.isEmpty() && said_.hasExpired(ANSWER_MS)) {
		answer_.clear();
		showWords();
	}
}
