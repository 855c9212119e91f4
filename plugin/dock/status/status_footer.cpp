// SPDX-License-Identifier: GPL-2.0-or-later
#include "dock/status/status_footer.hpp"

#include <QFrame>
#include <QHBoxLayout>
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
      latchedSign_{new QLabel{latched_}},
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
	auto *words = new QHBoxLayout;

	setBold(latchedWords_);
	banner->setContentsMargins(8, 6, 8, 8);
	words->addWidget(latchedSign_, 0, Qt::AlignTop);
	words->addWidget(latchedWords_, 1);
	banner->addLayout(words);
	banner->addWidget(resume_);
	latched_->hide();
	next_->hide();
	nextButton_->hide();
	column->addWidget(notice_);
	column->addWidget(latched_);
	column->addWidget(next_);
	column->addWidget(nextButton_);
}

void StatusFooter::showNext(const StatusWords &words, bool isLatched, bool isDiscreet)
{
	nextWords_ = isLatched ? QString{} : words.next;
	nextAction_ = words.action;
	setLabel(latchedSign_, words.sign);
	setLabel(latchedWords_, words.next);
	nextButton_->setText(actionText(words.action, isDiscreet));
	change([&] {
		latched_->setVisible(isLatched);
		nextButton_->setVisible(words.action != Action::None);
	});
	showWords();
}

/* Left to itself, Qt goes on with the first of the whole dock. */
void StatusFooter::change(const std::function<void()> &change)
{
	const QWidget *focus = window()->focusWidget();
	const bool isHere = focus && isAncestorOf(focus);

	change();
	if (isHere && !focus->isVisibleTo(this)) {
		emit focusLost();
	}
}

void StatusFooter::showWords()
{
	showLabel(next_, answer_.isEmpty() ? nextWords_ : answer_);
}

void StatusFooter::showNotice(const Notice &notice)
{
	change([&] { notice_->showNotice(notice); });
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
