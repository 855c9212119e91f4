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

constexpr int COLUMNS = 76;      /* as wide as a sentence reads well */
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

void EditorWindow::openBeside(QWidget *opener, QWidget *kept)
{
	opener_ = opener;
	kept_ = kept;
}

Surroundings EditorWindow::surroundings() const
{
	const auto areaOf = [](const QWidget *widget) {
		return widget->isWindow() ? widget->frameGeometry()
					  : QRect{widget->mapToGlobal(QPoint{}), widget->size()};
	};
	Surroundings around{screen()->availableGeometry(), {}, {}, {}};

	if (parentWidget() && opener_ && kept_ && kept_->isVisible()) {
		around = {kept_->screen()->availableGeometry(), areaOf(parentWidget()->window()), areaOf(opener_),
			  areaOf(kept_)};
	}
	return around;
}

/* Where Qt would, unless that covers something. What frame it will have is not known yet. */
void EditorWindow::place()
{
	const Surroundings around = surroundings();
	const int line_px = fontMetrics().lineSpacing();
	const QMargins frame{line_px / 2, (FRAME_LINES - 1) * line_px, line_px / 2, line_px};

	if (around.kept.isEmpty() || kept_->screen() != parentWidget()->screen()) {
		return;
	}
	const QRect framed = QRect{QPoint{}, size()} + frame;
	const int least_px = minimumHeight() + frame.top() + frame.bottom();
	setGeometry(windowPlace(around, framed.size(), least_px) - frame);
}

/* By what has come to the form, as far as the screen goes. */
void EditorWindow::growWithForm()
{
	const int form_px = formHeight(width());
	const int lacking_px = form_px - page_->height();

	if (form_px > form_px_ && lacking_px > 0) {
		const QRect frame = frameGeometry();
		const QRect grown = windowGrown(surroundings(), frame, lacking_px);
		if (grown.top() != frame.top()) {
			move(grown.topLeft());
		}
		resize(width(), height() + grown.height() - frame.height());
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
		place();
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
