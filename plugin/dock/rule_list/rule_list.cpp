// SPDX-License-Identifier: GPL-2.0-or-later
#include "dock/rule_list/rule_list.hpp"

#include <utility>

#include <QFrame>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QToolButton>

#include "dock/keys/menu_keys.hpp"
#include "dock/rule_list/group_row.hpp"
#include "dock/rule_list/rule_row.hpp"
#include "dock/rules/rule_templates.hpp"
#include "dock/rules/rule_words.hpp"
#include "dock/status/notice_bar.hpp"
#include "dock/widgets/fold_heading.hpp"
#include "dock/widgets/looks.hpp"
#include "dock/widgets/text.hpp"
#include "obs/key_bindings.h"

namespace {

/* The row takes the key; here it is only read. */
void tellKey(QAction *entry, const QKeySequence &key)
{
	entry->setShortcut(key);
	entry->setShortcutContext(Qt::WidgetShortcut);
}

void giveMenu(QToolButton *button, QMenu *menu)
{
	button->setMenu(menu);
	button->setPopupMode(QToolButton::InstantPopup);
	makeMenuKeyed(button);
}

} // namespace

RuleList::RuleList(BridgePtr bridge, ViewPtr view, QWidget *parent)
    : QWidget{parent},
      bridge_{std::move(bridge)},
      view_{std::move(view)},
      book_{bridge_},
      sizes_{this},
      column_{makeLayout<QVBoxLayout>(this)},
      list_{new QVBoxLayout},
      heading_{new FoldHeading{"rulesHeading", this}},
      running_{named("rulesRunning", makeWrappingLabel(this))},
      question_{named("rulesQuestion", new NoticeBar{this})},
      draft_{named("rulesDraft", new NoticeBar{this})},
      problem_{makeWrappingLabel(this, Tone::Warning)},
      empty_{named("noRules", makeWrappingLabel(this, Tone::Muted))},
      search_{named("searchRules", new QLineEdit{this})},
      dropMark_{named("dropMark", new QFrame{this})},
      add_{named("addRule", makeIconButton(Icon::Add, ruleCommandText(RuleCommand::Add), this))},
      edit_{makeIconButton(Icon::Edit, ruleCommandText(RuleCommand::Edit), this)},
      run_{makeIconButton(Icon::Play, ruleCommandText(RuleCommand::RunNow), this)},
      more_{named("rulesMenu", makeIconButton(Icon::Menu, listText({text("Dock.Menu"), text("Rules.Title")}), this))}
{
	build();
	search_->installEventFilter(this);
	seeking_.setSingleShot(true);
	connect(&seeking_, &QTimer::timeout, this, &RuleList::showSought);
	left_.setSingleShot(true);
	connect(&left_, &QTimer::timeout, this, &RuleList::filter);
	connect(edit_, &QToolButton::clicked, this, [this] { emit editRequested(selection_.current()); });
	connect(run_, &QToolButton::clicked, this, [this] { runRule(selection_.current()); });
	connect(search_, &QLineEdit::textChanged, this, &RuleList::filter);
	connect(view_.get(), &ViewSettings::changed, this, [this] { heading_->setOpen(!view_->areRulesFolded()); });
	connect(heading_, &FoldHeading::toggled, this, [this](bool isOpen) {
		if (isOpen == view_->areRulesFolded()) {
			view_->setRulesFolded(!isOpen);
		}
		filter();
		emit rowsChanged();
	});
	addNotices();
}

void RuleList::build()
{
	auto *heading = new QHBoxLayout;

	setObjectName(QStringLiteral("rules"));
	setAccessibleName(text("Rules.Title"));
	giveMenu(add_, makeAddMenu());
	giveMenu(more_, makeMoreMenu());
	problem_->hide();
	running_->hide();
	search_->hide();
	heading_->setWords(text("Rules.Title"));
	heading_->setOpen(!view_->areRulesFolded());
	search_->setPlaceholderText(text("Rules.Search"));
	search_->setAccessibleName(text("Rules.Search"));
	search_->setClearButtonEnabled(true);
	dropMark_->hide();
	dropMark_->setFrameShape(QFrame::HLine);
	dropMark_->setForegroundRole(QPalette::Highlight);
	dropMark_->setAttribute(Qt::WA_TransparentForMouseEvents);
	heading->setSpacing(0);
	heading->addWidget(heading_, 1);
	heading->addWidget(add_);
	heading->addWidget(edit_);
	heading->addWidget(run_);
	heading->addWidget(more_);
	column_->setSpacing(2);
	list_->setSpacing(2);
	column_->addLayout(heading);
	column_->addWidget(running_);
	column_->addWidget(search_);
	column_->addWidget(question_);
	column_->addWidget(problem_);
	column_->addWidget(empty_);
	column_->addLayout(list_);
	showSelection();
}

QMenu *RuleList::makeAddMenu()
{
	auto *menu = new QMenu{this};

	for (int i = 0; i < ruleTemplateCount(); i++) {
		menu->addAction(ruleTemplateName(i), this, [this, i] { emit addRequested(i); });
	}
	return menu;
}

QMenu *RuleList::makeMoreMenu()
{
	auto *menu = new QMenu{this};

	const auto add = [this, menu](RuleCommand command, auto onChosen) {
		return menu->addAction(ruleCommandText(command), this, onChosen);
	};

	QAction *edit = add(RuleCommand::Edit, [this] { emit editRequested(selection_.current()); });
	tellKey(edit, Qt::Key_Return);
	runNow_ = add(RuleCommand::RunNow, [this] { runRule(selection_.current()); });
	ofOne_ = {edit, add(RuleCommand::Duplicate, &RuleList::duplicateCurrent)};
	connect(menu, &QMenu::aboutToShow, this, &RuleList::showWhatIsPossible);
	tellKey(add(RuleCommand::Delete, &RuleList::askToRemove), Qt::Key_Delete);
	menu->addSeparator();
	tellKey(menu->addAction(text("Rules.SelectAll"), this,
				[this] {
					selection_.chooseAll();
					showSelection();
				}),
		QKeySequence::SelectAll);
	menu->addAction(text("Rules.SwitchOn"), this, [this] { switchSelected(true); });
	menu->addAction(text("Rules.SwitchOff"), this, [this] { switchSelected(false); });
	tellKey(menu->addAction(text("Rules.MoveUp"), this, [this] { moveBy(-1); }), Qt::ALT | Qt::Key_Up);
	tellKey(menu->addAction(text("Rules.MoveDown"), this, [this] { moveBy(1); }), Qt::ALT | Qt::Key_Down);
	auto *groups = named("groupMenu", menu->addMenu(text("Rules.Group")));
	connect(groups, &QMenu::aboutToShow, this, [this, groups] { fillGroupMenu(groups); });
	fillGroupMenu(groups);
	menu->addSeparator();
	add(RuleCommand::Import, [this] { emit importRequested(); });
	add(RuleCommand::Export, [this] { emit exportRequested(); });
	return menu;
}

void RuleList::showWhatIsPossible()
{
	const bool isOne = selection_.ids().size() == 1;

	for (QAction *entry : std::as_const(ofOne_)) {
		entry->setEnabled(isOne);
	}
	runNow_->setEnabled(isOne && mayRunNow());
}

void RuleList::fillGroupMenu(QMenu *menu)
{
	const auto put = [this](const QString &group) {
		QString error;
		book_.setGroup(selection_.ids(), group, &error);
		showLabel(problem_, error);
	};

	menu->clear();
	for (const QString &group : ruleGroups(book_.rules())) {
		menu->addAction(group, this, [put, group] { put(group); });
	}
	menu->addSeparator();
	menu->addAction(text("Rules.Group.New"), this, &RuleList::askForGroup);
	menu->addAction(text("Rules.Group.Leave"), this, [put] { put({}); });
}

QHash<QString, QString> RuleList::readKeys() const
{
	QHash<QString, QString> keys;
	const auto take = [](void *into, const char *id, const char *key) {
		auto &all = *static_cast<QHash<QString, QString> *>(into);
		if (!all.contains(utf8(id))) {
			all[utf8(id)] = utf8(key);
		}
	};

	hotkey_each_binding(RULE_HOTKEY_PREFIX, take, &keys);
	return keys;
}

void RuleList::readOccasional()
{
	if (!bridge_->isConnected()) {
		return;
	}
	const QHash<QString, QString> keys = readKeys();
	if (keys == keys_) {
		return;
	}
	keys_ = keys;
	if (const SnapshotRef snapshot = bridge_->snapshot()) {
		showSummaries(*snapshot);
		showRules(*snapshot, bridge_->nowMs());
	}
}

bool RuleList::isChanging(qint64 now_ms) const
{
	return log_.isChanging(now_ms);
}

void RuleList::showRules(const engine_snapshot &snapshot, qint64 now_ms)
{
	const bool isOtherwise = std::exchange(isDiscreet_, view_->isDiscreet()) != isDiscreet_;
	const bool isAnotherSet = snapshot.rules_serial != serial_ || int(snapshot.rule_count) != ids_.size();
	const bool hasNews = log_.note(snapshot, now_ms);

	showStopped(snapshot);
	if (isAnotherSet) {
		serial_ = snapshot.rules_serial;
		keys_ = readKeys(); /* the rows are laid out for the words that they will have */
		rebuild(snapshot, now_ms);
	} else {
		if (isOtherwise) {
			showSummaries(snapshot);
		}
		showCaps(snapshot);
		showStates(snapshot, now_ms);
	}
	if (hasNews || isAnotherSet) {
		showLastRuns();
	}
	showHeading(snapshot);
	showCounts(snapshot);
	if (bridge_->rulesProblem() != storeProblem_) {
		storeProblem_ = bridge_->rulesProblem();
		showLabel(problem_, storeProblem_);
	}
	showQuestion();
	showDraft();
}

void RuleList::showQuestion()
{
	switch (bridge_->rulesQuestion()) {
	case RULES_QUESTION_FOREIGN:
		question_->showNotice({text("Rules.Question.Foreign"), Action::UseRules, Action::LeaveRulesOff});
		break;
	case RULES_QUESTION_LOST:
		question_->showNotice({text("Rules.Question.Lost"), Action::RestoreRules, Action::NotNow});
		break;
	default:
		question_->showNotice({{}, Action::None});
		break;
	}
}

void RuleList::addNotices()
{
	connect(question_, &NoticeBar::actionRequested, this, [this](Action action) {
		bridge_->answerRulesQuestion(action == Action::UseRules || action == Action::RestoreRules);
		showQuestion();
	});
	column_->insertWidget(column_->indexOf(problem_), draft_);
	connect(draft_, &NoticeBar::actionRequested, this, [this](Action action) {
		if (action == Action::OpenDraft) {
			emit draftRequested();
		} else {
			bridge_->drafts().drop(ruleId(bridge_->drafts().first()));
		}
	});
	connect(&bridge_->drafts(), &KeptDrafts::changed, this, &RuleList::showDraft);
}

void RuleList::showDraft()
{
	const QJsonObject draft = bridge_->drafts().first();
	const QString id = ruleId(draft);

	if (draft.isEmpty()) {
		draft_->showNotice({{}, Action::None});
		return;
	}
	/* By the name that the list has for it. */
	const RuleRow *row = rows_.value(id);
	const QString name = row ? row->ruleName() : draft.value(QStringLiteral("name")).toString();
	draft_->showNotice({text("Rules.Draft", name), Action::OpenDraft, Action::DiscardDraft, false});
	if (id != offered_ && selection_.order().contains(id)) {
		offered_ = id;
		choose(id, Qt::NoModifier);
	}
}

void RuleList::choose(const QString &id, Qt::KeyboardModifiers modifiers)
{
	if (isStepping_) {
		return;
	}
	if (modifiers & Qt::ControlModifier) {
		selection_.toggle(id);
	} else if (modifiers & Qt::ShiftModifier) {
		selection_.extendTo(id);
	} else {
		selection_.choose(id);
	}
	showSelection();
}

void RuleList::showSelection()
{
	const bool hasSeveral = selection_.ids().size() > 1;
	const QString current = selection_.current();
	const QString stop = current.isEmpty() ? selection_.order().value(0) : current;

	for (auto row = rows_.cbegin(); row != rows_.cend(); ++row) {
		row.value()->setCurrent(row.key() == current);
		row.value()->setTabStop(row.key() == stop);
		row.value()->setSelected(hasSeveral && selection_.isSelected(row.key()));
	}
	edit_->setEnabled(!current.isEmpty() && !hasSeveral);
	showRunNow();
}
