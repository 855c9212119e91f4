// SPDX-License-Identifier: GPL-2.0-or-later
#include "dock/rule_editor/editor_window.hpp"

#include <QApplication>
#include <QCloseEvent>
#include <QMessageBox>
#include <QPushButton>
#include <QVBoxLayout>

#include "dock/keys/undo_guard.hpp"
#include "dock/widgets/looks.hpp"
#include "dock/widgets/page_scroll.hpp"
#include "dock/widgets/windows/return_key.hpp"
#include "dock/widgets/text.hpp"
#include "dock/widgets/windows/open_window.hpp"

namespace {

constexpr int COLUMNS = 76;   /* as wide as a sentence reads well */
constexpr int FOLD_LINES = 2; /* a sentence that gets shorter makes no window jump */

} // namespace

void EditorWindow::fitTo(PageScroll *page)
{
	page_ = page;
	keepUndoInside(this);
	letReturnPress(this);
}

PageScroll *EditorWindow::page() const
{
	return page_;
}

void EditorWindow::openBeside(QWidget *opener, QWidget *kept)
{
	opener_ = opener;
	kept_ = kept;
}

void EditorWindow::openAside(QWidget *original)
{
	original_ = original;
}

/* By what has come to the form, or below it, as far as the screen goes; and back, when more than a word or two has
 * gone. */
void EditorWindow::growWithForm()
{
	const int wanted_px = wantedHeight(this, page_);
	const int lacking_px = wanted_px - height();

	if (wanted_px > wanted_px_ && lacking_px > 0) {
		const QRect frame = frameGeometry();
		const QRect grown = windowGrown(surroundingsOf(this, opener_, kept_), frame, lacking_px);
		if (grown.top() != frame.top()) {
			move(grown.topLeft());
		}
		resize(width(), height() + grown.height() - frame.height());
		grown_px_ = height();
	} else if (wanted_px_ - wanted_px > FOLD_LINES * fontMetrics().lineSpacing() && height() == grown_px_) {
		resize(width(), wanted_px); /* nobody has made it another */
		grown_px_ = height();
	}
	wanted_px_ = wanted_px;
}

/* What a layout takes for the least height of a window knows nothing of labels that wrap. */
void EditorWindow::keepTextWhole()
{
	if (const auto *column = static_cast<QVBoxLayout *>(layout())) {
		setMinimumHeight(column->minimumHeightForWidth(width()));
	}
}

void EditorWindow::showEvent(QShowEvent *event)
{
	if (!event->spontaneous()) {
		fitWindowToPage(this, page_, COLUMNS);
		wanted_px_ = wantedHeight(this, page_);
		grown_px_ = height();
		placeWindow(this, opener_, kept_);
		if (original_) {
			placeAside(this, original_, surroundingsOf(this, opener_, kept_));
		}
	}
	QDialog::showEvent(event);
}

bool EditorWindow::event(QEvent *event)
{
	const bool isDone = QDialog::event(event);
	if (event->type() == QEvent::Resize || event->type() == QEvent::LayoutRequest) {
		keepTextWhole();
	}
	if (event->type() == QEvent::LayoutRequest && isVisible()) {
		growWithForm();
	}
	return isDone;
}

void EditorWindow::leave()
{
	isLeaving_ = true;
	QDialog::reject();
}

void EditorWindow::takePlaceOf(EditorWindow *other)
{
	const QRect place = other->geometry();

	setAttribute(Qt::WA_ShowWithoutActivating, !other->isActiveWindow());
	show();
	setGeometry(place);
	other->blockSignals(true); /* for all others it is the same window */
	other->leave();
	if (QWidget *active = QApplication::activeWindow()) {
		active->raise(); /* what is shown comes up, whoever has the keys */
	}
}

bool EditorWindow::isLeaving() const
{
	return isLeaving_;
}

void EditorWindow::reject()
{
	if (hasChanges()) {
		askToLeave();
	} else {
		leave();
	}
}

void EditorWindow::closeEvent(QCloseEvent *event)
{
	if (event->spontaneous() || isLeaving_ || !hasChanges()) {
		QDialog::closeEvent(event);
		return;
	}
	onKeptOpen();
	event->ignore();
}

void EditorWindow::askToLeave()
{
	if (question_) {
		showOnTop(question_);
		return;
	}
	question_ =
		new QMessageBox{QMessageBox::Question, windowTitle(), text("Rule.AskLeave"), QMessageBox::Cancel, this};
	auto *save = question_->addButton(QMessageBox::Save);
	auto *discard = question_->addButton(text("Rule.Discard"), QMessageBox::DestructiveRole);

	save->setEnabled(canSave());
	question_->setDefaultButton(QMessageBox::Cancel);
	question_->setAttribute(Qt::WA_DeleteOnClose);
	question_->setTextFormat(Qt::PlainText);
	question_->setModal(false);
	connect(save, &QPushButton::clicked, this, [this] { this->save(); });
	connect(discard, &QPushButton::clicked, this, [this] { leave(); });
	question_->show();
}
