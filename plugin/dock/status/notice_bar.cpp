// SPDX-License-Identifier: GPL-2.0-or-later
#include "dock/status/notice_bar.hpp"

#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

namespace {

constexpr char SIGN[] = "\u25b2"; /* says "look here" without colour */

bool isSame(const Notice &one, const Notice &other)
{
	return one.words == other.words && one.action == other.action && one.decline == other.decline &&
	       one.isWarning == other.isWarning;
}

void showAction(QPushButton *button, Action action)
{
	button->setText(actionText(action));
	button->setVisible(action != Action::None);
}

} // namespace

NoticeBar::NoticeBar(QWidget *parent)
    : QFrame{parent},
      sign_{new QLabel{QString::fromUtf8(SIGN), this}},
      label_{makeWrappingLabel(this)},
      button_{new QPushButton{this}},
      decline_{named("decline", new QPushButton{this})},
      buttons_{new QBoxLayout{QBoxLayout::TopToBottom}}
{
	auto *row = new QHBoxLayout{this};
	auto *column = new QVBoxLayout;

	setFrameShape(QFrame::StyledPanel);
	setThemeClass(this, "frame-notice", "");
	setTone(sign_, Tone::Warning);
	row->setContentsMargins(8, 8, 8, 8);
	row->addWidget(sign_, 0, Qt::AlignTop);
	row->addLayout(column, 1);
	column->addWidget(label_);
	column->addLayout(buttons_);
	buttons_->addStretch();
	buttons_->addWidget(button_, 0, Qt::AlignRight);
	buttons_->addWidget(decline_, 0, Qt::AlignRight);
	decline_->hide();
	connect(button_, &QPushButton::clicked, this, [this] { emit actionRequested(shown_.action); });
	connect(decline_, &QPushButton::clicked, this, [this] { emit actionRequested(shown_.decline); });
	hide();
}

void NoticeBar::showNotice(const Notice &notice)
{
	if (isSame(notice, shown_)) { /* as most are, ten times a second */
		return;
	}
	shown_ = notice;
	sign_->setVisible(notice.isWarning);
	setLabel(label_, notice.words);
	showAction(button_, notice.action);
	showAction(decline_, notice.decline);
	arrange();
	setVisible(!notice.words.isEmpty());
}

int NoticeBar::widthOfBoth() const
{
	return button_->sizeHint().width() + buttons_->spacing() + decline_->sizeHint().width();
}

/* A dock may be 240 pixels wide. */
void NoticeBar::arrange()
{
	const bool isWide = widthOfBoth() <= label_->width();

	buttons_->setDirection(isWide ? QBoxLayout::LeftToRight : QBoxLayout::TopToBottom);
}

QSize NoticeBar::minimumSizeHint() const
{
	int widest_px = 0;

	for (const QPushButton *button : {button_, decline_}) {
		widest_px = qMax(widest_px, button->isHidden() ? 0 : button->minimumSizeHint().width());
	}
	return QFrame::minimumSizeHint() - QSize{qMax(0, buttons_->minimumSize().width() - widest_px), 0};
}

void NoticeBar::resizeEvent(QResizeEvent *event)
{
	QFrame::resizeEvent(event);
	layout()->activate();
	arrange();
}
