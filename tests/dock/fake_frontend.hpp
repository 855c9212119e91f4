// SPDX-License-Identifier: GPL-2.0-or-later
/* A main window and the calls of the OBS frontend that the dock makes, in place of the frontend's own. */
#pragma once

#include <QAction>
#include <QMainWindow>
#include <QPointer>
#include <QVector>

struct FakeFrontend {
	QPointer<QMainWindow> window;
	QPointer<QWidget> dock; /* what was added */
	QPointer<QAction> toolsEntry;
	bool refusesDocks{false};

	/* What OBS's undo was given last; hasUndo: as from OBS 29.1 on. */
	struct UndoEntry {
		void (*undo)(const char *data);
		void (*redo)(const char *data);
		QByteArray undoData, redoData;
		QString name;
	};
	bool hasUndo{true};
	QVector<UndoEntry> undoStack;

	FakeFrontend();
	~FakeFrontend();
	FakeFrontend(const FakeFrontend &) = delete;
	FakeFrontend &operator=(const FakeFrontend &) = delete;
};
