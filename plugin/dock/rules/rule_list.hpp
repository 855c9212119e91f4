// SPDX-License-Identifier: GPL-2.0-or-later
/* The rules: enable, run now, edit, add, duplicate, delete, import, export. Keys of a row: Space enables, Enter and F2
 * edit, Del deletes, arrows move. */
#pragma once

#include <QStringList>
#include <QVector>
#include <QWidget>

#include "dock/bridge.hpp"
#include "dock/rules/rule_book.hpp"

class QLabel;
class QMenu;
class QToolButton;
class QVBoxLayout;
class NoticeBar;
class RuleRow;

class RuleList : public QWidget {
	Q_OBJECT

      public:
	RuleList(BridgePtr bridge, QWidget *parent);
	void showRules(const engine_snapshot &snapshot, qint64 now_ms);

      signals:
	void editRequested(const QString &id);
	/* templateIndex as in rule_templates.hpp. */
	void addRequested(int templateIndex);
	void rowsChanged();

      private:
	void build();
	QMenu *makeAddMenu();
	QMenu *makeMoreMenu();
	void rebuild(const engine_snapshot &snapshot, const QStringList &ids);
	void addRow(const engine_rule &rule);
	void showQuestion();
	void choose(int index);
	QString currentId() const;
	void handleKey(int key);
	void runRule(const QString &id);
	void duplicateCurrent();
	void askToRemoveCurrent();
	void chooseFile(bool isImport);

	BridgePtr bridge_;
	RuleBook book_;
	QVBoxLayout *column_;
	NoticeBar *question_;
	QLabel *problem_;
	QLabel *empty_;
	QToolButton *add_;
	QToolButton *edit_;
	QToolButton *run_;
	QToolButton *more_;
	QStringList ids_;
	QVector<RuleRow *> rows_;
	int current_{-1};
	QString storeProblem_;
};
