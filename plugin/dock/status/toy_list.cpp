// SPDX-License-Identifier: GPL-2.0-or-later
#include "dock/status/toy_list.hpp"

#include <algorithm>
#include <utility>

#include <QToolButton>
#include <QVBoxLayout>

#include "dock/status/toy_row.hpp"
#include "dock/widgets/discreet.hpp"
#include "dock/widgets/looks.hpp"
#include "dock/widgets/text.hpp"

ToyList::ToyList(BridgePtr bridge, QWidget *parent)
    : QWidget{parent},
      bridge_{std::move(bridge)},
      column_{makeLayout<QVBoxLayout>(this)},
      heading_{named("toys", new QToolButton{this})}
{
	heading_->setCheckable(true);
	heading_->setChecked(true);
	heading_->setAutoRaise(true);
	heading_->setArrowType(Qt::DownArrow);
	heading_->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
	heading_->setFocusPolicy(Qt::StrongFocus);
	setBold(heading_);
	column_->setSpacing(2);
	column_->addWidget(heading_);
	connect(heading_, &QToolButton::toggled, this, [this](bool isOpen) {
		heading_->setArrowType(isOpen ? Qt::DownArrow : Qt::RightArrow);
		showRows();
		emit foldToggled(!isOpen);
	});
	hide();
}

void ToyList::setFolded(bool isFolded)
{
	heading_->setChecked(!isFolded);
}

void ToyList::showHeading(int count, bool isDiscreet)
{
	const QString words = text(discreetKey("Dock.Toys", isDiscreet));

	const QString heading = QStringLiteral("%1 (%2)").arg(words).arg(count);

	if (heading_->text() != heading) {
		heading_->setText(heading);
		setName(heading_, text("Dock.ShowOrHide", heading));
	}
}

void ToyList::showRows()
{
	for (int i = 0; i < rows_.size(); i++) {
		rows_[i]->setVisible(i < count_ && heading_->isChecked());
	}
}

void ToyList::showToys(const engine_snapshot &snapshot, bool isDiscreet)
{
	const bool hasNewRows = rows_.size() < int(snapshot.toy_count);

	count_ = int(snapshot.toy_count);
	while (rows_.size() < count_) {
		auto *row = new ToyRow{bridge_, int(rows_.size()), this};
		connect(row, &ToyRow::ceilingsChanged, this, &ToyList::rowsChanged);
		column_->addWidget(row);
		rows_ += row;
	}
	for (int i = 0; i < count_; i++) {
		rows_[i]->showToy(snapshot, isDiscreet);
	}
	showHeading(count_, isDiscreet);
	showRows();
	setVisible(count_ > 0);
	if (hasNewRows) {
		emit rowsChanged();
	}
}

bool ToyList::isHeld() const
{
	return std::any_of(rows_.cbegin(), rows_.cend(), [](const ToyRow *row) { return row->isHeld(); });
}
