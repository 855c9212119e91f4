// SPDX-License-Identifier: GPL-2.0-or-later
#include "dock/rules/rule_list.hpp"

#include <utility>

#include <QFileDialog>
#include <QHBoxLayout>
#include <QLabel>
#include <QMenu>
#include <QToolButton>

#include "dock/widgets/ask.hpp"
#include "dock/widgets/looks.hpp"
#include "dock/rules/rule_row.hpp"
#include "dock/rules/rule_templates.hpp"
#include "dock/rules/rule_words.hpp"
#include "dock/status/notice_bar.hpp"
#include "dock/widgets/text.hpp"

RuleList::RuleList(BridgePtr bridge, QWidget *parent)
    : QWidget{parent},
      bridge_{std::move(bridge)},
      book_{bridge_},
      column_{makeLayout<QVBoxLayout>(this)},
      question_{named("rulesQuestion", new NoticeBar{this})},
      problem_{makeWrappingLabel(this, Tone::Warning)},
      empty_{makeWrappingLabel(this, Tone::Muted, text("Rules.None"))},
      add_{named("addRule", makeIconButton(Icon::Add, ruleCommandText(RuleCommand::Add), this))},
      edit_{makeIconButton(Icon::Edit, ruleCommandText(RuleCommand::Edit), this)},
      run_{makeIconButton(Icon::Play, ruleCommandText(RuleCommand::RunNow), this)},
      more_{makeIconButton(Icon::Menu, text("Dock.Menu"), this)}
{
	build();
	connect(edit_, &QToolButton::clicked, this, [this] { emit editRequested(currentId()); });
	connect(run_, &QToolButton::clicked, this, [this] { runRule(currentId()); });
	connect(question_, &NoticeBar::actionRequested, this, [this](Action action) {
		bridge_->answerRulesQuestion(action == Action::UseRules || action == Action::RestoreRules);
		showQuestion();
	});
}

void RuleList::build()
{
	auto *heading = new QHBoxLayout;

	setObjectName(QStringLiteral("rules"));
	setAccessibleName(text("Rules.Title"));
	add_->setMenu(makeAddMenu());
	add_->setPopupMode(QToolButton::InstantPopup);
	more_->setMenu(makeMoreMenu());
	more_->setPopupMode(QToolButton::InstantPopup);
	problem_->hide();
	heading->addWidget(makeHeading(text("Rules.Title"), this), 1);
	heading->addWidget(add_);
	heading->addWidget(edit_);
	heading->addWidget(run_);
	heading->addWidget(more_);
	column_->setSpacing(2);
	column_->addLayout(heading);
	column_->addWidget(question_);
	column_->addWidget(problem_);
	column_->addWidget(empty_);
	choose(-1);
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
		menu->addAction(ruleCommandText(command), this, onChosen);
	};

	add(RuleCommand::Edit, [this] { emit editRequested(currentId()); });
	add(RuleCommand::RunNow, [this] { runRule(currentId()); });
	add(RuleCommand::Duplicate, &RuleList::duplicateCurrent);
	add(RuleCommand::Delete, &RuleList::askToRemoveCurrent);
	menu->addSeparator();
	add(RuleCommand::Import, [this] { chooseFile(true); });
	add(RuleCommand::Export, [this] { chooseFile(false); });
	return menu;
}

void RuleList::showRules(const engine_snapshot &snapshot, qint64 now_ms)
{
	QStringList ids;

	for (size_t i = 0; i < snapshot.rule_count; i++) {
		ids += utf8(snapshot.rules[i].id);
	}
	if (ids != ids_) {
		rebuild(snapshot, ids);
	}
	for (int i = 0; i < rows_.size(); i++) {
		rows_[i]->showRule(snapshot.rules[i], now_ms);
	}
	if (bridge_->rulesProblem() != storeProblem_) {
		storeProblem_ = bridge_->rulesProblem();
		showLabel(problem_, storeProblem_);
	}
	showQuestion();
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

void RuleList::rebuild(const engine_snapshot &snapshot, const QStringList &ids)
{
	const QString chosenId = currentId();
	const bool hadFocus = current_ >= 0 && rows_[current_]->hasFocus();

	ids_ = ids;
	qDeleteAll(rows_);
	rows_.clear();
	for (size_t i = 0; i < snapshot.rule_count; i++) {
		addRow(snapshot.rules[i]);
	}
	empty_->setVisible(ids_.isEmpty());
	choose(int(ids_.indexOf(chosenId)));
	emit rowsChanged();
	if (hadFocus && current_ >= 0) {
		rows_[current_]->setFocus();
	}
}

void RuleList::addRow(const engine_rule &rule)
{
	auto *row = new RuleRow{this};
	const QString id = utf8(rule.id);
	const int index = int(rows_.size());

	column_->addWidget(row);
	row->show(); /* the layout would do it later, when a press may have been taken already */
	rows_ += row;
	row->setContextMenuPolicy(Qt::CustomContextMenu);
	connect(row, &RuleRow::chosen, this, [this, index] { choose(index); });
	connect(row, &RuleRow::keyPressed, this, [this, index](int key) {
		choose(index);
		handleKey(key);
	});
	connect(row, &RuleRow::editRequested, this, [this, id] { emit editRequested(id); });
	connect(row, &RuleRow::runRequested, this, [this, id] { runRule(id); });
	connect(row, &RuleRow::enabledToggled, this,
		[this, id](bool isEnabled) { book_.setEnabled({id}, isEnabled); });
	connect(row, &QWidget::customContextMenuRequested, this, [this, row, index](const QPoint &at) {
		choose(index);
		more_->menu()->popup(row->mapToGlobal(at));
	});
}

void RuleList::choose(int index)
{
	current_ = index;
	for (int i = 0; i < rows_.size(); i++) {
		rows_[i]->setCurrent(i == index);
	}
	edit_->setEnabled(index >= 0);
	run_->setEnabled(index >= 0);
}

QString RuleList::currentId() const
{
	return current_ >= 0 && current_ < ids_.size() ? ids_[current_] : QString{};
}

void RuleList::handleKey(int key)
{
	switch (key) {
	case Qt::Key_Return:
	case Qt::Key_Enter:
	case Qt::Key_F2:
		emit editRequested(currentId());
		break;
	case Qt::Key_Space:
		rows_[current_]->toggleEnabled();
		break;
	case Qt::Key_Delete:
		askToRemoveCurrent();
		break;
	case Qt::Key_Up:
	case Qt::Key_Down:
		rows_[qBound(0, current_ + (key == Qt::Key_Up ? -1 : 1), int(rows_.size()) - 1)]->setFocus();
		break;
	default:
		break;
	}
}

void RuleList::runRule(const QString &id)
{
	if (!id.isEmpty()) {
		bridge_->runRule(id);
	}
}

void RuleList::duplicateCurrent()
{
	QString error;

	book_.duplicate(currentId(), &error);
	showLabel(problem_, error);
}

void RuleList::askToRemoveCurrent()
{
	const QString id = currentId();

	if (id.isEmpty()) {
		return;
	}
	const QString name = book_.rule(id).value(QStringLiteral("name")).toString();
	const auto remove = [this, id] {
		QString error;
		book_.remove({id}, &error);
		showLabel(problem_, error);
	};
	const QString title = ruleCommandText(RuleCommand::Delete);
	ask(this, {title, text("Rules.AskDelete", name), title, QMessageBox::DestructiveRole}, remove);
}

void RuleList::chooseFile(bool isImport)
{
	auto *dialog = new QFileDialog{window(),
				       ruleCommandText(isImport ? RuleCommand::Import : RuleCommand::Export),
				       {},
				       QStringLiteral("JSON (*.json)")};

	dialog->setAttribute(Qt::WA_DeleteOnClose);
	dialog->setAcceptMode(isImport ? QFileDialog::AcceptOpen : QFileDialog::AcceptSave);
	dialog->setFileMode(isImport ? QFileDialog::ExistingFile : QFileDialog::AnyFile);
	dialog->setDefaultSuffix(QStringLiteral("json"));
	dialog->setModal(false);
	connect(dialog, &QFileDialog::fileSelected, this, [this, isImport](const QString &path) {
		QString error;
		isImport ? book_.importFile(path, &error) : bridge_->exportRules(path, &error);
		showLabel(problem_, error);
	});
	dialog->show();
}