// SPDX-License-Identifier: GPL-2.0-or-later
#include "dock/status/toy_list.hpp"

#include <algorithm>
#include <utility>

#include <QLabel>
#include <QVBoxLayout>

#include "dock/status/status_text.hpp"
#include "dock/status/toy_row.hpp"
#include "dock/widgets/discreet.hpp"
#include "dock/widgets/fold_heading.hpp"
#include "dock/widgets/looks.hpp"
#include "dock/widgets/text.hpp"

ToyList::ToyList(BridgePtr bridge, QWidget *parent)
    : QWidget{parent},
      bridge_{std::move(bridge)},
      column_{makeLayout<QVBoxLayout>(this)},
      heading_{new FoldHeading{"toys", this}},
      hint_{named("testHint", makeWrappingLabel(this))}
{
	column_->setSpacing(2);
	hint_->hide();
	column_->addWidget(heading_);
	column_->addWidget(hint_);
	connect(heading_, &FoldHeading::toggled, this, [this](bool isOpen) {
		showRows();
		emit foldToggled(!isOpen);
	});
	hide();
}

void ToyList::setFolded(bool isFolded)
{
	heading_->setOpen(!isFolded);
}

void ToyList::showHeading(int count, bool isDiscreet)
{
	const QString words = text(discreetKey("Dock.Toys", isDiscreet));

	heading_->setWords(QStringLiteral("%1 (%2)").arg(words).arg(count));
}

void ToyList::showRows()
{
	for (int i = 0; i < rows_.size(); i++) {
		rows_[i]->setVisible(i < count_ && heading_->isOpen());
	}
}

void ToyList::showToys(const engine_snapshot &snapshot, bool isDiscreet)
{
	const bool hasNewRows = rows_.size() < int(snapshot.toy_count);

	count_ = int(snapshot.toy_count);
	while (rows_.size() < count_) {
		auto *row = new ToyRow{bridge_, int(rows_.size()), this};
		connect(row, &ToyRow::ceilingsChanged, this, &ToyList::rowsChanged);
		column_->insertWidget(column_->count() - 1, row);
		rows_ += row;
	}
	for (int i = 0; i < count_; i++) {
		rows_[i]->showToy(snapshot, isDiscreet);
	}
	showHeading(count_, isDiscreet);
	showRows();
	showHint(snapshot, isDiscreet);
	setVisible(count_ > 0);
	if (hasNewRows) {
		emit rowsChanged();
	}
}

/* It keeps its room as long as virtual toys are tried: a test ends it, and nothing is to jump then. */
void ToyList::showHint(const engine_snapshot &snapshot, bool isDiscreet)
{
	const QString hint = testHint(snapshot, bridge_->hasMoved(), isDiscreet);
	const bool wasTold = !hint.isEmpty() || hint_->sizePolicy().retainSizeWhenHidden();
	QSizePolicy policy = hint_->sizePolicy();

	if (!hint.isEmpty()) {
		setLabel(hint_, hint);
	}
	policy.setRetainSizeWhenHidden(wasTold && snapshot.route == ENGINE_VIA_SIMULATOR && heading_->isOpen());
	if (policy != hint_->sizePolicy()) {
		hint_->setSizePolicy(policy);
	}
	hint_->setVisible(!hint.isEmpty() && heading_->isOpen());
}

bool ToyList::focusFirstTest()
{
	heading_->setOpen(true);
	return std::any_of(rows_.cbegin(), rows_.cend(), [](ToyRow *row) { return row->focusTest(); });
}

bool ToyList::isHeld() const
{
	return std::any_of(rows_.cbegin(), rows_.cend(), [](const ToyRow *row) { return row->isHeld(); });
}
