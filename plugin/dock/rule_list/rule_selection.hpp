// SPDX-License-Identifier: GPL-2.0-or-later
/* Which rules the keys and commands act on: one current rule, and those selected with it. Pure. */
#pragma once

#include <QSet>
#include <QString>
#include <QStringList>

class RuleSelection {
      public:
	/* The rules that can be chosen, in the order of the screen; whatever else was selected is not any more. */
	void setOrder(const QStringList &order);
	const QStringList &order() const;
	QString current() const;
	bool isSelected(const QString &id) const;
	/* Those selected, in the order of the screen. */
	QStringList ids() const;

	/* This rule alone; "": none. */
	void choose(const QString &id);
	/* What is selected stays if this rule is among it, else this rule alone. */
	void point(const QString &id);
	/* With it, or without it any more. */
	void toggle(const QString &id);
	/* All from the one chosen alone last to this one. */
	void extendTo(const QString &id);
	void chooseAll();
	/* The rule so many rows from the current one; "": there is no rule. */
	QString neighbour(int step) const;

      private:
	QStringList order_;
	QSet<QString> selected_;
	QString current_;
	QString anchor_;
};
