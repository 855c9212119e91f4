// SPDX-License-Identifier: GPL-2.0-or-later
#include "dock/rule_editor/rule_editor.hpp"

#include <optional>
#include <utility>

#include <QCheckBox>
#include <QDialogButtonBox>
#include <QHBoxLayout>
#include <QJsonArray>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>

#include "dock/rule_editor/action_fields.hpp"
#include "dock/rule_editor/condition_list.hpp"
#include "dock/rule_editor/sound/heard_source.hpp"
#include "dock/rule_editor/more_fold.hpp"
#include "dock/widgets/fields/choice_box.hpp"
#include "dock/widgets/fields/field_rows.hpp"
#include "dock/widgets/looks.hpp"
#include "dock/widgets/page_scroll.hpp"
#include "dock/widgets/refresher.hpp"
#include "dock/rules/rule_summary.hpp"
#include "dock/rules/rule_words.hpp"
#include "dock/rule_editor/run_fields.hpp"
#include "dock/rule_editor/test_button.hpp"
#include "dock/widgets/text.hpp"
#include "dock/rule_editor/watch_fields.hpp"
#include "dock/rules/would_send.hpp"
#include "haptics/rules/rule.h"

namespace {

constexpr unsigned CHOICES_EVERY = 10; /* refreshes */
/* Of a draft that is kept: the key that was not saved. No rule has it. */
const QString NEW_KEY = QStringLiteral("new_key");
/* Between what a rule waits for, what it does and how it runs. */
constexpr int FORM_SPACING_PX = 16;

} // namespace

RuleEditor::RuleEditor(BridgePtr bridge, const QJsonObject &rule, bool isDiscreet, QWidget *parent)
    : EditorWindow{parent},
      bridge_{std::move(bridge)},
      book_{bridge_},
      isDiscreet_{isDiscreet},
      rule_{rule},
      name_{named("name", new QLineEdit{this})},
      enabled_{new QCheckBox{text("Rule.Enabled"), this}},
      when_{new WatchFields{bridge_, WatchFields::Use::Trigger, isDiscreet, this}},
      onlyIf_{new ConditionList{bridge_, isDiscreet, this}},
      action_{new ActionFields{bridge_, isDiscreet, this}},
      run_{new RunFields{this}},
      more_{new MoreFold{this}},
      heard_{new HeardSource{bridge_, this}},
      sentence_{named("sentence", makeWrappingLabel(this))},
      wouldSend_{named("wouldSend", makeWrappingLabel(this, Tone::Muted))},
      problem_{named("problem", makeWrappingLabel(this, Tone::Bad))},
      kept_{named("kept", makeWrappingLabel(this, Tone::Warning))},
      test_{named("test", new TestButton{bridge_, this})},
      duplicate_{named("duplicate", new QPushButton{ruleCommandText(RuleCommand::Duplicate), this})},
      save_{nullptr},
      refresher_{new Refresher{this, [this] { refresh(); }}}
{
	setAttribute(Qt::WA_DeleteOnClose);
	build();
	load();
	connectParts();
}

void RuleEditor::load()
{
	followsName_ = ruleNameFollows(rule_);
	name_->setText(rule_.value(QStringLiteral("name")).toString());
	enabled_->setChecked(rule_.value(QStringLiteral("enabled")).toBool(true));
	when_->load(rule_.value(QStringLiteral("when")).toObject(), ruleId());
	when_->takeNewKey(rule_.take(NEW_KEY).toObject());
	onlyIf_->load(rule_.value(QStringLiteral("only_if")).toArray());
	action_->load(rule_.value(QStringLiteral("do")).toObject());
	run_->load(rule_);
	more_->setOpen(RunFields::isRareStated(rule_) ||
		       ActionFields::isRareStated(rule_.value(QStringLiteral("do")).toObject()));
	arrange();
	showWhatCounts();
	isNew_ = book_.rule(ruleId()).isEmpty();
	opened_ = draft();
	suggested_ = suggestedRuleName(opened_, isDiscreet_);
	showTitle();
	showMeaning();
	showWouldSend();
}

void RuleEditor::connectParts()
{
	connect(name_, &QLineEdit::textChanged, this, &RuleEditor::showTitle);
	connect(name_, &QLineEdit::textEdited, this, [this](const QString &typed) {
		followsName_ = typed.isEmpty();
		showMeaning();
	});
	connect(enabled_, &QCheckBox::toggled, this, &RuleEditor::onChanged);
	connect(when_, &WatchFields::changed, this, &RuleEditor::onChanged);
	connect(onlyIf_, &ConditionList::changed, this, [this] {
		arrange();
		onChanged();
	});
	connect(action_, &ActionFields::changed, this, &RuleEditor::onChanged);
	connect(run_, &RunFields::changed, this, &RuleEditor::onChanged);
	connect(more_, &MoreFold::toggled, this, [this](bool isOpen) {
		if (isOpen) {
			page()->reveal(more_);
		}
	});
	connect(test_, &TestButton::asked, this, &RuleEditor::test);
	connect(duplicate_, &QPushButton::clicked, this, &RuleEditor::duplicate);
	connect(bridge_.get(), &Bridge::cutting, this, &RuleEditor::keepAndLeave);
}

/* Again after rows came. */
void RuleEditor::arrange()
{
	FieldRows::alignBelow(this);
	orderTabsByLayout(this);
}

void RuleEditor::build()
{
	auto *column = new QVBoxLayout{this};

	name_->setAccessibleName(text("Rule.Name"));
	name_->setMaxLength(100);
	problem_->hide();
	kept_->hide();
	auto *page = new PageScroll{buildForm(), this};
	column->addWidget(page, 1);
	column->addWidget(sentence_);
	column->addWidget(wouldSend_);
	column->addWidget(problem_);
	column->addWidget(kept_);
	buildButtons(column);
	fitTo(page);
}

QWidget *RuleEditor::buildForm()
{
	auto *form = new QWidget{this};
	auto *column = new QVBoxLayout{form};
	auto *title = new QHBoxLayout;
	auto *nameLabel = new QLabel{text("Rule.Name"), form};

	nameLabel->setBuddy(name_);
	title->addWidget(nameLabel);
	title->addWidget(name_, 1);
	title->addWidget(enabled_);
	column->setContentsMargins(0, 0, 6, 0);
	column->setSpacing(FORM_SPACING_PX);
	column->addLayout(title);
	column->addWidget(when_);
	column->addWidget(onlyIf_);
	column->addWidget(action_);
	column->addWidget(run_);
	column->addWidget(more_);
	column->addStretch(1);
	for (const FieldRows *part : QVector<FieldRows *>{when_, action_, run_}) {
		more_->add(part->rareRows());
	}
	return form;
}

void RuleEditor::buildButtons(QVBoxLayout *column)
{
	auto *buttons = new QDialogButtonBox{QDialogButtonBox::Save | QDialogButtonBox::Cancel, this};
	auto *row = new QHBoxLayout;

	save_ = named("save", buttons->button(QDialogButtonBox::Save));
	duplicate_->setAutoDefault(false);
	row->addWidget(test_);
	row->addWidget(duplicate_);
	row->addStretch(1);
	row->addWidget(buttons);
	column->addLayout(row);
	connect(buttons, &QDialogButtonBox::accepted, this, &RuleEditor::save);
	connect(buttons, &QDialogButtonBox::rejected, this, &RuleEditor::reject);
}

void RuleEditor::hideEvent(QHideEvent *event)
{
	heard_->release();
	EditorWindow::hideEvent(event);
}

bool RuleEditor::hasChanges() const
{
	return draft() != opened_ || when_->hasNewKey();
}

bool RuleEditor::canSave() const
{
	return draftRules_ != nullptr;
}

void RuleEditor::onKeptOpen()
{
	showLabel(kept_, text(isNew_ ? "Rule.Kept.New" : "Rule.Kept"));
}

QJsonObject RuleEditor::draft() const
{
	QJsonObject rule = rule_;

	setRuleName(rule, name_->text(), followsName_);
	rule[QStringLiteral("enabled")] = enabled_->isChecked();
	rule[QStringLiteral("when")] = when_->store(rule_.value(QStringLiteral("when")).toObject());
	rule[QStringLiteral("only_if")] = onlyIf_->store();
	rule[QStringLiteral("do")] = action_->store(rule_.value(QStringLiteral("do")).toObject());
	run_->store(rule);
	return rule;
}

QString RuleEditor::ruleId() const
{
	return rule_.value(QStringLiteral("id")).toString();
}

void RuleEditor::onChanged()
{
	run_->offerModes(draft());
	showWhatCounts();
	const QString suggested = suggestedRuleName(draft(), isDiscreet_);
	/* A key that is set changes nothing of what the rule does. */
	if (followsName_ && (suggested != suggested_ || name_->text().isEmpty())) {
		name_->setText(isAsOpened() ? opened_.value(QStringLiteral("name")).toString() : suggested);
	}
	suggested_ = suggested;
	showMeaning();
	showWouldSend();
}

/* But for the name: who has only passed by gets back the one that was there. */
bool RuleEditor::isAsOpened() const
{
	QJsonObject now = draft();

	now[QStringLiteral("name")] = opened_.value(QStringLiteral("name"));
	return now == opened_;
}

void RuleEditor::showWhatCounts()
{
	when_->setCounting(run_->countsBegin(), run_->countsEnd());
}

/* Of several windows each tells which rule it holds. */
void RuleEditor::showTitle()
{
	const QString name = name_->text().simplified();

	setWindowTitle(name.isEmpty() ? text("Rule.Title") : text("Rule.Title.Named", name));
}

void RuleEditor::showMeaning()
{
	const QJsonObject rule = draft();
	QString error;

	setLabel(sentence_, ruleSentence(rule, isDiscreet_));
	draftRules_ = book_.parse(rule, &error);
	showLabel(problem_, draftRules_ ? QString{} : error);
	save_->setEnabled(draftRules_ != nullptr);
}

/* Another collection has other scenes, and scenes come and go. That is no edit of the rule. */
void RuleEditor::refreshChoices()
{
	const bool isAsOpened = draft() == opened_;
	bool isOther = false;

	for (auto *box : findChildren<ChoiceBox *>()) {
		isOther = (box->isVisible() && box->refreshReferences()) || isOther;
	}
	if (isOther && isAsOpened) {
		opened_ = draft();
	}
	if (isOther) {
		showMeaning();
	}
}

void RuleEditor::refresh()
{
	if (++refreshes_ % CHOICES_EVERY == 0 && bridge_->isConnected()) {
		refreshChoices();
	}
	showWouldSend();
}

void RuleEditor::showWouldSend()
{
	const SnapshotRef snapshot = bridge_->snapshot();

	if (!snapshot) {
		return;
	}
	when_->refreshKey();
	listen();
	const std::optional<double> heard_db =
		followed_.isEmpty() ? std::nullopt : std::optional<double>{heard_->peakDb()};
	const WouldSend would = draftRules_ ? wouldSend(draftRules_.get(), *snapshot, isDiscreet_, heard_db)
					    : WouldSend{{}, problem_->text()};
	showLabel(wouldSend_, would.line);
	test_->refresh(*snapshot, would.whyNot);
}

/* To the source whose sound the draft follows. */
void RuleEditor::listen()
{
	haptics_rule_view view{};

	if (draftRules_) {
		haptics_rules_view(draftRules_.get(), 0, &view);
	}
	followed_ = view.audio_ref ? utf8(view.audio_ref->name) : QString{};
	if (followed_.isEmpty()) {
		heard_->release();
	} else if (isVisible()) {
		heard_->listenTo(followed_);
	}
}

void RuleEditor::test()
{
	test_->begin(draftRules_.get(), draft().value(QStringLiteral("do")).toObject());
}

void RuleEditor::save()
{
	const bool isGone = !isNew_ && book_.rule(ruleId()).isEmpty();
	QString error = text("Rule.Gone");

	/* Saving would add it to whatever collection is open now. */
	if (isGone || !book_.save(draft(), &error, behind_)) {
		showLabel(problem_, error);
		return;
	}
	if (std::exchange(isNew_, false)) {
		emit added(ruleId());
	}
	if (when_->saveKey()) {
		leave();
		return;
	}
	opened_ = draft(); /* the rule is safe; the field says what is not */
	showLabel(problem_, text("Key.NotSaved"));
}

void RuleEditor::duplicate()
{
	auto *copy = new RuleEditor{bridge_, book_.copyOf(draft()), isDiscreet_, parentWidget()};

	copy->countAsChanged();
	copy->behind_ = ruleId();
	copy->openAside(this);
	emit copyOpened(copy);
	showOnTop(copy);
}

void RuleEditor::countAsChanged()
{
	opened_ = {};
}

void RuleEditor::showDiscreet(bool isDiscreet)
{
	if (isDiscreet != isDiscreet_ && !isLeaving()) {
		auto *other = new RuleEditor{bridge_, entered(), isDiscreet, parentWidget()};
		other->opened_ = opened_;
		other->behind_ = behind_;
		other->more_->setOpen(more_->isOpen());
		emit copyOpened(other);
		other->takePlaceOf(this);
	}
}

QJsonObject RuleEditor::entered() const
{
	QJsonObject rule = draft();

	if (when_->hasNewKey()) {
		rule[NEW_KEY] = when_->newKey();
	}
	return rule;
}

/* OBS closes, and nothing may ask then. */
void RuleEditor::keepAndLeave()
{
	if (!isLeaving() && hasChanges()) {
		bridge_->drafts().keep(entered());
	}
	leave();
}
