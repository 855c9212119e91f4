// SPDX-License-Identifier: GPL-2.0-or-later
#include "dock/fake_frontend.hpp"

#include <obs-frontend-api.h>
#include <obs-module.h>

#include <QDockWidget>

#include "obs/frontend_symbol.h"

namespace {

FakeFrontend *current;

void addUndo(const char *name, void (*undo)(const char *), void (*redo)(const char *), const char *undoData,
	     const char *redoData, bool)
{
	current->undoStack += {undo, redo, undoData, redoData, QString::fromUtf8(name)};
}

} // namespace

frontend_function frontend_symbol_find(const char *name)
{
	const bool isUndo = qstrcmp(name, "obs_frontend_add_undo_redo_action") == 0;

	return isUndo && current && current->hasUndo ? reinterpret_cast<frontend_function>(addUndo) : nullptr;
}

FakeFrontend::FakeFrontend()
    : window{new QMainWindow}
{
	current = this;
	window->setCentralWidget(new QWidget{window});
	window->show();
}

FakeFrontend::~FakeFrontend()
{
	delete window;
	current = nullptr;
}

extern "C" {

void *obs_frontend_get_main_window(void)
{
	return current ? static_cast<QWidget *>(current->window) : nullptr;
}

void *obs_frontend_add_tools_menu_qaction(const char *name)
{
	current->toolsEntry = new QAction{QString::fromUtf8(name), current->window};
	return current->toolsEntry;
}

#if LIBOBS_API_VER >= MAKE_SEMANTIC_VERSION(30, 0, 0)
bool obs_frontend_add_dock_by_id(const char *id, const char *title, void *widget)
{
	if (current->refusesDocks) {
		return false;
	}
	auto *frame = new QDockWidget{QString::fromUtf8(title), current->window};
	frame->setObjectName(QString::fromUtf8(id));
	frame->setWidget(static_cast<QWidget *>(widget));
	current->window->addDockWidget(Qt::RightDockWidgetArea, frame);
	frame->hide();
	frame->setFloating(true);
	current->dock = frame;
	return true;
}
#else
void *obs_frontend_add_dock(void *dock)
{
	if (current->refusesDocks) {
		return nullptr;
	}
	current->dock = static_cast<QDockWidget *>(dock);
	return current->dock->findChild<QAction *>() ? current->dock->findChild<QAction *>()
						     : new QAction{current->dock};
}
#endif
}
