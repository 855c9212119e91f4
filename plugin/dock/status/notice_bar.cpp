// SPDX-License-Identifier: GPL-2.0-or-later
#include "dock/status/notice_bar.hpp"

#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

namespace {

constexpr char SIGN[] = "\u25b2"; /* says "look here" without colour */

void showAction(QPushButton *button, Action &shown, Action action)
{
	if (shown != action) {
		shown = action;
		button->setText(actionText(action));
	}
	button->setVisible(action != Action::None);
}

} // namespace

NoticeBar::NoticeBar(QWidget *parent)
    : QFrame{parent},
      sign_{new QLabel{QString::fromUtf8(SIGN), this}},
      label_{makeWrappingLabel(this)},
      button_{new QPushButton{this}},
      decline_{named("decline", new QPushButton{this})}
{
	auto *row = new QHBoxLayout{this};
	auto *column = new QVBoxLayout;
	auto *buttons = new QVBoxLayout; /* one below the other: a dock may be 240 pixels wide */

	setFrameShape(QFrame::StyledPanel);
	setThemeClass(this, "frame-notice", "");
	setTone(sign_, Tone::Warning);
	row->setContentsMargins(8, 8, 8, 8);
	row->addWidget(sign_, 0, Qt::AlignTop);
	row->addLayout(column, 1);
	column->addWidget(label_);
	column->addLayout(buttons);
	buttons->addWidget(button_, 0, Qt::AlignRight);
	buttons->addWidget(decline_, 0, Qt::AlignRight);
	decline_->hide();
	connect(button_, &QPushButton::clicked, this, [this] { emit actionRequested(action_); });
	connect(decline_, &QPushButton::clicked, this, [this] { emit actionRequested(declineAction_); });
	hide();
}

void NoticeBar::showNotice(const Notice &notice)
{
	sign_->setVisible(notice.isWarning);
	setLabel(label_, notice.words);
	showAction(button_, action_, notice.action);
	showAction(decline_, declineAction_, notice.decline);
	setVisible(!notice.words.isEmpty());
}
