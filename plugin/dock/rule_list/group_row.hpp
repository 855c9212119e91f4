// SPDX-License-Identifier: GPL-2.0-or-later
/* The head of a group of rules: folds it, and switches all of it on or off. */
#pragma once

#include <optional>

#include <QString>
#include <QWidget>

class QCheckBox;
class QLabel;
class QToolButton;

class GroupRow : public QWidget {
	Q_OBJECT

      public:
	GroupRow(const QString &group, QWidget *parent);
	const QString &group() const;
	/* How many rules it has, how many of them are on, how many run. */
	void showCounts(int all, int enabled, int running);
	/* How many of them a search has found; none: nothing is searched for. */
	void showFound(std::optional<int> found);
	void setFolded(bool isFolded);
	void takeFocus();

      signals:
	void foldToggled();
	void enabledToggled(bool areEnabled);
	void renameRequested();
	void moveRequested(int by);
	/* To what stands next to it in the list. */
	void stepRequested(int by);
	void menuAsked(const QContextMenuEvent &asked);

      protected:
	void contextMenuEvent(QContextMenuEvent *event) override;
	bool eventFilter(QObject *object, QEvent *event) override;
	void mouseDoubleClickEvent(QMouseEvent *event) override;

      private:
	bool takeKey(const QKeyEvent &event);
	void showCount();

	QString group_;
	QToolButton *fold_;
	QCheckBox *enabled_;
	QLabel *name_;
	QLabel *count_;
	bool isFolded_{false};
	int all_{0};
	int running_{0};
	std::optional<int> found_;
};
