// SPDX-License-Identifier: GPL-2.0-or-later
#include "dock/widgets/fold_heading.hpp"

#include <QHBoxLayout>
#include <QLabel>
#include <QMouseEvent>

#include "dock/widgets/fold_button.hpp"
#include "dock/widgets/looks.hpp"
#include "dock/widgets/text.hpp"

namespace {

constexpr int ARROW_WIDTH_PX = 20; /* beside four buttons in a dock of 240 */

} // namespace

FoldHeading::FoldHeading(const char *name, QWidget *parent)
    : QWidget{parent},
      words_{makeHeading({}, this)},
      arrow_{named(name, new FoldButton{this})}
{
	auto *line = makeLayout<QHBoxLayout>(this);

	arrow_->setToolButtonStyle(Qt::ToolButtonIconOnly);
	arrow_->setFixedWidth(ARROW_WIDTH_PX);
	line->setSpacing(0);
	line->addWidget(words_);
	line->addWidget(arrow_);
	line->addStretch(1);
	connect(arrow_, &FoldButton::toggled, this, &FoldHeading::toggled);
}

void FoldHeading::setWords(const QString &words)
{
	if (words_->text() != words) {
		setLabel(words_, words);
		setName(arrow_, text("Dock.ShowOrHide", words));
	}
}

bool FoldHeading::isOpen() const
{
	return arrow_->isChecked();
}

void FoldHeading::setOpen(bool isOpen)
{
	arrow_->setChecked(isOpen);
}

void FoldHeading::mousePressEvent(QMouseEvent *event)
{
	if (event->button() == Qt::LeftButton) {
		arrow_->click();
	}
}
