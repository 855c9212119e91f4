// SPDX-License-Identifier: GPL-2.0-or-later
#include "dock/tips/tip_table.hpp"

#include <algorithm>
#include <initializer_list>
#include <utility>

#include <QCheckBox>
#include <QGridLayout>
#include <QLabel>
#include <QSignalBlocker>
#include <QToolButton>
#include <QVBoxLayout>

#include "dock/rules/rule_choices.hpp"
#include "dock/rules/rule_words.hpp"
#include "dock/tips/tip_bands.hpp"
#include "dock/widgets/ask.hpp"
#include "dock/widgets/fields/choice_box.hpp"
#include "dock/widgets/looks.hpp"
#include "dock/widgets/fields/number_fields.hpp"
#include "dock/widgets/text.hpp"

namespace {

constexpr int TEST_MS = 3000;
constexpr int LONGEST_MS = 600000;
enum Column { ENABLED, FROM, TO, WHAT, LEVEL_FROM, LEVEL_TO, SECONDS_FROM, SECONDS_TO, BUTTONS };

} // namespace

struct TipTable::Row : public QObject {
	explicit Row(QWidget *parent)
	    : QObject{parent},
	      enabled{named("bandEnabled", new QCheckBox{parent})},
	      from{new AmountField{text("Tips.Column.From"), AmountField::End::Needed, parent}},
	      to{new AmountField{text("Tips.Column.To"), AmountField::End::MayBeOpen, parent}},
	      what{new ChoiceBox{text("Tips.Column.What"), parent}},
	      levelFrom{new NumberField{text("Tips.Column.Level"), LEVEL_PERCENT, parent}},
	      levelTo{new NumberField{text("Tips.Column.LevelTo"), LEVEL_PERCENT, parent}},
	      secondsFrom{new SecondsField{text("Tips.Column.Seconds"), 100, LONGEST_MS, parent}},
	      secondsTo{new SecondsField{text("Tips.Column.SecondsTo"), 100, LONGEST_MS, parent}}
	{
		what->add(actionName(QStringLiteral("level")), QStringLiteral("level"));
		for (const WordKey &preset : PRESETS) {
			what->add(text(preset.key), QString::fromUtf8(preset.value));
		}
		for (QAbstractSpinBox *field :
		     std::initializer_list<QAbstractSpinBox *>{from, to, levelFrom, levelTo, secondsFrom, secondsTo}) {
			field->setKeyboardTracking(false);
		}
		setName(enabled, text("Rule.Enabled"));
		for (QWidget *field : std::initializer_list<QWidget *>{enabled, from, to, what, levelFrom, levelTo,
								       secondsFrom, secondsTo}) {
			parts += {field, field->accessibleName()};
		}
	}

	/* A reader hears whose field or button it is. */
	void tellBand(const QString &name)
	{
		for (const auto &[control, whatItIs] : std::as_const(parts)) {
			setTold(control, text("Tips.OfBand", whatItIs, name), control->accessibleDescription());
		}
	}

	void show(const TipBand &band)
	{
		from->setValue(band.from);
		to->setValue(band.to < band.from ? 0 : band.to);
		if (what->findText(actionName(band.what)) < 0 && !*keyOf(PRESETS, band.what)) { /* made in the editor */
			what->add(actionName(band.what), band.what);
		}
		what->select(band.what);
		levelFrom->setValue(qRound(band.levelFrom * 100));
		levelTo->setValue(qRound(band.levelTo * 100));
		secondsFrom->setMs(band.secondsFrom_ms);
		secondsTo->setMs(band.secondsTo_ms);
		const bool hasLevel = band.what == QLatin1String{"level"};
		levelFrom->setEnabled(hasLevel);
		levelTo->setEnabled(hasLevel);
	}

	/* The end of a range that is below its begin follows it. */
	TipBand band(const QObject *changed) const
	{
		TipBand band;

		band.from = from->value();
		band.to = to->value();
		band.what = what->word();
		band.levelFrom = levelFrom->value() / 100.0;
		band.levelTo = levelTo->value() / 100.0;
		band.secondsFrom_ms = secondsFrom->ms();
		band.secondsTo_ms = secondsTo->ms();
		if (band.levelTo < band.levelFrom) {
			(changed == levelTo ? band.levelFrom : band.levelTo) =
				changed == levelTo ? band.levelTo : band.levelFrom;
		}
		if (band.secondsTo_ms < band.secondsFrom_ms) {
			(changed == secondsTo ? band.secondsFrom_ms : band.secondsTo_ms) =
				changed == secondsTo ? band.secondsTo_ms : band.secondsFrom_ms;
		}
		return band;
	}

	QCheckBox *enabled;
	AmountField *from;
	AmountField *to;
	ChoiceBox *what;
	NumberField *levelFrom;
	NumberField *levelTo;
	SecondsField *secondsFrom;
	SecondsField *secondsTo;
	QToolButton *test{nullptr};
	QVector<QPair<QWidget *, QString>> parts; /* with what they are called in their band */
};

TipTable::TipTable(BridgePtr bridge, QWidget *parent)
    : QWidget{parent},
      bridge_{std::move(bridge)},
      book_{bridge_},
      grid_{nullptr}
{
	makeLayout<QVBoxLayout>(this);
	follow();
}

bool TipTable::isEmpty() const
{
	return rules_.isEmpty();
}

void TipTable::follow()
{
	const QVector<QJsonObject> rules = tipRules(book_.rules());

	if (body_ && rules == rules_) {
		return;
	}
	const bool isSameRows =
		body_ && rules.size() == rules_.size() &&
		std::equal(rules.cbegin(), rules.cend(), rules_.cbegin(),
			   [](const auto &one, const auto &other) { return ruleId(one) == ruleId(other); });
	rules_ = rules;
	if (!isSameRows) {
		rebuild();
	}
	for (int i = 0; i < rows_.size(); i++) {
		const QSignalBlocker blockers[] = {
			QSignalBlocker{rows_[i]->from},        QSignalBlocker{rows_[i]->to},
			QSignalBlocker{rows_[i]->levelFrom},   QSignalBlocker{rows_[i]->levelTo},
			QSignalBlocker{rows_[i]->secondsFrom}, QSignalBlocker{rows_[i]->secondsTo}};
		rows_[i]->show(bandOf(rules_[i]));
		rows_[i]->tellBand(rules_[i].value(QLatin1String{"name"}).toString());
	}
}

int TipTable::focusedRow() const
{
	QWidget *focus = window()->focusWidget();

	for (int i = 0; i < rows_.size(); i++) {
		for (const auto &[control, name] : std::as_const(rows_[i]->parts)) {
			if (focus && (control == focus || control->isAncestorOf(focus))) {
				return i;
			}
		}
	}
	return -1;
}

void TipTable::rebuild()
{
	const int focused = focusedRow();

	if (body_) {
		layout()->removeWidget(body_);
		body_->hide();
		body_->deleteLater();
	}
	rows_.clear();
	body_ = new QWidget{this};
	grid_ = makeLayout<QGridLayout>(body_);
	if (!rules_.isEmpty()) {
		addHeadings();
	}
	for (int i = 0; i < rules_.size(); i++) {
		addRow(rules_[i], i);
	}
	layout()->addWidget(body_);
	body_->show();
	if (focused >= 0 && !rows_.isEmpty()) { /* the keys go on where they were */
		rows_[qMin(focused, int(rows_.size()) - 1)]->from->setFocus();
	}
	emit rowsChanged();
}

void TipTable::addHeadings()
{
	const struct {
		Column column;
		int span;
		const char *key;
	} headings[] = {{FROM, 1, "Tips.Column.From"},
			{TO, 1, "Tips.Column.To"},
			{WHAT, 1, "Tips.Column.What"},
			{LEVEL_FROM, 2, "Tips.Heading.Level"},
			{SECONDS_FROM, 2, "Tips.Heading.Seconds"}};

	for (const auto &heading : headings) {
		auto *label = new QLabel{text(heading.key), body_};
		setTone(label, Tone::Muted);
		grid_->addWidget(label, 0, heading.column, 1, heading.span);
	}
}

void TipTable::addRow(const QJsonObject &rule, int index)
{
	auto *row = new Row{body_};
	QWidget *const fields[] = {row->enabled,   row->from,    row->to,          row->what,
				   row->levelFrom, row->levelTo, row->secondsFrom, row->secondsTo};
	const auto changed = [this, index] { store(index); };

	rows_ += row;
	for (int column = ENABLED; column <= SECONDS_TO; column++) {
		grid_->addWidget(fields[column], index + 1, column);
	}
	for (auto *field :
	     std::initializer_list<QDoubleSpinBox *>{row->from, row->to, row->secondsFrom, row->secondsTo}) {
		connect(field, qOverload<double>(&QDoubleSpinBox::valueChanged), this, changed);
	}
	connect(row->levelFrom, qOverload<int>(&QSpinBox::valueChanged), this, changed);
	connect(row->levelTo, qOverload<int>(&QSpinBox::valueChanged), this, changed);
	connect(row->what, &ChoiceBox::chosen, this, changed);
	addButtons(ruleId(rule), index);
	connect(row->enabled, &QCheckBox::clicked, this,
		[this, id = ruleId(rule)](bool isEnabled) { book_.setEnabled({id}, isEnabled); });
}

void TipTable::showEnabled(const engine_snapshot &snapshot)
{
	for (int i = 0; i < rows_.size(); i++) {
		if (const engine_rule *rule = engine_find_rule(&snapshot, ruleId(rules_[i]).toUtf8().constData())) {
			rows_[i]->enabled->setChecked(rule->is_enabled);
		}
	}
}

void TipTable::addButtons(const QString &id, int index)
{
	auto *buttons = new QWidget{body_};
	auto *line = makeLayout<QHBoxLayout>(buttons);
	QToolButton *const all[] = {makeIconButton(Icon::Play, text("Tips.Test"), buttons),
				    makeIconButton(Icon::Edit, ruleCommandText(RuleCommand::Edit), buttons),
				    makeIconButton(Icon::Remove, ruleCommandText(RuleCommand::Delete), buttons)};

	for (QToolButton *button : all) {
		line->addWidget(button);
		rows_[index]->parts += {button, button->accessibleName()};
	}
	rows_[index]->test = all[0];
	grid_->addWidget(buttons, index + 1, BUTTONS);
	connect(all[0], &QToolButton::clicked, this, [this, id] { test(id); });
	connect(all[1], &QToolButton::clicked, this, [this, id] { emit editRequested(id); });
	connect(all[2], &QToolButton::clicked, this, [this, id] { askToRemove(id); });
}

void TipTable::askToRemove(const QString &id)
{
	const QString title = ruleCommandText(RuleCommand::Delete);
	const QString name = book_.rule(id).value(QLatin1String{"name"}).toString();

	ask(this, {title, text("Rules.AskDelete", name), title, QMessageBox::DestructiveRole}, [this, id] {
		QString error;
		book_.remove({id}, &error);
		emit problemChanged(error);
		follow();
	});
}

/* What has the focus hands it on before it goes out. */
void TipTable::showWhyNot(const QString &whyNot)
{
	for (Row *row : std::as_const(rows_)) {
		if (!whyNot.isEmpty() && window()->focusWidget() == row->test) {
			row->from->setFocus();
		}
		row->test->setEnabled(whyNot.isEmpty());
		setTip(row->test, whyNot.isEmpty() ? text("Tips.Test") : whyNot);
	}
}

void TipTable::save(const QJsonObject &rule)
{
	QString error;

	book_.save(rule, &error);
	emit problemChanged(error);
	follow();
}

void TipTable::store(int index)
{
	save(withBand(rules_[index], rows_[index]->band(sender())));
}

void TipTable::addLadder()
{
	QString error;

	addTipLadder(book_, &error);
	emit problemChanged(error);
	follow();
	if (!rows_.isEmpty()) { /* the button that was pressed is gone: the focus goes where all five are in sight */
		rows_.first()->from->setFocus();
	}
}

void TipTable::addBand()
{
	TipBand band;

	band.what = QStringLiteral("level");
	if (!rules_.isEmpty()) {
		const TipBand highest = bandOf(rules_.last());
		band = highest;
		band.from = qMax(highest.from * 2, highest.to + 1);
		band.to = 0;
		if (!*keyOf(PRESETS, band.what)) { /* what the editor made of that one is its own */
			band.what = QStringLiteral("level");
		}
	}
	save(makeTipRule(band));
}

/* As the rule editor does it: not as a tip, which may not be allowed yet. */
void TipTable::test(const QString &id)
{
	QString error;
	const RulesRef rules = book_.parse(book_.rule(id), &error);

	emit problemChanged(error);
	if (rules) {
		bridge_->testRule(rules.get(), TEST_MS);
	}
}
