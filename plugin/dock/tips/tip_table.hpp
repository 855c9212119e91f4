// SPDX-License-Identifier: GPL-2.0-or-later
/* The rules for tips as a table. Each change is saved at once, and can be undone. */
#pragma once

#include <QVector>
#include <QWidget>

#include "dock/bridge.hpp"
#include "dock/rules/rule_book.hpp"

class QGridLayout;
class QLabel;

class TipTable : public QWidget {
	Q_OBJECT

      public:
	TipTable(BridgePtr bridge, QWidget *parent);
	/* Shows what the store has, where that is something else than what is shown. */
	void follow();
	/* A band whose rule is switched off does nothing. */
	void showEnabled(const engine_snapshot &snapshot);
	/* Why a test would move nothing; "": it would. */
	void showWhyNot(const QString &whyNot);
	bool isEmpty() const;
	/* Adds the five bands of tipLadder(), or a band above the highest. */
	void addLadder();
	void addBand();

      signals:
	void editRequested(const QString &id);
	/* Other rows are there: the order of Tab is to be made anew. */
	void rowsChanged();
	/* Why the last change was not saved; empty: it was. */
	void problemChanged(const QString &problem);

      private:
	struct Row;

	/* The one with the keys; -1: none. */
	int focusedRow() const;
	void rebuild();
	void addHeadings();
	void addRow(const QJsonObject &rule, int index);
	void addButtons(const QString &id, int index);
	void save(const QJsonObject &rule);
	void store(int index);
	void test(const QString &id);
	void askToRemove(const QString &id);

	BridgePtr bridge_;
	RuleBook book_;
	QGridLayout *grid_;
	QWidget *body_{nullptr};
	QVector<QJsonObject> rules_;
	QVector<Row *> rows_;
};
