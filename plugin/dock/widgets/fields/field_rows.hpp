// SPDX-License-Identifier: GPL-2.0-or-later
/* Fields below each other, each with its label before it. Unlike in QFormLayout (before Qt 6.4) a hidden row takes no
 * room. */
#pragma once

#include <QMap>
#include <QStringList>
#include <QVector>
#include <QWidget>

class QLabel;
class QVBoxLayout;

class FieldRows : public QWidget {
	Q_OBJECT

      public:
	explicit FieldRows(QWidget *parent);

	/* These become the parent of field. kinds: those for which showRowsOf() shows the row; none: it always does.
	 * An empty label leaves its place empty. */
	void addRow(const QString &label, QWidget *field, const QStringList &kinds = {});
	/* The label is the field's accessible name. */
	void addNamedRow(QWidget *field, const QStringList &kinds = {});
	/* Over the whole width. */
	void addWideRow(QWidget *field, const QStringList &kinds = {});
	void showRowsOf(const QString &kind);
	/* The rows that were made rare, in a widget of their own: whoever holds the form gives it its place. */
	QWidget *rareRows() const;
	void clear();
	/* One width for the labels of all forms below root, so that their fields stand in one column. */
	static void alignBelow(QWidget *root);

      protected:
	void setRowVisible(QWidget *field, bool isVisible);
	/* Puts the row of the field below those of rareRows(). */
	void makeRare(QWidget *field);

      private:
	struct Row {
		QWidget *widget;
		QStringList kinds;
	};

	int labelWidth() const;
	void setLabelWidth(int width_px);

	QVBoxLayout *column_;
	QWidget *rare_;
	QVBoxLayout *rareColumn_;
	QVector<QLabel *> labels_;
	QMap<QWidget *, Row> rowOf_;
};
