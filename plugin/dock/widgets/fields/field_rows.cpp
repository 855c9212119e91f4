// SPDX-License-Identifier: GPL-2.0-or-later
#include "dock/widgets/fields/field_rows.hpp"

#include <utility>

#include <QHBoxLayout>
#include <QLabel>
#include <QVBoxLayout>

#include "dock/widgets/looks.hpp"

FieldRows::FieldRows(QWidget *parent)
    : QWidget{parent},
      column_{makeLayout<QVBoxLayout>(this)},
      rare_{new QWidget{this}},
      rareColumn_{makeLayout<QVBoxLayout>(rare_)}
{
	rare_->hide();
}

void FieldRows::addRow(const QString &label, QWidget *field, const QStringList &kinds)
{
	auto *row = new QWidget{this};
	auto *line = makeLayout<QHBoxLayout>(row);
	auto *name = new QLabel{label, row};

	line->addWidget(name);
	line->addWidget(field, 1);
	name->setBuddy(field);
	labels_ += name;
	rowOf_[field] = {row, kinds};
	column_->addWidget(row);
	setLabelWidth(labelWidth());
}

void FieldRows::addNamedRow(QWidget *field, const QStringList &kinds)
{
	addRow(field->accessibleName(), field, kinds);
}

void FieldRows::addWideRow(QWidget *field, const QStringList &kinds)
{
	rowOf_[field] = {field, kinds};
	column_->addWidget(field);
}

void FieldRows::setRowVisible(QWidget *field, bool isVisible)
{
	field->setVisible(isVisible);
	rowOf_[field].widget->setVisible(isVisible);
}

void FieldRows::makeRare(QWidget *field)
{
	rareColumn_->addWidget(rowOf_[field].widget);
}

QWidget *FieldRows::rareRows() const
{
	return rare_;
}

void FieldRows::showRowsOf(const QString &kind)
{
	for (auto row = rowOf_.cbegin(); row != rowOf_.cend(); ++row) {
		setRowVisible(row.key(), row->kinds.isEmpty() || row->kinds.contains(kind));
	}
}

void FieldRows::clear()
{
	for (const Row &row : std::as_const(rowOf_)) {
		row.widget->hide();
		row.widget->deleteLater();
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
