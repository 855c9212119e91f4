// SPDX-License-Identifier: GPL-2.0-or-later
/* Fields below each other, each with its label before it. Unlike in QFormLayout (before Qt 6.4) a hidden row takes no
 * room. */
#pragma once

#include <QMap>
#include <QVector>
#include <QWidget>

class QLabel;
class QVBoxLayout;

class FieldRows : public QWidget {
	Q_OBJECT

      public:
	explicit FieldRows(QWidget *parent);

	/* Becomes the parent of field. An empty label leaves its place empty. */
	void addRow(const QString &label, QWidget *field);
	/* Over the whole width. */
	void addRow(QWidget *field);
	void setRowVisible(QWidget *field, bool isVisible);
	void clear();
	/* One width for the labels of all forms below root, so that their fields stand in one column. */
	static void alignBelow(QWidget *root);

      private:
	int labelWidth() const;
	void setLabelWidth(int width_px);

	QVBoxLayout *column_;
	QVector<QLabel *> labels_;
	QMap<QWidget *, QWidget *> rowOf_;
};
