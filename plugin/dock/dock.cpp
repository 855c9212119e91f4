// SPDX-License-Identifier: GPL-2.0-or-later
#include "dock/dock.h"

#include <memory>
#include <new>

#include <obs-frontend-api.h>
#include <obs-module.h>
#include <util/threading.h>

#include <QAction>
#include <QApplication>
#include <QDialog>
#include <QDockWidget>
#include <QMainWindow>
#include <QPointer>
#include <QTimer>
#include <QVBoxLayout>

#include "dock/bridge.hpp"
#include "dock/dock_widget.hpp"
#include "dock/rule_list/rule_row_reader.hpp"
#include "dock/rules/rule_undo.hpp"
#include "dock/view_settings.hpp"
#include "dock/widgets/looks.hpp"
#include "dock/widgets/page_scroll.hpp"
#include "dock/widgets/refresher.hpp"
#include "dock/widgets/windows/return_key.hpp"
#include "dock/widgets/text.hpp"
#include "obs/plugin_log.h"

namespace {

/* OBS keeps the place of a dock under this name: never change it. */
constexpr char DOCK_ID[] = "lovense-for-obs";
constexpr int UNDOCK_OFFSET_PX = 24;

} // namespace

struct dock {
	BridgePtr bridge;
	QPointer<DockWidget> content;
	QPointer<RuleUndoTarget> undoTarget;
	QPointer<QDialog> window;
	bool isFirstRun{false};
};

namespace {

QMainWindow *mainWindow()
{
	if (!QCoreApplication::instance()) {
		return nullptr;
	}
	return static_cast<QMainWindow *>(obs_frontend_get_main_window());
}

bool addDock(QMainWindow *window, DockWidget *content)
{
	const QString title = content->title();

#if LIBOBS_API_VER >= MAKE_SEMANTIC_VERSION(30, 0, 0)
	Q_UNUSED(window);
	return obs_frontend_add_dock_by_id(DOCK_ID, title.toUtf8().constData(), content);
#else
	auto *frame = new QDockWidget{title, window};

	frame->setObjectName(QString::fromUtf8(DOCK_ID));
	frame->setWidget(content);
	frame->setFeatures(QDockWidget::DockWidgetClosable | QDockWidget::DockWidgetMovable |
			   QDockWidget::DockWidgetFloatable);
	window->addDockWidget(Qt::RightDockWidgetArea, frame);
	frame->hide(); /* before it floats: else a window is made for it, which takes most of the time that loading does
			*/
	frame->setFloating(true);
	if (obs_frontend_add_dock(frame)) {
		return true;
	}
	delete frame;
	return false;
#endif
}

/* What Qt loses of a dock. One that has not floated yet it puts into the corner of the screen: this one floats beside
 * the place it had. And where a dock changes its window the keys stay with what had them. */
class DockMemory : public QObject {
      public:
	explicit DockMemory(QDockWidget *frame)
	    : QObject{frame},
	      frame_{frame}
	{
		frame->installEventFilter(this);
		settled_.setSingleShot(true);
		connect(&settled_, &QTimer::timeout, this, &DockMemory::giveFocusBack);
		connect(frame, &QDockWidget::topLevelChanged, this, [this](bool isFloating) {
			if (isFloating && docked_.isValid() && frame_->pos().isNull()) {
				const QPoint place = frame_->parentWidget()->mapToGlobal(docked_.topLeft());
				frame_->resize(docked_.size());
				frame_->move(place + QPoint{UNDOCK_OFFSET_PX, UNDOCK_OFFSET_PX});
			}
			settled_.start(0);
		});
		connect(qApp, &QApplication::focusChanged, this, [this](QWidget *before, QWidget *now) {
			if (!now && before && frame_->isAncestorOf(before)) {
				lost_ = before;
			}
		});
	}

      protected:
	bool eventFilter(QObject *object, QEvent *event) override
	{
		const bool isPlaced = event->type() == QEvent::Move || event->type() == QEvent::Resize ||
				      event->type() == QEvent::Show;
		if (isPlaced && !frame_->isFloating() && frame_->isVisible() && frame_->parentWidget()) {
			docked_ = frame_->geometry();
		}
		return QObject::eventFilter(object, event);
	}

      private:
	void giveFocusBack()
	{
		const QWidget *now = QApplication::focusWidget();

		if (lost_ && (!now || frame_->isAncestorOf(now))) {
			lost_->setFocus();
		}
	}

	QDockWidget *frame_;
	QRect docked_;           /* in its main window */
	QTimer settled_;         /* when the windows are what they will be */
	QPointer<QWidget> lost_; /* had the keys until its window, or the whole program, lost them */
};

void followTitle(DockWidget *content)
{
	QObject::connect(content, &DockWidget::titleChanged, content, [content](const QString &title) {
		if (QDockWidget *frame = frameOf(content)) {
			frame->setWindowTitle(title);
		}
	});
}

/* Escape closes it as it does a dialog, but Return belongs to what has the focus: a dialog would press the first
 * button, which is STOP ALL. */
class DockWindow : public QDialog {
      public:
	using QDialog::QDialog;

      protected:
	void keyPressEvent(QKeyEvent *event) override
	{
		if (isReturnKey(*event)) {
			event->ignore();
			return;
		}
		QDialog::keyPressEvent(event);
	}
};

/* A screen reader reaches an ordinary window more easily than a dock. */
QDialog *openWindow(const BridgePtr &bridge, const ViewPtr &view, QMainWindow *parent)
{
	auto *window = new DockWindow{parent};
	auto *column = makeLayout<QVBoxLayout>(window);

	window->setAttribute(Qt::WA_DeleteOnClose);
	auto *content = new DockWidget{bridge, window, view};
	window->setWindowTitle(content->title());
	QObject::connect(content, &DockWidget::titleChanged, window, &QWidget::setWindowTitle);
	QObject::connect(bridge.get(), &Bridge::cutting, window, &QDialog::close);
	column->addWidget(content);
	return window;
}

/* The entry cannot be taken out of the menu again, so it hangs on the content and does nothing once that is gone. */
void addToolsMenuEntry(dock *dock, QMainWindow *window)
{
	auto *entry = static_cast<QAction *>(
		obs_frontend_add_tools_menu_qaction(dock->content->title().toUtf8().constData()));
	const auto bridge = dock->bridge;
	const auto view = dock->content->view();
	auto opened = std::make_shared<QPointer<QDialog>>();

	if (!entry) {
		return;
	}
	QObject::connect(dock->content, &DockWidget::titleChanged, entry, &QAction::setText);
	QObject::connect(entry, &QAction::triggered, dock->content, [bridge, view, opened, window] {
		if (!bridge->isConnected()) {
			return;
		}
		if (!*opened) {
			*opened = openWindow(bridge, view, window);
		}
		showOnTop(*opened);
	});
}

/* What the dock hides from who looks at the screen is hidden from viewers too. */
void hideNames(const DockWidget *content, volatile bool *areHidden)
{
	ViewSettings *view = content->view().get();

	if (!areHidden) {
		return;
	}
	os_atomic_set_bool(areHidden, view->isDiscreet());
	QObject::connect(view, &ViewSettings::changed, content,
			 [view, areHidden] { os_atomic_set_bool(areHidden, view->isDiscreet()); });
}

} // namespace

struct dock *dock_create(const struct dock_parts *parts)
{
	QMainWindow *window = mainWindow();

	if (!window) {
		return nullptr;
	}
	plugin_info("dock: built for Qt %s, running on Qt %s", QT_VERSION_STR, qVersion());
	auto handle = std::make_unique<dock>();
	handle->bridge = std::make_shared<Bridge>(*parts);
	handle->isFirstRun = parts->is_first_run;
	handle->content = new DockWidget{handle->bridge};
	if (!addDock(window, handle->content)) {
		delete handle->content;
		return nullptr;
	}
	hideNames(handle->content, parts->are_names_hidden);
	handle->undoTarget = new RuleUndoTarget{handle->bridge, window};
	PageScroll::installAccessibility();
	installRuleRowReader();
	addToolsMenuEntry(handle.get(), window);
	followTitle(handle->content);
	if (QDockWidget *frame = frameOf(handle->content)) {
		new DockMemory{frame};
	}
	return handle.release();
}

void dock_finished_loading(struct dock *dock)
{
	if (!dock || !dock->isFirstRun || !dock->content) {
		return;
	}
	/* OBS leaves new docks hidden and floating. */
	if (QDockWidget *frame = frameOf(dock->content)) {
		frame->setFloating(false);
		frame->setVisible(true);
		frame->raise();
	}
}

void dock_note(struct dock *dock, const struct engine_snapshot *snapshot)
{
	if (dock) {
		dock->bridge->note(*snapshot);
	}
}

void dock_detach(struct dock *dock)
{
	if (!dock) {
		return;
	}
	dock->bridge->cut();
	removeRuleRowReader();
	PageScroll::removeAccessibility();
	delete dock->undoTarget;
	delete dock;
}
