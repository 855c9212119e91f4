// SPDX-License-Identifier: GPL-2.0-or-later
#include "dock/tips/tips_dialog.hpp"

#include <utility>

#include <QClipboard>
#include <QDialogButtonBox>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QPushButton>
#include <QSignalBlocker>
#include <QSpinBox>
#include <QToolButton>
#include <QVBoxLayout>

#include "dock/rules/would_send.hpp"
#include "dock/tips/copy_for.hpp"
#include "dock/tips/record_part.hpp"
#include "dock/tips/tip_bands.hpp"
#include "dock/tips/tip_settings.hpp"
#include "dock/tips/tip_table.hpp"
#include "dock/tips/tips_switch.hpp"
#include "dock/widgets/fields/choice_box.hpp"
#include "dock/widgets/fields/field_rows.hpp"
#include "dock/widgets/looks.hpp"
#include "dock/widgets/fields/number_fields.hpp"
#include "dock/widgets/page_scroll.hpp"
#include "dock/widgets/refresher.hpp"
#include "dock/widgets/windows/return_key.hpp"
#include "dock/widgets/text.hpp"
#include "dock/widgets/windows/open_window.hpp"

namespace {

constexpr int COLUMNS = 100;
constexpr int SPACING_PX = 16;
constexpr double ASKED_AMOUNT = 250;

constexpr WordKey OVERFLOWS[] = {
	{"drop_newest", "Tips.Overflow.DropNewest"},
	{"drop_oldest", "Tips.Overflow.DropOldest"},
	{"shorten", "Tips.Overflow.Shorten"},
};

QSpinBox *makeNumber(const char *key, int least, int most, const QString &suffix, QWidget *parent)
{
	auto *field = new RoomyBox<QSpinBox>{parent};

	field->setRange(least, most);
	field->setSuffix(suffix);
	field->setKeyboardTracking(false);
	field->setAccessibleName(text(key));
	guardWheel(field);
	return field;
}

AmountField *makeAmount(const char *key, QWidget *parent)
{
	auto *field = new AmountField{text(key), AmountField::End::Needed, parent};

	field->setKeyboardTracking(false);
	return field;
}

template <typename Field, typename Value> void showValue(Field *field, Value value)
{
	const QSignalBlocker blocker{field};

	if (!field->hasFocus()) {
		field->setValue(value);
	}
}

void showWords(QLineEdit *field, const QString &words)
{
	if (!field->hasFocus() && field->text() != words) {
		field->setText(words);
	}
}

QWidget *makePart(const char *headingKey, QWidget *content, QWidget *parent)
{
	auto *part = new QWidget{parent};
	auto *column = makeLayout<QVBoxLayout>(part);

	column->addWidget(makeHeading(text(headingKey), part));
	column->addWidget(content);
	return part;
}

/* One that is switched off fills no gap. */
QVector<QJsonObject> enabledRules(const QVector<QJsonObject> &rules)
{
	QVector<QJsonObject> enabled;

	for (const QJsonObject &rule : rules) {
		if (rule.value(QLatin1String{"enabled"}).toBool(true)) {
			enabled += rule;
		}
	}
	return enabled;
}

} // namespace

TipsDialog::TipsDialog(BridgePtr bridge, bool isDiscreet, QWidget *parent)
    : QDialog{parent},
      bridge_{std::move(bridge)},
      book_{bridge_},
      isDiscreet_{isDiscreet},
      allowed_{new TipsSwitch{bridge_, this}},
      table_{new TipTable{bridge_, this}},
      ladder_{named("ladder", new QPushButton{text("Tips.Ladder"), this})},
      hints_{named("hints", makeWrappingLabel(this, Tone::Warning))},
      amount_{named("amount", makeAmount("Tips.Amount", this))},
      record_{new RecordPart{bridge_, this}},
      wouldDo_{named("wouldDo", makeWrappingLabel(this, Tone::Muted))},
      overflow_{new ChoiceBox{text("Tips.Overflow"), OVERFLOWS, this}},
      perMinute_{named("perMinute", makeNumber("Tips.PerMinute", 0, 600, {}, this))},
      perName_{makeNumber("Tips.PerName", 0, 600, {}, this)},
      longest_{makeNumber("Tips.LongestQueue", 5, 3600, QStringLiteral(" s"), this)},
      moveMinutes_{named("moveMinutes", makeNumber("Tips.MoveMinutes", 0, 120, QStringLiteral(" min"), this))},
      restMinutes_{makeNumber("Tips.RestMinutes", 1, 60, QStringLiteral(" min"), this)},
      blocked_{named("blocked", new QLineEdit{this})},
      goalLabel_{named("goalLabel", new QLineEdit{this})},
      goalTarget_{named("goalTarget", makeAmount("Tips.GoalTarget", this))},
      goalNow_{makeWrappingLabel(this, Tone::Muted)},
      copy_{named("copyFor", new QToolButton{this})},
      copied_{named("copied", makeWrappingLabel(this, Tone::Muted))},
      problem_{named("problem", makeWrappingLabel(this, Tone::Bad))},
      refresher_{new Refresher{this, [this] { refresh(); }}}
{
	setAttribute(Qt::WA_DeleteOnClose);
	setWindowTitle(text("Tips.Title"));
	record_->showDiscreet(isDiscreet);
	build();
	connect(bridge_.get(), &Bridge::cutting, this, &QDialog::close);
	connect(table_, &TipTable::editRequested, this, &TipsDialog::editRequested);
	connect(table_, &TipTable::rowsChanged, this, [this] { orderTabsByLayout(this); });
	connect(table_, &TipTable::problemChanged, this,
		[this](const QString &problem) { showLabel(problem_, problem); });
	refresh();
	orderTabsByLayout(this);
	giveKeysBack(this);
	letReturnPress(this);
}

void TipsDialog::showDiscreet(bool isDiscreet)
{
	isDiscreet_ = isDiscreet;
	record_->showDiscreet(isDiscreet);
	refresh();
}

void TipsDialog::openBeside(QWidget *opener, QWidget *kept)
{
	opener_ = opener;
	kept_ = kept;
}

void TipsDialog::build()
{
	auto *column = new QVBoxLayout{this};
	auto *content = new QWidget{this};
	auto *parts = new QVBoxLayout{content};

	parts->setContentsMargins(0, 0, 6, 0);
	parts->setSpacing(SPACING_PX);
	parts->addWidget(makePart("Tips.Bands", buildBands(), content));
	parts->addWidget(makePart("Tips.Try", buildTry(), content));
	parts->addWidget(makePart("Tips.Limits", buildLimits(), content));
	parts->addWidget(makePart("Tips.Goal", buildGoal(), content));
	parts->addWidget(makePart("Tips.Blocked", buildBlocked(), content));
	parts->addWidget(makePart("Record.Title", record_, content));
	parts->addStretch(1);
	page_ = new PageScroll{content, this};
	column->addWidget(page_, 1);
	column->addWidget(problem_);
	problem_->hide();
	buildButtons(column);
}

void TipsDialog::showEvent(QShowEvent *event)
{
	if (!event->spontaneous()) {
		fitWindowToPage(this, page_, COLUMNS);
		placeWindow(this, opener_, kept_);
	}
	QDialog::showEvent(event);
}

QWidget *TipsDialog::buildBands()
{
	auto *part = new QWidget{this};
	auto *column = makeLayout<QVBoxLayout>(part);
	auto *line = new QHBoxLayout;
	auto *add = named("addBand", new QPushButton{text("Tips.AddBand"), part});

	add->setAutoDefault(false);
	ladder_->setAutoDefault(false);
	line->addWidget(ladder_);
	line->addWidget(add);
	line->addStretch(1);
	column->addWidget(allowed_);
	column->addWidget(makeWrappingLabel(part, Tone::Muted, text("Tips.Bands.Help")));
	column->addWidget(table_);
	column->addWidget(hints_);
	column->addLayout(line);
	connect(ladder_, &QPushButton::clicked, table_, &TipTable::addLadder);
	connect(add, &QPushButton::clicked, table_, &TipTable::addBand);
	return part;
}

QWidget *TipsDialog::buildTry()
{
	auto *part = new QWidget{this};
	auto *column = makeLayout<QVBoxLayout>(part);
	auto *line = new QHBoxLayout;

	amount_->setValue(ASKED_AMOUNT);
	line->addWidget(new QLabel{text("Tips.WhatWould"), part});
	line->addWidget(amount_);
	line->addStretch(1);
	column->addLayout(line);
	column->addWidget(wouldDo_);
	connect(amount_, qOverload<double>(&QDoubleSpinBox::valueChanged), this, &TipsDialog::showWouldDo);
	return part;
}

QWidget *TipsDialog::buildLimits()
{
	auto *rows = new FieldRows{this};

	const auto add = [this, rows](QSpinBox *field) {
		rows->addNamedRow(field);
		connect(field, qOverload<int>(&QSpinBox::valueChanged), this, &TipsDialog::storeSet);
	};

	add(perMinute_);
	add(perName_);
	add(longest_);
	rows->addNamedRow(overflow_); /* of that queue */
	add(moveMinutes_);
	add(restMinutes_);
	perMinute_->setSpecialValueText(text("Tips.NoLimit"));
	perName_->setSpecialValueText(text("Tips.NoLimit"));
	moveMinutes_->setSpecialValueText(text("Tips.NoBudget"));
	rows->addWideRow(makeWrappingLabel(this, Tone::Muted, text("Tips.Budget.Help")));
	connect(overflow_, &ChoiceBox::chosen, this, &TipsDialog::storeSet);
	return rows;
}

QWidget *TipsDialog::buildGoal()
{
	auto *rows = new FieldRows{this};
	auto *reset = named("resetGoal", new QPushButton{text("Tips.ResetGoal"), this});

	reset->setAutoDefault(false);
	goalLabel_->setAccessibleName(text("Tips.GoalLabel"));
	goalLabel_->setMaxLength(HAPTICS_LABEL_CHARACTERS);
	rows->addNamedRow(goalLabel_);
	rows->addNamedRow(goalTarget_);
	rows->addRow({}, goalNow_);
	rows->addRow({}, reset);
	connect(goalLabel_, &QLineEdit::editingFinished, this, &TipsDialog::storeGoal);
	connect(goalTarget_, qOverload<double>(&QDoubleSpinBox::valueChanged), this, &TipsDialog::storeGoal);
	connect(reset, &QPushButton::clicked, this, [this] { bridge_->resetGoal(); });
	return rows;
}

QWidget *TipsDialog::buildBlocked()
{
	auto *part = new QWidget{this};
	auto *column = makeLayout<QVBoxLayout>(part);

	blocked_->setAccessibleName(text("Tips.Blocked"));
	column->addWidget(makeWrappingLabel(part, Tone::Muted, text("Tips.Blocked.Help")));
	column->addWidget(blocked_);
	connect(blocked_, &QLineEdit::editingFinished, this, &TipsDialog::storeSet);
	return part;
}

void TipsDialog::buildButtons(QVBoxLayout *column)
{
	auto *line = new QHBoxLayout;
	auto *buttons = new QDialogButtonBox{QDialogButtonBox::Close, this};
	auto *menu = new QMenu{copy_};

	for (const QString &program : programsToCopyFor()) {
		menu->addAction(program, this, [this, program] { copyFor(program); });
	}
	copy_->setText(text("Tips.CopyFor"));
	copy_->setFocusPolicy(Qt::StrongFocus);
	copy_->setMenu(menu);
	copy_->setPopupMode(QToolButton::InstantPopup);
	copy_->setVisible(!menu->isEmpty());
	line->addWidget(copy_);
	line->addWidget(copied_, 1);
	line->addWidget(buttons);
	column->addLayout(line);
	connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::close);
}

void TipsDialog::copyFor(const QString &program)
{
	QGuiApplication::clipboard()->setText(textToCopyFor(program));
	setLabel(copied_, text("Tips.Copied", program));
}

void TipsDialog::refresh()
{
	const SnapshotRef snapshot = bridge_->snapshot();

	if (!snapshot) {
		return;
	}
	if (bridge_->rulesJson() != shownSet_) {
		shownSet_ = bridge_->rulesJson();
		table_->follow();
		showSet();
	}
	table_->showEnabled(*snapshot);
	table_->showWhyNot(reason_.why(*snapshot, anyMovement(), isDiscreet_));
	allowed_->showState(snapshot->are_tips_allowed, isDiscreet_);
	const QStringList hints = gaps_ + overlapHints(*snapshot);
	showLabel(hints_, hints.join(QLatin1Char('\n')));
	setLabel(goalNow_, text("Tips.GoalNow", amountText(snapshot->goal.current)));
	showWords(goalLabel_, utf8(snapshot->goal.label));
	showValue(goalTarget_, snapshot->goal.target);
	showWouldDo();
}

void TipsDialog::showSet()
{
	const TipSettings settings = tipSettingsOf(book_.settings());

	ladder_->setVisible(table_->isEmpty());
	gaps_ = gapHints(enabledRules(tipRules(book_.rules())));
	showValue(perMinute_, settings.perMinute);
	showValue(perName_, settings.perNamePerMinute);
	showValue(longest_, settings.maxSeconds);
	showValue(moveMinutes_, settings.moveMinutes);
	showValue(restMinutes_, settings.restMinutes);
	overflow_->select(settings.overflow);
	showWords(blocked_, settings.blocked.join(QStringLiteral(", ")));
}

void TipsDialog::storeSet()
{
	TipSettings settings;
	QString error;

	settings.perMinute = perMinute_->value();
	settings.perNamePerMinute = perName_->value();
	settings.maxSeconds = longest_->value();
	settings.overflow = overflow_->word();
	settings.moveMinutes = moveMinutes_->value();
	settings.restMinutes = restMinutes_->value();
	settings.blocked = wordsIn(blocked_->text());
	book_.saveSettings(withTipSettings(book_.settings(), settings), &error);
	showLabel(problem_, error);
}

void TipsDialog::storeGoal()
{
	const SnapshotRef snapshot = bridge_->snapshot();
	const QString label = goalLabel_->text();

	if (snapshot && (label != utf8(snapshot->goal.label) || goalTarget_->value() != snapshot->goal.target)) {
		bridge_->setGoal(label, goalTarget_->value());
	}
}

void TipsDialog::showWouldDo()
{
	if (const SnapshotRef snapshot = bridge_->snapshot()) {
		setLabel(wouldDo_, tipWouldDo(*snapshot, amount_->value(), isDiscreet_));
	}
}
