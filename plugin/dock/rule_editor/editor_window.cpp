// SPDX-License-Identifier: GPL-2.0-or-later
#include "dock/rule_editor/editor_window.hpp"

#include <QCloseEvent>
#include <QCoreApplication>
#include <QMessageBox>
#include <QPushButton>
#include <QScreen>
#include <QVBoxLayout>

#include "dock/keys/undo_guard.hpp"
#include "dock/widgets/looks.hpp"
#include "dock/widgets/page_scroll.hpp"
#include "dock/widgets/text.hpp"

namespace {

constexpr int COLUMNS = 70;      /* as wide as a sentence reads well */
constexpr int FRAME_LINES = 3;   /* of the window, about */
constexpr int LAYOUT_ROUNDS = 4; /* a change of layout wanders up one parent at a time */

} // namespace

void EditorWindow::fitTo(PageScroll *page)
{
	page_ = page;
	keepUndoInside(this);
}

/* Once its style is known, and before it is on the screen: a window that grows afterwards is granted that late, or
 * never. */
void EditorWindow::openAsTallAsForm()
{
	const QSize most = screen()->availableSize() - QSize{0, FRAME_LINES * fontMetrics().lineSpacing()};

	for (int round = 0; round < LAYOUT_ROUNDS; round++) {
		QCoreApplication::sendPostedEvents(nullptr, QEvent::LayoutRequest);
	}
	const int width = qMax(fontMetrics().averageCharWidth() * COLUMNS, layout()->totalMinimumSize().width());
	const int around = layout()->totalHeightForWidth(width) - page_->sizeHint().height();
	form_px_ = formHeight(width);
	resize(QSize{width, around + form_px_}.boundedTo(most));
}

int EditorWindow::formHeight(int width_px) const
{
	const QMargins margins = layout()->contentsMargins();

	return page_->pageHeight(width_px - margins.left() - margins.right());
}

/* By what has come to the form, and no further down than the screen goes. */
void EditorWindow::growWithForm()
{
	const int form_px = formHeight(width());
	const int lacking_px = form_px - page_->height();
	const int room_px = screen()->availableGeometry().bottom() - frameGeometry().bottom();

	if (form_px > form_px_ && lacking_px > 0 && room_px > 0) {
		resize(width(), height() + qMin(lacking_px, room_px));
	}
	form_px_ = form_px;
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
		openAsTallAsForm();
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
