// SPDX-License-Identifier: GPL-2.0-or-later
#include "dock/widgets/field_rows.hpp"

#include <utility>

#include <QHBoxLayout>
#include <QLabel>
#include <QVBoxLayout>

FieldRows::FieldRows(QWidget *parent)
    : QWidget{parent},
      column_{new QVBoxLayout{this}}
{
	column_->setContentsMargins(0, 0, 0, 0);
}

void FieldRows::addRow(const QString &label, QWidget *field)
{
	auto *row = new QWidget{this};
	auto *line = new QHBoxLayout{row};
	auto *name = new QLabel{label, row};

	line->setContentsMargins(0, 0, 0, 0);
	line->addWidget(name);
	line->addWidget(field, 1);
	name->setBuddy(field);
	labels_ += name;
	rowOf_[field] = row;
	column_->addWidget(row);
	setLabelWidth(labelWidth());
}

void FieldRows::addRow(QWidget *field)
{
	rowOf_[field] = field;
	column_->addWidget(field);
}

void FieldRows::setRowVisible(QWidget *field, bool isVisible)
{
	field->setVisible(isVisible);
	rowOf_[field]->setVisible(isVisible);
}

void FieldRows::clear()
{
	for (QWidget *row : std::as_const(rowOf_)) {
		row->hide();
		row->deleteLater();
	}
	rowOf_.clear();
	labels_.clear();
}

int FieldRows::labelWidth() const
{
	int width_px = 0;

	for (QLabel *label : labels_) {
		label->ensurePolished();
		width_px = qMax(width_px, label->sizeHint().width());
	}
	return width_px;
}

void FieldRows::setLabelWidth(int width_px)
{
	for (QLabel *label : std::as_const(labels_)) {
		label->setMinimumWidth(width_px);
	}
}

void FieldRows::alignBelow(QWidget *root)
{
	const auto forms = root->findChildren<FieldRows *>();
	int width_px = 0;

	for (const FieldRows *form : forms) {
		width_px = qMax(width_px, form->labelWidth());
	}
	for (FieldRows *form : forms) {
		form->setLabelWidth(width_px);
	}
}
