// SPDX-License-Identifier: GPL-2.0-or-later
/* The windows that the dock opens. */
#include <algorithm>

#include <QDockWidget>

#include "dock/dock_widget.hpp"
#include "dock/keys/undo_guard.hpp"
#include "dock/options_dialog.hpp"
#include "dock/rule_editor/rule_editor.hpp"
#include "dock/rule_list/rule_list.hpp"
#include "dock/status/status_header.hpp"
#include "dock/tips/tips_dialog.hpp"
#include "dock/widgets/looks.hpp"
#include "dock/widgets/refresher.hpp"
#include "dock/widgets/windows/open_window.hpp"

/* A window that is open when names are hidden hides them, too. */
void DockWidget::followDiscreet(QWidget *window, const std::function<void(bool)> &show)
{
	connect(view_.get(), &ViewSettings::changed, window, [view = view_.get(), show] { show(view->isDiscreet()); });
}

void DockWidget::openSetup(SetupDialog::Page page)
{
	if (!bridge_->isConnected()) {
		return;
	}
	if (!setup_) {
		setup_ = new SetupDialog{bridge_, page, view_->isDiscreet(), window()};
		keepUndoInside(setup_);
		followDiscreet(setup_, [setup = setup_.data()](bool isDiscreet) { setup->showDiscreet(isDiscreet); });
		/* Its last page ends with the box that arms. */
		connect(setup_, &QDialog::accepted, header_, &StatusHeader::focusArmed);
	} else {
		setup_->openPage(page);
	}
	showBeside(setup_);
}

void DockWidget::openOptions()
{
	if (!bridge_->isConnected()) {
		return;
	}
	if (!options_) {
		options_ = new OptionsDialog{bridge_, view_, this};
		keepUndoInside(options_);
	}
	showBeside(options_);
}

void DockWidget::openTips()
{
	if (!bridge_->isConnected()) {
		return;
	}
	if (!tipsPage_) {
		tipsPage_ = new TipsDialog{bridge_, view_->isDiscreet(), window()};
		keepUndoInside(tipsPage_);
		followDiscreet(tipsPage_,
			       [page = tipsPage_.data()](bool isDiscreet) { page->showDiscreet(isDiscreet); });
		tipsPage_->openBeside(frame(), header_);
		connect(tipsPage_, &TipsDialog::editRequested, this,
			[this](const QString &id) { editRule(RuleBook{bridge_}.rule(id)); });
	}
	showOnTop(tipsPage_);
}

/* What all of the dock is in: a dock of OBS's, or a window of its own. */
QWidget *DockWidget::frame()
{
	QDockWidget *dock = frameOf(this);

	return dock ? static_cast<QWidget *>(dock) : window();
}

/* What stops all is never under it while there is another place. */
void DockWidget::showBeside(QDialog *opened)
{
	if (!opened->isVisible()) {
		placeWindow(opened, frame(), header_);
	}
	showOnTop(opened);
}

/* OBS's, also for the window from the Tools menu: what it opens stays when that is closed. */
QWidget *DockWidget::mainWindow() const
{
	QWidget *main = window();

	while (main->parentWidget()) {
		main = main->parentWidget()->window();
	}
	return main;
}

/* In one window: of two, the one saved last would undo the other. */
RuleEditor *DockWidget::editRule(const QJsonObject &rule)
{
	if (!bridge_->isConnected() || rule.isEmpty()) {
		return nullptr;
	}
	const auto editors = mainWindow()->findChildren<RuleEditor *>();
	const auto open = std::find_if(editors.cbegin(), editors.cend(), [&rule](const RuleEditor *editor) {
		return editor->isVisible() && editor->ruleId() == rule.value(QStringLiteral("id")).toString();
	});
	if (open != editors.cend()) {
		showOnTop(*open);
		return nullptr;
	}
	auto *editor = new RuleEditor{bridge_, rule, view_->isDiscreet(), mainWindow()};
	follow(editor);
	for (RuleEditor *other : editors) {
		if (other->isVisible()) {
			editor->openAside(other); /* two of one size would hide each other */
		}
	}
	showOnTop(editor);
	return editor;
}

/* One whose rule is open already waits until that is closed. */
void DockWidget::openDraft()
{
	const QJsonObject draft = bridge_->drafts().first();

	if (RuleEditor *editor = editRule(draft)) {
		editor->countAsChanged();
		bridge_->drafts().drop(editor->ruleId());
	}
}

/* The keys go on in the dock, also in one that floats: at what has been added, or where they were. */
void DockWidget::follow(RuleEditor *editor)
{
	editor->openBeside(frame(), header_);
	connect(editor, &RuleEditor::finished, this, [this] { giveKeysTo(window()); });
	connect(editor, &RuleEditor::added, rules_, &RuleList::goTo);
	connect(editor, &RuleEditor::copyOpened, this, &DockWidget::follow);
	followDiscreet(editor, [editor](bool isDiscreet) { editor->showDiscreet(isDiscreet); });
}
