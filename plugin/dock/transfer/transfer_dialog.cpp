// SPDX-License-Identifier: GPL-2.0-or-later
#include "dock/transfer/transfer_dialog.hpp"

#include <algorithm>
#include <memory>
#include <utility>

#include <QCheckBox>
#include <QDialogButtonBox>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

#include "dock/transfer/transfer_row.hpp"
#include "dock/transfer/transfer_undo.hpp"
#include "dock/transfer/transfer_words.hpp"
#include "dock/widgets/looks.hpp"
#include "dock/widgets/page_scroll.hpp"
#include "dock/widgets/windows/return_key.hpp"
#include "dock/widgets/text.hpp"

namespace {

constexpr int COLUMNS = 76;
constexpr int LINES = 30;
constexpr int ROW_SPACING_PX = 6;
constexpr int GROUP_SPACING_PX = 10;
constexpr int FEW_RULES = 3; /* are ticked one by one */

} // namespace

TransferDialog::TransferDialog(BridgePtr bridge, TransferPlanRef plan, QWidget *parent)
    : QDialog{parent},
      bridge_{std::move(bridge)},
      plan_{std::move(plan)},
      allRules_{named("allRules", new QCheckBox{text("Transfer.AllRules"), this})},
      problem_{makeWrappingLabel(this, Tone::Warning)}
{
	auto *column = new QVBoxLayout{this};
	auto *page = new QWidget{this};
	auto *rows = makeLayout<QVBoxLayout>(page);

	setAttribute(Qt::WA_DeleteOnClose);
	setWindowTitle(text("Transfer.Title"));
	rows->setSpacing(ROW_SPACING_PX);
	addRows(rows, page);
	rows->addStretch(1);
	auto *buttons = new QDialogButtonBox{this};
	auto *cancel =
		buttons->addButton(text(hasNews() ? "Transfer.Cancel" : "Setup.Close"), QDialogButtonBox::RejectRole);
	/* Return is pressed by habit: it must not take anything over. A button of this role is never the default. */
	import_ = buttons->addButton(text("Transfer.Do"), QDialogButtonBox::ActionRole);
	cancel->setAutoDefault(false);
	import_->setAutoDefault(false);
	import_->setVisible(hasNews());
	problem_->hide();
	column->addWidget(makeWrappingLabel(this, Tone::Plain, introduction()));
	if (transfer_plan_left_out(plan_.get()) > 0) {
		column->addWidget(makeWrappingLabel(this, Tone::Warning, text("Transfer.LeftOut")));
	}
	auto *scroll = new PageScroll{page, this};
	if (!hasNews()) { /* with no tick to go to, keys scroll the list itself */
		scroll->setFocusPolicy(Qt::StrongFocus);
		scroll->setAccessibleName(text("Transfer.Title"));
	}
	for (TransferRow *row : std::as_const(rows_)) { /* what is agreed to is in sight with its box */
		connect(row, &TransferRow::reached, scroll, [scroll, row] { scroll->reveal(row); });
	}
	column->addWidget(scroll, 1);
	column->addWidget(problem_);
	column->addWidget(buttons);
	connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::close);
	connect(import_, &QPushButton::clicked, this, &TransferDialog::carryOut);
	connect(allRules_, &QCheckBox::clicked, this, &TransferDialog::chooseRules);
	connect(bridge_.get(), &Bridge::cutting, this, &QDialog::close);
	showWhatIsPossible();
	orderTabsByLayout(this);
	fitWindow(this, COLUMNS, LINES);
	giveKeysBack(this);
	letReturnPress(this);
}

void TransferDialog::addRows(QVBoxLayout *column, QWidget *page)
{
	transfer_group group{};
	const transfer_change *change = nullptr;

	for (size_t i = 0; (change = transfer_plan_change(plan_.get(), i)); i++) {
		if (change->group != group) {
			column->addSpacing(rows_.isEmpty() ? 0 : GROUP_SPACING_PX);
			column->addWidget(makeHeading(transferGroupName(change->group), page));
			group = change->group;
			if (group == TRANSFER_RULES) {
				column->addWidget(allRules_);
			}
		}
		const transfer_change *rule =
			change->rule < 0 ? nullptr : transfer_plan_change(plan_.get(), size_t(change->rule));
		auto *row = new TransferRow{*change, rule, page};
		column->addWidget(row);
		rows_ += row;
		connect(row, &TransferRow::toggled, this, &TransferDialog::showWhatIsPossible);
	}
}

bool TransferDialog::hasNews() const
{
	return std::any_of(rows_.cbegin(), rows_.cend(), [](const TransferRow *row) { return row->mayBeChosen(); });
}

QString TransferDialog::introduction() const
{
	const transfer_change *change = nullptr;

	if (hasNews()) {
		return text("Transfer.Words");
	}
	for (size_t i = 0; (change = transfer_plan_change(plan_.get(), i)); i++) {
		if (change->fate != TRANSFER_SAME) {
			return text("Transfer.Problem.NoneUsable");
		}
	}
	return text("Transfer.Problem.AllSame");
}

QVector<TransferRow *> TransferDialog::rules() const
{
	QVector<TransferRow *> rules;

	for (int i = 0; i < rows_.size(); i++) {
		if (rows_[i]->mayBeChosen() && transfer_plan_change(plan_.get(), size_t(i))->group == TRANSFER_RULES) {
			rules += rows_[i];
		}
	}
	return rules;
}

void TransferDialog::chooseRules(bool areChosen)
{
	for (TransferRow *row : rules()) {
		const QSignalBlocker blocker{row};
		row->choose(areChosen);
	}
	showWhatIsPossible();
}

/* false: more rules are ticked than fit here. */
bool TransferDialog::showRoom()
{
	const QVector<TransferRow *> all = rules();
	const int chosen =
		int(std::count_if(all.cbegin(), all.cend(), [](const TransferRow *row) { return row->isChosen(); }));
	const int room = int(transfer_plan_room(plan_.get()));

	allRules_->setVisible(all.size() > FEW_RULES);
	allRules_->setChecked(chosen == all.size());
	showLabel(problem_, chosen > room ? text("Transfer.TooMany", room, chosen) : QString{});
	return chosen <= room;
}

void TransferDialog::showWhatIsPossible()
{
	bool isAnyChosen = false;

	for (int i = 0; i < rows_.size(); i++) {
		const int rule = transfer_plan_change(plan_.get(), size_t(i))->rule;
		const bool isHere = rule < 0 || transfer_plan_change(plan_.get(), size_t(rule))->fate == TRANSFER_SAME;
		rows_[i]->setPossible(isHere || rows_[rule]->isChosen());
		isAnyChosen |= rows_[i]->isChosen();
	}
	const bool isRoom = showRoom();
	import_->setEnabled(isAnyChosen && isRoom && !isDone_);
}

bool TransferDialog::areRulesChosen() const
{
	const QVector<TransferRow *> all = rules();

	return std::any_of(all.cbegin(), all.cend(), [](const TransferRow *row) { return row->isChosen(); });
}

JsonRef TransferDialog::patch() const
{
	const auto isChosen = std::make_unique<bool[]>(size_t(rows_.size()));

	for (int i = 0; i < rows_.size(); i++) {
		isChosen[size_t(i)] = rows_[i]->isChosen();
	}
	return {transfer_plan_patch(plan_.get(), isChosen.get()), json_decref};
}

void TransferDialog::carryOut()
{
	const JsonRef wanted = patch();
	const JsonRef back = bridge_->transferBack(wanted.get());
	QString error;
	const bool isDone = bridge_->carryOutTransfer(wanted.get(), &error);

	if (isDone) {
		rememberTransfer(back, wanted);
	}
	if (isDone && error.isEmpty()) {
		emit bridge_->answered(text(areRulesChosen() ? "Transfer.Done.Rules" : "Transfer.Done"));
		close();
		return;
	}
	/* Done, but not saved: it is not to be done again. */
	showLabel(problem_, error);
	isDone_ = isDone;
	import_->setEnabled(!isDone);
}
